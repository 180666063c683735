"""Mapping review: the sets, the board of one, and one concept after another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.auth.roles import Scope
from app.http.mapping_review_parts import by_now
from app.mapping_review.asking import answer, ask
from app.mapping_review.cases import touches_of
from app.mapping_review.deciding import Wish, decide, put_off, undo
from app.mapping_review.opening import open_draft
from app.mapping_review.uses import sets_here
from app.mapping_runs.starting import held_releases, runs_of
from app.mentioning import colleagues
from app.refusals import PreconditionFailedError
from app.rendering.workbench.mapping import Chosen, board_page, case_page, first_of
from app.routes.workbench.asking import MappingScreen, ReadingScreen, Screen
from app.routes.workbench.looking_up import looked_up
from taxonomy.choosing import Pick, Verdict
from taxonomy.errors import InvalidQueryError
from taxonomy.schemes import SCHEMES
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.mapping import Side

__all__ = ["router"]

router = APIRouter(prefix="/workbench/mappings", include_in_schema=False)

HOW = {
    "exact": MappingPredicate.EXACT,
    "close": MappingPredicate.CLOSE,
    "broad": MappingPredicate.BROAD,
    "narrow": MappingPredicate.NARROW,
    "related": MappingPredicate.RELATED,
}
"""Predicates as forms name them."""
KEYS = {"exact": "x", "close": "c", "broad": "b", "narrow": "n"}
_Text = Annotated[str, Query(max_length=2000)]


@router.get("")
async def mapping_sets(screen: ReadingScreen) -> Response:
    """The newest edition of every set of a scheme that is edited here."""
    values = {
        "sets": await screen.run(sets_here, screen.app.parts.engine),
        "runs": await screen.run(runs_of, screen.app.parts.engine, screen.now),
        "may": screen.actor.may(Scope.MAP),
        **_choices(await screen.run(held_releases, screen.app.parts.engine)),
    }
    return screen.page("mapping_sets.html", values)


@router.get("/{name}")
async def board(screen: ReadingScreen, name: str, after: _Text = "") -> Response:
    """The board of a set: queues that filter, coverage, and the list with the likeliest of each."""
    chosen = Chosen.of(dict(screen.request.query_params))
    found = await screen.run(
        board_page, screen.app.parts.engine, name, screen.actor.name, chosen, after
    )
    return screen.page("mapping_board.html", {"found": found, **_shared(screen, name)})


@router.post("/{name}/draft")
async def draft(screen: MappingScreen, name: str) -> Response:
    """Open the draft of the next edition, and show its board."""
    await screen.run(open_draft, screen.app.parts.engine, name, by_now(screen.app, screen.actor))
    return screen.led(f"/workbench/mappings/{name}")


@router.get("/{name}/concept")
async def concept(screen: ReadingScreen, name: str, id: _Text = "", q: _Text = "") -> Response:
    """One concept to judge; the first of the list where none is named."""
    chosen = Chosen.of(dict(screen.request.query_params))
    if not id:
        return await _next(screen, name, chosen, "")
    return await _shown(screen, name, id, chosen, q=q)


@router.post("/{name}/decide")
async def decide_(screen: MappingScreen, name: str) -> Response:
    """Keep the decision and go on; where somebody was first, show theirs beside it."""
    chosen, id = Chosen.read(screen.sent("list")), screen.sent("id")
    picks = () if screen.sent("none") else tuple(_picks(screen))
    values: dict[str, Any] = {"picked": {it.object_id: it.predicate for it in picks}}
    if not picks and not screen.sent("none"):
        return await _shown(screen, name, id, chosen, status=422, missing=True)
    wish = Wish(id, Verdict(picks=picks, reason=screen.sent("reason")), (screen.sent("etag"),))
    try:
        await screen.run(
            decide, screen.app.parts.engine, name, [wish], by_now(screen.app, screen.actor)
        )
    except PreconditionFailedError as error:
        values |= {"first": error.detail, "none": bool(screen.sent("none"))}
        return await _shown(screen, name, id, chosen, status=412, **values)
    return await _next(screen, name, chosen, screen.sent("next"))


@router.post("/{name}/put-off")
async def put_off_(screen: MappingScreen, name: str) -> Response:
    """Leave the concept to others, and go on."""
    chosen, by = Chosen.read(screen.sent("list")), by_now(screen.app, screen.actor)
    act = partial(put_off, etags=(screen.sent("etag"),))
    await screen.run(act, screen.app.parts.engine, name, screen.sent("id"), by)
    return await _next(screen, name, chosen, screen.sent("next"), back=screen.sent("back"))


@router.post("/{name}/undo")
async def undo_(screen: MappingScreen, name: str) -> Response:
    """Undo a decision, and show its concept."""
    act = partial(undo, etags=(screen.sent("etag"),))
    by = by_now(screen.app, screen.actor)
    await screen.run(act, screen.app.parts.engine, name, screen.sent("id"), by)
    return screen.led(_address(name, screen.sent("id"), Chosen.read(screen.sent("list"))))


@router.post("/{name}/ask")
async def ask_(screen: MappingScreen, name: str) -> Response:
    """Ask a colleague about the concept, and show it with the question."""
    act = partial(ask, of=screen.sent("of"))
    by = by_now(screen.app, screen.actor)
    await screen.run(act, screen.app.parts.engine, name, screen.sent("id"), screen.sent("text"), by)
    return screen.led(_address(name, screen.sent("id"), Chosen.read(screen.sent("list"))))


@router.post("/{name}/answer")
async def answer_(screen: MappingScreen, name: str) -> Response:
    """Answer a question, and show its concept."""
    number, by = screen.sent("number"), by_now(screen.app, screen.actor)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        message = sentence("a question has a number")
        raise InvalidQueryError(message)
    said = screen.sent("text")
    await screen.run(answer, screen.app.parts.engine, name, int(number), said, by)
    return screen.led(_address(name, screen.sent("id"), Chosen.read(screen.sent("list"))))


@router.post("/{name}/accept")
async def accept(screen: MappingScreen, name: str) -> Response:
    """Accept the likeliest of the ticked concepts: of one at once, of several after a look at them."""
    chosen = Chosen.read(screen.sent("list"))
    ticked = [screen.sent("one")] if screen.sent("one") else screen.all_sent("row")
    lines = [_line(it) for it in ticked]
    if not lines:
        return screen.led(f"/workbench/mappings/{name}?{chosen.query}")
    if len(lines) > 1 and not screen.sent("sure"):
        values = {"lines": lines, "ticked": ticked, "chosen": chosen, **_shared(screen, name)}
        return screen.page("mapping_batch.html", values)
    wishes = [Wish(id, Verdict(picks=(pick,)), (etag,)) for id, etag, pick, *_ in lines]
    by = by_now(screen.app, screen.actor)
    await screen.run(decide, screen.app.parts.engine, name, wishes, by)
    return screen.led(f"/workbench/mappings/{name}?{chosen.query}&done={len(wishes)}")


def _line(text: str) -> tuple[str, str, Pick, str, str]:
    """Concept, entity tag, pick, and both labels, as a row of the list sends them."""
    parts = text.split("\t")
    if len(parts) != 6 or parts[3] not in HOW:
        message = sentence("a row of the list was sent that is none: open the list again")
        raise InvalidQueryError(message)
    id, etag, object_id, how, *labels = parts
    return (id, etag, Pick(object_id, HOW[how]), labels[0], labels[1])


def _picks(screen: Screen) -> Sequence[Pick]:
    """What is ticked, each as its own field or the one for all says."""
    every = screen.sent("how")
    found = []
    for number in screen.all_sent("pick")[:100]:
        how = every or screen.sent(f"how-{number}")
        if how not in HOW:
            message = sentence("how a concept corresponds is one of %(how)s", how=tuple(HOW))
            raise InvalidQueryError(message)
        found.append(Pick(screen.sent(f"object-{number}"), HOW[how]))
    return found


async def _next(screen: Screen, name: str, chosen: Chosen, id: str, *, back: str = "") -> Response:
    """To the concept that comes next, or to the board where there is none."""
    if back:
        return screen.led(f"/workbench/mappings/{name}?{chosen.query}")
    engine, person = screen.app.parts.engine, screen.actor.name
    behind = id or await screen.run(first_of, engine, name, person, chosen)
    if behind:
        return screen.led(_address(name, behind, chosen))
    return screen.led(f"/workbench/mappings/{name}?{chosen.query}&end=1")


def _address(name: str, id: str, chosen: Chosen) -> str:
    query = f"&{chosen.query}" if chosen.query else ""
    return f"/workbench/mappings/{name}/concept?{urlencode({'id': id})}{query}"


async def _shown(
    screen: Screen,
    name: str,
    id: str,
    chosen: Chosen,
    *,
    q: str = "",
    status: int = 200,
    **values: Any,
) -> Response:
    ids = await looked_up(screen, name, q) if q else []
    found = await screen.run(
        case_page, screen.app.parts.engine, name, id, screen.actor.name, chosen, ids
    )
    people = await screen.run(colleagues, screen.app.parts.engine, screen.actor)
    told = {
        "colleagues": people,
        "picked": {},
        "missing": False,
        "first": "",
        "none": False,
        **values,
    }
    shared = {"found": found, "q": q, "keys": KEYS, **_shared(screen, name), **told}
    return screen.page("mapping_case.html", shared, status=status)


def _shared(screen: Screen, name: str) -> dict[str, Any]:
    return {
        "base": f"/workbench/mappings/{name}",
        "how": {predicate: word for word, predicate in HOW.items()},
        "touches": touches_of,
        "may": screen.actor.may(Scope.MAP),
        "reviewers": screen.app.settings.reviewers,
    }


def _choices(held: Sequence[Side]) -> dict[str, Any]:
    """What may be mapped to what."""
    kinds = [it for scheme in SCHEMES.values() if scheme.editable for it in scheme.kinds]
    ours = [it.name for it in held if SCHEMES[it.scheme].editable]
    return {"ours": ours, "theirs": [it.name for it in held if it.name not in ours], "kinds": kinds}
