"""Many translations at once: choose, look at what would become of each, then approve, assign or fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.auth.roles import Scope
from app.editing.records import By
from app.errors import status_of
from app.http.acting import Translating
from app.refusals import RoleRequiredError, ServiceError
from app.rendering.workbench.many import Listing, Outcome, approved_at, listing
from app.reviewing.acting import Assignment, assign
from app.reviewing.approving import MOST_AT_ONCE, approve_many, preview
from app.reviewing.prefilling import prefill, proposals
from app.reviewing.records import Seen
from app.reviewing.undoing import undo
from app.routes.workbench.asking import AskedScreen, Screen
from app.routes.workbench.queue_query import AskedQueue
from taxonomy.errors import InvalidQueryError, TaxonomyError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from app.reviewing.queues import Wanted

__all__ = ["router"]

router = APIRouter(prefix="/workbench/translations", include_in_schema=False)

_Unit = Annotated[str, Query(max_length=20)]


@router.get("/{target}/list")  # noqa: FAST003 # the queue reads it
async def choose(
    screen: AskedScreen,
    wanted: AskedQueue,
    after: _Unit = "",
    done: Annotated[str, Query(max_length=20)] = "",
    number: Annotated[int, Query(ge=0, le=MOST_AT_ONCE)] = 0,
    at: datetime | None = None,
) -> Response:
    """A page of the queue, to choose from; `at` is when the person approved what they may undo now."""
    screen.actor.require(Scope.READ)
    found = await screen.run(listing, screen.app, wanted, after)
    undoable = approved_at(found, screen.actor.name, at) if at else ()
    return _shown(screen, found, done=done, number=number, undoable=undoable)


@router.post("/{target}/list")  # noqa: FAST003 # the queue reads it
async def act_on(
    _: Translating, screen: AskedScreen, wanted: AskedQueue, after: _Unit = ""
) -> Response:
    """Do with what was chosen what the form says; what cannot be done is told beside the list."""
    name = screen.sent("act")
    act = _ACTS.get(name)
    if act is None:
        message = sentence("%(word)r is nothing that is done with translations", word=name[:40])
        raise InvalidQueryError(message)
    by = By(screen.actor, screen.now)
    error: TaxonomyError | ServiceError | None = None
    result: Outcome | int = 0
    try:
        result = await screen.run(act, screen, wanted, by)
    except RoleRequiredError:
        raise
    except (TaxonomyError, ServiceError) as raised:
        error = raised
    found = await screen.run(listing, screen.app, wanted, after)
    if error:
        return _shown(screen, found, error=error)
    if isinstance(result, Outcome):
        return _shown(screen, found, outcome=result)
    at = by.at.isoformat() if name == "approve" else ""
    return screen.led(found.at("/list", done=name, number=str(result), at=at))


def _shown(screen: Screen, found: Listing, **more: Any) -> Response:
    lang, error = found.wanted.lang, more.get("error")
    values: dict[str, Any] = {
        "found": found,
        "outcome": None,
        "error": None,
        "done": "",
        "number": 0,
        "undoable": (),
        "may_write": screen.actor.may(Scope.TRANSLATE, lang),
        "may_review": screen.actor.may(Scope.REVIEW, lang),
        "may_assign": screen.actor.may(Scope.EDIT),
        **more,
    }
    status = status_of(type(error)) if error else 200
    return screen.page("many_translations.html", values, status=status)


def _chosen(screen: Screen, wanted: Wanted) -> list[Seen]:
    """What was chosen, as it was read; all of the queue, as it stands, where that was."""
    if screen.sent("all"):
        board = screen.app.review.now()
        fitting = filter(wanted.fits, board.entries[wanted.lang])
        found = [Seen(it.unit.id, it.etag) for it in islice(fitting, MOST_AT_ONCE)]
    else:
        told = (it.partition(" ") for it in screen.all_sent("unit"))
        found = [Seen(unit, etag) for unit, _, etag in told]
    if not found:
        message = sentence("choose one translation or more first")
        raise InvalidQueryError(message)
    return found


def _preview(screen: Screen, wanted: Wanted, by: By) -> Outcome:
    seen = _chosen(screen, wanted)
    verdicts = preview(screen.app.review, seen, by)
    return Outcome(act="approve", verdicts=verdicts, chosen=len(seen))


def _approve(screen: Screen, wanted: Wanted, by: By) -> int:
    return len(approve_many(screen.app.review, _chosen(screen, wanted), by))


def _undo(screen: Screen, wanted: Wanted, by: By) -> int:
    return len(undo(screen.app.review, _chosen(screen, wanted), by))


def _look_up(screen: Screen, wanted: Wanted, _: By) -> Outcome:
    ids = [it.id for it in _chosen(screen, wanted)]
    review, officials = screen.app.review, screen.app.officials
    found = proposals(review, officials, ids)
    searched = None if found else officials.searched(review.now(), wanted.lang)
    return Outcome(act="prefill", proposals=found, chosen=len(ids), searched=searched)


def _prefill(screen: Screen, wanted: Wanted, by: By) -> int:
    ids = [it.id for it in _chosen(screen, wanted)]
    return len(prefill(screen.app.review, screen.app.officials, ids, by))


def _assign(screen: Screen, wanted: Wanted, by: By) -> int:
    given = assignment_of(screen)
    ids = [it.id for it in _chosen(screen, wanted)]
    return len(assign(screen.app.review, ids, given, by))


def assignment_of(screen: Screen) -> Assignment:
    """What the fields of a form say of whoever is to get on with it; a field that is not there leaves what is.

    In a form for many an empty field leaves what is, and `-` empties it.
    """
    told = {
        name: "" if screen.sent(name).strip() == "-" else screen.sent(name).strip() or None
        for name in ("to", "organisation")
    }
    priority = screen.sent("priority")
    return Assignment(**told, priority=int(priority) if priority.isdecimal() else None)


_ACTS: dict[str, Callable[[Screen, Wanted, By], Outcome | int]] = {
    "preview": _preview,
    "approve": _approve,
    "undo": _undo,
    "look-up": _look_up,
    "prefill": _prefill,
    "assign": _assign,
}
