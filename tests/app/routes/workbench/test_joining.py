"""The screens that merge concepts and split one: chosen, looked at, done, and nothing typed lost."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.roles import Grant, Role
from app.editing.changesets import Purpose, begin
from app.editing.viewing import view_of
from app.routes.workbench.ticking import PER_PAGE
from taxonomy.vocabulary import Kind, LabelType, Predicate, RetirementReason, Status
from tests.app.editing.scene import by, changed, with_release
from tests.app.editing.scene import desk as desk_of
from tests.app.routes.workbench.desk import Desk, person, workbench
from tests.build import concept, link

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


def form(page: httpx.Response) -> dict[str, Any]:
    """What the form of a page sends without anybody touching it: hidden fields, choices and ticks."""
    sent: dict[str, list[str]] = {}
    start = page.text.index('method="post" action="/workbench/concepts/')
    for tag in re.findall(r"<input [^>]+>", page.text[start:]):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        checked = told.get("type") not in ("checkbox", "radio") or tag.endswith(" checked>")
        if checked and told["name"] not in ("csrf", "once", "why"):
            sent.setdefault(told["name"], []).append(unescape(told["value"]))
    return sent


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 303, answer.text[:2000]
    return int(re.findall(r"/changesets/(\d+)", answer.headers["location"])[0])


def without(sent: dict[str, Any], name: str, *keys: str) -> dict[str, Any]:
    assert set(keys) <= set(sent[name]), sent[name]
    return {**sent, name: [it for it in sent[name] if it not in keys]}


def test_what_is_merged_is_looked_at_first(context: Context, eva: Desk) -> None:
    page = eva.get(f"{MERGER}?others=SK-1&others=SK-99")
    assert "SK-99" in page.text
    told: dict[str, Any] = {
        **form(page),
        "survivor": "s2",
        "take.label.preferred.fr": "s1",
        "why": "the <b>same",
    }
    unseen = eva.post(MERGER, **told, sure="1")
    assert (unseen.status_code, "This changes 4 concepts" in unseen.text) == (200, True)
    shown = eva.post(MERGER, **told)
    assert (shown.status_code, "This changes 4 concepts" in shown.text) == (200, True)
    assert 'value="the &lt;b&gt;same"' in shown.text
    assert view_of(desk_of(context), None).get("SK-1").status is not Status.RETIRED
    told |= form(shown)
    view = view_of(desk_of(context), number(eva.post(MERGER, **told, sure="1")))
    kept, gone = view.get("s2"), view.get("s1")
    assert kept.pref_labels() == {"nl": "Snijden", "fr": "Scier"}
    names = {it.text for it in kept.labels if it.type is LabelType.ALTERNATIVE}
    assert names == {"Zagen", "Couper"}
    assert (gone.retirement, gone.replaced_by) == (RetirementReason.MERGED, ("s2",))
    assert view.get("c1").targets(Predicate.SKILL) == ["s2"]


def test_what_is_left_out_of_a_merger_is_told_and_does_not_go_on(
    context: Context, eva: Desk
) -> None:
    sent = form(eva.get(f"{MERGER}?others=SK-1"))
    name, user = "label:alternative:nl:Zagen", "user:member::cs1"
    told = without(sent, "keep", name, user)
    shown = eva.post(MERGER, **told)
    assert "2 things do not go on" in shown.text
    assert "empty-set" not in shown.text
    assert "has no members" in shown.text or "CS-1" in shown.text
    told = {**told, **form(shown)}
    assert {name, user} & set(told["keep"]) == set()
    other = eva.post(MERGER, **{**told, "keep": sent["keep"]}, sure="1")
    assert (other.status_code, "You chose otherwise since you looked" in other.text) == (200, True)
    view = view_of(desk_of(context), number(eva.post(MERGER, **told, sure="1")))
    assert {it.text for it in view.get("s2").labels} == {"Snijden", "Couper", "Scier"}
    assert view.get("cs1").links == ()
    assert view.get("c1").targets(Predicate.SKILL) == ["s2"]


def test_a_merger_that_is_sent_twice_into_a_changeset_is_done_once(
    context: Context, eva: Desk
) -> None:
    key = begin(context.engine, "competent", Purpose("Wood"), by()).key
    page = eva.get(f"{MERGER}?others=SK-1&changeset={key}")
    told = without(form(page), "keep", "user:member::cs1")
    told |= form(eva.post(MERGER, **told))
    first, second = (eva.post(MERGER, **told, sure="1") for _ in range(2))
    assert first.headers["location"] == f"/workbench/changesets/{key}"
    assert second.headers["location"] == f"/workbench/changesets/{key}?done=already"
    assert "This was done already" in eva.get(second.headers["location"]).text
    retired: dict[str, Any] = {"reason": "none", "changeset": str(key), "relink": "1"}
    retired["seen"] = seen_of(eva.get(f"/workbench/concepts/SK-3?changeset={key}"))
    answers = [eva.post("/workbench/concepts/s3/retirement", **retired) for _ in range(2)]
    assert [it.headers["location"].endswith("already") for it in answers] == [False, True]
    new = {"kind": "skill", "changeset": str(key), "once": "m7", "label.preferred.nl": "Nieten"}
    assert [eva.post("/workbench/concepts", **new).status_code for _ in range(2)] == [303, 303]
    assert len(set(view_of(desk_of(context), key).changes) - {"s1", "s2", "s3", "c1", "cs1"}) == 1


def seen_of(page: httpx.Response) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', page.text)
    assert found
    return found[1]


def test_a_merger_of_what_moved_or_does_not_fit_changes_nothing(eva: Desk) -> None:
    told: dict[str, Any] = form(eva.get(f"{MERGER}?others=SK-1"))
    told |= form(eva.post(MERGER, **told)) | {"sure": "1"}
    moved = eva.post(MERGER, **{**told, "seen.s1": "0" * 64})
    assert (moved.status_code, "Nothing was saved" in moved.text) == (409, True)
    mixed = eva.post(MERGER, **{**told, "with": ["u10"]})
    assert (mixed.status_code, "Concepts of one kind are merged" in mixed.text) == (422, True)
    assert eva.post(MERGER, **{**told, "take.nonsense": "s1"}).status_code == 422
    assert not re.search(r'href="/workbench/changesets/\d', eva.get("/workbench/changesets").text)


def test_a_long_list_is_ticked_page_by_page_and_as_a_whole(context: Context, eva: Desk) -> None:
    sets = [
        concept(f"z{it:03}", Kind.COMPETENCE_SET, link("member", "s1"), notation=f"CS-{it}")
        for it in range(100, 220)
    ]
    key = changed(context, *((None, it) for it in sets))
    told: dict[str, Any] = form(eva.get(f"{MERGER}?others=SK-1&changeset={key}"))
    members = [it for it in told["keep"] if it.startswith("user:member:")]
    assert (len(members), members[:2]) == (PER_PAGE, ["user:member::cs1", "user:member::z100"])
    assert len(told["keep"]) < 2 * PER_PAGE
    told = without(told, "keep", "user:member::z100")
    page = eva.post(MERGER, **told, turn="user.member 3")
    assert (page.status_code, 'id="preview"' in page.text) == (200, False)
    last = without(form(page), "keep", "user:member::z219")
    shown = eva.post(MERGER, **last)
    assert "2 things do not go on" in shown.text
    view = view_of(desk_of(context), number(eva.post(MERGER, **form(shown), sure="1")))
    bare = {it.id for it in view.known.values() if it.kind is Kind.COMPETENCE_SET and not it.links}
    assert bare == {"z100", "z219"}


def test_a_whole_group_is_ticked_or_left_at_once(eva: Desk) -> None:
    told: dict[str, Any] = form(eva.get(f"{MERGER}?others=SK-1"))
    bare = form(eva.post(MERGER, **told, none="keep label"))
    assert [it for it in bare["keep"] if it.startswith("label")] == []
    assert bare["keep.otherwise"][0].splitlines() == [
        it for it in told["keep"] if it.startswith("label")
    ]
    again = form(eva.post(MERGER, **bare, every="keep label"))
    assert again["keep"] == told["keep"]


def test_a_concept_is_split_and_each_part_takes_what_it_was_given(
    context: Context, eva: Desk
) -> None:
    told: dict[str, Any] = {
        **form(eva.get(SPLIT)),
        "part1": ["user:skill::c1"],
        "part2": ["user:member::cs1"],
        "part1.label.nl": "Handzagen <i>",
        "part1.label.fr": "Scier à la main",
    }
    nameless = eva.post(SPLIT, **told)
    assert (nameless.status_code, "Part 2 has no name yet" in nameless.text) == (422, True)
    assert "Handzagen &lt;i&gt;" in nameless.text
    more = eva.post(SPLIT, **told, more="1")
    assert 'name="part3.label.nl"' in more.text
    told["part2.label.nl"] = "Machinaal zagen"
    shown = eva.post(SPLIT, **told)
    assert "This changes 5 concepts" in shown.text
    assert "2 things do not go on" in shown.text  # what it was called
    told["looked"] = form(shown)["looked"]
    key = number(eva.post(SPLIT, **told, sure="1", once="m1"))
    assert number(eva.post(SPLIT, **told, sure="1", once="m1")) == key
    into: dict[str, Any] = {**told, "changeset": str(key)}
    again = eva.post(SPLIT, **into, sure="1")
    assert again.headers["location"] == f"/workbench/changesets/{key}?done=already"
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


def test_what_goes_to_no_part_is_told(eva: Desk) -> None:
    told: dict[str, Any] = {
        **without(form(eva.get(SPLIT)), "part1", "user:member::cs1"),
        "part1.label.nl": "Handzagen",
        "part2.label.nl": "Machinaal zagen",
        "part2": [],
    }
    shown = eva.post(SPLIT, **told)
    assert "3 things do not go on" in shown.text
    assert 'In the competence sets</span> <span dir="auto">CS-1 Hout</span>' in shown.text
