"""The bodies of questions and answers about ids from one release to another."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from app.wire.concepts import MOST_IDS, Brief
from taxonomy.changes import ChangeClass
from taxonomy.fates import Outcome, Touch
from taxonomy.references import RemarkCode
from taxonomy.versions import GRAMMAR
from taxonomy.vocabulary import Predicate, RetirementReason, Status

__all__ = ["ConvertAnswer", "ConvertQuestion", "ImpactAnswer", "ImpactQuestion", "PatchOperation"]

_VERSION = {"pattern": f"^(current|candidate|{GRAMMAR})$"}


class ConvertQuestion(BaseModel):
    """Ids, notations or URIs as the release `from` means them; each is answered, also a second time."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"from": "3.8", "to": "current", "ids": ["OP-10", "OP-12", "OP-0"]}
        }
    )

    from_: Annotated[
        str,
        Field(
            alias="from",
            description="The version whose ids these are, or `current` or `candidate`.",
            json_schema_extra=_VERSION,
        ),
    ]
    to: Annotated[
        str,
        Field(
            description="The version to go to, also an earlier one, or `current` or `candidate`.",
            json_schema_extra=_VERSION,
        ),
    ] = "current"
    ids: list[Annotated[str, Field(max_length=2000)]] = Field(max_length=MOST_IDS)


class ImpactQuestion(ConvertQuestion):
    """As for a conversion; `distinct` lets the JSON Patch leave each id once in the list."""

    distinct: bool = False


class Remark(Wire):
    """What is worth knowing: a code for programs, a sentence for people."""

    code: RemarkCode
    text: str


class Named(Wire):
    """A concept by its names alone."""

    id: str
    notation: str | None = None


class Converted(Wire):
    """What became of one id; `to` are its ids now, written in the form in which it was asked."""

    asked: str
    outcome: Outcome
    to: list[str]
    concepts: list[Named]
    reason: RetirementReason | None = None
    remarks: list[Remark] | None = None


class Migration(Wire):
    """Both releases by their versions, and how many of the ids have which outcome."""

    scheme: str
    from_: str = Field(alias="from")
    to: str
    release: str
    summary: dict[Outcome, int]
    total: int
    distinct: int
    unknown: list[str]


class ConvertAnswer(Migration):
    """The answers in the order asked, one an id."""

    items: list[Converted]


class ChangedLabel(Wire):
    """A preferred label before and after, and how deep the change goes."""

    before: str
    after: str
    class_: ChangeClass = Field(alias="class")


class ChangedLink(Wire):
    """A link that came or went; one that moved says from which predicate to which."""

    predicate: Predicate | None = None
    from_: Predicate | None = Field(None, alias="from")
    to: Predicate | None = None
    target: Brief


class ChangedLinks(Wire):
    """What a concept links to now and did not, did and does not, or does otherwise."""

    gained: list[ChangedLink]
    lost: list[ChangedLink]
    moved: list[ChangedLink]


class ChangedStatus(Wire):
    """The status before and after; `after` is absent where the target does not hold the concept."""

    before: Status | None = None
    after: Status | None = None


class OtherChange(Wire):
    """A change as the change feed tells it, without its concept."""

    change: str
    class_: ChangeClass | None = Field(None, alias="class")
    field: str | None = None
    lang: str | None = None
    before: str | None = None
    after: str | None = None


class Impact(Wire):
    """All that became of one id; an id that repeats an earlier one has no more than its outcome."""

    asked: str
    outcome: Outcome
    to: list[str]
    repeats: str | None = None
    concept: Brief | None = None
    concepts: list[Brief] | None = None
    status: ChangedStatus | None = None
    touched: list[Touch] | None = None
    labels: dict[str, ChangedLabel] | None = None
    links: ChangedLinks | None = None
    changes: list[OtherChange] | None = None
    reason: RetirementReason | None = None
    paths: list[list[str]] | None = None
    shared_with: list[Named] | None = None
    remarks: list[Remark] | None = None


class ImpactAnswer(Migration):
    """The report: counts first, then what became of each id, in the order asked."""

    items: list[Impact]


class PatchOperation(BaseModel):
    """An operation of a JSON Patch (RFC 6902 §4) on the list of ids as asked."""

    op: str
    path: str
    value: str | None = None
