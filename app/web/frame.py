"""What stands around every page: the release on view, the others to see the same thing in, a notice."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.library import ALIASES
from app.rendering.pages.addresses import base as base_of
from taxonomy.errors import TaxonomyError
from taxonomy.schemes import SCHEMES, Scheme
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.library import Library
    from taxonomy.model import Release

__all__ = ["Frame", "Notice", "frame", "parts_of"]

_FIRST = "competent"
"""The scheme that pages of no scheme search in, where it has a release."""


class Notice(StrEnum):
    """Why a reader is told to look at another release."""

    NONE = ""
    WITHDRAWN = "withdrawn"
    CANDIDATE = "candidate"
    OLDER = "older"
    PINNED = "pinned"
    """It is the current one at a permanent address, where it will stand when it no longer is."""
    SAMPLE = "sample"


class Frame(NamedTuple):
    """The release on view, or the one that pages of none search in; `scheme` is None without any.

    `base` is what the paths of its pages begin with, `rest` what follows on this page, and `releases`
    are those of the scheme, newest first. `shelves` are the current releases of every scheme.
    """

    scheme: Scheme | None
    release: Release | None
    current: Release | None
    asked: str
    base: str
    rest: str
    on_view: bool
    releases: Sequence[Release]
    shelves: Sequence[tuple[Scheme, Release]]

    @property
    def pinned(self) -> bool:
        """Whether the address names the version itself."""
        return self.on_view and self.asked not in ALIASES

    @property
    def notice(self) -> Notice:
        """What the reader is to be warned of first."""
        release = self.release
        if release is None or not self.on_view:
            return Notice.NONE
        if release.status is ReleaseStatus.WITHDRAWN:
            return Notice.WITHDRAWN
        if release.status is ReleaseStatus.CANDIDATE:
            return Notice.CANDIDATE
        if self.current and release.version != self.current.version:
            return Notice.OLDER
        if self.pinned:
            return Notice.PINNED
        return Notice.SAMPLE if release.sample else Notice.NONE

    def there(self, version: str) -> str:
        """The path of the same thing in another release of the scheme, or in `current`."""
        return f"/{self.scheme.id}/{version}{self.rest or '/'}" if self.scheme else "/"


def frame(library: Library, path: str) -> Frame:
    """The frame of the page at this path."""
    shelves = [(it, found) for it in SCHEMES.values() if (found := library.current(it.id))]
    scheme, asked, rest, release = _on_view(library, path)
    if release is not None:
        return _framed(library, scheme, asked, rest, release, shelves)
    first = next((it for it in shelves if it[0].id == _FIRST), shelves[0] if shelves else None)
    if first is None:
        return Frame(None, None, None, "current", "", "", on_view=False, releases=(), shelves=())
    made = _framed(library, first[0].id, "current", "/", first[1], shelves)
    return made._replace(on_view=False)


def parts_of(path: str) -> tuple[str, str, str]:
    """The path of a page as scheme, version and what follows; empty where it ends before."""
    scheme, _, below = path.removeprefix("/").partition("/")
    version, _, rest = below.partition("/")
    return scheme, version, rest


def _on_view(library: Library, path: str) -> tuple[str, str, str, Release | None]:
    scheme, version, rest = parts_of(path)
    if scheme not in SCHEMES:
        return scheme, version, "", None
    try:
        return scheme, version, f"/{rest}", library.release(scheme, version)
    except TaxonomyError:
        return scheme, version, "", None


def _framed(
    library: Library,
    scheme: str,
    asked: str,
    rest: str,
    release: Release,
    shelves: Sequence[tuple[Scheme, Release]],
) -> Frame:
    return Frame(
        SCHEMES[scheme],
        release,
        library.current(scheme),
        asked,
        base_of(scheme, asked),
        rest,
        on_view=True,
        releases=library.releases(scheme)[::-1],
        shelves=shelves,
    )
