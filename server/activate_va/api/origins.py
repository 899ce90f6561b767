"""Which address a request was sent to, and which page it comes from."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from typing import NamedTuple

from starlette.datastructures import Headers

PORTS = {"http": 80, "https": 443}
OUR_PAGES = (None, "same-origin", "none")
"""What browsers put into Sec-Fetch-Site for our own page and for what a person opened; scripts send none."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")


class Address(NamedTuple):
    name: str
    port: int


@lru_cache(maxsize=256)
def parse_host(host: str, scheme: str) -> Address | None:
    """A Host header's name and port, the scheme's own where none is given; None where it is no such header."""
    found = _HOST.fullmatch(host)
    port = int(found[2] or PORTS.get(scheme, 80)) if found else 0
    return Address(as_in_headers(found[1]), port) if found and port <= 65535 else None


def addressed_port(headers: Headers, scheme: str) -> int:
    """The port that the client addressed, which its cookie is named by. Raises ValueError without a host."""
    address = parse_host(headers.get("host", ""), scheme)
    if address is None:
        raise ValueError("a request without a host was let through")
    return address.port


def as_in_headers(host: str) -> str:
    """A name in lower case; an IPv6 address in brackets and its shortest spelling, as browsers write it."""
    try:
        return f"[{IPv6Address(host.removeprefix('[').removesuffix(']'))}]"
    except ValueError:
        return host.lower()


def from_our_page(headers: Headers, scheme: str) -> bool:
    """Whether a write may come from where it does: from a page of this very address, or from no page at all.

    Browsers say where a write comes from; scripts say nothing, and show the token instead. An https page
    may write to what looks like http: its proxy need not say that it ended TLS.
    """
    if headers.get("sec-fetch-site") not in OUR_PAGES:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    page_scheme, _, page = origin.partition("://")
    if page_scheme not in PORTS or (scheme == "https" and page_scheme == "http"):
        return False
    address = parse_host(page, page_scheme)
    return address is not None and address == parse_host(headers.get("host", ""), page_scheme)
