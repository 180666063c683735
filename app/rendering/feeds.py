"""The feeds of a scheme: which releases they tell of, the pages of each, and a memory of both."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.db.feeds import change_counts
from app.db.session import reading
from taxonomy import schemes
from taxonomy.changes import ChangeType
from taxonomy.errors import NotFoundError, ReleaseNotFoundError
from taxonomy.formats import atom, ldes
from taxonomy.formats.ldes.transactions import entries, transactions
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from app.library import Library
    from taxonomy.formats.ldes.transactions import Entry
    from taxonomy.model import Release

__all__ = ["Feeds"]

KEPT_TRANSACTIONS = 32
"""How many releases' entries stay in memory: a first release of 20,000 concepts takes some 4 MB."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """What one worker tells of releases; everything that it remembers can be found again.

    Methods that say so block while releases are loaded, so call them in a thread.
    """

    library: Library
    public_url: str
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _entries: OrderedDict[tuple[str, ...], tuple[Entry, ...]] = field(default_factory=OrderedDict)
    _changes: dict[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)

    def root(self, scheme: str, media_type: str) -> bytes:
        """The root of the event stream of a scheme; SchemeNotFoundError."""
        sample = self._sample(scheme)
        releases = transactions(self.library.releases(scheme), sample=sample)
        stream = ldes.Stream(scheme, self.public_url, sample)
        return ldes.write(ldes.root(stream, releases), media_type, self.public_url)

    def release(self, scheme: str, version: str) -> Release:
        """The release of that version, whose transaction the stream holds; ReleaseNotFoundError."""
        return self._place(scheme, version)[-1]

    def page(self, scheme: str, version: str, number: int, media_type: str) -> bytes:
        """A page of the release's transaction; NotFoundError where it has fewer. It blocks."""
        told = self._place(scheme, version)
        release = told[-1]
        found = self._transaction(scheme, told)
        pages = ldes.pages(found)
        if number > pages:
            message = f"{release.name} has {pages} pages in the feed, and no page {number}"
            raise NotFoundError(message)
        start = (number - 1) * ldes.LARGEST_PAGE
        asked = ldes.Page(number, pages, found[start : start + ldes.LARGEST_PAGE])
        stream = ldes.Stream(scheme, self.public_url, release.sample)
        index = self.library.get(scheme, version)
        return ldes.write(ldes.page(stream, index, asked), media_type, self.public_url)

    def atom(self, engine: Engine, scheme: str, page: int) -> bytes:
        """A page of the Atom feed; NotFoundError where it has fewer. It blocks."""
        sample = self._sample(scheme)
        shown = [it for it in self.library.releases(scheme) if it.sample is sample]
        shown.sort(key=_newest, reverse=True)
        pages = max(1, -(-len(shown) // atom.LARGEST_PAGE))
        if page > pages:
            message = f"the feed of {scheme} has {pages} pages, and no page {page}"
            raise NotFoundError(message)
        releases = shown[(page - 1) * atom.LARGEST_PAGE : page * atom.LARGEST_PAGE]
        feed = atom.Feed(
            scheme=schemes.get(scheme),
            public_url=self.public_url,
            releases=releases,
            changes=self._counts(engine, scheme, releases),
            page=page,
            of=pages,
        )
        return atom.write(feed)

    def _sample(self, scheme: str) -> bool:
        """Whether the feeds tell of samples: where `current` is one, or nothing else is known."""
        current = self.library.current(scheme)
        known = self.library.releases(scheme)
        return current.sample if current else bool(known) and all(it.sample for it in known)

    def _place(self, scheme: str, version: str) -> list[Release]:
        """The releases of the stream up to this one."""
        asked = Version.parse(version)
        release = self.library.release(scheme, version)
        told = transactions(self.library.releases(scheme), sample=release.sample)
        if release not in told:
            why = "is a candidate" if release.status is ReleaseStatus.CANDIDATE else "came too late"
            message = f"the feed does not hold {release.name}: it {why}"
            raise ReleaseNotFoundError(message)
        return [it for it in told if Version.parse(it.version) <= asked]

    def _transaction(self, scheme: str, told: Sequence[Release]) -> tuple[Entry, ...]:
        """What the last of these releases did to the one before it."""
        key = tuple(f"{it.name} {it.digest}" for it in told[-2:])
        with self._lock:
            known = self._entries.get(key)
            if known is None:
                indexes = [self.library.get(scheme, it.version) for it in told[-2:]]
                known = entries(indexes[0] if len(indexes) > 1 else None, indexes[-1])
                self._entries[key] = known
            self._entries.move_to_end(key)
            while len(self._entries) > KEPT_TRANSACTIONS:
                self._entries.popitem(last=False)
        return known

    def _counts(
        self, engine: Engine, scheme: str, releases: Sequence[Release]
    ) -> dict[str, Mapping[str, int]]:
        """Version → changes by type; a release's are asked for once, because they stay."""
        missing = [
            it for it in releases if it.previous and (it.name, it.digest) not in self._changes
        ]
        if missing:
            with reading(engine) as session:
                found = change_counts(session, scheme, [it.version for it in missing])
            for it in missing:
                counted = found.get(it.version, {})
                ordered = {it.value: counted[it] for it in ChangeType if it in counted}
                self._changes[it.name, it.digest] = ordered
        return {it.version: self._changes.get((it.name, it.digest), {}) for it in releases}


def _newest(release: Release) -> tuple[object, Version]:
    return (release.current_since is not None, release.current_since), Version.parse(
        release.version
    )
