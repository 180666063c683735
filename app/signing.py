"""Signing `SHA256SUMS` with minisign (jedisct1.github.io/minisign, prehashed Ed25519), and proving it."""

from __future__ import annotations

import os
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minisign import Error, KeyPair, PublicKey, SecretKey, Signature

from taxonomy.errors import ConflictError, InvalidQueryError

if TYPE_CHECKING:
    from pathlib import Path

    from app.archive import Archive

__all__ = ["KEYS", "Signer", "complaint", "key_id", "make_key", "newest_public_key", "public_keys"]

KEYS = "keys"
"""The archive's folder of public keys: `keys/{key id}.pub`, one for each key that ever signed."""
COMMENT = "signature of an archive of taxonomy releases"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Signer:
    """A secret key that is ready to sign."""

    _key: SecretKey

    @classmethod
    def load(cls, path: Path, password: str = "") -> Signer:
        """The signer with the key of this file; InvalidQueryError where it cannot be used."""
        try:
            key = SecretKey.from_bytes(path.read_bytes())
            if key.is_encrypted():
                if not password:
                    message = (
                        f"the signing key {path} has a password: set COMPETENT_SIGNING_PASSWORD"
                    )
                    raise InvalidQueryError(message)
                key.decrypt(password)
        except OSError as error:
            message = f"the signing key {path} cannot be read ({error.strerror})"
            raise InvalidQueryError(message) from error
        except Error as error:
            message = f"the signing key {path} cannot be used ({error})"
            raise InvalidQueryError(message) from error
        return cls(key)

    def sign(self, data: bytes, about: str) -> bytes:
        """The `.minisig` of these bytes; `about` is signed too. The same key gives the same bytes."""
        return bytes(self._key.sign(data, untrusted_comment=COMMENT, trusted_comment=about)) + b"\n"

    @property
    def public_key(self) -> bytes:
        """The `.pub` that proves the signatures."""
        key = self._key.get_public_key()
        # As minisign itself writes it: the number without zeros before it.
        key.untrusted_comment = f"minisign public key {key_id(bytes(key)).lstrip('0')}"
        return bytes(key) + b"\n"

    @property
    def key_id(self) -> str:
        """The key's id, 16 hexadecimal digits, as minisign shows it."""
        return key_id(self.public_key)


def make_key(path: Path, password: str = "") -> Signer:
    """A new key in a new file that only its owner reads; ConflictError where the file exists."""
    pair = KeyPair.generate()
    if password:
        pair.secret_key.encrypt(password)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(pair.secret_key) + b"\n")
    except FileExistsError:
        message = (
            f"{path} exists: a signing key is never written over; move it aside to make another one"
        )
        raise ConflictError(message) from None
    except OSError as error:
        message = f"the signing key {path} cannot be written ({error.strerror})"
        raise InvalidQueryError(message) from error
    return Signer.load(path, password)


def key_id(public_key: bytes) -> str:
    """The id of a public key as minisign shows it: its bytes as a number, little end first."""
    packed = b64decode(PublicKey.from_bytes(public_key).to_base64())
    return packed[2:10][::-1].hex().upper()


def public_keys(archive: Archive) -> list[bytes]:
    """The public keys in the archive."""
    found = (archive.find(name) for name in archive.names(KEYS))
    return [it for it in found if it]


def newest_public_key(archive: Archive) -> bytes | None:
    """The public key that came last into the archive, None where nothing was ever signed."""
    names = archive.names_by_age(KEYS)
    return archive.find(names[-1]) if names else None


def complaint(keys: list[bytes], data: bytes, signature: bytes) -> str:
    """Why none of the keys proves that the signature is of these bytes; "" where one does."""
    try:
        signed = Signature.from_bytes(signature)
    except Error as error:
        return f"not a signature ({error})"
    reason = "none of the archive's public keys made it"
    for key in keys:
        try:
            PublicKey.from_bytes(key).verify(data, signed)
        except Error as error:
            reason = str(error) if len(keys) == 1 else reason
        else:
            return ""
    return reason
