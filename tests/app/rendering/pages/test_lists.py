from __future__ import annotations

import pytest

from app.rendering.pages.lists import PER_PAGE, dictionary, letter_of, letters, list_page
from taxonomy.errors import InvalidQueryError
from tests.app.rendering.pages.reading import reader_of
from tests.build import concept


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Slager", "S"),
        ("émailleur", "E"),
        ("Œnologue", "O"),
        ("“Zager”", "Z"),
        ("(h/f) boucher", "H"),
        ("3D-tekenaar", "0"),
        ("جزار", "0"),
        ("", "0"),
    ],
)
def test_a_name_stands_under_its_latin_letter(text: str, letter: str) -> None:
    assert letter_of(text) == letter


def test_names_without_a_latin_letter_stand_last() -> None:
    concepts = [concept("a", nl="3D-tekenaar"), concept("b", nl="Zager"), concept("c", nl="ara")]
    found = dictionary(reader_of(*concepts), concepts)
    assert [it.id for it in found.concepts] == ["c", "b", "a"]
    assert [(it.letter, it.number) for it in letters(found)] == [("A", 1), ("Z", 1), ("0", 1)]


def test_the_last_page_holds_the_rest_and_there_is_none_after_it() -> None:
    concepts = [concept(f"c{it}", nl=f"Naam {it:03}") for it in range(PER_PAGE + 1)]
    reader = reader_of(*concepts)
    found = dictionary(reader, concepts)
    assert len(list_page(reader, found, "", 2).items) == 1
    with pytest.raises(InvalidQueryError, match="none of the 2 pages"):
        list_page(reader, found, "", 3)


def test_a_list_of_nothing_has_one_page() -> None:
    reader = reader_of()
    assert list_page(reader, dictionary(reader, []), "", 1).pages == 1
