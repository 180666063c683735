"""`competent upgrade …`: a mapping set comes to a newer release, item by item."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.files import read_whole, written_whole
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, acting_as
from app.cli.upgrade_shown import (
    UpgradeOption,
    acting,
    as_asked,
    chosen,
    decided,
    is_workbook,
    item_row,
    tell_coverage,
    upgrade_row,
)
from app.cli.upgrade_translations import translations
from app.context import Context
from app.rendering.upgrades import item_document, upgrade_document
from app.upgrading.finishing import sign_off, upgrades_of
from app.upgrading.listing import findings_of, items_of, upgrade_of
from app.upgrading.opening import Asked, open_upgrade
from app.upgrading.recording import record_table
from app.upgrading.sheets import as_csv, as_xlsx
from taxonomy.mapping import Side

__all__ = ["commands"]

commands = typer.Typer(
    help="Bring a mapping set to a newer release, decision by decision.", no_args_is_help=True
)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="Only items of this kind.")]
StateOption = Annotated[
    str | None,
    typer.Option("--state", help="Only items in this state: open, seen, investigate, done."),
]
OwnerOption = Annotated[str | None, typer.Option("--owner", help="Only what this person owns.")]
MOST_SHOWN = 40
commands.command("translations")(translations)


@commands.command("esco")
def esco(
    version: Annotated[str, typer.Argument(help="The release to come to, such as 1.2.0.")],
    from_: Annotated[
        str, typer.Option("--from", help="The release to go on from; else the newest mapped one.")
    ] = "",
    subject: Annotated[
        str, typer.Option(help="The release of ours to come to, such as competent/3.11.")
    ] = "",
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Open or continue the upgrade to a release of ESCO: the set is carried, the worklist is made."""
    output = Output(json=json)
    with failing_clearly(output):
        side = None
        if subject:
            scheme, _, number = subject.partition("/")
            side = Side(scheme, number)
        engine = Context.open().engine
        asked = Asked(scheme="esco", version=version, from_version=from_, subject=side)
        found = open_upgrade(
            engine, asked, by=acting_as(engine, by), at=datetime.now(UTC).replace(microsecond=0)
        )
        output.line(
            f"{found.record.name}: {found.record.items:,} items, {found.record.open:,} open; "
            f"{found.added:,} new, {found.inherited:,} taken over"
            + (f" from {found.superseded}" if found.superseded else ""),
            type="upgrade",
            **upgrade_document(found.record),
            added=found.added,
            inherited=found.inherited,
            superseded=found.superseded,
        )
        if not json:
            tell_coverage(output, engine, found.record.name)
            output.line("Next: competent upgrade export worklist.xlsx")


@commands.command("list")
def list_(json: JsonOption = False) -> None:
    """List the upgrades, the newest first."""
    output = Output(json=json)
    with failing_clearly(output):
        found = upgrades_of(Context.open().engine)
        if json:
            for it in found:
                output.record(upgrade_document(it))
            return
        columns = ("upgrade", "status", "items", "open", "signed off", "opened")
        output.table(columns, [upgrade_row(it) for it in found])


@commands.command("show")
def show(upgrade: UpgradeOption = "", json: JsonOption = False) -> None:
    """Show how far an upgrade is: per kind, per owner, per language, and the mappings of its draft."""
    output = Output(json=json)
    with failing_clearly(output):
        tell_coverage(output, *chosen(upgrade))


@commands.command("items")
def items(
    upgrade: UpgradeOption = "",
    kind: KindOption = None,
    state: StateOption = None,
    owner: OwnerOption = None,
    language: Annotated[
        str | None, typer.Option(help="Only with an open check of nl, fr, de or en.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """List the items of an upgrade in the order in which they are worked through."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        wanted = as_asked(kind, state, owner, language)
        found, total = items_of(engine, name, wanted, limit=None if json else MOST_SHOWN)
        if json:
            for it in found:
                output.record({"type": "item", **item_document(it)})
            return
        columns = ("item", "kind", "state", "concept", "change", "proposal", "decision")
        output.table(columns, [item_row(it) for it in found])
        if total > len(found):
            output.line(f"… and {total - len(found):,} more: competent upgrade export lists them")


@commands.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to: .csv or .xlsx.")],
    upgrade: UpgradeOption = "",
    kind: KindOption = None,
    state: StateOption = None,
    owner: OwnerOption = None,
    json: JsonOption = False,
) -> None:
    """Write items with their decisions into a table, to be filled in and recorded."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        found, _ = items_of(engine, name, as_asked(kind, state, owner))
        write = as_xlsx if is_workbook(file) else as_csv
        written_whole(file, write(upgrade_of(engine, name), found))
        output.line(
            f"{file}: {len(found):,} items of {name}; fill in decision, target and reason, then: "
            f"competent upgrade record {file}",
            type="exported",
            upgrade=name,
            items=len(found),
            file=str(file),
        )


@commands.command("record")
def record(
    file: Annotated[Path, typer.Argument(help="The table that was filled in, .csv or .xlsx.")],
    upgrade: UpgradeOption = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it changes, and record nothing.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Record the decisions of a table: all of them, or nothing; what was decided since stays."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        done = record_table(engine, name, file, read_whole(file), acting(by), dry=dry_run)
        for told, differences in (("changes", done.changes), ("newer", done.newer)):
            rows = [
                (
                    it.item.id,
                    told,
                    it.item.concept_id,
                    decided(it.item.decision),
                    decided(it.decision),
                )
                for it in differences
            ]
            if rows and (json or dry_run or told == "newer"):
                output.table(("item", "outcome", "concept", "now", "in the table"), rows)
        verb = "would be recorded" if dry_run else "are recorded"
        output.line(
            f"{name}: {len(done.changes):,} decisions {verb}, {done.same:,} were so before, "
            f"{len(done.newer):,} were decided by others since and stay",
            type="recorded",
            upgrade=name,
            dry_run=dry_run,
            changed=len(done.changes),
            same=done.same,
            newer=len(done.newer),
        )


@commands.command("sign-off")
def sign_off_(
    reason: Annotated[str, typer.Option(help="Why it may be published with open items.")],
    upgrade: UpgradeOption = "",
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Sign off what is open, so that the mapping set may be published all the same."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        done = sign_off(engine, name, reason, acting(by))
        told = f"{name}: {done.open:,} open items are signed off by {done.sign_off['by']}"
        output.line(told, type="signed-off", **upgrade_document(done))


@commands.command("findings")
def findings(
    upgrade: UpgradeOption = "",
    code: Annotated[str | None, typer.Option(help="Only findings of this code.")] = None,
    json: JsonOption = False,
) -> None:
    """List what is odd about the incoming release."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        found = findings_of(engine, name, code=code, limit=1_000_000 if json else MOST_SHOWN)
        if json:
            for _, it in found:
                output.record({"type": "finding", **it})
            return
        columns = ("severity", "code", "concept", "message")
        output.table(columns, [[it.get(key, "") for key in columns] for _, it in found])
