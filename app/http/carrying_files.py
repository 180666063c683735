"""A small file carried along by a form: looked at once, taken with the next button without being chosen again."""

from __future__ import annotations

import base64
import binascii
import zlib

from app.errors import UnsupportedMediaTypeError
from taxonomy.sentences import sentence

__all__ = ["carried", "to_carry"]

_MOST = 250_000
"""Characters of a field; a field of a form has 256 KiB."""
_LARGEST = 64 * 1024 * 1024


def to_carry(data: bytes) -> str:
    """The file as the text of a field, "" where it is too large for one."""
    if len(data) > _LARGEST:
        return ""
    text = base64.b64encode(zlib.compress(data)).decode()
    return text if len(text) <= _MOST else ""


def carried(text: str) -> bytes:
    """The file of such a field; UnsupportedMediaTypeError where it is none, or unpacks to too much."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), _LARGEST)
    except (binascii.Error, zlib.error) as error:
        message = sentence("the file that the page carries was changed on the way: choose it again")
        raise UnsupportedMediaTypeError(message) from error
    if not unpacking.eof:
        message = sentence(
            "the file that the page carries is too large or cut off: choose it again"
        )
        raise UnsupportedMediaTypeError(message)
    return data
