"""What happens when the disk is full, the database locked or away, the archive out of reach."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import event, make_url, text

from app.config import Settings
from app.context import Context
from app.db.session import opened
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.verifying import verify
from app.withdrawing import abandon
from taxonomy.errors import (
    ArchiveUnavailableError,
    ConflictError,
    InvalidQueryError,
    RecordBusyError,
    ReleaseExistsError,
    StaleChangeError,
)
from taxonomy.vocabulary import Kind
from tests.build import concept
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
DELIVERY = Delivery(scheme="competent", version="3.8")


@pytest.fixture
def embedded(tmp_path: Path) -> Context:
    return Context.open(Settings(home=tmp_path, busy_seconds=0.1))


def test_a_locked_sqlite_database_is_told_and_nothing_is_written(embedded: Context) -> None:
    other = sqlite3.connect(embedded.settings.home / "competent.sqlite", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(RecordBusyError, match="database is locked"):
        import_reading(embedded.engine, DELIVERY, [BUTCHER])
    other.execute("rollback")
    other.close()
    assert import_reading(embedded.engine, DELIVERY, [BUTCHER]).outcome == "created"


def test_readers_go_on_while_a_writer_holds_the_lock(embedded: Context) -> None:
    import_reading(embedded.engine, DELIVERY, [BUTCHER])
    publish(embedded, ("competent", "3.8"), at=NOON)
    other = sqlite3.connect(embedded.settings.home / "competent.sqlite", isolation_level=None)
    other.execute("begin immediate")
    assert [release.version for release in embedded.catalogue()] == ["3.8"]
    other.close()


def test_a_locked_table_of_postgresql_is_told_and_nothing_is_written(
    tmp_path: Path, postgres_url: str
) -> None:
    settings = Settings(home=tmp_path, database_url=SecretStr(postgres_url), busy_seconds=0.1)
    context = Context.open(settings)
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("lock table revisions in access exclusive mode")
        with pytest.raises(RecordBusyError, match="lock timeout"):
            import_reading(context.engine, DELIVERY, [BUTCHER])
    assert import_reading(context.engine, DELIVERY, [BUTCHER]).outcome == "created"
    context.engine.dispose()


def test_a_full_disk_during_an_import_is_told_and_nothing_is_written(embedded: Context) -> None:
    embedded.engine.dispose()

    @event.listens_for(embedded.engine, "connect")
    def _full(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages + 4}")

    many = [concept(f"sk-{n}", Kind.SKILL, nl=f"Zagen {n}" * 40) for n in range(500)]
    with pytest.raises(RecordBusyError, match="disk is full"):
        import_reading(embedded.engine, DELIVERY, many)
    assert import_reading(embedded.engine, DELIVERY, [BUTCHER]).outcome == "created"


LIMITED = """
import resource, sys
from datetime import UTC, datetime
from app.context import Context
from app.publishing import publish
from taxonomy.errors import ArchiveUnavailableError

context = Context.open()
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
try:
    publish(context, ("competent", "3.8"), at=datetime.now(UTC))
except ArchiveUnavailableError as error:
    print(error.detail)
    sys.exit(5)
