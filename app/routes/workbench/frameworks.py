"""Frameworks side by side: which there are, and one comparison row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.aligning import Frameworks, Served, compared, released
from app.assigning.numbers import Numbering, record_numbers
from app.editing.records import By
from app.rendering.workbench.frameworks import framework_page
from app.routes.workbench.asking import EditingScreen, ReadingScreen
from app.routes.workbench.changing import into
from taxonomy.assigning.columns import DIGCOMP
from taxonomy.errors import InvalidQueryError, NotFoundError, ReleaseNotFoundError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/frameworks", include_in_schema=False)

TITLE = "Numbers of DigComp for digital skills"
_Text = Annotated[str, Query(max_length=64)]


@router.get("")
async def listed(screen: ReadingScreen) -> Response:
    """What can be compared."""
    served = Served(screen.app.library, screen.app.mappings, screen.app.desk)
    there = {it: [r.version for r in released(served, it)[1]] for it in Frameworks}
    return screen.page("frameworks.html", {"there": there})


@router.post("/digital-skills/numbers")
async def record(screen: EditingScreen) -> Response:
    """Write the numbers that were ticked down at the digital skills, and go to the changeset."""
    wishes = [
        Numbering(it, screen.sent(f"seen.{it}"), screen.sent(f"number.{it}"))
        for it in screen.all_sent("skill")
    ]
    if not wishes:
        message = sentence("no number was chosen")
        raise InvalidQueryError(message)

    def recorded() -> int:
        framework = screen.app.library.get(DIGCOMP, screen.sent("version"))
        by, purpose = By(screen.actor, screen.now), into(screen, TITLE)
        return record_numbers(
            screen.app.desk, purpose, framework, wishes, by, why=screen.sent("why")
        )

    return screen.led(f"/workbench/changesets/{await screen.run(recorded)}")


@router.get("/{name}")
async def one(
    screen: ReadingScreen, name: Frameworks, left: _Text = "", right: _Text = "", ground: _Text = ""
) -> Response:
    """Two frameworks, row by row; where one is missing, what brings it."""
    served = Served(screen.app.library, screen.app.mappings, screen.app.desk)

    def found() -> dict[str, Any]:
        choices = released(served, name)
        try:
            page = framework_page(compared(served, name, left, right), ground, screen.language.tag)
        except ReleaseNotFoundError:
            raise
        except NotFoundError as error:
            return {"found": None, "missing": error.detail, "choices": choices}
        return {"found": page, "missing": "", "choices": choices}

    return screen.page(
        "framework.html", {"name": name, "ground": ground, **await screen.run(found)}
    )
