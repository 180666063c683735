"""The screens that merge concepts and split one: chosen, looked at, done, and nothing typed lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.roles import Grant, Role
from app.editing.viewing import view_of
from taxonomy.vocabulary import LabelType, Predicate, RetirementReason, Status
from tests.app.editing.scene import desk as desk_of
from tests.app.editing.scene import with_release
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

MERGER = "/workbench/concepts/s2/merger"
SPLIT = "/workbench/concepts/s1/split"


@pytest.fixture
def eva(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    return Desk.of(context, workbench(context, client), person(context, "Eva", Grant(Role.EDITOR)))


def seen(page: httpx.Response) -> dict[str, str]:
    """The revisions that a page was made of."""
    return dict(re.findall(r'name="(seen[^"]*)" value="(\w{64})"', page.text))


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 303, answer.text[:2000]
    return int(answer.headers["location"].rsplit("/", 1)[1])


def test_what_is_merged_is_looked_at_first(context: Context, eva: Desk) -> None:
    page = eva.get(f"{MERGER}?others=SK-1&others=SK-99")
    assert "SK-99" in page.text
    told: dict[str, Any] = {
        "with": ["s1"],
        "survivor": "s2",
        "take.label.preferred.fr": "s1",
        "why": "the <b>same",
        **seen(page),
    }
    shown = eva.post(MERGER, **told)
    assert (shown.status_code, "This changes 4 concepts" in shown.text) == (200, True)
    assert 'value="the &lt;b&gt;same"' in shown.text
    assert view_of(desk_of(context), None).find("SK-1").status is not Status.RETIRED  # type: ignore[union-attr]
    view = view_of(desk_of(context), number(eva.post(MERGER, **told, sure="1")))
    kept, gone = view.get("s2"), view.get("s1")
    assert kept.pref_labels() == {"nl": "Snijden", "fr": "Scier"}
    names = {it.text for it in kept.labels if it.type is LabelType.ALTERNATIVE}
    assert names == {"Zagen", "Couper"}
    assert (gone.retirement, gone.replaced_by) == (RetirementReason.MERGED, ("s2",))
    assert view.get("c1").targets(Predicate.SKILL) == ["s2"]


def test_a_merger_of_what_moved_or_does_not_fit_changes_nothing(eva: Desk) -> None:
    told: dict[str, Any] = {"with": ["s1"], "survivor": "s2", "sure": "1"}
    moved = eva.post(MERGER, **told, **{"seen.s1": "0" * 64})
    assert (moved.status_code, "Nothing was saved" in moved.text) == (409, True)
    mixed = eva.post(MERGER, **{**told, "with": ["u10"]})
    assert (mixed.status_code, "concepts of one kind are merged" in mixed.text) == (422, True)
    assert eva.post(MERGER, **{**told, "take.nonsense": "s1"}).status_code == 422
    assert not re.search(r'href="/workbench/changesets/\d', eva.get("/workbench/changesets").text)


def test_a_concept_is_split_and_each_part_takes_what_it_was_given(
    context: Context, eva: Desk
) -> None:
    page = eva.get(SPLIT)
    told: dict[str, Any] = {
        **seen(page),
        "parts": "2",
        "asked1": "1",
        "asked2": "1",
        "part1": ["user:c1"],
        "part2": ["user:cs1"],
        "part1.label.nl": "Handzagen <i>",
        "part1.label.fr": "Scier à la main",
    }
    nameless = eva.post(SPLIT, **told)
    assert (nameless.status_code, "part 2 has no name yet" in nameless.text) == (422, True)
    assert "Handzagen &lt;i&gt;" in nameless.text
    more = eva.post(SPLIT, **told, more="1")
    assert 'name="part3.label.nl"' in more.text
    told["part2.label.nl"] = "Machinaal zagen"
    shown = eva.post(SPLIT, **told)
    assert "This changes 5 concepts" in shown.text
    key = number(eva.post(SPLIT, **told, sure="1", once="m1"))
    assert number(eva.post(SPLIT, **told, sure="1", once="m1")) == key
    view = view_of(desk_of(context), key)
    assert view.find("SK-6") is None
    whole, first, second = view.get("s1"), view.get("SK-4"), view.get("SK-5")
    assert (whole.retirement, set(whole.replaced_by)) == (
        RetirementReason.SPLIT,
        {first.id, second.id},
    )
    assert first.pref_labels() == {"nl": "Handzagen <i>", "fr": "Scier à la main"}
    assert view.get("c1").targets(Predicate.SKILL) == [first.id]
    assert view.get("cs1").targets(Predicate.MEMBER) == [second.id]
