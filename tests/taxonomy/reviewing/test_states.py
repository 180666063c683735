from __future__ import annotations

import pytest

from taxonomy.reviewing.states import STEPS, State, Step, Work, after, allowed, standing
from taxonomy.reviewing.units import Past
from tests.taxonomy.reviewing.units import unit

NOW = "Vlees snijden"


def test_without_a_text_a_translation_is_missing() -> None:
    assert standing(unit(NOW), None).state is State.MISSING


def test_what_a_release_published_is_approved_but_nobody_reviewed_it() -> None:
    found = standing(unit(NOW, "Couper", past=Past(NOW, "3.8")), None)
    assert (found.state, found.published, found.reviewed) == (State.APPROVED, "3.8", False)


def test_a_changed_source_reopens_what_was_published() -> None:
    found = standing(unit(NOW, "Couper", past=Past("Vis snijden", "3.8")), None)
    assert (found.state, found.source_then) == (State.STALE, "Vis snijden")


def test_a_text_that_no_release_has_is_to_be_reviewed() -> None:
    assert standing(unit(NOW, "Couper"), None).state is State.REVIEW


def test_an_approval_holds_until_the_source_changes() -> None:
    work = Work(State.APPROVED, "Couper", NOW, "Fien")
    approved = standing(unit(NOW, "Couper", past=Past("Vis snijden", "3.8")), work)
    assert (approved.state, approved.reviewed) == (State.APPROVED, True)
    assert standing(unit("Vlees hakken", "Couper"), work).state is State.STALE


def test_a_target_that_was_changed_elsewhere_is_not_approved() -> None:
    work = Work(State.APPROVED, "Couper", NOW, "Fien")
    assert standing(unit(NOW, "Trancher"), work).state is State.REVIEW
    assert standing(unit(NOW), work).state is State.MISSING


@pytest.mark.parametrize("state", [State.REVIEW, State.MACHINE])
def test_a_proposed_text_is_stale_when_its_source_changed(state: State) -> None:
    found = standing(unit("Vlees hakken"), Work(state, "Couper", NOW, "Luc"))
    assert (found.state, found.text, found.written_by) == (State.STALE, "Couper", "Luc")


def test_a_draft_stays_with_its_writer_when_the_source_changes() -> None:
    found = standing(unit("Vlees hakken"), Work(State.DRAFT, "Couper", NOW, "Luc"))
    assert (found.state, found.source_then) == (State.DRAFT, NOW)


def test_a_draft_is_not_approved_and_an_approved_text_not_submitted() -> None:
    assert allowed(State.DRAFT) == (Step.SAVE, Step.SUBMIT)
    assert allowed(State.APPROVED) == (Step.SAVE, Step.APPROVE)
    assert allowed(State.REVIEW) == (Step.SAVE, Step.SUBMIT, Step.APPROVE, Step.SEND_BACK)
    assert allowed(State.STALE) == (Step.SUGGEST, Step.SAVE, Step.SUBMIT, Step.APPROVE)
    assert allowed(State.MISSING) == (Step.SUGGEST, Step.SAVE)


def test_nothing_that_follows_from_texts_is_recorded() -> None:
    assert {after(it) for it in STEPS}.isdisjoint({State.MISSING, State.STALE})
