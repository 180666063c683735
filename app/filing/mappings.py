"""Files of mappings, which come into the draft of their set: what one would add, and taking it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from typing_extensions import override

from app.auth.roles import Scope
from app.db import imports, mapping_sets
from app.db.mapping_sets import FIELDS, as_mapping
from app.db.session import reading
from app.filing.files import Files
from app.filing.work import ReadFile
from app.mapping_imports import import_mappings, in_terms_of_releases, planned
from taxonomy.errors import InvalidQueryError, SourceRefusedError
from taxonomy.mapping import MappingSet, MappingSource, Side
from taxonomy.sentences import sentence
from taxonomy.sources import mapping_file
from taxonomy.sources.eures.words import Direction
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.editing.records import By
    from app.filing.records import ImportRecord
    from app.mapping_imports import Imported, Planned
    from taxonomy.findings import Finding
    from taxonomy.sources.reading import Progress

__all__ = ["Looked", "MappingFiles", "Taking", "asked_of"]

_PER_PIECE = 2_000
_DATES = [FIELDS.index(name) for name in ("mapping_date", "review_date")]


@dataclass(frozen=True, slots=True)
class Taking:
    """How a file is taken: `stated` lets what it calls accepted be so, else somebody judges it first.

    `replace_` rejects what an earlier file of the same name listed, and this one does not.
    """

    stated: bool = False
    replace_: bool = False

    def require(self, actor: Actor) -> None:
        """Return where the person may take it so; RoleRequiredError."""
        if (self.stated or self.replace_) and not actor.may(Scope.PUBLISH):
            actor.require(Scope.REVIEW)


class Looked(NamedTuple):
    """A file that was read, with the ids of the releases it names, and what it would make of their set."""

    record: ImportRecord
    given: MappingSet
    plan: Planned
    findings: tuple[Finding, ...]


class MappingUse:
    """A file of mappings is read as it was asked, and taken into the draft of its set."""

    purpose = imports.MAPPINGS
    scope = Scope.MAP

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def scheme(self, session: Session) -> str:  # noqa: ARG002 -- as every use is asked
        """None: a file names both of its schemes."""
        return ""

    def expected_rows(self, path: Path) -> int:
        """How many rows the file seems to have."""
        return mapping_file.expected_rows(path)

    def read(self, record: ImportRecord, path: Path, progress: Progress) -> ReadFile:
        """What the file says; errors as `mapping_file.read`, SourceRefusedError where no mapping is in it."""
        asked = record.asked
        found = mapping_file.read(
            path,
            subject=asked.get("subject", ""),
            object_=asked.get("object", ""),
            direction=Direction(asked["direction"]) if asked.get("direction") else None,
            progress=progress,
        )
        told = len(found.mapping_set)
        if not told:
            detail = sentence("%(file)s: holds no mapping that can be taken", file=record.name)
            raise SourceRefusedError(detail, found.findings)
        return ReadFile(_packed(found), told, sum(found.rows.values()), found.findings)

    def take(
        self,
        content: Iterable[bytes],
        wish: Taking,
        by: By,
        then: Callable[[Session, Mapping[str, Any]], None],
    ) -> bool:
        """Whether the draft holds more than before; errors as `import_mappings`."""
        found = _unpacked(content)
        if not wish.stated:
            found = replace(found, mapping_set=_to_be_judged(found.mapping_set))

        def told(session: Session, made: Imported) -> None:
            if made.added or (wish.replace_ and made.unlisted):
                then(session, {"result": _result(made, wish)})

        made = import_mappings(
            self._engine, found, by=by.actor, at=by.at, replace_=wish.replace_, then=told
        )
        return bool(made.added or (wish.replace_ and made.unlisted))


class MappingFiles(Files[Taking, Looked]):
    """The files of mappers."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, MappingUse(engine))

    def send(self, name: str, stream: BinaryIO, by: By, asked: Mapping[str, str]) -> ImportRecord:
        """As `keep`, to be read as asked (`asked_of`)."""
        return self.keep(name, stream, by, {key: it for key, it in asked.items() if it})

    @override
    def take(
        self, key: int, wish: Taking, by: By, *, etags: tuple[str, ...] = (), lenient: bool = False
    ) -> ImportRecord:
        """As every file, by whoever may take it so; RoleRequiredError."""
        wish.require(by.actor)
        return super().take(key, wish, by, etags=etags, lenient=lenient)

    def look(self, key: int, by: By) -> Looked:
        """What the file would make of its set now; ConflictError where it is not read."""
        record = self._readable(key, by)
        with reading(self.engine) as session:
            held = [(it.key, it.changed_at, it.status) for it in mapping_sets.every(session)]
        name = (record.key, record.sha256, tuple(held))
        return self._remembered(name, lambda: self._look(record))._replace(record=record)

    def _look(self, record: ImportRecord) -> Looked:
        with reading(self.engine) as session:
            found = _unpacked(imports.pieces(session, record.key, imports.CONTENT))
        given, findings, _ = in_terms_of_releases(self.engine, found)
        return Looked(record, given, planned(self.engine, given), findings)


