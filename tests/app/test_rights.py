"""Every role × every editorial act, over HTTP: what is allowed, what is refused, and that no act is forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pydantic import SecretStr

from app.auth.keys import add_key
from app.auth.people import add_person, set_rights
from app.auth.roles import ALLOWED, Actor, Grant, Role, Scope
from app.auth.sessions import begin_session
from app.config import Settings
from app.context import Context
from app.http.acting import lasting
from app.main import create_app
from app.routes.workbench.routers import ROUTERS
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    import httpx

ACTS = {
    Scope.READ: """
        GET /v1/editorial/me
        GET /v1/editorial/feedback
        GET /v1/editorial/audit
        GET /v1/editorial/mentions
        GET /v1/editorial/mentions/people
        POST /v1/editorial/mentions/seen
        GET /v1/editorial/drafts/{scheme}
        GET /v1/editorial/drafts/{scheme}/protocols
        GET /v1/editorial/dashboard
        GET /v1/editorial/drafts/{scheme}/readiness
        GET /v1/editorial/drafts/{scheme}/concepts
        GET /v1/editorial/drafts/{scheme}/concepts/{reference}
        GET /v1/editorial/drafts/{scheme}/concepts/{id}/states
        GET /v1/editorial/changesets
        GET /v1/editorial/changesets/{key}
        GET /v1/editorial/changesets/{key}/changes
        GET /v1/editorial/changesets/{key}/outlook
        GET /v1/editorial/changesets/{key}/comments
        POST /v1/editorial/changesets/{key}/comments
        GET /v1/editorial/changesets/{key}/concepts/{id}
        GET /v1/editorial/translations
        GET /v1/editorial/translations/progress
        GET /v1/editorial/translations/packages/{form}
        GET /v1/editorial/translations/spelling
        GET /v1/editorial/translations/{unit}
        GET /v1/editorial/campaigns
        GET /v1/editorial/campaigns/{name}
        GET /v1/editorial/campaigns/{name}/burn-down.csv
        GET /v1/editorial/campaigns/{name}/report.csv
        GET /v1/editorial/terms
        GET /v1/editorial/upgrades
        GET /v1/editorial/upgrades/{name}
        GET /v1/editorial/upgrades/{name}/items
        GET /v1/editorial/upgrades/{name}/items/{id}
        GET /v1/editorial/upgrades/{name}/coverage
        GET /v1/editorial/upgrades/{name}/findings
        GET /v1/editorial/upgrades/{name}/texts
        GET /v1/editorial/upgrades/{name}/tables/{file}
        GET /v1/editorial/mapping-reviews/{name}
        GET /v1/editorial/mapping-reviews/{name}/concepts
        GET /v1/editorial/mapping-reviews/{name}/concepts/{id}/case
        GET /v1/editorial/digital-skills
        GET /v1/editorial/digital-skills/{reference}
        GET /v1/editorial/frameworks
        GET /v1/editorial/frameworks/{name}
        GET /v1/editorial/frameworks/{name}/rows.csv
        GET /workbench
        GET /workbench/audit
        GET /workbench/mentions
        POST /workbench/mentions
        GET /workbench/rewording
        GET /workbench/translations
        GET /workbench/translations/{target}
        GET /workbench/translations/{target}/list
        GET /workbench/translations/{target}/package.{form}
        GET /workbench/translations/campaigns/{name}
        GET /workbench/translations/terms
        GET /v1/editorial/mapping-reviews/{name}/publication
        GET /workbench/mappings/{name}/publication
        GET /v1/editorial/mapping-runs
        GET /v1/editorial/mapping-runs/{number}
        GET /workbench/mappings/runs/{number}
        GET /workbench/mappings
        GET /workbench/mappings/{name}
        GET /workbench/mappings/{name}/concept
        GET /workbench/upgrades
        GET /workbench/upgrades/{name}
        GET /workbench/upgrades/{name}/items/{id}
        GET /workbench/upgrades/{name}/wordings
        GET /workbench/changesets
        GET /workbench/protocols
        GET /workbench/changesets/{key}
        POST /workbench/changesets/{key}/comments
        GET /workbench/changesets/{key}/conflicts/{id}
        GET /workbench/digital-skills
        GET /workbench/digital-skills/{reference}
        GET /workbench/frameworks
        GET /workbench/frameworks/{name}
        GET /workbench/concepts
        GET /workbench/concepts/{reference}
        GET /workbench/preview/{changeset}/concepts/{reference}
        GET /workbench/preview/{changeset}/{rest}
        GET /v1/editorial/changesets/{key}/concepts/{id}/preview
        GET /workbench/release
        GET /v1/editorial/competence-sets
        GET /v1/editorial/competence-sets/uncovered
        GET /v1/editorial/competence-sets/names
        GET /v1/editorial/competence-sets/{reference}
        GET /v1/editorial/competence-sets/{reference}/suggestions
        GET /workbench/competence-sets
        GET /workbench/competence-sets/uncovered
        GET /workbench/competence-sets/{reference}
        GET /workbench/competence-sets/{reference}/profiles
    """,
    Scope.TRANSLATE: """
        POST /v1/editorial/changesets
        PATCH /v1/editorial/changesets/{key}
        POST /v1/editorial/changesets/{key}/moves
        PUT /v1/editorial/changesets/{key}/concepts/{id}
        DELETE /v1/editorial/changesets/{key}/concepts/{id}
        PUT /v1/editorial/changesets/{key}/concepts/{id}/resolution
        POST /v1/editorial/translations/approvals
        POST /v1/editorial/translations/approvals/undoing
        POST /v1/editorial/translations/assignments
        POST /v1/editorial/translations/packages
        POST /v1/editorial/translations/prefills
        PUT /v1/editorial/translations/{unit}/text
        DELETE /v1/editorial/translations/{unit}/text
        POST /v1/editorial/translations/{unit}/acts
        POST /v1/editorial/campaigns
        PATCH /v1/editorial/campaigns/{name}
        PUT /v1/editorial/terms
        DELETE /v1/editorial/terms
        PUT /v1/editorial/upgrades/{name}/texts/{number}
        POST /workbench/upgrades/{name}/wordings/{number}
        POST /workbench/changesets
        POST /workbench/changesets/{key}/moves
        POST /workbench/changesets/{key}/left
        POST /workbench/changesets/{key}/conflicts/{id}
        POST /workbench/concepts/{id}
        POST /workbench/concepts/{id}/meeting
        GET /workbench/translations/package
        POST /workbench/translations/package
        POST /workbench/translations/campaigns/{name}
        POST /workbench/translations/{target}/list
        POST /workbench/translations/{target}/{unit}
    """,
    Scope.EDIT: """
        POST /v1/editorial/upgrades/{name}/items/{id}/adoption
        POST /v1/editorial/drafts/{scheme}
        POST /v1/editorial/changesets/{key}/concepts
        PUT /v1/editorial/changesets/{key}/concepts/{id}/retirement
        PUT /v1/editorial/changesets/{key}/concepts/{id}/restoration
        POST /v1/editorial/changesets/{key}/mergers
        PUT /v1/editorial/changesets/{key}/concepts/{id}/split
        POST /v1/editorial/changesets/{key}/rewordings
        POST /v1/editorial/changesets/{key}/many
        GET /workbench/many
        POST /workbench/many
        POST /v1/editorial/changesets/{key}/digital-skills
        POST /v1/editorial/changesets/{key}/framework-numbers
        POST /workbench/frameworks/digital-skills/numbers
        GET /workbench/digital-skills/preview
        POST /workbench/digital-skills/preview
        POST /workbench/digital-skills
        GET /v1/editorial/changesets/imports
        POST /v1/editorial/changesets/imports
        GET /v1/editorial/changesets/imports/{number}
        GET /v1/editorial/changesets/imports/{number}/changes
        GET /v1/editorial/changesets/imports/{number}/left
        POST /v1/editorial/changesets/imports/{number}/changeset
        DELETE /v1/editorial/changesets/imports/{number}
        GET /workbench/changesets/imports
        POST /workbench/changesets/imports
        GET /workbench/changesets/imports/{number}
        POST /workbench/changesets/imports/{number}/changeset
        POST /workbench/changesets/imports/{number}/discarding
        POST /workbench/concepts
        GET /workbench/concepts/{reference}/merger
        POST /workbench/concepts/{id}/merger
        GET /workbench/concepts/{reference}/split
        POST /workbench/concepts/{id}/split
        POST /workbench/concepts/{id}/retirement
        POST /workbench/concepts/{id}/restoration
        POST /workbench/release/opening
        POST /workbench/rewording
        POST /v1/editorial/competence-sets
        PATCH /v1/editorial/competence-sets/{reference}
        POST /v1/editorial/competence-sets/{reference}/assignments
        POST /workbench/competence-sets
        POST /workbench/competence-sets/{id}
        POST /workbench/competence-sets/{id}/profiles
    """,
    Scope.MAP: """
        POST /v1/editorial/upgrades
        PATCH /v1/editorial/upgrades/{name}/items/{id}
        PUT /v1/editorial/upgrades/{name}/items/{id}/decision
        POST /v1/editorial/upgrades/{name}/decisions
        POST /v1/editorial/upgrades/{name}/sweeps
        POST /v1/editorial/upgrades/{name}/sweeps/preview
        PUT /v1/editorial/mapping-reviews/{name}/concepts/{id}/decision
        DELETE /v1/editorial/mapping-reviews/{name}/concepts/{id}/decision
        POST /v1/editorial/mapping-reviews/{name}/concepts/{id}/put-off
        POST /v1/editorial/mapping-reviews/{name}/concepts/{id}/questions
        PUT /v1/editorial/mapping-reviews/{name}/questions/{number}/answer
        POST /v1/editorial/mapping-reviews/{name}/decisions
        POST /v1/editorial/mapping-reviews/{name}/draft
        POST /v1/editorial/mapping-runs/suggestions
        POST /v1/editorial/mapping-runs/upgrades
        DELETE /v1/editorial/mapping-runs/{number}
        GET /v1/editorial/mapping-imports
        POST /v1/editorial/mapping-imports
        GET /v1/editorial/mapping-imports/{number}
        GET /v1/editorial/mapping-imports/{number}/changes
        POST /v1/editorial/mapping-imports/{number}/draft
        DELETE /v1/editorial/mapping-imports/{number}
        GET /workbench/mappings/imports
        POST /workbench/mappings/imports
        GET /workbench/mappings/imports/{number}
        POST /workbench/mappings/imports/{number}/draft
        POST /workbench/mappings/imports/{number}/discarding
        POST /workbench/mappings/runs
        POST /workbench/mappings/runs/{number}/stop
        POST /workbench/mappings/{name}/draft
        POST /workbench/upgrades
        POST /workbench/upgrades/{name}/decisions
        POST /workbench/upgrades/{name}/items/{id}/decision
        POST /workbench/upgrades/{name}/items/{id}/move
        POST /workbench/mappings/{name}/decide
        POST /workbench/mappings/{name}/put-off
        POST /workbench/mappings/{name}/undo
        POST /workbench/mappings/{name}/ask
        POST /workbench/mappings/{name}/answer
        POST /workbench/mappings/{name}/accept
    """,
    Scope.REVIEW: """
        POST /workbench/translations/campaigns
        POST /workbench/translations/terms
    """,
    Scope.PUBLISH: """
        PATCH /v1/editorial/drafts/{scheme}
        POST /v1/editorial/drafts/{scheme}/publication
        POST /v1/editorial/releases/{scheme}/{version}/moves
        POST /v1/editorial/upgrades/{name}/sign-off
        PUT /v1/editorial/mapping-reviews/{name}/publication
        POST /workbench/mappings/{name}/publication
        POST /workbench/upgrades/{name}/sign-off
        POST /workbench/release/notes
        POST /workbench/release/abandonment
        POST /workbench/release/plan
        POST /workbench/release/publication
        POST /workbench/release/window
        POST /workbench/release/withdrawal
    """,
    Scope.ADMINISTER: """
        PUT /v1/editorial/drafts/{scheme}/protocols
        GET /v1/editorial/people
        POST /v1/editorial/people
        GET /v1/editorial/people/{key}
        PUT /v1/editorial/people/{key}/rights
        PUT /v1/editorial/people/{key}/access
        POST /v1/editorial/people/{key}/sign-out
        POST /v1/editorial/people/{key}/links
        POST /workbench/protocols
        POST /workbench/people/{key}/sign-out
        GET /workbench/people
        POST /workbench/people
        GET /workbench/people/{key}
        POST /workbench/people/{key}/rights
        POST /workbench/people/{key}/access
        POST /workbench/people/{key}/link
    """,
}
"""Scope → the acts that it opens."""
OF_EVERYBODY = """
    GET /workbench/sign-in
    GET /workbench/sign-in/link
    POST /workbench/sign-in/link
    GET /workbench/sign-in/provider
    GET /workbench/sign-in/callback
    GET /workbench/sign-out/provider
    POST /workbench/sign-out
    GET /workbench/me
    POST /workbench/language
