"""Forty releases in the record: size, reading one concept, telling what changed."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from app.comparing import compare
from app.db import changes as change_rows
from app.db import releases as kept
from app.db import revisions, schema
from app.db.session import opened, reading, writing
from app.importing import Delivery, import_reading
from bench import churn, rows
from bench.measuring import Line, milliseconds, value_at_most
from taxonomy import canonical
from taxonomy.diff import diff
from taxonomy.model import Taxonomy
from taxonomy.sources import competent_workbook, esco_csv
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from bench.material import Material
    from taxonomy.model import Concept

__all__ = ["releases"]

COUNT = 40
ROWS_MEASURED = 3
SAMPLE = 200


def releases(material: Material) -> Iterator[Line]:
    """Forty releases that begin with ESCO 1.2.0."""
    first = esco_csv.read(material.esco_packages, version="1.2.0").concepts
    engine = opened(f"sqlite:///{material.folder / 'record.sqlite'}")
    naive = rows.opened(material.folder / "rows.sqlite")
    schema.upgrade(engine)
    sizes = filled(engine, naive, list(churn.releases(first, COUNT)))
    yield Line(
        what=f"{COUNT} releases of ESCO ({len(first):,} concepts), ~2 % change each",
        ours=megabytes(engine),
        unit="MB",
        baseline=f"rows per release, extrapolated from {ROWS_MEASURED} measured ones",
        theirs=sizes[0] + (COUNT - 1) * (sizes[-1] - sizes[0]) / (ROWS_MEASURED - 1),
        demand=value_at_most(100, "MB"),
    )
    ids = Random(1).sample(sorted(concept.id for concept in first), SAMPLE)
    yield reading_one(engine, naive, ids, material.runs)
    for before, after in ((20, 21), (10, 35)):
        apart = "adjacent" if after == before + 1 else f"{after - before} apart"
        pair = ("esco", version(before), version(after))
        yield comparing(engine, pair, f"two of the forty, {apart}", material.runs)
    workbooks(engine, material)
    pair = ("competent", "3.8", "3.11")
    yield comparing(engine, pair, "Competent 3.8 and 3.11, as editors changed it", material.runs)
    engine.dispose()
    naive.dispose()


def workbooks(engine: Engine, material: Material) -> None:
    """Import two real releases of Competent, three apart, beside the forty."""
    for number in ("3.8", "3.11"):
        found = competent_workbook.read(material.workbook(number), version=number)
        import_reading(engine, Delivery(scheme="competent", version=number), found.concepts)


def filled(engine: Engine, naive: Engine, line: list[list[Concept]]) -> list[float]:
    """Import every release as published; the sizes of the rows after each of the first ones."""
    sizes = []
    for number, concepts in enumerate(line):
        import_reading(engine, Delivery(scheme="esco", version=version(number)), concepts)
        published(engine, number)
        if number < ROWS_MEASURED:
            with naive.begin() as connection:
                rows.add(connection, number, concepts)
            sizes.append(megabytes(naive))
    engine.dispose()  # the last one to leave empties the write-ahead log into the file
    return sizes


def published(engine: Engine, number: int) -> None:
    """Leave of a draft what publishing it leaves in the record: its state and its changes."""
    told = compare(engine, "esco", version(number - 1), version(number)).rows() if number else []
    with writing(engine) as session:
        row = kept.get(session, "esco", version(number))
        row.status = ReleaseStatus.PUBLISHED
        change_rows.fill(session, row, told)


def reading_one(engine: Engine, naive: Engine, ids: list[str], runs: int) -> Line:
    """Concepts by id, one at a time, each with all that its release says of it."""
    with reading(engine) as session, naive.connect() as connection:
        release = kept.get(session, "esco", version(1)).key

        def ours() -> None:
            for concept_id in ids:
                revisions.documents_of(session, release, [concept_id], "esco")

        def theirs() -> None:
            for concept_id in ids:
                rows.concept(connection, 1, concept_id)

        return Line(
            what="a concept by id from the record",
            ours=milliseconds(runs, ours) / len(ids),
            unit="ms",
            baseline="its rows by four queries, through SQLAlchemy as ours",
            theirs=milliseconds(runs, theirs) / len(ids),
        )


def comparing(engine: Engine, pair: tuple[str, str, str], between: str, runs: int) -> Line:
    """What changed between two releases: a scheme, the version before and the one after."""
    return Line(
        what=f"the {changes(engine, pair):,} changes between {between}, each told in full",
        ours=milliseconds(runs, lambda: changes(engine, pair)),
        unit="ms",
        baseline="both read whole from the record and compared (one run)",
        theirs=milliseconds(1, lambda: whole(engine, pair)),
        demand=value_at_most(200, "ms"),
    )


def changes(engine: Engine, pair: tuple[str, str, str]) -> int:
    """How many changes the record tells between two releases."""
    return len(compare(engine, *pair).changes)


def whole(engine: Engine, pair: tuple[str, str, str]) -> int:
    """The same from both releases in memory."""
    scheme, *versions = pair
    with reading(engine) as session:
        old, new = (
            Taxonomy.of(
                scheme,
                [
                    canonical.read(document)
                    for _, document in revisions.documents(
                        session, kept.get(session, scheme, it).key
                    )
                ],
            )
            for it in versions
        )
    return len(diff(old, new))


def version(number: int) -> str:
    """The version of the release of that place in the line."""
    return f"1.{number + 2}"


def megabytes(engine: Engine) -> float:
    """The size of the engine's file in millions of bytes."""
    return Path(engine.url.database or "").stat().st_size / 1e6
