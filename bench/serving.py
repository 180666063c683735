"""Servers to measure: the service as `competent up` runs it, and baselines under the same uvicorn."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Server", "got", "pinned", "running"]

PATIENCE = 60.0
"""Seconds that a server may take to answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    base: str

    def cpu_seconds(self) -> float:
        """What its process has spent so far, in user code and in the system, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(
    name: str, settings: Mapping[str, str], path: str, *, core: int | None = 0
) -> Iterator[Server]:
    """The service ("ours") or a baseline of `bench.servers`, once it answers 200 at the path.

    It stays on the core of that number; None lets it use any.
    """
    port = _free_port()
    command = [*pinned(core), sys.executable]
    if name == "ours":
        command += ["-c", "from app.cli import main; main()", "up", "--port", str(port)]
    else:
        command += ["-m", "uvicorn", "--factory", f"bench.servers:{name}", "--port", str(port)]
        command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log"]
        command += ["--no-server-header", "--log-level", "warning"]
    environment = {**os.environ, "COMPETENT_LOG_LEVEL": "warning", **settings}
    # The access log of the service is on, and goes where it costs no terminal.
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(server, base + path)
        yield Server(server.pid, base)
    finally:
        server.terminate()
        server.wait()


def pinned(core: int | None) -> list[str]:
    """The words before a command that keep it on one core, where that is possible."""
    if core is not None and shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ["taskset", "-c", str(core)]
    return []


def got(url: str, **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of an answer."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.getheaders(), answer.read()
    except HTTPError as error:
        return error.code, list(error.headers.items()), error.read()


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + PATIENCE
    status = 0
    while time.monotonic() < until and server.poll() is None:
        try:
            status = got(url)[0]
        except URLError:
            time.sleep(0.02)
            continue
        if status == 200:
            return
        if status == 500:
            break
        time.sleep(0.05)
    message = f"{url} does not answer 200 (last: {status or 'nothing'})"
    raise SystemExit(message)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
