"""The picture of a burn-down: where its lines begin and end."""

from __future__ import annotations

from datetime import date

import pytest

from app.rendering.workbench.burning_down import burning_down
from app.reviewing.campaigns import Day

DAYS = [Day(date(2026, 11, 2), 10, 0), Day(date(2026, 11, 12), 4, 6)]


@pytest.mark.parametrize(("day", "across", "ends"), [(7, 336.0, 12), (22, 624.0, 22)])
def test_the_line_of_the_plan_ends_at_the_deadline_though_work_went_on(
    day: int, across: float, ends: int
) -> None:
    drawn = burning_down(DAYS, date(2026, 11, day))
    assert drawn
    assert drawn.ideal
    assert [*drawn.ideal] == [48.0, drawn.top, across, drawn.base]
    assert drawn.ends.day == ends


@pytest.mark.parametrize("deadline", [None, date(2026, 11, 1), date(2026, 11, 2)])
def test_no_line_leads_back_to_a_deadline_that_had_passed(deadline: date | None) -> None:
    drawn = burning_down(DAYS, deadline)
    assert drawn
    assert (drawn.ideal, drawn.dots[-1][0]) == (None, drawn.right)


def test_what_has_nothing_to_do_has_no_picture() -> None:
    assert burning_down([], None) is None
    assert burning_down([Day(date(2026, 11, 2), 0, 0)], None) is None
