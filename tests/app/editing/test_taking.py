"""Tests of taking files into changesets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.db import changesets
from app.db.session import writing
from app.db.translation_tables import TranslationRow
from app.editing import accepting
from app.editing.at_once import begin_with
from app.editing.changesets import Purpose, changes_of
from app.editing.changing import ANYTHING, Edit
from app.editing.outlooks import outlook_of
from app.editing.taking import Wish, take
from taxonomy import canonical
from taxonomy.editing.beginning import next_notation
from taxonomy.errors import InvalidQueryError, ReleaseNotFoundError
from taxonomy.model import Label
from taxonomy.vocabulary import Kind, LabelType
from tests.app.editing.scene import BUTCHER, SAW, SET, by, changed, desk, with_release
from tests.build import concept, link
from tests.moments import NOON

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.context import Context
    from taxonomy.model import Concept
    from tests.app.kept import Kept

WISH = Wish(title="From a file")


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


def labelled(one: Concept, **labels: str) -> Concept:
    made = tuple(Label(lang, LabelType.PREFERRED, text) for lang, text in labels.items())
    return replace(one, labels=made)


def test_a_file_is_looked_at_first_and_then_a_changeset(context: Context) -> None:
    told = [
        labelled(BUTCHER, de="Metzger"),
        concept("n1", Kind.SKILL, notation="SK-9", nl="Meten"),
        SAW,
    ]
    tried, found = take(desk(context), told, replace(WISH, dry_run=True), by())
    assert tried is None
    assert (len(found.pairs), found.unchanged) == (2, 1)
    made, again = take(desk(context), told, WISH, by())
    assert made is not None
    assert (made.origin, made.size, again.pairs) == ("import", 2, found.pairs)
    changes, _ = changes_of(context.engine, made.key, limit=9)
    assert {it.act for it in changes} == {"import"}


def test_a_file_that_says_the_same_is_no_changeset(context: Context) -> None:
    made, found = take(desk(context), [SAW, SET], WISH, by())
    assert (made, found.unchanged) == (None, 2)


def test_approved_texts_are_overwritten_on_demand_only(context: Context) -> None:
    told = [labelled(SAW, nl="Verzagen", en="Sawing")]
    _, found = take(desk(context), told, WISH, by())
    assert [it.code for it in found.findings()] == ["approved-text"]
    made, found = take(desk(context), told, replace(WISH, overwrite=True), by())
    assert found.left == ()
    assert made is not None
    assert outlook_of(desk(context), made.key).people == 2


def test_what_a_review_says_counts_before_the_release(context: Context) -> None:
    with writing(context.engine) as session:
        session.add_all([reviewed("fr", "draft"), reviewed("en", "approved")])
    now = replace(SAW, labels=(*SAW.labels, Label("en", LabelType.PREFERRED, "Saw")))
    accepting.accept(desk(context), changed(context, (SAW, now)), by())
    _, found = take(
        desk(context), [labelled(SAW, fr="Sciage", en="Sawing", nl="Gezaag")], WISH, by()
    )
    assert {it.field.lang for it in found.left} == {"nl", "en"}
    ((_, after),) = found.pairs
    assert after.pref_label("fr") == "Sciage"


def reviewed(lang: str, state: str) -> TranslationRow:
    """The translation of the saw's name, in that state."""
    return TranslationRow(
        scheme="competent",
        unit_id=f"unit-{lang}",
        concept_id="s1",
        field="pref_label",
        lang=lang,
        state=state,
        text="",
        source="",
        written_by="",
        decided_by="",
        assigned_to="",
        organisation="",
        priority=0,
        flagged_by="",
        comments=0,
        revision=1,
        changed_at=NOON,
        changed_by="",
    )


def test_many_rows_are_one_changeset(context: Context) -> None:
    many = [
        concept(f"m{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"M {it}") for it in range(100, 500)
    ]
    accepting.accept(desk(context), changed(context, *((None, it) for it in many)), by())
    told = [
        replace(it, links=(link("broader", f"m{100 + place // 2}"),))
        for place, it in enumerate(many)
        if place
    ]
    made, found = take(desk(context), told, WISH, by())
    assert made is not None
    assert (made.size, found.left) == (399, ())


def test_what_cannot_be_taken_is_refused(context: Context) -> None:
    with pytest.raises(ReleaseNotFoundError):
        take(desk(context), [SAW], replace(WISH, base="9.9"), by())
    with pytest.raises(InvalidQueryError):
        take(desk(context), [replace(SAW, scheme="esco")], WISH, by())
    with pytest.raises(InvalidQueryError):
        take(desk(context), [SAW], replace(WISH, scheme="esco"), by())


def test_new_concepts_without_a_code_have_the_next_ones(context: Context) -> None:
    told = [
        concept("n1", Kind.SKILL, notation="SK-9", nl="Meten"),
        *(replace(concept(it, Kind.SKILL, nl=it), notation="") for it in ("n3", "n2")),
        replace(concept("n4", Kind.PROFILE, nl="Meter"), notation=""),
    ]
    changed(context, (None, concept("n9", Kind.SKILL, notation="SK-11", nl="Wegen")))
    _, tried = take(desk(context), told, replace(WISH, dry_run=True), by())
    expected = {"n1": "SK-9", "n3": "SK-12", "n2": "SK-13", "n4": "OP-11"}
    assert {it.id: it.notation for _, it in tried.pairs} == expected
    made, found = take(desk(context), told, WISH, by())
    assert made is not None
    assert {it.id: it.notation for _, it in found.pairs} == expected
    again, later = take(desk(context), told[1:2], WISH, by())
    assert again is not None
    assert [it.notation for _, it in later.pairs] == ["SK-14"]


def test_a_code_that_is_promised_meanwhile_is_not_given_twice(context: Context) -> None:
    told = [replace(concept("n1", Kind.SKILL, nl="Meten"), notation="")]
    asked: list[str] = []

    def edits_of(session: Session) -> list[Edit]:
        promised = [canonical.read(it).notation for it in changesets.promised(session, "competent")]
        code = next_notation(Kind.SKILL, [SAW], promised)
        asked.append(code)
        return [Edit(concept_id="n1", after=replace(told[0], notation=code), seen=ANYTHING)]

    def meanwhile(session: Session) -> list[Edit]:
        edits = edits_of(session)
        if len(asked) == 1:  # after the code was reckoned, and before it is kept
            changed(context, (None, concept("n9", Kind.SKILL, notation="SK-2", nl="Wegen")))
        return edits

    begin_with(context.engine, "competent", Purpose("Twice"), meanwhile, by())
    assert asked == ["SK-2", "SK-3"]
