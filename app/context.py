"""What every command and the service stand on: settings, the record, the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pydantic import ValidationError

from app.archive import Archive
from app.config import Settings
from app.db import mapping_sets, releases, schema
from app.db.lifespans import lifespans
from app.db.session import opened, ping, reading
from app.signing import Signer
from app.verifying import canonical_file
from taxonomy.errors import InvalidQueryError, RecordBusyError
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from app.db.mapping_sets import SetRecord
    from taxonomy.mapping import MappingSet

__all__ = ["Context", "Parts"]


class Parts(Protocol):
    """What the service is made over: the record, the archive, and the releases in them."""

    @property
    def engine(self) -> Engine:
        """The record."""

    @property
    def archive(self) -> Archive:
        """The files of the releases."""

    def catalogue(self) -> Sequence[Release]:
        """Every release that the world sees, by scheme and version."""

    def load(self, release: Release, /) -> ReleaseIndex:
        """The index of a release."""

    def mapping_sets(self) -> Sequence[SetRecord]:
        """Every published edition of every mapping set."""

    def load_mappings(self, record: SetRecord, /) -> MappingSet:
        """The mappings of an edition."""

    def ping(self) -> None:
        """Return when record and archive answer; UnavailableError names the one that does not."""


@dataclass(frozen=True, slots=True)
class Context:
    """The open parts of one process."""

    settings: Settings
    engine: Engine
    archive: Archive

    @classmethod
    def open(cls, settings: Settings | None = None) -> Context:
        """The parts that the settings name, the record at its newest migration."""
        settings = settings or _from_environment()
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = (
                f"the folder {settings.home} cannot be made ({error.strerror}): set COMPETENT_HOME"
            )
            raise RecordBusyError(message) from error
        engine = opened(settings.record_url, settings.busy_seconds)
        schema.upgrade(engine)
        return cls(settings, engine, Archive(settings.archive_address))

    def catalogue(self) -> list[Release]:
        """Every release that the world sees, by scheme and version."""
        with reading(self.engine) as session:
            return releases.public(session)

    def load(self, release: Release) -> ReleaseIndex:
        """The index of a release, built from the archive's canonical file and proved by its digest."""
        taxonomy = canonical_file(self.archive, release.name, release.digest).taxonomy
        with reading(self.engine) as session:
            spans = lifespans(session, release.scheme, release.version)
        return ReleaseIndex.build(release, taxonomy, spans)

    def mapping_sets(self) -> list[SetRecord]:
        """Every published edition of every mapping set."""
        with reading(self.engine) as session:
            rows = mapping_sets.every(session, mapping_sets.PUBLISHED)
            return [mapping_sets.as_record(row) for row in rows]

    def load_mappings(self, record: SetRecord) -> MappingSet:
        """The mappings of an edition; MappingSetNotFoundError where it is gone."""
        with reading(self.engine) as session:
            row = mapping_sets.get(session, record.name, record.edition)
            return mapping_sets.load(session, row)

    def signer(self) -> Signer | None:
        """What signs releases, None where there is no key; InvalidQueryError where it cannot be used."""
        file = self.settings.signing_key_file
        if not self.settings.signing_key and not file.exists():
            return None
        return Signer.load(file, self.settings.signing_password.get_secret_value())

    def ping(self) -> None:
        """Return when record and archive answer; UnavailableError names the one that does not."""
        ping(self.engine)
        self.archive.ping()


def _from_environment() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"COMPETENT_{'_'.join(str(part) for part in it['loc']).upper()}: {it['msg'].removeprefix('Value error, ')}"
            for it in error.errors(include_input=False, include_url=False)
        )
        message = f"the environment holds a setting that cannot be used ({wrong})"
        raise InvalidQueryError(message) from None
