"""`competent upgrade translations`: the wording of what comes in, and what is to be told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.files import read_whole, written_whole
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption
from app.cli.upgrade_shown import DryRunOption, UpgradeOption, acting, chosen, is_workbook
from app.upgrading.listing import upgrade_of
from app.upgrading.translations import (
    COMMENT,
    comments_table,
    record_remarks,
    texts_of,
    texts_table,
)

__all__ = ["translations"]

MOST_SHOWN = 40
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def translations(
    upgrade: UpgradeOption = "",
    lang: Annotated[str | None, typer.Option(help="Only nl, or only fr.")] = None,
    state: Annotated[str | None, typer.Option(help="open, fine or comment.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the table to fill in here.")] = None,
    comments: Annotated[
        Path | None, typer.Option(help="Write the comments for the translators here.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Record the table that was filled in.")
    ] = None,
    dry_run: DryRunOption = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Check the wording of new and changed concepts: list, write a table, record it, tell the comments."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, name = chosen(upgrade)
        if record:
            done, newer = record_remarks(
                engine, name, record, read_whole(record), acting(by), dry=dry_run
            )
            told = f"{len(done):,} wordings changed, {len(newer):,} were changed by others and stay"
            values = {"changed": len(done), "newer": len(newer), "dry_run": dry_run}
            output.line(f"{name}: {told}", type="recorded", upgrade=name, **values)
            return
        found = texts_of(engine, name, lang=lang, state=COMMENT if comments else state)
        target = comments or out
        if target:
            known = upgrade_of(engine, name)
            release, workbook = (known.scheme, known.to_version), is_workbook(target)
            table = (
                comments_table(name, release, found, workbook=workbook)
                if comments
                else texts_table(name, found, workbook=workbook)
            )
            written_whole(target, table)
            output.line(f"{target}: {len(found):,} wordings", type="exported", wordings=len(found))
            return
        columns = (
            "state",
            "language",
            "text",
            "english",
            "before",
            "comment",
            "proposal",
            "concept",
        )
        rows = [
            (
                *(it.remark.state, it.lang, it.after, it.english, it.before),
                *it.remark[1:],
                it.concept_id,
            )
            for it in (found if json else found[:MOST_SHOWN])
        ]
        output.table(columns, rows)
