"""A workbook of an editor, a concept a row and 300 conflicts in it: read, looked at, taken into a changeset."""

from __future__ import annotations

import io
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from python_calamine import CalamineWorkbook

from app.auth.roles import Actor, Role
from app.config import Settings
from app.context import Context
from app.editing import accepting
from app.editing.changesets import Purpose, begin, save
from app.editing.changing import ANYTHING, Edit
from app.editing.holding import Desk, Drafts
from app.editing.records import By
from app.editing.taking import Wish
from app.filing.concepts import ConceptFiles
from app.importing import Delivery, import_reading
from app.publishing import publish
from bench.measuring import Demand, Line, in_a_fresh_process, value_at_most
from taxonomy.model import Concept, Label
from taxonomy.vocabulary import Kind, LabelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.material import Material

__all__ = ["APPROVED", "KEPT", "MOVED", "by", "large", "prepare", "table"]

APPROVED, MOVED, KEPT = range(1, 101), range(101, 201), range(201, 301)
"""Rows that change an approved text, what the draft changed too, and the kind of a concept."""
_ROWS = 50_000
_WHAT = "a workbook of 50,000 concepts with 300 conflicts"
_AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def large(material: Material) -> Iterator[Line]:
    """50 000 rows and 300 conflicts, over a release of as many concepts."""
    del material  # the rows are made here
    read, look, take, mebibytes, bare = in_a_fresh_process(_measured)
    whole = value_at_most(60, "s CPU")
    yield _line("read", read, bare)
    yield _line("compared with the draft", look, bare)
    yield _line("taken into a changeset", take, bare)
    yield _line("all of it", read + look + take, bare, demand=whole)
    yield Line(
        what=f"{_WHAT}, memory of the process at its highest",
        ours=mebibytes,
        unit="MB",
        baseline="a bound",
        theirs=2_000.0,
        demand=value_at_most(2_000, "MB"),
    )


def _line(what: str, ours: float, bare: float, demand: Demand | None = None) -> Line:
    return Line(
        what=f"{_WHAT}, {what}",
        ours=ours,
        unit="s CPU",
        baseline="python-calamine reads every cell",
        theirs=bare,
        demand=demand,
    )


def prepare(context: Context, rows: int) -> None:
    """A public release of so many skills, and a draft in which the names of `MOVED` are others."""
    skills = [_skill(it) for it in range(1, rows + 1)]
    import_reading(context.engine, Delivery(scheme="competent", version="3.11"), skills)
    publish(context, ("competent", "3.11"), at=_AT)
    desk = Desk(context.engine, Drafts())
    key = begin(context.engine, "competent", Purpose("Names"), by("Eva")).key
    moved = [_with_english(skills[it - 1], f"Other {it}") for it in MOVED]
    edits = [Edit(concept_id=it.id, after=it, seen=ANYTHING) for it in moved]
    save(context.engine, key, edits, by("Eva"))
    accepting.accept(desk, key, by("Eva"))


def table(rows: int) -> bytes:
    """The workbook: every row behind the conflicts gives its skill another English name."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("skill")
    sheet.append(["notation", "kind", "nl", "fr", "en"])
    for it in range(1, rows + 1):
        dutch = f"Anders {it}" if it in APPROVED else f"Vaardigheid {it}"
        english = f"New {it}" if it in MOVED or it > KEPT.stop - 1 else f"Skill {it}"
        kind = "knowledge" if it in KEPT else "skill"
        sheet.append([f"SK-{it}", kind, dutch, f"Aptitude {it}", english])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by(name: str) -> By:
    """An editor of that name, at a moment that is always the same."""
    return By(Actor.of(name, Role.EDITOR), _AT)


def _skill(number: int) -> Concept:
    named = (("nl", "Vaardigheid"), ("fr", "Aptitude"), ("en", "Skill"))
    return Concept(
        scheme="competent",
        id=f"s{number}",
        kind=Kind.SKILL,
        notation=f"SK-{number}",
        labels=tuple(Label(lang, LabelType.PREFERRED, f"{it} {number}") for lang, it in named),
    )


def _with_english(skill: Concept, name: str) -> Concept:
    others = [it for it in skill.labels if it.lang != "en"]
    return replace(skill, labels=(*others, Label("en", LabelType.PREFERRED, name)))


def _measured() -> tuple[float, float, float, float, float]:
    """CPU seconds of reading, comparing and taking, megabytes at the highest, and those of bare cells."""
    with tempfile.TemporaryDirectory() as folder:
        context = Context.open(Settings(home=Path(folder)))
        prepare(context, _ROWS)
        book = table(_ROWS)
        began = time.process_time()
        made = CalamineWorkbook.from_filelike(io.BytesIO(book))
        made.get_sheet_by_index(0).to_python()
        bare = time.process_time() - began
        files, wish = ConceptFiles(Desk(context.engine, Drafts())), Wish(title="Names")
        marks = [time.process_time()]
        key = files.keep("skills.xlsx", io.BytesIO(book), by("Eva")).key
        files.settle()
        marks.append(time.process_time())
        files.look(key, wish, by("Eva"))
        marks.append(time.process_time())
        files.take(key, wish, by("Eva"))
        files.settle()
        marks.append(time.process_time())
        context.engine.dispose()
    read, look, take = (after - before for before, after in pairwise(marks))
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 * 1.048576
    return read, look, take, highest, bare
