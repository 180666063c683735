"""The concept editor: looked for, begun, changed, retired, brought back; nothing typed is ever lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query

from app.db.session import reading
from app.editing import acts, changesets
from app.editing.acts import Beginning, Retirement, view_of
from app.editing.changesets import Purpose
from app.editing.changing import Edit
from app.editing.records import By
from app.editing.undoing import earlier
from app.refusals import ConceptMovedError
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.conflicts import ConflictPage, meeting
from app.rendering.workbench.editor import editor, found_concepts
from app.rendering.workbench.naming import name_of
from app.routes.workbench.asking import EditingScreen, ReadingScreen, Screen, TranslatingScreen
from app.routes.workbench.concept_form import edited
from taxonomy import canonical
from taxonomy.editing.ending import HEIRS
from taxonomy.editing.fields import Field
from taxonomy.editing.merging import merge
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.model import Label
from taxonomy.vocabulary import KINDS, LANGUAGES, Kind, LabelType, RetirementReason

if TYPE_CHECKING:
    from starlette.responses import Response

    from taxonomy.model import Concept

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

SCHEME = "competent"
_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
async def search(
    screen: ReadingScreen,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    changeset: _Number = 0,
) -> Response:
    """The concepts of the draft that were looked for, and the form that begins one."""
    chosen = Kind(kind) if kind in KINDS[SCHEME] else None

    def found() -> dict[str, Any]:
        view = view_of(screen.app.desk, changeset or None)
        return {
            "found": found_concepts(view, q, chosen, screen.language.tag) if q.strip() else [],
            "open": open_of(screen.app.desk, screen.actor),
        }

    values = {"asked": q, "kind": kind, "kinds": KINDS[SCHEME], "changeset": changeset}
    return screen.page("concepts.html", {**values, **await screen.run(found)})


@router.post("")
async def create(screen: EditingScreen) -> Response:
    """Begin a concept, and go to its editor."""
    sent = screen.sent("kind")
    if sent not in KINDS[SCHEME]:
        message = f"kind {sent[:40]!r} is none of {', '.join(KINDS[SCHEME])}"
        raise InvalidQueryError(message)
    labels = tuple(
        Label(lang, LabelType.PREFERRED, text)
        for lang in LANGUAGES
        if (text := screen.sent(f"label.preferred.{lang}").strip())
    )
    new = Beginning(kind=Kind(sent), id=str(uuid4()), labels=labels, why=screen.sent("why"))

    def created() -> tuple[int, Concept]:
        key = _changeset(screen, labels[0].text if labels else sent)
        return key, acts.create(screen.app.desk, key, new, By(screen.actor, screen.now))

    key, made = await screen.run(created)
    return screen.led(f"/workbench/concepts/{made.id}?changeset={key}")


@router.get("/{reference}")
async def one(
    screen: ReadingScreen, reference: str, changeset: _Number = 0, done: str = ""
) -> Response:
    """The editor of a concept, within a changeset where one is named."""

    def found() -> dict[str, Any]:
        desk = screen.app.desk
        view = view_of(desk, changeset or None)
        return {
            "found": editor(desk, view, view.get(reference), screen.language.tag),
            "open": open_of(desk, screen.actor),
            "current": changesets.changeset_of(desk.engine, changeset) if changeset else None,
        }

    values = {"changeset": changeset, "done": done, "reasons": list(HEIRS), "scheme": SCHEME}
    return screen.page("concept.html", {**values, **await screen.run(found)})


@router.post("/{id}")
async def save(screen: TranslatingScreen, id: str) -> Response:
    """Save what was typed; where the concept moved meanwhile, both versions, field by field."""

    def saved() -> tuple[int, ConflictPage | None]:
        view = view_of(screen.app.desk, _named(screen))
        seen = screen.sent("seen")
        with reading(screen.app.parts.engine) as session:
            began = earlier(session, SCHEME, id, seen)
        after = edited(began, screen.fields, view.find)
        key = _changeset(screen, name_of(after, screen.language.tag, view.find))
        edit = Edit(concept_id=id, after=after, seen=seen, why=screen.sent("why"))
        return key, _kept(screen, key, edit, began)

    key, met = await screen.run(saved)
    if met:
        return screen.page("conflict.html", {"found": met}, status=409)
    return screen.led(f"/workbench/concepts/{id}?changeset={key}&done=saved")


@router.post("/{id}/meeting")
async def choose(screen: TranslatingScreen, id: str) -> Response:
    """Save what was chosen of two versions."""

    def chosen() -> tuple[int, ConflictPage | None]:
        key = _changeset(screen, _name(screen, id))
        with reading(screen.app.parts.engine) as session:
            base = earlier(session, SCHEME, id, screen.sent("seen"))
            theirs = earlier(session, SCHEME, id, screen.sent("now"))
        mine = canonical.read(screen.sent("document").encode())
        if (mine.scheme, mine.id) != (SCHEME, id):
            message = "the words that were kept are those of another concept"
            raise InvalidQueryError(message)
        kept = [
            Field.parse(name.removeprefix("choice."))
            for name, values in screen.fields.items()
            if name.startswith("choice.") and values[-1] == "mine"
        ]
        after = merge(base, theirs, mine).chosen(kept)
        edit = Edit(concept_id=id, after=after, seen=screen.sent("now"), why=screen.sent("why"))
        return key, _kept(screen, key, edit, theirs)

    key, met = await screen.run(chosen)
    if met:
        return screen.page("conflict.html", {"found": met}, status=409)
    return screen.led(f"/workbench/concepts/{id}?changeset={key}&done=saved")


@router.post("/{id}/retirement")
async def retire(screen: EditingScreen, id: str) -> Response:
    """Retire a concept in favour of those that are named."""
    sent = screen.sent("reason")
    if sent not in HEIRS:
        message = f"reason {sent[:40]!r} is none of {', '.join(HEIRS)}"
        raise InvalidQueryError(message)
    told = Retirement(
        reason=RetirementReason(sent),
        heirs=tuple(screen.sent("successors").replace(",", " ").split()),
        relink=bool(screen.sent("relink")),
        why=screen.sent("why"),
    )

    def retired() -> int:
        key = _changeset(screen, _name(screen, id))
        by = By(screen.actor, screen.now)
        acts.retire(screen.app.desk, key, (id, screen.sent("seen")), told, by)
        return key

    return screen.led(f"/workbench/changesets/{await screen.run(retired)}")


@router.post("/{id}/restoration")
async def restore(screen: EditingScreen, id: str) -> Response:
    """Bring a concept back to a state that it was in, or back to life."""

    def restored() -> int:
        key = _changeset(screen, _name(screen, id))
        act = partial(acts.restore, screen.app.desk, key, (id, screen.sent("seen")))
        act(By(screen.actor, screen.now), revision=screen.sent("revision"))
        return key

    return screen.led(f"/workbench/concepts/{id}?changeset={await screen.run(restored)}&done=saved")


def _kept(screen: Screen, key: int, edit: Edit, began: Concept) -> ConflictPage | None:
    """Nothing where the edit is kept; where the concept moved, what the next screen asks."""
    engine, tag = screen.app.parts.engine, screen.language.tag
    try:
        changesets.save(engine, key, [edit], By(screen.actor, screen.now))
    except ConceptMovedError as error:
        now = str(error.conflicts[0]["revision"])
        if edit.after is None or not now:
            raise
        view = view_of(screen.app.desk, key)
        with reading(engine) as session:
            theirs = earlier(session, SCHEME, edit.concept_id, now)
        return ConflictPage(
            key,
            edit.after,
            name_of(edit.after, tag, view.find),
            edit.seen,
            now,
            meeting(began, theirs, edit.after, view, tag),
            canonical.write(edit.after).decode(),
        )
    return None


def _changeset(screen: Screen, name: str) -> int:
    """The changeset that the form names, or a new one under the title that it says."""
    named = _named(screen)
    if named is not None:
        return named
    purpose = Purpose(screen.sent("title").strip() or name, screen.sent("why"))
    by = By(screen.actor, screen.now)
    return changesets.begin(screen.app.parts.engine, SCHEME, purpose, by).key


def _name(screen: Screen, id: str) -> str:
    """What the concept is called where the changeset begins."""
    view = view_of(screen.app.desk, _named(screen))
    return name_of(view.get(id), screen.language.tag, view.find)


def _named(screen: Screen) -> int | None:
    """The changeset that the form names, None where it asks for a new one; NotFoundError for what is none."""
    sent = screen.sent("changeset")
    if sent in ("", "0", "new"):
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        message = f"there is no changeset {sent[:40]!r}"
        raise NotFoundError(message)
    return int(sent)
