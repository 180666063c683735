from __future__ import annotations

from dataclasses import replace

import pytest

from taxonomy.suggesting import engine as engines
from taxonomy.suggesting.engine import Suggester
from taxonomy.suggesting.values import PREDICATES, Accepted, Name, Subject, Suggestion
from taxonomy.vocabulary import Kind, Status
from tests.build import concept, link
from tests.taxonomy.suggesting.releases import (
    ALL,
    BUTCHER,
    GROUP,
    OTHERS,
    SAWING,
    index,
    subject,
    suggester,
)


@pytest.fixture(scope="module")
def engine() -> Suggester:
    return suggester()


def one(engine: Suggester, it: Subject, *accepted: Accepted) -> Suggestion:
    (found,) = engine.suggest([it], accepted=accepted)
    return found


def best(found: Suggestion) -> str:
    return found.candidates[0].concept.id


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ({"nl": "Slager (m/v/x)"}, "o1"),
        ({"nl": "Beenhouwer"}, "o1"),
        ({"fr": "Boucher / Bouchère"}, "o1"),
        ({"en": "Train drivers"}, "x0"),
        ({"nl": "Hout zagen"}, "s1"),
        ({"nl": "iets", "fr": "Scier du bois"}, "s1"),
        ({"nl-BE": "Bakker"}, "o2"),
    ],
)
def test_a_label_finds_its_concept(engine: Suggester, labels: dict[str, str], wanted: str) -> None:
    names = tuple(Name(lang, text) for lang, text in labels.items())
    assert best(one(engine, Subject(id="n1", names=names))) == wanted


def test_other_labels_of_a_subject_count(engine: Suggester) -> None:
    found = one(engine, subject("n1", Name("nl", "Lasser", preferred=False), nl="Qqq"))
    assert best(found) == "x5"


def test_a_language_that_the_concepts_lack_is_translated() -> None:
    german = tuple(
        concept(f"k{place}", Kind.SKILL, scheme="esco", en=en, de=de)
        for place, (en, de) in enumerate(
            (
                ("grind", "schleifen"),
                ("cut", "schneiden"),
                ("grind metal", "Metall schleifen"),
                ("cut glass", "Glas schneiden"),
            )
        )
    )
    sawyer = concept("w1", Kind.OCCUPATION, scheme="esco", en="grinder operator")
    other = concept("w2", Kind.OCCUPATION, scheme="esco", en="glass cutter")
    engine = suggester(*german, sawyer, other)
    found = one(engine, replace(subject(de="Schleifer"), kinds=frozenset({Kind.OCCUPATION})))
    assert best(found) == "w1"
    assert "schleif→grind" in found.candidates[0].reasons[0].text


def test_a_language_that_no_release_knows_is_compared_letter_by_letter(engine: Suggester) -> None:
    assert best(one(engine, subject(af="slager"))) == "o1"


def test_labels_that_another_release_lends_find_the_concept() -> None:
    bare = replace(SAWING, labels=tuple(it for it in SAWING.labels if it.lang == "en"))
    others = [it for it in ALL if it.id != SAWING.id]
    lender = index(SAWING, version="1.1.1")
    found = one(Suggester(index(*others, bare), [lender]), subject(nl="Hout zagen"))
    assert best(found) == "s1"
    assert found.candidates[0].reasons[0].lang == "nl"


def test_a_language_of_its_own_is_not_lent_over() -> None:
    renamed = replace(SAWING, labels=tuple(it._replace(text="iets anders") for it in SAWING.labels))
    engine = Suggester(index(*ALL), [index(renamed, version="1.1.1")])
    assert [it.text for it in engine.named("nl", engine.number(SAWING))] == ["hout zagen"]


def test_a_retired_concept_is_no_candidate() -> None:
    gone = replace(BUTCHER, status=Status.RETIRED)
    found = one(suggester(*(it for it in ALL if it.id != "o1"), gone), subject(nl="Slager"))
    assert "o1" not in {it.concept.id for it in found.candidates}


def test_kinds_choose_the_side(engine: Suggester) -> None:
    named = subject(nl="Schilder")
    work = one(engine, named.of_kind(Kind.PROFILE))
    skill = one(engine, named.of_kind(Kind.SKILL))
    assert {it.concept.kind for it in work.candidates} <= {Kind.OCCUPATION, Kind.ISCO_GROUP}
    assert best(skill) == "s4"


