"""The worklist as a table that an editor fills in: a row per mapping of an item, and per target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db.upgrades import DONE
from app.upgrading.showing import NOT_NEEDED
from taxonomy.currency import Fix
from taxonomy.formats.cells import row as csv_row
from taxonomy.formats.workbook.spreadsheet import Sheet, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.upgrading.records import ItemRecord, UpgradeRecord
    from taxonomy.deciding import Decision, Target

__all__ = ["COLUMNS", "REQUIRED", "as_csv", "as_xlsx", "item_rows", "label"]

COLUMNS = (
    *("decision", "target", "target_predicate", "reason", "owner", "state", "kind", "change"),
    *("concept", "code", "label", "label_en", "before", "after"),
    *("subject", "subject_label", "predicate", "object", "object_label", "proposals"),
    *("languages", "decided", "signed_off", "item", "mapping", "revision"),
)
"""What is filled in stands first; item, mapping and revision say what the row is about."""
REQUIRED = ("decision", "target", "target_predicate", "reason", "item", "mapping", "revision")
_WIDTHS = (10, 30, 18, 30, 12, 10, 18, 30, 20, 10, 28, 28, 28, 28, 12, 28, 16, 20, 28, 40)
_LANGUAGES = ("nl", "fr", "de", "en")
_BLANK: tuple[Target | None, ...] = (None,)


def as_csv(upgrade: UpgradeRecord, items: Iterable[ItemRecord]) -> bytes:
    """The table as CSV in UTF-8 with a mark, as spreadsheets want it."""
    lines = [csv_row(it) for it in (COLUMNS, *item_rows(upgrade, items))]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def as_xlsx(upgrade: UpgradeRecord, items: Iterable[ItemRecord]) -> bytes:
    """The table as a workbook, every cell a text."""
    widths = (*_WIDTHS, *(12,) * (len(COLUMNS) - len(_WIDTHS)))
    sheet = Sheet("worklist", widths, [COLUMNS, *item_rows(upgrade, items)])
    return pack([sheet], title=upgrade.name)


def item_rows(upgrade: UpgradeRecord, items: Iterable[ItemRecord]) -> Iterator[tuple[str, ...]]:
    """The cells of every row, in the order of the columns."""
    signed = _signed(upgrade)
    for item in items:
        for mapping in item.detail["mappings"] or [{}]:
            verb, targets = _of_mapping(item.decision, mapping.get("id", ""))
            for target in targets or _BLANK:
                cells = {
                    "decision": verb,
                    "target": target.concept_id if target else "",
                    "target_predicate": target.predicate or "" if target else "",
                    "signed_off": "" if item.state == DONE else signed,
                    **_of_item(item),
                    **_of_ends(mapping),
                }
                yield tuple(str(cells.get(it, "")) for it in COLUMNS)


def _of_mapping(decision: Decision | None, mapping_id: str) -> tuple[str, Sequence[Target]]:
    if decision is None:
        return "", ()
    chosen = next((it for it in decision.choices if it.mapping_id == mapping_id), None)
    return (chosen or decision).verb.value, (chosen or decision).targets


def _of_item(item: ItemRecord) -> dict[str, Any]:
    detail = item.detail
    touches = detail["touches"]
    day = item.decided_at
    return {
        "reason": item.decision.reason if item.decision else "",
        "owner": item.owner,
        "state": item.state,
        "kind": item.kind.value,
        "change": detail["reason"],
        "concept": item.concept_id,
        "code": detail["concept"].get("notation", ""),
        "label": label(detail["concept"]),
        "label_en": detail["concept"].get("labels", {}).get("en", ""),
        "before": touches[0].get("before", "") if touches else "",
        "after": touches[0].get("after", "") if touches else "",
        "proposals": "; ".join(_proposals(detail["proposals"])) or _links(detail["links"]),
        "languages": " ".join(
            f"{it}:{state}" for it, state in item.languages.items() if state != NOT_NEEDED
        ),
        "decided": f"{item.decided_by}, {day:%Y-%m-%d %H:%MZ}" if day else "",
        "item": item.id,
        "revision": item.revision,
    }


def _of_ends(mapping: dict[str, Any]) -> dict[str, str]:
    if not mapping:
        return {}
    subject, object_ = mapping["subject"], mapping["object"]
    return {
        "subject": subject.get("notation") or subject["id"],
        "subject_label": label(subject),
        "predicate": mapping["predicate"],
        "object": object_["id"],
        "object_label": label(object_),
        "mapping": mapping["id"],
    }


def label(brief: dict[str, Any]) -> str:
    """The first label there is, in the order of our languages; else the one that the source gave."""
    labels: dict[str, str] = brief.get("labels", {})
    return next(
        (labels[it] for it in _LANGUAGES if it in labels), str(brief.get("given_label", ""))
    )


def _proposals(told: list[dict[str, Any]]) -> list[str]:
    """What to map to instead; that one may also look at the same concept again goes without saying."""
    return [
        f"{it['id']} ({label(it)}: {it['fix']}, {it['score']:.0f})"
        for it in told
        if it["fix"] != Fix.LOOK_AGAIN
    ]


def _links(links: list[dict[str, Any]]) -> str:
    return "; ".join(f"{label(it['skill'])} ({it['predicate']})" for it in links)


def _signed(upgrade: UpgradeRecord) -> str:
    told = upgrade.sign_off
    return f"{told['by']}, {told['at'][:10]}: {told['reason']}" if told else ""
