"""The bodies of questions and answers about files that editors send."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.wire.body import Wire
from app.wire.changesets import NamedConcept
from app.wire.sent_files import SentFile
from taxonomy.text import LONGEST_LABEL

__all__ = ["Import", "ImportChanges", "ImportLeft", "ImportList", "TakeImportQuestion"]


class Import(SentFile):
    """A file that was sent; `changeset` is the one that it became.

    `problem` says why it cannot be read, or was not taken.
    """

    scheme: str
    concepts: int
    problem: dict[str, Any] | None = None
    changeset: int | None = None
    links: dict[str, str]


class ImportList(Wire):
    """The files of whoever asks, the newest first."""

    items: list[Import]


class ImportChange(Wire):
    """What the file makes of a concept (`new`, `changed`), field by field, and where it tells of it."""

    concept: NamedConcept
    act: Annotated[str, Field(pattern="^(new|changed)$")]
    place: dict[str, Any] | None = None
    fields: list[dict[str, Any]]


class ImportChanges(Wire):
    """One page of what the file would change now; `kinds` counts the concepts of each kind of change."""

    items: list[ImportChange]
    changed: int
    new: int
    unchanged: int
    left: int
    kinds: dict[str, int]
    next: str | None = None


class ImportLeft(Wire):
    """One page of what stays although the file says otherwise, each as a finding."""

    items: list[dict[str, Any]]
    codes: dict[str, int]
    next: str | None = None


class TakeImportQuestion(BaseModel):
    """What the changeset is called, which release the file was made from (else the last one).

    `overwrite` lets it change texts that were approved, `lenient` leaves out the rows that were refused.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"title": "Words of the sector of meat"}}
    )

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL)]
    base: Annotated[str, Field(max_length=64)] = ""
    overwrite: bool = False
    lenient: bool = False