"""
"""What needs no role: coming in, going out, and one's own page."""
NEEDED = {act.strip(): scope for scope, told in ACTS.items() for act in told.strip().splitlines()}
REFUSED = "role-required"


class Service(NamedTuple):
    """A workbench over an empty record, and for each role a key and a cookie."""

    client: Client
    keys: dict[Role, str]
    cookies: dict[Role, str]

    def ask(self, role: Role, act: str) -> httpx.Response:
        """The answer to somebody of that role, about things that are not there."""
        method, path = act.split()
        path = re.sub(r"{\w+}", "1", path.replace("{scheme}", "competent"))
        body: dict[str, str] | None = None if method == "GET" else {}
        if path.startswith("/v1/"):
            key = {"authorization": f"Bearer {self.keys[role]}", "if_match": '"x"'}
            return self.client.ask(method, path, json=body, **key)
        cookie = {"cookie": self.cookies[role], "accept": "text/html"}
        if method == "GET":
            return self.client.get(path, **cookie)
        page = self.client.get("/workbench/me", **cookie).text
        csrf = re.search(r'name="csrf" value="(\w+)"', page)
        assert csrf
        form = {"content_type": "application/x-www-form-urlencoded"}
        return self.client.ask(method, path, content=f"csrf={csrf[1]}", **form, **cookie)


