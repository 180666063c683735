"""Merging concepts on a screen: whose words stay and what goes on is chosen, looked at, then done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.editing import joining
from app.editing.acts import has_ended
from app.editing.joining import Merger
from app.editing.records import By
from app.editing.targets import Done
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError
from app.rendering.workbench.joining import contests, joined, matters
from app.routes.workbench.asking import EditingScreen, Screen
from app.routes.workbench.changing import changeset_named
from app.routes.workbench.joining import (
    Outcome,
    Wish,
    answered,
    groups_of,
    is_choosing,
    led_to,
    offers_of,
    outcome_of,
    shared,
)
from app.routes.workbench.ticking import otherwise, ticked
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.fields import Field
from taxonomy.errors import NotFoundError
from taxonomy.vocabulary import RetirementReason

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from app.db.changeset_tables import ChangesetRow
    from app.editing.viewing import View
    from app.rendering.workbench.joining import Matter
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]
_Codes = Annotated[tuple[Annotated[str, Query(max_length=2000)], ...], Query(max_length=50)]
_MOST_MERGED = 20
_COLUMN = "keep"


@router.get("/{reference}/merger")
async def choose_merger(
    screen: EditingScreen, reference: str, others: _Codes = (), changeset: _Number = 0
) -> Response:
    """Which concepts are merged with this one, whose words stay, and what goes on."""
    given = [reference, *_codes(" ".join(others))]

    def shown() -> dict[str, Any]:
        view = view_of(screen.app.desk, changeset or None)
        return _merger(screen, view, given, changeset, Outcome())

    return screen.page("merger.html", await screen.run(shown))


@router.post("/{id}/merger")
async def merge(screen: EditingScreen, id: str) -> Response:
    """Show what the merger would change; once just that was looked at, take it into a changeset."""
    given = list(dict.fromkeys([id, *screen.all_sent("with"), *_codes(screen.sent("others"))]))
    changeset = changeset_named(screen) or 0

    def done() -> Done | tuple[dict[str, Any], int]:
        view = view_of(screen.app.desk, changeset or None)
        outcome = Outcome()
        try:
            if not is_choosing(screen):
                found = _asked(screen, view, given)
                if isinstance(found, Done):
                    return found
                outcome = found
        except (EditRefusedError, NotFoundError, ConceptMovedError) as error:
            outcome = outcome_of(error)
        return _merger(screen, view, given, changeset, outcome), outcome.status

    found = await screen.run(done)
    if isinstance(found, Done):
        return led_to(screen, found)
    return screen.page("merger.html", found[0], status=found[1])


def _asked(screen: Screen, view: View, given: list[str]) -> Done | Outcome:
    """What would come of what is asked, or the changeset that it went into."""
    asked = _merger_of(screen, view, given)

    def is_merged(now: View) -> bool:
        return has_ended(now, asked.others, RetirementReason.MERGED, {asked.survivor})

    def act(session: Session, row: ChangesetRow) -> None:
        by = By(screen.actor, screen.now)
        joining.merged_in(session, screen.app.desk.drafts, row, asked, by)

    told = (asked.survivor, asked.others, sorted(map(str, asked.taken.items())))
    wanted = (*told, sorted(asked.without))
    wish = Wish(given[0], wanted, is_merged, act, lambda: joining.merged(view, asked))
    return answered(screen, view, wish)


def _merger(
    screen: Screen, view: View, given: list[str], changeset: int, outcome: Outcome
) -> dict[str, Any]:
    """What the screen shows; a code that names nothing is told."""
    concepts, unknown = _concepts(view, given)
    asked = _asked_of(screen, concepts)
    rows = contests(concepts, view, screen.language.tag)
    found = _matters(screen, view, asked, concepts) if asked.others else []
    offers = offers_of(found)
    ticks = ticked(screen, _COLUMN, offers)
    return {
        "concepts": [joined(it, view, screen.language.tag) for it in concepts],
        "survivor": asked.survivor,
        "rows": rows,
        "taken": {str(it.field): screen.sent(f"take.{it.field}") for it in rows},
        "unknown": unknown,
        "groups": groups_of(screen, found, {_COLUMN: ticks}),
        "ticked": {(_COLUMN, it) for it in ticks},
        "otherwise": {_COLUMN: otherwise(offers, ticks)},
        **shared(screen, changeset, outcome),
    }


def _asked_of(screen: Screen, concepts: list[Concept]) -> Merger:
    """The merger that the form asks for, whatever is left out."""
    survivor = _survivor(screen, concepts)
    return Merger(
        survivor=survivor,
        others=[it.id for it in concepts if it.id != survivor],
        taken={
            Field.parse(name.removeprefix("take.")): values[-1]
            for name, values in screen.fields.items()
            if name.startswith("take.") and values[-1]
        },
        seen={it.id: seen for it in concepts if (seen := screen.sent(f"seen.{it.id}"))},
        why=screen.sent("why"),
    )


def _merger_of(screen: Screen, view: View, given: list[str]) -> Merger:
    """The merger that the form asks for; ConceptNotFoundError."""
    concepts = [*dict.fromkeys(map(view.get, given[: _MOST_MERGED + 1]))]
    asked = _asked_of(screen, concepts)
    found = _matters(screen, view, asked, concepts)
    ticks = ticked(screen, _COLUMN, offers_of(found))
    return replace(asked, without=frozenset(it.item for it in found if it.key not in ticks))


def _matters(screen: Screen, view: View, asked: Merger, concepts: list[Concept]) -> list[Matter]:
    """What goes on unless it is left out."""
    return matters(joining.choices_of(view, asked), concepts, view, screen.language.tag)


def _concepts(view: View, given: list[str]) -> tuple[list[Concept], list[str]]:
    """The concepts that are to be merged, and the codes that name none."""
    found: dict[str, Concept] = {}
    unknown = []
    for code in given[: _MOST_MERGED + 1]:
        it = view.find(code) if found else view.get(code)
        if it is None:
            unknown.append(code)
        else:
            found[it.id] = it
    return [*found.values()], unknown


def _survivor(screen: Screen, concepts: list[Concept]) -> str:
    sent = screen.sent("survivor")
    return sent if sent in {it.id for it in concepts} else concepts[0].id


def _codes(text: str) -> list[str]:
    return text.replace(",", " ").split()[:_MOST_MERGED]
