from __future__ import annotations

import numpy as np
import pytest

from taxonomy.suggesting.covering import COVERS, Covered, Lexicon, covered
from taxonomy.suggesting.labels import Labels, Named
from taxonomy.suggesting.translating import Translation

DUTCH = ("hout zagen", "zagen van hout en metaal", "vlees snijden", "houtzagerij")
ENGLISH = ("saw wood", "saw wood and metal", "cut meat", "sawmill")


def labels(lang: str, texts: tuple[str, ...]) -> Labels:
    return Labels(lang, [Named(n, it, it, preferred=True) for n, it in enumerate(texts)])


LEXICON = Lexicon(labels("nl", DUTCH), len(DUTCH))


def told(texts: list[str], owners: list[int], pairs: list[tuple[int, int]]) -> Covered:
    taken = [LEXICON.labels.words.telling(it) for it in texts]
    several = list(dict.fromkeys(word for it in taken for word in it))
    likeness = (several, LEXICON.alike(several), LEXICON.rarities(several))
    subjects, concepts = (np.array(it, dtype=np.int64) for it in zip(*pairs, strict=True))
    return covered(taken, np.array(owners), likeness, LEXICON, (subjects, concepts))


def share(found: Covered, pair: int, name: str) -> float:
    return float(found.shares[pair, COVERS.index(name)])


def test_the_same_words_cover_each_other_wholly() -> None:
    found = told(["zagen van hout"], [0], [(0, 0)])
    assert found.shares[0].tolist() == pytest.approx([1.0] * len(COVERS))
    assert (found.label[0], found.text[0]) == (0, 0)


def test_shares_tell_whose_words_are_left_over() -> None:
    found = told(["hout zagen", "hout en metaal zagen"], [0, 1], [(0, 1), (1, 0)])
    assert share(found, 0, "own") == pytest.approx(1.0)
    assert share(found, 0, "theirs") < 1
    assert share(found, 1, "theirs") == pytest.approx(1.0)
    assert share(found, 1, "own") < 1


def test_rare_words_count_more_than_common_ones() -> None:
    found = told(["hout vlees"], [0], [(0, 0), (0, 2)])
    assert share(found, 1, "own") > share(found, 0, "own")


def test_a_compound_is_like_its_parts() -> None:
    found = told(["houtzager"], [0], [(0, 3), (0, 0), (0, 2)])
    own = found.shares[:, COVERS.index("own")].tolist()
    assert own[0] > own[1] > own[2] == 0


def test_first_and_last_words_are_told_apart() -> None:
    found = told(["vlees zagen"], [0], [(0, 2), (0, 0)])
    assert (share(found, 0, "first"), share(found, 0, "last")) == pytest.approx((1, 0))
    assert (share(found, 1, "first"), share(found, 1, "last")) == pytest.approx((0, 1))


def test_of_several_texts_of_a_subject_the_best_counts() -> None:
    found = told(["metaal", "hout zagen", "vlees"], [0, 0, 1], [(0, 0), (1, 0), (1, 2)])
    assert share(found, 0, "both") == pytest.approx(1.0)
    assert found.text.tolist() == [1, 2, 2]
    assert found.label.tolist() == [0, -1, 2]


def test_a_text_without_words_covers_nothing() -> None:
    found = told([""], [0], [(0, 0)])
    assert not found.shares.any()
    assert found.label[0] == -1


def test_words_of_another_language_stand_for_those_they_are_taught_by() -> None:
    english = labels("en", ENGLISH)
    table = Translation(english, LEXICON.labels)
    found = LEXICON.translated(["meat", "unheard"], table).toarray()
    assert max(LEXICON.places, key=lambda it: found[0, LEXICON.places[it]]) in ("vlees", "snijden")
    assert 0 < found[0].max() <= 1
    assert not found[1].any()


def test_rows_of_the_glossary_are_no_labels() -> None:
    assert "houtzagerij" not in Lexicon(LEXICON.labels, 3).places
