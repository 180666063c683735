"""The bodies of questions about competence sets: nothing in them that is not known."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE

__all__ = ["AssignSetQuestion", "BeginSetQuestion", "ChangeSetQuestion"]

_MOST = 2_000
Tag = Annotated[str, Field(pattern="^(nl|fr|de|en)$")]
Label = Annotated[str, Field(max_length=LONGEST_LABEL)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]
Reference = Annotated[str, Field(min_length=1, max_length=2_000)]
References = Annotated[list[Reference], Field(max_length=_MOST)]
Revision = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class _Question(BaseModel):
    """`changeset` is the number of the one that takes the change; without it a new one is begun, under this title."""

    changeset: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    title: Label = ""
    why: Annotated[str, Field(max_length=4_000)] = ""


class BeginSetQuestion(_Question):
    """A new set: short labels and disambiguators by language, members and profiles by id or code."""

    model_config = _shown(
        labels={"nl": "Vlees bewerken", "fr": "Travailler la viande"},
        members=["SK-12", "SK-13"],
        profiles=["OP-10"],
        why="Butchers need one.",
    )

    labels: Annotated[dict[Tag, Label], Field(min_length=1)]
    disambiguators: dict[Tag, Note] = {}
    members: References = []
    profiles: References = []


class ChangeSetQuestion(_Question):
    """What becomes of a set; what is not mentioned stays, and an empty text is taken away."""

    model_config = _shown(labels={"fr": "Travailler la viande"}, add=["SK-14"], remove=["SK-12"])

    labels: dict[Tag, Label] = {}
    disambiguators: dict[Tag, Note] = {}
    add: References = []
    remove: References = []


class AssignSetQuestion(_Question):
    """Profiles, by id or code, that are to carry the set, or to lose it.

    Without `apply` it is only shown what would change. `seen`: id of a profile → the revision that was read.
    """

    model_config = _shown(add=["OP-10", "OP-44"], remove=["OP-7"], apply=False)

    add: References = []
    remove: References = []
    seen: dict[str, Revision] = {}
    apply: bool = False
