"""The review of translations: a queue, one unit whole, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.auth.roles import Scope
from app.editing.records import By
from app.errors import status_of
from app.http.acting import Translating
from app.refusals import PreconditionFailedError, RoleRequiredError, ServiceError
from app.rendering.workbench.translating import Sitting, overview, queue_path, sitting
from app.reviewing import acting as acts
from app.reviewing.acting import Assignment
from app.reviewing.approving import approve
from app.reviewing.looking import corrections
from app.reviewing.packages import PackageForm
from app.reviewing.queues import next_of
from app.reviewing.records import Seen
from app.reviewing.undoing import undo
from app.routes.translation_packages import package_file
from app.routes.workbench.asking import AskedScreen, Screen
from app.routes.workbench.queue_query import AskedQueue
from app.web.static import address
from taxonomy.errors import InvalidQueryError, NotFoundError, TaxonomyError
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import tidy
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.reviewing.queues import Wanted
    from app.reviewing.records import Entry

__all__ = ["router"]

router = APIRouter(prefix="/workbench/translations", include_in_schema=False)

_ONWARD = frozenset({"submit", "approve", "send-back"})
"""What leads to the next unit when it is done."""
_Unit = Annotated[str, Field(max_length=20)]


@router.get("")
async def begin(screen: AskedScreen) -> Response:
    """How far each language and each campaign is."""
    screen.actor.require(Scope.READ)
    found = await screen.run(overview, screen.app, screen.actor.name)
    return screen.page("translations.html", {"found": found})


class _Opened(BaseModel):
    """Which unit of a queue is open, and what is put into its field."""

    unit: _Unit = ""
    take: Annotated[int, Field(ge=0, le=20, description="The text of that number of help.")] = 0
    spell: Annotated[str, Field(max_length=100, description="A word of the text.")] = ""
    by: Annotated[str, Field(max_length=100, description="What is written in its place.")] = ""
    done: _Unit = ""
    was: _Unit = ""


@router.get("/{target}")  # noqa: FAST003 # the queue reads it
async def queue(
    screen: AskedScreen, wanted: AskedQueue, opened: Annotated[_Opened, Query()]
) -> Response:
    """A queue with one of its units; a word without `by` is answered with what may be meant by it."""
    screen.actor.require(Scope.READ)
    found = await screen.run(sitting, screen.app, wanted, opened.unit, opened.was)
    more: dict[str, Any] = {"done": opened.done, "was": opened.was, "text": _put(found, opened)}
    if opened.spell and not opened.by:
        meant = await screen.run(corrections, screen.app.review, wanted.lang, opened.spell)
        more["spell"] = opened.spell, meant[1]
    return _shown(screen, found, **more)


@router.get("/{target}/package.{form}")  # noqa: FAST003 # the queue reads it
async def package(
    screen: AskedScreen,
    wanted: AskedQueue,
    form: Annotated[PackageForm, Path()],
) -> Response:
    """The queue as a file to be translated elsewhere."""
    screen.actor.require(Scope.READ)
    return await screen.run(package_file, screen.app, wanted, form)


@router.post("/{target}/{unit}")  # noqa: FAST003 # the queue reads it
async def act_on(
    _: Translating,
    screen: AskedScreen,
    wanted: AskedQueue,
    unit: Annotated[str, Path(max_length=20)],
) -> Response:
    """Do with the unit what the form says, and go on; nothing that was typed is lost where that fails."""
    name = screen.sent("act")
    act = _ACTS.get(name)
    if act is None:
        message = sentence("%(word)r is nothing that is done with a translation", word=name[:40])
        raise InvalidQueryError(message)
    try:
        await screen.run(act, screen, unit)
    except NotFoundError:
        raise
    except (TaxonomyError, ServiceError) as error:
        if isinstance(error, PreconditionFailedError) and await screen.run(
            _is_done, screen, unit, name
        ):
            return screen.led(await screen.run(_onward, screen, wanted, unit, name))
        if isinstance(error, RoleRequiredError) and not screen.sent("text"):
            raise
        found = await screen.run(sitting, screen.app, wanted, unit)
        return _shown(screen, found, text=screen.sent("text") or None, error=error)
    return screen.led(await screen.run(_onward, screen, wanted, unit, name))


def _is_done(screen: Screen, unit: str, name: str) -> bool:
    """Whether this very person did this very thing already: a form that is sent twice does it once."""
    entry = screen.app.review.now().get(unit)
    work, text = entry.touch.work, tidy(entry.unit.place.field, screen.sent("text"))
    if work is None or entry.touch.changed_by != screen.actor.name:
        return False
    state = {"save": State.DRAFT, "submit": State.REVIEW, "approve": State.APPROVED}.get(name)
    return work.state is state and (name == "approve" or work.text == text)


def _onward(screen: Screen, wanted: Wanted, unit: str, name: str) -> str:
    """Where to after that act: the next unit, or this one again."""
    board = screen.app.review.now()
    behind = next_of(board, wanted, unit)[1] if name in _ONWARD else None
    query = {"unit": behind.unit.id if behind else unit, "done": name}
    return queue_path(wanted, **query, **({"was": unit} if behind else {}))


def _put(found: Sitting, opened: _Opened) -> str | None:
    """What is put into the field instead of the text that stands: a help, or the text without a slip."""
    if found.unit is None:
        return None
    helps = found.unit.helps.texts
    if 0 < opened.take <= len(helps):
        return helps[opened.take - 1]
    text = found.unit.entry.standing.text
    return text.replace(opened.spell, opened.by) if opened.spell and opened.by else None


def _shown(
    screen: Screen,
    found: Sitting,
    *,
    text: str | None = None,
    error: TaxonomyError | ServiceError | None = None,
    **more: Any,
) -> Response:
    entry = found.unit.entry if found.unit else None
    lang = found.wanted.lang
    values: dict[str, Any] = {
        "found": found,
        "text": text if text is not None else entry.standing.text if entry else "",
        "error": error,
        "done": "",
        "was": "",
        "spell": ("", ()),
        "may_write": screen.actor.may(Scope.TRANSLATE, lang),
        "may_review": screen.actor.may(Scope.REVIEW, lang),
        "may_assign": screen.actor.may(Scope.EDIT),
        **more,
    }
    status = status_of(type(error)) if error else 200
    answer = screen.page("translation.html", values, status=status)
    answer.headers["Speculation-Rules"] = f'"{address("ahead.speculation")}"'
    return answer


def _seen(screen: Screen) -> tuple[By, tuple[str, ...]]:
    return By(screen.actor, screen.now), tuple(filter(None, [screen.sent("etag")]))


def _save(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return acts.save(screen.app.review, unit, screen.sent("text"), by, etags=etags)


def _submit(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return acts.submit(screen.app.review, unit, by, text=screen.sent("text"), etags=etags)


def _approve(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return approve(screen.app.review, unit, by, etags=etags)


def _undo(screen: Screen, unit: str) -> Entry:
    by, _ = _seen(screen)
    return undo(screen.app.review, [Seen(unit, screen.sent("etag"))], by)[0]


def _withdraw(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return acts.withdraw(screen.app.review, unit, by, etags=etags)


def _said(act: Callable[..., Entry], screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return act(screen.app.review, unit, screen.sent("why"), by, etags=etags)


def _flag(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    whom = screen.sent("whom").replace('"', "").strip()
    why = f'@"{whom}" {screen.sent("why")}' if whom else screen.sent("why")
    return acts.flag(screen.app.review, unit, why, by, etags=etags)


def _unflag(screen: Screen, unit: str) -> Entry:
    by, etags = _seen(screen)
    return acts.unflag(screen.app.review, unit, by, etags=etags)


def _comment(screen: Screen, unit: str) -> Entry:
    by, _ = _seen(screen)
    return acts.comment(screen.app.review, unit, screen.sent("why"), by)


def _assign(screen: Screen, unit: str) -> Entry:
    by, _ = _seen(screen)
    priority = screen.sent("priority")
    given = Assignment(
        to=screen.sent("to") if "to" in screen.fields else None,
        organisation=screen.sent("organisation") if "organisation" in screen.fields else None,
        priority=int(priority) if priority.isdecimal() else None,
    )
    return acts.assign(screen.app.review, [unit], given, by)[0]


_ACTS: dict[str, Callable[[Screen, str], Entry]] = {
    "save": _save,
    "submit": _submit,
    "approve": _approve,
    "undo": _undo,
    "withdraw": _withdraw,
    "send-back": partial(_said, acts.send_back),
    "flag": _flag,
    "unflag": _unflag,
    "comment": _comment,
    "assign": _assign,
}
