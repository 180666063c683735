"""A taxonomy as Competent's release workbook: what sources/competent_workbook reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.workbook.carrying import LOST, carried
from taxonomy.formats.workbook.spreadsheet import pack
from taxonomy.formats.workbook.tables import tables
from taxonomy.sources.process_wide import without_cycle_search

if TYPE_CHECKING:
    from taxonomy.model import Taxonomy

__all__ = ["LOST", "carried", "write"]


def write(taxonomy: Taxonomy, *, version: str) -> bytes:
    """The .xlsx of eleven sheets as Competent's data archive has them; what it leaves out is LOST.

    Equal taxonomies give equal bytes: profiles and what they link to in the natural order of their
    codes (`OP-2` before `OP-10`). Every cell is text, those that look like a formula are marked as
    quoted. Sheet names bear no version, so that what refers to them holds for the next release.
    ValueError where the taxonomy is not Competent's.
    """
    with without_cycle_search():
        return pack(tables(carried(taxonomy)), title=f"Competent {version}")
