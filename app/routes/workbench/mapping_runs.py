"""Long work on mappings as a screen: how far it is, how long it takes, and the button that stops it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.auth.roles import Scope
from app.mapping_runs.records import RunKind
from app.mapping_runs.starting import Suggesting, begin, run_of, start_suggesting, stop
from app.routes.workbench.asking import MappingScreen, ReadingScreen
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind

__all__ = ["router"]

router = APIRouter(prefix="/workbench/mappings/runs", include_in_schema=False)

_Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post("")
async def suggest(screen: MappingScreen) -> Response:
    """Begin to suggest mappings, and show how far it is."""
    kinds = [Kind(it) for it in screen.all_sent("kind") if it in set(Kind)]
    wanted = Suggesting(_side(screen.sent("subject")), _side(screen.sent("object")), kinds)
    engine = screen.app.parts.engine
    started = await screen.run(start_suggesting, engine, wanted, screen.actor, screen.now)
    await screen.run(begin, engine, started)
    return screen.led(f"/workbench/mappings/runs/{started.key}")


@router.get("/{number}")
async def run(screen: ReadingScreen, number: _Number) -> Response:
    """How far a run is, and what it made."""
    found = await screen.run(run_of, screen.app.parts.engine, number, screen.now)
    room = "upgrades" if found.kind is RunKind.UPGRADE else "mappings"
    values = {
        "run": found,
        "leads_to": f"/workbench/{room}/{found.name}",
        "may": screen.actor.may(Scope.MAP),
    }
    return screen.page("mapping_run.html", values)


@router.post("/{number}/stop")
async def stop_(screen: MappingScreen, number: _Number) -> Response:
    """Stop a run, and show how it stands."""
    await screen.run(stop, screen.app.parts.engine, number, screen.actor, screen.now)
    return screen.led(f"/workbench/mappings/runs/{number}")


def _side(text: str) -> Side:
    scheme, slash, version = text.partition("/")
    if not (scheme and slash and version):
        message = sentence("%(word)r names no release: choose one of the list", word=text[:80])
        raise InvalidQueryError(message)
    return Side(scheme, version)
