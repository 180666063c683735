"""An identity provider that speaks OpenID Connect: where it sends people, and what it says of them.

Authorization code with PKCE (RFC 7636), state and nonce; every answer is checked as OpenID Connect
Core 1.0 §3.1.3.7 asks, and nothing of it is kept but who it was.
"""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import httpx
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import KeySet

from app.refusals import ProviderUnavailableError, SignInRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

__all__ = ["Expected", "Provider"]

SCOPE = "openid profile email"
SECONDS = 10.0
"""For each question to the provider."""
KEPT_SECONDS = 600.0
"""How long what the provider says of itself is believed."""
LEEWAY_SECONDS = 60
MOST_READ = 1_000_000
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "Ed25519")
"""Signatures with a public key: `none` and those with a shared secret are never believed."""


class Expected(NamedTuple):
    """What a sign-in was begun with, and its answer must fit."""

    nonce: str
    verifier: str


@dataclass(frozen=True)
class Provider:
    """The provider at this issuer, as the client that it knows the service by."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    redirect_uri: str
    _known: dict[str, Any] = field(default_factory=dict)
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def address(self, state: str, expected: Expected) -> str:
        """Where a person is sent to sign in; ProviderUnavailableError."""
        challenge = hashlib.sha256(expected.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": expected.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return _with_query(self._endpoint("authorization_endpoint"), query)

    def claims(self, code: str, expected: Expected) -> dict[str, Any]:
        """What the provider says of whoever brought this code.

        SignInRefusedError where the answer is not to be believed, ProviderUnavailableError.
        """
        answer = self._exchanged(code, expected)
        token = answer.get("id_token")
        if not isinstance(token, str):
            message = f"{self.issuer} answered without an ID token"
            raise SignInRefusedError(message)
        claims = self._proved(token, expected)
        return {**self._more(answer, claims), **claims}

    def end_address(self, back: str) -> str:
        """Where a person signs out of the provider too, "" where it offers that to nobody."""
        end = self._about().get("end_session_endpoint")
        query = {"client_id": self.client_id, "post_logout_redirect_uri": back}
        return _with_query(end, query) if isinstance(end, str) else ""

    def _exchanged(self, code: str, expected: Expected) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": expected.verifier,
        }
        secret = self.client_secret.get_secret_value()
        ways = self._about().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        headers = {}
        if not secret or "client_secret_basic" not in ways:
            form |= {"client_id": self.client_id, **({"client_secret": secret} if secret else {})}
        else:
            # each half form-encoded (RFC 6749 §2.3.1)
            both = f"{quote(self.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
        return self._asked("POST", self._endpoint("token_endpoint"), data=form, headers=headers)

    def _proved(self, token: str, expected: Expected) -> dict[str, Any]:
        """The claims of the ID token, whose signature and addressee are right."""
        keys = self._asked("GET", self._endpoint("jwks_uri"))
        try:
            found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
            _rules(self, expected).validate(found.claims)
        except ExpiredTokenError as error:
            message = f"what {self.issuer} said has expired: look at the clocks, and sign in again"
            raise SignInRefusedError(message) from error
        except (InvalidClaimError, MissingClaimError) as error:
            message = f"what {self.issuer} said is not for this sign-in: {_TOLD.get(error.claim, error.claim)}"
            raise SignInRefusedError(message) from error
        except (JoseError, ValueError, KeyError, TypeError) as error:
            message = f"the signature of {self.issuer} cannot be proved ({type(error).__name__})"
            raise SignInRefusedError(message) from error
        claims = dict(found.claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            message = f"what {self.issuer} said is not for this sign-in: {_TOLD['aud']}"
            raise SignInRefusedError(message)
        return claims

    def _more(self, answer: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells of the person beside the ID token, where it is about the same one."""
        end, token = self._about().get("userinfo_endpoint"), answer.get("access_token")
        if not isinstance(end, str) or not isinstance(token, str):
            return {}
        told = self._asked("GET", end, headers={"Authorization": f"Bearer {token}"})
        if told.get("sub") != claims["sub"]:  # OpenID Connect Core §5.3.2
            message = f"{self.issuer} tells of another person than the one who signed in"
            raise SignInRefusedError(message)
        return told

    def _endpoint(self, name: str) -> str:
        found = self._about().get(name)
        if not isinstance(found, str):
            message = f"{self.issuer} does not say its {name}"
            raise ProviderUnavailableError(message)
        return found

    def _about(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0 §4)."""
        with self._asking:
            if self._known.get("until", 0.0) > time.monotonic():
                return dict(self._known["about"])
            about = self._asked(
                "GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            )
            if about.get("issuer") != self.issuer:
                told = str(about.get("issuer"))[:200]
                message = f"{self.issuer} calls itself {told}: look at COMPETENT_OIDC_ISSUER"
                raise ProviderUnavailableError(message)
            self._known.update(about=about, until=time.monotonic() + KEPT_SECONDS)
            return about

    def _asked(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """The object that the provider answers; ProviderUnavailableError, SignInRefusedError for a refusal."""
        try:
            with httpx.Client(timeout=SECONDS) as client:
                answer = client.request(method, address, **more)
            found = answer.json() if len(answer.content) <= MOST_READ else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            message = f"{self.issuer} does not answer as a provider does ({type(error).__name__})"
            raise ProviderUnavailableError(message) from error
        if isinstance(found, dict) and answer.status_code in (400, 401, 403):
            why = str(found.get("error", answer.status_code))[:80]
            message = f"{self.issuer} refuses: {why}"
            raise SignInRefusedError(message)
        if not isinstance(found, dict) or not answer.is_success:
            message = f"{self.issuer} answers with {answer.status_code}: try again in a moment"
            raise ProviderUnavailableError(message)
        return found


_TOLD = {
    "iss": "another provider said it",
    "aud": "it is for another service",
    "nonce": "it belongs to another sign-in",
    "iat": "it was said in the future",
    "nbf": "it does not hold yet",
    "sub": "it names nobody",
    "exp": "it has no end",
}
"""Claim → what is wrong where it does not fit."""


def _rules(provider: Provider, expected: Expected) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
