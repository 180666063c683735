"""Tests of changesets: from the first word to the draft, by one person or by two, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app import publishing
from app.auth.roles import Actor, Grant, Role
from app.db import audit, changesets, releases, revisions
from app.db.audit import Sought
from app.db.changesets import Wanted
from app.db.session import reading
from app.editing import accepting, drafts, talking, undoing
from app.editing import changesets as editing
from app.editing.changing import Edit
from app.editing.holding import Drafts
from app.editing.outlooks import outlook_of
from app.editing.protocols import protocols_of, set_protocols
from app.refusals import ConceptMovedError, PreconditionFailedError, RoleRequiredError
from taxonomy import canonical
from taxonomy.editing.ending import retired
from taxonomy.editing.errors import EditConflictError, EditRefusedError
from taxonomy.errors import (
    ConceptNotFoundError,
    ConflictError,
    InvalidQueryError,
    NotFoundError,
    ReleaseExistsError,
)
from taxonomy.model import Concept, Label
from taxonomy.vocabulary import LabelType, RetirementReason
from tests.app.editing.scene import (
    ADA,
    BUTCHER,
    CUT,
    EVA,
    FILE,
    FRED,
    OTTO,
    PAULA,
    SAW,
    SET,
    by,
    changed,
    desk,
    with_release,
)
from tests.build import alternative, concept, description, link
from tests.moments import EVENING
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context
    from app.editing.records import ChangesetRecord
    from tests.app.kept import Kept


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


def renamed(one: Concept, lang: str, text: str) -> Concept:
    labels = [it for it in one.labels if (it.lang, it.type) != (lang, LabelType.PREFERRED)]
    return replace(one, labels=(*labels, Label(lang, LabelType.PREFERRED, text)))


NEW_NAME = renamed(BUTCHER, "nl", "Vleesbewerker")
DESCRIBED = replace(BUTCHER, notes=(*BUTCHER.notes, description("fr", "Vend de la viande.")))
LINKED = replace(SET, links=(*SET.links, link("member", "s2")))


def draft(context: Context) -> dict[str, Concept]:
    """What the draft holds."""
    with reading(context.engine) as session:
        row = releases.get(session, "competent", "3.12")
        found = dict(revisions.documents(session, row.key))
        digests = {id: canonical.revision(it) for id, it in found.items()}
        assert row.digest == canonical.release_digest(digests)
        return {id: canonical.read(it) for id, it in found.items()}


def submitted(context: Context, key: int, actor: Actor = EVA) -> ChangesetRecord:
    return accepting.submit(desk(context), key, by(actor))


def accepted(context: Context, key: int, actor: Actor = OTTO) -> ChangesetRecord:
    return accepting.accept(desk(context), key, by(actor))


def acts(context: Context, about_id: str) -> list[tuple[str, str]]:
    with reading(context.engine) as session:
        found = audit.entries(session, Sought(about_id=about_id), limit=50)
    return [(it.act.actor, it.act.act) for it in found][::-1]


def test_a_draft_begins_as_the_last_release_and_is_opened_once(context: Context) -> None:
    with pytest.raises(NotFoundError):
        drafts.draft_of(context.engine, "competent")
    made = drafts.open_draft(context.engine, "competent", by())
    assert (made.version, made.opened_by, made.frozen) == ("3.12", "Eva", False)
    assert drafts.open_draft(context.engine, "competent", by(OTTO)) == made
    assert draft(context)["u10"] == BUTCHER
    with pytest.raises(ConflictError):
        drafts.open_draft(context.engine, "competent", by(), "3.13")
    with pytest.raises(InvalidQueryError, match="not edited here"):
        drafts.open_draft(context.engine, "esco", by())


def test_a_draft_comes_behind_the_last_release(context: Context) -> None:
    with pytest.raises(InvalidQueryError):
        drafts.open_draft(context.engine, "competent", by(), "3.9")
    assert drafts.open_draft(context.engine, "competent", by(), "4.0").version == "4.0"


def test_what_two_have_read_comes_true_and_the_audit_tells_it(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME))
    assert submitted(context, key).state == "submitted"
    done = accepted(context, key)
    assert (done.state, done.accepted_in, done.decided_by) == ("accepted", "3.12", "Otto")
    assert draft(context)["u10"] == NEW_NAME
    assert acts(context, "u10") == [("Eva", "concept-edited"), ("Otto", "concept-accepted")]
    assert acts(context, str(key)) == [
        ("Eva", "changeset-begun"),
        ("Eva", "changeset-submitted"),
        ("Otto", "changeset-accepted"),
    ]
    with reading(context.engine) as session:
        (told,) = audit.entries(session, Sought(act="concept-edited"), limit=5)
    assert told.act.before == {"label.preferred.nl": ["Slager"], "changeset": key}
    assert told.act.after == {"label.preferred.nl": ["Vleesbewerker"]}


def test_the_draft_is_published_as_ever_and_the_next_one_follows(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME))
    submitted(context, key)
    accepted(context, key)
    release = publishing.publish(context, ("competent", "3.12"), at=EVENING)
    assert (release.previous, release.counts["profile"]) == ("3.11", 1)
    later = changed(context, (SET, LINKED))
    assert accepted(context, later, EVA).accepted_in == "3.13"


def test_nobody_accepts_their_own_words(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME), actor=OTTO)
    with pytest.raises(ConflictError, match="submit it first"):
        accepted(context, key)
    submitted(context, key, OTTO)
    with pytest.raises(RoleRequiredError, match="four eyes"):
        accepted(context, key, OTTO)
    with pytest.raises(RoleRequiredError):
        accepted(context, key, EVA)
    assert accepted(context, key, Actor.of("Rita", Role.REVIEWER)).state == "accepted"


def test_what_one_may_do_alone_needs_no_review(context: Context) -> None:
    key = changed(context, (SET, LINKED))
    assert accepted(context, key, EVA).state == "accepted"
    assert draft(context)["cs1"] == LINKED
    with pytest.raises(ConflictError, match="that is over"):
        accepted(context, key, EVA)


def test_how_many_it_needs_is_for_the_administrator_to_say(context: Context) -> None:
    engine = context.engine
    assert protocols_of(engine, "competent")["link"] == 1
    assert set_protocols(engine, "competent", {"link": 2}, by(ADA))["link"] == 2
    with pytest.raises(ConflictError, match="submit it first"):
        accepted(context, changed(context, (SET, LINKED)), EVA)
    with pytest.raises(RoleRequiredError):
        set_protocols(engine, "competent", {"link": 1}, by(OTTO))
    with pytest.raises(InvalidQueryError):
        set_protocols(engine, "competent", {"weather": 1}, by(ADA))
    with pytest.raises(InvalidQueryError):
        set_protocols(engine, "competent", {"link": 3}, by(ADA))


def test_a_translator_changes_texts_of_their_languages_and_nothing_else(context: Context) -> None:
    key = changed(context, (BUTCHER, renamed(DESCRIBED, "fr", "Bouchère")), actor=FRED)
    submitted(context, key, FRED)
    german = Actor("Gerd", "ADG", frozenset({Grant(Role.REVIEWER, ("de",))}))
    with pytest.raises(RoleRequiredError, match="fr"):
        accepted(context, key, german)
    assert accepted(context, key).state == "accepted"
    for before, after in ((SAW, renamed(SAW, "nl", "Zaagt")), (SET, LINKED)):
        with pytest.raises(RoleRequiredError):
            changed(context, (before, after), actor=FRED)
    with pytest.raises(RoleRequiredError):
        editing.begin(context.engine, "competent", editing.Purpose("Words"), by(PAULA))


def test_who_saves_says_what_they_saw(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME))
    with pytest.raises(ConceptMovedError) as error:
        editing.save(
            context.engine,
            key,
            [Edit(concept_id="u10", after=DESCRIBED, seen=seen(BUTCHER))],
            by(OTTO),
        )
    (conflict,) = error.value.conflicts
    assert conflict["revision"] == seen(NEW_NAME)
    assert [(it["field"], it["choice"]) for it in conflict["fields"]] == [
        ("label.preferred.nl", False),
        ("note.description.fr", False),
    ]
    editing.save(
        context.engine,
        key,
        [Edit(concept_id="u10", after=DESCRIBED, seen=seen(NEW_NAME))],
        by(OTTO),
    )
    with reading(context.engine) as session:
        (change,) = changesets.changes(session, key)
    assert change.authors == ("Eva", "Otto")


def seen(one: Concept) -> str:
    return canonical.revision(canonical.write(one)).hex()


def test_two_who_meet_choose_field_by_field_and_no_word_is_lost(context: Context) -> None:
    first = changed(context, (BUTCHER, renamed(DESCRIBED, "nl", "Vleeshouwer")))
    second = changed(context, (BUTCHER, NEW_NAME))
    for key in (first, second):
        submitted(context, key)
    accepted(context, first)
    with pytest.raises(EditConflictError) as error:
        accepted(context, second)
    (conflict,) = error.value.conflicts
    told = {it["field"]: it for it in conflict["fields"]}
    assert told["label.preferred.nl"] == {
        "field": "label.preferred.nl",
        "choice": True,
        "base": ["Slager"],
        "theirs": ["Vleeshouwer"],
        "mine": ["Vleesbewerker"],
    }
    assert told["note.description.fr"]["choice"] is False
    assert outlook_of(desk(context), second).conflicts == (conflict,)
    editing.take_back(context.engine, second, by())
    with pytest.raises(InvalidQueryError, match=r"label\.preferred\.nl"):
        resolved(context, second, {})
    resolved(context, second, {"label.preferred.nl": True})
    submitted(context, second, OTTO)
    with pytest.raises(RoleRequiredError):
        accepted(context, second)  # who chooses becomes an author, and who wrote it stays one
    accepted(context, second, Actor.of("Rita", Role.REVIEWER))
    assert draft(context)["u10"] == renamed(DESCRIBED, "nl", "Vleesbewerker")


def resolved(context: Context, key: int, mine: dict[str, bool]) -> None:
    accepting.resolve(context.engine, key, ("u10", seen(NEW_NAME)), mine, by(OTTO))


def test_errors_keep_a_changeset_from_review(context: Context) -> None:
    broken = replace(SET, links=(link("member", "nothing"), link("member", "u10")))
    key = changed(context, (SET, broken))
    outlook = outlook_of(desk(context), key)
    assert [it.code for it in outlook.errors] == ["link-to-nothing", "predicate-misfit"]
    with pytest.raises(EditRefusedError) as error:
        submitted(context, key)
    assert error.value.findings == outlook.findings
    with pytest.raises(EditRefusedError):
        accepted(context, key, EVA)


def test_what_a_change_does_to_others_is_found(context: Context) -> None:
    key = changed(context, (SAW, retired(SAW, RetirementReason.NONE, [], {})))
    found = outlook_of(desk(context), key).findings
    assert [(it.concept, it.code) for it in found] == [
        ("c1", "link-to-retired"),
        ("cs1", "link-to-retired"),
    ]


def test_an_empty_changeset_goes_nowhere(context: Context) -> None:
    key = editing.begin(context.engine, "competent", editing.Purpose("Nothing"), by()).key
    with pytest.raises(ConflictError, match="changes nothing"):
        submitted(context, key)
    same = changed(context, (SET, SET))
    assert editing.changeset_of(context.engine, same).size == 0


def test_an_edit_back_to_the_beginning_is_no_change(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME), (SET, LINKED))
    editing.save(
        context.engine, key, [Edit(concept_id="u10", after=BUTCHER, seen=seen(NEW_NAME))], by()
    )
    assert editing.changeset_of(context.engine, key).size == 1
    assert editing.leave(context.engine, key, ["cs1"], by()).size == 0


def test_reviewers_send_back_with_a_word_and_authors_take_back(context: Context) -> None:
    engine = context.engine
    key = changed(context, (BUTCHER, NEW_NAME))
    with pytest.raises(ConflictError):
        editing.take_back(engine, key, by())
    submitted(context, key)
    with pytest.raises(ConflictError, match="take it back first"):
        editing.save(engine, key, [Edit(concept_id="s1", after=SAW)], by())
    assert editing.take_back(engine, key, by()).state == "open"
    submitted(context, key)
    with pytest.raises(InvalidQueryError):
        editing.send_back(engine, key, "  ", by(OTTO))
    with pytest.raises(RoleRequiredError):
        editing.send_back(engine, key, "No.", by(EVA))
    sent = editing.send_back(engine, key, "Is it not a butcher any more?", by(OTTO))
    assert sent.state == "sent-back"
    said = talking.comment_on(engine, key, "It is.", by(), concept_id="u10")
    assert [(it.author, it.concept_id) for it in said] == [("Otto", ""), ("Eva", "u10")]
    assert submitted(context, key).state == "submitted"


def test_who_moves_a_changeset_says_what_they_saw(context: Context) -> None:
    engine = context.engine
    key = changed(context, (BUTCHER, NEW_NAME))
    old = editing.changeset_of(engine, key).etag
    now = editing.describe(engine, key, editing.Purpose("Better  words"), by(), etags=(old,))
    assert now.title == "Better words"
    with pytest.raises(PreconditionFailedError):
        accepting.submit(desk(context), key, by(), etags=(old,))
    assert accepting.submit(desk(context), key, by(), etags=(now.etag,)).state == "submitted"
    with pytest.raises(InvalidQueryError):
        editing.begin(engine, "competent", editing.Purpose(" "), by())


def test_an_author_gives_up_and_a_stranger_does_not(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME))
    with pytest.raises(RoleRequiredError):
        editing.discard(context.engine, key, by(Actor.of("Erik", Role.EDITOR)))
    assert editing.discard(context.engine, key, by()).state == "discarded"
    with pytest.raises(ConflictError):
        submitted(context, key)


def test_what_was_accepted_is_undone_unless_it_moved_again(context: Context) -> None:
    new = concept("s7", SAW.kind, notation="SK-7", nl="Meten", fr="Mesurer")
    key = changed(
        context, (SET, replace(LINKED, links=(*LINKED.links, link("member", "s7")))), (None, new)
    )
    accepted(context, key, EVA)
    back = undoing.undo(context.engine, key, by())
    assert (back.undoes, back.size, back.origin) == (key, 2, "undo")
    submitted(context, back.key)
    accepted(context, back.key)
    assert draft(context)["cs1"] == SET
    assert "s7" not in draft(context)
    with pytest.raises(EditConflictError, match="CS-1"):
        undoing.undo(context.engine, key, by())
    with pytest.raises(ConflictError):
        undoing.undo(context.engine, changed(context, (SET, LINKED)), by())


def test_what_was_public_is_never_taken_away(context: Context) -> None:
    made = editing.begin(context.engine, "competent", editing.Purpose("Away"), by())
    edit = Edit(concept_id="s1", after=None, seen=seen(SAW))
    with pytest.raises(EditRefusedError, match="retire it"):
        editing.save(context.engine, made.key, [edit], by())


def test_a_concept_has_a_history_that_it_goes_back_to(context: Context) -> None:
    key = changed(context, (BUTCHER, NEW_NAME))
    submitted(context, key)
    accepted(context, key)
    now, before = undoing.states_of(context.engine, "competent", "u10")
    assert (now.changeset, now.releases, now.authors) == (key, ("3.12",), ("Eva",))
    assert (before.releases, before.revision) == (("3.11",), seen(BUTCHER))
    with reading(context.engine) as session:
        assert undoing.earlier(session, "competent", "u10", before.revision) == BUTCHER
        for id, revision in (("u10", "00"), ("u10", "x"), ("s1", before.revision)):
            with pytest.raises(NotFoundError):
                undoing.earlier(session, "competent", id, revision)
    with pytest.raises(ConceptNotFoundError):
        undoing.states_of(context.engine, "competent", "u99")


def test_a_draft_that_is_being_published_does_not_move(context: Context) -> None:
    drafts.open_draft(context.engine, "competent", by())
    key = changed(context, (SET, LINKED))
    with context.engine.begin() as connection:
        connection.exec_driver_sql(
            "update releases set published_at = '2026-11-28 12:00:00.000000' where version = '3.12'"
        )
    with pytest.raises(ReleaseExistsError):
        accepted(context, key, EVA)
    assert drafts.draft_of(context.engine, "competent").frozen


def test_texts_are_stored_tidy_or_not_at_all(context: Context) -> None:
    odd = replace(
        SAW, labels=(*SAW.labels, alternative("nl", " Af \n zagen\u200b "), alternative("de", " "))
    )
    key = changed(context, (SAW, odd))
    with reading(context.engine) as session:
        (change,) = changesets.changes(session, key)
    found = canonical.read(change.after or b"")
    assert [it.text for it in found.labels if it not in SAW.labels] == ["Af zagen"]
    with pytest.raises(EditRefusedError):
        changed(context, (SAW, renamed(SAW, "nl", "x" * 3000)))


def test_a_draft_is_described_by_who_publishes_it(context: Context) -> None:
    engine = context.engine
    made = drafts.open_draft(engine, "competent", by())
    told = drafts.describe_draft(
        engine, "competent", by(PAULA), notes={"nl": "Beter.", "fr": " "},
        plan=(date(2026, 12, 24), ""), etags=(made.etag,),
    )  # fmt: skip
    assert (told.notes, told.planned_for) == ({"nl": "Beter."}, date(2026, 12, 24))
    with pytest.raises(PreconditionFailedError):
        drafts.describe_draft(engine, "competent", by(PAULA), etags=(made.etag,))
    with pytest.raises(InvalidQueryError):
        drafts.describe_draft(engine, "competent", by(PAULA), notes={"xx": "?"})
    with pytest.raises(RoleRequiredError):
        drafts.describe_draft(engine, "competent", by(OTTO))


def test_changesets_are_found_page_by_page_in_three_queries(context: Context) -> None:
    keys = [changed(context, (SET, LINKED)) for _ in range(3)]
    changed(context, (CUT, renamed(CUT, "fr", "Découper")), actor=FRED)
    submitted(context, keys[0])
    with noted(context.engine) as asked:
        found, counts = editing.changesets_of(context.engine, Wanted(scheme="competent"), limit=2)
    assert len(asked) == 3
    assert counts == {"open": 3, "submitted": 1, "sent-back": 0, "accepted": 0, "discarded": 0}
    rest, _ = editing.changesets_of(
        context.engine, Wanted(scheme="competent"), before=found[-1].key, limit=9
    )
    assert [it.key for it in (*found, *rest)] == [keys[2] + 1, *keys[::-1]]
    mine, _ = editing.changesets_of(context.engine, Wanted(author="Fred", text="words"))
    assert [it.organisation for it in mine] == ["Forem"]
    some, _ = editing.changesets_of(context.engine, Wanted(states=("submitted",), text="BETTER"))
    assert [it.key for it in some] == [keys[0]]


def test_what_is_held_is_what_the_record_says_however_it_moved(context: Context) -> None:
    held_at = desk(context)
    drafts.open_draft(context.engine, "competent", by())
    for before, after in (
        (SET, LINKED),
        (FILE, replace(FILE, notes=(description("nl", "Met een vijl."),))),
    ):
        key = changed(context, (before, after))
        accepting.accept(held_at, key, by())
        with reading(context.engine) as session:
            row = releases.get(session, "competent", "3.12")
            held, fresh = held_at.drafts.held(session, row), Drafts().held(session, row)
        assert held.taxonomy == fresh.taxonomy
        assert held.revisions == fresh.revisions
        assert held.previous == fresh.previous
        assert held.findings == fresh.findings
        assert held.taxonomy.by_id[after.id] == after


def test_changesets_of_others_are_counted_without_being_read(context: Context) -> None:
    mine, theirs = changed(context, (SET, LINKED)), changed(context, (SET, LINKED), actor=OTTO)
    accepting.submit(desk(context), theirs, by(OTTO))
    others = Wanted(not_by="Eva")
    with reading(context.engine) as session:
        assert [it.key for it in changesets.listed(session, others, limit=5)] == [theirs]
        assert changesets.total(session, others) == 1
        assert changesets.total(session, Wanted(states=("open", "submitted"))) == 2
        assert changesets.total(session, Wanted(states=("open",), not_by="Otto")) == 1
        assert changesets.counted(session, others)["open"] == 0
    assert mine < theirs
