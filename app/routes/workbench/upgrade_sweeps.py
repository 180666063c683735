"""Many items of an upgrade at once: a look at what would become of each, and the button that does it."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from app.auth.roles import Scope
from app.db.upgrades import ItemFilter
from app.http.upgrade_parts import acting
from app.refusals import PreconditionFailedError
from app.routes.workbench.asking import MappingScreen, Screen
from app.upgrading.deciding import STATES
from app.upgrading.listing import upgrade_of
from app.upgrading.sweeping import LEAST, Sweep, plan, sweep
from taxonomy.currency import ItemKind
from taxonomy.deciding import Verb
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import MappingPredicate

__all__ = ["router"]

router = APIRouter(prefix="/workbench/upgrades", include_in_schema=False)

HOW = {it.value.removeprefix("skos:").removesuffix("Match"): it for it in MappingPredicate}
_SHOWN = 200


@router.post("/{name}/decisions")
async def decide_many(screen: MappingScreen, name: str) -> Response:
    """What one decision would make of what is ticked, or of the whole list; done once that was seen."""
    asked = _asked(screen)
    if not asked.wanted.ids and not screen.sent("all"):
        return screen.led(f"/workbench/upgrades/{name}?{_query(screen)}")
    if not screen.sent("seen"):
        return await _shown(screen, name, asked)
    by = acting(screen.app, screen.actor)
    act = partial(sweep, screen.app.desk, name, asked, by, (screen.sent("seen"),))
    try:
        done = await screen.run(act)
    except PreconditionFailedError as error:
        return await _shown(screen, name, asked, first=error.detail)
    told = {"done": len(done.items), **({"changeset": done.changeset} if done.changeset else {})}
    return screen.led(f"/workbench/upgrades/{name}?{_query(screen, **told)}")


async def _shown(screen: Screen, name: str, asked: Sweep, *, first: str = "") -> Response:
    made = await screen.run(plan, screen.app.parts.engine, name, asked)
    values = {
        "plan": made,
        "shown": made.decided[:_SHOWN],
        "left": made.left[:_SHOWN],
        "asked": asked,
        "first": first,
        "upgrade": await screen.run(upgrade_of, screen.app.parts.engine, name),
        "base": f"/workbench/upgrades/{name}",
        "back": _query(screen),
        "fields": [(it, screen.sent(it)) for it in ("list", "state", "owner", "all")],
        "rows": screen.all_sent("row"),
        "may_edit": screen.actor.may(Scope.EDIT),
    }
    return screen.page("upgrade_sweep.html", values, status=412 if first else 200)


def _asked(screen: Screen) -> Sweep:
    verb, kind, state = screen.sent("verb"), screen.sent("list"), screen.sent("state")
    if verb not in set(Verb):
        message = sentence("a decision is one of %(verb)s", verb=tuple(Verb))
        raise InvalidQueryError(message)
    every = bool(screen.sent("all"))
    wanted = ItemFilter(
        kind=kind if kind in set(ItemKind) else None,
        state=state if state in STATES else None,
        owner=screen.sent("owner") or None,
        ids=frozenset() if every else frozenset(screen.all_sent("row")),
    )
    reason, least = screen.sent("reason"), screen.sent("least")
    return Sweep(verb=Verb(verb), reason=reason, wanted=wanted, at_least=_share(least))


def _share(text: str) -> float:
    """A share (0–1) of what is typed in per cent."""
    if not text:
        return LEAST
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= 100):
        message = sentence("%(words)r is no share: write 0 to 100, in per cent", words=text[:20])
        raise InvalidQueryError(message)
    return int(text) / 100


def _query(screen: Screen, **more: object) -> str:
    told = {
        "kind": screen.sent("list"),
        "state": screen.sent("state"),
        "owner": screen.sent("owner"),
    }
    return urlencode({key: it for key, it in {**told, **more}.items() if it})
