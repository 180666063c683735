"""`competent translate`: ids of one scheme in another, over published mappings."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.files import read_whole, written_whole
from app.cli.migration import label_of
from app.cli.output import Output, failing_clearly
from app.context import Context
from app.rendering.translating import item, summary
from app.translating import recorded
from taxonomy.errors import InvalidQueryError
from taxonomy.formats.translations import table
from taxonomy.sources import id_list
from taxonomy.translation import Question
from taxonomy.vocabulary import MappingPredicate, MappingState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.translation import Translated, Translation
    from taxonomy.walking import Arrival

__all__ = ["translate"]

MOST_SHOWN = 40
MOST_TARGETS = 3


class Format(StrEnum):
    """What an answer is written as."""

    TEXT = "text"
    CSV = "csv"


class Relation(StrEnum):
    """How a target stands to the id, without the prefix of SKOS."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Counted(StrEnum):
    """The states of mappings that may count."""

    ACCEPTED = "accepted"
    STALE = "stale"
    SUGGESTED = "suggested"


FromOption = Annotated[
    str, typer.Option("--from", help="The release the ids are of, such as rome/3.47.")
]
ToOption = Annotated[
    str, typer.Option("--to", help="The release to go to, such as competent/current.")
]


def translate(
    from_: FromOption,
    to: ToOption,
    ids: Annotated[list[str] | None, typer.Argument(help="Ids, codes or URIs.")] = None,
    file: Annotated[
        Path | None, typer.Option("--ids", help="CSV or plain lines in UTF-8; - reads them.")
    ] = None,
    column: Annotated[str, typer.Option(help="The column of the ids, where there are many.")] = "",
    predicate: Annotated[
        list[Relation] | None, typer.Option(help="Tell only targets that stand so to the id.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Tell only targets at least that sure (0–1).")
    ] = 0.0,
    state: Annotated[
        list[Counted] | None, typer.Option(help="Let mappings in this state count.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="Print the answers in this format.")
    ] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")] = False,
) -> None:
    """Translate ids of one scheme to another, over mappings or a chain of them."""
    output = Output(json=json)
    with failing_clearly(output):
        _refuse_muddle(format_, out, json=json)
        asked = _ids(ids, file, column)
        found = recorded(Context.open(), from_, to)
        question = _question(predicate, min_confidence, state)
        made = found.translator.translate(asked, found.start, found.end, question)
        if out:
            written_whole(out, "".join(table(made)).encode())
        if json:
            output.record({"type": "translation", **summary(made)})
            for it in made.items:
                output.record({"type": "id", **item(it, made)})
        elif format_ is Format.CSV and not out:
            typer.echo("".join(table(made)), nl=False)
        else:
            _tell_people(output, made)


def _refuse_muddle(format_: Format, out: Path | None, *, json: bool) -> None:
    """InvalidQueryError where nothing tells what to write, or two things would be printed as one."""
    if out and format_ is Format.TEXT:
        raise InvalidQueryError("--out needs to know what to write: --format csv")
    if json and format_ is not Format.TEXT and out is None:
        message = f"--json and --format {format_.value} both print: write the table with --out"
        raise InvalidQueryError(message)


def _ids(ids: Sequence[str] | None, file: Path | None, column: str) -> Sequence[str]:
    if (file is None) == (not ids):
        raise InvalidQueryError("name the ids, or a file of them with --ids")
    if file is None:
        return ids or ()
    if str(file) == "-":
        return id_list.read(sys.stdin.buffer.read(), "standard input", column).ids
    return id_list.read(read_whole(file), file.name, column).ids


def _question(
    relations: Sequence[Relation] | None, min_confidence: float, states: Sequence[Counted] | None
) -> Question:
    predicates = frozenset(MappingPredicate[it.name] for it in relations or ())
    counted = frozenset(MappingState(it.value) for it in states or ())
    return Question(
        states=counted or frozenset({MappingState.ACCEPTED}),
        predicates=predicates or frozenset(MappingPredicate),
        min_confidence=min_confidence,
    )


def _tell_people(output: Output, made: Translation) -> None:
    counts = (f"{count:,} {it}" for it, count in made.counts().items() if count)
    told = ", ".join(counts) or "none"
    output.line(f"{made.start.name} → {made.end.name}: {len(made.items):,} ids: {told}")
    for leg in made.legs:
        output.line(f"  over {leg.source} ({leg.start.name} → {leg.end.name})")
    rows = [row for it in made.items[:MOST_SHOWN] for row in _rows(it, made)]
    if rows:
        output.table(("id", "outcome", "to", "label", "predicate", "confidence"), rows)
    if len(made.items) > MOST_SHOWN:
        output.line(f"… and {len(made.items) - MOST_SHOWN:,} more: --format csv lists every one")


def _rows(answer: Translated, made: Translation) -> list[tuple[str, ...]]:
    """A row for each of the best targets of an id, and what there is besides."""
    rows = [_row(it, made) for it in answer.targets[:MOST_TARGETS]]
    more = len(answer.targets) - MOST_TARGETS
    if more > 0:
        rows.append((f"… and {more} more", "", "", ""))
    if not rows:
        rows = [("", "; ".join(it.text for it in answer.remarks), "", "")]
    heads = [(answer.asked, answer.outcome.value), *[("", "")] * len(rows)]
    return [(*head, *row) for head, row in zip(heads, rows, strict=False)]


def _row(arrival: Arrival, made: Translation) -> tuple[str, ...]:
    concept = made.concept(arrival.id)
    return (
        (concept.notation if concept else "") or arrival.id,
        label_of(concept, made.target) if concept and made.target else "",
        arrival.predicate.value.partition(":")[2],
        f"{arrival.confidence:.2f}",
    )
