"""What the commands of an upgrade share: which one, who acts, and how items are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.auth.roles import Actor, Role
from app.cli.people import who
from app.context import Context
from app.db.upgrades import LANGUAGES, ItemFilter
from app.rendering.upgrades import coverage_document
from app.upgrading.deciding import By
from app.upgrading.finishing import coverage
from app.upgrading.listing import newest_open
from app.upgrading.sheets import label
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.cli.output import Output
    from app.upgrading.records import ItemRecord, UpgradeRecord
    from taxonomy.deciding import Decision

__all__ = [
    "DryRunOption",
    "UpgradeOption",
    "acting",
    "as_asked",
    "chosen",
    "decided",
    "is_workbook",
    "item_row",
    "tell_coverage",
    "upgrade_row",
]

UpgradeOption = Annotated[
    str, typer.Option("--upgrade", help="Which, by its mapping set; else the newest open one.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what it changes, and record nothing.")
]
_ENDINGS = (".csv", ".xlsx")


def chosen(name: str) -> tuple[Engine, str]:
    """The record, and the upgrade that is meant; NotFoundError where none is open."""
    engine = Context.open().engine
    return engine, name or newest_open(engine)


def acting(named: str) -> By:
    """Who gives the command: whoever has the record at hand may do everything."""
    reviewers = Context.open().settings.reviewers
    return By(Actor.of(who(named), *Role), datetime.now(UTC).replace(microsecond=0), reviewers)


def as_asked(
    kind: str | None, state: str | None, owner: str | None, language: str | None = None
) -> ItemFilter:
    """The items that the options ask for."""
    if language not in (None, *LANGUAGES):
        message = f"--language: {', '.join(LANGUAGES)}, not {language!r}"
        raise InvalidQueryError(message)
    return ItemFilter(kind=kind, state=state, owner=owner, language=language)


def is_workbook(file: Path) -> bool:
    """Whether the file is to be a workbook, and not CSV; InvalidQueryError where it is neither."""
    ending = file.suffix.casefold()
    if ending not in _ENDINGS:
        message = f"{file}: a table is written as {' or '.join(_ENDINGS)}"
        raise InvalidQueryError(message)
    return ending == ".xlsx"


def tell_coverage(output: Output, engine: Engine, name: str) -> None:
    """How far the upgrade is: a table for people, one record for scripts."""
    found = coverage(engine, name)
    if output.json:
        output.record({"type": "coverage", **coverage_document(found)})
        return
    rows = [
        (kind, it["items"], it["open"], f"{it['percent']} %", _counts(it["decisions"]))
        for kind, it in found.kinds.items()
        if it["items"]
    ]
    output.table(("kind", "items", "open", "done", "decisions"), rows)
    owners = [(it or "nobody", told["items"], told["open"]) for it, told in found.owners.items()]
    output.table(("owner", "items", "open"), owners)
    checks = {lang: count for lang, count in found.languages.items() if count}
    if checks:
        output.line(f"Open checks of languages: {_counts(checks)}")
    for state, counts in found.mappings.items():
        output.line(f"Mappings that are {state}: {_counts(counts)}")


def upgrade_row(it: UpgradeRecord) -> tuple[object, ...]:
    """An upgrade in a table: name, status, items, open, who signed off, when it was opened."""
    signed = f"{it.sign_off['open']:,} by {it.sign_off['by']}" if it.sign_off else ""
    status = f"superseded by {it.superseded_by}" if it.superseded_by else it.status
    opened = f"{it.created_at:%Y-%m-%d} by {it.created_by}"
    return it.name, status, f"{it.items:,}", f"{it.open:,}", signed, opened


def item_row(it: ItemRecord) -> tuple[object, ...]:
    """An item in a table: id, kind, state, concept, change, best proposal, decision."""
    detail = it.detail
    best = next(iter(detail["proposals"]), None)
    shown = f"{label(best)} ({best['score']:.0f})" if best else ""
    named = label(detail["concept"]) or it.concept_id
    return it.id, it.kind, it.state, named, detail["reason"], shown, decided(it.decision)


def decided(decision: Decision | None) -> str:
    """A decision in a few words."""
    if decision is None:
        return ""
    targets = ", ".join(f"{it.concept_id} {it.predicate or ''}".strip() for it in decision.targets)
    more = f" and {len(decision.choices)} other" if decision.choices else ""
    return f"{decision.verb} {targets}".strip() + more


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
