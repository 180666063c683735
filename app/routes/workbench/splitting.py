"""Splitting a concept on a screen: what its parts are called and take over is chosen, looked at, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.editing import joining
from app.editing.acts import has_ended
from app.editing.joining import MOST_PARTS, Piece, Split
from app.editing.records import By
from app.editing.targets import Done
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError
from app.rendering.workbench.joining import joined, matters_of
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
from taxonomy.editing.items import item_of
from taxonomy.errors import InvalidQueryError
from taxonomy.model import Label
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES, LabelType, RetirementReason

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from app.db.changeset_tables import ChangesetRow
    from app.editing.viewing import View
    from app.rendering.workbench.joining import Matter
    from app.routes.workbench.ticking import Offer
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("/{reference}/split")
async def choose_split(
    screen: EditingScreen, reference: str, changeset: _Number = 0, parts: _Number = 2
) -> Response:
    """What the parts of a concept are called, and what each takes over."""

    def shown() -> dict[str, Any]:
        view = view_of(screen.app.desk, changeset or None)
        return _split(screen, view, view.get(reference), (changeset, parts), Outcome())

    return screen.page("split.html", await screen.run(shown))


@router.post("/{id}/split")
async def split(screen: EditingScreen, id: str) -> Response:
    """Show what the split would change; once just that was looked at, take it into a changeset."""
    changeset, parts = changeset_named(screen) or 0, _count(screen.sent("parts"))

    def done() -> Done | tuple[dict[str, Any], int]:
        view = view_of(screen.app.desk, changeset or None)
        concept, outcome = view.get(id), Outcome()
        try:
            if not is_choosing(screen, "more"):
                found = _asked(screen, view, concept, parts)
                if isinstance(found, Done):
                    return found
                outcome = found
        except (EditRefusedError, ConceptMovedError) as error:
            outcome = outcome_of(error)
        more = parts + bool(screen.sent("more"))
        return _split(screen, view, concept, (changeset, more), outcome), outcome.status

    found = await screen.run(done)
    if isinstance(found, Done):
        return led_to(screen, found)
    return screen.page("split.html", found[0], status=found[1])


def _asked(screen: Screen, view: View, concept: Concept, parts: int) -> Done | Outcome:
    """What would come of what is asked, or the changeset that it went into."""
    lang = screen.language.tag
    found = matters_of(concept, view, lang)
    asked = Split(
        concept=concept.id,
        pieces=[_piece(screen, concept, found, number) for number in range(1, parts + 1)],
        seen=screen.sent("seen"),
        why=screen.sent("why"),
    )

    def is_split(now: View) -> bool:
        return has_ended(now, [asked.concept], RetirementReason.SPLIT, None)

    def act(session: Session, row: ChangesetRow) -> None:
        by = By(screen.actor, screen.now)
        joining.split_in(session, screen.app.desk.drafts, row, asked, by)

    told = [
        (
            it.labels,
            it.notes,
            sorted(it.links),
            it.notations,
            it.collections,
            sorted(it.users or ()),
        )
        for it in asked.pieces
    ]
    wanted = (asked.concept, told)
    wish = Wish(concept.id, wanted, is_split, act, lambda: joining.split_up(view, asked))
    return answered(screen, view, wish)


def _split(
    screen: Screen, view: View, concept: Concept, asked: tuple[int, int], outcome: Outcome
) -> dict[str, Any]:
    """What the screen shows, with what was typed and ticked."""
    lang = screen.language.tag
    changeset, parts = asked
    numbers = range(1, max(2, min(parts, MOST_PARTS)) + 1)
    found = matters_of(concept, view, lang)
    ticks = {_column(it): _ticks(screen, found, it) for it in numbers}
    return {
        "concept": joined(concept, view, lang),
        "whole": concept.pref_labels(),
        "languages": LANGUAGES,
        "numbers": numbers,
        "most": MOST_PARTS,
        "typed": {
            (number, tag): screen.sent(f"part{number}.label.{tag}")
            for number in numbers
            for tag in LANGUAGES
        },
        "groups": groups_of(screen, found, ticks),
        "ticked": {(column, key) for column, keys in ticks.items() for key in keys},
        "otherwise": {
            _column(it): otherwise(_offers(found, it), ticks[_column(it)]) for it in numbers
        },
        **shared(screen, changeset, outcome),
    }


def _piece(screen: Screen, concept: Concept, found: list[Matter], number: int) -> Piece:
    labels = [
        Label(tag, LabelType.PREFERRED, text)
        for tag in LANGUAGES
        if (text := screen.sent(f"part{number}.label.{tag}").strip())
    ]
    if not labels:
        message = sentence("part %(number)d has no name yet", number=number)
        raise EditRefusedError(message)
    keys = _ticks(screen, found, number)
    ours = {it.item for it in found if it.key in keys}
    others = [Label(it.lang, it.type, it.text) for it in concept.labels if item_of(it) in ours]
    return Piece(
        labels=(*labels, *others),
        notes=tuple(it for it in concept.notes if item_of(it) in ours),
        links=frozenset((it.predicate, it.target) for it in concept.links if item_of(it) in ours),
        notations=tuple(it for it in concept.notations if item_of(it) in ours),
        collections=tuple(it for it in concept.collections if item_of(it) in ours),
        users=frozenset(it.value for it in ours if it.group == "user"),
    )


def _ticks(screen: Screen, found: list[Matter], number: int) -> set[str]:
    return ticked(screen, _column(number), _offers(found, number))


def _offers(found: list[Matter], number: int) -> list[Offer]:
    return offers_of(found, also=number == 1)


def _column(number: int) -> str:
    return f"part{number}"


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text[:4]) <= MOST_PARTS):
        message = sentence("a concept is split into 2 to %(most)s", most=MOST_PARTS)
        raise InvalidQueryError(message)
    return int(text)
