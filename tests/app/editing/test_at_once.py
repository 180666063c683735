"""Tests of thousands of edits at once: others write meanwhile, and all of it is there or nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from app.db import audit
from app.db.changesets import Wanted
from app.db.session import reading
from app.editing import accepting
from app.editing.at_once import BLOCK, begin_with
from app.editing.changesets import Purpose, begin, changes_of, changesets_of, save
from app.editing.changing import ANYTHING, Edit
from taxonomy import canonical
from taxonomy.vocabulary import Kind
from tests.app.editing.scene import CUT, OTTO, SAW, SET, by, changed, desk, with_release
from tests.build import concept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.context import Context
    from app.editing.records import ChangesetRecord
    from taxonomy.model import Concept
    from tests.app.kept import Kept

COUNT = 2 * BLOCK + 500
EDITS = [
    Edit(
        concept_id=f"m{it}",
        after=concept(f"m{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"M {it}"),
        act="import",
    )
    for it in range(100, 100 + COUNT)
]


class BrokenError(Exception):
    """What goes wrong in the middle."""


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


@contextmanager
def before_each_transaction(engine: Engine, act: Callable[[], None]) -> Iterator[None]:
    """Do this whenever somebody else is about to begin a transaction that writes."""
    mine = False

    def begins(connection: Any) -> None:
        nonlocal mine
        if mine or connection.get_execution_options().get("competent_reads"):
            return
        mine = True
        try:
            act()
        finally:
            mine = False

    event.listen(engine, "begin", begins, insert=True)
    try:
        yield
    finally:
        event.remove(engine, "begin", begins)


def begun(
    context: Context, edits: Callable[[Session], list[Edit]] = lambda _: EDITS
) -> ChangesetRecord:
    return begin_with(context.engine, "competent", Purpose("Many"), edits, by())


def test_others_save_while_thousands_of_edits_are_on_their_way(context: Context) -> None:
    engine, other = context.engine, by(OTTO)
    key = begin(engine, "competent", Purpose("Another"), other).key
    names = iter(["Zaag", "Zager", "Zagerij", "Zaagsel"])

    def saved() -> None:
        after = replace(SAW, labels=concept("", nl=next(names)).labels)
        save(engine, key, [Edit(concept_id="s1", after=after, seen=ANYTHING)], other)

    with before_each_transaction(engine, saved):
        made = begun(context)
    assert list(names) == []  # before each of three blocks, and before what makes them visible
    (theirs,), _ = changes_of(engine, key, limit=9)
    assert theirs.after is not None
    assert b"Zaagsel" in theirs.after
    with reading(engine) as session:
        acts = audit.entries(session, audit.Sought(about="concept"), limit=COUNT + 9)
    assert [it.act.actor for it in acts] == ["Eva"] * COUNT + ["Otto"] * 4
    assert (made.size, changes_of(engine, made.key, limit=1)[1]) == (COUNT, COUNT)


def test_no_transaction_but_the_last_stores_more_than_a_block(context: Context) -> None:
    written: list[dict[str, int]] = []

    def executed(*told: Any) -> None:
        statement, parameters, many = told[2], told[3], told[5]
        table = statement.split()[2] if statement.startswith("INSERT") else ""
        if table and written:
            written[-1][table] = written[-1].get(table, 0) + (len(parameters) if many else 1)

    event.listen(context.engine, "before_cursor_execute", executed)
    try:
        with before_each_transaction(context.engine, lambda: written.append({})):
            begun(context)
    finally:
        event.remove(context.engine, "before_cursor_execute", executed)
    *blocks, last = written
    assert [it["revisions"] for it in blocks] == [BLOCK, BLOCK, 500]
    assert last.keys() == {"changesets", "changeset_changes", "audit"}


def test_whatever_breaks_in_between_leaves_nothing_half(context: Context) -> None:
    turns = iter([False, False, True])

    def broken() -> None:
        if next(turns):
            raise BrokenError

    with before_each_transaction(context.engine, broken), pytest.raises(BrokenError):
        begun(context)
    assert changesets_of(context.engine, Wanted())[0] == []
    again = begun(context)
    assert changesets_of(context.engine, Wanted())[0] == [again]
    assert again.size == COUNT


@pytest.mark.parametrize(("times", "asked"), [(0, 1), (1, 2), (9, 4)])
def test_edits_are_worked_out_anew_where_the_draft_moved_meanwhile(
    context: Context, times: int, asked: int
) -> None:
    here = desk(context)
    found: list[Edit] = []
    moves = iter([replace(CUT, id=f"n{it}", notation=f"SK-9{it}") for it in range(times)])

    def edits(_: Session) -> list[Edit]:
        after = replace(SET, collections=(f"asked-{len(found)}",))
        found.append(Edit(concept_id="cs1", after=after, seen=ANYTHING, act="import"))
        return found[-1:]

    def moved() -> None:
        new = next(moves, None) if found else None
        if new:
            accepting.accept(here, changed(context, (None, new)), by())

    with before_each_transaction(context.engine, moved):
        made = begun(context, edits)
    (change,), _ = changes_of(context.engine, made.key, limit=9)
    assert len(found) == asked
    assert (change.concept_id, change.revision) == ("cs1", revision(found[-1].after))


def revision(concept: Concept | None) -> bytes | None:
    return canonical.revision(canonical.write(concept)) if concept else None
