"""What takes long with a file: reading it, and taking it to where it belongs, by one thread."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from app.db import imports
from app.db.session import reading, writing
from app.filing.records import as_import
from app.refusals import ServiceError
from taxonomy.errors import RecordBusyError, StaleChangeError, TaxonomyError
from taxonomy.findings import Severity
from taxonomy.sentences import made_of, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Scope
    from app.editing.records import By
    from app.filing.records import ImportRecord
    from taxonomy.findings import Finding
    from taxonomy.sources.reading import Progress

__all__ = ["MOST_FINDINGS", "FileWork", "ReadFile", "Use", "is_forgotten"]

MOST_FINDINGS = 2_000
"""So many findings of a file are kept; all are counted."""
_FORGOTTEN_AFTER = {
    imports.READING: timedelta(seconds=90),
    imports.TAKING: timedelta(minutes=15),  # one transaction, in which nobody can say anything
}
_BEAT_SECONDS = 1.0
_NOTHING = sentence("the file says what the draft holds already, so there is nothing to take")
_FAILED = sentence("the service failed over this file; its operators find the reason in its log")
_log = logging.getLogger(__name__)

WishT_contra = TypeVar("WishT_contra", contravariant=True)
WishT = TypeVar("WishT")


class ReadFile(NamedTuple):
    """What was read: packed for the record, how many concepts or mappings, of how many rows, what was odd."""

    content: Iterable[bytes]
    told: int
    rows: int
    findings: tuple[Finding, ...]


class Use(Protocol[WishT_contra]):
    """What files are for: who may send them, how one is read, and what taking it means."""

    purpose: str
    scope: Scope

    def scheme(self, session: Session) -> str:
        """The scheme that files are about, "" for those that name theirs; raises where none is of use."""

    def expected_rows(self, path: Path) -> int:
        """How many rows the file seems to have, 0 where nothing tells."""

    def read(self, record: ImportRecord, path: Path, progress: Progress) -> ReadFile:
        """What the file says, as it was asked to be read; raises what keeps it from being taken."""

    def take(
        self,
        content: Iterable[bytes],
        wish: WishT_contra,
        by: By,
        then: Callable[[Session, Mapping[str, Any]], None],
    ) -> bool:
        """Whether it led to anything; `then` keeps these values of the file in the same transaction."""


def is_forgotten(record: ImportRecord) -> bool:
    """Whether whoever worked on the file has said nothing for so long that they are gone."""
    after = _FORGOTTEN_AFTER.get(record.state)
    if after is None or record.beat_at is None:
        return False
    return datetime.now(UTC) - record.beat_at > after


@dataclass
class FileWork(Generic[WishT]):
    """Reads and takes files in threads that wait for each other; errors end up in the record."""

    engine: Engine
    use: Use[WishT]
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)
    _at: set[int] = field(default_factory=set)

    def is_at(self, key: int) -> bool:
        """Whether work on the file is under way here, or waits for its turn."""
        return key in self._at

    def go_on(self, record: ImportRecord) -> ImportRecord:
        """The file, claimed to be read; one whose taking ended in the middle is read, and not taken."""
        taking = record.state == imports.TAKING
        state = imports.READ if taking else imports.READING
        at = datetime.now(UTC)
        with writing(self.engine) as session:
            mine = imports.claimed(session, record.key, record.revision, state, at)
            now = as_import(imports.get(session, record.key, record.owner, self.use.purpose))
        if mine and not taking:
            self._begin(partial(self._read, now), now)
        return now

    def take(self, record: ImportRecord, wish: WishT, by: By) -> None:
        """Begin to take the file, which was claimed for that."""
        self._begin(partial(self._take, record, wish, by), record)

    def settle(self) -> None:
        """Return when nothing is under way."""
        for it in [*self._threads]:
            it.join()

    def _begin(self, act: Callable[[], None], record: ImportRecord) -> None:
        self._threads = [it for it in self._threads if it.is_alive()]
        # a daemon: what it was about begins anew where the process ends meanwhile
        thread = threading.Thread(target=self._run, args=(act, record), daemon=True)
        self._at.add(record.key)
        self._threads.append(thread)
        thread.start()

    def _run(self, act: Callable[[], None], record: ImportRecord) -> None:
        with self._turn:
            try:
                act()
            except StaleChangeError as error:
                _log.info("file %d: %s", record.key, error.detail)
            except Exception:
                _log.exception("file %d of %s failed", record.key, record.owner)
                ended = imports.READ if record.state == imports.TAKING else imports.REFUSED
                self._end(record, state=ended, problem=_problem("internal-error", _FAILED))
            finally:
                self._at.discard(record.key)

    def _read(self, record: ImportRecord) -> None:
        with TemporaryDirectory(prefix="competent-file-") as folder:
            path = Path(folder) / _on_disk(record.name)
            with reading(self.engine) as session, path.open("wb") as file:
                for piece in imports.pieces(session, record.key, imports.FILE):
                    file.write(piece)
            beat = _Beat(self.engine, record, self.use.expected_rows(path))
            try:
                found = self.use.read(record, path, beat)
            except TaxonomyError as error:
                problem = _problem(error.code, error.detail)
                told = _findings(getattr(error, "findings", ()))
                self._end(record, state=imports.REFUSED, problem=problem, **told)
                return
        self._keep(record, found)

    def _keep(self, record: ImportRecord, found: ReadFile) -> None:
        rows = found.rows
        with writing(self.engine) as session:
            imports.put_pieces(session, record.key, imports.CONTENT, found.content)
            self._finish(
                session,
                record,
                state=imports.READ,
                concepts=found.told,
                done=rows,
                total=rows,
                **_findings(found.findings),
            )

    def _take(self, record: ImportRecord, wish: WishT, by: By) -> None:
        def taken(session: Session, values: Mapping[str, Any]) -> None:
            self._finish(session, record, state=imports.TAKEN, problem={}, **values)
            imports.drop_pieces(session, record.key, imports.FILE, imports.CONTENT)

        with reading(self.engine) as session:
            content = [*imports.pieces(session, record.key, imports.CONTENT)]
        try:
            made = self.use.take(content, wish, by, taken)
        except (TaxonomyError, ServiceError) as error:
            problem = _problem(error.code, error.detail)
            self._end(record, state=imports.READ, problem=problem)
            return
        if not made:
            self._end(record, state=imports.READ, problem=_problem("nothing-changes", _NOTHING))

    def _end(self, record: ImportRecord, **values: Any) -> None:
        with writing(self.engine) as session:
            revision = record.revision + 1
            imports.told(session, record.key, record.revision, revision=revision, **values)

    def _finish(self, session: Session, record: ImportRecord, **values: Any) -> None:
        """Keep the end of the work; StaleChangeError where another claimed the file since, or it is gone."""
        revision = record.revision + 1
        if not imports.told(session, record.key, record.revision, revision=revision, **values):
            message = sentence(
                "somebody else went on with file %(number)d, or took it away", number=record.key
            )
            raise StaleChangeError(message)


@dataclass
class _Beat:
    """Tells the record now and then how many rows are read, and that somebody is at it."""

    engine: Engine
    record: ImportRecord
    total: int
    _rows: dict[str, int] = field(default_factory=dict)
    _told: float = 0.0

    def __call__(self, name: str, rows: int) -> None:
        self._rows[name] = rows
        now = time.monotonic()
        if now - self._told < _BEAT_SECONDS:
            return
        self._told = now
        values = {"done": sum(self._rows.values()), "total": self.total}
        try:
            with writing(self.engine) as session:
                record = self.record
                imports.told(
                    session, record.key, record.revision, beat_at=datetime.now(UTC), **values
                )
        except RecordBusyError:
            _log.debug("file %d: the record is busy", self.record.key)


def _problem(code: str, detail: str) -> dict[str, Any]:
    return {"code": code, "detail": detail, **made_of(detail)}


def _findings(found: tuple[Finding, ...]) -> dict[str, Any]:
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    sorted_ = sorted(found, key=lambda it: order[it.severity])[:MOST_FINDINGS]
    refused = sum(it.severity is Severity.ERROR for it in found)
    return {"findings": [it.as_record() for it in sorted_], "refused": refused}


def _on_disk(name: str) -> str:
    """A name that every file system takes, with the ending of the file's own."""
    path = Path(name)
    tidy = path.stem.replace("/", "_").encode()[:100].decode(errors="ignore").strip(". ")
    return f"{tidy or 'file'}{path.suffix.lower()[:20]}"
