"""The bodies of questions and answers about people; no secret stands in any of them but in that of a link."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire

__all__ = [
    "AccessQuestion",
    "LinkQuestion",
    "PeopleList",
    "Person",
    "PersonQuestion",
    "RightsQuestion",
    "SignInLink",
]

LONGEST_NAME = 200
Role = Annotated[str, Field(pattern="^(viewer|translator|editor|mapper|reviewer|publisher|admin)$")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Place = Annotated[str, Field(max_length=LONGEST_NAME)]


class PersonGrant(Wire):
    """A role, and the languages that it is bound to; none where it holds for all."""

    role: Role
    languages: list[str]


class Person(Wire):
    """A person of the workbench; `provider` is who signs them in, where that is an identity provider."""

    id: int
    name: str
    organisation: str
    email: str
    provider: str | None = None
    grants: list[PersonGrant]
    open: bool
    created_at: datetime
    seen_at: datetime | None = None
    etag: str


class PeopleList(Wire):
    """One page of people, by name."""

    items: list[Person]
    next: str | None = None


class SignInLink(Wire):
    """A link that signs the person in, once: told this once, and kept by nobody."""

    link: str
    expires_at: datetime


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class GrantPart(_Question):
    """A role, and the languages that it is bound to."""

    role: Role
    languages: Annotated[
        list[Annotated[str, Field(pattern="^(nl|fr|de|en)$")]], Field(max_length=4)
    ] = []


class PersonQuestion(_Question):
    """Somebody new, who may do nothing yet."""

    model_config = _shown(name="Luc Dubois", organisation="Forem")

    name: Name
    organisation: Place = ""
    email: Annotated[str, Field(max_length=320)] = ""


class RightsQuestion(_Question):
    """What the person may do from now on, and where they work: what is left out is taken away."""

    model_config = _shown(
        organisation="Forem", grants=[{"role": "translator", "languages": ["fr"]}]
    )

    organisation: Place = ""
    grants: Annotated[list[GrantPart], Field(max_length=20)]


class AccessQuestion(_Question):
    """Whether the person may come in."""

    model_config = _shown(open=False, why="left the organisation")

    open: bool
    why: Annotated[str, Field(max_length=4_000)] = ""


class LinkQuestion(_Question):
    """For how many hours the link works."""

    model_config = _shown(hours=24)

    hours: Annotated[int, Field(ge=1, le=720)] = 48