def asked_of(subject: str, object_: str, direction: str) -> dict[str, str]:
    """How a file is to be read; InvalidQueryError for a release or a direction that is none."""
    for name, text in (("subject", subject), ("object", object_)):
        scheme, _, version = text.partition("/")
        if text and not (scheme and version and "/" not in version):
            message = sentence(
                "%(name)s %(word)r names no release: write such as competent/3.8",
                name=name,
                word=text[:80],
            )
            raise InvalidQueryError(message)
    if direction and direction not in [it.value for it in Direction]:
        message = sentence(
            "direction %(word)r: one of %(words)s", word=direction[:20], words=", ".join(Direction)
        )
        raise InvalidQueryError(message)
    return {"subject": subject, "object": object_, "direction": direction}


def _to_be_judged(given: MappingSet) -> MappingSet:
    """The set with what it calls accepted as suggestions, whose reviewers are still to come."""
    return replace(
        given,
        mappings=tuple(
            replace(it, state=MappingState.SUGGESTED, reviewer="", review_date=None)
            if it.state is MappingState.ACCEPTED
            else it
            for it in given
        ),
    )


def _result(made: Imported, wish: Taking) -> dict[str, Any]:
    return {
        "mapping_set": made.record.name,
        "edition": made.record.edition,
        "added": made.added,
        "known": made.known,
        "rejected": made.unlisted if wish.replace_ else 0,
    }


def _packed(read: MappingReading) -> Iterator[bytes]:
    """What was read, in pieces: first what is said of the set, then its mappings."""
    given = read.mapping_set
    head = [
        *map(list, (given.subject, given.object)),
        *([list(it) for it in given.sources], given.comment, read.notations, read.rows),
    ]
    yield zlib.compress(orjson.dumps(head), 6)
    for start in range(0, len(given.mappings), _PER_PIECE):
        part = given.mappings[start : start + _PER_PIECE]
        rows = [[getattr(it, name) for name in FIELDS] for it in part]
        yield zlib.compress(orjson.dumps(rows), 6)


def _unpacked(pieces: Iterable[bytes]) -> MappingReading:
    """What `_packed` packed; findings were told when it was read."""
    head, *parts = (orjson.loads(zlib.decompress(it)) for it in pieces)
    subject, object_, sources, comment, notations, rows = head
    given = MappingSet.of(
        Side(*subject),
        Side(*object_),
        [as_mapping(_dated(row)) for part in parts for row in part],
        sources=tuple(MappingSource(*it) for it in sources),
        comment=comment,
    )
    return MappingReading(mapping_set=given, findings=(), rows=rows, notations=notations)


def _dated(row: list[Any]) -> list[Any]:
    for at in _DATES:
        row[at] = date.fromisoformat(row[at]) if row[at] else None
    return row
