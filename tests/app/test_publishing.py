from __future__ import annotations

import hashlib
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from app import publishing, withdrawing
from app.archive import Archive
from app.context import Context
from app.db import releases
from app.db.session import reading
from app.importing import Delivery, import_reading
from app.verifying import verify
from taxonomy.errors import (
    ArchiveConflictError,
    ConflictError,
    ReleaseExistsError,
    ReleaseInvalidError,
    ReleaseNotFoundError,
    StaleChangeError,
)
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import concept, link
from tests.moments import EVENING, NOON
from tests.processes import die, ended

if TYPE_CHECKING:
    from app.config import Settings
    from taxonomy.model import Concept, Release

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
RELEASE = ("competent", "3.8")


def drafted(context: Context, *concepts: Concept, version: str = "3.8") -> None:
    import_reading(context.engine, Delivery(scheme="competent", version=version), concepts)


def published(context: Context, version: str = "3.8") -> Release:
    return publishing.publish(context, ("competent", version), at=NOON)


def files(archive: Archive) -> dict[str, bytes]:
    return {name: archive.find(name) or b"" for name in archive.names()}


def test_a_published_release_is_public_and_stands_in_the_archive(context: Context) -> None:
    drafted(context, BUTCHER, BAKER)
    release = published(context)
    assert context.catalogue() == [release]
    held = files(context.archive)
    assert {f"competent/3.8/{it.file}" for it in release.distributions} == set(held)
    for it in release.distributions:
        data = held[f"competent/3.8/{it.file}"]
        assert (len(data), hashlib.sha256(data).hexdigest()) == (it.size, it.sha256)
    assert list(verify(context.engine, context.archive)) == []


def test_preview_shows_what_publish_then_does(context: Context) -> None:
    drafted(context, BUTCHER)
    published(context)
    drafted(context, concept("op-10", nl="Beenhouwer", fr="Boucher (h/f/x)"), version="3.9")
    found = publishing.preview(context, "competent", "3.9")
    assert [change.change for change in found.changes] == ["renamed"]
    assert found.release.previous == "3.8"
    release = published(context, "3.9")
    assert release.digest == found.release.digest
    canonical_file = found.files["taxonomy.jsonl"]
    assert context.archive.find("competent/3.9/taxonomy.jsonl") == canonical_file


def test_preview_writes_nothing(context: Context) -> None:
    drafted(context, BUTCHER)
    publishing.preview(context, *RELEASE)
    assert context.archive.names() == []
    with reading(context.engine) as session:
        assert releases.get(session, *RELEASE).published_at is None


def test_errors_block_publication_and_all_of_them_are_told(context: Context) -> None:
    drafted(
        context,
        concept("op-1", Kind.PROFILE, link("softSkill", "nowhere"), nl="A", fr="A"),
        concept("op-2", Kind.PROFILE, link("softSkill", "nowhere"), nl="B", fr="B"),
    )
    with pytest.raises(ReleaseInvalidError) as raised:
        published(context)
    blocked = [finding.concept for finding in raised.value.findings if finding.severity == "error"]
    assert blocked == ["op-1", "op-2"]
    assert context.catalogue() == []
    assert context.archive.names() == []


def test_a_draft_that_was_blocked_may_change(context: Context) -> None:
    drafted(context, concept("op-1", Kind.PROFILE, link("softSkill", "nowhere"), nl="A", fr="A"))
    with pytest.raises(ReleaseInvalidError):
        published(context)
    delivery = Delivery(scheme="competent", version="3.8", replace_draft=True)
    import_reading(context.engine, delivery, [BUTCHER])
    assert published(context).counts == {"profile": 1}


def test_publishing_again_changes_nothing(context: Context) -> None:
    drafted(context, BUTCHER)
    first = published(context)
    before = files(context.archive)
    again = publishing.publish(context, RELEASE, at=EVENING)
    assert again == first
    assert files(context.archive) == before


def test_a_release_that_nobody_imported_is_not_found(context: Context) -> None:
    with pytest.raises(ReleaseNotFoundError, match=r"competent has no release 3\.8; it has none"):
        published(context)


def test_of_publishers_at_the_same_time_one_wins_and_the_others_meet_a_conflict(
    context: Context,
) -> None:
    drafted(context, BUTCHER, BAKER)
    at_the_flip = Barrier(3, timeout=30)

    def attempt(_: int) -> str:
        def on_step(step: str) -> None:
            if step == "read back":
                at_the_flip.wait()

        try:
            publishing.publish(context, RELEASE, at=NOON, on_step=on_step)
        except StaleChangeError:
            return "conflict"
        return "published"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(attempt, range(3))) == ["conflict", "conflict", "published"]
    assert list(verify(context.engine, context.archive)) == []


class InterruptedPublicationError(Exception):
    pass


