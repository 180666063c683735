"""The concept editor: looked for, begun, changed, retired, brought back; nothing typed is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.editing import acts
from app.editing.acts import Beginning, Retirement
from app.editing.records import By
from app.editing.targets import Done, once_within
from app.editing.viewing import view_of, viewed
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.concept_lists import Seeking, concept_page, kinds_held
from app.rendering.workbench.editor import editor
from app.rendering.workbench.naming import name_of
from app.routes.workbench.asking import EditingScreen, ReadingScreen, Screen
from app.routes.workbench.changing import SCHEME, changeset_named, into
from app.routes.workbench.concept_screen import shared_of
from app.routes.workbench.joining import led_to
from taxonomy.editing.beginning import id_of_mark
from taxonomy.editing.ending import HEIRS
from taxonomy.errors import InvalidQueryError
from taxonomy.model import Label
from taxonomy.sentences import sentence
from taxonomy.vocabulary import KINDS, LANGUAGES, Kind, LabelType, RetirementReason

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from app.db.changeset_tables import ChangesetRow

__all__ = ["router"]

router = APIRouter(prefix="/workbench/concepts", include_in_schema=False)

_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
async def search(
    screen: ReadingScreen,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    changeset: _Number = 0,
    gap: Annotated[str, Query(max_length=80)] = "",
    place: _Number = 0,
) -> Response:
    """The concepts of the draft that were looked for, are of a kind or have a gap; the form that begins one."""
    chosen = Kind(kind) if kind in KINDS[SCHEME] else None

    def found() -> dict[str, Any]:
        view, tag = view_of(screen.app.desk, changeset or None), screen.language.tag
        more: dict[str, Any] = {"held": kinds_held(view), "page": None}
        if gap or q.strip() or chosen:
            more["page"] = concept_page(view, Seeking(q, chosen, gap), place, tag)
        return {**more, "open": open_of(screen.app.desk, screen.actor)}

    values = {
        "asked": q,
        "kind": kind,
        "kinds": KINDS[SCHEME],
        "changeset": changeset,
        "asked_place": place,
    }
    return screen.page("concepts.html", {**values, **await screen.run(found)})


@router.post("")
async def create(screen: EditingScreen) -> Response:
    """Begin a concept, and go to its editor."""
    sent = screen.sent("kind")
    if sent not in KINDS[SCHEME]:
        message = sentence(
            "kind %(word)r is none of %(kind)s", word=sent[:40], kind=tuple(KINDS[SCHEME])
        )
        raise InvalidQueryError(message)
    labels = tuple(
        Label(lang, LabelType.PREFERRED, text)
        for lang in LANGUAGES
        if (text := screen.sent(f"label.preferred.{lang}").strip())
    )
    new = Beginning(
        kind=Kind(sent), id=id_of_mark(screen.sent("once")), labels=labels, why=screen.sent("why")
    )

    def created() -> Done:
        by, shelf = By(screen.actor, screen.now), screen.app.desk.drafts
        target = into(screen, labels[0].text if labels else sent)
        return once_within(
            screen.app.parts.engine,
            SCHEME,
            target,
            by,
            lambda session, row: acts.begun_in(session, shelf, row, new, by),
            lambda session, row: viewed(session, shelf, row).find(new.id) is not None,
        )

    done = await screen.run(created)
    return screen.led(f"/workbench/concepts/{new.id}?changeset={done.key}")


@router.get("/{reference}")
async def one(
    screen: ReadingScreen, reference: str, changeset: _Number = 0, done: str = ""
) -> Response:
    """The editor of a concept, within a changeset where one is named."""

    def found() -> dict[str, Any]:
        desk = screen.app.desk
        view = view_of(desk, changeset or None)
        shown = editor(desk, view, view.get(reference), screen.language.tag)
        return {"found": shown, **shared_of(screen, changeset, shown.concept.id)}

    return screen.page("concept.html", {**await screen.run(found), "done": done})


@router.post("/{id}/retirement")
async def retire(screen: EditingScreen, id: str) -> Response:
    """Retire a concept in favour of those that are named."""
    sent = screen.sent("reason")
    if sent not in HEIRS:
        message = sentence(
            "reason %(word)r is none of %(retirement)s", word=sent[:40], retirement=tuple(HEIRS)
        )
        raise InvalidQueryError(message)
    told = Retirement(
        reason=RetirementReason(sent),
        heirs=tuple(screen.sent("successors").replace(",", " ").split()),
        relink=bool(screen.sent("relink")),
        why=screen.sent("why"),
    )

    def retired() -> Done:
        by, shelf = By(screen.actor, screen.now), screen.app.desk.drafts
        ended = (id, screen.sent("seen"))

        def is_done(session: Session, row: ChangesetRow) -> bool:
            view = viewed(session, shelf, row)
            heirs = {found.id for it in told.heirs if (found := view.find(it))}
            return acts.has_ended(view, [id], told.reason, heirs)

        target = into(screen, _name(screen, id))
        return once_within(
            screen.app.parts.engine,
            SCHEME,
            target,
            by,
            lambda session, row: acts.retired_in(session, shelf, row, ended, told, by),
            is_done,
        )

    return led_to(screen, await screen.run(retired))


@router.post("/{id}/restoration")
async def restore(screen: EditingScreen, id: str) -> Response:
    """Bring a concept back to a state that it was in, or back to life."""

    def restored() -> Done:
        by, ended = By(screen.actor, screen.now), (id, screen.sent("seen"))
        revision = screen.sent("revision")
        return once_within(
            screen.app.parts.engine,
            SCHEME,
            into(screen, _name(screen, id)),
            by,
            lambda session, row: acts.restored_in(session, row, ended, by, revision=revision),
        )

    done = await screen.run(restored)
    return screen.led(f"/workbench/concepts/{id}?changeset={done.key}&done=saved")


def _name(screen: Screen, id: str) -> str:
    """What the concept is called where the changeset begins."""
    view = view_of(screen.app.desk, changeset_named(screen))
    return name_of(view.get(id), screen.language.tag, view.find)
