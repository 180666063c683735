"""Signatures of messages, as Standard Webhooks 1.0.0 describes them ("Signature scheme")."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.db.webhooks import Delivery

__all__ = ["headers", "new_secret"]

_PREFIX = "whsec_"
_BYTES = 32
"""The standard asks for 24 to 64."""


def new_secret() -> SecretStr:
    """A random secret in the form in which receivers keep it."""
    return SecretStr(_PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode())


def headers(delivery: Delivery, at: datetime) -> dict[str, str]:
    """The headers that prove the message; `at` is when this attempt is made."""
    timestamp = str(int(at.timestamp()))
    signed = f"{delivery.message_id}.{timestamp}.{delivery.body}".encode()
    return {
        "webhook-id": delivery.message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signatures(delivery.secrets, signed)),
    }


def _signatures(keys: Iterable[SecretStr], signed: bytes) -> Iterable[str]:
    """One signature a secret: the receiver may know the old one or the new one."""
    for key in keys:
        raw = base64.b64decode(key.get_secret_value().removeprefix(_PREFIX))
        yield "v1," + base64.b64encode(hmac.digest(raw, signed, hashlib.sha256)).decode()
