"""Files as one zip archive: the same files give the same bytes, wherever it is packed.

Python's own deflate is that of the zlib it was linked with, and zlib, zlib-ng and their versions give
different bytes. The compressor used here comes with its package, whose version the lock file names.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from deflate import crc32, deflate_compress

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["zipped"]

_LEVEL = 6
_VERSION, _UNIX, _UTF8, _DEFLATED = 20, 3, 1 << 11, 8
_MIDNIGHT, _DAY = 0, (1 << 5) | 1
"""1 January 1980, where the calendar of the format begins."""
_MODE = 0o100644 << 16
_LARGEST = 2**32 - 1
"""Bytes of a member or of the archive; above begins Zip64, which is not written."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of these members, in their order, deflated and without a moment of its making.

    ValueError where it would outgrow 4 GiB. Format: PKWARE's APPNOTE 6.3, sections 4.3.7 to 4.3.16.
    """
    archive, central, count = bytearray(), bytearray(), 0
    for name, content in files:
        count += 1
        packed = deflate_compress(content, _LEVEL)
        encoded = name.encode()
        if max(len(content), len(archive) + len(packed)) > _LARGEST:
            message = f"{name} makes the zip archive larger than 4 GiB"
            raise ValueError(message)
        described = (_VERSION, _UTF8, _DEFLATED, _MIDNIGHT, _DAY, crc32(content))
        sizes = (len(packed), len(content), len(encoded), 0)
        made_by = (_UNIX << 8) | _VERSION
        central += _CENTRAL.pack(
            b"PK\x01\x02", made_by, *described, *sizes, 0, 0, 0, _MODE, len(archive)
        )
        central += encoded
        archive += _LOCAL.pack(b"PK\x03\x04", *described, *sizes) + encoded + packed
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), len(archive), 0)
    return bytes(archive + central + end)
