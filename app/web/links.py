"""Addresses within the site: what a reader has chosen goes with them from page to page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from app.rendering.languages import TAG

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = ["CONTENT", "Links"]

CONTENT = "content"
"""The parameter of the language of names and texts, apart from that of the interface (`lang`)."""


@dataclass(frozen=True, slots=True)
class Links:
    """The path of a page, its query, and of that what is kept from page to page."""

    path: str
    query: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    kept: str
    """What is kept, as the query of a link that has no other; empty where nothing is."""

    @classmethod
    def of(cls, scope: Scope, lang: str) -> Links:
        """Those of a request; `lang` is the language of the interface where the query names it."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        content = dict(query).get(CONTENT, "")
        chosen = [("lang", lang)] if lang else []
        if re.fullmatch(TAG, content):
            chosen.append((CONTENT, content))
        path = quote(scope["path"], safe="/:@!$&'()*+,;=~")
        kept = f"?{urlencode(chosen)}" if chosen else ""
        return cls(path, tuple(query), tuple(chosen), kept)

    def to(self, path: str, **more: object) -> str:
        """Another path, whose own query and parameters go before what is kept; None leaves one out."""
        if not more and "?" not in path:
            return path + self.kept
        path, _, query = path.partition("?")
        asked = [*parse_qsl(query), *_given(more), *self.chosen]
        return f"{path}?{urlencode(asked)}" if asked else path

    def same(self, path: str) -> str:
        """What this page shows, at the path of another release: with its query, from the first page on."""
        asked = [it for it in self.query if it[0] != "page"]
        return f"{path}?{urlencode(asked)}" if asked else path

    def here(self, **changes: object) -> str:
        """This page with other parameters; None takes one away."""
        rest = [it for it in self.query if it[0] not in changes]
        asked = [*rest, *_given(changes)]
        return f"{self.path}?{urlencode(asked)}" if asked else self.path


def _given(parameters: dict[str, object]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in parameters.items() if value is not None]
