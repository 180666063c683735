"""The board is read before somebody asks for it, where anybody works here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import event

from app.auth.people import add_person
from app.reviewing.review import Review
from tests.app.reviewing.scene import with_releases
from tests.app.routes.workbench.desk import ROOT

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

ASKED = 2
"""What changed of the releases, and of the translations: all that is asked of a board that is there."""


def test_the_first_who_asks_waits_for_nothing(context: Context, kept: Kept) -> None:
    kept.fill(context, with_releases)
    asked: list[str] = []
    event.listen(context.engine, "before_cursor_execute", lambda *it: asked.append(it[2]))

    def queries_of_the_first(review: Review) -> int:
        review.warm()
        asked.clear()
        review.now()
        return sum(it.startswith("SELECT") for it in asked)

    assert (
        queries_of_the_first(Review(context.engine)) > ASKED
    )  # nobody works here: nothing is held
    add_person(context.engine, "Fien", by=ROOT, at=datetime.now(UTC))
    assert queries_of_the_first(Review(context.engine)) == ASKED


def test_without_a_release_there_is_nothing_to_be_ready(context: Context) -> None:
    add_person(context.engine, "Fien", by=ROOT, at=datetime.now(UTC))
    Review(context.engine).warm()
