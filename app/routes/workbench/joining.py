"""What the screens that merge and split concepts share: what was chosen, looked at, and done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from app.editing.records import By
from app.editing.targets import Done, once_within
from app.editing.viewing import viewed
from app.refusals import ConceptMovedError, ServiceError
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.joining import joined, preview_of
from app.routes.workbench.changing import SCHEME, changeset_named, into
from app.routes.workbench.ticking import ACTS, PER_PAGE, Offer, pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from app.db.changeset_tables import ChangesetRow
    from app.editing.joining import Joint
    from app.editing.viewing import View
    from app.rendering.workbench.joining import Matter
    from app.routes.workbench.asking import Screen
    from app.routes.workbench.ticking import Page
    from taxonomy.editing.items import Item
    from taxonomy.errors import TaxonomyError

__all__ = [
    "Act",
    "Group",
    "Outcome",
    "Wish",
    "answered",
    "groups_of",
    "is_choosing",
    "led_to",
    "offers_of",
    "outcome_of",
    "shared",
]

Act = Callable[["Session", "ChangesetRow"], object]


class Outcome(NamedTuple):
    """What a screen shows after something was asked: its status, what failed, what would come of it."""

    status: int = 200
    error: TaxonomyError | ServiceError | None = None
    preview: Any = None


class Wish(NamedTuple):
    """A merger or split that is asked for, of a concept.

    `wanted` is all that was chosen; `is_done` tells of a view whether it holds the result already,
    `act` takes it into a changeset, `made` is what would come of it.
    """

    concept_id: str
    wanted: object
    is_done: Callable[[View], bool]
    act: Act
    made: Callable[[], Joint]


class Group(NamedTuple):
    """The things of one kind, of which a page is on view; `ticks` is column → how many of all are ticked."""

    item: Item
    page: Page
    matters: Sequence[Matter]
    ticks: Mapping[str, int]


def offers_of(matters: Sequence[Matter], *, also: bool = True) -> list[Offer]:
    """The matters as a column of ticks offers them; `also` tells that it takes what only one can have."""
    return [Offer(it.key, it.group, it.given and (also or not it.once)) for it in matters]


def groups_of(
    screen: Screen, matters: Sequence[Matter], ticks: Mapping[str, set[str]]
) -> list[Group]:
    """The groups of matters, each with its page and with what is ticked in each column."""
    pages = pages_of(screen, offers_of(matters))
    found = []
    for name, page in pages.items():
        ours = [it for it in matters if it.group == name]
        counts = {column: sum(it.key in keys for it in ours) for column, keys in ticks.items()}
        shown = ours[page.start : page.start + PER_PAGE]
        found.append(Group(ours[0].item, page, shown, counts))
    return found


def is_choosing(screen: Screen, *more: str) -> bool:
    """Whether a button was pressed that ticks or turns a list, or one of these: nothing is asked for yet."""
    return any(screen.sent(it) for it in (*ACTS, *more))


def answered(screen: Screen, view: View, wish: Wish) -> Done | Outcome:
    """The changeset that the wish went into, once just that was looked at; else what would come of it."""

    def is_done(session: Session, row: ChangesetRow) -> bool:
        return wish.is_done(viewed(session, screen.app.desk.drafts, row))

    looked = _mark(wish.wanted), screen.sent("looked")
    if screen.sent("sure"):
        if wish.is_done(view):  # sent twice: the screen has nothing to look at any more
            return Done(changeset_named(screen) or 0, again=True)
        if looked[0] == looked[1]:
            title = joined(view.get(wish.concept_id), view, screen.language.tag).name
            target, by = into(screen, title), By(screen.actor, screen.now)
            return once_within(screen.app.parts.engine, SCHEME, target, by, wish.act, is_done)
    return Outcome(preview=preview_of(view, wish.made(), screen.language.tag, looked))


def _mark(wanted: object) -> str:
    """A mark of just that."""
    return hashlib.sha256(repr(wanted).encode()).hexdigest()[:32]


def led_to(screen: Screen, done: Done) -> Response:
    """To the changeset, which tells where nothing was left to do."""
    return screen.led(f"/workbench/changesets/{done.key}" + ("?done=already" if done.again else ""))


def outcome_of(error: TaxonomyError | ServiceError) -> Outcome:
    """The outcome of what failed."""
    return Outcome(409 if isinstance(error, ConceptMovedError) else 422, error)


def shared(screen: Screen, changeset: int, outcome: Outcome) -> dict[str, Any]:
    """What both screens show beside their own."""
    return {
        "changeset": changeset,
        "open": open_of(screen.app.desk, screen.actor),
        "why": screen.sent("why"),
        "error": outcome.error,
        "preview": outcome.preview,
    }