@pytest.mark.parametrize("step", publishing.STEPS[:-1])
def test_a_publication_that_fails_after_a_step_shows_nothing_and_is_finished_by_the_next(
    context: Context, step: str
) -> None:
    drafted(context, BUTCHER, BAKER)

    def fail(name: str) -> None:
        if name == step:
            raise InterruptedPublicationError

    with pytest.raises(InterruptedPublicationError):
        publishing.publish(context, RELEASE, at=NOON, on_step=fail)
    assert context.catalogue() == []
    release = publishing.publish(context, RELEASE, at=EVENING)
    assert release.published_at == NOON  # the freeze had fixed it: the same bytes whoever finishes
    assert list(verify(context.engine, context.archive)) == []


def killed_after(step: str, settings: Settings) -> None:
    """Publish the draft, and die after this step."""

    def on_step(name: str) -> None:
        if name == step:
            die()

    publishing.publish(Context.open(settings), RELEASE, at=NOON, on_step=on_step)


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", [*publishing.STEPS, "taxonomy.jsonl", "SHA256SUMS", "manifest.json"]
)
def test_a_publisher_killed_after_a_step_leaves_nothing_public_or_all_of_it(
    context: Context, settings: Settings, step: str
) -> None:
    drafted(context, BUTCHER, BAKER)
    assert ended(killed_after, step, settings) == -signal.SIGKILL
    assert [it.status for it in context.catalogue()] == (["published"] if step == "flip" else [])
    release = published(context)
    assert context.catalogue() == [release]
    assert list(verify(context.engine, context.archive)) == []


def test_other_bytes_in_the_archive_are_never_overwritten(context: Context) -> None:
    drafted(context, BUTCHER)
    context.archive.add("competent/3.8/manifest.json", b"{}")
    with pytest.raises(ArchiveConflictError, match=r"competent/3\.8/manifest\.json"):
        published(context)
    assert context.archive.find("competent/3.8/manifest.json") == b"{}"
    assert context.catalogue() == []


def test_a_publication_under_way_keeps_its_draft_from_changing(context: Context) -> None:
    drafted(context, BUTCHER)

    def fail(name: str) -> None:
        if name == "archive":
            raise InterruptedPublicationError

    with pytest.raises(InterruptedPublicationError):
        publishing.publish(context, RELEASE, at=NOON, on_step=fail)
    replacing = Delivery(scheme="competent", version="3.8", replace_draft=True)
    with pytest.raises(ReleaseExistsError, match="--abandon"):
        import_reading(context.engine, replacing, [BAKER])
    withdrawing.abandon(context, RELEASE, at=EVENING, reason="Codes verwisseld.")
    assert context.archive.names() == []
    import_reading(context.engine, replacing, [BAKER])
    assert published(context).counts == {"profile": 1}


def test_a_publication_is_not_finished_over_a_release_that_came_meanwhile(
    context: Context,
) -> None:
    drafted(context, BUTCHER, BAKER, version="3.10")

    def fail(name: str) -> None:
        if name == "build":
            raise InterruptedPublicationError

    with pytest.raises(InterruptedPublicationError):
        publishing.publish(context, ("competent", "3.10"), at=NOON, on_step=fail)
    drafted(context, BUTCHER, version="3.9")
    published(context, "3.9")
    with pytest.raises(ConflictError, match=r"follows nothing, and 3\.9 is the release before it"):
        published(context, "3.10")
    withdrawing.abandon(context, ("competent", "3.10"), at=EVENING, reason="Codes verwisseld.")
    assert published(context, "3.10").previous == "3.9"


def test_what_is_public_cannot_be_abandoned(context: Context) -> None:
    drafted(context, BUTCHER)
    published(context)
    with pytest.raises(ConflictError, match="what is public stays"):
        withdrawing.abandon(context, RELEASE, at=EVENING, reason="Codes verwisseld.")


def test_a_withdrawn_release_keeps_its_files_and_says_why(context: Context) -> None:
    drafted(context, BUTCHER)
    published(context)
    before = files(context.archive)
    for _ in range(2):  # again: what was cut short is finished, the first reason stands
        withdrawing.withdraw(context, RELEASE, reason="wrong titles", at=EVENING)
    (release,) = context.catalogue()
    assert (release.status, release.withdrawal) == (ReleaseStatus.WITHDRAWN, "wrong titles")
    assert before.items() <= files(context.archive).items()
    assert list(verify(context.engine, context.archive)) == []


def test_a_withdrawn_release_is_corrected_by_the_next_and_never_republished(
    context: Context,
) -> None:
    drafted(context, BUTCHER)
    published(context)
    withdrawing.withdraw(context, RELEASE, reason="wrong", at=EVENING)
    with pytest.raises(ConflictError, match="correct it by the next"):
        published(context)
    drafted(context, BUTCHER, BAKER, version="3.9")
    assert published(context, "3.9").previous is None


def test_a_draft_is_not_withdrawn(context: Context) -> None:
    drafted(context, BUTCHER)
    with pytest.raises(ConflictError, match="only a release is withdrawn"):
        withdrawing.withdraw(context, RELEASE, reason="x", at=NOON)
