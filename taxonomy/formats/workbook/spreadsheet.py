"""Tables of text as the bytes of an .xlsx file: the same tables, the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from taxonomy.formats.zipping import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["LONGEST_CELL", "Sheet", "pack"]

LONGEST_CELL = 32_767
"""UTF-16 code units that a cell can hold (Excel specifications and limits)."""

_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets take for a formula when it is typed, or read from CSV."""
_HEADING, _TEXT, _QUOTED = 1, 2, 3
"""Places in `cellXfs`: all are of the format Text (49, `@`), so that editing a cell keeps it text."""
_NOT_AS_IT_STANDS = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]"
)
"""What text of a cell is escaped as `_xHHHH_` (ECMA-376 part 1, §22.9.2.19, ST_Xstring)."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f"{_PACKAGE}/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_PRESERVE = ' xml:space="preserve"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
    'applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class Sheet(NamedTuple):
    """A table of at most 26 columns; the first row is its header, "" leaves a cell empty.

    `widths` are those of its columns, in characters. A name has at most 31 characters.
    """

    name: str
    widths: tuple[int, ...]
    rows: Sequence[tuple[str, ...]]


def pack(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The workbook with every cell as text, whatever it looks like, and no moment of its making."""
    return zipped((name, text.encode()) for name, text in _parts(sheets, title))


def _parts(sheets: Sequence[Sheet], title: str) -> Iterator[tuple[str, str]]:
    overrides = [("xl/workbook.xml", f"{_TYPES}.sheet.main+xml")]
    places = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    overrides += [(f"xl/{place}", f"{_TYPES}.worksheet+xml") for place in places]
    overrides += [("xl/styles.xml", f"{_TYPES}.styles+xml")]
    overrides += [("xl/sharedStrings.xml", f"{_TYPES}.sharedStrings+xml")]
    overrides += [("docProps/core.xml", _CORE)]
    yield "[Content_Types].xml", _content_types(overrides)
    yield (
        "_rels/.rels",
        _relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_RELATIONS}/metadata/core-properties", "docProps/core.xml"),
        ),
    )
    yield (
        "docProps/core.xml",
        (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(title)}</dc:title>'
            "</cp:coreProperties>"
        ),
    )
    yield "xl/workbook.xml", _workbook(sheets)
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(
            *((f"{_OFFICE}/worksheet", place) for place in places),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
        ),
    )
    yield "xl/styles.xml", _STYLES
    shared: dict[str, int] = {}
    for place, sheet in zip(places, sheets, strict=True):
        yield f"xl/{place}", _worksheet(sheet, shared)
    yield "xl/sharedStrings.xml", _strings(shared)


def _content_types(overrides: Iterable[tuple[str, str]]) -> str:
    parts = "".join(
        f'<Override PartName="/{name}" ContentType="{type_}"/>' for name, type_ in overrides
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{type_}" Target="{target}"/>'
        for number, (type_, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{parts}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    parts = "".join(
        f'<sheet name="{escape(sheet.name, {chr(34): "&quot;"})}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{parts}</sheets></workbook>'
    )


class _Cells(dict[str, str]):
    """Text → the cell that shows it in one column; NUL stands for the number of its row."""

    def __init__(self, column: int, shared: dict[str, int], style: int) -> None:
        super().__init__({"": ""})
        self._letter = chr(ord("A") + column)
        self._shared = shared
        self._style = style

    def __missing__(self, text: str) -> str:
        style = _QUOTED if text.startswith(_FORMULA_LIKE) else self._style
        place = self._shared.setdefault(text, len(self._shared))
        cell = f'<c r="{self._letter}\0" s="{style}" t="s"><v>{place}</v></c>'
        self[text] = cell
        return cell


def _worksheet(sheet: Sheet, shared: dict[str, int]) -> str:
    width = len(sheet.widths)
    last = f"{chr(ord('A') + width - 1)}{len(sheet.rows)}"
    columns = [_Cells(at, shared, _TEXT) for at in range(width)]
    headings = [_Cells(at, shared, _HEADING) for at in range(width)]
    rows = [_row(headings, row, 1) for row in sheet.rows[:1]]
    rows += [_row(columns, row, at) for at, row in enumerate(sheet.rows[1:], 2)]
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" style="{_TEXT}" customWidth="1"/>'
        for at, width in enumerate(sheet.widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _row(columns: Sequence[_Cells], row: tuple[str, ...], at: int) -> str:
    cells = "".join([cells[text] for cells, text in zip(columns, row, strict=True)])
    return f'<row r="\0">{cells}</row>'.replace("\0", str(at))


def _strings(shared: Iterable[str]) -> str:
    items = "".join(
        f"<si><t{_PRESERVE if _has_outer_blanks(text) else ''}>{_text(text)}</t></si>"
        for text in shared
    )
    return f'{_HEAD}<sst xmlns="{_MAIN}">{items}</sst>'


def _has_outer_blanks(text: str) -> bool:
    return text[:1].isspace() or text[-1:].isspace() or "\n" in text


def _text(text: str) -> str:
    return escape(_NOT_AS_IT_STANDS.sub(lambda it: f"_x{ord(it[0]):04X}_", text))
