"""Every error the library raises, each with a stable code.

* TaxonomyError
  - NotFoundError
      SchemeNotFoundError, ReleaseNotFoundError, ConceptNotFoundError
      MappingSetNotFoundError, MappingNotFoundError
      NoMappingPathError        no mappings lead from one scheme to the other
  - ConflictError
      ReleaseExistsError        the version exists with other content
      StaleChangeError          somebody else changed or published it first
      ArchiveConflictError      the archive holds other bytes under this name
  - InvalidError
      InvalidVersionError, InvalidDocumentError  not a version, not a canonical document
      InvalidQueryError         a parameter that cannot be understood
      NothingToMatchError       the release has neither profiles nor occupations
      SourceUnreadableError, SourceRefusedError  a file, or some of its rows (with findings)
      ReleaseInvalidError, MappingSetInvalidError  checks block publication (carry findings)
      ArchiveCorruptError       archive and digests disagree
        ArchiveFileAlteredError, ArchiveFileMissingError  of a file of a release
  - UnavailableError
      RecordBusyError           the database is locked, full or away
      ArchiveUnavailableError   the archive cannot be read or written
      FormatUnavailableError    a file cannot be written with what is installed here
      SemanticUnavailableError  the encoder, or what it made of a release, is not there
      WorkUnfinishedError       a full disk or lost workers ended work on a file
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.findings import Finding

__all__ = [
    "ArchiveConflictError",
    "ArchiveCorruptError",
    "ArchiveFileAlteredError",
    "ArchiveFileMissingError",
    "ArchiveUnavailableError",
    "ConceptNotFoundError",
    "ConflictError",
    "FormatUnavailableError",
    "InvalidDocumentError",
    "InvalidError",
    "InvalidQueryError",
    "InvalidVersionError",
    "MappingNotFoundError",
    "MappingSetInvalidError",
    "MappingSetNotFoundError",
    "NoMappingPathError",
    "NotFoundError",
    "NothingToMatchError",
    "RecordBusyError",
    "ReleaseExistsError",
    "ReleaseInvalidError",
    "ReleaseNotFoundError",
    "SchemeNotFoundError",
    "SemanticUnavailableError",
    "SourceRefusedError",
    "SourceUnreadableError",
    "StaleChangeError",
    "TaxonomyError",
    "UnavailableError",
    "WorkUnfinishedError",
]


class TaxonomyError(Exception):
    """The root: `code` is stable and documented, `title` is the same for every instance."""

    code = "taxonomy-error"
    title = "Something is wrong with the taxonomy"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFoundError(TaxonomyError):
    """Nothing has that name."""

    code = "not-found"
    title = "Not found"


class SchemeNotFoundError(NotFoundError):
    """No scheme has that name."""

    code = "scheme-not-found"
    title = "No such scheme"


class ReleaseNotFoundError(NotFoundError):
    """The scheme has no release of that version."""

    code = "release-not-found"
    title = "No such release"


class ConceptNotFoundError(NotFoundError):
    """The release holds no concept of that id, notation or URI.

    `first_release` is the later release that does hold it, `suggestions` the notations near to it.
    """

    code = "concept-not-found"
    title = "No such concept"

    def __init__(
        self, detail: str, *, first_release: str = "", suggestions: Iterable[str] = ()
    ) -> None:
        super().__init__(detail)
        self.first_release = first_release
        self.suggestions = tuple(suggestions)


class MappingSetNotFoundError(NotFoundError):
    """There are no mappings between these two releases, or no such edition of them."""

    code = "mapping-set-not-found"
    title = "No such mapping set"


class MappingNotFoundError(NotFoundError):
    """No mapping set holds a mapping of that id."""

    code = "mapping-not-found"
    title = "No such mapping"


class NoMappingPathError(NotFoundError):
    """No mappings lead from one scheme to the other; `reachable` are the schemes that they lead to."""

    code = "no-mapping-path"
    title = "No mappings lead there"

    def __init__(self, detail: str, reachable: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.reachable = tuple(reachable)


class ConflictError(TaxonomyError):
    """The request meets a state that excludes it."""

    code = "conflict"
    title = "Conflict"


class ReleaseExistsError(ConflictError):
    """A release of this version exists and says something else."""

    code = "release-exists"
    title = "The release exists with other content"


class StaleChangeError(ConflictError):
    """Somebody else was first."""

    code = "stale-change"
    title = "Somebody else was first"


class ArchiveConflictError(ConflictError):
    """The archive holds other bytes under a name that is written only once."""

    code = "archive-conflict"
    title = "The archive holds other bytes"


class InvalidError(TaxonomyError):
    """The input cannot be accepted; `findings` says why, all at once."""

    code = "invalid"
    title = "Invalid input"

    def __init__(self, detail: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(detail)
        self.findings = tuple(findings)


class InvalidVersionError(InvalidError):
    """A version is text such as `3.10`; a number is refused, because 3.10 would become 3.1."""

    code = "invalid-version"
    title = "Not a version"


class InvalidDocumentError(InvalidError):
    """Bytes that are not the canonical document of a concept."""

    code = "invalid-document"
    title = "Not a canonical document"


class InvalidQueryError(InvalidError):
    """A parameter, cursor or body that cannot be understood."""

    code = "invalid-query"
    title = "Invalid request"


class NothingToMatchError(InvalidError):
    """The release has neither profiles nor occupations that ask for competences."""

    code = "nothing-to-match"
    title = "There is nothing to match"


class SourceUnreadableError(InvalidError):
    """A source file that cannot be read at all: missing, truncated, encrypted, too big."""

    code = "source-unreadable"
    title = "The source cannot be read"


class SourceRefusedError(InvalidError):
    """Rows of a source were refused, so nothing was imported; `findings` lists every one."""

    code = "source-refused"
    title = "Rows of the source were refused"


class ReleaseInvalidError(InvalidError):
    """Checks found errors, so the release is not published; `findings` lists every one."""

    code = "release-invalid"
    title = "The release does not pass its checks"


class MappingSetInvalidError(InvalidError):
    """Checks found errors, so the mappings are not published; `findings` lists every one."""

    code = "mapping-set-invalid"
    title = "The mapping set does not pass its checks"


class ArchiveCorruptError(InvalidError):
    """A file of the archive is missing, altered or unknown to the record."""

    code = "archive-corrupt"
    title = "The archive does not agree with its digests"


class ArchiveFileAlteredError(ArchiveCorruptError):
    """A file of a release has other bytes than were published; it is not served."""

    code = "archive-file-altered"
    title = "The file was altered in the archive"


class ArchiveFileMissingError(ArchiveCorruptError):
    """A file of a release is missing in the archive; the others are served."""

    code = "archive-file-missing"
    title = "The file is missing in the archive"


class UnavailableError(TaxonomyError):
    """Try again later: a part the service stands on is away."""

    code = "unavailable"
    title = "Temporarily unavailable"


class RecordBusyError(UnavailableError):
    """The database is locked, full or out of reach; nothing was written."""

    code = "record-busy"
    title = "The record cannot be used now"


class ArchiveUnavailableError(UnavailableError):
    """The archive cannot be read or written; nothing became public."""

    code = "archive-unavailable"
    title = "The archive cannot be used now"


class FormatUnavailableError(UnavailableError):
    """A file of a release cannot be written with what is installed here."""

    code = "format-unavailable"
    title = "The format cannot be written here"


class SemanticUnavailableError(UnavailableError):
    """What texts mean cannot be told: the extra is not installed, or the release was not encoded."""

    code = "semantic-unavailable"
    title = "Meanings cannot be told here"


class WorkUnfinishedError(UnavailableError):
    """Work on a file ended early: what is finished is kept, and the same command goes on from there."""

    code = "work-unfinished"
    title = "The work is not finished"
