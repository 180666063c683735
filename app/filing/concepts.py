"""Files of concepts, which become changesets: what one would change in the draft, and taking it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import Scope
from app.db import imports
from app.db.session import reading
from app.editing.drafts import basis, editable
from app.editing.outlooks import outlook_of
from app.editing.protocols import DEFAULTS, kinds_of_change
from app.editing.taking import look, take
from app.filing.contents import packed, unpacked
from app.filing.files import Files
from app.filing.work import ReadFile
from taxonomy.errors import SourceRefusedError
from taxonomy.sentences import sentence
from taxonomy.sources import edited_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session

    from app.editing.holding import Desk
    from app.editing.records import By, ChangesetRecord
    from app.editing.taking import Wish
    from app.filing.records import ImportRecord
    from taxonomy.editing.taking import Incoming
    from taxonomy.findings import Place
    from taxonomy.sources.reading import Progress

__all__ = ["ConceptFiles", "Looked"]

_SCHEME = "competent"


class Looked(NamedTuple):
    """A file that was read, what it would lead to, and where it tells of which concept.

    `new` counts the concepts that begin, `kinds` those of each kind of change (`protocols.DEFAULTS`).
    """

    record: ImportRecord
    found: Incoming
    places: Mapping[str, Place]
    new: int
    kinds: Mapping[str, int]


class ConceptUse:
    """A file of concepts is read against the draft, and taken into a changeset."""

    purpose = imports.CHANGESET
    scope = Scope.EDIT

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def scheme(self, session: Session) -> str:
        """The scheme that is edited; NotFoundError where there is no release to compare with."""
        scheme = editable(_SCHEME)
        basis(session, scheme)
        return scheme

    def expected_rows(self, path: Path) -> int:
        """How many rows the file seems to have."""
        return edited_file.expected_rows(path)

    def read(self, record: ImportRecord, path: Path, progress: Progress) -> ReadFile:
        """What the file says; errors as `edited_file.read`, SourceRefusedError where no concept is in it."""
        with reading(self.desk.engine) as session:
            held = self.desk.drafts.held(session, basis(session, record.scheme))
        known = {it.notation: it.id for it in held.taxonomy if it.notation}
        find = held.index.find
        found = edited_file.read(
            path, scheme=record.scheme, find=find, known=known, progress=progress
        )
        told = sum(it.scheme == record.scheme for it in found.concepts)
        if not told:
            detail = sentence(
                "%(file)s: holds no concept of %(scheme)s that can be taken",
                file=record.name,
                scheme=record.scheme,
            )
            raise SourceRefusedError(detail, found.findings)
        rows = sum(found.rows.values())
        return ReadFile(packed(found, record.scheme), told, rows, found.findings)

    def take(
        self,
        content: Iterable[bytes],
        wish: Wish,
        by: By,
        then: Callable[[Session, Mapping[str, Any]], None],
    ) -> bool:
        """Whether a changeset was made of it; errors as `taking.take`."""

        def made_known(session: Session, made: ChangesetRecord) -> None:
            then(session, {"changeset_key": made.key})

        told = unpacked(content)
        made, _ = take(self.desk, told.concepts, wish, by, cleared=told.cleared, then=made_known)
        if made:
            outlook_of(self.desk, made.key)  # so that nobody who looks at it has to wait
        return made is not None


class ConceptFiles(Files["Wish", Looked]):
    """The files of editors."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.engine, ConceptUse(desk))
        self.desk = desk

    def look(self, key: int, wish: Wish, by: By) -> Looked:
        """What the file would lead to now; errors as `taking.look`, ConflictError where it is not read."""
        record = self._readable(key, by)
        with reading(self.engine) as session:
            digest = basis(session, record.scheme).digest
        name = (record.key, record.sha256, digest, wish.base, wish.overwrite)
        return self._remembered(name, lambda: self._look(record, wish))._replace(record=record)

    def _look(self, record: ImportRecord, wish: Wish) -> Looked:
        with reading(self.engine) as session:
            content = unpacked(imports.pieces(session, record.key, imports.CONTENT))
        found = look(self.desk, content.concepts, wish, content.cleared).found
        kinds = Counter(kind for pair in found.pairs for kind in kinds_of_change(*pair))
        new = sum(before is None for before, _ in found.pairs)
        order = {it: kinds[it] for it in DEFAULTS if kinds[it]}
        return Looked(record, found, content.places, new, order)
