"""Digital skills of profiles: the matrix, one profile, and many changed at once, looked at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query

from app.assigning.acts import Wish, assign, wished
from app.assigning.material import served
from app.assigning.showing import Wanted, matrix_of, require_profile
from app.editing import changesets
from app.editing.records import By
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.digital_skills import (
    choices,
    matrix_page,
    preview_page,
    profile_page,
)
from app.routes.workbench.asking import EditingScreen, ReadingScreen, Screen
from app.routes.workbench.changing import changeset_named, into
from taxonomy.assigning.matrix import Ticking
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/digital-skills", include_in_schema=False)

MOST_SHOWN = 100
"""So many profiles are looked at before they are changed."""
TITLE = "Digital skills of profiles"
_Text = Annotated[str, Query(max_length=200)]
_Few = Annotated[int, Query(ge=0, le=100)]
_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]


async def wanted(
    *,
    q: _Text = "",
    sector: _Text = "",
    isco: _Text = "",
    without: bool = False,
    lacking: _Few = 0,
) -> Wanted:
    """The profiles that the query asks for; `lacking` those with so much evidence for what they lack."""
    return Wanted(
        text=q, sector=sector, isco=isco, without=without, suggested=Ticking(evidence=lacking)
    )


async def ticking(evidence: _Few = 0, neighbours: _Few = 0, occupations: _Few = 0) -> Ticking:
    """What the query has ticked."""
    return Ticking(evidence, neighbours, occupations)


_Wanted = Annotated[Wanted, Depends(wanted)]
_Ticking = Annotated[Ticking, Depends(ticking)]


@router.get("")
async def matrix(
    screen: ReadingScreen,
    wanted: _Wanted,
    ticking: _Ticking,
    number: Annotated[int, Query(alias="page")] = 1,
    changeset: _Number = 0,
) -> Response:
    """The profiles that are asked for, by digital skills; what is suggested can be ticked at once."""

    def found() -> dict[str, Any]:
        desk, tag = screen.app.desk, screen.language.tag
        made = matrix_of(desk, screen.app.assigners, wanted, changeset or None)
        sectors, groups = choices(made, served(screen.app.library, "isco", "current"), tag)
        return {
            "found": matrix_page(made, ticking, number, tag),
            "sectors": sectors,
            "groups": groups,
            **_open(screen, changeset),
        }

    values = {"wanted": wanted, "ticking": ticking, "changeset": changeset}
    return screen.page("digital_skills.html", {**values, **await screen.run(found)})


@router.get("/preview")
async def preview_all(
    screen: EditingScreen, wanted: _Wanted, ticking: _Ticking, changeset: _Number = 0
) -> Response:
    """All that is suggested to the profiles that are asked for, as it would be."""

    def wishes() -> list[Wish]:
        made = matrix_of(screen.app.desk, screen.app.assigners, wanted, changeset or None)
        return [
            Wish(profile.id, made.view.revision(profile), tuple(skills))
            for profile, skills in made.suggestions(ticking)
        ]

    return await _previewed(screen, await screen.run(wishes), changeset)


@router.post("/preview")
async def preview(screen: EditingScreen) -> Response:
    """What was ticked and unticked, as it would be; nothing is written."""
    return await _previewed(screen, _ticked(screen), changeset_named(screen) or 0)


@router.post("")
async def apply(screen: EditingScreen) -> Response:
    """Take what was looked at and not left out into a changeset; look again where others were first."""
    kept = set(screen.all_sent("kept"))
    wishes = [it for it in _wishes(screen) if it.profile in kept]
    if not wishes:
        message = sentence("no profile was chosen")
        raise InvalidQueryError(message)
    key = changeset_named(screen) or 0

    def applied() -> int:
        by = By(screen.actor, screen.now)
        return assign(screen.app.desk, into(screen, TITLE), wishes, by, why=screen.sent("why"))

    try:
        return screen.led(f"/workbench/changesets/{await screen.run(applied)}")
    except ConceptMovedError as error:
        return await _previewed(screen, wishes, key, moved=error.detail)


@router.get("/{reference}")
async def profile(screen: ReadingScreen, reference: str, changeset: _Number = 0) -> Response:
    """One profile: each digital skill, what speaks for it, and which neighbours have it."""

    def found() -> dict[str, Any]:
        desk = screen.app.desk
        made = matrix_of(desk, screen.app.assigners, Wanted(), changeset or None)
        one = require_profile(made.view, reference)
        return {
            "found": profile_page(made, one, screen.language.tag),
            **_open(screen, changeset),
        }

    return screen.page("digital_skill.html", {"changeset": changeset, **await screen.run(found)})


async def _previewed(
    screen: Screen, wishes: Sequence[Wish], changeset: int, *, moved: str = ""
) -> Response:
    """The wishes as they would change what there is now; `moved` says that something is not what was seen."""

    def found() -> dict[str, Any]:
        view = view_of(screen.app.desk, changeset or None)
        pairs = wished(view, wishes)
        gone = [
            before.notation or before.id
            for before, it in ((require_profile(view, it.profile), it) for it in wishes)
            if it.seen != view.revision(before)
        ]
        shown = preview_page(view, pairs[:MOST_SHOWN], len(pairs) - MOST_SHOWN, screen.language.tag)
        return {"found": shown, "gone": gone, **_open(screen, changeset)}

    values = {"changeset": changeset, **{it: screen.sent(it) for it in ("title", "why")}}
    return screen.page(
        "digital_preview.html",
        {**values, **await screen.run(found)},
        status=409 if moved else 200,
    )


def _open(screen: Screen, changeset: int) -> dict[str, Any]:
    """The changesets that may be chosen, and the one that was."""
    desk = screen.app.desk
    current = changesets.changeset_of(desk.engine, changeset) if changeset else None
    return {"open": open_of(desk, screen.actor), "current": current}


def _ticked(screen: Screen) -> list[Wish]:
    """Of each row that was sent, what is ticked and was not, and what was and is not."""
    found = []
    for name in screen.fields:
        kind, _, profile = name.partition(".")
        if kind == "seen":
            had = screen.sent(f"had.{profile}").split()
            has = screen.all_sent(f"has.{profile}")
            add = tuple(it for it in has if it not in had)
            remove = tuple(it for it in had if it not in has)
            if add or remove:
                found.append(Wish(profile, screen.sent(name), add, remove))
    return found


def _wishes(screen: Screen) -> list[Wish]:
    """What a preview sent on."""
    return [
        Wish(
            profile,
            screen.sent(name),
            tuple(screen.all_sent(f"add.{profile}")),
            tuple(screen.all_sent(f"remove.{profile}")),
        )
        for name in screen.fields
        for kind, _, profile in [name.partition(".")]
        if kind == "seen"
    ]
