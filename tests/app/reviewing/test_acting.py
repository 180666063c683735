from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.db import audit, mentions, releases, revisions, translations
from app.db.audit import Sought
from app.db.session import reading
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.reviewing.acting import (
    Assignment,
    assign,
    comment,
    flag,
    save,
    send_back,
    submit,
    suggest,
    unflag,
    withdraw,
)
from app.reviewing.approving import approve, approve_many, preview
from app.reviewing.queues import NOBODY, Wanted, page_of
from app.reviewing.records import Seen
from app.reviewing.review import Review
from taxonomy import canonical
from taxonomy.errors import InvalidQueryError, NotFoundError
from taxonomy.reviewing.errors import (
    OthersEyesError,
    StepRefusedError,
    TranslationRefusedError,
)
from taxonomy.reviewing.states import State
from tests.app.reviewing.scene import (
    CUT,
    EDITH,
    FIEN,
    LUC,
    RITA,
    SLAGER,
    by,
    name_of,
    with_releases,
)

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept
    from tests.app.kept import Kept

STALE = name_of(CUT)


@pytest.fixture
def review(context: Context, kept: Kept) -> Review:
    kept.fill(context, with_releases)
    return Review(context.engine)


def state(review: Review, unit: str) -> State:
    return review.now().get(unit).state


def in_draft(review: Review, concept_id: str) -> Concept:
    with reading(review.engine) as session:
        row = releases.get(session, "competent", "3.10")
        found = revisions.documents_of(session, row.key, [concept_id], "competent")
        return canonical.read(found[concept_id])


def test_a_source_that_changed_reopens_what_was_published(review: Review) -> None:
    entry = review.now().get(STALE)
    assert entry.state is State.STALE
    assert (entry.standing.source_then, entry.unit.source) == (
        "Vlees snijden",
        "Vlees uitbenen en snijden",
    )
    assert state(review, name_of("sk-2")) is State.APPROVED
    assert state(review, name_of("sk-10")) is State.MISSING
    assert state(review, name_of(CUT, "de")) is State.MISSING


def test_a_text_goes_from_its_writer_through_a_reviewer_into_the_draft(review: Review) -> None:
    save(review, STALE, " Désosser et couper\n", by(LUC, 1))
    assert state(review, STALE) is State.DRAFT
    submit(review, STALE, by(LUC, 2))
    assert state(review, STALE) is State.REVIEW
    found = approve(review, STALE, by(FIEN, 3))
    assert found.state is State.APPROVED
    assert (found.unit.target, found.standing.written_by) == ("Désosser et couper", "Luc Maes")
    assert in_draft(review, CUT).pref_label("fr") == "Désosser et couper"
    assert in_draft(review, CUT).pref_label("nl") == "Vlees uitbenen en snijden"


def test_what_nobody_approved_is_not_in_the_draft(review: Review) -> None:
    submit(review, name_of("sk-10"), by(LUC), text="Vendre du poisson")
    approve(review, STALE, by(FIEN))
    save(review, name_of("sk-2"), "Lever des filets", by(LUC))
    assert review.now().texts.concepts["sk-10"].pref_label("fr") is None
    assert review.now().texts.concepts["sk-2"].pref_label("fr") == "Fileter du poisson"


def test_a_stale_text_is_approved_as_it_stands_and_the_draft_does_not_move(
    review: Review,
) -> None:
    found = approve(review, STALE, by(FIEN))
    assert (found.state, found.standing.reviewed) == (State.APPROVED, True)
    assert not review.now().texts.is_draft


def test_nobody_approves_what_they_wrote(review: Review) -> None:
    submit(review, STALE, by(RITA), text="Désosser et couper")
    with pytest.raises(OthersEyesError, match="Rita wrote SK-1"):
        approve(review, STALE, by(RITA))
    approve(review, STALE, by(FIEN))


def test_a_reviewer_who_mends_a_text_becomes_its_writer(review: Review) -> None:
    submit(review, STALE, by(LUC), text="Désosser")
    submit(review, STALE, by(FIEN), text="Désosser et couper")
    with pytest.raises(OthersEyesError):
        approve(review, STALE, by(FIEN))
    approve(review, STALE, by(RITA))


