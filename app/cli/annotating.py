"""`competent annotate`: the concepts of a release in each text of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.annotating import annotator
from app.cli.files import read_whole
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.http.scheme_words import refuse_strangers
from app.indexing import index_of
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
    file: Annotated[Path, typer.Argument(help="CSV in UTF-8: text, and perhaps id and lang.")],
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
        )
        data = read_whole(file)
        rows = text_table.read(data, file.name)
        context = Context.open()
        index = index_of(context.engine, scheme, version)
        for it in kind or ():
            refuse_strangers(scheme, it, None)
        view = View(index, context.settings.public_url)
        found = _annotator(context, index)
        with output.progress("annotating", data.count(b"\n")) as step:
            _tell(output, _answers(found, rows, asked, view, step))


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
