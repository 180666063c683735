"""Answers that take a while to compute: in a thread, few at once, and within a budget of time."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from app.refusals import OverBudgetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.http.services import Services

__all__ = ["computed"]

P = ParamSpec("P")
R = TypeVar("R")


async def computed(app: Services, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the function gives for these arguments; its errors are raised as they are.

    OverBudgetError where it, with its wait for a turn, takes longer than the setting
    `answer_seconds`. A thread cannot be stopped: it goes on to its end and keeps its turn till then,
    so that what is too slow holds up only others that compute. Not for what writes.
    """
    seconds = app.settings.answer_seconds
    context = copy_context()  # of the request
    waiting = app.computers.submit(lambda: context.run(function, *args, **kwargs))
    try:
        return await asyncio.wait_for(asyncio.wrap_future(waiting), seconds)
    except TimeoutError:
        if waiting.done() and not waiting.cancelled():
            raise  # the function's own
    message = (
        f"no answer within {seconds:g} seconds, because the question is too large or too many are "
        "asked at once: ask for less at a time, or again later"
    )
    raise OverBudgetError(message)
