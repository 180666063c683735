"""Frameworks side by side: which there are, and one comparison row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from app.aligning import Frameworks, Served, compared, released
from app.rendering.workbench.frameworks import framework_page
from app.routes.workbench.asking import ReadingScreen
from taxonomy.errors import NotFoundError, ReleaseNotFoundError

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/frameworks", include_in_schema=False)

_Text = Annotated[str, Query(max_length=64)]


@router.get("")
async def listed(screen: ReadingScreen) -> Response:
    """What can be compared."""
    served = Served(screen.app.library, screen.app.mappings, screen.app.desk)
    there = {it: [r.version for r in released(served, it)[1]] for it in Frameworks}
    return screen.page("frameworks.html", {"there": there})


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
