"""Candidates by what labels mean, beside those by words."""

from __future__ import annotations

import pytest

from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import Meanings, build, texts
from taxonomy.suggesting.engine import Suggester
from taxonomy.suggesting.values import Suggestion
from taxonomy.vocabulary import Kind
from tests.build import concept
from tests.taxonomy.suggesting.releases import ALL, index, subject

ROOFING = concept("s8", Kind.SKILL, scheme="esco", en="roofing techniques")
CARE = concept("s9", Kind.SKILL, scheme="esco", en="assist children with homework")
RELEASE = index(*ALL, ROOFING, CARE)
HOMEWORK = subject("n9", de="Nachhilfe für Kinder").of_kind(Kind.SKILL)


@pytest.fixture(scope="module")
def engine() -> Suggester:
    over = encoder()
    return Suggester(RELEASE, meanings=Meanings(over, [build(texts(RELEASE), over)]))


def one(engine: Suggester) -> Suggestion:
    (found,) = engine.suggest([HOMEWORK])
    return found


def test_what_shares_no_word_is_found_by_its_meaning(engine: Suggester) -> None:
    (plain,) = Suggester(RELEASE).suggest([HOMEWORK])
    assert "s9" not in {it.concept.id for it in plain.candidates[:1]}
    best = one(engine).candidates[0]
    assert best.concept.id == "s9"
    reason = next(it for it in best.reasons if it.type == "meaning")
    assert reason.lang == "en"
    assert 0.5 <= reason.strength <= 1
    assert "“Nachhilfe für Kinder” (de)" in reason.text
    assert "“assist children with homework” (en)" in reason.text


def test_without_an_encoder_no_reason_is_a_meaning() -> None:
    found = Suggester(RELEASE).suggest([HOMEWORK, subject(nl="Hout zagen")])
    types = {reason.type for it in found for one in it.candidates for reason in one.reasons}
    assert "meaning" not in types


def test_an_answer_is_the_same_alone_and_among_others(engine: Suggester) -> None:
    others = [subject("n1", nl="Hout zagen"), subject("n2", fr="Peindre"), subject("n3", af="iets")]
    *_, last = engine.suggest([*others, HOMEWORK])
    assert last == one(engine)


def test_digests_tell_whether_an_encoder_was_there(engine: Suggester) -> None:
    assert engine.digest != Suggester(RELEASE).digest


def test_labels_without_vectors_are_found_by_words_alone() -> None:
    over = encoder()
    engine = Suggester(RELEASE, meanings=Meanings(over, [build([], over)]))
    found, nothing = engine.suggest([subject(nl="Hout zagen"), subject("e")])
    assert found.candidates[0].concept.id == "s1"
    assert nothing.no_match == 1
