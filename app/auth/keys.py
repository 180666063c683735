"""API keys: made for a person or partner with the roles that they bear, and recognised when they are sent."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from pydantic import SecretStr

from app.auth.roles import BOUND, LANGUAGES, About, Actor, Grant, Role
from app.db import audit, keys
from app.db.keys import KeyRecord
from app.db.session import reading, writing
from app.masking import MARK, SHAPE
from app.refusals import KeyRefusedError
from taxonomy.errors import InvalidQueryError, RecordBusyError
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

__all__ = ["add_key", "authenticated"]

LONGEST_NAME = 200
_PREFIX_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_USED_LATELY = timedelta(minutes=5)
"""A use so soon after the one before is not written down: a key may be used often."""
_NO_DIGEST = "0" * 64
_log = logging.getLogger(__name__)


def add_key(
    engine: Engine, owner: Actor, *, at: datetime, valid: timedelta, by: Actor | None = None
) -> tuple[KeyRecord, SecretStr]:
    """A new key for a person or partner, and its text: this once, for only its digest is kept.

    InvalidQueryError without a name or a role.
    """
    name, organisation = normalise_label(owner.name), normalise_label(owner.organisation)
    if not 0 < len(name) <= LONGEST_NAME or len(organisation) > LONGEST_NAME:
        message = f"a key is for a person or partner: a name of 1 to {LONGEST_NAME} characters"
        raise InvalidQueryError(message)
    if not owner.grants:
        message = f"a key needs a role: {', '.join(Role)}"
        raise InvalidQueryError(message)
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(8))
    secret = secrets.token_hex(32)
    bound = {lang for it in owner.grants for lang in it.languages}
    languages = tuple(it for it in LANGUAGES if it in bound)
    record = KeyRecord(
        prefix=prefix,
        digest=_digest(secret),
        name=name,
        organisation=organisation,
        roles=tuple(sorted(it.value for it in owner.roles)),
        languages=languages,
        created_at=at,
        expires_at=at + valid,
        last_used_at=None,
        revoked_at=None,
    )
    with writing(engine) as session:
        keys.add(session, record)
        told = {"name": name, "roles": record.roles, "languages": languages}
        who = by or Actor(name, organisation)
        audit.record(session, who.act("key-added", About("key", prefix), at, change=(None, told)))
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
    roles = map(Role, record.roles)
    grants = frozenset(Grant(it, record.languages if it in BOUND else ()) for it in roles)
    return Actor(record.name, record.organisation, grants)


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
