"""A mapping set as SSSOM/TSV (version 1.1), from which `taxonomy.sources.sssom` reads an equal set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from taxonomy.formats.sssom.header import yaml_lines
from taxonomy.formats.sssom.identifiers import BUILT_IN, Identifiers
from taxonomy.formats.sssom.slots import EXTENSIONS, SLOTS, SOURCES
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from taxonomy.formats.sssom.header import Block
    from taxonomy.mapping import Mapping, MappingSet

__all__ = ["UNSPECIFIED_LICENCE", "write"]

UNSPECIFIED_LICENCE = "https://w3id.org/sssom/license/unspecified"
"""What SSSOM says where nobody told the licence of a set."""

_ALWAYS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_QUOTED = re.compile(r'["\t\r\n]')
_CONDENSED = "mapping_date"


def write(
    content: MappingSet,
    *,
    public_url: str,
    version: str = "",
    licence: str = UNSPECIFIED_LICENCE,
    published: date | None = None,
) -> bytes:
    """The file, with its metadata block; equal sets give equal bytes at one address.

    Every mapping is there whatever its state: `ext_state` tells it, and a rejected one has the
    modifier *Not*, so that no reader takes it for true. Columns in which nothing stands are left
    out, and a date that all mappings share stands above them. Confidences are exact, not rounded.
    `public_url` is where the service stands, without a slash at its end.
    """
    names = Identifiers(content, public_url)
    rows = [_slots(it, names) for it in content]
    condensed = _condensed(rows)
    columns = [
        it
        for it in (*SLOTS, *EXTENSIONS)
        if it in _ALWAYS or (it not in condensed and any(it in row for row in rows))
    ]
    rows.sort(key=lambda row: [row.get(it, "") for it in columns])
    about = {
        "mapping_set_id": f"{public_url}/v1/mapping-sets/{content.name}",
        "mapping_set_version": version,
        "mapping_set_title": f"{content.subject.name} to {content.object.name}",
        "license": licence,
        "subject_source": names.scheme_curie(content.subject),
        "subject_source_version": content.subject.version,
        "object_source": names.scheme_curie(content.object),
        "object_source_version": content.object.version,
        **condensed,
        "publication_date": published.isoformat() if published else "",
        "comment": content.comment,
    }
    block = _block(
        content, names, {key: it for key, it in about.items() if it}, columns, public_url
    )
    lines = [f"#{it}" for it in yaml_lines(block)]
    lines += ["\t".join(columns), *(_line(row, columns) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def _slots(mapping: Mapping, names: Identifiers) -> dict[str, str]:
    """Slot → its text; what nobody said is absent."""
    it = mapping
    review, reviewed = (
        ("review_date", it.review_date) if it.reviewer else ("ext_reviewed_on", it.review_date)
    )
    told = {
        "subject_id": names.curie(it.subject_id, "subject"),
        "subject_label": it.subject_label,
        "predicate_id": it.predicate.value,
        "predicate_modifier": "Not" if it.state is MappingState.REJECTED else "",
        "object_id": names.curie(it.object_id, "object"),
        "object_label": it.object_label,
        "mapping_justification": it.justification.value,
        "author_label": it.author,
        "reviewer_label": it.reviewer,
        "mapping_date": it.mapping_date.isoformat() if it.mapping_date else "",
        review: reviewed.isoformat() if reviewed else "",
        "confidence": "" if it.confidence is None else repr(float(it.confidence)),
        "comment": it.comment,
        "ext_object_revision": it.object_revision,
        "ext_reasons": orjson.dumps(it.reasons, option=orjson.OPT_SORT_KEYS).decode()
        if it.reasons
        else "",
        "ext_source": it.source,
        "ext_state": it.state.value,
        "ext_subject_revision": it.subject_revision,
    }
    return {slot: text for slot, text in told.items() if text}


def _condensed(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    """The date of all mappings, where they have one and the same."""
    dates = {row.get(_CONDENSED, "") for row in rows}
    return {_CONDENSED: dates.pop()} if len(dates) == 1 and "" not in dates else {}


def _block(
    content: MappingSet,
    names: Identifiers,
    about: dict[str, str],
    columns: Iterable[str],
    public_url: str,
) -> Block:
    """The metadata block. That it names its sources, if none, is how reading knows a set of ours."""
    used = {it: EXTENSIONS[it] for it in columns if it in EXTENSIONS}
    used[SOURCES[0]] = SOURCES[1]
    sources = {SOURCES[0]: orjson.dumps([it._asdict() for it in content.sources]).decode()}
    definitions = [
        {"slot_name": slot, "property": f"OWN:{term}", "type_hint": "xsd:string"}
        for slot, term in sorted(used.items(), key=lambda it: it[1])
    ]
    prefixes = names.prefixes | {"OWN": f"{public_url}/ns#"}
    shown = {it: prefixes[it] for it in sorted(prefixes) if it not in BUILT_IN}
    extensions = {"extension_definitions": definitions, **sources}
    return {"curie_map": shown, "sssom_version": "1.1", **about, **extensions}


def _line(row: dict[str, str], columns: Iterable[str]) -> str:
    return "\t".join(_cell(row.get(it, "")) for it in columns)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
