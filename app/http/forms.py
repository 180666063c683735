"""Forms that visitors send without a cookie: a token proves that a form came from here, and lately."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.config import Settings

__all__ = ["SECONDS", "Forms"]

SECONDS = 12 * 3600
"""So long a form may stay open."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Forms:
    """Issues and checks the tokens of forms; every worker of a service does so with the same secret."""

    settings: Settings

    def token(self, about: str, at: float) -> str:
        """The token of a form about something, issued at that second."""
        stem = f"{int(at)}.{secrets.token_hex(10)}"
        return f"{stem}.{self._mac(stem, about)}"

    def receipt(self, token: str, about: str, at: float) -> str:
        """What names the form that bears this token, always the same; empty where it is not to be trusted.

        That is one that was issued for something else, elsewhere, or too long ago.
        """
        issued, _, rest = token.partition(".")
        nonce, _, mac = rest.partition(".")
        right = self._mac(f"{issued}.{nonce}", about)
        if not hmac.compare_digest(mac.encode(errors="replace"), right.encode()):
            return ""
        return nonce if 0 <= at - int(issued) <= SECONDS else ""

    def _mac(self, stem: str, about: str) -> str:
        said = f"{stem} {about}".encode(errors="replace")
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:32]

    @cached_property
    def _secret(self) -> bytes:
        given = self.settings.form_secret.get_secret_value()
        return (
            given.encode(errors="replace") if given else _kept(self.settings.home / "form.secret")
        )


def _kept(path: Path) -> bytes:
    """The secret in the file, made where there is none; only in memory where it cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(32))
        try:
            os.link(new, path)  # whole, and never over what another worker made
        except FileExistsError:
            _log.debug("there is %s already", path)
        finally:
            new.unlink()
        return path.read_bytes()
    except OSError as error:
        _log.warning(
            "%s cannot be kept (%s): forms hold for this worker only", path, error.strerror
        )
        return secrets.token_bytes(32)
