"""The served releases: the current ones always in memory, a few pinned ones on demand."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from taxonomy import schemes
from taxonomy.errors import ArchiveUnavailableError, ReleaseNotFoundError, TaxonomyError
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release
from taxonomy.sources.process_wide import keep_from_search
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

__all__ = ["ALIASES", "Failure", "Library", "Status"]

ALIASES = ("current", "candidate")
RETRY_SECONDS = 30.0
"""How long a release that cannot be loaded is left alone before the next try."""

_log = logging.getLogger(__name__)
_CATALOGUE = "catalogue"


class _Key(NamedTuple):
    """What an index is of: a release, and the earlier ones that tell the lives of its concepts."""

    release: str
    digest: str
    earlier: tuple[str, ...] = ()


class Failure(NamedTuple):
    """Why a release (or, without one, the catalogue) cannot be served, and when to try again."""

    release: str
    reason: str
    retry_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a worker serves: scheme → its current release, and what it could not load."""

    serving: Mapping[str, Release]
    failures: Sequence[Failure]


@dataclass(frozen=True, slots=True)
class _Held:
    key: _Key
    index: ReleaseIndex


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is known at one moment; replaced as a whole, never changed."""

    releases: Mapping[str, Sequence[Release]] = field(default_factory=dict)
    keys: Mapping[str, _Key] = field(default_factory=dict)
    current: Mapping[str, _Held] = field(default_factory=dict)


class Library:
    """Hands out a read-only index per release; `load` is slow and is called by one thread at a time.

    `pinned` is how many releases other than the current ones stay in memory, least recently used
    first out. `clock` gives seconds.
    """

    def __init__(
        self,
        catalogue: Callable[[], Sequence[Release]],
        load: Callable[[Release], ReleaseIndex],
        pinned: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalogue = catalogue
        self._load = load
        self._pinned_bound = pinned
        self._clock = clock
        self._shelf = _Shelf()
        self._pinned: OrderedDict[_Key, ReleaseIndex] = OrderedDict()
        self._failures: dict[_Key, Failure] = {}
        self._loading = threading.Lock()
        self._refreshing = threading.Lock()
        self.generation = 0
        """Counts the changes of what is served; an answer kept from another generation is old."""

    def refresh(self) -> None:
        """Notice new, changed and withdrawn releases; what cannot be loaded leaves the old one."""
        with self._refreshing:
            try:
                releases = self._grouped(self._catalogue())
            except Exception as error:
                self._fail(_Key(_CATALOGUE, ""), error)
                return
            self._failures.pop(_Key(_CATALOGUE, ""), None)
            keys = {key.release: key for known in releases.values() for key in _keys(known)}
            current = {
                scheme: held
                for scheme, known in releases.items()
                if (held := self._current(scheme, known, keys))
            }
            self._swap(_Shelf(releases, keys, current))

    def releases(self, scheme: str) -> Sequence[Release]:
        """The public releases of a scheme, oldest version first; SchemeNotFoundError."""
        schemes.get(scheme)
        return self._shelf.releases.get(scheme, ())

    def current(self, scheme: str) -> Release | None:
        """The release that `current` answers with now."""
        held = self._shelf.current.get(scheme)
        return held.index.release if held else None

    def release(self, scheme: str, version: str) -> Release:
        """The release of this version or alias; SchemeNotFoundError, ReleaseNotFoundError, InvalidVersionError."""
        known = self.releases(scheme)
        if version == "current":
            found = self.current(scheme)
        elif version == "candidate":
            found = next((it for it in known[::-1] if it.status is ReleaseStatus.CANDIDATE), None)
        else:
            Version.parse(version)
            found = next((it for it in known if it.version == version), None)
        if found:
            return found
        raise ReleaseNotFoundError(_no_release(scheme, version, known))

    def find(self, scheme: str, version: str) -> ReleaseIndex | None:
        """As `get`, and None where the index would have to be loaded first: it never blocks."""
        key = self._key(self.release(scheme, version))
        held = self._shelf.current.get(scheme)
        if held and held.key == key:
            return held.index
        index = self._pinned.get(key)
        if index:
            self._touch(key)
        return index

    def get(self, scheme: str, version: str) -> ReleaseIndex:
        """The index of a release, loaded where needed: blocks meanwhile, so call it in a thread.

        Errors as `release`; ArchiveUnavailableError where it cannot be loaded.
        """
        found = self.find(scheme, version)
        if found:
            return found
        with self._loading:
            found = self.find(scheme, version)
            if found:
                return found
            release = self.release(scheme, version)
            key = self._key(release)
            index = self._pinned[key] = self._loaded(release, key)
            while len(self._pinned) > max(1, self._pinned_bound):
                self._pinned.popitem(last=False)
            return index

    def held(self, scheme: str) -> list[ReleaseIndex]:
        """The indexes of a scheme that are in memory, newest version first."""
        current = self._shelf.current.get(scheme)
        found = {it.release.name: it for it in list(self._pinned.values())}
        if current:
            found[current.key.release] = current.index
        mine = [it for it in found.values() if it.release.scheme == scheme]
        return sorted(mine, key=lambda it: Version.parse(it.release.version), reverse=True)

    def status(self) -> Status:
        """What is served now, and what could not be loaded."""
        return Status(
            serving={
                scheme: it.index.release for scheme, it in sorted(self._shelf.current.items())
            },
            failures=sorted(self._failures.values()),
        )

    def _grouped(self, releases: Sequence[Release]) -> dict[str, list[Release]]:
        grouped: defaultdict[str, list[Release]] = defaultdict(list)
        for release in sorted(releases, key=lambda it: Version.parse(it.version)):
            if release.status is not ReleaseStatus.DRAFT:
                grouped[release.scheme].append(release)
        return dict(grouped)

    def _key(self, release: Release) -> _Key:
        """The key under which the release is held, or would be, were it still in the catalogue."""
        return self._shelf.keys.get(release.name) or _Key(release.name, release.digest)

    def _current(
        self, scheme: str, known: Sequence[Release], keys: Mapping[str, _Key]
    ) -> _Held | None:
        """The index to serve as current: the newest that can be loaded."""
        held = self._shelf.current.get(scheme)
        for release in _by_preference(known):
            key = keys[release.name]
            if held and held.key == key:
                return held
            with self._loading, suppress(ArchiveUnavailableError):
                return _Held(key, self._pinned.get(key) or self._loaded(release, key))
            if held and held.key[:2] == key[:2]:
                return held  # it only tells the lives of its concepts as they were known before
        return None

    def _loaded(self, release: Release, key: _Key) -> ReleaseIndex:
        failure = self._failures.get(key)
        if failure and failure.retry_at > self._clock():
            raise ArchiveUnavailableError(f"{release.name} cannot be loaded now; try again later")
        try:
            with _collection_paused():
                index = self._load(release)
        except Exception as error:
            self._fail(key, error)
            message = f"{release.name} cannot be loaded now; try again later"
            raise ArchiveUnavailableError(message) from error
        self._failures.pop(key, None)
        return index

    def _swap(self, shelf: _Shelf) -> None:
        known = {_Key(_CATALOGUE, ""), *shelf.keys.values()}
        for key in [it for it in self._pinned if it not in known]:
            self._pinned.pop(key, None)
        for key in [it for it in self._failures if it not in known]:
            self._failures.pop(key, None)
        changed = shelf.releases != self._shelf.releases or shelf.current != self._shelf.current
        self._shelf = shelf
        if changed:
            self.generation += 1

    def _fail(self, key: _Key, error: Exception) -> None:
        reason = error.detail if isinstance(error, TaxonomyError) else type(error).__name__
        if key not in self._failures:
            trace = None if isinstance(error, TaxonomyError) else error  # ours say all in words
            _log.error("%s cannot be served: %s", key.release, reason, exc_info=trace)
        self._failures[key] = Failure(key.release, reason, self._clock() + RETRY_SECONDS)

    def _touch(self, key: _Key) -> None:
        # Another thread may have let the index go meanwhile.
        with suppress(KeyError):
            self._pinned.move_to_end(key)


def _keys(known: Sequence[Release]) -> Iterator[_Key]:
    """The keys of the releases of one scheme, oldest version first; samples only precede samples."""
    for place, release in enumerate(known):
        earlier = [it.digest for it in known[:place] if it.sample is release.sample]
        yield _Key(release.name, release.digest, tuple(earlier))


def _by_preference(known: Sequence[Release]) -> list[Release]:
    """Published releases: the newest that is no sample first, samples last."""
    published = [it for it in known if it.status is ReleaseStatus.PUBLISHED]
    return sorted(
        published, key=lambda it: (not it.sample, Version.parse(it.version)), reverse=True
    )


def _no_release(scheme: str, version: str, known: Sequence[Release]) -> str:
    if not known:
        return f"{scheme} has no public release yet"
    if version in ALIASES:
        return f"{scheme} has no {version} release now; the newest is {known[-1].version}"
    return f"{scheme} has no release {version}; the newest is {known[-1].version}"


@contextmanager
def _collection_paused() -> Iterator[None]:
    """An index is a million objects without a cycle: do not search them for garbage, then or later."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        keep_from_search()
        if enabled:
            gc.enable()
