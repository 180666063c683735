"""`taxonomy.jsonl`: the canonical file of a release, one canonical document a line, sorted by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy import canonical
from taxonomy.errors import InvalidDocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from taxonomy.model import Concept

__all__ = ["documents", "read", "write"]


def write(pairs: Iterable[tuple[str, bytes]]) -> bytes:
    """The file of these (concept id, document) pairs; the same bytes for any order of them."""
    ordered = sorted((concept_id.encode(), document) for concept_id, document in pairs)
    return b"".join(document + b"\n" for _, document in ordered)


def documents(data: bytes) -> Iterator[bytes]:
    """The documents of the file, as they stand there; InvalidDocumentError for a cut file."""
    if data and not data.endswith(b"\n"):
        message = "the last line of taxonomy.jsonl has no end: the file was cut"
        raise InvalidDocumentError(message)
    yield from data.splitlines()


def read(data: bytes) -> Iterator[Concept]:
    """The concepts of the file; InvalidDocumentError names the first line that is not one."""
    for number, document in enumerate(documents(data), start=1):
        try:
            yield canonical.read(document)
        except InvalidDocumentError as error:
            message = f"line {number} of taxonomy.jsonl: {error.detail}"
            raise InvalidDocumentError(message) from error
