"""Long computations have their turns, an end, and do not hold up what needs none."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from app.http.computing import computed
from app.http.services import COMPUTERS
from app.refusals import OverBudgetError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def app() -> Iterator[Any]:
    with ThreadPoolExecutor(COMPUTERS) as computers:
        settings = SimpleNamespace(answer_seconds=0.05)
        yield SimpleNamespace(computers=computers, settings=settings)


def test_an_answer_within_the_budget_is_given_and_errors_are_raised(app: Any) -> None:
    assert asyncio.run(computed(app, divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(computed(app, divmod, 7, 0))


def test_a_timeout_of_the_function_itself_is_not_taken_for_the_budget(app: Any) -> None:
    def gives_up() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        asyncio.run(computed(app, gives_up))


def test_what_takes_too_long_is_refused_and_what_waits_behind_it_too(app: Any) -> None:
    release, begun = threading.Event(), threading.Semaphore(0)

    def slow() -> str:
        begun.release()
        release.wait(30)
        return "late"

    async def several() -> list[object]:
        asked = [computed(app, slow) for _ in range(3)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    try:
        answers = asyncio.run(several())
        assert [type(it) for it in answers] == [OverBudgetError] * 3
        assert begun.acquire(timeout=5)
        assert begun.acquire(timeout=5)
        assert not begun.acquire(blocking=False)  # the third had no turn, and never gets one
    finally:
        release.set()
    assert asyncio.run(computed(app, str, 1)) == "1"
    assert not begun.acquire(blocking=False)
