"""Who asks, and what they may do: API keys, the roles that they bear, and what a role allows."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import TYPE_CHECKING

from pydantic import SecretStr

from app.db import keys
from app.db.keys import KeyRecord
from app.db.session import reading, writing
from app.masking import MARK, SHAPE
from app.refusals import KeyRefusedError, RoleRequiredError
from taxonomy.errors import InvalidQueryError, RecordBusyError
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Engine

__all__ = ["ALLOWED", "Actor", "Role", "Scope", "add_key", "authenticated"]

LONGEST_NAME = 200
_PREFIX_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_USED_LATELY = timedelta(minutes=5)
"""A use so soon after the one before is not written down: a key may be used often."""
_NO_DIGEST = "0" * 64
_log = logging.getLogger(__name__)


class Scope(StrEnum):
    """Something that a person may be allowed to do."""

    READ = "read"
    EDIT = "edit"
    REVIEW = "review"
    PUBLISH = "publish"


class Role(StrEnum):
    """What a person is in the editorial work."""

    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"


ALLOWED = {
    Role.READER: frozenset({Scope.READ}),
    Role.EDITOR: frozenset({Scope.READ, Scope.EDIT}),
    Role.REVIEWER: frozenset({Scope.READ, Scope.EDIT, Scope.REVIEW}),
    Role.PUBLISHER: frozenset({Scope.READ, Scope.PUBLISH}),
}
"""Role → what it allows: an editor proposes, a reviewer decides, a publisher signs off and publishes."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or partner who acts: the name that the record keeps, and their roles."""

    name: str
    roles: frozenset[Role]

    def may(self, scope: Scope) -> bool:
        """Whether one of the roles allows it."""
        return any(scope in ALLOWED[role] for role in self.roles)

    def require(self, scope: Scope) -> None:
        """Return where a role allows it; RoleRequiredError names the roles that would."""
        if not self.may(scope):
            needed = tuple(role.value for role in Role if scope in ALLOWED[role])
            mine = ", ".join(sorted(self.roles))
            message = (
                f"this needs the role {' or '.join(needed)}; the key of {self.name} has: {mine}"
            )
            raise RoleRequiredError(message, needed)


def add_key(
    engine: Engine, name: str, roles: Iterable[Role], *, at: datetime, valid: timedelta
) -> tuple[KeyRecord, SecretStr]:
    """A new key for a person or partner, and its text: this once, for only its digest is kept.

    InvalidQueryError without a name or a role.
    """
    name, wanted = normalise_label(name), tuple(sorted({it.value for it in roles}))
    if not 0 < len(name) <= LONGEST_NAME:
        message = f"a key is for a person or partner: a name of 1 to {LONGEST_NAME} characters"
        raise InvalidQueryError(message)
    if not wanted:
        message = f"a key needs a role: {', '.join(Role)}"
        raise InvalidQueryError(message)
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(8))
    secret = secrets.token_hex(32)
    record = KeyRecord(prefix, _digest(secret), name, wanted, at, at + valid, None, None)
    with writing(engine) as session:
        keys.add(session, record)
    return record, SecretStr(f"{MARK}{prefix}_{secret}")


def authenticated(engine: Engine, given: SecretStr, at: datetime) -> Actor:
    """Whose key this is; KeyRefusedError for one that is unknown, expired or revoked.

    Only who has the secret learns that a key expired or was revoked.
    """
    found = SHAPE.fullmatch(given.get_secret_value())
    if found is None:
        message = "what was sent is no key of this service: competent_, eight characters, _ and 64"
        raise KeyRefusedError(message)
    with reading(engine) as session:
        record = keys.find(session, found[1])
    # the digest is made and compared where there is no such key too: the time tells nothing
    same = compare_digest(_digest(found[2]), record.digest if record else _NO_DIGEST)
    if record is None or not same:
        message = "this key is not known here"
        raise KeyRefusedError(message)
    state = record.state(at)
    if state != "active":
        message = f"this key is {state}: ask for a new one"
        raise KeyRefusedError(message)
    _note_use(engine, record, at)
    return Actor(record.name, frozenset(map(Role, record.roles)))


def _note_use(engine: Engine, record: KeyRecord, at: datetime) -> None:
    if record.last_used_at and at - record.last_used_at < _USED_LATELY:
        return
    try:
        with writing(engine) as session:
            keys.note_use(session, record.prefix, at)
    except RecordBusyError:
        _log.warning("the use of key %s could not be written down", record.prefix)


def _digest(secret: str) -> str:
    """32 random bytes need no salt and no slow hash: nobody can guess them."""
    return hashlib.sha256(secret.encode()).hexdigest()
