from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.types import Message

from app.config import Settings
from app.http.connection import BoundedConnection, while_open
from app.main import create_app
from tests.app import butchers
from tests.app.serving import PUBLIC_URL

LIVE = b"GET /livez HTTP/1.1\r\nHost: competent.test\r\n"


class HastyConnection(BoundedConnection):
    """Waits so briefly that a test can wait longer."""

    head_seconds = 0.2
    silent_seconds = 0.2
    largest_message_bytes = 200_000


@contextmanager
def listening(protocol: type[BoundedConnection]) -> Iterator[Callable[[], socket.socket]]:
    """Opens connections to a server with this protocol."""
    shelf = butchers.shelf()
    settings = Settings(public_url=PUBLIC_URL, access_log=False, poll_seconds=3600)
    app = create_app(settings, shelf)
    config = uvicorn.Config(app, http=protocol, ws="none", log_level="critical")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()

        def opened() -> socket.socket:
            return socket.create_connection(listener.getsockname(), timeout=10)

        try:
            yield opened
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def connect() -> Iterator[Callable[[], socket.socket]]:
    with listening(BoundedConnection) as opened:
        yield opened


@pytest.fixture(scope="module")
def connect_hastily() -> Iterator[Callable[[], socket.socket]]:
    with listening(HastyConnection) as opened:
        yield opened


def everything(connection: socket.socket) -> bytes:
    """What comes until the server closes the connection, a reset included."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received


def exchanged(connection: socket.socket, *pieces: bytes) -> bytes:
    """What is answered to these bytes until the server closes the connection."""
    with connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except ConnectionError:
            pass
        return everything(connection)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"CONNECT competent.test:1 HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_is_not_http_is_answered_with_a_problem(
    connect: Callable[[], socket.socket], request_bytes: bytes
) -> None:
    head, _, body = exchanged(connect(), request_bytes).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    assert json.loads(body)["code"] == "malformed-request"


@pytest.mark.parametrize(
    "endless",
    [
        LIVE + b"X-Much: " + b"x" * 900_000,
        LIVE + b"X-Many: x\r\n" * 90_000,
        b"GET /" + b"x" * 900_000,
    ],
    ids=["one header", "many headers", "address"],
)
def test_a_head_without_end_is_cut_off(
    connect: Callable[[], socket.socket], endless: bytes
) -> None:
    pieces = (endless[start : start + 60_000] for start in range(0, len(endless), 60_000))
    answer = exchanged(connect(), *pieces)
    # The answer may be lost where the client still sends; the end of the connection is not.
    assert not answer or json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "headers-too-large"


def test_a_head_that_grows_too_large_is_answered_with_a_problem(
    connect: Callable[[], socket.socket],
) -> None:
    with connect() as connection:
        connection.sendall(LIVE)
        connection.settimeout(0.05)
        answer = b""
        for _ in range(40):
            connection.sendall(b"X-Many: " + b"x" * 4000 + b"\r\n")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
            break
    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert b'"code":"headers-too-large"' in answer


@pytest.mark.parametrize(
    "unfinished",
    [b"", LIVE, b"POST /v1 HTTP/1.1\r\nContent-Length: 10\r\n\r\n12"],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_that_never_ends_is_given_up(
    connect_hastily: Callable[[], socket.socket], unfinished: bytes
) -> None:
    answer = exchanged(connect_hastily(), unfinished)
    assert b"200 OK" not in answer


def test_a_later_request_that_never_ends_is_given_up(
    connect_hastily: Callable[[], socket.socket],
) -> None:
    with connect_hastily() as connection:
        connection.sendall(LIVE + b"\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")
        connection.sendall(LIVE)
        assert everything(connection) == b""


def test_a_body_that_no_route_reads_is_cut_off(
    connect_hastily: Callable[[], socket.socket],
) -> None:
    head = b"POST /livez HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    assert b"405" in exchanged(connect_hastily(), head, *([chunk] * 40))


def test_a_request_in_small_pieces_is_answered(connect: Callable[[], socket.socket]) -> None:
    body = b'{"ids":["OP-10"]}'
    request = (
        b"POST /v1/schemes/competent/releases/current/concepts/batch HTTP/1.1\r\nConnection: close"
        b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    ) + body
    pieces = (request[start : start + 7] for start in range(0, len(request), 7))
    answer = exchanged(connect(), *pieces)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"OP-10" in answer


@pytest.mark.parametrize("path", ["/livez", "/v1/schemes", "/v2/nothing", "/docs"])
def test_head_leaves_the_connection_open(connect: Callable[[], socket.socket], path: str) -> None:
    head = f"HEAD {path} HTTP/1.1\r\nHost: competent.test\r\n\r\n".encode()
    with connect() as connection:
        connection.sendall(head)
        assert connection.recv(65536).endswith(b"\r\n\r\n")
        connection.sendall(LIVE + b"Connection: close\r\n\r\n")
        assert everything(connection).startswith(b"HTTP/1.1 200 OK")


def test_what_is_sent_to_a_client_that_has_gone_is_dropped() -> None:
    asyncio.run(sent_over("<TCPTransport closed=True>; the handler is closed"))
    with pytest.raises(RuntimeError, match="another fault"):
        asyncio.run(sent_over("another fault"))


async def sent_over(fault: str) -> None:
    async def broken(_: Message) -> None:
        raise RuntimeError(fault)

    await while_open(broken)({"type": "http.response.body"})
