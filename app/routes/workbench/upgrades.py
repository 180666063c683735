"""Upgrades to newer releases: the list, the worklist of one, and one item after another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.auth.roles import Scope
from app.db.upgrades import LANGUAGES, ItemFilter
from app.http.upgrade_parts import acting
from app.mapping_runs.starting import begin, held_releases, start_upgrade
from app.refusals import PreconditionFailedError
from app.rendering.workbench.upgrades import item_page, upgrade_page
from app.routes.workbench.asking import MappingScreen, PublishingScreen, ReadingScreen, Screen
from app.upgrading.adopting import Adoption, adopt
from app.upgrading.deciding import STATES, Change, Wish, decide, move
from app.upgrading.finishing import sign_off, upgrades_of
from app.upgrading.listing import upgrade_of
from app.upgrading.opening import Asked
from taxonomy.currency import ItemKind
from taxonomy.deciding import Decision, Target, Verb
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.schemes import get
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["router"]

router = APIRouter(prefix="/workbench/upgrades", include_in_schema=False)

HOW = {it.value.removeprefix("skos:").removesuffix("Match"): it for it in MappingPredicate}
"""Predicates as forms name them."""
_Text = Annotated[str, Query(max_length=2000)]
_Number = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
async def upgrades(screen: ReadingScreen) -> Response:
    """Every upgrade, the newest first, and the form that opens one."""
    found = await screen.run(upgrades_of, screen.app.parts.engine)
    held = await screen.run(held_releases, screen.app.parts.engine)
    values = {
        "upgrades": found,
        "may": screen.actor.may(Scope.MAP),
        "versions": [it.version for it in held if it.scheme == "esco"],
        "ours": [it.name for it in held if it.scheme == "competent"],
    }
    return screen.page("upgrades.html", values)


@router.post("")
async def open_(screen: MappingScreen) -> Response:
    """Begin to open the upgrade of the mappings to this release of ESCO, and show how far it is."""
    scheme, _, version = screen.sent("subject").partition("/")
    asked = Asked(
        scheme="esco",
        version=screen.sent("version").strip(),
        subject=Side(scheme, version) if version else None,
    )
    engine = screen.app.parts.engine
    started = await screen.run(start_upgrade, engine, asked, screen.actor, screen.now)
    await screen.run(begin, engine, started)
    return screen.led(f"/workbench/mappings/runs/{started.key}")


@router.get("/{name}")
async def upgrade(
    screen: ReadingScreen,
    name: str,
    kind: _Text = "",
    state: _Text = "",
    owner: str | None = None,
    after: Annotated[int, Query(ge=-1, le=2**31 - 2)] = -1,
) -> Response:
    """The worklist: tiles that filter, rows of old, new, ours and what is decided."""
    wanted = ItemFilter(
        kind=kind if kind in set(ItemKind) else None,
        state=state if state in (*STATES, "done") else None,
        owner=owner or None,
    )
    found = await screen.run(upgrade_page, screen.app.parts.engine, name, wanted, after)
    values = {"found": found, "wanted": wanted, **_shared(screen, name)}
    return screen.page("upgrade.html", values)


@router.get("/{name}/items/{id}")
async def item(
    screen: ReadingScreen, name: str, id: str, kind: _Text = "", changeset: _Number = 0
) -> Response:
    """One item: what changed, what of ours it touches, and what may be decided."""
    return await _shown(screen, name, id, kind, adopted=changeset)


@router.post("/{name}/items/{id}/decision")
async def decide_(screen: MappingScreen, name: str, id: str) -> Response:
    """Keep the decision, and go on to the next item that is open; where somebody was first, show theirs."""
    try:
        changeset = await _decide(screen, name, id)
    except PreconditionFailedError as error:
        return await _shown(screen, name, id, screen.sent("list"), first=error.detail)
    return _next(screen, name, changeset)


async def _decide(screen: Screen, name: str, id: str) -> int:
    """The number of the changeset that has what was adopted, 0 where nothing was."""
    by, etags = acting(screen.app, screen.actor), (screen.sent("etag"),)
    if screen.sent("verb") == Verb.ADOPT and screen.sent("as"):
        kind, skills = screen.sent("adopt-kind"), tuple(screen.all_sent("skill"))
        if screen.sent("as") == "links" and not skills:
            message = sentence("tick a skill that our profiles are to ask for")
            raise InvalidQueryError(message)
        how = Adoption(
            kind=Kind(kind) if screen.sent("as") == "concept" and kind in set(Kind) else None,
            concept=screen.sent("concept").strip() if screen.sent("as") == "name" else "",
            skills=skills,
            reason=screen.sent("reason"),
        )
        act = partial(adopt, etags=etags)
        return (await screen.run(act, screen.app.desk, name, id, how, by)).changeset
    wish = Wish(id=id, decision=_decision(screen), etags=etags)
    await screen.run(decide, screen.app.parts.engine, name, [wish], by)
    return 0


async def _shown(
    screen: Screen, name: str, id: str, kind: str, *, first: str = "", adopted: int = 0
) -> Response:
    found = await screen.run(item_page, screen.app.parts.engine, name, id, kind)
    record = await screen.run(upgrade_of, screen.app.parts.engine, name)
    values = {
        "found": found,
        "kind": kind,
        "first": first,
        "adopted": adopted,
        "sent": screen.sent("reason"),
        "upgrade": record,
        "kinds": get("competent").kinds,
        **_shared(screen, name),
    }
    return screen.page("upgrade_item.html", values, status=412 if first else 200)


@router.post("/{name}/items/{id}/move")
async def move_(screen: MappingScreen, name: str, id: str) -> Response:
    """State, owner and checks of languages, and the item again."""
    sent = {lang: screen.sent(lang) for lang in LANGUAGES if screen.sent(lang)}
    change = Change(
        state=screen.sent("state") or None, owner=screen.sent("owner"), languages=sent or None
    )
    act = partial(move, etags=(screen.sent("etag"),))
    await screen.run(
        act, screen.app.parts.engine, name, id, change, acting(screen.app, screen.actor)
    )
    return screen.led(f"/workbench/upgrades/{name}/items/{id}?{_kind(screen)}")


@router.post("/{name}/sign-off")
async def sign_off_(screen: PublishingScreen, name: str) -> Response:
    """Answer for what is open, as many items as the publisher saw."""
    seen = screen.sent("open")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        message = sentence("how many open items were seen is a number: load the page again")
        raise InvalidQueryError(message)
    act = partial(sign_off, expected=int(seen))
    by = acting(screen.app, screen.actor)
    await screen.run(act, screen.app.parts.engine, name, screen.sent("reason"), by)
    return screen.led(f"/workbench/upgrades/{name}")


def _decision(screen: Screen) -> Decision:
    verb = screen.sent("verb")
    if verb not in set(Verb):
        message = sentence("a decision is one of %(verb)s", verb=tuple(Verb))
        raise InvalidQueryError(message)
    targets = tuple(_targets(screen)) if verb in (Verb.MAP, Verb.REMAP) else ()
    return Decision(verb=Verb(verb), reason=screen.sent("reason").strip(), targets=targets)


def _targets(screen: Screen) -> Iterator[Target]:
    """What is ticked, and what is typed in, each as it stands beside it."""
    for number in screen.all_sent("pick")[:100]:
        yield Target(screen.sent(f"object-{number}"), HOW.get(screen.sent(f"how-{number}")))
    typed = screen.sent("target").strip()
    if typed:
        yield Target(typed, HOW.get(screen.sent("how-target")))


def _kind(screen: Screen) -> str:
    return urlencode({"kind": screen.sent("list")}) if screen.sent("list") else ""


def _next(screen: Screen, name: str, changeset: int) -> Response:
    following = screen.sent("next")
    told = f"{_kind(screen)}&changeset={changeset}" if changeset else _kind(screen)
    if following.isalnum():
        return screen.led(f"/workbench/upgrades/{name}/items/{following}?{told}")
    return screen.led(f"/workbench/upgrades/{name}?{told}")


def _shared(screen: Screen, name: str) -> dict[str, Any]:
    return {
        "base": f"/workbench/upgrades/{name}",
        "api": f"/v1/editorial/upgrades/{name}",
        "how": {predicate: word for word, predicate in HOW.items()},
        "may": screen.actor.may(Scope.MAP),
        "may_edit": screen.actor.may(Scope.EDIT),
        "may_sign": screen.actor.may(Scope.PUBLISH),
    }
