"""The offline pack answers what its page promises, and has the same bytes wherever it is made."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from taxonomy.errors import ReleaseInvalidError
from taxonomy.formats import offline_pack
from taxonomy.formats.dictionary import TABLES, Form, columns
from taxonomy.model import Label, Release, Taxonomy
from taxonomy.sources import csv_package
from taxonomy.vocabulary import Kind, LabelType, Predicate, ReleaseStatus
from tests.build import concept, link, taxonomy
from tests.taxonomy.formats.test_csv_package import packages
from tests.taxonomy.formats.test_csv_zip import BUTCHER, RELEASE

ROOT = Path(__file__).parents[3]
QUESTIONS = re.findall(
    r"^```sql\n(.+?)^```$", (ROOT / "docs/offline-pack.md").read_text(), re.MULTILINE | re.DOTALL
)
PARAMETERS = {
    "code": "OP-1",
    "lang": "fr",
    "words": "bouch*",
    "part": "lage",
    "skill": "SK-1",
    "retired": "OP-30",
    "group": "51",
}


def opened(data: bytes) -> sqlite3.Connection:
    pack = sqlite3.connect(":memory:")
    pack.deserialize(data)
    return pack


def asked(data: bytes, question: str, **parameters: str) -> list[tuple[Any, ...]]:
    with closing(opened(data)) as pack:
        return pack.execute(question, parameters).fetchall()


def shipped(name: str) -> tuple[Taxonomy, Release]:
    reading = csv_package.read(ROOT / "releases" / name)
    release = Release(
        scheme=reading.scheme,
        version=reading.version.text,
        status=ReleaseStatus.PUBLISHED,
        digest="sha256:00",
        sample=reading.sample,
        released_at=reading.released,
    )
    return Taxonomy.of(reading.scheme, reading.concepts), release


@pytest.fixture(scope="module")
def competent() -> bytes:
    return offline_pack.write(*shipped("competent/1.11"))


@pytest.fixture(scope="module")
def esco() -> bytes:
    return offline_pack.write(*shipped("esco/0.1"))


@pytest.fixture
def pack(competent: bytes) -> Iterator[sqlite3.Connection]:
    with closing(opened(competent)) as found:
        yield found


def test_the_page_has_ten_questions() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("number", range(1, 11))
def test_a_question_of_the_page_has_an_answer(number: int, competent: bytes, esco: bytes) -> None:
    question = QUESTIONS[number - 1]
    assert asked(esco if ":group" in question else competent, question, **PARAMETERS)


def test_words_are_found_without_their_accents(competent: bytes) -> None:
    found = asked(competent, QUESTIONS[2], lang="fr", words="telephoniste OR BOUCHER")
    assert [row[0] for row in found if row[1] == "profile"] == ["OP-1"] * 2  # OP-30 is retired


def test_a_part_of_a_word_is_found(competent: bytes) -> None:
    assert {row[1] for row in asked(competent, QUESTIONS[3], part="LAGE")} >= {"profile"}


def test_a_profile_asks_for_what_its_links_say(competent: bytes) -> None:
    taxonomy, _ = shipped("competent/1.11")
    profile = taxonomy.by_notation["OP-1"]
    expected = {
        (str(it.predicate), taxonomy.by_id[it.target].notation)
        for it in profile.links
        if it.predicate in {Predicate.ESSENTIAL_COMPETENCE, Predicate.OPTIONAL_COMPETENCE}
    }
    rows = asked(competent, QUESTIONS[4], code="OP-1", lang="nl")
    assert {row[:2] for row in rows} == expected
    assert all(row[2] for row in rows)  # the names are those of their skills


def test_a_view_shows_the_names_of_a_kind(pack: sqlite3.Connection) -> None:
    row = pack.execute("SELECT * FROM profile WHERE notation = 'OP-1'").fetchone()
    assert row[2:] == ("OP-1", "active", "Slager", "Boucher (h/f/x)", "Metzger", "Butcher")


def test_every_kind_of_the_release_has_a_view(pack: sqlite3.Connection) -> None:
    views = {row[0] for row in pack.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
    kinds = pack.execute("SELECT kind, count(*) FROM concepts GROUP BY kind").fetchall()
    assert views == {"names", *(kind.replace("-", "_") for kind, _ in kinds)}
    for kind, count in kinds:
        view = kind.replace("-", "_")
        assert len(pack.execute(f"SELECT * FROM {view}").fetchall()) == count  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_of_the_dictionary(table: str, pack: sqlite3.Connection) -> None:
    found = [row[1] for row in pack.execute(f"PRAGMA table_info({table})")]
    assert found == [it.name for it in columns(table, Form.PACK)]


def test_the_release_says_what_it_is(pack: sqlite3.Connection) -> None:
    row = pack.execute("SELECT scheme, version, released, sample, digest FROM release").fetchone()
    assert row == ("competent", "1.11", "2026-03-16", 1, "sha256:00")


def test_the_file_is_whole(pack: sqlite3.Connection) -> None:
    assert pack.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert pack.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in ("search", "search_inside"):
        pack.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608


def test_the_file_says_whose_it_is(pack: sqlite3.Connection) -> None:
    told = [pack.execute(f"PRAGMA {it}").fetchone() for it in ("application_id", "user_version")]
    assert told == [(offline_pack.APPLICATION_ID,), (offline_pack.FORMAT,)] == [(1129270608,), (1,)]


def test_the_bytes_are_those_of_every_sqlite() -> None:
    assert (
        hashlib.sha256(offline_pack.write(BUTCHER, RELEASE)).hexdigest()
        == "a7b7aa2f0063fb73f1cfd80bf23c929c8d690ac8d58d3ebd11cd8faab0fcd2c3"
    )


@pytest.mark.slow
@settings(max_examples=20)
@given(packages())
def test_equal_taxonomies_give_equal_bytes_and_every_row_is_there(original: Taxonomy) -> None:
    data = offline_pack.write(original, RELEASE)
    again = Taxonomy.of(original.scheme, reversed(original.concepts))
    assert offline_pack.write(again, RELEASE) == data
    with closing(opened(data)) as pack:
        assert sorted(
            pack.execute(
                "SELECT c.id, l.lang, l.type, l.text FROM labels AS l"
                " JOIN concepts AS c ON c.key = l.concept"
            )
        ) == sorted((it.id, *label[:3]) for it in original for label in it.labels)
        assert sorted(
            pack.execute(
                "SELECT s.id, predicate, t.id, rank FROM links"
                " JOIN concepts AS s ON s.key = subject JOIN concepts AS t ON t.key = target"
            )
        ) == sorted((it.id, *found[:3]) for it in original for found in it.links)


def test_a_language_with_odd_letters_is_a_column_all_the_same() -> None:
    odd = Label("x-'\"", LabelType.PREFERRED, "Odd")
    data = offline_pack.write(taxonomy(concept("u1", Kind.SKILL, odd)), RELEASE)
    assert asked(data, "SELECT * FROM skill") == [(1, "u1", "U1", "active", "Odd")]


def test_a_link_to_nowhere_is_refused() -> None:
    with pytest.raises(ReleaseInvalidError, match="u1 names u9"):
        offline_pack.write(taxonomy(concept("u1", Kind.SKILL, link("related", "u9"))), RELEASE)


def test_a_release_of_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match=r"competent/3\.10 is no release of esco"):
        offline_pack.write(Taxonomy.of("esco", []), RELEASE)
