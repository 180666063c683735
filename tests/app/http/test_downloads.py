"""Downloads as they go wrong: a store that is away, clients that leave, wait, or come by the dozen."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import httpx
import pytest
import uvicorn
from moto.server import ThreadedMotoServer
from typing_extensions import override

from app.archive import Archive
from app.config import Settings
from app.http.connection import BoundedConnection
from app.main import create_app
from tests.app.serving import PUBLIC_URL, serving
from tests.app.stock import Stock, listed, stocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.archive import FileState
    from taxonomy.model import Distribution

ROOT = Path(__file__).parents[3]
NAME = "competent/3.8/taxonomy.ttl"
PATH = f"/archive/{NAME}"
DATA = os.urandom(32 * 2**20)
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """A real S3 service on loopback that a test may stop and start again."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "someone",
        "AWS_SECRET_ACCESS_KEY": "hush-hush",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    where = {"LocationConstraint": "eu-west-1"}
    boto3.resource("s3").create_bucket(Bucket="fragile", CreateBucketConfiguration=where)
    yield server
    server.stop()


def restarted(stopped: ThreadedMotoServer) -> ThreadedMotoServer:
    """The same service at the same address, with what it holds."""
    host, port = stopped.get_host_and_port()
    server = ThreadedMotoServer(ip_address=host, port=port, verbose=False)
    server.start()
    return server


def test_an_object_store_that_is_away_is_told_and_comes_back(s3: ThreadedMotoServer) -> None:
    stock = Stock(stock=Archive("s3://fragile/archive")).put("3.8", {"taxonomy.ttl": DATA[: 2**20]})
    with serving(stock) as client:
        assert client.get(PATH).content == DATA[: 2**20]
        s3.stop()
        answer = client.get(PATH)
        assert answer.status_code == 503
        assert answer.json()["code"] == "archive-unavailable"
        assert answer.headers["retry-after"]
        assert "hush-hush" not in answer.text
        etag = f'"{stock.release("3.8").distributions[0].sha256}"'
        assert client.get(PATH, if_none_match=etag).status_code == 304
        again = restarted(s3)
        try:
            assert client.get(PATH, range="bytes=-9").content == DATA[2**20 - 9 : 2**20]
            boto3.client("s3").put_object(Bucket="fragile", Key=f"archive/{NAME}", Body=b"X")
            assert client.get(PATH).json()["code"] == "archive-file-altered"
            boto3.client("s3").delete_object(Bucket="fragile", Key=f"archive/{NAME}")
            assert client.get(PATH).json()["code"] == "archive-file-missing"
        finally:
            again.stop()


class RestlessArchive(Archive):
    """Writes a file anew, with these bytes, right after it was looked at for the first time."""

    anew: bytes | None = None

    @override
    async def state_now(self, name: str) -> FileState | None:
        found = await super().state_now(name)
        if self.anew is not None:
            self.remove(name)
            self.add(name, self.anew)
            self.anew = None
        return found


@pytest.mark.parametrize(("anew", "status"), [(b"abc", 200), (b"abd", 503)])
def test_a_file_that_is_written_anew_between_two_questions_is_proved_again(
    tmp_path: Path, anew: bytes, status: int
) -> None:
    archive = RestlessArchive(str(tmp_path))
    stock = Stock(stock=archive).put("3.8", {"taxonomy.ttl": b"abc"})
    with serving(stock) as client:
        assert client.get(PATH).content == b"abc"
        archive.anew = anew
        answer = client.get(PATH)
        assert answer.status_code == status
        assert b"abd" not in answer.content


