"""A publication as a command shows it: its steps, what came of it, and what is amiss with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import typer

from app import publishing
from app.auth.roles import Actor
from app.cli.indexing import encoding, make_files
from app.cli.output import ExitCode, Output, exit_code
from app.cli.people import who
from app.config import Settings
from app.db import drafts, releases
from app.db.session import reading
from app.due import publish_due
from app.manifest import SIGNATURE
from app.windows import proposed_end, reschedule
from taxonomy.errors import SemanticUnavailableError
from taxonomy.formats.distributions import FORMATS
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.context import Context
    from app.due import Outcome
    from taxonomy.model import Release

__all__ = ["Wish", "publish_and_tell", "show_candidate", "tell_due"]


class Wish(NamedTuple):
    """The day on which a candidate is to become current, why, who says so, and that an earlier day is meant."""

    day: date | None
    reason: str
    by: str
    earlier: bool


def publish_and_tell(
    context: Context, output: Output, release: tuple[str, str], by: str = "", why: str = ""
) -> None:
    """Publish the draft and say so, or that it was published before; errors as publishing raises."""
    with _steps(output, release) as (on_step, done):
        published = publishing.publish(
            context, release, at=datetime.now(UTC), on_step=on_step, by=Actor(who(by)), why=why
        )
    told = "is published" if done else "was published already"
    _index(context, output, release)
    _tell(context, output, published, told, "published", already=not done)


def show_candidate(context: Context, output: Output, release: tuple[str, str], wish: Wish) -> None:
    """Show the draft as a candidate, or move the day of one, and say so; errors as these raise."""
    at, by = datetime.now(UTC), Actor(who(wish.by))
    standing = _standing(context, release)
    if wish.day and standing.status is ReleaseStatus.CANDIDATE:
        why = (wish.reason, wish.earlier)
        if wish.day != standing.planned_for:
            standing = reschedule(context, release, wish.day, why=why, at=at, by=by)
        _tell_candidate(context, output, standing, already=True)
        return
    day = wish.day or proposed_end(standing.planned_for, at, context.settings.candidate_days)
    if standing.status is ReleaseStatus.CANDIDATE:
        day = standing.planned_for
    with _steps(output, release) as (on_step, done):
        shown = publishing.publish_candidate(
            context, release, at=at, planned_for=day, on_step=on_step, by=by
        )
    _index(context, output, release)
    _tell_candidate(context, output, shown, already=not done)


def tell_due(context: Context, output: Output) -> None:
    """Publish whatever is due and say so, one line each; the exit code is that of the first that was refused."""
    codes: list[ExitCode] = []
    for found in publish_due(context, at=datetime.now(UTC)):
        release = found.release.scheme, found.release.version
        if found.done:
            _index(context, output, release)
            _tell(context, output, found.release, "is published", "published", already=False)
        elif found.errors:
            output.findings(found.errors)
            codes.append(ExitCode.REFUSED)
            _tell_blocked(output, found, f"{len(found.errors)} errors block it")
        elif found.refusal:
            codes.append(exit_code(found.refusal))
            _tell_blocked(output, found, found.refusal.detail)
    if codes:
        raise typer.Exit(codes[0])


def _tell_blocked(output: Output, found: Outcome, why: str) -> None:
    name, day = found.release.name, found.release.planned_for
    output.line(
        f"{name} was to become current on {day}, and stays a candidate: {why}",
        type="blocked",
        release=name,
        planned_for=day.isoformat() if day else None,
        why=why,
    )


def _standing(context: Context, release: tuple[str, str]) -> Release:
    """The release as it stands; a draft with the day that is planned for it."""
    with reading(context.engine) as session:
        row = releases.get(session, *release)
        said = drafts.described(session, row.key)
        standing = releases.as_release(row)
        if row.status == ReleaseStatus.DRAFT and said:
            return replace(standing, planned_for=said.planned_for)
        return standing


def _tell_candidate(context: Context, output: Output, shown: Release, *, already: bool) -> None:
    planned = shown.planned_for
    day = f", to become current on {planned.isoformat()}" if planned else ""
    told = f"was a candidate already{day}" if already else f"is a candidate{day}"
    _tell(context, output, shown, told, "candidate", already=already)


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
