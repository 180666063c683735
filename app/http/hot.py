"""Rendered answers: bytes with ready headers, kept in memory within a bound, served before any route."""

from __future__ import annotations

import gzip as gzip_format
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.http.negotiation import accepts_gzip, variant

if TYPE_CHECKING:
    from starlette.types import Scope

    from app.http.negotiation import Asking
    from app.http.usage import Use

__all__ = ["Answer", "AnswerCache", "Headers", "Key", "PageVariant", "key_of", "no_page"]

Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, bytes, str | None, bool]
"""Raw path, query, media type (of a page its language too), gzip or not: all it depends on."""

PageVariant = Callable[[bytes, bytes], str | None]
"""From the headers Accept and Accept-Language the variant of a page that is liked best, if any."""

_OF_THE_API = b"/v1/"
"""What the paths begin with whose answers differ by media type, and not by language."""
_NOT_MODIFIED = frozenset(
    {
        b"access-control-allow-origin",
        b"access-control-expose-headers",
        b"cache-control",
        b"content-location",
        b"deprecation",
        b"etag",
        b"link",
        b"sunset",
        b"vary",
        b"x-release",
        b"x-release-status",
        b"x-release-window",
    }
)
"""What a 304 says again (RFC 9110 §15.4.5) and what lets a page read it; the others were kept."""

SMALLEST_GZIP_BYTES = 1024
OVERHEAD_BYTES = 3000
"""What an answer occupies beside its body: headers, keys, the objects themselves (measured)."""
LONGEST_ADDRESS_BYTES = 1000
"""Longer ones are made up to fill the memory, and would not be counted in the overhead."""


def no_page(_accept: bytes, _language: bytes) -> None:
    """The variant of a page that is liked best, where there are no pages."""


def key_of(scope: Scope, asked: Asking, page_variant: PageVariant = no_page) -> Key:
    """What the answer to this request is kept under."""
    path = scope["raw_path"]
    if path.startswith(_OF_THE_API):
        liked = variant(asked.accept)
    else:
        liked = page_variant(asked.accept, asked.language)
    return path, scope["query_string"], liked, accepts_gzip(asked.encoding)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete 200 answer and, for those who have it, its 304; both lack only the request id."""

    route: str
    body: bytes
    etag: bytes
    headers: Headers
    not_modified: Headers
    use: Use | None = None

    @classmethod
    def of(cls, route: str, body: bytes, headers: Headers, *, revision: str, level: int) -> Answer:
        """The answer with a strong ETag over these very bytes; `level` of gzip, 0 = as they are.

        The ETag begins with the revision, so that a client sees a changed concept from a changed
        label of a concept it links to.
        """
        digest = hashlib.sha256(body).hexdigest()[:16]
        stem = f"{revision}.{digest}" if revision else digest
        etag = f'"{stem}"'.encode()
        if level and len(body) >= SMALLEST_GZIP_BYTES:
            body = gzip_format.compress(body, level, mtime=0)
            etag = f'"{stem}.gzip"'.encode()
            headers = [*headers, (b"content-encoding", b"gzip")]
        headers = [*headers, (b"etag", etag)]
        kept = [it for it in headers if it[0] in _NOT_MODIFIED]
        length = (b"content-length", str(len(body)).encode())
        return cls(route, body, etag, [*headers, length], kept)

    @property
    def size(self) -> int:
        """Bytes that keeping it costs."""
        return len(self.body) + OVERHEAD_BYTES


class AnswerCache:
    """The most recently used answers, at most `bound` bytes of them, all of one generation."""

    def __init__(self, bound: int, generation: Callable[[], int]) -> None:
        self._bound = bound
        self._current_generation = generation
        self._generation = generation()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def generation(self) -> int:
        """What the answers that are rendered now belong to."""
        return self._current_generation()

    def find(self, key: Key) -> Answer | None:
        """The kept answer; None where there is none of today's releases."""
        if self._generation != self._current_generation():
            self._clear()
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def keep(self, key: Key, answer: Answer, generation: int) -> None:
        """Keep an answer that was rendered from the releases of this generation."""
        if generation != self._current_generation() or answer.size > self._bound:
            return
        if len(key[0]) + len(key[1]) > LONGEST_ADDRESS_BYTES:
            return
        if self._generation != generation:
            self._clear()
        known = self._answers.pop(key, None)
        self.bytes += answer.size - (known.size if known else 0)
        self._answers[key] = answer
        while self.bytes > self._bound:
            _, dropped = self._answers.popitem(last=False)
            self.bytes -= dropped.size

    def _clear(self) -> None:
        self._answers.clear()
        self.bytes = 0
        self._generation = self._current_generation()
