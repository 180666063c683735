"""Files that people send, whatever they are for: kept for whom they are of, taken, let go of."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Generic, TypeVar

from app.auth.roles import About
from app.db import audit, imports
from app.db.import_tables import ImportRow
from app.db.session import reading, writing
from app.filing.records import as_import
from app.filing.work import FileWork, is_forgotten
from app.refusals import PreconditionFailedError
from taxonomy.errors import ConflictError, SourceRefusedError, SourceUnreadableError
from taxonomy.sentences import sentence
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.editing.records import By
    from app.filing.records import ImportRecord
    from app.filing.work import Use

__all__ = ["LASTS", "MOST_KEPT", "Files"]

LASTS = timedelta(days=14)
"""So long a file is kept for whom it is of."""
MOST_KEPT = 10
"""So many files of one use one person may have here that are not taken yet."""
_PIECE = 1024**2
_LONGEST_NAME = 120
_MOST_COMPARED = 2

WishT = TypeVar("WishT")
LookedT = TypeVar("LookedT")


class Files(Generic[WishT, LookedT]):
    """The files of one use; what takes long is done by one thread of this worker, one file at a time.

    Whoever looks at a file that another worker was killed over lets this one go on with it.
    """

    def __init__(self, engine: Engine, use: Use[WishT]) -> None:
        self.engine = engine
        self.use = use
        self._work = FileWork(engine, use)
        self._lock = threading.Lock()
        self._compared: OrderedDict[Hashable, LookedT] = OrderedDict()

    def keep(
        self, name: str, stream: BinaryIO, by: By, asked: Mapping[str, str] | None = None
    ) -> ImportRecord:
        """The file, kept and about to be read as `asked`; the same one again is the one here already.

        SourceUnreadableError for one that is empty, ConflictError where its owner has too many here,
        NotFoundError where there is no release yet.
        """
        by.actor.require(self.use.scope)
        name = tidy_name(name)
        digest, size = _measured(stream)
        if not size:
            message = sentence("%(file)s: is empty (0 bytes): fetch it again", file=name)
            raise SourceUnreadableError(message)
        row = _row(name, digest, size, by)
        row.purpose, row.asked = self.use.purpose, dict(asked or {})
        with writing(self.engine) as session:
            imports.drop_expired(session, by.at)
            row.scheme = self.use.scheme(session)
            kept = imports.of_owner(session, by.actor.name, self.use.purpose)
            waiting = [it for it in kept if it.state != imports.TAKEN]
            same = next((it for it in waiting if _same(it, row)), None)
            if same is None:
                _require_room(waiting)
                same = row
                session.add(same)
                session.flush()
                stream.seek(0)
                imports.put_pieces(session, same.key, imports.FILE, _pieces(stream))
                _tell(session, same, "file-kept", by)
            record = as_import(same)
        return self._gone_on(record)

    def kept(self, by: By) -> list[ImportRecord]:
        """The files of this person, the newest first."""
        by.actor.require(self.use.scope)
        with reading(self.engine) as session:
            rows = imports.of_owner(session, by.actor.name, self.use.purpose)
            found = [as_import(it) for it in rows]
        return [it for it in found if it.expires_at > by.at]

    def get(self, key: int, by: By) -> ImportRecord:
        """A file of this person; where nobody works on it who should, work on it goes on. NotFoundError."""
        return self._gone_on(self._record(key, by.actor))

    def take(
        self, key: int, wish: WishT, by: By, *, etags: tuple[str, ...] = (), lenient: bool = False
    ) -> ImportRecord:
        """The file, on its way to where it is taken; one that is there or on its way already stays so.

        SourceRefusedError where rows were refused, unless lenient; ConflictError where it is not
        read, PreconditionFailedError, NotFoundError. What is wrong later is told by its `problem`.
        """
        by.actor.require(self.use.scope)
        with writing(self.engine) as session:
            row = imports.hold(session, key, by.actor.name, self.use.purpose)
            if row.state in (imports.TAKING, imports.TAKEN):
                return as_import(row)
            _require_seen(as_import(row), etags)
            if row.state != imports.READ:
                message = sentence(
                    "file %(number)d is %(filed)s, so it cannot be taken",
                    number=key,
                    filed=row.state,
                )
                raise ConflictError(message)
            if row.refused and not lenient:
                message = sentence(
                    "%(refused)s rows of %(file)s were refused: mend them and send the file again, or leave them out",
                    refused=row.refused,
                    file=row.name,
                )
                raise SourceRefusedError(message)
            imports.claimed(session, key, row.revision, imports.TAKING, by.at)
            session.refresh(row)
            record = as_import(row)
        self._work.take(record, wish, by)
        return record

    def discard(self, key: int, by: By, *, etags: tuple[str, ...] = ()) -> None:
        """Let go of a file; errors as `take`."""
        with writing(self.engine) as session:
            row = imports.hold(session, key, by.actor.name, self.use.purpose)
            _require_seen(as_import(row), etags)
            if row.state == imports.TAKING:
                message = sentence(
                    "file %(number)d is being taken: wait until that is done", number=key
                )
                raise ConflictError(message)
            _tell(session, row, "file-discarded", by)
            imports.drop(session, row.key)

    def settle(self) -> None:
        """Return when nothing that was begun here is under way."""
        self._work.settle()

    def _readable(self, key: int, by: By) -> ImportRecord:
        """A file of this person that was read; ConflictError for any other."""
        record = self._record(key, by.actor)
        if record.state not in (imports.READ, imports.TAKING):
            message = sentence(
                "file %(number)d is %(filed)s: there is nothing to look at in it",
                number=key,
                filed=record.state,
            )
            raise ConflictError(message)
        return record

    def _remembered(self, name: Hashable, look: Callable[[], LookedT]) -> LookedT:
        """What was found at the last looks of that name, else what is found now."""
        with self._lock:
            if name not in self._compared:
                self._compared[name] = look()
            self._compared.move_to_end(name)
            while len(self._compared) > _MOST_COMPARED:
                self._compared.popitem(last=False)
            return self._compared[name]

    def _record(self, key: int, actor: Actor) -> ImportRecord:
        actor.require(self.use.scope)
        with reading(self.engine) as session:
            return as_import(imports.get(session, key, actor.name, self.use.purpose))

    def _gone_on(self, record: ImportRecord) -> ImportRecord:
        stands_still = record.state == imports.WAITING or is_forgotten(record)
        if stands_still and not self._work.is_at(record.key):
            return self._work.go_on(record)
        return record


def tidy_name(name: str) -> str:
    """The name of a file without its folders, short enough, and with its ending."""
    last = normalise_label(PurePosixPath(name.replace("\\", "/")).name.replace("\0", ""))
    stem, dot, end = last.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(end)]}{dot}{end[:20]}" or "file"


def _measured(stream: BinaryIO) -> tuple[bytes, int]:
    sum_, size = hashlib.sha256(), 0
    stream.seek(0)
    for piece in _pieces(stream):
        sum_.update(piece)
        size += len(piece)
    return sum_.digest(), size


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _row(name: str, digest: bytes, size: int, by: By) -> ImportRow:
    return ImportRow(
        name=name,
        size=size,
        digest=digest,
        owner=by.actor.name,
        organisation=by.actor.organisation,
        state=imports.WAITING,
        done=0,
        total=0,
        concepts=0,
        refused=0,
        findings=[],
        problem={},
        result={},
        revision=1,
        created_at=by.at,
        expires_at=by.at + LASTS,
    )


def _same(one: ImportRow, other: ImportRow) -> bool:
    return (one.digest, one.name, one.asked) == (other.digest, other.name, other.asked)


def _require_room(waiting: list[ImportRow]) -> None:
    if len(waiting) >= MOST_KEPT:
        message = sentence(
            "%(count)d files of yours wait here already: take or discard one of them first",
            count=len(waiting),
        )
        raise ConflictError(message)


def _require_seen(record: ImportRecord, etags: tuple[str, ...]) -> None:
    if etags and not {record.etag, "*"} & set(etags):
        message = sentence(
            "file %(number)d is %(filed)s now: look at it again",
            number=record.key,
            filed=record.state,
        )
        raise PreconditionFailedError(message, {"ETag": record.etag})


def _tell(session: Session, row: ImportRow, act: str, by: By) -> None:
    about = About("file", str(row.key), row.scheme)
    told = {"name": row.name, "bytes": row.size, "sha256": row.digest.hex()}
    audit.record(session, by.actor.act(act, about, by.at, change=(None, told)))
