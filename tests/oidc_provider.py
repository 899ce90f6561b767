"""A small identity provider that speaks OpenID Connect over HTTP, and signs what it says; as a context, stopped."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "activate-va", "the client's secret"


class OidcProvider:
    """Whoever comes is `subject`, without being asked. `changes` go into what it signs, with `key`.

    It holds to what it is asked for: an unknown client, a foreign address, a used code, a wrong verifier are refused.
    """

    def __init__(self) -> None:
        self.own_key = RSAKey.generate_key(2048, {"kid": "ours"})
        self.key: RSAKey | OctKey = self.own_key
        self.changes: dict[str, Any] = {}
        self.subject = "24400320"
        self.called = "grace"
        self.algorithm = "RS256"
        self._codes: dict[str, dict[str, str]] = {}

    def __enter__(self) -> OidcProvider:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self, "")

            def do_POST(self) -> None:
                provider._answer(self, self.rfile.read(int(self.headers["content-length"])).decode())

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reset(self) -> None:
        self.key, self.changes, self.algorithm, self.called = self.own_key, {}, "RS256", "grace"

    def _answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        url = urlsplit(request.path)
        if url.path == "/authorize":
            request.send_response(302)
            request.send_header("location", self._authorized(_flat(url.query)))
            request.end_headers()
            return
        known = {"/.well-known/openid-configuration": self._description, "/keys": self._keys}
        answer = self._token(_flat(body), request) if url.path == "/token" else known[url.path]()
        request.send_response(400 if "error" in answer else 200)
        request.send_header("content-type", "application/json")
        request.end_headers()
        request.wfile.write(json.dumps(answer).encode())

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def _keys(self) -> dict[str, Any]:
        return {"keys": [self.own_key.as_dict(private=False)]}

    def _authorized(self, asked: dict[str, str]) -> str:
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _token(self, asked: dict[str, str], request: BaseHTTPRequestHandler) -> dict[str, Any]:
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        begun = self._codes.pop(asked["code"], None)
        if given != f"{CLIENT}:{SECRET}".replace(" ", "+").replace("'", "%27") and given != f"{CLIENT}:{SECRET}":
            return {"error": "invalid_client"}
        challenge = hashlib.sha256(asked["code_verifier"].encode()).digest()
        if begun is None or begun["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        if base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != begun["code_challenge"]:
            return {"error": "invalid_grant"}
        return {
            "access_token": secrets.token_urlsafe(),
            "token_type": "Bearer",
            "id_token": self._signed(begun["nonce"]),
        }

    def _signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= {"preferred_username": self.called}
        kept = {name: value for name, value in (claims | self.changes).items() if value is not None}
        return jwt.encode({"alg": self.algorithm, "kid": "ours"}, kept, self.key, algorithms=[self.algorithm])


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
