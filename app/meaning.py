"""The vectors of the labels of releases: opened where they stand in a file, else made, which takes minutes."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from app.index_files import put_whole, release_file
from taxonomy.errors import SemanticUnavailableError
from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import MEANING, Meanings, Vectors, build, texts
from taxonomy.searching.artefact import Content, DamagedError, opened, written
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Release

    OnStep = Callable[[int, int], None]

__all__ = ["filed", "meanings", "ready", "vectors", "vectors_file"]

_log = logging.getLogger(__name__)


def vectors_file(folder: Path, release: Release) -> Path:
    """Where the vectors of a release stand, by its digest and the version of what the file means."""
    return release_file(folder, release, f"{MEANING}.vectors")


def meanings(
    folder: Path,
    indexes: Sequence[ReleaseIndex],
    progress: OnStep = lambda _done, _of: None,
) -> Meanings:
    """The encoder and the vectors of these releases, made where they are missing; SemanticUnavailableError."""
    held: list[Vectors] = []
    for it in indexes:
        others = filed(folder, [one.release for one in indexes if one is not it])
        held.append(vectors(folder, it, [*held, *others], progress))
    return Meanings(encoder(), held)


def vectors(
    folder: Path,
    index: ReleaseIndex,
    known: Sequence[Vectors] = (),
    progress: OnStep = lambda _done, _of: None,
) -> Vectors:
    """The vectors of a release from its file; where that is missing, damaged or another encoder's, made and written.

    Labels that stand among `known` ones are taken from there. The vectors of a draft, which may change, stay
    in memory, and so do those that cannot be written; the log says so. `progress` is called with the labels
    that were encoded and that are to be. SemanticUnavailableError without an encoder.
    """
    release = index.release
    if release.status is not ReleaseStatus.DRAFT:
        try:
            return _opened(vectors_file(folder, release), _proof(release))
        except FileNotFoundError:
            pass
        except (DamagedError, OSError) as error:
            _log.warning("the vectors of %s are made anew: %s", release.name, error)
    made = build(texts(index), encoder(), known=known, progress=progress)
    if release.status is ReleaseStatus.DRAFT:
        return made
    try:
        file = vectors_file(folder, release)
        put_whole(file, written(Content(made.arrays, ()), _proof(release)))
        return _opened(file, _proof(release))
    except (DamagedError, OSError) as error:
        _log.warning("the vectors of %s stay in memory: %s", release.name, error)
        return made


def filed(folder: Path, releases: Iterable[Release]) -> Iterator[Vectors]:
    """The vectors of those releases that have a file which can be used."""
    for it in releases:
        with suppress(DamagedError, OSError):
            yield _opened(vectors_file(folder, it), _proof(it))


def ready(folder: Path, index: ReleaseIndex) -> Meanings:
    """The encoder and the vectors of a release that were made before; SemanticUnavailableError.

    It never makes them: a request cannot wait for that.
    """
    over, release = encoder(), index.release
    try:
        return Meanings(over, [_opened(vectors_file(folder, release), _proof(release))])
    except (DamagedError, OSError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("the vectors of %s cannot be used: %s", release.name, error)
        message = (
            f"the labels of {release.name} were not encoded: whoever runs the service does so with "
            f"competent index {release.name} --semantic"
        )
        raise SemanticUnavailableError(message) from error


def _proof(release: Release) -> str:
    return f"{release.digest} vectors {MEANING} of {encoder().name}"


def _opened(file: Path, proof: str) -> Vectors:
    content = opened(file, proof)
    try:
        return Vectors.of(content.arrays)
    except KeyError as error:
        message = f"it has no array {error}"
        raise DamagedError(message) from error
