"""An audit of very many acts: whatever is asked of it, only what is answered is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text

from app.db import audit
from app.db.audit import Sought
from app.db.session import reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.context import Context
    from tests.app.kept import Kept

ACTS = 20_000
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
LAST = BEGAN + timedelta(seconds=20 * ACTS)
PAGE = 51
MOST = {"sqlite": 6_000, "postgresql": 400}
"""Steps of SQLite's machine, rows of PostgreSQL: a page, or the last hour. All acts are ten times as many at least."""
FILLED = """
insert into audit (at, actor, organisation, act, about, about_id, scheme, why)
with recursive acts (n) as (select 1 union all select n + 1 from acts where n < :acts)
select {at}, case when n % 1000 = 7 then 'Rosa' else 'Eva' end, case when n < 9 then 'Forem' else 'VDAB' end,
  case when n < 9 then 'release-withdrawn' else 'concept-edited' end,
  case when n % 10000 = 3 then 'release' else 'concept' end,
  'c' || (n % 2000), case when n % 10000 = 3 then 'esco' else 'competent' end, ''
from acts
"""
AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-01-01', '+' || (n * 20) || ' seconds')",
    "postgresql": "timestamptz '2026-01-01 00:00:00+00' + n * interval '20 seconds'",
}


def with_acts(context: Context) -> None:
    with writing(context.engine) as session:
        at = AT[context.engine.dialect.name]
        session.execute(text(FILLED.format(at=at)), {"acts": ACTS})


@pytest.fixture(autouse=True)
def filled(context: Context, kept: Kept) -> None:
    kept.fill(context, with_acts)
    if context.engine.dialect.name == "postgresql":
        with context.engine.begin() as connection:
            connection.execute(text("analyze audit"))  # as the server does by itself, in time


def page(**sought: Any) -> Callable[[Session], object]:
    return lambda session: audit.entries(session, Sought(**sought), limit=PAGE)


def lately(since: datetime) -> Callable[[Session], object]:
    sought = Sought(since=since, not_by="Rosa", without=("signed-in",))
    return lambda session: audit.lately(session, sought, limit=9)


QUESTIONS: dict[str, Callable[[Session], object]] = {
    "all": page(),
    "who did most": page(actor="Eva"),
    "who did little": page(actor="Rosa"),
    "nobody": page(actor="Nobody"),
    "organisation": page(organisation="Forem"),
    "act": page(act="release-withdrawn"),
    "who and act": page(actor="Rosa", act="concept-edited"),
    "scheme": page(scheme="esco"),
    "concept": page(about_id="c77"),
    "story": page(about_id="c77", story=True),
    "later page": lambda session: audit.entries(session, Sought(), before=ACTS // 2, limit=PAGE),
    "lately": lately(LAST - timedelta(hours=1)),
    "nothing lately": lately(LAST + timedelta(hours=1)),
    "first visit": lately(BEGAN),
    "known": audit.known,
    "counted": lambda session: audit.counted(session, Sought(since=LAST - timedelta(hours=1))),
}


def test_only_what_is_answered_is_read(context: Context) -> None:
    engine = context.engine
    work = {"sqlite": steps, "postgresql": rows}[engine.dialect.name]
    most = MOST[engine.dialect.name]
    done = {name: work(engine, asked) for name, asked in QUESTIONS.items()}
    assert {name: count for name, count in done.items() if count > most} == {}
    everything = text("select count(*) from audit where why = '-'")
    assert work(engine, lambda session: session.execute(everything)) > 9 * most


def test_the_values_that_occur_are_each_told_once(context: Context) -> None:
    with reading(context.engine) as session:
        assert audit.known(session) == {
            "actor": ["Eva", "Rosa"],
            "organisation": ["Forem", "VDAB"],
            "act": ["concept-edited", "release-withdrawn"],
        }


def test_what_was_done_lately_comes_by_its_time(context: Context) -> None:
    with reading(context.engine) as session:
        found = audit.lately(session, Sought(since=LAST - timedelta(minutes=1)), limit=9)
    assert [it.number for it in found] == [ACTS, ACTS - 1, ACTS - 2, ACTS - 3]


def steps(engine: Engine, asked: Callable[[Session], object]) -> int:
    """How many steps SQLite's machine does for it, in tens."""
    done = 0

    def step() -> int:
        nonlocal done
        done += 10
        return 0

    with reading(engine) as session:
        asked(session)
        driver: Any = session.connection().connection.driver_connection
        driver.set_progress_handler(step, 10)
        asked(session)
        driver.set_progress_handler(None, 0)
    return done


def rows(engine: Engine, asked: Callable[[Session], object]) -> int:
    """How many rows PostgreSQL reads for it, those that it passes over included."""
    statements: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        statements.append((told[2], told[3]))

    with reading(engine) as session:
        event.listen(engine, "before_cursor_execute", note)
        asked(session)
        event.remove(engine, "before_cursor_execute", note)
        plans = [
            session.connection().exec_driver_sql(f"explain (analyze, format json) {told}", values)
            for told, values in statements
        ]
        return sum(read(plan.scalar_one()[0]["Plan"]) for plan in plans)


def read(node: dict[str, Any]) -> int:
    """The rows that a node of a plan reads, with all below it."""
    below = sum(map(read, node.get("Plans", ())))
    if "Scan" not in node["Node Type"]:
        return below
    removed = sum(int(count) for name, count in node.items() if name.startswith("Rows Removed"))
    return below + int((node["Actual Rows"] + removed) * node["Actual Loops"])
