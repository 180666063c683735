"""Digital skills of profiles and frameworks side by side, over HTTP."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from app.config import Settings
from app.context import Context
from app.main import create_app
from tests.app.assigning.scene import with_competent_alone, with_everything
from tests.app.editing.scene import EVA, OTTO
from tests.app.kept import Kept
from tests.app.routes.test_changesets import People
from tests.app.serving import PUBLIC_URL, Client
from tests.statements import noted


def served(context: Context, client: Client) -> People:
    front = create_app(Settings(public_url=PUBLIC_URL, access_log=False), context)
    services = front.app.state.services  # type: ignore[attr-defined]
    services.library.refresh()
    services.mappings.refresh()
    return People(client.over(front), context)


@pytest.fixture
def people(context: Context, client: Client, kept: Kept) -> People:
    kept.fill(context, with_everything)
    return served(context, client)


def cells(row: dict[str, Any]) -> list[tuple[bool, int, int]]:
    return [(it["assigned"], it["evidence"], it["neighbours"]) for it in row["cells"]]


def wish(people: People, code: str, *, add: str = "", remove: str = "") -> dict[str, Any]:
    """What OP-… is to get and to lose, as seen now."""
    seen = people.got(f"/digital-skills/{code}")["profile"]["revision"]
    return {
        "profile": code,
        "seen": seen,
        "add": [add] if add else [],
        "remove": [remove] if remove else [],
    }


def test_the_matrix_says_who_has_what_and_what_speaks_for_more(people: People) -> None:
    told = people.got("/digital-skills")
    assert (told["release"], told["fitting"], told["total"]) == ("competent/3.11", 4, 4)
    assert told["sources"] == {
        "framework": "digcomp/2.2",
        "esco": "esco/1.2.0",
        "mapping_set": "competent-3.11--esco-1.2.0/1",
    }
    columns = [(it["notation"], it["number"], it["presumed"]) for it in told["columns"]]
    assert columns == [("DS-1", "1.1", False), ("DS-2", "3.4", True), ("DS-3", "", False)]
    rows = {it["profile"]["notation"]: cells(it) for it in told["rows"]}
    assert rows["OP-1"] == [(False, 1, 1), (False, 2, 1), (False, 0, 0)]
    assert rows["OP-3"] == [(False, 0, 0), (False, 0, 0), (True, 0, 0)]
    assert "OP-5" not in rows


ASKED = {
    "text=op-2": ["OP-2"],
    "text=%20Zager": ["OP-3"],
    "text=archiviste": ["OP-2"],
    "sector=S-1": ["OP-1"],
    "sector=nowhere": [],
    "isco=25": [],
    "without=true": ["OP-1"],
    "evidence=2": ["OP-1"],
    "evidence=9&neighbours=1": ["OP-1"],
    "text=a&without=true&sector=x1": ["OP-1"],
    "limit=3&page=2": ["OP-4"],
}
REFUSED = ("page=2", "page=0", "limit=0", "evidence=-1", "isco=123456789", f"text={'x' * 201}")


def test_profiles_are_asked_for(people: People) -> None:
    told = {
        query: [it["profile"]["notation"] for it in people.got(f"/digital-skills?{query}")["rows"]]
        for query in ASKED
    }
    assert told == ASKED
    answers = {it: people.ask(EVA, "GET", f"/digital-skills?{it}").status_code for it in REFUSED}
    assert answers == dict.fromkeys(REFUSED, 422)
    assert people.ask(EVA, "GET", "/digital-skills?changeset=99").status_code == 404


def test_one_profile_tells_every_reason(people: People) -> None:
    told = people.got("/digital-skills/OP-1")
    reasons = [
        (it["digital_skill"], it["competence"]["notation"], it["predicate"], it["esco"]["id"])
        for it in told["reasons"]
    ]
    assert reasons == [
        ("d1", "SK-1", "skos:closeMatch", "e2"),
        ("d2", "SK-2", "skos:exactMatch", "e4"),
        ("d2", "KN-1", "skos:narrowMatch", "e5"),
    ]
    assert [it["esco"]["id"] for it in told["others"]] == ["e6"]
    assert [it["notation"] for it in told["neighbours"]] == ["OP-2", "OP-4"]
    for reference, status in (("OP-5", 422), ("DS-1", 422), ("OP-99", 404), ("%00", 404)):
        assert people.ask(EVA, "GET", f"/digital-skills/{reference}").status_code == status


def test_many_are_assigned_at_once_and_accepted_by_another(people: People) -> None:
    at = people.begun()
    body: dict[str, Any] = {
        "profiles": [
            wish(people, "OP-1", add="DS-1"),
            wish(people, "OP-3", add="DS-2", remove="DS-3"),
            wish(people, "OP-2", add="DS-1"),
        ],
        "why": "evidence",
    }
    shown = people.ask(EVA, "POST", f"{at}/digital-skills", body).json()
    assert (shown["concepts"], shown["applied"]) == (2, False)
    assert people.got(at)["concepts"] == 0
    done = people.ask(EVA, "POST", f"{at}/digital-skills", body | {"apply": True}).json()
    assert [it["fields"] for it in done["items"]] == [
        [{"field": "link.digitalSkill", "before": [], "after": ["d1"]}],
        [{"field": "link.digitalSkill", "before": ["d3"], "after": ["d2"]}],
    ]
    number = at.rpartition("/")[2]
    seen = people.got(f"/digital-skills?changeset={number}")
    assert cells(seen["rows"][0])[0] == (True, 1, 1)
    assert cells(people.got("/digital-skills")["rows"][0])[0] == (False, 1, 1)
    people.move(EVA, at, "submit")
    assert people.move(OTTO, at, "accept").json()["accepted_in"] == "3.12"
    told = people.got("/digital-skills")
    assert (told["release"], cells(told["rows"][0])[0]) == ("competent/3.12", (True, 1, 1))
    assert cells(told["rows"][1])[0] == (True, 1, 1)
    acts = people.got("/audit?act=concept-edited")["items"]
    assert {it["why"] for it in acts} == {"evidence"}


def test_what_was_not_seen_is_not_written_over(people: People) -> None:
    at, other = people.begun(), people.begun()
    first, second = wish(people, "OP-1", add="DS-1"), wish(people, "OP-1", add="DS-2")
    two = wish(people, "OP-2", add="DS-2")
    assert (
        people.ask(EVA, "POST", f"{at}/digital-skills", {"profiles": [first], "apply": True})
    ).status_code == 200
    body = {"profiles": [two, second], "apply": True}
    met = people.ask(EVA, "POST", f"{at}/digital-skills", body)
    assert (met.status_code, met.json()["code"]) == (412, "concept-moved")
    assert [it["notation"] for it in met.json()["conflicts"]] == ["OP-1"]
    assert people.got(at)["concepts"] == 1
    assert people.ask(EVA, "POST", f"{other}/digital-skills", body).status_code == 200


BAD: list[tuple[dict[str, Any], int]] = [
    ({"profile": "OP-5"}, 422),
    ({"profile": "SK-1"}, 422),
    ({"profile": "OP-99"}, 404),
    ({"add": ["OP-2"]}, 422),
    ({"add": ["DS-99"]}, 404),
    ({"seen": "*"}, 422),
    ({"seen": "0" * 64}, 412),
    ({"add": ["DS-1"] * 201}, 422),
    ({"more": 1}, 422),
    ({"add": [], "remove": ["DS-1"]}, 422),
]


def test_a_bad_wish_is_refused_and_nothing_written(people: People) -> None:
    at, same = people.begun(), wish(people, "OP-1", add="DS-1")
    path = f"{at}/digital-skills"
    answers = [
        people.ask(EVA, "POST", path, {"profiles": [same | it], "apply": True}).status_code
        for it, _ in BAD
    ]
    assert answers == [status for _, status in BAD]
    for profiles in ([same, same], []):
        body = {"profiles": profiles, "apply": True}
        assert people.ask(EVA, "POST", path, body).status_code == 422
    assert people.got(at)["concepts"] == 0
    other = "/changesets/99/digital-skills"
    assert people.ask(EVA, "POST", other, {"profiles": [same]}).status_code == 404


def test_numbers_are_recorded_once_they_were_looked_at(people: People) -> None:
    at = people.begun()
    path = f"{at}/framework-numbers"
    seen = people.got("/drafts/competent/concepts/DS-2")["revision"]
    one = {"digital_skill": "DS-2", "seen": seen, "number": "3.4"}
    body: dict[str, Any] = {"version": "2.2", "numbers": [one]}
    bad: list[tuple[dict[str, Any], int]] = [
        ({"numbers": [one | {"number": "9.9"}]}, 422),
        ({"numbers": [one | {"number": "1"}]}, 422),
        ({"numbers": [one | {"digital_skill": "SO-1"}]}, 422),
        ({"numbers": [one | {"digital_skill": "DS-9"}]}, 404),
        ({"numbers": [one | {"seen": "0" * 64}]}, 412),
        ({"numbers": [one, one]}, 422),
        ({"numbers": []}, 422),
        ({"version": "7.7"}, 404),
    ]
    answers = [
        people.ask(EVA, "POST", path, body | it | {"apply": True}).status_code for it, _ in bad
    ]
    assert answers == [status for _, status in bad]
    assert people.ask(EVA, "POST", path, body).json()["applied"] is False
    assert people.got(at)["concepts"] == 0
    done = people.ask(EVA, "POST", path, body | {"apply": True}).json()
    assert done["items"][0]["fields"] == [
        {"field": "framework", "before": [], "after": ["DigComp 2.2 3.4"]}
    ]
    told = people.got(f"/digital-skills?changeset={at.rpartition('/')[2]}")
    assert told["fitting"] == 4
    assert people.move(EVA, at, "accept").json()["state"] == "accepted"
    columns = [(it["number"], it["presumed"]) for it in people.got("/digital-skills")["columns"]]
    assert columns == [("1.1", False), ("3.4", False), ("", False)]
    assert people.got("/frameworks/digital-skills")["grounds"]["number"] == 2


def test_a_page_asks_the_record_as_often_for_many_profiles_as_for_one(people: People) -> None:
    people.got("/digital-skills")
    counts = []
    for query in ("", "?text=OP-1", "?evidence=1&neighbours=1"):
        with noted(people.context.engine) as asked:
            people.got(f"/digital-skills{query}")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 6


def test_digital_skills_and_releases_of_digcomp_meet_by_number(people: People) -> None:
    assert people.got("/frameworks")["items"] == [
        {"name": "digcomp", "left": ["2.2", "3.0"], "right": ["2.2", "3.0"]},
        {"name": "digital-skills", "left": [], "right": ["2.2", "3.0"]},
        {"name": "soft-skills", "left": [], "right": ["1.2.0"]},
    ]
    told = people.got("/frameworks/digcomp")
    assert (told["left"], told["right"]) == ("digcomp/2.2", "digcomp/3.0")
    assert told["grounds"] == {"number": 3, "only-left": 1, "only-right": 1}
    assert [
        (it.get("left", {}).get("notation"), it.get("right", {}).get("notation"))
        for it in told["rows"]
    ] == [("1", "1"), ("1.1", "1.1"), ("2.5", "2.5"), ("3.4", None), (None, "3.5")]
    back = people.got("/frameworks/digcomp?left=3.0&right=2.2")
    assert back["rows"][-1]["right"]["notation"] == "3.4"
    assert people.ask(EVA, "GET", "/frameworks/digcomp?left=9.9").status_code == 404
    assert people.ask(EVA, "GET", "/frameworks/skills").status_code == 422
    told = people.got("/frameworks/digital-skills")
    assert (told["right"], told["grounds"]) == (
        "digcomp/2.2",
        {"number": 1, "name": 1, "only-left": 1, "only-right": 1},
    )
    three = people.got("/frameworks/digital-skills?right=3.0")
    assert three["grounds"] == {"number": 1, "only-left": 2, "only-right": 2}


def test_soft_skills_meet_escos_by_mappings_and_by_names(people: People) -> None:
    told = people.got("/frameworks/soft-skills")
    assert told["mapping_set"] == "competent-3.11--esco-1.2.0/1"
    rows = [
        (
            it.get("left", {}).get("notation"),
            it.get("right", {}).get("id"),
            it.get("ground"),
            it.get("suggestion"),
        )
        for it in told["rows"]
    ]
    assert rows == [
        ("SO-1", "e10", "mapping", False),
        ("SO-2", "e8", "name", True),
        ("SO-3", None, None, None),
        (None, "e9", None, None),
    ]
    answer = people.ask(EVA, "GET", "/frameworks/soft-skills/rows.csv")
    assert answer.headers["content-disposition"].endswith('competent-3.11--esco-1.2.0.csv"')
    table = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
    assert [(it["left_code"], it["right_id"], it["ground"], it["suggestion"]) for it in table] == [
        ("SO-1", "e10", "mapping", "no"),
        ("SO-2", "e8", "name", "yes"),
        ("SO-3", "", "", ""),
        ("", "e9", "", ""),
    ]
    assert table[0]["predicate"] == "skos:closeMatch"


def test_without_the_others_all_is_said_that_can_be(
    context: Context, client: Client, kept: Kept
) -> None:
    kept.fill(context, with_competent_alone)
    people = served(context, client)
    told = people.got("/digital-skills")
    assert told["sources"] == {}
    assert [cells(it)[0][1] for it in told["rows"]] == [0, 0, 0, 0]
    assert told["columns"][0]["number"] == "1.1"
    for name in ("digcomp", "digital-skills", "soft-skills"):
        answer = people.ask(EVA, "GET", f"/frameworks/{name}")
        assert answer.status_code == 404
        assert "competent import" in answer.json()["detail"]
