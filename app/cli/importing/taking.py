"""What every import does with what its source read: take it as a draft, and say what was found."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.cli.output import Output, failing_clearly
from app.cli.people import acting_as
from app.cli.publication import publish_and_tell
from app.cli.reading_options import a_day
from app.cli.reports import tell_of_reading
from app.context import Context
from app.importing import (
    Delivery,
    Outcome,
    import_reading,
    refuse_emptiness,
    refuse_unless_clean,
)
from taxonomy.errors import SourceRefusedError
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.model import Release
    from taxonomy.sources.reading import Reading

__all__ = ["Import", "importing"]


@contextmanager
def importing(scheme: str, *, json: bool) -> Iterator[Import]:
    """The frame of every import: open the parts, and fail clearly."""
    output = Output(json=json)
    with failing_clearly(output):
        yield Import(scheme, output, Context.open())


@dataclass(frozen=True, slots=True)
class Import:
    """One import under way: what it is taken as, taking it, saying what was found."""

    scheme: str
    output: Output
    context: Context

    def delivery(self, version: str, released: str, *, replace: bool) -> Delivery:
        """What is to be imported; InvalidVersionError, InvalidQueryError before any file is read."""
        Version.parse(version)
        return Delivery(
            scheme=self.scheme,
            version=version,
            released_at=a_day(released, "--released"),
            replace_draft=replace,
        )

    def take(self, delivery: Delivery, found: Reading, *, lenient: bool, publishing: bool) -> None:
        """Import what was read, say what was found, publish where asked."""
        name = f"{delivery.scheme}-{delivery.version}"
        tell_of_reading(self.context.settings.home, name, found, self.output)
        try:
            refuse_emptiness(found)
            if not lenient:
                refuse_unless_clean(found)
        except SourceRefusedError as error:
            raise SourceRefusedError(error.detail) from error  # its findings are told already
        engine, now = self.context.engine, datetime.now(UTC).replace(microsecond=0)
        by = (acting_as(engine, ""), now)
        imported = import_reading(engine, delivery, found.concepts, by=by)
        self._tell(imported.release, imported.outcome, imported.carried_on, found)
        if publishing:
            publish_and_tell(self.context, self.output, (delivery.scheme, delivery.version))

    def _tell(self, release: Release, outcome: Outcome, carried: int, found: Reading) -> None:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in release.counts.items())
        extra = f"; {carried} carried on as retired" if carried else ""
        self.output.line(
            f"{release.name} {outcome}: {counts}{extra}",
            type="imported",
            release=release.name,
            outcome=outcome.value,
            status=release.status.value,
            counts=release.counts,
            retired=release.retired,
            carried_on=carried,
            rows=dict(found.rows),
            digest=release.digest,
        )
