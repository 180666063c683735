"""The bodies of questions and answers about files of mappings that people send."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from app.wire.body import Wire
from app.wire.sent_files import SentFile

__all__ = ["MappingImport", "MappingImportChanges", "MappingImportList", "TakeMappingsQuestion"]


class MappingImport(SentFile):
    """A file of mappings that was sent; `result` says what became of it.

    `problem` says why it cannot be read, or was not taken.
    """

    mappings: int
    problem: dict[str, str] | None = None
    asked: dict[str, str]
    result: dict[str, Any] | None = None
    links: dict[str, str]


class MappingImportList(Wire):
    """The files of mappings of whoever asks, the newest first."""

    items: list[MappingImport]


class MappingImportChanges(Wire):
    """One page of what a file would make of its set; `known` mappings stay as the set has them.

    `edition` and `status` are of the newest edition that there is; a published one is followed by a
    draft. `findings` were noticed when ids were looked up in both releases.
    """

    items: list[dict[str, Any]]
    mapping_set: str
    subject: str
    object: str
    edition: int | None
    status: str | None
    added: int
    known: int
    unlisted: int
    states: dict[str, int]
    predicates: dict[str, int]
    findings: list[dict[str, Any]]
    next: str | None = None


class TakeMappingsQuestion(BaseModel):
    """How a file is taken: `stated` keeps as accepted what it calls so, else it is suggested.

    `replace` rejects what an earlier file of the same name listed and this one does not, `lenient`
    leaves out the rows that were refused. `stated` and `replace` need a reviewer or a publisher.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"stated": False}})

    stated: bool = False
    replace: bool = False
    lenient: bool = False
