"""What the screens that merge and split concepts share: what was chosen, looked at, and done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from app.editing.records import By
from app.editing.targets import once_within
from app.refusals import ConceptMovedError, ServiceError
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.joining import joined
from app.routes.workbench.changing import SCHEME, into
from app.routes.workbench.ticking import ACTS, PER_PAGE, Offer, pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from app.db.changeset_tables import ChangesetRow
    from app.editing.targets import Done
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
    "done_once",
    "groups_of",
    "is_choosing",
    "led_to",
    "marks",
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


def marks(screen: Screen, asked: object) -> tuple[str, str]:
    """What is asked, as a mark, and the mark of what was looked at."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:32], screen.sent("looked")


def done_once(screen: Screen, view: View, id: str, act: Act, is_done: Callable[..., bool]) -> Done:
    """The changeset that the act went into, and whether it was done there before."""
    title = joined(view.get(id), view, screen.language.tag).name
    by = By(screen.actor, screen.now)
    return once_within(screen.app.parts.engine, SCHEME, into(screen, title), by, act, is_done)


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