"""


@pytest.mark.slow
def test_an_archive_without_room_shows_nothing_and_the_next_run_finishes(
    tmp_path: Path, postgres_url: str
) -> None:
    # The record is elsewhere, so that the limit on a file's size meets the archive alone.
    settings = Settings(home=tmp_path, database_url=SecretStr(postgres_url))
    context = Context.open(settings)
    many = [concept(f"sk-{n}", Kind.SKILL, nl=f"Zagen {n}", fr=f"Scier {n}") for n in range(50)]
    import_reading(context.engine, DELIVERY, many)
    failed = subprocess.run(
        # -B: under the limit Python would cut the bytecode that it keeps of what it imports.
        [sys.executable, "-B", "-c", LIMITED],
        env={"COMPETENT_HOME": str(tmp_path), "COMPETENT_DATABASE_URL": postgres_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 5, failed.stderr
    assert "could not write competent/3.8/taxonomy.jsonl" in failed.stdout
    assert context.catalogue() == []
    publish(context, ("competent", "3.8"), at=NOON)
    assert list(verify(context.engine, context.archive)) == []
    context.engine.dispose()


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    away = "postgresql+psycopg://somebody:hush-hush@127.0.0.1:9/none"
    with pytest.raises(RecordBusyError) as raised:
        Context.open(Settings(home=tmp_path, database_url=SecretStr(away), busy_seconds=1))
    assert "hush-hush" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        *("nonsense", "oracle://x", "://", "postgresql+nothing://x"),
        *("postgresql+psycopg://u:hush/hush@h:port/x", "postgresql+psycopg://u:hush@[::1/x"),
    ],
)
def test_an_address_that_is_none_is_told_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidQueryError, match="COMPETENT_DATABASE_URL is not an address") as told:
        Context.open(Settings(home=tmp_path, database_url=SecretStr(url)))
    assert "hush" not in told.value.detail


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"]
)
def test_a_record_that_would_be_lost_with_the_process_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidQueryError, match="in memory, which keeps nothing"):
        Context.open(Settings(home=tmp_path, database_url=SecretStr(url)))


def test_an_address_with_an_option_that_is_none_is_told(tmp_path: Path, postgres_url: str) -> None:
    odd = SecretStr(f"{postgres_url}?nonsense=1")
    with pytest.raises(RecordBusyError, match="look at COMPETENT_DATABASE_URL"):
        Context.open(Settings(home=tmp_path, database_url=odd))


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "competent.sqlite").write_text("This is a page of text, and no database. " * 50)
    with pytest.raises(RecordBusyError, match="file is not a database"):
        Context.open(Settings(home=tmp_path))


def test_a_user_without_the_right_to_write_is_told(tmp_path: Path, postgres_url: str) -> None:
    plain = postgres_url.replace("+psycopg", "")
    Context.open(Settings(home=tmp_path, database_url=SecretStr(postgres_url))).engine.dispose()
    role = f"reader_of_{make_url(postgres_url).database}"  # roles are the whole server's
    with psycopg.connect(plain, autocommit=True) as owner:
        owner.execute(f"create role {role}")
        owner.execute(f"grant usage on schema public to {role}")
        owner.execute(f"grant select on all tables in schema public to {role}")
        try:
            reader = f"{postgres_url}?options=-c%20role%3D{role}"
            engine = opened(reader)
            with pytest.raises(RecordBusyError, match="permission denied"):
                import_reading(engine, DELIVERY, [BUTCHER])
            engine.dispose()
        finally:
            owner.execute(f"drop owned by {role}")
            owner.execute(f"drop role {role}")


def test_a_record_of_a_newer_program_is_told(embedded: Context) -> None:
    with embedded.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(ConflictError, match="migration 9999, which this program does not know"):
        Context.open(embedded.settings)


def test_an_empty_setting_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPETENT_HOME", "")
    monkeypatch.setenv("COMPETENT_POLL_SECONDS", "")
    assert (Settings().home, Settings().poll_seconds) == (Path("var"), 2.0)


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordBusyError, match="set COMPETENT_HOME"):
        Context.open(Settings(home=tmp_path / "file" / "home"))


def test_an_archive_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveUnavailableError, match="cannot be made"):
        Context.open(Settings(home=tmp_path, archive_url=str(tmp_path / "file" / "archive")))


def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMPETENT_HOME", str(tmp_path))
    monkeypatch.setenv("COMPETENT_POLL_SECONDS", "often")
    with pytest.raises(InvalidQueryError, match="COMPETENT_POLL_SECONDS"):
        Context.open()


def test_two_writers_of_the_same_version_do_not_both_win(tmp_path: Path, postgres_url: str) -> None:
    settings = Settings(home=tmp_path, database_url=SecretStr(postgres_url))
    context = Context.open(settings)
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute(
            "create function clash() returns trigger language plpgsql as $$ begin "
            "raise unique_violation; end $$"
        )
        other.execute(
            "create trigger clash before insert on releases for each row execute function clash()"
        )
    with pytest.raises(StaleChangeError, match="nothing was written"):
        import_reading(context.engine, DELIVERY, [BUTCHER])
    with context.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from concepts")) == 0
    context.engine.dispose()


def _import_otherwise(context: Context) -> None:
    import_reading(context.engine, replace(DELIVERY, replace_draft=True), [BAKER])


def _abandon(context: Context) -> None:
    abandon(context, ("competent", "3.8"), at=NOON, reason="Codes verwisseld.")


@pytest.mark.parametrize("change", [_import_otherwise, _abandon])
def test_who_waits_for_a_publication_changes_nothing_of_it(
    tmp_path: Path, postgres_url: str, change: Callable[[Context], None]
) -> None:
    context = Context.open(Settings(home=tmp_path, database_url=SecretStr(postgres_url)))
    import_reading(context.engine, DELIVERY, [BUTCHER])
    publish(context, ("competent", "3.8"), at=NOON)
    plain = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as other, ThreadPoolExecutor(1) as late:
        other.execute("update releases set status = 'draft'")
        with other.transaction():  # the last moment of the publication
            other.execute("update releases set status = 'published'")
            changed = late.submit(change, context)
            waiting = "select 1 from pg_locks where not granted"
            while not changed.done() and not other.execute(waiting).fetchone():
                sleep(0.01)
        with pytest.raises((ReleaseExistsError, ConflictError), match="is published"):
            changed.result()
    assert list(verify(context.engine, context.archive)) == []
    context.engine.dispose()
