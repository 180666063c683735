"""`delta.jsonl`: what turns the previous release into this one, to the digest.

The first line says from which digest to which; every other one is the canonical document of a
concept that is new or changed, or the id of one that the release does not hold any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from taxonomy import canonical
from taxonomy.errors import ConflictError, InvalidDocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taxonomy.formats.material import Material

__all__ = ["FORMAT", "Delta", "State", "apply", "digest_of", "read", "write"]

FORMAT = "1"


class State(NamedTuple):
    """A release by its version and its digest."""

    version: str
    digest: str


class Delta(NamedTuple):
    """What changed from one state of a scheme to another: id → document, and the ids that went."""

    scheme: str
    before: State
    after: State
    changed: Mapping[str, bytes]
    removed: tuple[str, ...]

    @property
    def name(self) -> str:
        """`competent 3.8 → 3.9`: how messages name it."""
        return f"{self.scheme} {self.before.version} → {self.after.version}"


def write(material: Material) -> bytes:
    """The file that leads from the previous release to this one; ValueError where there is none."""
    release, previous = material.release, material.previous
    if previous is None:
        message = f"{release.name} follows no release, so no delta leads to it"
        raise ValueError(message)
    before, after = material.before, material.documents
    lines = {key.encode(): it for key, it in after.items() if before.get(key) != it}
    removed = [key for key in before if key not in after]
    header = {
        "format": FORMAT,
        "scheme": release.scheme,
        "from": {"version": previous.version, "digest": previous.digest},
        "to": {"version": release.version, "digest": release.digest},
        "changed": len(lines),
        "removed": len(removed),
    }
    lines |= {key.encode(): orjson.dumps({"removed": key}) for key in removed}
    return b"".join(it + b"\n" for it in (orjson.dumps(header), *_in_order(lines)))


def _in_order(lines: Mapping[bytes, bytes]) -> Iterator[bytes]:
    return (line for _, line in sorted(lines.items()))


def read(data: bytes) -> Delta:
    """The delta of this file; InvalidDocumentError names the line where it was cut or altered."""
    if not data.endswith(b"\n"):
        message = "the last line of the delta has no end: the file was cut, fetch it again"
        raise InvalidDocumentError(message)
    first, *rest = data[:-1].split(b"\n")
    header = _header(first)
    changed: dict[str, bytes] = {}
    removed: list[str] = []
    last = b""
    for number, line in enumerate(rest, start=2):
        concept_id, document = _entry(line, number, header["scheme"])
        if concept_id.encode() <= last:
            message = f"line {number} of the delta: {concept_id!r} stands out of order or twice"
            raise InvalidDocumentError(message)
        last = concept_id.encode()
        if document is None:
            removed.append(concept_id)
        else:
            changed[concept_id] = document
    _require(header, "changed", len(changed))
    _require(header, "removed", len(removed))
    before, after = (State(**header[side]) for side in ("from", "to"))
    return Delta(header["scheme"], before, after, changed, tuple(removed))


def apply(before: Mapping[str, bytes], delta: Delta) -> dict[str, bytes]:
    """The documents after the delta, proved by its digest.

    ConflictError where the delta starts from other documents than these, InvalidDocumentError
    where it does not lead to the digest that it names.
    """
    found = digest_of(before)
    if found != delta.before.digest:
        message = f"the delta {delta.name} starts from {delta.before.digest}, and these documents are {found}"
        raise ConflictError(message)
    documents = dict(before)
    for concept_id in delta.removed:
        if documents.pop(concept_id, None) is None:
            message = f"the delta {delta.name} removes {concept_id!r}, which is not there"
            raise InvalidDocumentError(message)
    documents |= delta.changed
    reached = digest_of(documents)
    if reached != delta.after.digest:
        message = f"the delta {delta.name} leads to {reached} instead of {delta.after.digest}: it was altered, fetch it again"
        raise InvalidDocumentError(message)
    return documents


def digest_of(documents: Mapping[str, bytes]) -> str:
    """The digest of the release that holds these documents (concept id → document)."""
    return canonical.release_digest((key, canonical.revision(it)) for key, it in documents.items())


def _header(line: bytes) -> dict[str, Any]:
    try:
        header: dict[str, Any] = orjson.loads(line)
        if header["format"] != FORMAT:
            message = f"the delta has the format {header['format']!r}; this program reads {FORMAT}"
            raise InvalidDocumentError(message)
        _require_texts(header["format"], header["scheme"])
        for side in ("from", "to"):
            _require_texts(*State(**header[side]))
    except (KeyError, TypeError, ValueError) as error:
        message = f"line 1 of the delta is not the head of one ({error!r}): {line[:80]!r}"
        raise InvalidDocumentError(message) from error
    return header


def _require_texts(*values: object) -> None:
    if not all(isinstance(it, str) for it in values):
        message = "a text is none"
        raise ValueError(message)


def _entry(line: bytes, number: int, scheme: str) -> tuple[str, bytes | None]:
    """The concept that the line is about, and its document; None where it is removed."""
    if line.startswith(b'{"removed":'):
        return _removed(line, number), None
    try:
        concept = canonical.read(line)
    except InvalidDocumentError as error:
        message = f"line {number} of the delta: {error.detail}"
        raise InvalidDocumentError(message) from error
    if concept.scheme != scheme:
        message = f"line {number} of the delta: {concept.id!r} is of {concept.scheme}, not {scheme}"
        raise InvalidDocumentError(message)
    return concept.id, line


def _removed(line: bytes, number: int) -> str:
    try:
        (concept_id,) = orjson.loads(line).values()
        _require_texts(concept_id)
    except ValueError as error:
        message = f"line {number} of the delta is not the removal of a concept: {line[:80]!r}"
        raise InvalidDocumentError(message) from error
    return str(concept_id)


def _require(header: Mapping[str, Any], what: str, found: int) -> None:
    told = header.get(what)
    if told != found:
        message = f"the delta tells of {told} {what} concepts and holds {found}: it was cut or altered, fetch it again"
        raise InvalidDocumentError(message)
