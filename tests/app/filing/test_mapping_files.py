"""Tests of the files that mappers send: SSSOM, tables of EURES, zips of both; looked at, taken, judged first."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from app.auth.roles import Actor, Role
from app.db import audit
from app.db.import_tables import ImportPieceRow
from app.db.session import reading
from app.filing.concepts import ConceptFiles
from app.filing.mappings import MappingFiles, Taking, asked_of
from app.mapping_sets import stored_set
from app.refusals import PreconditionFailedError, RoleRequiredError
from taxonomy.errors import (
    ConflictError,
    InvalidQueryError,
    MappingSetNotFoundError,
    NotFoundError,
    SourceRefusedError,
)
from taxonomy.vocabulary import MappingState
from tests.app.editing.scene import by, desk

if TYPE_CHECKING:
    from app.context import Context
    from app.filing.records import ImportRecord

MAPPER = Actor.of("Mia", Role.MAPPER)
REVIEWER = Actor.of("Rik", Role.REVIEWER)
SET = "competent-3.8--esco-1.0.3"
HEAD = """#curie_map:
#  ex: http://example.org/
#subject_source: ex:competent
#object_source: ex:esco
subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification
"""
BOTH = asked_of("competent/3.8", "esco/1.0.3", "")
ROW = "ex:{}\tSlager\tskos:closeMatch\tex:{}\tsemapv:ManualMappingCuration\n"
EURES = """Classification 1 Name,ESCO
Classification 1 Version,1.0.3
Classification 2 Name,Competent
Classification 2 Version,"3,8"
,
,
Classification 1 URI,Classification 1 PrefLabel,Classification 2 URI,Classification 2 ID,Classification 2 PrefLabel,Mapping relation
http://data.europa.eu/esco/occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34,islamitisch slager,6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10,OP-10,Slager,skos:narrowMatch
http://data.europa.eu/esco/occupation/000e93a3-d956-4e45-aacb-f12c83fedf84,poelier,6b1f0a52-0d61-4d8b-9f0e-2f7a1c3f1a10,OP-10,Slager,skos:closeMatch
"""


@pytest.fixture
def files(context: Context) -> MappingFiles:
    return MappingFiles(context.engine)


def table(*pairs: tuple[int, int]) -> bytes:
    return (HEAD + "".join(ROW.format(*it) for it in pairs)).encode()


def sent(
    files: MappingFiles, data: bytes, name: str = "set.tsv", asked: dict[str, str] = BOTH
) -> ImportRecord:
    """The file as it stands when it was read."""
    made = files.send(name, io.BytesIO(data), by(MAPPER), asked)
    files.settle()
    return files.get(made.key, by(MAPPER))


def taken(files: MappingFiles, key: int, wish: Taking, actor: Actor = MAPPER) -> ImportRecord:
    record = files.get(key, by(actor))
    files.take(key, wish, by(actor), etags=(record.etag,))
    files.settle()
    return files.get(key, by(actor))


def states(context: Context) -> dict[str, str]:
    _, content = stored_set(context.engine, SET)
    return {it.object_id.rpartition("/")[2]: it.state.value for it in content}


def test_a_set_in_sssom_is_looked_at_and_comes_to_be_judged(
    context: Context, files: MappingFiles
) -> None:
    read = sent(files, table((1, 2), (1, 3)))
    assert (read.state, read.concepts, read.done) == ("read", 2, 2)
    looked = files.look(read.key, by(MAPPER))
    assert (looked.plan.record, len(looked.plan.added), looked.plan.known) == (None, 2, 0)
    with pytest.raises(MappingSetNotFoundError):
        stored_set(context.engine, SET)
    done = taken(files, read.key, Taking())
    assert (done.state, done.problem) == ("taken", {})
    assert (done.result["mapping_set"], done.result["added"]) == (SET, 2)
    assert states(context) == {"2": "suggested", "3": "suggested"}
    with reading(context.engine) as session:
        acts = {it.act.act: it.act.actor for it in audit.entries(session, audit.Sought(), limit=9)}
        pieces = session.scalar(select(func.count()).select_from(ImportPieceRow))
    assert acts == {"file-kept": "Mia", "mappings-imported": "Mia"}
    assert pieces == 0


def test_what_a_file_calls_accepted_counts_where_a_reviewer_says_so(
    context: Context, files: MappingFiles
) -> None:
    read = sent(files, table((1, 2)))
    for wish in (Taking(stated=True), Taking(replace_=True)):
        with pytest.raises(RoleRequiredError):
            files.take(read.key, wish, by(MAPPER))
    both = Actor.of("Mia", Role.MAPPER, Role.PUBLISHER)
    assert taken(files, read.key, Taking(stated=True), both).state == "taken"
    assert states(context) == {"2": MappingState.ACCEPTED.value}


def test_what_is_held_keeps_its_review_and_what_is_listed_no_more_is_rejected_on_demand(
    context: Context, files: MappingFiles
) -> None:
    reviewer = Actor.of("Mia", Role.REVIEWER)
    taken(files, sent(files, table((1, 2), (1, 3))).key, Taking(stated=True), reviewer)
    second = sent(files, table((1, 2), (1, 4)))
    plan = files.look(second.key, by(MAPPER)).plan
    assert (len(plan.added), plan.known, len(plan.unlisted)) == (1, 1, 1)
    done = taken(files, second.key, Taking(replace_=True), reviewer)
    assert done.result["rejected"] == 1
    assert states(context) == {"2": "accepted", "3": "rejected", "4": "suggested"}


def test_a_file_that_adds_nothing_stays_and_says_so(files: MappingFiles) -> None:
    taken(files, sent(files, table((1, 2))).key, Taking())
    again = sent(files, table((1, 2)), "other.tsv")
    done = taken(files, again.key, Taking())
    assert (done.state, done.problem["code"]) == ("read", "nothing-changes")


@pytest.mark.parametrize("name", ["BE.csv", "BE.zip"])
def test_tables_of_eures_are_read_alone_or_in_a_zip(
    context: Context, files: MappingFiles, name: str
) -> None:
    data = EURES.encode()
    if name.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("tables/occupations.csv", EURES)
            archive.writestr("readme.md", "x")
        data = packed.getvalue()
    read = sent(files, data, name, {})
    assert (read.state, read.concepts) == ("read", 2)
    assert files.look(read.key, by(MAPPER)).given.name == SET
    assert taken(files, read.key, Taking()).result["added"] == 2


def test_metadata_of_sssom_stand_beside_its_table_in_a_zip(files: MappingFiles) -> None:
    packed = io.BytesIO()
    lines = table((1, 2)).decode().splitlines(keepends=True)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.yml", "".join(it[1:] for it in lines if it.startswith("#")))
        archive.writestr("x.tsv", "".join(it for it in lines if not it.startswith("#")))
    assert sent(files, packed.getvalue(), "x.zip").state == "read"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"a,b\n1,2\n", "x.csv", "no table of EURES"),
        (b"%PDF-1.7", "x.tsv", "no table of EURES"),
        (HEAD.encode(), "x.tsv", "no mapping"),
        (table((1, 2)), "x.tsv", "name its release"),
        (b"PK\x03\x04 cut off", "x.zip", ""),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(
    files: MappingFiles, data: bytes, name: str, told: str
) -> None:
    asked = {} if told == "name its release" else BOTH
    read = sent(files, data, name, asked)
    assert read.state == "refused"
    assert told in read.problem["detail"]
    with pytest.raises(ConflictError):
        files.look(read.key, by(MAPPER))


def test_refused_rows_keep_a_file_out_unless_they_are_left(files: MappingFiles) -> None:
    read = sent(files, table((1, 2)) + b"ex:9\tx\tskos:closeMatch\tnope:1\tx:y\n")
    assert read.refused == 1
    with pytest.raises(SourceRefusedError):
        files.take(read.key, Taking(), by(MAPPER))
    files.take(read.key, Taking(), by(MAPPER), lenient=True)
    files.settle()
    assert files.get(read.key, by(MAPPER)).result["added"] == 1


def test_a_file_of_mappings_is_no_file_of_concepts(context: Context, files: MappingFiles) -> None:
    read = sent(files, table((1, 2)))
    concepts = ConceptFiles(desk(context))
    editor = by(Actor.of("Mia", Role.EDITOR))
    assert concepts.kept(editor) == []
    for ask in (concepts.get, concepts.discard):
        with pytest.raises(NotFoundError):
            ask(read.key, editor)
    with pytest.raises(NotFoundError):
        files.get(read.key, by(REVIEWER))
    with pytest.raises(RoleRequiredError):
        files.kept(by(Actor.of("Mia", Role.TRANSLATOR)))
    with pytest.raises(PreconditionFailedError):
        files.discard(read.key, by(MAPPER), etags=('"import-0-0"',))
    files.discard(read.key, by(MAPPER), etags=(read.etag,))
    assert files.kept(by(MAPPER)) == []


@pytest.mark.parametrize("wrong", [("competent", "", ""), ("", "a/b/c", ""), ("", "", "3-to-4")])
def test_how_a_file_is_read_is_asked_rightly(wrong: Any) -> None:
    with pytest.raises(InvalidQueryError):
        asked_of(*wrong)