@contextmanager
def listening(stock: Stock) -> Iterator[tuple[str, int]]:
    """The address of a server over this stock."""
    settings = Settings(public_url=PUBLIC_URL, access_log=False, poll_seconds=3600)
    config = uvicorn.Config(
        create_app(settings, stock), http=BoundedConnection, ws="none", log_level="critical"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    return stocked(tmp_path).put("3.8", {"taxonomy.ttl": DATA})


@pytest.fixture
def address(stock: Stock) -> Iterator[tuple[str, int]]:
    with listening(stock) as found:
        yield found


def asked(address: tuple[str, int], path: str = PATH) -> socket.socket:
    """A connection on which a file was asked for, and no byte read."""
    connection = socket.create_connection(address, timeout=30)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: competent.test\r\n\r\n".encode())
    return connection


def url(address: tuple[str, int], path: str = PATH) -> str:
    return f"http://{address[0]}:{address[1]}{path}"


@pytest.mark.slow
def test_an_interrupted_download_is_resumed_to_the_same_bytes(
    address: tuple[str, int], tmp_path: Path
) -> None:
    held = tmp_path / "held.ttl"
    with httpx.Client() as client, held.open("wb") as file:
        with client.stream("GET", url(address)) as answer:
            etag = answer.headers["etag"]
            for piece in answer.iter_bytes():
                file.write(piece)
                if file.tell() > 5_000_000:
                    break
        at = file.tell()
        assert at < len(DATA)
        headers = {"Range": f"bytes={at}-", "If-Range": etag}
        rest = client.get(url(address), headers=headers)
        assert rest.status_code == 206
        file.write(rest.content)
    assert hashlib.sha256(held.read_bytes()).hexdigest() == DIGEST


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_resumes_what_it_began(address: tuple[str, int], tmp_path: Path) -> None:
    held = tmp_path / "held.ttl"
    held.write_bytes(DATA[:7_654_321])
    command = ["curl", "-sSf", "-C", "-", "-o", str(held), url(address)]
    subprocess.run(command, check=True)
    assert hashlib.sha256(held.read_bytes()).hexdigest() == DIGEST
    # What is complete is not asked for twice: 416, which curl takes for success.
    status = subprocess.run(
        [*command, "-w", "%{http_code}"], check=False, capture_output=True, text=True
    )
    assert status.stdout == "416"
    assert hashlib.sha256(held.read_bytes()).hexdigest() == DIGEST


@pytest.mark.slow
def test_a_file_that_is_altered_on_its_way_is_cut_and_never_completed(
    address: tuple[str, int], tmp_path: Path
) -> None:
    connection = asked(address)
    received = connection.recv(65536)
    assert f"content-length: {len(DATA)}".encode() in received
    path = tmp_path / NAME
    path.unlink()
    path.write_bytes(b"X" * len(DATA))
    rest = bytearray(received.partition(b"\r\n\r\n")[2])
    while piece := connection.recv(2**20):
        rest += piece
    connection.close()
    assert len(rest) < len(DATA)
    assert bytes(rest) == DATA[: len(rest)]


@pytest.mark.slow
def test_a_client_that_leaves_ends_the_reading(address: tuple[str, int]) -> None:
    asked(address).close()
    with asked(address) as connection:
        connection.recv(65536)
    sent = 0.0
    with httpx.Client() as client:
        for _ in range(600):
            told = client.get(url(address, "/metrics")).text.splitlines()
            lines = [it.rpartition(" ") for it in told if not it.startswith("#")]
            counted = {name: float(value) for name, _, value in lines}
            labels = '{method="GET",route="/archive/{scheme}/{version}/{file}",status="200"}'
            sent = counted.get(f"competent_http_sent_bytes_total{labels}", 0)
            if counted.get(f"competent_http_requests_total{labels}") == 2:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the server still reads for clients that are gone")
    assert sent < 2 * len(DATA)


SERVER = """
import json, sys
import uvicorn
from pathlib import Path
from app.config import Settings
from app.http.connection import BoundedConnection
from app.main import create_app
from taxonomy.model import Distribution
from tests.app.stock import stocked
from dataclasses import replace
stock = stocked(Path(sys.argv[1])).put("3.8", {})
[release] = stock.releases
stock.releases = [replace(release, distributions=(Distribution(*json.loads(sys.argv[2])),))]
settings = Settings(access_log=False, poll_seconds=3600, archive_watch_seconds=3600)
app = create_app(settings, stock)
uvicorn.run(app, http=BoundedConnection, ws="none", log_level="critical", port=int(sys.argv[3]))
"""


@contextmanager
def process(folder: Path, file: Distribution) -> Iterator[tuple[int, tuple[str, int]]]:
    """A server in a process of its own: its id and address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = probe.getsockname()
    command = [sys.executable, "-c", SERVER, str(folder), json.dumps(file), str(address[1])]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(600):
            try:
                httpx.get(url(address, "/livez"))
                break
            except httpx.ConnectError:
                time.sleep(0.05)
        yield server.pid, address
    finally:
        server.terminate()
        server.wait()


def peak(pid: int) -> int:
    """The most bytes of memory that the process ever had."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(it for it in told.splitlines() if it.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


async def slowly_digested(address: tuple[str, int]) -> str:
    """The SHA-256 of a download whose reader begins late."""
    reader, writer = await asyncio.open_connection(*address, limit=2**16)
    writer.write(f"GET {PATH} HTTP/1.1\r\nHost: competent.test\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(1)
    digest, left = hashlib.sha256(), len(DATA)
    while left:
        piece = await reader.read(min(left, 2**18))
        assert piece
        digest.update(piece)
        left -= len(piece)
    writer.close()
    return digest.hexdigest()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_dozens_of_downloads_at_once_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    file = listed("taxonomy.ttl", DATA)

    with process(tmp_path, file) as (pid, where):

        async def together(count: int) -> list[str]:
            return await asyncio.gather(*(slowly_digested(where) for _ in range(count)))

        assert asyncio.run(together(1)) == [DIGEST]
        before = peak(pid)
        assert asyncio.run(together(64)) == [DIGEST] * 64
        held = peak(pid) - before
        assert held < 64 * len(DATA) / 4  # some pieces of each; a busy machine holds more of them
