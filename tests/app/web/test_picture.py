from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from app.rendering.counterparts import Counterpart, Group, Named, Spread
from app.web.chart import stacked
from app.web.picture import OTHER_WIDTH, TALL_WIDTH, WIDTH, Picture, drawn, drawn_tall, wrapped
from taxonomy.mapping import Side
from taxonomy.vocabulary import MappingPredicate
from tests.build import mapping

if TYPE_CHECKING:
    from collections.abc import Callable


def spread(*labels: str, own: str = "Slager", predicate: str = "close") -> Spread:
    """A concept and one counterpart by this predicate for each label."""
    others = [
        Counterpart(str(place), mapping("u1", predicate, f"e{place}"), Named(it, it, it))
        for place, it in enumerate(labels)
    ]
    groups = [Group(MappingPredicate(f"skos:{predicate}Match"), others)] if others else []
    sides = Side("competent", "3.8"), Side("esco", "1.0.3")
    return Spread(
        concept=Named("u1", "OP-1", own, notation="OP-1"),
        own=sides[0],
        other=sides[1],
        groups=groups,
        left_out={},
    )


def picture(*labels: str, own: str = "Slager", predicate: str = "close") -> Picture:
    return drawn(spread(*labels, own=own, predicate=predicate))


@pytest.mark.parametrize("draw", [drawn, drawn_tall])
@pytest.mark.parametrize("count", [0, 1, 2, 35, 300])
def test_no_box_lies_on_another_or_outside(count: int, draw: Callable[[Spread], Picture]) -> None:
    made = draw(spread(*(f"counterpart {number}" for number in range(count))))
    for above, below in pairwise(made.others):
        assert above.y + above.height < below.y
    for box in (made.own, *made.others):
        assert box.y >= 0
        assert box.y + box.height < made.height
        assert box.x + box.width <= made.width


def test_a_concept_with_many_counterparts_is_seen_first() -> None:
    assert picture(*map(str, range(100))).own.y < 400


def test_a_concept_stands_in_the_middle_of_a_few_counterparts() -> None:
    made = picture("a", "b", "c")
    assert abs(made.own.middle - made.others[1].middle) < 30


def test_every_counterpart_has_a_curve_that_ends_beside_it() -> None:
    made = picture("a", "b")
    assert [it.y for it in made.curves] == [it.middle for it in made.others]
    assert all(it.path.startswith("M282 ") for it in made.curves)


def test_many_counterparts_by_one_predicate_share_a_stem() -> None:
    made = picture(*map(str, range(40)))
    assert {re.findall(r"Q(\S+) ", it.path)[0] for it in made.curves} == {"392"}
    assert all(it.path.endswith(f"{it.y}H502") for it in made.curves)


def test_a_picture_never_becomes_wider() -> None:
    long = spread("x" * 500, own="y" * 500)
    assert (drawn(long).width, drawn_tall(long).width) == (WIDTH, TALL_WIDTH)


def test_on_a_narrow_screen_the_counterparts_stand_below_along_one_stem() -> None:
    made = drawn_tall(spread("a", "b", "c"))
    bottom = made.own.y + made.own.height
    assert bottom < made.others_y < made.headings[0].y < made.others[0].y
    assert [it.y for it in made.curves] == [it.middle for it in made.others]
    assert all(it.path.startswith(f"M16 {bottom}V") for it in made.curves)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("slager", ["slager"]),
        ("islamitisch  slager", ["islamitisch slager"]),
        ("a\nb", ["a b"]),
    ],
)
def test_a_short_name_stands_on_one_line(text: str, lines: list[str]) -> None:
    assert wrapped(text, 300) == lines


def test_a_long_name_is_wrapped_between_its_words() -> None:
    name = "boucher en boucherie casher/bouchère en boucherie casher"
    lines = wrapped(name, OTHER_WIDTH - 24)
    assert len(lines) == 2
    assert " ".join(lines) == name


def test_a_word_that_is_wider_than_a_line_is_cut() -> None:
    lines = wrapped("Donaudampfschifffahrtsgesellschaftskapitän", 100)
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaftskapitän"
    assert len(lines) > 2


def test_a_name_without_end_ends_in_an_ellipsis() -> None:
    lines = wrapped("word " * 500, 300)
    assert len(lines) == 6
    assert lines[-1].endswith(" …")


def test_signs_of_chinese_take_more_room_and_accents_none() -> None:
    assert len(wrapped("肉" * 30, 300)) == 2
    assert wrapped("e\u0301" * 30, 300) == wrapped("e\u0301" * 30, 600)


@pytest.mark.parametrize(
    ("name", "rtl"), [("جزار", True), ("123 קצב", True), ("slager جزار", False), ("123", False)]
)
def test_a_name_is_read_from_the_side_of_its_first_letter(name: str, *, rtl: bool) -> None:
    (box,) = picture(name).others
    assert box.rtl is rtl
    assert box.text_x == (box.x + box.width - 12 if rtl else box.x + 12)


# Bars


def test_a_bar_is_shared_out_to_its_end() -> None:
    segments = stacked({"exact": 1, "close": 0, "broad": 3}, 100)
    assert [(it.name, it.x) for it in segments] == [("exact", 0), ("broad", 27)]
    assert sum(it.width for it in segments) == 100


def test_what_is_there_at_all_is_seen() -> None:
    assert stacked({"exact": 1, "close": 1_000_000}, 100)[0].width == 3


def test_a_bar_of_nothing_is_empty() -> None:
    assert stacked({"exact": 0}, 100) == []
