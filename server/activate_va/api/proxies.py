"""What proxies in front of the server say of those who ask: their address and scheme, and who they are."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from activate_va.errors import ActivateError

PEER = "activate_va.peer"
"""In a request's scope: the address of whoever opened the connection."""


class ForeignVouching(ActivateError):
    """Somebody says who they are by a header that is for proxies alone to set."""

    status = 403
    hint = "come in through the proxy; a proxy of yours is named in ACTIVATE_VA_TRUSTED_PROXIES, by address or network"


class Forwarded:
    """ASGI middleware in front of all: notes the peer, and then takes scheme and client from a proxy that is trusted
    with them, as uvicorn does (FORWARDED_ALLOW_IPS)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app: ASGIApp = ProxyHeadersMiddleware(app, os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))  # type: ignore[arg-type,assignment]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        scope[PEER] = client[0] if client else ""
        await self.app(scope, receive, send)


class TrustedHeader:
    """A header in which the `proxies`, by address or network, say whom they have let in."""

    def __init__(self, name: str, proxies: tuple[str, ...]) -> None:
        self.name = name
        self.networks = networks_of(proxies)

    def vouched(self, headers: Headers, peer: str) -> str | None:
        """Whom the proxy names; None where the header is missing. Raises ForeignVouching."""
        said = headers.getlist(self.name)
        if not said:
            return None
        if not self._is_proxy(peer):
            raise ForeignVouching(f"{self.name} came from an address that is no trusted proxy's")
        if len(said) > 1:
            raise ForeignVouching(f"{self.name} came {len(said)} times", "have the proxy set it, and not add to it")
        return said[0].strip() or None

    def _is_proxy(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        plain = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
        return any(plain in network for network in self.networks)


def networks_of(proxies: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Raises ValueError."""
    return [ip_network(proxy, strict=False) for proxy in proxies]
