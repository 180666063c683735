"""Merging concepts and splitting one, on screens: chosen field by field, looked at, then done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import APIRouter, Query

from app.editing import joining
from app.editing.joining import MOST_PARTS, Merger, Piece, Split
from app.editing.records import By
from app.editing.targets import once_within
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError, ServiceError
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.joining import contests, joined, matters_of, preview_of
from app.routes.workbench.asking import EditingScreen, Screen
from app.routes.workbench.changing import SCHEME, changeset_named, into
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.fields import Field
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.model import Label
from taxonomy.vocabulary import LANGUAGES, LabelType, Predicate

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.editing.viewing import View
    from taxonomy.errors import TaxonomyError
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]
_Codes = Annotated[tuple[Annotated[str, Query(max_length=2000)], ...], Query(max_length=50)]
_MOST_MERGED = 20


class _Outcome(NamedTuple):
    """What a screen shows after something was asked: its status, what failed, what would come of it."""

    status: int = 200
    error: TaxonomyError | ServiceError | None = None
    preview: Any = None


@router.get("/{reference}/merger")
async def choose_merger(
    screen: EditingScreen, reference: str, others: _Codes = (), changeset: _Number = 0
) -> Response:
    """Which concepts are merged with this one, and whose words stay."""
    given = [reference, *_codes(" ".join(others))]
    values = await screen.run(_merger, screen, given, changeset, _Outcome())
    return screen.page("merger.html", values)


@router.post("/{id}/merger")
async def merge(screen: EditingScreen, id: str) -> Response:
    """Show what the merger would change; once that was looked at, take it into a changeset."""
    given = list(dict.fromkeys([id, *screen.all_sent("with"), *_codes(screen.sent("others"))]))
    changeset = changeset_named(screen) or 0

    def done() -> int | tuple[dict[str, Any], int]:
        view = view_of(screen.app.desk, changeset or None)
        try:
            asked = _asked_merger(screen, view, given)
            changed = joining.merged(view, asked)
            if screen.sent("sure"):
                return _done(screen, view, id, partial(joining.merged_in, asked=asked))
            first = [asked.survivor, *asked.others]
            preview = preview_of(view, changed, first, screen.language.tag)
            outcome = _Outcome(preview=preview)
        except (EditRefusedError, NotFoundError, ConceptMovedError) as error:
            outcome = _Outcome(409 if isinstance(error, ConceptMovedError) else 422, error)
        return _merger(screen, given, changeset, outcome), outcome.status

    found = await screen.run(done)
    if isinstance(found, int):
        return screen.led(f"/workbench/changesets/{found}")
    return screen.page("merger.html", found[0], status=found[1])


@router.get("/{reference}/split")
async def choose_split(
    screen: EditingScreen, reference: str, changeset: _Number = 0, parts: _Number = 2
) -> Response:
    """What the parts of a concept are called, and what each takes over."""
    values = await screen.run(_split, screen, reference, (changeset, parts), _Outcome())
    return screen.page("split.html", values)


@router.post("/{id}/split")
async def split(screen: EditingScreen, id: str) -> Response:
    """Show what the split would change; once that was looked at, take it into a changeset."""
    changeset, parts = changeset_named(screen) or 0, _count(screen.sent("parts"))

    def done() -> int | tuple[dict[str, Any], int]:
        view = view_of(screen.app.desk, changeset or None)
        outcome = _Outcome()
        try:
            asked = _asked_split(screen, view.get(id), parts)
            if screen.sent("sure"):
                return _done(screen, view, id, partial(joining.split_in, asked=asked))
            if not screen.sent("more"):
                changed, made = joining.split_up(view, asked)
                preview = preview_of(view, changed, [id, *made], screen.language.tag)
                outcome = _Outcome(preview=preview)
        except (EditRefusedError, ConceptMovedError) as error:
            outcome = _Outcome(409 if isinstance(error, ConceptMovedError) else 422, error)
        more = parts + bool(screen.sent("more"))
        return _split(screen, id, (changeset, more), outcome), outcome.status

    found = await screen.run(done)
    if isinstance(found, int):
        return screen.led(f"/workbench/changesets/{found}")
    return screen.page("split.html", found[0], status=found[1])


def _merger(screen: Screen, given: list[str], changeset: int, outcome: _Outcome) -> dict[str, Any]:
    """What the screen of a merger shows; a code that names nothing is told."""
    desk, lang = screen.app.desk, screen.language.tag
    view = view_of(desk, changeset or None)
    first = view.get(given[0])
    found = {first.id: first}
    unknown = []
    for code in given[1 : _MOST_MERGED + 1]:
        it = view.find(code)
        if it is None:
            unknown.append(code)
        else:
            found[it.id] = it
    concepts = list(found.values())
    rows = contests(concepts, view, lang)
    return {
        "concepts": [joined(it, view, lang) for it in concepts],
        "survivor": screen.sent("survivor") if screen.sent("survivor") in found else first.id,
        "rows": rows,
        "taken": {str(it.field): screen.sent(f"take.{it.field}") for it in rows},
        "unknown": unknown,
        **_shared(screen, changeset, outcome),
    }


def _split(
    screen: Screen, reference: str, asked: tuple[int, int], outcome: _Outcome
) -> dict[str, Any]:
    """What the screen of a split shows, with what was typed and ticked."""
    desk, lang = screen.app.desk, screen.language.tag
    changeset, parts = asked
    view = view_of(desk, changeset or None)
    concept = view.get(reference)
    numbers = range(1, max(2, min(parts, MOST_PARTS)) + 1)
    matters = matters_of(concept, view, lang)
    sent = {number: set(screen.all_sent(f"part{number}")) for number in numbers}
    ticked = {
        (number, it.key)
        for number in numbers
        for it in matters
        if (
            it.key in sent[number]
            if screen.sent(f"asked{number}")
            else it.given and (number == 1 or not it.once)
        )
    }
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
        "matters": matters,
        "ticked": ticked,
        **_shared(screen, changeset, outcome),
    }


def _shared(screen: Screen, changeset: int, outcome: _Outcome) -> dict[str, Any]:
    return {
        "changeset": changeset,
        "open": open_of(screen.app.desk, screen.actor),
        "why": screen.sent("why"),
        "error": outcome.error,
        "preview": outcome.preview,
    }


def _asked_merger(screen: Screen, view: View, given: list[str]) -> Merger:
    survivor = screen.sent("survivor") or given[0]
    taken = {
        Field.parse(name.removeprefix("take.")): values[-1]
        for name, values in screen.fields.items()
        if name.startswith("take.") and values[-1]
    }
    concepts = [view.get(it) for it in given[: _MOST_MERGED + 1]]
    seen = {it.id: screen.sent(f"seen.{it.id}") for it in concepts if screen.sent(f"seen.{it.id}")}
    others = [it.id for it in concepts if it.id != survivor]
    why = screen.sent("why")
    return Merger(survivor=survivor, others=others, taken=taken, seen=seen, why=why)


def _asked_split(screen: Screen, concept: Concept, parts: int) -> Split:
    pieces = [_piece(screen, concept, number) for number in range(1, parts + 1)]
    seen, why = screen.sent("seen"), screen.sent("why")
    return Split(concept=concept.id, pieces=pieces, seen=seen, why=why)


def _piece(screen: Screen, concept: Concept, number: int) -> Piece:
    ticked = set(screen.all_sent(f"part{number}"))
    labels = [
        Label(tag, LabelType.PREFERRED, text)
        for tag in LANGUAGES
        if (text := screen.sent(f"part{number}.label.{tag}").strip())
    ]
    if not labels:
        message = f"part {number} has no name yet"
        raise EditRefusedError(message)
    others = [
        Label(it.lang, it.type, it.text)
        for place, it in enumerate(concept.labels)
        if f"label:{place}" in ticked and it.type is not LabelType.PREFERRED
    ]
    notes = [it for place, it in enumerate(concept.notes) if f"note:{place}" in ticked]
    links = {
        (it.predicate, it.target)
        for it in concept.links
        if f"link:{it.predicate.value}:{it.target}" in ticked
    }
    users = {it.removeprefix("user:") for it in ticked if it.startswith("user:")}
    return Piece(
        labels=(*labels, *others),
        notes=tuple(notes),
        links=frozenset[tuple[Predicate, str]](links),
        users=frozenset(users),
    )


def _done(screen: Screen, view: View, id: str, act: Callable[..., object]) -> int:
    """The number of the changeset that the act went into."""
    by, shelf = By(screen.actor, screen.now), screen.app.desk.drafts
    return once_within(
        screen.app.parts.engine,
        SCHEME,
        into(screen, _title(screen, view, id)),
        by,
        lambda session, row: act(session, shelf, row, by=by),
    )


def _title(screen: Screen, view: View, id: str) -> str:
    return joined(view.get(id), view, screen.language.tag).name


def _codes(text: str) -> list[str]:
    return text.replace(",", " ").split()[:_MOST_MERGED]


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text[:4]) <= MOST_PARTS):
        message = f"a concept is split into 2 to {MOST_PARTS}"
        raise InvalidQueryError(message)
    return int(text)