def test_who_saves_the_same_text_again_does_not_become_its_writer(review: Review) -> None:
    submit(review, STALE, by(LUC), text="Désosser")
    submit(review, STALE, by(FIEN), text="Désosser")
    assert approve(review, STALE, by(FIEN)).standing.written_by == "Luc Maes"


def test_a_translator_works_in_their_own_language_and_does_not_approve(review: Review) -> None:
    with pytest.raises(RoleRequiredError):
        save(review, name_of(CUT, "de"), "Fleisch schneiden", by(LUC))
    with pytest.raises(RoleRequiredError):
        approve(review, STALE, by(LUC))
    with pytest.raises(RoleRequiredError):
        send_back(review, STALE, "nein", by(LUC))


def test_an_approval_ends_when_the_text_changes_again(review: Review) -> None:
    approve(review, STALE, by(FIEN))
    save(review, STALE, "Désosser", by(LUC))
    assert state(review, STALE) is State.DRAFT
    withdraw(review, STALE, by(LUC))
    # what was approved before the draft is not known any more: the texts alone tell
    assert state(review, STALE) is State.STALE
    with pytest.raises(StepRefusedError):
        withdraw(review, STALE, by(LUC))


def test_errors_keep_a_text_from_being_submitted_and_warnings_do_not(review: Review) -> None:
    with pytest.raises(TranslationRefusedError) as refused:
        submit(review, STALE, by(LUC), text="GrefferÃ©")
    assert refused.value.findings[0].code == "translation-broken-characters"
    assert state(review, STALE) is State.STALE
    submit(review, name_of(SLAGER), by(LUC), text="Boucher-charcutier 7")
    assert state(review, name_of(SLAGER)) is State.REVIEW


def test_what_is_sent_back_says_why_and_tells_its_writer(review: Review) -> None:
    submit(review, STALE, by(LUC), text="Désosser")
    with pytest.raises(InvalidQueryError):
        send_back(review, STALE, "  ", by(FIEN))
    found = send_back(review, STALE, "et couper ?", by(FIEN))
    assert (found.state, found.standing.text) == (State.DRAFT, "Désosser")
    with reading(review.engine) as session:
        (told,) = mentions.of(session, "Luc Maes", limit=10)
    assert (told.author, told.text, told.about_id) == ("Fien", "et couper ?", STALE)
    assert told.path == f"/workbench/translations/fr?unit={STALE}"


def test_a_page_that_is_old_changes_nothing(review: Review) -> None:
    seen = review.now().get(STALE).etag
    save(review, STALE, "Désosser", by(LUC), etags=(seen,))
    with pytest.raises(PreconditionFailedError, match="last by Luc Maes"):
        save(review, STALE, "Trancher", by(RITA), etags=(seen,))
    assert review.now().get(STALE).standing.text == "Désosser"


def test_a_machine_proposes_only_where_no_person_did(review: Review) -> None:
    found = suggest(review, STALE, "Désosser et couper", by(LUC))
    assert (found.state, found.standing.written_by) == (State.MACHINE, "")
    assert approve(review, STALE, by(FIEN)).state is State.APPROVED
    save(review, name_of("sk-10"), "Vendre", by(LUC))
    with pytest.raises(StepRefusedError):
        suggest(review, name_of("sk-10"), "Vendre du poisson", by(LUC))


def test_no_text_and_a_text_without_end_are_refused(review: Review) -> None:
    for text in ("", " \n", "x" * 2_001):
        with pytest.raises(InvalidQueryError):
            save(review, STALE, text, by(LUC))
    with pytest.raises(NotFoundError):
        save(review, "0" * 20, "Désosser", by(LUC))


