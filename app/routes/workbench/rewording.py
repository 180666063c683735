"""Words replaced in many names: looked at first, then taken into a changeset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.editing import acts, changesets
from app.editing.acts import reworded_of
from app.editing.changesets import Purpose
from app.editing.records import By
from app.editing.viewing import view_of
from app.rendering.workbench.naming import field_rows, name_of
from app.routes.workbench.asking import EditingScreen, ReadingScreen
from taxonomy.editing.bulk import Rewording
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/rewording", include_in_schema=False)

SCHEME = "competent"
MOST_SHOWN = 200
_Text = Annotated[str, Query(max_length=200)]


@router.get("")
async def preview(
    screen: ReadingScreen, find: _Text = "", by: _Text = "", language: _Text = "nl"
) -> Response:
    """The names that would be otherwise, word by word, each to be left out."""

    def found() -> dict[str, Any]:
        view, tag = view_of(screen.app.desk, None, SCHEME), screen.language.tag
        pairs = reworded_of(view, _words(find, by, language)) if find.strip() else []
        shown = [
            (after, name_of(before, tag, view.find), field_rows(before, after, tag, view.find))
            for before, after in pairs[:MOST_SHOWN]
        ]
        return {"shown": shown, "total": len(pairs)}

    asked = {"find": find, "by": by, "lang": language, "languages": LANGUAGES}
    return screen.page("rewording.html", {**asked, **await screen.run(found)})


@router.post("")
async def apply(screen: EditingScreen) -> Response:
    """Take into a new changeset what was looked at and not left out."""
    find, by, lang = (screen.sent(it) for it in ("find", "by", "language"))
    kept = set(screen.all_sent("kept"))
    if not kept:
        message = sentence("no name was chosen")
        raise InvalidQueryError(message)

    def applied() -> int:
        desk, who = screen.app.desk, By(screen.actor, screen.now)
        pairs = reworded_of(view_of(desk, None, SCHEME), _words(find, by, lang))
        without = {it.id for it, _ in pairs} - kept
        made = changesets.begin(desk.engine, SCHEME, Purpose(f"{find} → {by}"), who)
        acts.reword(desk, made.key, _words(find, by, lang), who, without=without)
        return made.key

    return screen.led(f"/workbench/changesets/{await screen.run(applied)}")


def _words(find: str, by: str, lang: str) -> Rewording:
    return Rewording(find=find.strip(), by=by.strip(), langs=(lang,))
