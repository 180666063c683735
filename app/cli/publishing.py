"""`competent preview|publish|withdraw`: from a draft to a release, and taking one back."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app import publishing, withdrawing
from app.auth.roles import Actor
from app.cli.indexing import encoding, make_files
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.people import ByOption, who
from app.cli.reading_options import SCHEMES_TOLD, a_day
from app.config import Settings
from app.context import Context
from app.manifest import SIGNATURE
from taxonomy import schemes
from taxonomy.errors import InvalidQueryError, SemanticUnavailableError
from taxonomy.formats.distributions import FORMATS
from taxonomy.text import normalise_label
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from taxonomy.model import Release

__all__ = ["preview", "publish", "publish_and_tell", "withdraw"]

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
    scheme: Scheme,
    version: ExactVersion,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Show it as a candidate; publish it later.")
    ] = False,
    planned: Annotated[
        str, typer.Option(help="With --candidate: the day it is to become current, as 2026-12-20.")
    ] = "",
    abandon: Annotated[
        bool, typer.Option("--abandon", help="Give up a candidate or a publication cut short.")
    ] = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Publish a draft or a candidate. Killed at any moment, nothing is public; the next run finishes it.

    A preview shows beforehand what would happen. A published release never changes.
    """
    output = Output(json=json)
    with failing_clearly(output):
        release = _exact(scheme, version)
        if (abandon and (candidate or planned)) or (planned and not candidate):
            message = "--planned goes with --candidate, and --abandon with neither"
            raise InvalidQueryError(message)
        day = a_day(planned, "--planned")
        context = Context.open()
        if abandon:
            withdrawing.abandon(context, release)
            name = "/".join(release)
            output.line(f"{name} is a draft that can change", type="abandoned", release=name)
        elif candidate:
            _show_candidate(context, output, release, (day, by))
        else:
            publish_and_tell(context, output, release, by)


def publish_and_tell(
    context: Context, output: Output, release: tuple[str, str], by: str = ""
) -> None:
    """Publish the draft and say so, or that it was published before; errors as publishing raises."""
    with _steps(output, release) as (on_step, done):
        published = publishing.publish(
            context, release, at=datetime.now(UTC), on_step=on_step, by=Actor(who(by))
        )
    told = "is published" if done else "was published already"
    _index(context, output, release)
    _tell(context, output, published, told, "published", already=not done)


def _show_candidate(
    context: Context, output: Output, release: tuple[str, str], asked: tuple[date | None, str]
) -> None:
    planned, by = asked
    with _steps(output, release) as (on_step, done):
        shown = publishing.publish_candidate(
            context,
            release,
            at=datetime.now(UTC),
            planned_for=planned,
            on_step=on_step,
            by=Actor(who(by)),
        )
    _index(context, output, release)
    day = f", to become current on {planned.isoformat()}" if planned else ""
    told = f"is a candidate{day}" if done else f"was a candidate already{day}"
    _tell(context, output, shown, told, "candidate", already=not done)


@contextmanager
def _steps(
    output: Output, release: tuple[str, str]
) -> Iterator[tuple[publishing.OnStep, list[str]]]:
    """What publishing calls with each step, and the steps done so far."""
    with output.progress(f"publishing {'/'.join(release)}", len(publishing.STEPS)) as step:
        done: list[str] = []

        def on_step(name: str) -> None:
            done.append(name)
            step(name, sum(it in publishing.STEPS for it in done))

        yield on_step, done


def _index(context: Context, output: Output, release: tuple[str, str]) -> None:
    """Build what searching and annotating read; labels are encoded where a setting says so and an encoder is there."""
    if context.settings.semantic:
        try:
            with output.progress("/".join(release)) as step:
                make_files(context, release, encoding(step))
        except SemanticUnavailableError as error:
            output.warn(error.detail)
    else:
        make_files(context, release)


def _tell(
    context: Context, output: Output, release: Release, told: str, event: str, *, already: bool
) -> None:
    signed = context.archive.find(f"{release.name}/{SIGNATURE}") is not None
    output.line(
        f"{release.name} {told}: {release.digest}",
        type=event,
        release=release.name,
        digest=release.digest,
        files={it.file: it.size for it in release.distributions},
        signed=signed,
        planned_for=release.planned_for.isoformat() if release.planned_for else None,
        already=already,
    )
    if not signed:
        output.warn(
            "Its sums are not signed, so nobody can prove who published it: "
            "competent keys signing makes a key, and the next run of this command signs."
        )
    if release.public_url == Settings.model_fields["public_url"].default:
        output.warn(
            f"Its files name {release.public_url} as the address of the service, for ever: set "
            "COMPETENT_PUBLIC_URL before you publish what others are to keep."
        )
    missing = [it for it in FORMATS.values() if not it.available and it.fits(release)]
    for it in missing:
        output.warn(f"It has no {it.name}: {it.module} is not installed (competent[{it.extra}])")


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
