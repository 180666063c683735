"""Tests of the files that editors send: kept, read, looked at, taken once."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from app.auth.roles import Actor, Role
from app.db import audit
from app.db.changesets import Wanted
from app.db.import_tables import ImportPieceRow, ImportRow
from app.db.session import reading, writing
from app.editing import accepting
from app.editing.changesets import changes_of, changesets_of
from app.editing.records import By
from app.editing.taking import Wish
from app.filing.concepts import ConceptFiles
from app.filing.files import LASTS, MOST_KEPT
from app.refusals import PreconditionFailedError, RoleRequiredError
from taxonomy import canonical
from taxonomy.errors import (
    ConflictError,
    NotFoundError,
    SourceRefusedError,
    SourceUnreadableError,
)
from tests.app.editing.scene import EVA, OTTO, by, desk, with_changeset, with_release

if TYPE_CHECKING:
    from app.context import Context
    from app.filing.records import ImportRecord
    from tests.app.kept import Kept

TABLE = b"notation;nl;fr;en\nSK-1;Verzagen;;Saw\nSK-2;;;Cut\nSK-3;Vijlen;Limer;\n"
WISH = Wish(title="From a table")


@pytest.fixture
def files(context: Context, kept: Kept) -> ConceptFiles:
    kept.fill(context, with_release)
    return ConceptFiles(desk(context))


def sent(
    files: ConceptFiles, data: bytes = TABLE, name: str = "skill.csv", actor: Actor = EVA
) -> ImportRecord:
    """The file as it stands when it was read."""
    made = files.keep(name, io.BytesIO(data), by(actor))
    files.settle()
    return files.get(made.key, by(actor))


def count(context: Context, table: type) -> int:
    with reading(context.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_table_is_read_looked_at_and_taken_once(context: Context, files: ConceptFiles) -> None:
    read = sent(files)
    assert (read.state, read.concepts, read.refused, read.done) == ("read", 3, 0, 3)
    looked = files.look(read.key, WISH, by())
    assert [it.notation for _, it in looked.found.pairs] == ["SK-1", "SK-2"]
    assert (looked.kinds, looked.new, looked.found.unchanged) == ({"label-en": 2}, 0, 1)
    (told,) = looked.found.findings(looked.places)
    assert (told.code, told.place and told.place.row) == ("approved-text", 2)
    for _ in range(2):
        files.take(read.key, WISH, by(), etags=(read.etag,))
    files.settle()
    taken = files.get(read.key, by())
    assert (taken.state, taken.problem) == ("taken", {})
    assert len(changesets_of(context.engine, Wanted())[0]) == 1
    assert changes_of(context.engine, taken.changeset or 0, limit=9)[1] == 2
    assert count(context, ImportPieceRow) == 0
    with reading(context.engine) as session:
        acts = [it.act.act for it in audit.entries(session, audit.Sought(), limit=20)]
    assert {"file-kept", "changeset-begun", "concept-imported"} <= set(acts)


def test_the_same_file_twice_is_one_file(context: Context, files: ConceptFiles) -> None:
    assert sent(files).key == sent(files).key
    assert sent(files, name="other.csv").key != sent(files).key
    assert count(context, ImportRow) == 2


def test_a_file_is_for_whoever_sent_it(files: ConceptFiles) -> None:
    read = sent(files)
    assert files.kept(by(OTTO)) == []
    for ask in (lambda: files.get(read.key, by(OTTO)), lambda: files.discard(read.key, by(OTTO))):
        with pytest.raises(NotFoundError):
            ask()
    with pytest.raises(RoleRequiredError):
        files.keep("x.csv", io.BytesIO(TABLE), by(Actor.of("Vera", Role.VIEWER)))
    with pytest.raises(RoleRequiredError):  # the role was taken away since
        files.take(read.key, WISH, by(Actor.of("Eva", Role.VIEWER)))


def test_a_file_goes_when_its_time_is_over(context: Context, files: ConceptFiles) -> None:
    read = sent(files)
    late = By(EVA, by().at + LASTS + timedelta(seconds=1))
    assert files.kept(late) == []
    files.keep("new.csv", io.BytesIO(b"notation;en\nSK-1;Saw\n"), late)
    files.settle()
    with pytest.raises(NotFoundError):
        files.get(read.key, late)


def test_so_many_files_wait_and_no_more(files: ConceptFiles) -> None:
    for it in range(MOST_KEPT):
        sent(files, name=f"{it}.csv")
    with pytest.raises(ConflictError):
        sent(files, name="one more.csv")
    newest = files.kept(by())[0]
    with pytest.raises(PreconditionFailedError):
        files.discard(newest.key, by(), etags=('"import-0-0"',))
    files.discard(newest.key, by(), etags=(newest.etag,))
    assert sent(files, name="one more.csv").state == "read"


@pytest.mark.parametrize(
    ("state", "ends"), [("waiting", "read"), ("reading", "read"), ("taking", "read")]
)
def test_what_a_killed_worker_was_about_is_gone_on_with(
    context: Context, files: ConceptFiles, state: str, ends: str
) -> None:
    read = sent(files)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with writing(context.engine) as session:
        session.execute(update(ImportRow).values(state=state, beat_at=long_ago))
    other = ConceptFiles(desk(context))
    other.get(read.key, by())
    other.settle()
    assert other.get(read.key, by()).state == ends
    assert len(other.look(read.key, WISH, by()).found.pairs) == 2


def test_what_the_draft_becomes_meanwhile_counts(context: Context, files: ConceptFiles) -> None:
    read = sent(files, b"notation;en\nOP-10;Butcher\n", "profile.csv")
    assert len(files.look(read.key, WISH, by()).found.pairs) == 1
    with_changeset(context)
    accepting.submit(desk(context), 1, by())
    accepting.accept(desk(context), 1, by(OTTO))
    ((before, _),) = files.look(read.key, WISH, by()).found.pairs
    assert before is not None
    assert "Vleesbewerker" in {it.text for it in before.labels}


def test_rows_that_were_refused_keep_a_file_out_unless_they_are_left(files: ConceptFiles) -> None:
    read = sent(files, TABLE + b"SK-99;X;;\nKN-99;Y;;\n")
    assert (read.state, read.refused) == ("read", 2)
    assert [it["place"]["row"] for it in read.findings] == [5, 6]
    with pytest.raises(SourceRefusedError):
        files.take(read.key, WISH, by())
    files.take(read.key, WISH, by(), lenient=True)
    files.settle()
    assert files.get(read.key, by()).state == "taken"


def test_what_cannot_be_taken_is_told_and_may_be_tried_again(files: ConceptFiles) -> None:
    read = sent(files, b"notation;en\nSK-1;\n")
    files.take(read.key, WISH, by())
    files.settle()
    assert files.get(read.key, by()).problem["code"] == "nothing-changes"
    for wish, code in (
        (Wish(title="X", base="9.9"), "release-not-found"),
        (Wish(title=""), "invalid-query"),
    ):
        one = sent(files)
        files.take(one.key, wish, by())
        files.settle()
        told = files.get(one.key, by())
        assert (told.state, told.problem["code"]) == ("read", code)


def test_a_file_that_is_none_is_refused_with_its_reason(files: ConceptFiles) -> None:
    with pytest.raises(SourceUnreadableError, match="empty"):
        sent(files, b"")
    told = sent(files, b"\x89PNG\r\n\x1a\n\x00\x00", r"C:\pictures\..\x.xlsx")
    assert (told.name, told.state) == ("x.xlsx", "refused")
    assert "no zip archive (nor .xlsx)" in told.problem["detail"]
    with pytest.raises(ConflictError):
        files.look(told.key, WISH, by())
    with pytest.raises(ConflictError):
        files.take(told.key, WISH, by())


def test_a_table_clears_and_begins_and_shows_it_first(
    context: Context, files: ConceptFiles
) -> None:
    read = sent(files, b"notation;nl;fr\nSK-1;;[-]\n;Meten;Mesurer\n")
    assert [it["code"] for it in read.findings] == ["new-concept"]
    kept = files.look(read.key, WISH, by())
    assert [(it.code, str(it.field)) for it in kept.found.left] == [
        ("approved-text", "label.preferred.fr")
    ]
    looked = files.look(read.key, replace(WISH, overwrite=True), by())
    (before, bare), (_, new) = looked.found.pairs
    assert before is not None
    assert (before.pref_label("fr"), bare.pref_label("fr"), looked.new) == ("Scier", None, 1)
    assert (new.notation, looked.places[new.id].row) == ("SK-4", 3)
    files.take(read.key, replace(WISH, overwrite=True), by())
    files.settle()
    assert files.get(read.key, by()).state == "taken"
    after = {it.concept_id: it.after for it in changes_of(context.engine, 1, limit=9)[0]}
    assert {it: canonical.read(told or b"") for it, told in after.items()} == {
        "s1": bare,
        new.id: new,
    }
