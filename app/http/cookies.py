"""The cookies of the workbench: one of the session, one of a sign-in that has begun; nothing else sets any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

__all__ = ["BEGUN", "SESSION", "drop", "keep", "name_of", "session_token", "token_of"]

SESSION, BEGUN = "competent-session", "competent-sign-in"


def name_of(cookie: str, *, secure: bool) -> str:
    """The cookie's name: over HTTPS with the prefix that lets no other host set it (RFC 6265bis §4.1.3.2)."""
    return f"__Host-{cookie}" if secure else cookie


def session_token(request: Request, *, secure: bool) -> SecretStr | None:
    """What the cookie of the session says, or None."""
    return token_of(request, SESSION, secure=secure)


def token_of(request: Request, cookie: str, *, secure: bool) -> SecretStr | None:
    """What the cookie says, or None."""
    found = request.cookies.get(name_of(cookie, secure=secure))
    return SecretStr(found) if found else None


def keep(response: Response, cookie: str, value: SecretStr, *, secure: bool) -> None:
    """Let the browser keep it until it is closed; no script reads it, and no other site sends it along."""
    response.set_cookie(
        name_of(cookie, secure=secure),
        value.get_secret_value(),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, cookie: str, *, secure: bool) -> None:
    """Let the browser forget it."""
    response.delete_cookie(
        name_of(cookie, secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )
