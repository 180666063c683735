from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import URL, create_engine, inspect, make_url, text

from app.db.tables import Base
from tests.postgres import LOCAL, emptied, fresh_database, server, without_rows


def test_a_database_answers_and_is_empty(database_url: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_emptying_ends_connections_and_drops_what_an_earlier_test_left(
    postgres_server: URL,
) -> None:
    with fresh_database(postgres_server) as url:
        left_open = psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
        left_open.execute("create table left_over (id int)")
        left_open.commit()
        left_open.execute("lock table left_over")

        emptied(url)

        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()
        left_open.close()


def test_a_migrated_database_without_rows_holds_nothing_and_counts_anew(migrated_url: str) -> None:
    insert = text("insert into concepts (scheme, id) values ('esco', 'a') returning key")
    engine = create_engine(migrated_url)
    with engine.begin() as connection:
        assert connection.scalar(insert) == 1
    engine.dispose()
    if engine.dialect.name == "postgresql":
        without_rows(make_url(migrated_url), Base.metadata)
        with engine.begin() as connection:
            assert connection.scalar(insert) == 1
        engine.dispose()
    tables = set(inspect(engine).get_table_names())
    engine.dispose()
    assert tables - {"alembic_version"} == set(Base.metadata.tables)


def test_a_fresh_database_is_gone_afterwards(postgres_server: URL) -> None:
    with fresh_database(postgres_server) as url:
        pass
    engine = create_engine(postgres_server)
    with engine.connect() as connection:
        names = connection.scalars(text("select datname from pg_database")).all()
    engine.dispose()
    assert url.database not in names


@pytest.mark.slow
def test_the_packaged_server_is_used_where_no_other_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMPETENT_TEST_DATABASE_URL", raising=False)
    with server(local=LOCAL.set(port=1)) as at, fresh_database(at) as url:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            assert connection.execute("select 6 * 7").fetchone() == (42,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain)
