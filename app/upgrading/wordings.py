"""The wordings of an incoming release that a reviewer reads: nl and fr of what is new or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db.upgrades import OPEN
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from taxonomy.currency import Carried, Move

__all__ = ["CHECKED", "text_rows"]

CHECKED = ("nl", "fr")
"""The languages of Belgium that the Commission translates ESCO into and asks about."""
_SOURCE = "en"
_GROUPS = (Kind.SKILL_GROUP, Kind.ISCO_GROUP)
"""Read last: nobody finds a job by them."""


def text_rows(carried: Carried, scheme: str, at: datetime) -> Iterator[dict[str, Any]]:
    """What a row holds per concept and language, by kind and id; what has no text in a language has none to read."""
    for move in carried.moved:
        if move.after.release.scheme != scheme:
            continue
        for concept_id, lang, before, after in _changed(move):
            concept = move.after.taxonomy.by_id[concept_id]
            yield {
                "concept_id": concept_id,
                "lang": lang,
                "kind": concept.kind.value,
                "before": before,
                "after": after,
                "english": concept.pref_labels().get(_SOURCE, ""),
                "state": OPEN,
                "comment": "",
                "proposal": "",
                "revision": 1,
                "changed_at": at,
                "changed_by": "",
            }


def _changed(move: Move) -> Iterator[tuple[str, str, str, str]]:
    """Concept, language, text before and after, of the active ones that are new or reworded.

    A text that stays while the English one changed is to be read too; of a language that the release
    before did not have, only what is new.
    """
    known = move.before.taxonomy.by_id
    translated = {lang for it in known.values() for lang in it.pref_labels()}
    for concept in sorted(move.after.taxonomy, key=lambda it: (it.kind in _GROUPS, it.kind, it.id)):
        was = known.get(concept.id)
        if concept is was or concept.status is not Status.ACTIVE:
            continue
        now, then = concept.pref_labels(), was.pref_labels() if was else {}
        reworded = bool(then) and now.get(_SOURCE) != then.get(_SOURCE)
        for lang in CHECKED:
            text, old = now.get(lang, ""), then.get(lang, "")
            if text and (was is None or lang in translated) and (text != old or reworded):
                yield concept.id, lang, old, text
