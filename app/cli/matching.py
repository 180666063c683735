"""`competent match`: the best profiles of each vacancy of a file, for any number of both."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.bulk import BLOCK, Means, carry_out, ready, refuse_overwriting, tell
from app.cli.output import Output, failing_clearly
from app.cli.sides import side_of
from app.context import Context
from taxonomy.matching.scoring import MOST_ESSENTIAL_WEIGHT, MOST_RARITY, Direction, Formula
from taxonomy.vocabulary import Kind

__all__ = ["match"]


def match(
    vacancies: Annotated[
        Path, typer.Option("--vacancies", help="Parquet, CSV or NDJSON: id, competences, weights.")
    ],
    profiles: Annotated[
        str,
        typer.Option(
            "--profiles",
            help="A file (id; essential, optional or competences), or a release such as esco/1.2.0.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Parquet, CSV or NDJSON to be written.")],
    top: Annotated[int, typer.Option(min=1, max=10_000, help="Profiles a vacancy.")] = 100,
    direction: Annotated[
        Direction, typer.Option(help="How alike both are, or how much of a profile is met.")
    ] = Direction.SIMILARITY,
    essential_weight: Annotated[
        float,
        typer.Option(min=1, max=MOST_ESSENTIAL_WEIGHT, help="Where an optional one weighs 1."),
    ] = 2.0,
    rarity: Annotated[
        float, typer.Option(min=0, max=MOST_RARITY, help="The exponent of rarity; 0: none counts.")
    ] = 1.0,
    kind: Annotated[
        list[Kind] | None, typer.Option(help="Of a release: the kinds of competence that count.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, max=1024, help="Processes here; 0: one a processor.")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(help="tcp://…: the Dask cluster that works instead.")
    ] = "",
    block: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="Vacancies a block; memory is bounded by it.")
    ] = BLOCK,
    strict: Annotated[
        bool, typer.Option("--strict", help="Do nothing where a row would be refused.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines instead of text.")] = False,
) -> None:
    """Find the profiles that fit each vacancy best, with scores from 0 to 100.

    What is finished is kept beside the output until all is; the same command goes on from there.
    """
    output = Output(json=json)
    with failing_clearly(output):
        means = Means(workers, scheduler, block, strict)
        ready(means)
        from app.bulk.matching import COLUMNS  # noqa: PLC0415 - an extra, and slow to load
        from app.bulk.preparing import Wanted, of_file, of_release  # noqa: PLC0415
        from app.bulk.reading import Table, is_file  # noqa: PLC0415
        from app.bulk.workplace import opened  # noqa: PLC0415

        formula = Formula(essential_weight=essential_weight, rarity=rarity, direction=direction)
        refuse_overwriting(out, vacancies, Path(profiles))
        table = Table.opened(vacancies, COLUMNS, "--vacancies")
        with opened(out) as place:
            with output.progress("reading") as step:
                step(profiles, 0)
                wanted = Wanted(formula, top)
                if is_file(profiles):
                    prepared = of_file(Path(profiles), wanted, place.folder)
                else:
                    side = side_of(profiles, "--profiles")
                    release = side.scheme, side.version
                    engine = Context.open().engine
                    prepared = of_release(engine, release, kind or (), wanted, place.folder)
            earlier = [prepared.rejects] if prepared.rejects else []
            summary = carry_out(output, prepared.job, table, place, means, earlier)
            tell(output, summary, place, earlier)
