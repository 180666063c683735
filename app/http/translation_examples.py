"""The examples of translations: a skill whose Dutch label changed, as the code that answers shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import orjson

from app.db.translation_tables import TermRow
from app.db.translations import Event
from app.rendering.translations import (
    campaign_document,
    days_document,
    proposal_document,
    taken_document,
    term_document,
    unit_document,
    verdict_document,
    whole_document,
)
from app.reviewing.approving import Verdict
from app.reviewing.campaigns import Campaign, Day
from app.reviewing.helping import Helps, Official
from app.reviewing.looking import Use, Whole
from app.reviewing.packages import Difference, Taken
from app.reviewing.prefilling import Proposal
from app.reviewing.queues import Progress
from app.reviewing.records import Entry, Touch
from app.reviewing.spelling import Spelling
from taxonomy.model import Concept, Label
from taxonomy.reviewing.checking import Against, check
from taxonomy.reviewing.memory import Hit, Pair
from taxonomy.reviewing.states import State, Work, allowed
from taxonomy.reviewing.terms import Term
from taxonomy.reviewing.units import Past, Place, Unit, unit_id
from taxonomy.vocabulary import Kind, LabelType, MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.rendering.concepts import Json

__all__ = ["translation_example"]

_AT = datetime(2026, 11, 28, 9, 12, 44, tzinfo=UTC)
_PLACE = Place("6b1f0a52-41f7-4b8e-9a54-5d2f8a1c9e10", "pref_label", "fr")
_UNIT = Unit(
    id=unit_id("competent", _PLACE),
    place=_PLACE,
    kind=Kind.SKILL.value,
    notation="SK-1042",
    source="Karkassen uitbenen en versnijden",
    target="Découper des carcasses",
    past=Past("Karkassen versnijden", "3.8"),
)
_WORK = Work(State.REVIEW, "Désosser et découper des carcasses", _UNIT.source, "Luc Maes")
_TOUCH = Touch(
    work=_WORK,
    written_at=_AT,
    assigned_to="Fien",
    organisation="Actiris",
    priority=1,
    comments=1,
    revision=2,
    changed_at=_AT,
    changed_by="Luc Maes",
)
_ENTRY = Entry(_UNIT, "Karkassen uitbenen en versnijden", _TOUCH)
_TERM = Term("fr", "karkas", "carcasse", ("cadavre",))
_BUTCHER = Concept(
    scheme="competent",
    id="07f701ec-57c9-40dd-97d9-e9238062db1e",
    kind=Kind.PROFILE,
    notation="OP-10",
    labels=(Label("nl", LabelType.PREFERRED, "Slager"),),
)
_HELPS = Helps(
    official=[
        Official(
            "désosser une carcasse",
            "esco",
            "1.2.0",
            "http://data.europa.eu/esco/skill/1",
            MappingPredicate.EXACT,
        )
    ],
    memory=[Hit(92.0, Pair("Karkassen uitbenen", "fr", "Désosser des carcasses", "SK-2001"))],
    terms=[_TERM],
    others={"de": "Schlachtkörper zerlegen"},
)
_WHOLE = Whole(
    entry=_ENTRY,
    helps=_HELPS,
    findings=check(_UNIT, _WORK.text, Against()),
    uses=[Use(_BUTCHER, essential=True)],
    story=[
        Event(
            _UNIT.id, _AT, "Luc Maes", "Forem", "translation-submitted", _WORK.text, {"before": ""}
        )
    ],
    steps=allowed(State.REVIEW),
    spelling=Spelling.CHECKED,
)
_CAMPAIGN = Campaign(
    name="french-review-3.12",
    scheme="competent",
    title="French review 3.12",
    lang="fr",
    kinds=(),
    fields=(),
    deadline=date(2026, 12, 20),
    state="open",
    began_at=_AT,
    began_by="Fien",
    changed_at=_AT,
    changed_by="Fien",
    revision=1,
)
_PROGRESS = Progress(
    "fr", 8173, {it: 8164 if it is State.APPROVED else 9 * (it is State.STALE) for it in State}, 0
)
_ROW = TermRow(
    lang=_TERM.lang,
    source=_TERM.source,
    target=_TERM.target,
    forbidden=list(_TERM.forbidden),
    remark="",
    changed_at=_AT,
    changed_by="Fien",
)
_STATES = {state.value: count for state, count in _PROGRESS.states.items()}


def _campaign() -> Json:
    return campaign_document(_CAMPAIGN, _PROGRESS, 12)


_EXAMPLES: dict[str, Callable[[], Json]] = {
    "unit": lambda: unit_document(_ENTRY),
    "units": lambda: {
        "release": "competent/3.12",
        "draft": True,
        "items": [unit_document(_ENTRY)],
        "total": 1,
        "counts": {"state": {"review": 1}, "kind": {"skill": 1}},
    },
    "whole": lambda: whole_document(_WHOLE),
    "progress": lambda: {
        "release": "competent/3.12",
        "draft": True,
        "languages": {
            "fr": {"total": 8173, "percent": 99.9, "reviewed": 0, "states": _STATES},
        },
        "releases": [
            {"version": "3.11", "texts": 8173, "translated": {"fr": 8039, "de": 0, "en": 452}}
        ],
    },
    "approvals": lambda: {
        "items": [verdict_document(Verdict(_ENTRY, changes=True, refusal="", code="", findings=()))]
    },
    "taken": lambda: taken_document(
        Taken(
            release="competent/3.12",
            lang="fr",
            changes=(Difference(_ENTRY, "Désosser une carcasse", State.REVIEW),),
            newer=(),
            same=8172,
            findings=(),
        )
    ),
    "assigned": lambda: {"items": [unit_document(_ENTRY)]},
    "prefills": lambda: {
        "items": [proposal_document(Proposal(_ENTRY, "désosser une carcasse", "esco/1.2.0"))]
    },
    "campaign": _campaign,
    "campaigns": lambda: {"items": [campaign_document(_CAMPAIGN)]},
    "report": lambda: {
        **_campaign(),
        "days": days_document([Day(_AT.date(), 8161, 12)]),
        "people": {"Fien": {"wrote": 0, "approved": 12, "to do": 3}},
        "reopened": 1,
    },
    "term": lambda: term_document(_ROW),
    "terms": lambda: {"items": [term_document(_ROW)]},
}


def translation_example(name: str) -> Any:
    """The example of that name, as plain JSON values."""
    return orjson.loads(orjson.dumps(_EXAMPLES[name]()))
