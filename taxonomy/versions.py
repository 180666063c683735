"""Versions of releases: `3.8` < `3.10` < `3.27`, never a float, never a string sort."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from typing_extensions import override

from taxonomy.errors import InvalidVersionError

__all__ = ["GRAMMAR", "Version"]

GRAMMAR = r"[0-9]{1,9}(\.(0|[1-9][0-9]{0,8})){0,5}"
"""What a version looks like, as a regular expression."""


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version in the order of its numbers; `text` keeps how it is written (`08`, `3.10`)."""

    numbers: tuple[int, ...]
    text: str = field(compare=False)

    @classmethod
    def parse(cls, value: object) -> Version:
        """The version that a text writes; InvalidVersionError for anything else, numbers included."""
        if not isinstance(value, str):
            message = (
                f"{value!r} is a {type(value).__name__}, and a version is text: "
                "as a number, 3.10 and 3.1 are the same"
            )
            raise InvalidVersionError(message)
        if not re.fullmatch(GRAMMAR, value):
            message = (
                f"{value[:80]!r} is not a version: write numbers with dots, such as 3.10 or 1.2.0"
            )
            raise InvalidVersionError(message)
        return cls(tuple(int(number) for number in value.split(".")), value)

    @property
    def key(self) -> str:
        """A text that sorts as the version does (each number ten digits wide), for the database."""
        return ".".join(f"{number:010d}" for number in self.numbers)

    @override
    def __str__(self) -> str:
        return self.text