@pytest.fixture(scope="module")
def service(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Service:
    home = tmp_path_factory.mktemp("rights")
    context = Context.open(Settings(home=home, database_url=SecretStr("")))
    front = create_app(Settings(home=home, public_url=PUBLIC_URL, access_log=False), context)
    now, root = datetime.now(UTC), Actor.of("root", Role.ADMIN)
    app = front.app.state.services  # type: ignore[attr-defined]
    keys, cookies = {}, {}
    add_person(context.engine, "who the acts are about", by=root, at=now)  # is given the number 1
    for role in Role:
        actor = Actor.of(f"the {role}", role)
        _, key = add_key(context.engine, actor, at=now, valid=timedelta(days=1))
        made = add_person(context.engine, actor.name, by=root, at=now)
        grants = [Grant(role, ("fr",) if role is Role.TRANSLATOR else ())]
        person = set_rights(context.engine, made.key, grants, organisation="", by=(root, now))
        token = begin_session(context.engine, person, "link", now, lasting(app))
        keys[role] = key.get_secret_value()
        cookies[role] = f"__Host-competent-session={token.get_secret_value()}"
    return Service(client.over(front), keys, cookies)


def test_every_act_stands_in_the_table(service: Service) -> None:
    paths = service.client.get("/openapi.json").json()["paths"]
    programs = {
        f"{method.upper()} {path}"
        for path, operations in paths.items()
        for method in operations
        if path.startswith("/v1/editorial/")
    }
    screens = {
        f"{method} {re.sub(r':[a-z]+}', '}', route.path)}"  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    everybody = {it.strip() for it in OF_EVERYBODY.strip().splitlines()}
    assert sorted(programs | screens) == sorted({*NEEDED, *everybody})


@pytest.mark.parametrize("act", NEEDED)
def test_an_act_is_for_those_roles_alone_that_allow_it(service: Service, act: str) -> None:
    allowed = {role for role in Role if NEEDED[act] in ALLOWED[role]}
    answers = {role: service.ask(role, act) for role in Role}
    refused = {role for role, it in answers.items() if REFUSED in it.text}
    assert refused == set(Role) - allowed
    assert {answers[role].status_code for role in refused} <= {403}
    assert {answers[role].status_code for role in allowed} & {401, 403, 500} == set()


@pytest.mark.parametrize("act", [it for it in NEEDED if "/v1/" in it])
def test_without_a_key_nothing_is_done(service: Service, act: str) -> None:
    method, path = act.split()
    path = re.sub(r"{\w+}", "1", path)
    answer = service.client.ask(method, path, json=None if method == "GET" else {})
    assert (answer.status_code, answer.json()["code"]) == (401, "key-required")


@pytest.mark.parametrize("act", [it for it in NEEDED if "/workbench" in it])
def test_without_a_session_every_screen_leads_to_the_door(service: Service, act: str) -> None:
    method, path = act.split()
    path = re.sub(r"{\w+}", "1", path)
    form = {"content_type": "application/x-www-form-urlencoded", "accept": "text/html"}
    answer = service.client.ask(method, path, content="" if method == "POST" else None, **form)
    assert answer.status_code == (303 if method == "GET" else 401)
