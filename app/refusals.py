"""What only HTTP can get wrong: the root of those errors, and the ones of keys and preconditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "ConceptMovedError",
    "ForgedError",
    "KeyInAddressError",
    "KeyRefusedError",
    "KeyRequiredError",
    "LinkRefusedError",
    "OverBudgetError",
    "PreconditionFailedError",
    "PreconditionRequiredError",
    "ProviderUnavailableError",
    "RoleRequiredError",
    "ServiceError",
    "SignInRefusedError",
    "SignInRequiredError",
]


class ServiceError(Exception):
    """A request that no part of the library ever saw; `code` is stable and documented."""

    code = "service-error"
    title = "The request cannot be served"
    status = 400

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})


class OverBudgetError(ServiceError):
    """The answer would take longer than the service gives to one; nothing was changed."""

    code = "over-budget"
    title = "The answer takes too long"
    status = 503


class KeyInAddressError(ServiceError):
    """An API key stands in the address, which logs and histories keep; it is to be revoked."""

    code = "key-in-address"
    title = "A key stands in the address"


class KeyRequiredError(ServiceError):
    """The path needs an API key (RFC 6750 §3: no error code where no key was sent)."""

    code = "key-required"
    title = "A key is needed"
    status = 401

    def __init__(self, detail: str) -> None:
        super().__init__(detail, {"WWW-Authenticate": 'Bearer realm="competent"'})


class KeyRefusedError(ServiceError):
    """The API key is unknown, expired or revoked (RFC 6750 §3.1)."""

    code = "key-refused"
    title = "The key opens nothing"
    status = 401

    def __init__(self, detail: str) -> None:
        told = 'Bearer realm="competent", error="invalid_token"'
        super().__init__(detail, {"WWW-Authenticate": told})


class SignInRequiredError(ServiceError):
    """Nobody is signed in, or the session has ended."""

    code = "sign-in-required"
    title = "You are signed out"
    status = 401

    def __init__(self, detail: str) -> None:
        super().__init__(detail, {"WWW-Authenticate": 'Bearer realm="competent"'})


class LinkRefusedError(ServiceError):
    """The link to sign in with is unknown, was used, or has ended; a new one is needed."""

    code = "link-refused"
    title = "This link opens nothing"
    status = 403


class SignInRefusedError(ServiceError):
    """What the identity provider answered is not to be believed, or it let nobody in."""

    code = "sign-in-refused"
    title = "Nobody was signed in"
    status = 403


class ProviderUnavailableError(ServiceError):
    """The identity provider does not answer, or not as one."""

    code = "provider-unavailable"
    title = "The identity provider does not answer"
    status = 503


class ForgedError(ServiceError):
    """A write of a session does not show that a page of that session sent it."""

    code = "not-from-here"
    title = "Not sent by a page of this session"
    status = 403


class RoleRequiredError(ServiceError):
    """The key has no role that allows this; `needed` lists the roles of which one would."""

    code = "role-required"
    title = "Another role is needed"
    status = 403

    def __init__(self, detail: str, needed: tuple[str, ...]) -> None:
        told = 'Bearer realm="competent", error="insufficient_scope"'
        super().__init__(detail, {"WWW-Authenticate": told})
        self.needed = needed


class PreconditionFailedError(ServiceError):
    """What the header If-Match names is no longer there; the header ETag says what is."""

    code = "precondition-failed"
    title = "Changed meanwhile"
    status = 412


class ConceptMovedError(PreconditionFailedError):
    """Concepts were changed since they were read; `conflicts` holds both versions, field by field."""

    code = "concept-moved"
    title = "The concept was changed since it was read"

    def __init__(self, detail: str, conflicts: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(detail)
        self.conflicts = tuple(conflicts)


class PreconditionRequiredError(ServiceError):
    """A write needs the header If-Match, so that nobody writes over what they have not seen."""

    code = "precondition-required"
    title = "If-Match is needed"
    status = 428
