"""What is measured on: real data where SHARED_DATA has it, else the sample releases."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app import samples
from app.annotating import annotator
from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.indexing import index_of
from app.publishing import publish
from app.searching import opened_or_built
from taxonomy.formats import jsonl
from taxonomy.model import Taxonomy
from taxonomy.sources import competent_workbook, esco_csv
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from taxonomy.sources.reading import Reading

__all__ = ["Material", "MissingDataError"]


class MissingDataError(Exception):
    """A benchmark cannot run here; its message says what is missing."""


@dataclass(frozen=True)
class Material:
    """The data, a folder for what is written on the way, how long to measure, and whether on the largest sizes."""

    data: Path
    folder: Path
    runs: int
    seconds: int
    full: bool = False

    @classmethod
    def found(cls, folder: Path, runs: int, seconds: int, *, full: bool = False) -> Material:
        """The material at SHARED_DATA, or at ../shared/data beside the project."""
        beside = Path(__file__).parents[2] / "shared" / "data"
        return cls(Path(os.environ.get("SHARED_DATA") or beside), folder, runs, seconds, full)

    @property
    def is_real(self) -> bool:
        """Whether real data is there."""
        return self.data.is_dir()

    @property
    def what(self) -> str:
        """What `home` holds."""
        return "Competent 3.11 and ESCO 1.2.0" if self.is_real else "the sample releases"

    @cached_property
    def version(self) -> str:
        """The version of Competent in `home`."""
        if self.is_real:
            return "3.11"
        versions = (Version.parse(it.name) for it in (self.home / "archive/competent").iterdir())
        return max(versions).text

    @cached_property
    def competent(self) -> Taxonomy:
        """Competent as `home` holds it in that version."""
        archived = self.home / "archive/competent" / self.version / "taxonomy.jsonl"
        return Taxonomy.of("competent", jsonl.read(archived.read_bytes()))

    def notation(self, kind: Kind, liked: str = "") -> str:
        """The notation of an active concept of Competent: the one we like, else the first."""
        found = sorted(
            it.notation
            for it in self.competent
            if it.kind is kind and it.status is Status.ACTIVE and it.notation
        )
        return liked if liked in found else found[0]

    def workbook(self, version: str) -> Path:
        """Competent's release workbook of that version; MissingDataError."""
        return self._there(self.data / f"competent/reconstructed/competent-{version}.xlsx")

    @property
    def esco_packages(self) -> list[Path]:
        """The zips of ESCO 1.2.0: English, Dutch, French, the relations; MissingDataError."""
        return sorted(self._there(self.data / "esco/v1.2.0").glob("*.zip"))

    def rome(self, version: str) -> Path:
        """The folder of ROME's files of that version; MissingDataError."""
        return self._there(self.data / f"rome/v{version}")

    @cached_property
    def home(self) -> Path:
        """A COMPETENT_HOME with Competent 3.11 and ESCO 1.2.0 published, or with the samples."""
        home = self.folder / "home"
        context = Context.open(Settings(home=home))
        at = datetime.now(UTC)
        if self.is_real:
            workbook = competent_workbook.read(self.workbook("3.11"), version="3.11")
            esco = esco_csv.read(self.esco_packages, version="1.2.0")
            _publish(context, "competent", "3.11", workbook, at)
            _publish(context, "esco", "1.2.0", esco, at)
        else:
            samples.load(context, at=at, on_release=lambda _: None)
        context.engine.dispose()
        return home

    @property
    def judged_sentences(self) -> Path:
        """The folder of sentences of vacancies with the skills that people found in them; MissingDataError."""
        return self._there(self.data / "texts/decorte-skill-extraction")

    def _there(self, path: Path) -> Path:
        if not path.exists():
            message = f"needs {path.name}: name the folder of real data in SHARED_DATA"
            raise MissingDataError(message)
        return path


def _publish(context: Context, scheme: str, version: str, found: Reading, at: datetime) -> None:
    import_reading(context.engine, Delivery(scheme=scheme, version=version), found.concepts)
    publish(context, (scheme, version), at=at)
    # As `competent publish` does, so that no worker builds them while it is measured.
    index = index_of(context.engine, scheme, version)
    opened_or_built(context.settings.indexes, index)
    annotator(context.settings.indexes, index)
