"""The bodies of questions and answers about ids of one scheme in another."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from app.wire.migration import Named, Remark
from taxonomy.legs import Basis
from taxonomy.translation import Cardinality, TranslationOutcome
from taxonomy.vocabulary import MappingPredicate, MappingState

__all__ = ["MOST_TRANSLATED", "SIDE", "TranslateAnswer", "TranslateQuestion", "TranslatedId"]

MOST_TRANSLATED = 100_000
"""Ids of one request."""
SIDE = r"^[a-z][a-z0-9-]{0,39}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""What names a release: `competent/current`, `rome/3.47`."""
_RELEASE = {"pattern": SIDE}
_COUNTED = [MappingState.ACCEPTED, MappingState.STALE, MappingState.SUGGESTED]


class TranslateQuestion(BaseModel):
    """Ids, notations or URIs as the release `from` means them; each is answered, also a second time."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "from": "competent/current",
                "to": "esco/current",
                "ids": ["OP-10", "OP-2", "OP-0"],
            }
        }
    )

    from_: Annotated[
        str,
        Field(
            alias="from",
            description="The release whose ids these are, such as `rome/3.47`.",
            json_schema_extra=_RELEASE,
        ),
    ]
    to: Annotated[
        str,
        Field(
            description="The release of another scheme to go to, such as `competent/current`.",
            json_schema_extra=_RELEASE,
        ),
    ]
    ids: Annotated[
        list[Annotated[str, Field(max_length=2000)]],
        Field(json_schema_extra={"maxItems": MOST_TRANSLATED}),
    ]
    predicates: Annotated[
        set[MappingPredicate] | None,
        Field(description="Tell only targets that stand so to the id; all where absent."),
    ] = None
    min_confidence: Annotated[
        float, Field(ge=0, le=1, description="Tell only targets at least that sure.")
    ] = 0.0
    states: Annotated[
        set[MappingState],
        Field(
            description="Which mappings count; accepted ones where absent, rejected ones never.",
            json_schema_extra={
                "items": {"type": "string", "enum": [it.value for it in _COUNTED]},
                "minItems": 1,
            },
            min_length=1,
        ),
    ] = {MappingState.ACCEPTED}


class PathStep(Wire):
    """One step of a path: `to` is broader than `from` with `skos:broadMatch`.

    `assumed` is true where nobody gave a confidence. `source` names the mapping set, or the release
    that says so itself; `mapping` is the id under which `/v1/mappings/{id}` says why.
    """

    from_: str = Field(alias="from")
    predicate_id: MappingPredicate
    to: str
    confidence: float
    assumed: bool | None = None
    basis: Basis
    source: str
    mapping: str | None = None


class Target(Wire):
    """A concept of the other scheme, how it stands to the id, how sure that is, and why."""

    id: str
    notation: str | None = None
    predicate_id: MappingPredicate
    confidence: float
    path: list[PathStep]


class TranslatedId(Wire):
    """What one id became; its targets are sorted best first."""

    asked: str
    outcome: TranslationOutcome
    cardinality: Cardinality | None = None
    concept: Named | None = None
    targets: list[Target]
    remarks: list[Remark] | None = None


class UsedSet(Wire):
    """A mapping set that paths go over, in that direction, or a release that says so itself."""

    name: str
    basis: Basis
    from_: str = Field(alias="from")
    to: str


class TranslateAnswer(Wire):
    """Both releases, how many ids have which outcome, what the answers rest on, and the answers."""

    from_: str = Field(alias="from")
    to: str
    summary: dict[TranslationOutcome, int]
    total: int
    unknown: list[str]
    sets: list[UsedSet]
    items: list[TranslatedId]
