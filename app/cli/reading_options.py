"""Options of commands as values."""

from __future__ import annotations

from datetime import date

from taxonomy.errors import InvalidQueryError
from taxonomy.schemes import SCHEMES

__all__ = ["SCHEMES_TOLD", "a_day"]

*_SOME, _LAST = SCHEMES
SCHEMES_TOLD = f"{', '.join(_SOME)} or {_LAST}."
"""The schemes that there are, as the help of an option tells them."""


def a_day(text: str, option: str) -> date | None:
    """The day that an option names, None where it is empty; InvalidQueryError names the option."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{option} {text[:40]!r} is not a day: write it as 2021-06-08"
        raise InvalidQueryError(message) from None
