"""What editing refuses: an edit that no taxonomy could hold, and one that meets another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy.errors import ConflictError, InvalidError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["EditConflictError", "EditRefusedError"]


class EditRefusedError(InvalidError):
    """An edit that does not fit the concept or what it names; `findings` says why, all at once."""

    code = "edit-refused"
    title = "The edit does not fit"


class EditConflictError(ConflictError):
    """Concepts were changed by others meanwhile; `conflicts` holds both versions, field by field."""

    code = "edit-conflict"
    title = "Others changed the same concepts"

    def __init__(self, detail: str, conflicts: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(detail)
        self.conflicts = tuple(conflicts)
