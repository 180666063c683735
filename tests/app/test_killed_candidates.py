"""What a publisher that is killed leaves of a candidate, on the way there and on the way on."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEXT = ("competent", "3.9")


@pytest.fixture
def standing(context: Context) -> Context:
    """3.8 is published, 3.9 a draft."""
    butcher = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
    baker = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
    for version, held in (("3.8", [butcher]), ("3.9", [butcher, baker])):
        import_reading(context.engine, Delivery(scheme="competent", version=version), held)
        if version == "3.8":
            publish(context, ("competent", version), at=NOON)
    return context


@pytest.fixture
def emptied(standing: Context, tmp_path: Path) -> Iterator[Context]:
    """The same archive beside an empty record."""
    home = {"home": tmp_path / "other", "archive_url": standing.settings.archive_address}
    settings = standing.settings.model_copy(update=home)
    opened = Context.open(settings.model_copy(update={"database_url": SecretStr("")}))
    yield opened
    opened.engine.dispose()


KILLED = """
import os, signal, sys
from datetime import date
from app.context import Context
from app.publishing import publish, publish_candidate
from tests.moments import NOON

def on_step(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

context = Context.open()
if sys.argv[1] == "candidate":
    day = date(2026, 4, 20)
    publish_candidate(context, ("competent", "3.9"), at=NOON, planned_for=day, on_step=on_step)
else:
    publish(context, ("competent", "3.9"), at=NOON, on_step=on_step)
"""


def killed(context: Context, act: str, step: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, act, step],
        env={
            "COMPETENT_HOME": str(context.settings.home),
            "COMPETENT_DATABASE_URL": context.settings.record_url,
        },
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("step", [*publishing.STEPS, "csv.zip", "manifest.json"])
def test_a_candidate_killed_at_any_step_is_finished_or_given_up(
    standing: Context, emptied: Context, step: str
) -> None:
    killed(standing, "candidate", step)
    shown = ["published"] + ["candidate"] * (step == "flip")
    assert [it.status for it in standing.catalogue()] == shown
    with contextlib.suppress(ArchiveCorruptError):  # a file may be missing that it has to have
        rebuild(emptied.engine, emptied.archive)
    assert [it.version for it in emptied.catalogue() if it.status == "published"] == ["3.8"]
    assert publish_candidate(standing, NEXT, at=EVENING).status is ReleaseStatus.CANDIDATE
    assert list(verify(standing.engine, standing.archive)) == []
    abandon(standing, NEXT)
    assert standing.archive.names("competent/3.9") == []


@pytest.mark.slow
@pytest.mark.parametrize("step", ["read back", "flip"])
def test_a_promotion_killed_at_any_step_is_finished_by_the_next(
    standing: Context, step: str
) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    killed(standing, "promote", step)
    status = "published" if step == "flip" else "candidate"
    assert standing.catalogue()[-1].status == status
    assert publish(standing, NEXT, at=EVENING).status is ReleaseStatus.PUBLISHED
    assert list(verify(standing.engine, standing.archive)) == []
