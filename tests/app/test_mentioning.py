"""Tests of mentions: whom a text calls, who finds it, and what they have seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.people import add_person
from app.db.session import writing
from app.editing import talking
from app.mentioning import Spot, called, colleagues, mention, mentions_of, see_mentions
from taxonomy.errors import NotFoundError
from tests.app.editing.scene import ADA, EVA, NOW, OTTO, by, changed, with_release

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

KNOWN = ["Eva", "Eva Peeters", "Luc Maes", "Élise van den Berg"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@eva peeters, et toi?", {"Eva Peeters"}),
        ("@Eva, @EVA et @Evaristo", {"Eva", "Evaristo"}),
        ("(@luc) @élise van den berg's", {"Luc Maes", "Élise van den Berg"}),
        ('@Rita. @"Fien Peeters"', {"Rita", "Fien Peeters"}),
        ("luc@maes.be, @ nobody, @@, @<script>", set()),
    ],
)
def test_names_are_called_with_a_sign_before_them(text: str, names: set[str]) -> None:
    assert called(text, KNOWN) == names


def test_who_is_called_finds_it_once_and_has_seen_it_when_they_say_so(context: Context) -> None:
    for name in ("Eva", "Otto", "Luc Maes"):
        add_person(context.engine, name, by=ADA, at=NOW)
    assert [it.name for it in colleagues(context.engine, EVA)] == ["Luc Maes", "Otto"]
    with writing(context.engine) as session:
        spot = Spot("changeset", "7", "/workbench/changesets/7#comments")
        told = mention(session, "@otto @Otto @Eva @luc <b>", spot, by(), also=["Otto", ""])
    assert told == ["Luc Maes", "Otto"]
    assert mentions_of(context.engine, EVA, limit=5) == ([], 0)
    (found,), unseen = mentions_of(context.engine, OTTO, limit=5)
    assert (found.author, found.text, unseen) == ("Eva", "@otto @Otto @Eva @luc <b>", 1)
    with pytest.raises(NotFoundError):
        see_mentions(context.engine, EVA, NOW, [found.number])
    assert mentions_of(context.engine, OTTO, new=True, limit=5)[1] == 1
    see_mentions(context.engine, OTTO, NOW, [found.number])
    assert mentions_of(context.engine, OTTO, new=True, limit=5) == ([], 0)
    assert mentions_of(context.engine, OTTO, limit=5)[0][0].seen_at == NOW


def test_the_author_of_a_changeset_finds_what_is_said_of_it(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)
    key = changed(context)
    talking.comment_on(context.engine, key, "Why? @Ada", by(OTTO))
    (mine,), _ = mentions_of(context.engine, EVA, limit=5)
    assert (mine.about, mine.about_id, mine.path) == (
        "changeset",
        str(key),
        f"/workbench/changesets/{key}#comments",
    )
    see_mentions(context.engine, EVA, NOW)
    assert mentions_of(context.engine, EVA, limit=5)[1] == 0
    assert mentions_of(context.engine, ADA, limit=5)[1] == 1
