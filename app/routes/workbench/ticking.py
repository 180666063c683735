"""Long lists with ticks in a form, page by page: what was ticked on other pages is not forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.routes.workbench.asking import Screen

__all__ = ["ACTS", "PER_PAGE", "Offer", "Page", "otherwise", "pages_of", "ticked"]

PER_PAGE = 50
"""So many lines of one group are shown at once."""
ACTS = ("every", "none", "turn")
"""The buttons that tick a whole group, tick nothing of it, or turn its page."""


class Offer(NamedTuple):
    """Something that can be ticked; `given` tells that it is unless somebody says otherwise."""

    key: str
    group: str
    given: bool = True


class Page(NamedTuple):
    """Which lines of a group are on view: from `start` on, of `total`; pages count from 1."""

    group: str
    start: int
    total: int
    page: int
    pages: int


def ticked(screen: Screen, column: str, offers: Sequence[Offer]) -> set[str]:
    """The keys that the form ticks in a column.

    Of the lines on view (`shown`) those that it sends; of all others those that are given, or not
    given and ticked on another page (`{column}.otherwise`). A button ticks or clears a whole group.
    """
    shown, sent = set(_lines(screen, "shown")), set(screen.all_sent(column))
    elsewhere = set(_lines(screen, f"{column}.otherwise"))
    found = set()
    for it in offers:
        on = it.key in sent if it.key in shown | sent else it.given != (it.key in elsewhere)
        group = f"{column} {it.group}"
        if screen.sent("every") == group:
            on = True
        if on and screen.sent("none") != group:
            found.add(it.key)
    return found


def otherwise(offers: Sequence[Offer], ticks: Collection[str]) -> list[str]:
    """The keys whose tick is not what it is by default: what the form carries from page to page."""
    return [it.key for it in offers if it.given != (it.key in ticks)]


def pages_of(screen: Screen, offers: Sequence[Offer]) -> Mapping[str, Page]:
    """Group → the page of it that is asked for, in the order of the offers."""
    counts: dict[str, int] = {}
    for it in offers:
        counts[it.group] = counts.get(it.group, 0) + 1
    turned, _, to = screen.sent("turn").rpartition(" ")
    found = {}
    for group, total in counts.items():
        pages = -(-total // PER_PAGE)
        asked = to if turned == group else screen.sent(f"page {group}")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        page = max(1, min(number, pages))
        found[group] = Page(group, (page - 1) * PER_PAGE, total, page, pages)
    return found


def _lines(screen: Screen, name: str) -> list[str]:
    return screen.sent(name).splitlines()
