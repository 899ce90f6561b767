"""An identity provider of OpenID Connect: people log in there, and it tells us who they are.

The authorization code flow with PKCE (RFC 7636), state and nonce. All three are made of one secret, which the browser
keeps in a cookie meanwhile: whichever server it comes back to can tell that it is the one that left.
"""

from __future__ import annotations

import base64
import hmac
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from activate_va.accounts.annotators import Subject
from activate_va.accounts.errors import LoginUnproven, ProviderUnreachable

DISCOVERY = "/.well-known/openid-configuration"
SCOPE = "openid profile email"
NAMES = ("preferred_username", "email")
"""What the handle of a new account is taken from."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Of signatures that the provider alone can make."""
PATIENCE_SECONDS = 10
KNOWN_SECONDS = 3600
LEEWAY_SECONDS = 60
"""By how much its clock may differ from ours."""

logger = logging.getLogger(__name__)


class Proven(NamedTuple):
    """Who logged in at the provider, and what it calls them."""

    subject: Subject
    called: str


class Provider:
    """`name` is what people know it by; `client_secret` is None of a public client."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None, name: str) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self.client_secret = client_secret
        self.name = name
        self._described: tuple[float, dict[str, Any]] | None = None

    def address(self, secret: str, redirect_uri: str) -> str:
        """Where the browser that keeps the secret goes to log in. Raises ProviderUnreachable."""
        with self._session(redirect_uri) as session:
            url, _ = session.create_authorization_url(
                self._description()["authorization_endpoint"],
                state=_derived(secret, "state"),
                nonce=_derived(secret, "nonce"),
                code_verifier=_derived(secret, "verifier"),
            )
        return str(url)

    def prove(self, secret: str, redirect_uri: str, returned: Mapping[str, str]) -> Proven:
        """Who it was, by what the browser came back with. Raises LoginUnproven, ProviderUnreachable."""
        if not hmac.compare_digest(returned.get("state", "").encode(), _derived(secret, "state").encode()):
            raise LoginUnproven("this is not the answer to the login that this browser began")
        if "code" not in returned:
            raise LoginUnproven(f"{self.name} says: {returned.get('error', 'nothing')[:100]}")
        with _told_of(self.name), self._session(redirect_uri) as session:
            token = session.fetch_token(
                self._description()["token_endpoint"],
                code=returned["code"],
                code_verifier=_derived(secret, "verifier"),
                grant_type="authorization_code",
            )
            return self._proven(token, _derived(secret, "nonce"))

    def _proven(self, token: Mapping[str, Any], nonce: str) -> Proven:
        answer = requests.get(self._description()["jwks_uri"], timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        keys = KeySet.import_key_set(answer.json())
        decoded = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
            {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        called = next((str(claims[name]) for name in NAMES if claims.get(name)), "")
        return Proven(Subject(self.issuer, str(claims["sub"])), called)

    def _description(self) -> dict[str, Any]:
        """What the provider says of itself. Raises ProviderUnreachable."""
        if self._described is None or self._described[0] < time.monotonic():
            with _told_of(self.name):
                answer = requests.get(self.issuer.rstrip("/") + DISCOVERY, timeout=PATIENCE_SECONDS)
                answer.raise_for_status()
                found = dict(answer.json())
            if found.get("issuer") != self.issuer:
                raise ProviderUnreachable(f"{self.name} calls itself {found.get('issuer')!r}, not {self.issuer!r}")
            self._described = time.monotonic() + KNOWN_SECONDS, found
        return self._described[1]

    def _session(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method="client_secret_basic" if self.client_secret else "none",
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            default_timeout=PATIENCE_SECONDS,
        )


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """What goes wrong on the way, in our shape; what came is logged by its kind alone, for it may hold names."""
    try:
        yield
    except requests.RequestException as error:
        logger.warning("the identity provider: %s", type(error).__name__)
        raise ProviderUnreachable(f"{name} does not answer as it should") from error
    except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
        logger.warning("the identity provider: %s: %s", type(error).__name__, error)
        raise LoginUnproven(f"what {name} answers does not prove who you are ({type(error).__name__})") from error


def _derived(secret: str, purpose: str) -> str:
    """256 bits that tell nothing of the secret, in letters that addresses take."""
    digest = hmac.new(secret.encode(), f"activate-va: {purpose} of a login".encode(), "sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
