"""Texts to concepts as a job: what each text of a file names in a release, as the single call finds it."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from app.bulk.jobs import ID, Column, Job, Type
from app.bulk.profiles import kept
from app.bulk.writing import put, reporting_full_disks
from taxonomy import canonical
from taxonomy.annotating.building import MEANING, NameSet, build
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import Format, Matches, Question
from taxonomy.errors import InvalidQueryError
from taxonomy.formats import jsonl
from taxonomy.index import ReleaseIndex
from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import Meanings, Vectors
from taxonomy.model import Release, Taxonomy
from taxonomy.searching.artefact import Content, opened, written
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.bulk.jobs import Work

__all__ = ["ANSWERS", "COLUMNS", "annotate_block", "annotating_job"]

COLUMNS = (
    ID,
    Column("text", Type.TEXT),
    Column("lang", Type.TEXT, required=False, may_be_null=True),
)
"""A text, and its language where that is known."""

_TEXTS = ("lang", "text", "concept", "notation", "kind", "label", "label_lang", "label_type", "how")
ANSWERS = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        *(pa.field(it, pa.string()) for it in _TEXTS),
        pa.field("score", pa.float64()),
        pa.field("error", pa.string()),
    ]
)
"""One row an annotation; a text that cannot be annotated has a row that says why, and nothing else."""

_CONCEPTS, _NAMES, _VECTORS = "concepts.jsonl", "release.names", "release.vectors"


def annotating_job(
    index: ReleaseIndex, question: Question, folder: Path, vectors: Vectors | None = None
) -> Job:
    """The job that annotates texts with the concepts of a release, which are kept in the folder for its workers.

    A question that is `semantic` needs the `vectors` of the release; SemanticUnavailableError without an encoder.
    """
    data = jsonl.write((it.id, canonical.write(it)) for it in _bare(index))
    basis = f"{index.release.name} {MEANING}"
    if vectors:
        basis += f" {encoder().name}"
    digest = hashlib.sha256(data + basis.encode()).hexdigest()

    def make(there: Path) -> None:
        put(there / _CONCEPTS, data)
        names = build(index)
        put(there / _NAMES, written(Content(names.arrays, names.langs), digest))
        if vectors:
            put(there / _VECTORS, written(Content(vectors.arrays, ()), digest))

    with reporting_full_disks(folder, folder):
        there = kept(folder, digest, make)
    kinds = sorted(question.kinds) if question.kinds else None
    asked = {**asdict(question), "kinds": kinds}
    release = index.release
    options = {
        "folder": str(there),
        "release": [release.scheme, release.version, digest],
        "question": asked,
    }
    return Job(
        name="annotate",
        columns=COLUMNS,
        answers=ANSWERS,
        options=options,
        digest=hashlib.sha256(orjson.dumps([digest, asked])).hexdigest(),
        set_up=set_up,
    )


def set_up(options: Mapping[str, Any]) -> Work:
    """What annotates blocks of texts in this process; the names are mapped into its memory."""
    folder = Path(options["folder"])
    scheme, version, digest = options["release"]
    release = Release(scheme=scheme, version=version, status=ReleaseStatus.PUBLISHED, digest=digest)
    held = Taxonomy.of(scheme, jsonl.read((folder / _CONCEPTS).read_bytes()))
    content = opened(folder / _NAMES, digest)
    over = Annotator(
        ReleaseIndex.build(release, held, {}), NameSet.of(content.arrays, content.langs)
    )
    if options["question"]["semantic"]:
        vectors = Vectors.of(opened(folder / _VECTORS, digest).arrays)
        over = over.with_meanings(Meanings(encoder(), [vectors]))
    asked = dict(options["question"])
    kinds = asked.pop("kinds")
    question = Question(
        **asked
        | {
            "kinds": frozenset(map(Kind, kinds)) if kinds else None,
            "matches": Matches(asked["matches"]),
            "format": Format(asked["format"]),
        }
    )
    return lambda batch: annotate_block(batch, over, question)


def annotate_block(batch: Any, over: Annotator, question: Question) -> Any:
    """The annotations of each text of a batch, in its order, as a batch of ANSWERS."""
    columns = (batch.column(it).to_pylist() for it in ("id", "text", "lang"))
    rows = [
        row
        for id_, text, lang in zip(*columns, strict=True)
        for row in _rows(id_, text, over, (question, lang or ""))
    ]
    return pa.RecordBatch.from_pylist(rows, schema=ANSWERS)


def _rows(
    id_: str, text: str, over: Annotator, asked: tuple[Question, str]
) -> Iterator[dict[str, Any]]:
    question, lang = asked
    try:
        found = over.annotate(text, question.about(text, lang))
    except InvalidQueryError as error:
        yield {"id": id_, "error": error.detail}
        return
    for it in found.annotations:
        yield {
            "id": id_,
            "start": it.start,
            "end": it.end,
            "lang": found.lang,
            "text": text[it.start : it.end],
            "concept": it.concept.id,
            "notation": it.concept.notation or None,
            "kind": it.concept.kind.value,
            "label": it.label.text,
            "label_lang": it.label.lang,
            "label_type": it.label.type.value,
            "how": it.how.value,
            "score": it.score,
        }


def _bare(index: ReleaseIndex) -> Iterator[Any]:
    """The concepts with what annotating needs of them: their labels, those of skills lent to competences."""
    for it in index.taxonomy:
        yield replace(it, labels=index.labels(it), notes=(), links=(), replaced_by=())
