"""`competent suggest-successors|record-successors`: who takes the place of what was retired."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.auth.roles import Actor
from app.cli.files import read_whole, written_whole
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, who
from app.cli.reading_options import SCHEMES_TOLD
from app.context import Context
from app.indexing import index_before, index_of
from app.succession import record_decisions
from taxonomy.formats.suggestions import suggestion_table
from taxonomy.schemes import SCHEMES
from taxonomy.sources import decisions
from taxonomy.successors import suggest, undecided
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept
    from taxonomy.successors import Suggestion

__all__ = ["record_successors", "suggest_successors"]

MOST_SHOWN = 40

JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def suggest_successors(
    scheme: Annotated[str, typer.Argument(help=SCHEMES_TOLD)],
    version: Annotated[str, typer.Argument(help="A release or draft, `current` or `candidate`.")],
    out: Annotated[Path | None, typer.Option(help="Write the table for a reviewer here.")] = None,
    earlier: Annotated[
        bool, typer.Option("--earlier", help="Also for what earlier releases retired.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Suggest successors of the concepts that a release retired without saying why.

    Nothing is applied: a reviewer fills the column `decision`, and `record-successors` records it.
    """
    output = Output(json=json)
    with failing_clearly(output):
        engine = Context.open().engine
        index = index_of(engine, scheme, version)
        before = index_before(engine, index)
        found = suggest(undecided(index, earlier=earlier), index, before)
        if out:
            written_whole(out, "".join(suggestion_table(found, index)).encode("utf-8-sig"))
        if json:
            for it in found:
                output.record(_values(it))
        else:
            _tell(output, found, index)
        if out and not json:
            output.line(f"For the reviewer: {out}")


def record_successors(
    file: Annotated[Path, typer.Argument(help="The reviewed table, CSV in UTF-8.")],
    version: Annotated[str, typer.Option("--version", help="The draft, such as 3.10.")],
    scheme: Annotated[str, typer.Option(help=SCHEMES_TOLD)] = "competent",
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Record reviewed decisions about successors in a draft: all of them, or nothing.

    The column `decision` says replaced, split, merged or none; empty rows and `no` are passed over.
    """
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        decided = decisions.read(read_whole(file), file.name)
        acts = Actor(who(by)), datetime.now(UTC)
        done = record_decisions(context.engine, (scheme, version), decided, file.name, by=acts)
        output.line(
            f"{done.release.name}: {done.changed:,} concepts decided, {done.unchanged:,} were so before",
            type="recorded",
            release=done.release.name,
            changed=done.changed,
            unchanged=done.unchanged,
            digest=done.release.digest,
        )


def _tell(output: Output, found: list[Suggestion], index: ReleaseIndex) -> None:
    withs = [it for it in found if it.candidates]
    output.line(
        f"{index.release.name}: {len(found):,} concepts retired without a reason, "
        f"candidates for {len(withs):,}"
    )
    kinds = Counter(it.retired.kind.value for it in found)
    helped = Counter(it.retired.kind.value for it in withs)
    rows = [(kind, count, helped[kind]) for kind, count in sorted(kinds.items())]
    output.table(("kind", "retired", "with candidates"), rows)
    if withs:
        shown = [_row(it, index) for it in withs[:MOST_SHOWN]]
        output.table(("retired", "label", "proposed", "best candidate", "label", "score"), shown)
    if len(withs) > MOST_SHOWN:
        output.line(f"… and {len(withs) - MOST_SHOWN:,} more: --out lists every one")


def _row(it: Suggestion, index: ReleaseIndex) -> tuple[object, ...]:
    best = it.candidates[0]
    return (
        it.retired.notation or it.retired.id,
        _label(it.retired, index),
        it.reason.value,
        best.concept.notation or best.concept.id,
        _label(best.concept, index),
        best.score,
    )


def _label(concept: Concept, index: ReleaseIndex) -> str:
    labels = index.labels(concept)
    texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
    order = (*SCHEMES[concept.scheme].languages, *texts)
    return next((texts[lang] for lang in order if lang in texts), "")


def _values(it: Suggestion) -> dict[str, object]:
    return {
        "type": "suggestion",
        "retired": {"id": it.retired.id, "notation": it.retired.notation},
        "proposed_reason": it.reason.value,
        "candidates": [
            {
                "id": candidate.concept.id,
                "notation": candidate.concept.notation,
                "score": candidate.score,
                "evidence": [evidence.reason for evidence in candidate.evidence],
            }
            for candidate in it.candidates
        ],
    }
