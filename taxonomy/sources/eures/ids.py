"""Which concept a row names: by URI, by URL, by a bare UUID or by a code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from taxonomy.sources.reading import Report

__all__ = ["ESCO_BASE", "Named", "esco_kind", "is_concept", "is_esco", "of_esco", "of_other"]

ESCO_BASE = "http://data.europa.eu/esco/"
"""What every URI of ESCO begins with."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ESCO = re.compile(
    r"https?://data\.europa\.eu/esco/(occupation|skill|isco|isced-f)/([A-Za-z0-9.\-]+)/?",
    re.IGNORECASE,
)
_LOCAL = {
    "occupation": _UUID,
    "skill": re.compile(rf"{_UUID.pattern}|[STLK]\d+(?:\.\d+)*", re.IGNORECASE),
    "isco": re.compile(r"C\d{1,4}", re.IGNORECASE),
    "isced-f": re.compile(r"\d{2,4}"),
}
_HIDDEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


class Named(NamedTuple):
    """A concept as a row names it: its id, and its code where it has one beside the id."""

    id: str
    code: str = ""


def is_esco(cell: str) -> bool:
    """Whether the cell holds the URI of an occupation, a skill or an ISCO group of ESCO."""
    return bool(_ESCO.search(unquote(_HIDDEN.sub("", cell))))


def is_concept(cell: str) -> bool:
    """Whether the cell holds what can only name a concept: a URI of ESCO, or a UUID and nothing else."""
    return is_esco(cell) or bool(_UUID.fullmatch(cell.strip()))


def esco_kind(uri: str) -> str:
    """`occupation`, `skill`, `isco`: what stands behind the base of a URI of ESCO."""
    return uri.removeprefix(ESCO_BASE).partition("/")[0]


def of_esco(cells: Dictionary[str, str], kind: str, report: Report) -> Named | None:
    """The concept of ESCO that the cells name by `uri`, `url` and `id`; None where none, or refused.

    `kind` is the one of a bare UUID that stands in no URI: `occupation`, `skill` or "".
    """
    uris, bare, code = [], [], ""
    for part in ("uri", "url", "id"):
        text = _spaceless(cells.get(part, ""), f"{part} of ESCO", report)
        if found := _ESCO.search(unquote(text)):
            uris.append(_esco_uri(found))
        elif found := _UUID.fullmatch(text):
            bare.append(text.lower())
        elif part != "url":
            code = code or text
    uri = _agreed(uris, bare, kind, report)
    return Named(uri, code) if uri else None


def of_other(cells: Dictionary[str, str], report: Report) -> Named | None:
    """The concept of another classification that the cells name by `uri` or `id`; None where none."""
    uri, id = cells.get("uri", "").strip(), cells.get("id", "").strip()
    code = "" if _is_address(id) else report.label(id, "id")
    first = next((it for it in (uri, id) if _is_address(it)), "")
    if first:
        return Named(_address(first, report), code)
    only = report.label(uri, "uri") or code
    return Named(only, code or only) if only else None


def _agreed(uris: list[str], bare: list[str], kind: str, report: Report) -> str:
    """The one URI that all say; "" where there is none, or where they say several."""
    locals_ = {it.rpartition("/")[2] for it in uris} | set(bare)
    if len(set(uris)) > 1 or len(locals_) > 1:
        report.refuse(
            "uris-disagree",
            sentence("names several concepts: %(names)s", names=", ".join(sorted(locals_))),
        )
        return ""
    if uris and not _LOCAL[esco_kind(uris[0])].fullmatch(uris[0].rpartition("/")[2]):
        report.refuse("bad-uri", sentence("%(uri)s is no URI that ESCO gives", uri=uris[0]))
        return ""
    if bare and not kind and not uris:
        message = sentence(
            "%(uuid)s is a bare UUID, and nothing says whether of an occupation or a skill",
            uuid=bare[0],
        )
        report.refuse("bad-uri", message)
        return ""
    if bare:
        made = uris[0] if uris else f"{ESCO_BASE}{kind}/{bare[0]}"
        report.repair("bare-uuid", sentence("a bare UUID became %(uri)s", uri=made), "uri of ESCO")
        return made
    return uris[0] if uris else ""


def _esco_uri(found: re.Match[str]) -> str:
    kind, local = found[1].lower(), found[2].rstrip("/")
    return f"{ESCO_BASE}{kind}/{local.lower() if _UUID.fullmatch(local) else local.upper()}"


def _is_address(text: str) -> bool:
    return bool(_UUID.fullmatch(_HIDDEN.sub("", text))) or "://" in text


def _address(text: str, report: Report) -> str:
    """A UUID in lower case, or a URI without blanks."""
    whole = _spaceless(text, "uri", report)
    return whole.lower() if _UUID.fullmatch(whole) else whole


def _spaceless(cell: str, column: str, report: Report) -> str:
    text = _HIDDEN.sub("", cell)
    if text != cell and ("/" in text or _UUID.fullmatch(text)):
        report.repair(
            "uri-trimmed",
            sentence("%(words)r became %(tidy)r", words=cell[:120], tidy=text[:120]),
            column,
        )
    return text