def test_flags_comments_and_assignments_move_no_state(review: Review) -> None:
    flag(review, STALE, 'Que dit @"Luc Maes" ?', by(FIEN))
    comment(review, STALE, "<script>alert(1)</script> @rita.", by(LUC))
    given = Assignment(to="Luc Maes", organisation="Forem", priority=2)
    (found,) = assign(review, [STALE], given, by(EDITH))
    assert (found.state, found.touch.flagged_by, found.touch.comments) == (State.STALE, "Fien", 2)
    assert (found.touch.assigned_to, found.touch.priority) == ("Luc Maes", 2)
    assert not unflag(review, STALE, by(LUC)).touch.flagged_by
    with reading(review.engine) as session:
        acts = [it.act for it in translations.story(session, STALE)]
    assert acts == [f"translation-{it}" for it in ("flagged", "commented", "assigned", "unflagged")]


def test_a_translator_takes_work_and_gives_it_back_but_not_to_others(review: Review) -> None:
    assign(review, [STALE], Assignment(to="Luc Maes"), by(LUC))
    assign(review, [STALE], Assignment(to=""), by(LUC))
    for other in (Assignment(to="Fien"), Assignment(to="Luc Maes", priority=3)):
        with pytest.raises(RoleRequiredError):
            assign(review, [STALE], other, by(LUC))
    with pytest.raises(InvalidQueryError):
        assign(review, [STALE], Assignment(priority=9), by(EDITH))


def test_many_are_approved_together_or_none(review: Review) -> None:
    submit(review, STALE, by(LUC), text="Désosser et couper")
    submit(review, name_of("sk-10"), by(FIEN), text="Vendre du poisson")
    seen = [Seen(it, review.now().get(it).etag) for it in (STALE, name_of("sk-10"))]
    told = preview(review, seen, by(FIEN))
    assert [(it.code, it.changes) for it in told] == [("", True), ("others-eyes", True)]
    with pytest.raises(OthersEyesError):
        approve_many(review, seen, by(FIEN))
    assert state(review, STALE) is State.REVIEW
    found = approve_many(review, seen, by(RITA))
    assert {it.state for it in found} == {State.APPROVED}
    assert len({it.touch.changeset for it in found}) == 1
    with pytest.raises(PreconditionFailedError):
        approve_many(review, seen, by(RITA))


def test_the_audit_tells_the_story_of_a_text(review: Review) -> None:
    submit(review, STALE, by(LUC), text="Désosser et couper")
    approve(review, STALE, by(FIEN))
    with reading(review.engine) as session:
        found = audit.entries(session, Sought(about="concept", about_id=CUT), limit=10)
    told = [(it.act.act, it.act.actor, it.act.organisation) for it in reversed(found)]
    assert told[0] == ("translation-submitted", "Luc Maes", "Forem")
    assert ("translation-approved", "Fien", "Actiris") in told
    (approved,) = [it.act for it in found if it.act.act == "translation-approved"]
    assert (approved.before["text"], approved.after["text"]) == (
        "Couper de la viande",
        "Désosser et couper",
    )


def test_queues_are_filtered_counted_and_paged(review: Review) -> None:
    assign(review, [name_of("sk-10")], Assignment(to="Luc Maes", priority=1), by(EDITH))
    board = review.now()
    first = page_of(board, Wanted(lang="fr"), limit=2)
    assert [it.unit.notation for it in first.items] == ["SK-10", "OP-10"]
    rest = page_of(board, Wanted(lang="fr"), after=first.next, limit=9)
    assert [it.unit.notation for it in rest.items] == ["OP-10", "SK-1", "SK-2"]
    assert (first.total, rest.total, rest.next) == (5, 5, "")
    assert first.counts["state"] == {"approved": 3, "missing": 1, "stale": 1}
    assert first.counts["assignee"] == {NOBODY: 4, "Luc Maes": 1}
    stale = page_of(board, Wanted(lang="fr", state="stale"), limit=9)
    assert (stale.total, stale.counts["state"]) == (1, first.counts["state"])
    assert stale.counts["kind"] == {"skill": 1}
    assert page_of(board, Wanted(lang="fr", text="DESOSSER"), limit=9).total == 0
    assert page_of(board, Wanted(lang="fr", state="open", text="VIS"), limit=9).total == 1
    with pytest.raises(NotFoundError):
        page_of(board, Wanted(lang="fr"), after="0" * 20, limit=9)
