"""Where the service of this home listens: `competent up` keeps it, other commands find it."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import ValidationError

from app.config import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["FILE", "address_of", "listening"]

FILE = "listening.txt"
"""In the home, while a service runs: the address that it was started with."""
_SECONDS = 1.0


@contextmanager
def listening(settings: Settings) -> Iterator[None]:
    """Keep the address of the service while it runs; where the home cannot be written to, nobody finds it."""
    file = settings.home / FILE
    with suppress(OSError):
        file.write_text(f"{settings.public_url}\n")
    try:
        yield
    finally:
        if _kept(file) == settings.public_url:  # another service of this home may have come since
            with suppress(OSError):
                file.unlink(missing_ok=True)


def address_of(settings: Settings) -> str:
    """The public address where one is set, else that of the service which runs on this home, else the usual one.

    What a service left that was killed does not count: nobody listens there.
    """
    if "public_url" in settings.model_fields_set:
        return settings.public_url
    kept = _kept(settings.home / FILE)
    return kept if kept and _answers(kept) else settings.public_url


def _kept(file: Path) -> str:
    """The address that stands there; empty where there is none, or something else."""
    try:
        return Settings(public_url=file.read_text().strip()).public_url
    except (OSError, UnicodeDecodeError, ValidationError):
        return ""


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=_SECONDS):
            return True
    except OSError:
        return False