def test_figures_keep_to_their_ranges(engine: Suggester) -> None:
    found = one(engine, subject(nl="Hout zagen", fr="Scier"))
    scores = [it.score for it in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= it <= 100 for it in scores)
    assert all(0 <= it.confidence <= 1 for it in found.candidates)
    assert {it.predicate for it in found.candidates} <= set(PREDICATES)
    assert 0 <= found.no_match <= 1
    assert all(it.reasons for it in found.candidates)


def test_the_same_label_is_surer_than_a_like_one(engine: Suggester) -> None:
    same, like = (one(engine, subject(nl=it)).candidates[0] for it in ("Slager", "Slagerszoon"))
    assert same.confidence > like.confidence
    assert "is the preferred label" in same.reasons[0].text


@pytest.mark.parametrize(
    "names", [(), (Name("nl", "  "),), (Name("nl", "?!"),), (Name("nl", "Ωμέγα"),)]
)
def test_nothing_is_found_for_nothing(engine: Suggester, names: tuple[Name, ...]) -> None:
    found = one(engine, Subject(id="n1", names=names))
    assert (found.candidates, found.no_match) == ((), 1.0)


def test_at_most_so_many_are_told(engine: Suggester) -> None:
    (found,) = engine.suggest([subject(nl="bediener van houtzaagmachine")], most=1)
    assert len(found.candidates) == 1


def test_no_subject_gets_no_suggestion(engine: Suggester) -> None:
    assert list(engine.suggest([])) == []


def test_answers_do_not_depend_on_the_block(
    engine: Suggester, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        subject(f"n{it}", nl=label.text)
        for it, label in enumerate(
            label for held in ALL for label in held.labels if label.lang == "nl"
        )
    ] + [subject("m1", de="Schlosser"), subject("m2")]
    done: list[int] = []
    whole = list(engine.suggest(asked, progress=done.append))
    monkeypatch.setattr(engines, "BLOCK", 3)
    assert list(engine.suggest(asked)) == whole
    assert [it.subject for it in whole] == asked
    assert done == [len(asked)]


def test_a_list_of_occupations_lends_its_leaning(engine: Suggester) -> None:
    others = [subject(f"n{it}", de=f"Fach{it}verkäufer/in") for it in range(20)]
    alone, *_ = engine.leanings([subject(de="Fachkraft")])
    among, *_ = engine.leanings([subject(de="Fachkraft"), *others])
    assert alone < 0
    assert among > 2


def test_an_accepted_mapping_of_the_subject_itself_counts_most(engine: Suggester) -> None:
    asked = subject(nl="bediener houtzaagmachine bakker")
    plain, told = one(engine, asked), one(engine, asked, Accepted("n1", "skos:exactMatch", "o2"))
    assert best(plain) != best(told) == "o2"
    assert any(it.type == "mapping" for it in told.candidates[0].reasons)


def test_mappings_of_neighbours_speak_for_what_is_beside_them(engine: Suggester) -> None:
    asked = replace(subject(nl="slager"), broader=("n0",), linked=("n2",))
    found = one(
        engine,
        asked,
        Accepted("n2", "skos:exactMatch", "o2"),
        Accepted("n0", "skos:exactMatch", "g1"),
    )
    texts = {it.text for it in found.candidates[0].reasons if it.type == "mapping"}
    assert texts == {
        "n2 is mapped to o2 (skos:exactMatch)",
        "n0 is mapped to g1 (skos:exactMatch)",
    }


def test_codes_of_isco_speak_for_a_candidate() -> None:
    group = replace(GROUP, id="http://data.europa.eu/esco/isco/C7511", notation="7511")
    one_, other = (
        concept(name, Kind.OCCUPATION, link("broader", above), scheme="esco", nl="zager")
        for name, above in (("z1", group.id), ("a1", "nowhere"))
    )
    engine = suggester(group, one_, other, *OTHERS)
    asked = replace(subject(nl="zager"), isco=("C7512",))
    found = one(engine, asked)
    assert best(found) == "z1"
    assert any("ISCO group 751" in it.text for it in found.candidates[0].reasons)


def test_a_digest_tells_what_answers_depend_on() -> None:
    assert suggester().digest == suggester().digest
    assert suggester().digest != Suggester(index(*ALL, version="1.1.1")).digest


def test_a_release_without_occupations_is_searched_all_the_same() -> None:
    engine = suggester(*(it for it in ALL if it.kind in (Kind.SKILL, Kind.KNOWLEDGE)))
    assert best(one(engine, subject(nl="hout zagen"))) == "s1"
