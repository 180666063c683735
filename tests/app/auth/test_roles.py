"""Roles: what each allows, for which languages, and what is told to whom it does not allow it."""

from __future__ import annotations

import pytest

from app.auth.roles import ALLOWED, Actor, Grant, Role, Scope, granted
from app.refusals import RoleRequiredError
from taxonomy.errors import InvalidQueryError

MAY = {
    Role.VIEWER: "read",
    Role.TRANSLATOR: "read translate",
    Role.EDITOR: "read translate edit map",
    Role.MAPPER: "read map",
    Role.REVIEWER: "read translate edit map review",
    Role.PUBLISHER: "read publish",
    Role.ADMIN: "read administer",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_a_role_allows_what_the_table_says_and_refuses_the_rest(role: Role, scope: Scope) -> None:
    actor = Actor.of("Eva", role)
    allowed = scope in MAY[role].split()
    assert actor.may(scope) is allowed
    if allowed:
        actor.require(scope)
        return
    with pytest.raises(RoleRequiredError) as refused:
        actor.require(scope)
    assert refused.value.needed == tuple(it for it in Role if scope in MAY[it].split())
    assert f"Eva has: {role}" in refused.value.detail


def test_every_scope_is_allowed_by_a_role() -> None:
    assert {it for allowed in ALLOWED.values() for it in allowed} == set(Scope)


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.REVIEWER])
def test_a_role_that_is_bound_to_languages_holds_for_these(role: Role) -> None:
    actor = Actor("Luc", "Forem", frozenset({Grant(role, ("fr",))}))
    assert actor.languages(Scope.TRANSLATE) == ("fr",)
    assert actor.may(Scope.TRANSLATE)
    with pytest.raises(RoleRequiredError, match=r"for de; Luc has: \w+ \(fr\)"):
        actor.require(Scope.TRANSLATE, lang="de")


def test_a_reviewer_of_one_language_decides_about_nothing_else() -> None:
    actor = Actor("Luc", "Forem", frozenset({Grant(Role.REVIEWER, ("fr",))}))
    assert actor.may(Scope.REVIEW, "fr")
    assert not any(actor.may(it) for it in (Scope.REVIEW, Scope.EDIT, Scope.MAP))
    assert not actor.may(Scope.REVIEW, "nl")


def test_what_one_grant_lacks_another_allows() -> None:
    actor = Actor("Luc", "", granted([Role.TRANSLATOR, Role.VIEWER], ["de", "fr"]))
    assert actor.grants == {Grant(Role.TRANSLATOR, ("fr", "de")), Grant(Role.VIEWER)}


def test_who_has_no_grant_may_nothing() -> None:
    with pytest.raises(RoleRequiredError, match="Eva has: none"):
        Actor("Eva").require(Scope.READ)


@pytest.mark.parametrize(
    ("roles", "languages"),
    [([Role.TRANSLATOR], []), ([Role.TRANSLATOR], ["xx"]), ([Role.EDITOR], ["fr"])],
)
def test_languages_are_asked_for_where_they_mean_something(
    roles: list[Role], languages: list[str]
) -> None:
    with pytest.raises(InvalidQueryError):
        granted(roles, languages)
