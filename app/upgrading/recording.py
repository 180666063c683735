"""Decisions that come back in the table: what they would change, and recording them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.db import mapping_sets, upgrades
from app.db.session import reading
from app.db.upgrades import ItemFilter
from app.upgrading.deciding import Wish, decide
from app.upgrading.records import as_item
from app.upgrading.resolving import resolved
from app.upgrading.sheets import REQUIRED
from taxonomy.currency import ItemKind
from taxonomy.deciding import VERBS, Choice, Decision, Target, Verb
from taxonomy.errors import SourceRefusedError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.sentences import sentence
from taxonomy.sources.filled_table import read_table
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from app.upgrading.deciding import By
    from app.upgrading.records import ItemRecord

__all__ = ["Difference", "Recorded", "record_table"]


class Difference(NamedTuple):
    """What the table decides of an item, and what is decided (or proposed) of it now."""

    item: ItemRecord
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the table changes; `newer` are items that somebody decided after it was made: they stay."""

    changes: tuple[Difference, ...]
    newer: tuple[Difference, ...]
    same: int


class _Line(NamedTuple):
    row: int
    mapping: str
    verb: str
    target: str
    predicate: str
    reason: str
    revision: str


def record_table(
    engine: Engine, name: str, path: Path, data: bytes, by: By, *, dry: bool = False
) -> Recorded:
    """What the table changes, recorded unless it is a dry run: all of it, or nothing.

    SourceUnreadableError, SourceRefusedError with the rows that cannot be taken, NotFoundError.
    """
    lines = _lines(path, data)
    with reading(engine) as session:
        upgrade = upgrades.get(session, name)
        wanted = ItemFilter(ids=frozenset(lines) or frozenset({""}))
        items = {it.id: as_item(it) for it in upgrades.items(session, upgrade, wanted)}
        decisions, found = _decisions(lines, items, path.name)
        if found:
            message = sentence(
                "%(count)d rows of %(file)s cannot be taken, so none was recorded",
                count=len(found),
                file=path.name,
            )
            raise SourceRefusedError(message, found)
        draft = mapping_sets.of_number(session, upgrade.set_key)
        told = resolved(session, draft, [(items[key].end, it) for key, it in decisions.items()])
        decisions = dict(zip(decisions, told, strict=True))
    differing = [
        Difference(items[key], it) for key, it in decisions.items() if items[key].decision != it
    ]
    revisions = {key: max(it.revision for it in of_item) for key, of_item in lines.items()}
    newer = tuple(it for it in differing if _is_newer(it.item, revisions[it.item.id]))
    changes = tuple(it for it in differing if it not in newer)
    if changes and not dry:
        wishes = [
            Wish(id=it.item.id, decision=it.decision, etags=(it.item.etag,)) for it in changes
        ]
        decide(engine, name, wishes, by)
    return Recorded(changes=changes, newer=newer, same=len(decisions) - len(differing))


def _is_newer(item: ItemRecord, revision: str) -> bool:
    """Whether somebody decided the item after the table was made; moves that decide nothing do not count."""
    return item.decision is not None and revision != str(item.revision)


def _lines(path: Path, data: bytes) -> dict[str, list[_Line]]:
    """Item → its rows that are decided."""
    found: dict[str, list[_Line]] = {}
    for row, cells in read_table(path, data, REQUIRED):
        if cells["decision"]:
            names = ("mapping", "decision", "target", "target_predicate", "reason", "revision")
            line = _Line(row, *(cells[it] for it in names))
            found.setdefault(cells["item"], []).append(line)
    return found


def _decisions(
    lines: Mapping[str, Sequence[_Line]], items: Mapping[str, ItemRecord], file: str
) -> tuple[dict[str, Decision], list[Finding]]:
    decisions: dict[str, Decision] = {}
    found: list[Finding] = []
    for key, of_item in lines.items():
        refused = [
            Finding(
                severity=Severity.ERROR,
                code=code,
                message=message,
                concept=key,
                place=Place(file, row=it.row),
            )
            for it in of_item
            for code, message in _refusals(it, items.get(key))
        ]
        found += refused
        if not refused:
            decisions[key] = _decision(of_item)
    return decisions, found


def _refusals(line: _Line, item: ItemRecord | None) -> list[tuple[str, str]]:
    if item is None:
        return [
            (
                "item-unknown",
                sentence("the upgrade has no such item: leave the column item as it came"),
            )
        ]
    verbs = VERBS[ItemKind(item.kind)]
    found: list[tuple[str, str]] = []
    if line.verb.casefold() not in verbs:
        message = sentence(
            "%(word)r does not fit %(item)s: %(verb)s do",
            word=line.verb[:40],
            item=item.kind,
            verb=tuple(verbs),
        )
        found.append(("decision-unfit", message))
    if line.predicate and _predicate(line.predicate) is None:
        message = sentence(
            "%(word)r is no predicate: %(predicate)s",
            word=line.predicate[:40],
            predicate=tuple(MappingPredicate),
        )
        found.append(("predicate-unknown", message))
    return found


def _decision(lines: Sequence[_Line]) -> Decision:
    """One decision of the rows of an item; what most of its mappings share is that of the item."""
    by_mapping: dict[str, tuple[Verb, tuple[Target, ...]]] = {}
    for it in lines:
        targets = (Target(it.target, _predicate(it.predicate)),) if it.target else ()
        held = by_mapping.get(it.mapping, (Verb(it.verb.casefold()), ()))[1]
        by_mapping[it.mapping] = Verb(it.verb.casefold()), (*held, *targets)
    chosen = list(by_mapping.values())
    main = max(chosen, key=chosen.count)
    return Decision(
        verb=main[0],
        reason=next((it.reason for it in lines if it.reason), ""),
        targets=main[1],
        choices=tuple(Choice(key, *it) for key, it in by_mapping.items() if it != main),
    )


def _predicate(text: str) -> MappingPredicate | None:
    """`skos:closeMatch`, `closeMatch` or `close`."""
    wanted = text.casefold().removeprefix("skos:").removesuffix("match")
    return next((it for it in MappingPredicate if it.casefold() == f"skos:{wanted}match"), None)
