"""How a text stands in a cell of a CSV file, so that no spreadsheet takes it for a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["delimited", "neutralised", "restored", "row"]

_FORMULA = re.compile(r"""(?!-[0-9]+\Z)['"]*[=+\-@\t\r\n]""")
_UNUSUAL = re.compile(r"""["\r\n]|(?:^|,)'*[=+\-@\t]""")
"""What a row has somewhere, commas apart, if any of its cells may not stand as it is."""
_QUOTED = re.compile(r'[,"\r\n]')


def neutralised(text: str) -> str:
    """The text behind an apostrophe where a spreadsheet might calculate it; `restored` undoes this.

    That is a text whose first character, quotes left aside, is `=`, `+`, `-`, `@`, a tab, CR or LF,
    unless it is a negative whole number. Source: OWASP, CSV Injection.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutralised` made this cell of; any other cell as it is."""
    # Quotes are left aside by the rule, so that a text with an apostrophe of its own gets a second one.
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell


def row(cells: Sequence[str]) -> str:
    """The texts as one row of a CSV file, each `delimited`."""
    plain = ",".join(cells)
    if plain.count(",") == len(cells) - 1 and not _UNUSUAL.search(plain):
        return plain
    return ",".join(map(delimited, cells))


def delimited(text: str) -> str:
    """The text as it stands between two commas (RFC 4180), neutralised and quoted where needed."""
    cell = neutralised(text)
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
