"""What a publisher that is killed leaves of a candidate, on the way there and on the way on."""

from __future__ import annotations

import contextlib
import signal
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app import publishing
from app.context import Context
from app.importing import Delivery, import_reading
from app.publishing import publish, publish_candidate
from app.rebuilding import rebuild
from app.verifying import verify
from app.withdrawing import abandon
from taxonomy.errors import ArchiveCorruptError
from taxonomy.vocabulary import ReleaseStatus
from tests.build import concept
from tests.moments import EVENING, NOON
from tests.processes import die, ended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.config import Settings
    from tests.app.kept import Kept

NEXT = ("competent", "3.9")


def begun(context: Context) -> None:
    """3.8 is published, 3.9 a draft."""
    butcher = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
    baker = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
    for version, held in (("3.8", [butcher]), ("3.9", [butcher, baker])):
        import_reading(context.engine, Delivery(scheme="competent", version=version), held)
        if version == "3.8":
            publish(context, ("competent", version), at=NOON)


@pytest.fixture
def standing(context: Context, kept: Kept) -> Context:
    """3.8 is published, 3.9 a draft."""
    kept.fill(context, begun)
    return context


@pytest.fixture
def emptied(standing: Context, tmp_path: Path) -> Iterator[Context]:
    """The same archive beside an empty record."""
    home = {"home": tmp_path / "other", "archive_url": standing.settings.archive_address}
    settings = standing.settings.model_copy(update=home)
    opened = Context.open(settings.model_copy(update={"database_url": SecretStr("")}))
    yield opened
    opened.engine.dispose()


def killed_after(act: str, step: str, settings: Settings) -> None:
    """Make the draft a candidate, or promote the candidate, and die after this step."""

    def on_step(name: str) -> None:
        if name == step:
            die()

    context = Context.open(settings)
    if act == "candidate":
        day = date(2026, 4, 20)
        publish_candidate(context, NEXT, at=NOON, planned_for=day, on_step=on_step)
    else:
        publish(context, NEXT, at=NOON, on_step=on_step)


@pytest.mark.slow
@pytest.mark.parametrize("step", [*publishing.STEPS, "csv.zip", "manifest.json"])
def test_a_candidate_killed_at_any_step_is_finished_or_given_up(
    standing: Context, emptied: Context, step: str
) -> None:
    assert ended(killed_after, "candidate", step, standing.settings) == -signal.SIGKILL
    shown = ["published"] + ["candidate"] * (step == "flip")
    assert [it.status for it in standing.catalogue()] == shown
    with contextlib.suppress(ArchiveCorruptError):  # a file may be missing that it has to have
        rebuild(emptied.engine, emptied.archive)
    assert [it.version for it in emptied.catalogue() if it.status == "published"] == ["3.8"]
    assert publish_candidate(standing, NEXT, at=EVENING).status is ReleaseStatus.CANDIDATE
    assert list(verify(standing.engine, standing.archive)) == []
    abandon(standing, NEXT, at=EVENING, reason="Codes verwisseld.")
    assert standing.archive.names("competent/3.9") == []


@pytest.mark.slow
@pytest.mark.parametrize("step", ["read back", "flip"])
def test_a_promotion_killed_at_any_step_is_finished_by_the_next(
    standing: Context, step: str
) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    assert ended(killed_after, "promote", step, standing.settings) == -signal.SIGKILL
    status = "published" if step == "flip" else "candidate"
    assert standing.catalogue()[-1].status == status
    assert publish(standing, NEXT, at=EVENING).status is ReleaseStatus.PUBLISHED
    assert list(verify(standing.engine, standing.archive)) == []
