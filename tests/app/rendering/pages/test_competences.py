from __future__ import annotations

import pytest

from app.rendering.pages.competences import Shown, competences
from taxonomy.vocabulary import Kind
from tests.app.rendering.pages.reading import reader_of
from tests.build import concept, link

PROFILE = concept(
    "p",
    Kind.PROFILE,
    link("essentialCompetence", "c1"),
    link("essentialCompetence", "gone"),
    link("optionalCompetence", "c2"),
    link("optionalCompetence", "c3"),
    link("competenceSet", "z1"),
    link("competenceSet", "z2"),
)
PARTS = (
    *(concept(f"c{it}", Kind.TECHNICAL_COMPETENCE, link("skill", f"s{it}")) for it in (1, 2, 3)),
    *(
        concept(f"s{it}", Kind.SKILL, nl=name)
        for it, name in ((1, "zagen"), (2, "eten"), (3, "ada"))
    ),
    concept("z1", Kind.COMPETENCE_SET, link("member", "s2"), link("member", "s1"), nl="Hout"),
    concept("z2", Kind.COMPETENCE_SET, link("member", "s1"), nl="Ook hout"),
)


def shown(which: Shown) -> list[tuple[str, list[str]]]:
    found = competences(reader_of(PROFILE, *PARTS), PROFILE, which)
    return [
        (
            group.set.name.text if group.set else "",
            [f"{'●' if it.essential else '○'} {it.item.name.text}" for it in group.competences],
        )
        for group in found.groups
    ]


@pytest.mark.parametrize(
    ("which", "groups"),
    [
        (Shown.BOTH, [("Hout", ["● zagen", "○ eten"]), ("", ["○ ada"])]),
        (Shown.ESSENTIAL, [("Hout", ["● zagen"])]),
        (Shown.OPTIONAL, [("Hout", ["○ eten"]), ("", ["○ ada"])]),
    ],
)
def test_competences_stand_once_in_sets_essential_ones_first(
    which: Shown, groups: list[tuple[str, list[str]]]
) -> None:
    assert shown(which) == groups


def test_all_are_counted_whatever_is_shown() -> None:
    found = competences(reader_of(PROFILE, *PARTS), PROFILE, Shown.ESSENTIAL)
    assert (found.essential, found.optional, found.total) == (1, 2, 3)
