"""`competent preview|publish|withdraw`: from a draft to a release, and taking one back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from app import publishing, withdrawing
from app.auth.roles import Actor
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.people import ByOption, who
from app.cli.publication import Wish, publish_and_tell, show_candidate, tell_due
from app.cli.reading_options import SCHEMES_TOLD, a_day
from app.context import Context
from taxonomy import schemes
from taxonomy.errors import InvalidQueryError
from taxonomy.text import normalise_label
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

__all__ = ["preview", "publish", "withdraw"]

Scheme = Annotated[str, typer.Argument(help=SCHEMES_TOLD)]
ExactVersion = Annotated[str, typer.Argument(help="A version such as 3.10.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def preview(scheme: Scheme, version: ExactVersion, json: JsonOption = False) -> None:
    """Show what publishing a draft would do: findings, changes, files. Writes nothing."""
    output = Output(json=json)
    with failing_clearly(output):
        found = publishing.preview(Context.open(), *_exact(scheme, version))
        output.findings(found.findings)
        counts: dict[str, int] = {}
        for change in found.changes:
            counts[change.change] = counts.get(change.change, 0) + 1
        if not json:
            output.table(("change", "count"), sorted(counts.items()))
            output.table(("file", "bytes"), [(k, f"{len(v):,}") for k, v in found.files.items()])
        verdict = _verdict(found)
        output.line(
            f"{found.release.name} after {found.release.previous or 'nothing'}: {verdict}",
            type="preview",
            release=found.release.name,
            status=found.release.status.value,
            previous=found.release.previous,
            digest=found.release.digest,
            errors=len(found.errors),
            changes=counts,
            files={name: len(data) for name, data in found.files.items()},
        )
        if found.errors:
            raise typer.Exit(ExitCode.REFUSED)


def publish(
    scheme: Annotated[str, typer.Argument(help=SCHEMES_TOLD)] = "",
    version: Annotated[str, typer.Argument(help="A version such as 3.10.")] = "",
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Show it as a candidate; publish it later.")
    ] = False,
    planned: Annotated[
        str,
        typer.Option(
            help="With --candidate: the day it is to become current, as 2026-12-20. "
            "Of a candidate that is shown already it moves that day."
        ),
    ] = "",
    abandon: Annotated[
        bool, typer.Option("--abandon", help="Give up a candidate or a publication cut short.")
    ] = False,
    due: Annotated[
        bool, typer.Option("--due", help="Publish every candidate whose day has come.")
    ] = False,
    reason: Annotated[
        str,
        typer.Option(
            help="Why a day moves, a candidate becomes current before its day, or is given up."
        ),
    ] = "",
    earlier: Annotated[
        bool, typer.Option("--earlier", help="You know that readers were promised a later day.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Publish a draft or a candidate. Killed at any moment, nothing is public; the next run finishes it.

    A preview shows beforehand what would happen. A published release never changes.
    """
    output = Output(json=json)
    with failing_clearly(output):
        _require_one_way(named=bool(scheme or version), ways=(due, abandon, candidate, planned))
        day = a_day(planned, "--planned")
        if due:
            tell_due(Context.open(), output)
            return
        release = _exact(scheme, version)
        context = Context.open()
        if abandon:
            withdrawing.abandon(
                context, release, reason=reason, at=datetime.now(UTC), by=Actor(who(by))
            )
            name = "/".join(release)
            output.line(f"{name} is a draft that can change", type="abandoned", release=name)
        elif candidate:
            show_candidate(context, output, release, Wish(day, reason, by, earlier=earlier))
        else:
            publish_and_tell(context, output, release, by, reason)


def _require_one_way(*, named: bool, ways: tuple[bool, bool, bool, str]) -> None:
    """InvalidQueryError where options were given that do not go together."""
    due, abandon, candidate, planned = ways
    if due and (named or abandon or candidate or planned):
        message = "--due publishes whatever is due: name no release, and nothing else beside it"
        raise InvalidQueryError(message)
    if (abandon and (candidate or planned)) or (planned and not candidate):
        message = "--planned goes with --candidate, and --abandon with neither"
        raise InvalidQueryError(message)


def withdraw(
    scheme: Scheme,
    version: ExactVersion,
    reason: Annotated[str, typer.Option(help="Why; the catalogue shows it.")],
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Withdraw a release: its files stay, the catalogue says why, `current` passes it by."""
    output = Output(json=json)
    with failing_clearly(output):
        named = _exact(scheme, version)
        context = Context.open()
        release = withdrawing.withdraw(
            context, named, reason=reason, at=datetime.now(UTC), by=Actor(who(by))
        )
        told = "is" if release.withdrawal == normalise_label(reason) else "was already"
        output.line(
            f"{release.name} {told} withdrawn: {release.withdrawal}",
            type="withdrawn",
            release=release.name,
            reason=release.withdrawal,
        )


def _exact(scheme: str, version: str) -> tuple[str, str]:
    """Scheme and version as written; SchemeNotFoundError, InvalidVersionError."""
    return schemes.get(scheme).id, Version.parse(version).text


def _verdict(found: publishing.Preview) -> str:
    if found.release.status is not ReleaseStatus.DRAFT:
        return f"it is {found.release.status} and never changes"
    return f"{len(found.errors)} errors block it" if found.errors else "it can be published"
