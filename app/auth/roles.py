"""What a person may do: scopes, the roles that allow them, and the languages that a role is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from typing_extensions import override

from app.db.audit import Act
from app.refusals import RoleRequiredError
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import Value, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

__all__ = [
    "ALLOWED",
    "BOUND",
    "LANGUAGES",
    "PROCESS",
    "About",
    "Actor",
    "Grant",
    "Role",
    "Scope",
    "granted",
]

LANGUAGES = ("nl", "fr", "de", "en")
"""The languages that texts of the editors are written in."""


class Scope(StrEnum):
    """Something that a person may be allowed to do."""

    READ = "read"
    TRANSLATE = "translate"
    EDIT = "edit"
    MAP = "map"
    REVIEW = "review"
    PUBLISH = "publish"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What a person is in the editorial work."""

    VIEWER = "viewer"
    TRANSLATOR = "translator"
    EDITOR = "editor"
    MAPPER = "mapper"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    ADMIN = "admin"


_PROPOSES = frozenset({Scope.READ, Scope.TRANSLATE, Scope.EDIT, Scope.MAP})
ALLOWED = {
    Role.VIEWER: frozenset({Scope.READ}),
    Role.TRANSLATOR: frozenset({Scope.READ, Scope.TRANSLATE}),
    Role.EDITOR: _PROPOSES,
    Role.MAPPER: frozenset({Scope.READ, Scope.MAP}),
    Role.REVIEWER: _PROPOSES | {Scope.REVIEW},
    Role.PUBLISHER: frozenset({Scope.READ, Scope.PUBLISH}),
    Role.ADMIN: frozenset({Scope.READ, Scope.ADMINISTER}),
}
"""Role → what it allows: editors propose, reviewers decide, publishers sign off and publish."""
BOUND = frozenset({Role.TRANSLATOR, Role.REVIEWER})
"""The roles that may be bound to languages; a translator always is."""
_OF_ANY_LANGUAGE = frozenset({Scope.READ, Scope.TRANSLATE})
"""What a role that is bound to languages allows where the question names none."""


class Grant(NamedTuple):
    """A role, and the languages that it is bound to: none where it holds for all of them."""

    role: Role
    languages: tuple[str, ...] = ()

    def allows(self, scope: Scope, lang: str = "") -> bool:
        """Whether it allows this, for texts of that language where one is named.

        A reviewer of French decides about French texts and about nothing else.
        """
        if scope not in ALLOWED[self.role]:
            return False
        if not self.languages or scope is Scope.READ:
            return True
        return lang in self.languages if lang else scope in _OF_ANY_LANGUAGE

    @override
    def __str__(self) -> str:
        """As a table shows it: `translator (fr, de)`."""
        return f"{self.role} ({', '.join(self.languages)})" if self.languages else self.role


class About(NamedTuple):
    """What an act was about: `kind` is concept, mapping, changeset, release, person …."""

    kind: str
    id: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or partner who acts: the name that the record keeps, where they work, their grants."""

    name: str
    organisation: str = ""
    grants: frozenset[Grant] = frozenset()

    @classmethod
    def of(cls, name: str, *roles: Role, organisation: str = "") -> Actor:
        """An actor with these roles, bound to no language."""
        return cls(name, organisation, frozenset(map(Grant, roles)))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, whatever languages they are bound to."""
        return frozenset(it.role for it in self.grants)

    def may(self, scope: Scope, lang: str = "") -> bool:
        """Whether one of the grants allows it, for texts of that language where one is named."""
        return any(it.allows(scope, lang) for it in self.grants)

    def require(self, scope: Scope, lang: str = "") -> None:
        """Return where a grant allows it; RoleRequiredError names the roles that would."""
        if not self.may(scope, lang):
            needed = tuple(role.value for role in Role if scope in ALLOWED[role])
            values: dict[str, Value] = {
                "role": " or ".join(needed),
                "name": self.name,
                "mine": ", ".join(sorted(map(str, self.grants))) or sentence("none"),
            }
            message = (
                sentence(
                    "this needs the role %(role)s for %(lang)s; %(name)s has: %(mine)s",
                    lang=lang,
                    **values,
                )
                if lang
                else sentence("this needs the role %(role)s; %(name)s has: %(mine)s", **values)
            )
            raise RoleRequiredError(message, needed)

    def languages(self, scope: Scope) -> tuple[str, ...]:
        """The languages in which a grant allows this."""
        return tuple(it for it in LANGUAGES if self.may(scope, it))

    def act(
        self,
        act: str,
        about: About,
        at: datetime,
        *,
        change: tuple[Any, Any] = (None, None),
        why: str = "",
    ) -> Act:
        """The entry of the audit for what this person did; `change` is what was there before and after."""
        return Act(
            at=at,
            actor=self.name,
            organisation=self.organisation,
            act=act,
            about=about.kind,
            about_id=about.id,
            scheme=about.scheme,
            before=change[0],
            after=change[1],
            why=why,
        )


PROCESS = Actor("competent")
"""Who acts where nobody is named: the process itself."""


def granted(roles: Iterable[Role], languages: Iterable[str] = ()) -> frozenset[Grant]:
    """The grants of these roles, those that may be bound to languages bound to these.

    InvalidQueryError for a translator without a language, for a language that is not written here,
    and for languages of roles that are bound to none.
    """
    wanted, given = frozenset(roles), frozenset(languages)
    order = tuple(it for it in LANGUAGES if it in given)
    if len(order) < len(given):
        unknown = ", ".join(sorted(given - set(order)))[:80]
        message = sentence(
            "language %(unknown)s: texts are written in %(lang)s",
            unknown=unknown,
            lang=tuple(LANGUAGES),
        )
        raise InvalidQueryError(message)
    if Role.TRANSLATOR in wanted and not order:
        message = sentence("a translator needs a language or more: name them")
        raise InvalidQueryError(message)
    if order and not wanted & BOUND:
        message = sentence(
            "only the roles %(role)s are bound to languages", role=" and ".join(sorted(BOUND))
        )
        raise InvalidQueryError(message)
    return frozenset(Grant(it, order if it in BOUND else ()) for it in wanted)
