"""Competence sets as screens: the board, one set, what no set holds, and a set given to many profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from fastapi import APIRouter, Depends, Query

from app.auth.roles import Scope
from app.competence_sets import acts
from app.competence_sets.acts import Assignment, SetChange, Target
from app.competence_sets.asking import Meant
from app.competence_sets.listing import Order, Wanted, short_label
from app.editing.changesets import changeset_of
from app.editing.records import By
from app.editing.viewing import view_of
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.competence_sets import Names, board_page, coverage_page, set_page
from app.rendering.workbench.set_assignment import Choice, assignment_page
from app.routes.workbench.asking import EditingScreen, ReadingScreen, Screen
from app.routes.workbench.changing import changeset_named
from taxonomy.competence_sets.board import LIMIT, GapCode
from taxonomy.competence_sets.sets import COMPETENCES
from taxonomy.vocabulary import LANGUAGES, Kind, NoteType

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.competence_sets.shelf import Standing
    from app.editing.viewing import View

__all__ = ["router"]

router = APIRouter(prefix="/workbench/competence-sets", include_in_schema=False)

_ROOM = "/workbench/competence-sets"
_Text = Annotated[str, Query(max_length=300)]
_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]
_Page = Annotated[int, Query(ge=1, le=100_000)]


async def _wanted(q: _Text = "", gap: _Text = "", order: _Text = "", reverse: _Text = "") -> Wanted:
    return Wanted(
        text=q,
        gap=gap if gap in {*GapCode, "any"} else "",
        order=Order(order) if order in set(Order) else Order.CODE,
        reverse=bool(reverse),
    )


async def _meant(set: _Text = "", profile: _Text = "", sector: _Text = "") -> Meant:  # noqa: A002
    return Meant(set=set.strip(), profile=profile.strip(), sector=sector.strip())


async def _choice(
    q: _Text = "",
    sector: _Text = "",
    least: Annotated[int, Query(ge=0, le=10_000)] = 0,
    tick: _Text = "",
    add: Annotated[list[str] | None, Query(max_length=2_000)] = None,
    remove: Annotated[list[str] | None, Query(max_length=2_000)] = None,
) -> Choice:
    return Choice(
        text=q,
        sector=sector,
        least=least,
        tick=bool(tick),
        add=_codes(add or ()),
        remove=_codes(remove or ()),
    )


@router.get("")
async def board(
    screen: ReadingScreen,
    wanted: Annotated[Wanted, Depends(_wanted)],
    changeset: _Number = 0,
    page: _Page = 1,
    member: Annotated[list[str] | None, Query(max_length=200)] = None,
) -> Response:
    """Every set with its figures, and the form that begins one, with these members."""
    tag = screen.language.tag
    asked = Wanted(
        text=wanted.text, gap=wanted.gap, order=wanted.order, reverse=wanted.reverse, lang=tag
    )

    def found() -> dict[str, Any]:
        view, standing = _standing(screen, changeset)
        return {
            "found": board_page(standing, asked, page),
            "release": view.held.index.release,
            "open": open_of(screen.app.desk, screen.actor),
        }

    values = {
        "members": " ".join(_codes(member or ())),
        "asked": asked,
        "changeset": changeset,
        "limit": LIMIT,
        "languages": LANGUAGES,
        "disambiguator": NoteType.DISAMBIGUATOR,
        "short_label": short_label,
        "may": screen.actor.may(Scope.EDIT),
    }
    return screen.page("competence_sets.html", {**values, **await screen.run(found)})


@router.post("")
async def begin(screen: EditingScreen) -> Response:
    """Begin a set, and go to it."""
    change = SetChange(
        labels=_texts(screen, "label"),
        disambiguators=_texts(screen, "disambiguator"),
        add=_codes(screen.all_sent("add")),
    )

    def begun() -> tuple[int, str]:
        by, once = By(screen.actor, screen.now), screen.sent("once")
        id = str(uuid5(NAMESPACE_OID, once) if once else uuid4())
        key, made = acts.begin_set(screen.app.desk, _target(screen), id, change, (), by)
        return key, made.id

    key, id = await screen.run(begun)
    return screen.led(f"{_ROOM}/{id}?changeset={key}&done=saved")


@router.get("/uncovered")
async def uncovered(
    screen: ReadingScreen,
    meant: Annotated[Meant, Depends(_meant)],
    kind: _Text = "",
    changeset: _Number = 0,
    page: _Page = 1,
) -> Response:
    """What profiles ask for and no set holds."""

    def found() -> dict[str, Any]:
        view, standing = _standing(screen, changeset)
        return {
            "found": coverage_page(standing, meant, _kind(kind), page),
            "names_of": Names(view, screen.language.tag),
        }

    values = {
        "meant": meant,
        "kind": _kind(kind) or Kind.SKILL,
        "kinds": COMPETENCES,
        "changeset": changeset,
        "may": screen.actor.may(Scope.EDIT),
    }
    return screen.page("competence_sets_uncovered.html", {**values, **await screen.run(found)})


@router.get("/{reference}")
async def one(
    screen: ReadingScreen,
    reference: str,
    kind: _Text = "",
    changeset: _Number = 0,
    done: _Text = "",
) -> Response:
    """A set: its names, members and profiles, what it shares, and what would fit."""
    tag = screen.language.tag

    def found() -> dict[str, Any]:
        view, standing = _standing(screen, changeset)
        desk = screen.app.desk
        return {
            "found": set_page(standing, view, reference, tag, _kind(kind)),
            "names_of": Names(view, tag),
            "open": open_of(desk, screen.actor),
            "current": changeset_of(desk.engine, changeset) if changeset else None,
        }

    values = {
        "changeset": changeset,
        "done": done,
        "kind": _kind(kind),
        "kinds": COMPETENCES,
        "limit": LIMIT,
        "may": screen.actor.may(Scope.EDIT),
    }
    return screen.page("competence_set.html", {**values, **await screen.run(found)})


@router.post("/{id}")
async def change(screen: EditingScreen, id: str) -> Response:
    """Name a set, add members, take some away."""
    told = SetChange(
        labels=_texts(screen, "label"),
        disambiguators=_texts(screen, "disambiguator"),
        add=_codes(screen.all_sent("add")),
        remove=screen.all_sent("remove"),
    )

    def changed() -> int:
        by, seen = By(screen.actor, screen.now), screen.sent("seen")
        return acts.change_set(screen.app.desk, _target(screen), (id, seen), told, by)[0]

    key = await screen.run(changed)
    place = "#members" if told.add or told.remove else ""
    return screen.led(f"{_ROOM}/{id}?changeset={key}&done=saved{place}")


@router.get("/{reference}/profiles")
async def profiles(
    screen: ReadingScreen,
    reference: str,
    choice: Annotated[Choice, Depends(_choice)],
    changeset: _Number = 0,
    preview: _Text = "",
) -> Response:
    """The profiles that may be given a set, and what an assignment would change."""
    tag = screen.language.tag

    def found() -> dict[str, Any]:
        view, standing = _standing(screen, changeset)
        return {
            "found": assignment_page(standing, view, reference, tag, choice),
            "names_of": Names(view, tag),
            "open": open_of(screen.app.desk, screen.actor),
        }

    values = {
        "choice": choice,
        "changeset": changeset,
        "preview": bool(preview),
        "may": screen.actor.may(Scope.EDIT),
    }
    return screen.page("competence_set_profiles.html", {**values, **await screen.run(found)})


@router.post("/{id}/profiles")
async def assign(screen: EditingScreen, id: str) -> Response:
    """Take an assignment that was looked at into a changeset."""
    seen = {
        name.removeprefix("seen."): values[-1]
        for name, values in screen.fields.items()
        if name.startswith("seen.")
    }
    told = Assignment(add=screen.all_sent("add"), remove=screen.all_sent("remove"), seen=seen)

    def assigned() -> int:
        by = By(screen.actor, screen.now)
        return acts.assign(screen.app.desk, _target(screen), id, told, by)[0]

    key = await screen.run(assigned)
    return screen.led(f"{_ROOM}/{id}?changeset={key}&done=assigned#profiles")


def _standing(screen: Screen, changeset: int) -> tuple[View, Standing]:
    view = view_of(screen.app.desk, changeset or None)
    return view, screen.app.sets.of(view)


def _target(screen: Screen) -> Target:
    """The changeset that the form names, or a new one; NotFoundError for what is none."""
    return Target(
        key=changeset_named(screen),
        title=screen.sent("title"),
        why=screen.sent("why"),
        once=screen.sent("once"),
    )


def _texts(screen: Screen, name: str) -> dict[str, str]:
    """Language → text of the fields of that name; a language that was not asked for stays as it is."""
    return {
        lang: screen.sent(f"{name}.{lang}")
        for lang in LANGUAGES
        if f"{name}.{lang}" in screen.fields
    }


def _codes(sent: Any) -> list[str]:
    return [code for text in sent for code in text.replace(",", " ").split()]


def _kind(text: str) -> Kind | None:
    return next((it for it in COMPETENCES if it == text), None)
