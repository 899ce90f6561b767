"""Who may use a scheduler: whoever reaches one is handed its workers, which do as they are told."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from activate_va.addresses import is_loopback
from activate_va.jobs.errors import CertificateUnusable, SchedulerUnprotected

if TYPE_CHECKING:
    from distributed import Security


class Certificates(NamedTuple):
    """Files in PEM: the authority that signed the scheduler's and the workers', and what we show ourselves."""

    ca: Path
    cert: Path
    key: Path

    def security(self) -> Security:
        """For a Dask client. Raises CertificateUnusable."""
        from distributed import Security

        self._expect_readable()
        files = {"tls_ca_file": self.ca, "tls_client_cert": self.cert, "tls_client_key": self.key}
        return Security(require_encryption=True, **{name: str(path) for name, path in files.items()})

    def _expect_readable(self) -> None:
        try:
            context = ssl.create_default_context(cafile=self.ca)
            context.load_cert_chain(self.cert, self.key)
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError.
            files = ", ".join(map(str, self))
            raise CertificateUnusable(f"the certificates cannot be used ({files}): {error}") from error


def expect_protected(scheduler: str, certificates: Certificates | None, only_here: bool) -> None:
    """A scheduler without certificates must be on this machine, and so must be all who reach the server.

    `only_here`: the server listens on loopback. Raises SchedulerUnprotected.
    """
    encrypted = scheduler.startswith("tls://")
    if encrypted and certificates is None:
        raise SchedulerUnprotected(f"{scheduler} asks for certificates, and none are given")
    if encrypted:
        return
    if certificates is not None:
        hint = f"write --scheduler tls://{scheduler.rpartition('://')[2]}"
        raise SchedulerUnprotected(f"certificates are given, but {scheduler} takes none", hint)
    if not is_loopback(_host(scheduler)):
        raise SchedulerUnprotected(f"whoever reaches {scheduler} could run code on its workers")
    if not only_here:
        raise SchedulerUnprotected(f"others reach this server, and {scheduler} does not tell who may use it")


def _host(scheduler: str) -> str:
    return urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}").hostname or ""
