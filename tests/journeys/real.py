"""Every real release, published once for all journeys that read them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ESCO", "REAL_RELEASES", "VERSIONS", "Home"]

REAL_RELEASES = [
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.timeout(600),
]
VERSIONS = ("3.8", "3.9", "3.10", "3.11")
ESCO = {
    "1.1.1": [
        "v1.1.1/official-en-csv.zip",
        "v1.1.1/official-relations-csv.zip",
        *(f"v1.1.1/assembled-{lang}-csv.zip" for lang in ("nl", "fr", "de")),
    ],
    "1.1.0": ["v1.1.0/official-en-csv.zip", "v1.1.0/official-relations-csv.zip"],
    "1.2.0": [f"v1.2.0/assembled-{name}-csv.zip" for name in ("en", "nl", "fr", "relations")],
}
"""In the order in which they are imported: the older one comes late."""
RECORD = "competent.sqlite"
_UNSET = ("DATABASE_URL", "ARCHIVE_URL", "SIGNING_KEY", "SIGNING_PASSWORD")


class Home(NamedTuple):
    """A home, and the command line over it."""

    path: Path

    def __call__(self, *arguments: object) -> list[dict[str, Any]]:
        """What a command with `--json` prints; it must end with 0."""
        environment: dict[str, str | None] = {f"COMPETENT_{it}": None for it in _UNSET}
        environment |= {
            "COMPETENT_HOME": str(self.path),
            "COMPETENT_PUBLIC_URL": "https://competent.test",
        }
        result = CliRunner().invoke(cli, [str(it) for it in arguments], env=environment)
        assert result.exit_code == 0, (arguments, result.stderr[-2000:], result.exception)
        return [json.loads(line) for line in result.stdout.splitlines()]

    @property
    def complete(self) -> Path:
        """A mark that stands as soon as every real release is published."""
        return self.path / "complete"

    def copy(self, place: Path) -> Home:
        """A home of one's own with the same releases: their files are shared, the record is not."""
        place.mkdir()
        for folder in ("archive", "indexes"):
            shutil.copytree(self.path / folder, place / folder, copy_function=os.link)
        with closing(sqlite3.connect(self.path / RECORD)) as record:
            record.execute("VACUUM INTO ?", [str(place / RECORD)])
        return Home(place)

    def folder(self, release: str) -> Path:
        """The files of a release, such as `competent/3.8`."""
        return self.path / "archive" / release

    def fill(self, shared_data: Path) -> None:
        """Publish every real release, signed."""
        self("keys", "signing", "--json")
        for version in VERSIONS:
            file = shared_data / f"competent/reconstructed/competent-{version}.xlsx"
            self("import", "competent", file, "--version", version, "--publish", "--json")
        for version, names in ESCO.items():
            files = [shared_data / "esco" / name for name in names]
            self("import", "esco", *files, "--version", version, "--publish", "--json")
        supplements = sorted((shared_data / "digcomp/3.0").glob("*.jsonld"))
        self("import", "digcomp", *supplements, "--version", "3.0", "--publish", "--json")
        labels = shared_data / "isco/isco08_labels_multilingual.csv"
        self("import", "isco", labels, "--version", "08", "--publish", "--json")
        self.complete.touch()
