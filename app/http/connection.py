"""One HTTP connection: bounds on what comes before a request is whole, and refusals as problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, cast

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.errors import HeadersTooLargeError, MalformedRequestError, ServiceError, problem

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Message, Send

__all__ = ["BoundedConnection", "while_open"]

_CLOSED = "the handler is closed"
"""What uvloop says of a write after the client went, until it has told the server so."""


def while_open(send: Send) -> Send:
    """The same, but what is sent to a client that has gone is dropped, as the server itself does."""

    async def sent(message: Message) -> None:
        try:
            await send(message)
        except RuntimeError as error:
            if _CLOSED not in str(error):
                raise

    return sent


class BoundedConnection(HttpToolsProtocol):
    """The server's own protocol reads for ever and keeps what it reads; this one has an end."""

    largest_head_bytes: ClassVar = 64 * 1024
    """Of a request line with its headers, give or take what one read brings."""
    largest_message_bytes: ClassVar = 32 * 1024 * 1024
    """Of a whole request, chunk sizes and trailers included: above what any route reads."""
    head_seconds: ClassVar = 20.0
    """From the opening of a connection, or the first byte of a later request, to the last header."""
    silent_seconds: ClassVar = 30.0
    """Between two pieces of a body."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._received = 0
        self._has_head = False
        self._is_whole = False
        self._deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect(self.head_seconds)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(None)
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        if not self._is_whole and not self.transport.is_closing():
            self._wait_for_more()

    @override
    def on_message_begin(self) -> None:
        self._received = 0
        self._has_head = self._is_whole = False
        super().on_message_begin()

    @override
    def on_headers_complete(self) -> None:
        self._has_head = True
        if self._deadline:
            self._expect(None)
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        self._is_whole = True
        if self._deadline:
            self._expect(None)
        super().on_message_complete()

    @override
    def send_400_response(self, msg: str) -> None:
        self._refuse(MalformedRequestError("what was sent is not HTTP/1.1 (RFC 9112)"))

    def _wait_for_more(self) -> None:
        """Close what grew too large, and what waits too long: of a head in all, of a body in between."""
        if not self._has_head and self._received > self.largest_head_bytes:
            message = f"at most {self.largest_head_bytes:,} bytes of address and headers are read"
            self._refuse(HeadersTooLargeError(message))
        elif self._received > self.largest_message_bytes:
            self.transport.close()
        elif self._has_head:
            self._expect(self.silent_seconds)
        elif self._deadline is None:
            self._expect(self.head_seconds)

    def _expect(self, seconds: float | None) -> None:
        """Close the connection after so many seconds, unless something calls this again."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, error: ServiceError) -> None:
        """Answer without a route: no request is there to be asked for its path."""
        answer = problem({"path": ""}, error)
        headers = [*answer.raw_headers, (b"connection", b"close")]
        head = f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}\r\n".encode()
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        self.transport.write(head + lines + b"\r\n" + cast(bytes, answer.body))
        self.transport.close()
