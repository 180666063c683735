"""What visitors say, as plain JSON values and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.cells import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.db.feedback import RemarkRecord
    from app.rendering.concepts import Json

__all__ = ["COLUMNS", "remark_document", "table"]

COLUMNS = (
    *("receipt", "at", "scheme", "version", "concept", "notation", "kind", "label"),
    *("about", "lang", "text", "contact"),
)


def remark_document(remark: RemarkRecord) -> Json:
    """The remark; times in UTC."""
    told = remark._asdict()
    told["concept"] = told.pop("concept_id")
    return {name: told[name] for name in COLUMNS}


def table(remarks: Iterable[RemarkRecord]) -> Iterator[str]:
    """The lines of a CSV file, the header first."""
    yield row(list(COLUMNS)) + "\n"
    for it in remarks:
        told = {**remark_document(it), "at": it.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        yield row([told[name] for name in COLUMNS]) + "\n"
