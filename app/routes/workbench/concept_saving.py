"""Saving what was typed of a concept: where it cannot be kept, the editor shows it again, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import APIRouter

from app.auth.roles import Scope
from app.db.session import reading
from app.editing.changing import Edit, put
from app.editing.records import By
from app.editing.targets import within
from app.editing.undoing import earlier
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError, RoleRequiredError, ServiceError
from app.rendering.workbench.conflicts import ConflictPage, meeting
from app.rendering.workbench.editor import editor
from app.rendering.workbench.naming import name_of
from app.routes.workbench.asking import AskedScreen, Screen, TranslatingScreen
from app.routes.workbench.changing import SCHEME, changeset_named, into
from app.routes.workbench.concept_form import edited
from app.routes.workbench.concept_screen import shared_of
from taxonomy import canonical
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.fields import Field
from taxonomy.editing.merging import merge
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError, TaxonomyError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.editing.targets import Into
    from app.editing.viewing import View
    from app.routes.workbench.concept_form import Typed
    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

_KEPT = (EditRefusedError, RoleRequiredError, ConflictError)
"""What keeps the typed words from being saved, and has the editor show them again."""


Failure = TaxonomyError | ServiceError


class _Saved(NamedTuple):
    """The changeset that a save went into; else what the next screen shows, and its status."""

    key: int = 0
    template: str = ""
    values: Any = None
    status: int = 200


@router.post("/{id}")
async def save(screen: AskedScreen, id: str) -> Response:
    """Save what was typed; where the concept moved meanwhile, both versions, field by field."""

    def saved() -> _Saved:
        seen = screen.sent("seen")
        began = _began(screen, id, seen)
        view = view_of(screen.app.desk, changeset_named(screen))
        typed = edited(began, screen.fields, view.find)
        if typed.flaws:
            return _again(screen, view, typed, None, 422)
        name = name_of(typed.concept, screen.language.tag, view.find)
        edit = Edit(concept_id=id, after=typed.concept, seen=seen, why=screen.sent("why"))
        try:
            return _kept(screen, into(screen, name), edit, began)
        except _KEPT as error:
            status = 403 if isinstance(error, RoleRequiredError) else 422
            return _again(screen, view, typed, error, status)

    _require_reader(screen)
    return _answer(screen, id, await screen.run(saved))


@router.post("/{id}/meeting")
async def choose(screen: TranslatingScreen, id: str) -> Response:
    """Save what was chosen of two versions."""

    def chosen() -> _Saved:
        with reading(screen.app.parts.engine) as session:
            base = earlier(session, SCHEME, id, screen.sent("seen"))
            theirs = earlier(session, SCHEME, id, screen.sent("now"))
        mine = canonical.read(screen.sent("document").encode())
        if (mine.scheme, mine.id) != (SCHEME, id):
            message = sentence("the words that were kept are those of another concept")
            raise InvalidQueryError(message)
        kept = [
            Field.parse(name.removeprefix("choice."))
            for name, values in screen.fields.items()
            if name.startswith("choice.") and values[-1] == "mine"
        ]
        after = merge(base, theirs, mine).chosen(kept)
        edit = Edit(concept_id=id, after=after, seen=screen.sent("now"), why=screen.sent("why"))
        view = view_of(screen.app.desk, changeset_named(screen))
        name = name_of(after, screen.language.tag, view.find)
        return _kept(screen, into(screen, name), edit, theirs)

    return _answer(screen, id, await screen.run(chosen))


def _began(screen: Screen, id: str, seen: str) -> Concept:
    """What the editor began from; RoleRequiredError first, NotFoundError where it never was."""
    try:
        with reading(screen.app.parts.engine) as session:
            return earlier(session, SCHEME, id, seen)
    except NotFoundError:
        screen.actor.require(Scope.TRANSLATE)
        raise


def _require_reader(screen: Screen) -> None:
    """Return where the person may see drafts at all; who may not write any more is told by the editor."""
    if not screen.actor.may(Scope.READ):
        screen.actor.require(Scope.TRANSLATE)


def _answer(screen: Screen, id: str, saved: _Saved) -> Response:
    if saved.template:
        return screen.page(saved.template, saved.values, status=saved.status)
    return screen.led(f"/workbench/concepts/{id}?changeset={saved.key}&done=saved")


def _again(screen: Screen, view: View, typed: Typed, error: Failure | None, status: int) -> _Saved:
    """The editor with what was typed, and what is wrong with it."""
    shown = editor(screen.app.desk, view, typed.concept, screen.language.tag)
    values = {
        "found": shown._replace(revision=screen.sent("seen")),
        **shared_of(screen, changeset_named(screen) or 0, typed.concept.id),
        "flaws": typed.flaws,
        "typed": {name: screen.sent(name) for name in (*typed.flaws, "why")},
        "error": error,
    }
    return _Saved(0, "concept.html", values, status)


def _kept(screen: Screen, target: Into, edit: Edit, began: Concept) -> _Saved:
    """The changeset that keeps the edit; where the concept moved, what the next screen asks."""
    engine, tag, by = screen.app.parts.engine, screen.language.tag, By(screen.actor, screen.now)
    screen.actor.require(Scope.TRANSLATE)
    try:
        key = within(engine, SCHEME, target, by, lambda session, row: put(session, row, [edit], by))
    except ConceptMovedError as error:
        now = str(error.conflicts[0]["revision"])
        if edit.after is None or not now:
            raise
        view = view_of(screen.app.desk, changeset_named(screen))
        with reading(engine) as session:
            theirs = earlier(session, SCHEME, edit.concept_id, now)
        met = ConflictPage(
            target if isinstance(target, int) else 0,
            edit.after,
            name_of(edit.after, tag, view.find),
            edit.seen,
            now,
            meeting(began, theirs, edit.after, view, tag),
            canonical.write(edit.after).decode(),
        )
        return _Saved(0, "conflict.html", {"found": met, "once": screen.sent("once")}, 409)
    return _Saved(key)
