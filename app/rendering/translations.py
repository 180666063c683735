"""Translations, campaigns and terms as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.reviewing.conventions import longest
from taxonomy.reviewing.states import allowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.db.translation_tables import TermRow
    from app.db.translations import Event
    from app.rendering.concepts import Json
    from app.reviewing.approving import Verdict
    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign, Day
    from app.reviewing.helping import Helps
    from app.reviewing.looking import Whole
    from app.reviewing.packages import Difference, Taken
    from app.reviewing.prefilling import Proposal
    from app.reviewing.queues import Page, Progress
    from app.reviewing.records import Entry
    from app.reviewing.reporting import Line

__all__ = [
    "campaign_document",
    "days_document",
    "line_rows",
    "page_document",
    "progress_document",
    "proposal_document",
    "taken_document",
    "term_document",
    "unit_document",
    "verdict_document",
    "whole_document",
]


def unit_document(entry: Entry) -> Json:
    """A unit as it stands; `etag` is for If-Match."""
    unit, stood, touch = entry.unit, entry.standing, entry.touch
    told: Json = {
        "id": unit.id,
        "etag": entry.etag,
        "concept": unit.place.concept_id,
        "notation": unit.notation,
        "kind": unit.kind,
        "label": entry.label,
        "field": unit.place.field,
        "lang": unit.place.lang,
        "state": stood.state.value,
        "reviewed": stood.reviewed,
        "source": unit.source,
        "source_then": stood.source_then,
        "target": unit.target,
        "text": stood.text,
        "steps": [it.value for it in allowed(stood.state)],
        "assigned_to": touch.assigned_to,
        "organisation": touch.organisation,
        "priority": touch.priority,
        "flagged_by": touch.flagged_by,
        "comments": touch.comments,
    }
    more = {
        "published_in": stood.published,
        "written_by": stood.written_by,
        "written_at": touch.written_at,
        "decided_by": touch.decided_by,
        "decided_at": touch.decided_at,
        "changeset": touch.changeset,
        "longest": longest(unit.kind, unit.place.field),
    }
    return told | {name: it for name, it in more.items() if it}


def page_document(board: Board, page: Page) -> Json:
    """A page of units, how many there are in all, and how many of each state, kind …."""
    told: Json = {
        "release": f"{board.scheme}/{board.texts.version}",
        "draft": board.texts.is_draft,
        "items": [unit_document(it) for it in page.items],
        "total": page.total,
        "counts": page.counts,
    }
    return told | ({"next": page.next} if page.next else {})


def whole_document(found: Whole) -> Json:
    """A unit with what helps, what is odd, who uses it, and its story."""
    return {
        **unit_document(found.entry),
        "helps": _helps(found.helps),
        "findings": [it.as_record() for it in found.findings],
        "spelling": found.spelling.value,
        "used_by": [
            {
                "id": it.concept.id,
                "notation": it.concept.notation,
                "kind": it.concept.kind.value,
                "labels": it.concept.pref_labels(),
                "essential": it.essential,
            }
            for it in found.uses
        ],
        "events": [_event(it) for it in found.story],
    }


def progress_document(board: Board, found: Iterable[Progress]) -> Json:
    """How far each language is, and how much of each public release was translated, the newest first."""
    return {
        "release": f"{board.scheme}/{board.texts.version}",
        "draft": board.texts.is_draft,
        "languages": {
            it.lang: {
                "total": it.total,
                "percent": it.percent,
                "reviewed": it.reviewed,
                "states": {state.value: count for state, count in it.states.items()},
            }
            for it in found
        },
        "releases": [
            {"version": it.version, "texts": it.texts, "translated": dict(it.translated)}
            for it in board.lore.coverage
        ],
    }


def verdict_document(verdict: Verdict) -> Json:
    """What approving would do to a unit."""
    told: Json = {
        **unit_document(verdict.entry),
        "changes": verdict.changes,
        "findings": [it.as_record() for it in verdict.findings],
    }
    return told | ({"refused": verdict.code, "why": verdict.refusal} if verdict.code else {})


def proposal_document(it: Proposal) -> Json:
    """A unit with the text that a machine proposes for it, and where that is from."""
    return {**unit_document(it.entry), "proposed": it.text, "from": it.origin}


def campaign_document(campaign: Campaign, progress: Progress | None = None, done: int = 0) -> Json:
    """A campaign, and how far it is where that is known."""
    told: Json = {
        "name": campaign.name,
        "etag": campaign.etag,
        "scheme": campaign.scheme,
        "title": campaign.title,
        "lang": campaign.lang,
        "kinds": list(campaign.kinds),
        "fields": list(campaign.fields),
        "state": campaign.state,
        "began_at": campaign.began_at,
        "began_by": campaign.began_by,
        "changed_at": campaign.changed_at,
        "changed_by": campaign.changed_by,
    }
    if campaign.deadline:
        told["deadline"] = campaign.deadline
    if progress:
        told |= {"total": progress.total, "done": done, "left": progress.total - done}
        told["states"] = {state.value: count for state, count in progress.states.items()}
    return told


def days_document(days: Sequence[Day]) -> list[Json]:
    """The burn-down, day by day."""
    return [{"day": it.day, "left": it.left, "done": it.done} for it in days]


def line_rows(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """The report of a campaign as rows of a table, with their head."""
    head = "code,kind,field,label,source,text,state,outcome,written_by,approved_by,approved_at"
    rows = [tuple(head.split(","))]
    for it in lines:
        unit, stood = it.entry.unit, it.entry.standing
        rows.append(
            (
                *(unit.notation, unit.kind, unit.place.field, it.entry.label, unit.source),
                *(stood.text, stood.state.value, it.outcome, stood.written_by, it.approved_by),
                it.approved_at.isoformat() if it.approved_at else "",
            )
        )
    return rows


def taken_document(taken: Taken) -> Json:
    """What a file that came back changes, what stays because others changed it, and what is to be said."""
    return {
        "release": taken.release,
        "lang": taken.lang,
        "changes": [_difference(it) for it in taken.changes],
        "newer": [_difference(it) for it in taken.newer],
        "same": taken.same,
        "findings": [it.as_record() for it in taken.findings],
    }


def term_document(row: TermRow) -> Json:
    """A term; `etag` is for If-Match."""
    return {
        "lang": row.lang,
        "source": row.source,
        "target": row.target,
        "forbidden": list(row.forbidden),
        "remark": row.remark,
        "changed_at": row.changed_at,
        "changed_by": row.changed_by,
    }


def _difference(it: Difference) -> Json:
    unit = it.entry.unit
    return {
        "unit": unit.id,
        "notation": unit.notation,
        "field": unit.place.field,
        "source": unit.source,
        "text": it.entry.standing.text,
        "becomes": it.text,
        "state": it.state.value,
    }


def _helps(helps: Helps) -> Json:
    return {
        "official": [
            {
                "text": it.text,
                "release": f"{it.scheme}/{it.version}",
                "concept": it.concept_id,
                "predicate": it.predicate.value,
            }
            for it in helps.official
        ],
        "memory": [
            {
                "score": round(it.score, 1),
                "source": it.pair.source,
                "text": it.pair.target,
                "notation": it.pair.notation,
            }
            for it in helps.memory
        ],
        "terms": [
            {"source": it.source, "target": it.target, "forbidden": list(it.forbidden)}
            for it in helps.terms
        ],
        "others": dict(helps.others),
    }


def _event(it: Event) -> Json:
    told: Json = {"at": it.at, "actor": it.actor, "act": it.act}
    more = {"organisation": it.organisation, "text": it.text, "detail": it.detail}
    return told | {name: value for name, value in more.items() if value}
