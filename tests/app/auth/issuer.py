"""An identity provider on loopback: OpenID Connect as far as a sign-in needs it, and faults on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CLIENT", "SECRET", "Issuer", "issuing"]

CLIENT, SECRET = "competent", "s3cr/t:é"
_KEY, _OTHER = (ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256"}) for _ in range(2))


@dataclass
class Issuer:
    """Who signs in (`user`), and what is wrong: claims that differ, a token of another kind, a page that fails."""

    url: str = ""
    user: dict[str, Any] = field(default_factory=lambda: {"sub": "1", "name": "Eva Peeters"})
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    signed_by: str = "own"
    failing: str = ""
    begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def heal(self) -> None:
        """Be as new."""
        self.user, self.claims, self.about = {"sub": "1", "name": "Eva Peeters"}, {}, {}
        self.signed_by, self.failing = "own", ""

    def authorize(self, address: str) -> str:
        """Where the person is sent back to, once they signed in at this address."""
        query = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_hex(8)
        self.begun[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def answer(self, path: str, body: dict[str, str], headers: Any) -> tuple[int, Any]:
        """Status and body of the answer."""
        if self.failing and path.endswith(self.failing):
            return 500, "broken"
        if path.endswith("openid-configuration"):
            return 200, self._about()
        if path == "/jwks":
            return 200, KeySet([_KEY]).as_dict()
        if path == "/userinfo":
            return 200, self.user
        return self._token(body, headers)

    def _about(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{it}_endpoint": f"{self.url}/{end}" for it, end in ends.items()}
        end = {"end_session_endpoint": f"{self.url}/end?x=y", "jwks_uri": f"{self.url}/jwks"}
        return {"issuer": self.url, **found, **end, **self.about}

    def _token(self, body: dict[str, str], headers: Any) -> tuple[int, Any]:
        begun = self.begun.pop(body.get("code", ""), None)
        basic = base64.b64decode(headers.get("authorization", "").partition(" ")[2]).decode()
        challenge = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if basic != f"{CLIENT}:s3cr%2Ft%3A%C3%A9":
            return 401, {"error": "invalid_client"}
        if begun is None or begun["code_challenge"] != proved:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "sub": self.user["sub"],
            "nonce": begun["nonce"],
            **self.claims,
        }
        told = {name: it for name, it in claims.items() if it is not None}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(told)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.signed_by == "nobody":
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            return f"{head}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}."
        if self.signed_by == "secret":
            key = OctKey.import_key(json.dumps(_KEY.as_dict(private=False)))
            return jwt.encode({"alg": "HS256"}, claims, key, algorithms=["HS256"])
        key_of = {"own": _KEY, "other": _OTHER}
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, key_of[self.signed_by])


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The provider, listening."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer({name: values[-1] for name, values in parse_qs(sent).items()})

        def _answer(self, body: dict[str, str]) -> None:
            status, found = issuer.answer(self.path, body, self.headers)
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Nothing is told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
