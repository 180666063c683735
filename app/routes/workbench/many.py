"""Many concepts changed at once: chosen, looked at one by one, then taken into a changeset."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from app.editing.acts import Retirement
from app.editing.changesets import Purpose
from app.editing.many import Asked, change_many
from app.editing.records import By
from app.editing.viewing import view_of
from app.errors import status_of
from app.rendering.workbench.changesets import open_of
from app.rendering.workbench.many_concepts import many_page
from app.routes.workbench.asking import EditingScreen, Screen
from taxonomy.editing.ending import HEIRS
from taxonomy.editing.many import Choice, ManyAct, ManyEdit
from taxonomy.errors import InvalidError, InvalidQueryError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import KINDS, PREDICATES, Kind, RetirementReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

__all__ = ["router"]

router = APIRouter(prefix="/workbench/many", include_in_schema=False)

SCHEME = "competent"
_AT_ONCE = (RetirementReason.NONE, RetirementReason.REPLACED, RetirementReason.MERGED)
_FIELDS = (*("what", "value", "codes", "kind", "text", "linked", "without", "relink", "changeset"),)
_RETIRE = "retire"


@router.get("")
async def look(screen: EditingScreen) -> Response:
    """The form, filled in as the address says, and what it would change."""
    return await _shown(screen, screen.request.query_params)


@router.post("")
async def change(screen: EditingScreen) -> Response:
    """What the form would change or, where it was looked at, the changeset that does."""
    sent = {name: screen.sent(name) for name in _FIELDS}
    if not screen.sent("take"):
        return await _shown(screen, sent)
    kept = dict(it.rpartition(" ")[::2] for it in screen.all_sent("kept"))
    if not kept:
        message = sentence("no concept was chosen")
        raise InvalidQueryError(message)
    asked = replace(
        _asked(sent), choice=Choice(references=tuple(kept)), seen=kept, why=screen.sent("why")
    )
    purpose = Purpose(screen.sent("title"), screen.sent("why"))
    told = (_number(sent["changeset"]) or purpose, asked, By(screen.actor, screen.now))
    key, _ = await screen.run(change_many, screen.app.desk, *told)
    return screen.led(f"/workbench/changesets/{key}")


async def _shown(screen: Screen, sent: Mapping[str, str]) -> Response:
    """The form and, where something is asked, what it would change; a flaw stands above it."""
    told = {name: sent.get(name, "") for name in _FIELDS}

    def found() -> dict[str, Any]:
        desk, lang = screen.app.desk, screen.language.tag
        values: dict[str, Any] = {"found": None, "error": None, "open": open_of(desk, screen.actor)}
        if told["what"]:
            try:
                key = _number(told["changeset"])
                values["found"] = many_page(view_of(desk, key), _asked(told), lang)
            except InvalidError as error:
                values["error"] = error
        return values

    values = {
        **await screen.run(found),
        "asked": told,
        "predicates": PREDICATES[SCHEME],
        "kinds": KINDS[SCHEME],
        "reasons": _AT_ONCE,
    }
    error = values["error"]
    return screen.page("many.html", values, status=status_of(type(error)) if error else 200)


def _number(text: str) -> int | None:
    """The number of a changeset, None where a new one is meant."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _asked(sent: Mapping[str, str]) -> Asked:
    """What the form asks; InvalidQueryError for an act or a kind that there is not."""
    act, _, name = sent["what"].partition(":")
    kind = sent["kind"]
    if kind and kind not in KINDS[SCHEME]:
        message = sentence(
            "kind %(word)r is none of %(kind)s", word=kind[:40], kind=tuple(KINDS[SCHEME])
        )
        raise InvalidQueryError(message)
    choice = Choice(
        references=tuple(_words(sent["codes"])),
        kinds=(Kind(kind),) if kind else (),
        text=sent["text"],
        linked_to=sent["linked"].strip(),
        without=sent["without"].strip(),
    )
    return Asked(choice=choice, act=_act(act, name, sent))


def _act(act: str, name: str, sent: Mapping[str, str]) -> ManyEdit | Retirement:
    value = sent["value"].strip()
    if act == _RETIRE and name in HEIRS:
        heirs = tuple(_words(value))
        return Retirement(reason=RetirementReason(name), heirs=heirs, relink=bool(sent["relink"]))
    if act not in set(ManyAct):
        message = sentence("%(word)r is nothing that is done with concepts", word=act[:40])
        raise InvalidQueryError(message)
    if name:
        return ManyEdit(act=ManyAct(act), name=name, values=tuple(_words(value)))
    system, _, rest = value.partition(" ")
    values = (rest,) if act == ManyAct.SET_ATTRIBUTE else tuple(_words(rest))
    return ManyEdit(act=ManyAct(act), name=system, values=values)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(it for it in re.split(r"[\s,;]+", text) if it))
