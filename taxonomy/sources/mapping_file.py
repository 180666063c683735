"""A file of mappings of whichever form: what it is, and what it says."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources import eures, sssom
from taxonomy.sources.zipped import member, opened

if TYPE_CHECKING:
    from taxonomy.sources.eures.words import Direction
    from taxonomy.sources.mapping_reading import MappingReading
    from taxonomy.sources.reading import Progress

__all__ = ["expected_rows", "read"]

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_METADATA = (".yml", ".yaml")
_WORKBOOKS = (".xlsx", ".xlsm")
_MOST_INFLATED = 256 * 1024**2
_MOST_MEMBERS = 50
_HEAD = 256 * 1024
_COLUMN = b"subject_id"


def read(
    path: Path,
    *,
    subject: str = "",
    object_: str = "",
    direction: Direction | None = None,
    progress: Progress | None = None,
) -> MappingReading:
    """What a file says: SSSOM/TSV, a table of EURES, or a zip of such tables that are one set.

    In a zip the metadata of SSSOM may stand beside it (`.yml`). Options and errors as `eures.read`
    and `sssom.read`; SourceUnreadableError also for a zip without tables, or with two of SSSOM.
    """
    with TemporaryDirectory(prefix="competent-mappings-") as folder:
        tables, metadata = _unpacked(path, Path(folder)) if _is_zip(path) else ([path], None)
        told = [it for it in tables if _is_sssom(it)]
        if not told:
            return eures.read(
                tables, subject=subject, object_=object_, direction=direction, progress=progress
            )
        if len(tables) > 1:
            names = ", ".join(it.name for it in tables[:10])
            message = f"{path.name}: a set in SSSOM is one table, and there are {names}: send each"
            raise SourceUnreadableError(message)
        return sssom.read(
            told[0], metadata=metadata, subject=subject, object_=object_, progress=progress
        )


def expected_rows(path: Path) -> int:
    """How many rows the file seems to have, 0 where nothing tells."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return 0
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def _is_zip(path: Path) -> bool:
    """Whether it is a zip of other files; a workbook is one too, and no such."""
    return path.suffix.lower() not in _WORKBOOKS and zipfile.is_zipfile(path)


def _is_sssom(path: Path) -> bool:
    """Whether the header below its metadata names the columns of SSSOM."""
    with path.open("rb") as stream:
        lines = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").splitlines()
    head = next((it for it in lines if not it.startswith(b"#")), b"")
    return _COLUMN in head or any(it.startswith(b"#curie_map") for it in lines)


def _unpacked(path: Path, folder: Path) -> tuple[list[Path], Path | None]:
    """The tables of a zip, and the metadata beside them."""
    with opened(path, most_inflated=_MOST_INFLATED) as archive:
        names = {
            name: PurePosixPath(name).name
            for name in archive.namelist()
            if name.lower().endswith(_TABLES + _METADATA) and not name.startswith("__MACOSX/")
        }
        if len(set(names.values())) < len(names) or len(names) > _MOST_MEMBERS:
            message = (
                f"{path.name}: holds {len(names)} tables, more than {_MOST_MEMBERS} or of one name"
            )
            raise SourceUnreadableError(message)
        for name, short in names.items():
            with member(archive, name) as source, (folder / short).open("wb") as target:
                shutil.copyfileobj(source, target)
    found = [folder / it for it in names.values()]
    tables = [it for it in found if it.suffix.lower() in _TABLES]
    if not tables:
        message = f"{path.name}: holds no table ({', '.join(_TABLES)})"
        raise SourceUnreadableError(message)
    return tables, next((it for it in found if it.suffix.lower() in _METADATA), None)
