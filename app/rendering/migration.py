"""What became of ids from one release to another, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.concepts import View
from taxonomy.changes import ChangeType, as_dict
from taxonomy.fates import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.rendering.concepts import Json
    from taxonomy.fates import Fate
    from taxonomy.migration import Migration
    from taxonomy.model import Concept

__all__ = ["conversion", "document", "impact", "impacts", "summary"]

_LINKS = {
    ChangeType.LINK_ADDED: "gained",
    ChangeType.LINK_REMOVED: "lost",
    ChangeType.LINK_MOVED: "moved",
}
_LINK_PARTS = ("predicate", "from", "to", "target")


def summary(migration: Migration) -> Json:
    """Both releases and the counts: what stands before the items."""
    after = migration.after.release
    nowhere = (it.asked for it in migration.fates if it.outcome is Outcome.UNKNOWN)
    return {
        "scheme": after.scheme,
        "from": migration.before.release.version,
        "to": after.version,
        "release": after.name,
        "summary": migration.counts(),
        "total": len(migration.fates),
        "distinct": migration.distinct(),
        "unknown": list(dict.fromkeys(nowhere)),
    }


def document(migration: Migration, show: Callable[[Fate], Json]) -> Json:
    """The whole answer, each id shown as told."""
    return {**summary(migration), "items": [show(it) for it in migration.fates]}


def conversion(fate: Fate) -> Json:
    """The short answer of one id."""
    return {
        "asked": fate.asked,
        "outcome": fate.outcome,
        "to": list(fate.written),
        "concepts": [_named(it) for it in fate.now],
        **({"reason": fate.reason} if fate.reason else {}),
        **_remarks(fate),
    }


def impacts(migration: Migration, public_url: str) -> Callable[[Fate], Json]:
    """What shows the impact on one id of this migration."""
    before, after = View(migration.before, public_url), View(migration.after, public_url)
    return lambda fate: impact(fate, migration, before, after)


def impact(fate: Fate, migration: Migration, before: View, after: View) -> Json:
    """The whole report of one id; of one that repeats an earlier one no more than its outcome."""
    head: Json = {"asked": fate.asked, "outcome": fate.outcome, "to": list(fate.written)}
    if fate.repeats is not None:
        return {**head, "repeats": fate.repeats, **_remarks(fate)}
    return {
        **head,
        **({"concept": before.brief(fate.was)} if fate.was else {}),
        "concepts": [after.brief(it) for it in fate.now],
        **_status(fate),
        "touched": list(fate.touched),
        **_changed(fate, migration),
        **({"reason": fate.reason} if fate.reason else {}),
        **({"paths": [_names(it, migration) for it in fate.paths]} if fate.paths else {}),
        **({"shared_with": [_named(it) for it in fate.shared_with]} if fate.shared_with else {}),
        **_remarks(fate),
    }


def _status(fate: Fate) -> Json:
    status: Json = {}
    if fate.was:
        status["before"] = fate.was.status
    if fate.became:
        status["after"] = fate.became.status
    return {"status": status} if status else {}


def _changed(fate: Fate, migration: Migration) -> Json:
    """Labels, links, and every other change; absent where there is none."""
    links: dict[str, list[Json]] = {"gained": [], "lost": [], "moved": []}
    others = []
    for change in fate.changes:
        plain = as_dict(change, migration.concept)
        if change.change in _LINKS:
            parts = {name: plain[name] for name in _LINK_PARTS if name in plain}
            links[_LINKS[change.change]].append(parts)
        elif change.change is not ChangeType.RENAMED:
            others.append({name: it for name, it in plain.items() if name != "concept"})
    labels = {
        it.lang: {"before": it.before, "after": it.after, "class": it.change_class}
        for it in fate.renamings
    }
    return {
        **({"labels": labels} if labels else {}),
        **({"links": links} if any(links.values()) else {}),
        **({"changes": others} if others else {}),
    }


def _names(path: tuple[str, ...], migration: Migration) -> list[str]:
    held = [(it, migration.concept(it)) for it in path]
    return [(concept.notation if concept else "") or concept_id for concept_id, concept in held]


def _named(concept: Concept) -> Json:
    notation = {"notation": concept.notation} if concept.notation else {}
    return {"id": concept.id, **notation}


def _remarks(fate: Fate) -> Json:
    if not fate.remarks:
        return {}
    return {"remarks": [{"code": it.code, "text": it.text} for it in fate.remarks]}
