"""The parts of a form with files (RFC 7578), taken as they arrive: what is large goes to disk."""

from __future__ import annotations

import io
from email.message import Message
from email.parser import HeaderParser
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple, cast

from typing_extensions import override

from app.errors import UnsupportedMediaTypeError

__all__ = ["NO_FILE", "Parts", "SentFile", "boundary_of"]

_FORM_WITH_FILES = "multipart/form-data"
_LONGEST_BOUNDARY = 70  # RFC 2046 §5.1.1
_LONGEST_HEAD = 16 * 1024
_LARGEST_FIELD = 256 * 1024
_MOST_PARTS = 50
_IN_MEMORY = 1024**2


class SentFile(NamedTuple):
    """A file of a form: the name that it has where it comes from, and its bytes from the first."""

    name: str
    file: BinaryIO


NO_FILE = SentFile("", io.BytesIO())


def boundary_of(content_type: str) -> bytes:
    """What stands between the parts of such a form; empty where it is none."""
    head = Message()
    head["content-type"] = content_type.replace("\r", "").replace("\n", "")
    found = head.get_boundary("") or ""
    fits = head.get_content_type() == _FORM_WITH_FILES and found.isascii()
    return found.encode() if fits and len(found) <= _LONGEST_BOUNDARY else b""


class _Spool(SpooledTemporaryFile[bytes]):
    """A file that is closed as soon as nobody holds it: a request may end anywhere."""

    @override
    def __del__(self) -> None:
        self.close()


class Parts:
    """The fields and files of a form, whole once `ended`; UnsupportedMediaTypeError for what is no form."""

    def __init__(self, boundary: bytes) -> None:
        self.fields: dict[str, str] = {}
        self.files: dict[str, SentFile] = {}
        self.ended = False
        self._line = b"\r\n--" + boundary
        self._buffer = bytearray(b"\r\n")  # the first boundary has no line before it
        self._in_head = False
        self._name = ""
        self._into: BinaryIO | None = None
        self._count = 0

    def take(self, chunk: bytes) -> None:
        """Take what arrived."""
        self._buffer += chunk
        while not self.ended and (self._took_head() if self._in_head else self._took_body()):
            pass

    def _took_body(self) -> bool:
        """Whether the part that is being read came to its end."""
        end = self._buffer.find(self._line)
        if end < 0:
            self._write(max(0, len(self._buffer) - len(self._line)))
            return False
        after = end + len(self._line)
        if len(self._buffer) < after + 2:
            return False
        self._write(end)
        self._close()
        self.ended = self._buffer[len(self._line) : len(self._line) + 2] == b"--"
        del self._buffer[: len(self._line)]
        self._in_head = True
        return True

    def _took_head(self) -> bool:
        """Whether the headers of the next part are all there."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > _LONGEST_HEAD:
                raise _broken("the head of a part has no end")
            return False
        self._count += 1
        if self._count > _MOST_PARTS:
            raise _broken(f"it has more than {_MOST_PARTS} parts")
        # browsers write names in UTF-8 (HTML §4.10.21.7)
        head = self._buffer[:end].decode("utf-8", errors="replace").lstrip()
        del self._buffer[: end + 4]
        self._open(HeaderParser().parsestr(head))
        self._in_head = False
        return True

    def _open(self, head: Message) -> None:
        name = head.get_param("name", "", "content-disposition")
        given = head.get_filename()
        self._name = str(name)
        self._into = None
        if given is None:
            self._into = io.BytesIO()
            return
        self._into = cast(BinaryIO, _Spool(max_size=_IN_MEMORY))
        self.files[self._name] = SentFile(given, self._into)

    def _write(self, count: int) -> None:
        """Let so many bytes go from the buffer to where they belong."""
        if self._into is not None and count:
            self._into.write(self._buffer[:count])
            if isinstance(self._into, io.BytesIO) and self._into.tell() > _LARGEST_FIELD:
                raise _broken(f"a field has more than {_LARGEST_FIELD:,} bytes")
        del self._buffer[:count]

    def _close(self) -> None:
        if isinstance(self._into, io.BytesIO):
            self.fields[self._name] = self._into.getvalue().decode("utf-8", errors="replace")
        elif self._into is not None:
            self._into.seek(0)
        self._into = None


def _broken(why: str) -> UnsupportedMediaTypeError:
    return UnsupportedMediaTypeError(f"this is no form that can be read: {why}")
