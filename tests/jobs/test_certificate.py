"""OpenSSL takes the certificate, whose signature it verifies, and lets in nobody who shows another."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from activate_va.jobs.certificate import KeyPair, make_key_pair

CHECK_SELF_SIGNATURE = 0x4000
"""OpenSSL's X509_V_FLAG_CHECK_SS_SIGNATURE: without it, what is trusted need not be signed well."""


def context(pair: KeyPair, trusted: KeyPair, purpose: ssl.Purpose, folder: Path) -> ssl.SSLContext:
    """Both ends show a certificate, and ask for one that is trusted."""
    made = ssl.create_default_context(purpose, cadata=trusted.certificate)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_REQUIRED
    made.verify_flags = ssl.VerifyFlags(CHECK_SELF_SIGNATURE)
    path = folder / "pair.pem"
    path.write_text(pair.key + pair.certificate, encoding="ascii")
    made.load_cert_chain(path)
    return made


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> str | None:
    """The TLS version agreed upon; raises ssl.SSLError where an end refuses."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        server.wrap_bio(to_server, to_client, server_side=True),
        client.wrap_bio(to_client, to_server, server_side=False),
    ]
    open_ends = list(ends)
    while open_ends:
        for end in list(open_ends):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            open_ends.remove(end)
    return ends[0].version()


@pytest.mark.parametrize("attempt", range(5))
def test_openssl_verifies_key_and_signature(tmp_path: Path, attempt: int) -> None:
    pair = make_key_pair("test")
    server = context(pair, pair, ssl.Purpose.CLIENT_AUTH, tmp_path)
    assert shake_hands(server, context(pair, pair, ssl.Purpose.SERVER_AUTH, tmp_path)) == "TLSv1.3"


def test_a_certificate_that_was_changed_is_refused(tmp_path: Path) -> None:
    pair = make_key_pair("test")
    content = bytearray(ssl.PEM_cert_to_DER_cert(pair.certificate))
    content[-1] ^= 1
    changed = KeyPair(ssl.DER_cert_to_PEM_cert(bytes(content)), pair.key)
    server = context(changed, changed, ssl.Purpose.CLIENT_AUTH, tmp_path)
    with pytest.raises(ssl.SSLError, match="signature failure"):
        shake_hands(server, context(changed, changed, ssl.Purpose.SERVER_AUTH, tmp_path))


def test_who_shows_another_certificate_of_the_same_name_is_refused(tmp_path: Path) -> None:
    ours, other = make_key_pair("test"), make_key_pair("test")
    server = context(ours, ours, ssl.Purpose.CLIENT_AUTH, tmp_path)
    with pytest.raises(ssl.SSLError, match="verify failed"):
        shake_hands(server, context(other, ours, ssl.Purpose.SERVER_AUTH, tmp_path))
