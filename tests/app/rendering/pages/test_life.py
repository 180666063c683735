from __future__ import annotations

from app.rendering.pages.life import life
from taxonomy.model import Lifespan, Release
from taxonomy.vocabulary import ReleaseStatus, Status
from tests.app.rendering.pages.reading import reader_of
from tests.build import concept, retired


def line(*versions: str, **status: ReleaseStatus) -> list[Release]:
    states = {name.removeprefix("v").replace("_", "."): it for name, it in status.items()}
    return [
        Release(
            scheme="competent",
            version=it,
            status=states.get(it, ReleaseStatus.PUBLISHED),
            digest="sha256:0",
        )
        for it in versions
    ]


def told(version: str, span: Lifespan, releases: list[Release], status: Status) -> str:
    made = concept("u1") if status is Status.ACTIVE else retired("u1")
    index = reader_of(made, version=version, lives={"u1": span}).index
    found = life(index, made, releases)
    return " ".join(f"{it.version}:{it.state[0]}" for it in found.moments)


def test_a_concept_is_before_active_and_retired_in_turn() -> None:
    releases = line("3.8", "3.9", "3.10", "3.11")
    span = Lifespan("3.9", "3.10", "3.11")
    assert told("3.11", span, releases, Status.RETIRED) == "3.8:b 3.9:a 3.10:a 3.11:r"


def test_releases_after_the_one_on_view_are_not_shown() -> None:
    releases = line("3.9", "3.10", "3.11")
    assert told("3.10", Lifespan("3.9"), releases, Status.ACTIVE) == "3.9:a 3.10:a"


def test_withdrawn_releases_and_candidates_tell_nothing() -> None:
    releases = line(
        "3.8", "3.9", "3.10", v3_8=ReleaseStatus.WITHDRAWN, v3_9=ReleaseStatus.CANDIDATE
    )
    assert told("3.10", Lifespan("3.8"), releases, Status.ACTIVE) == "3.10:a"


def test_what_was_never_active_is_retired_from_its_first_release() -> None:
    span = Lifespan("3.8", None, "3.8")
    assert told("3.9", span, line("3.8", "3.9"), Status.RETIRED) == "3.8:r 3.9:r"
