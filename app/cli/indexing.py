"""`competent index`: the files that searching and annotating read, made before anybody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import Output, failing_clearly
from app.cli.sides import side_of
from app.context import Context
from app.indexing import index_of
from app.meaning import filed, vectors
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.meaning.encoding import encoder
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.model import Release

__all__ = ["encoding", "index", "make_files"]


def index(
    releases: Annotated[
        list[str] | None,
        typer.Argument(metavar="RELEASE…", help="Such as esco/1.2.0; every public one if none."),
    ] = None,
    semantic: Annotated[
        bool,
        typer.Option(
            "--semantic", help="Encode the labels, too: minutes of work (competent[semantic])."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON lines instead of text.")] = False,
) -> None:
    """Make the files that searching and annotating read, where they are missing or damaged.

    Publishing makes them, and so does whoever needs them first; but labels are encoded here alone.
    """
    output = Output(json=json)
    with failing_clearly(output):
        if semantic:
            encoder()  # what is not installed is told before any work
        context = Context.open()
        named = [side_of(it, "RELEASE") for it in releases or ()]
        for it in named or [Side(one.scheme, one.version) for one in context.catalogue()]:
            with output.progress("/".join(it)) as step:
                made = make_files(context, it, encoding(step) if semantic else None)
            output.line(
                f"{made.name} can be searched and annotated with"
                f"{', also by what labels mean' if semantic else ''}",
                type="indexed",
                release=made.name,
                semantic=semantic,
            )


def encoding(step: Callable[[str, int], None]) -> Callable[[int, int], None]:
    """What tells on a progress line how many labels are encoded and are to be."""
    return lambda done, of: step(f"encoding {of:,} labels", done)


def make_files(
    context: Context,
    release: tuple[str, str],
    progress: Callable[[int, int], None] | None = None,
) -> Release:
    """Build what searching and annotating read, so that no worker has to; with `progress` the vectors of labels, too.

    Where it cannot be written the log says so. InvalidQueryError for a draft, which may change,
    SemanticUnavailableError.
    """
    # What searches takes most of a second to import, and no other command needs it.
    from app.annotating import annotator  # noqa: PLC0415
    from app.searching import opened_or_built  # noqa: PLC0415

    held, folder = index_of(context.engine, *release), context.settings.indexes
    if held.release.status is ReleaseStatus.DRAFT:
        message = f"{held.release.name} is a draft: its files are made once it is published"
        raise InvalidQueryError(message)
    opened_or_built(folder, held)
    annotator(folder, held)
    if progress:
        others = [it for it in context.catalogue() if it.scheme == held.release.scheme]
        vectors(folder, held, [*filed(folder, others)], progress)
    return held.release
