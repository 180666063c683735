"""`competent annotate`: the concepts of a release in each text of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.annotating import annotator
from app.cli.bulk import BLOCK, Means, carry_out, tell, wants_pyarrow
from app.cli.files import read_whole
from app.cli.indexing import encoding
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.http.scheme_words import refuse_strangers
from app.indexing import index_of
from app.meaning import meanings, vectors
from app.rendering.annotating import document
from app.rendering.concepts import View
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import LEAST_SCORE, Format, Matches, Question
from taxonomy.errors import InvalidQueryError
from taxonomy.sources import text_table
from taxonomy.sources.process_wide import long_cells
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.index import ReleaseIndex
    from taxonomy.sources.text_table import TextRow

__all__ = ["annotate"]

_SHOWN = 5
"""Annotations of a text that people are shown, best first."""


def annotate(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV: text, and perhaps id and lang; with --out also Parquet or NDJSON, with id."
        ),
    ],
    scheme: Annotated[
        str, typer.Option("--scheme", help="The scheme, such as esco.")
    ] = "competent",
    version: Annotated[str, typer.Option("--version", help="Its release.")] = "current",
    lang: Annotated[
        str,
        typer.Option("--lang", help="The language of rows that give none; else it is detected."),
    ] = "",
    kind: Annotated[list[Kind] | None, typer.Option(help="Only concepts of this kind.")] = None,
    matches: Annotated[
        Matches, typer.Option(help="Of spans that overlap the longest, or all.")
    ] = Matches.LONGEST,
    format_: Annotated[
        Format, typer.Option("--format", help="How the texts are written.")
    ] = Format.PLAIN,
    min_score: Annotated[
        float, typer.Option(min=0, max=100, help="Leave out what scores less.")
    ] = LEAST_SCORE,
    fuzzy: Annotated[
        bool, typer.Option("--fuzzy", help="Find longer words with one typo too.")
    ] = False,
    semantic: Annotated[
        bool,
        typer.Option("--semantic", help="Find what is named in other words (competent[semantic])."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Parquet, CSV or NDJSON to be written, a row an annotation."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, max=1024, help="With --out: processes here; 0: one a processor.")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(help="With --out: tcp://…, the Dask cluster that works instead.")
    ] = "",
    block: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="With --out: texts a block.")
    ] = BLOCK,
    strict: Annotated[
        bool, typer.Option("--strict", help="With --out: do nothing where a row would be refused.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="A JSON line a text.")] = False,
) -> None:
    """Find the concepts of a release that each text of a file names, in the order of its rows."""
    output = Output(json=json)
    with failing_clearly(output), long_cells():
        asked = Question(
            lang=lang or None,
            kinds=frozenset(kind) if kind else None,
            matches=matches,
            format=format_,
            min_score=min_score,
            fuzzy=fuzzy,
            semantic=semantic,
        )
        for it in kind or ():
            refuse_strangers(scheme, it, None)
        if out:
            means = Means(workers, scheduler, block, strict)
            _written(output, file, out, (scheme, version), asked, means)
            return
        data = read_whole(file)
        rows = text_table.read(data, file.name)
        context = Context.open()
        index = index_of(context.engine, scheme, version)
        view = View(index, context.settings.public_url)
        found = _annotator(context, index)
        if semantic:
            with output.progress("encoding") as step:
                held = meanings(context.settings.indexes, [index], encoding(step))
            found = found.with_meanings(held)
        with output.progress("annotating", data.count(b"\n")) as step:
            _tell(output, _answers(found, rows, asked, view, step))


def _written(
    output: Output,
    file: Path,
    out: Path,
    release: tuple[str, str],
    asked: Question,
    means: Means,
) -> None:
    """Annotate a file of any size, block by block."""
    wants_pyarrow()
    from app.bulk.annotating import COLUMNS, annotating_job  # noqa: PLC0415 - an extra, and slow to load
    from app.bulk.reading import Table  # noqa: PLC0415
    from app.bulk.workplace import opened  # noqa: PLC0415

    table = Table.opened(file, COLUMNS, "FILE")
    with opened(out) as place:
        with output.progress("reading") as step:
            step("/".join(release), 0)
            context = Context.open()
            index = index_of(context.engine, *release)
            held = None
            if asked.semantic:
                held = vectors(context.settings.indexes, index, progress=encoding(step))
            job = annotating_job(index, asked, place.folder, held)
        summary = carry_out(output, job, table, place, means, [])
        tell(output, summary, place, [])


def _annotator(context: Context, index: ReleaseIndex) -> Annotator:
    """The annotator of the index; a draft may change, so that nothing of it is kept."""
    if index.release.status is ReleaseStatus.DRAFT:
        return Annotator.build(index)
    return annotator(context.settings.indexes, index)


def _answers(
    over: Annotator, rows: Iterator[TextRow], asked: Question, view: View, step: Any
) -> Iterator[dict[str, Any]]:
    """The answer to each row, or why it has none."""
    for row in rows:
        step(f"row {row.row:,}", row.row)
        head = {"row": row.row, **({"id": row.id} if row.id else {})}
        try:
            if row.refused:
                raise InvalidQueryError(row.refused)
            question = asked.about(row.text, row.lang)
            yield {**head, **document(over.annotate(row.text, question), row.text, view)}
        except InvalidQueryError as error:
            yield {**head, "error": {"code": error.code, "detail": error.detail}}


def _tell(output: Output, answers: Iterator[dict[str, Any]]) -> None:
    many = refused = 0
    shown: list[tuple[object, ...]] = []
    for it in answers:
        many += 1
        if "error" in it:
            refused += 1
            output.warn(f"row {it['row']}: {it['error']['detail']}")
        if output.json:
            output.record(it)
        elif "annotations" in it:
            shown += _shown(it)
    if not output.json:
        columns = ("row", "id", "text", "score", "kind", "concept", "label")
        output.table(columns, shown)
    if refused:
        output.warn(f"{refused:,} of {many:,} rows were refused")


def _shown(answer: dict[str, Any]) -> list[tuple[object, ...]]:
    best = sorted(answer["annotations"], key=lambda it: -it["score"])[:_SHOWN]
    return [
        (
            answer["row"],
            answer.get("id", ""),
            it["text"],
            it["score"],
            it["concept"]["kind"],
            it["concept"].get("notation") or it["concept"]["id"],
            it["matched"]["text"],
        )
        for it in best
    ]
