"""A large file of the archive over HTTP: whole, by eight at once, in small parts."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench import load
from bench.measuring import Demand, Line, of_baseline_at_least, of_baseline_at_most
from bench.serving import Server, pinned, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.material import Material

__all__ = ["files"]

TOGETHER = 8
PART = {"Range": "bytes=1000000-1065535"}
FILE_RESPONSE = "Starlette's FileResponse"
NGINX = "nginx, one worker, sendfile"


@dataclass(frozen=True, slots=True)
class Measured:
    """MB per second over all connections, and milliseconds of the server's CPU per download."""

    rate: float
    cpu: float


def files(material: Material) -> Iterator[Line]:
    """The largest file of the archive, from us and from servers that prove nothing."""
    archive = material.home / "archive"
    largest = max(
        (it for it in archive.rglob("*") if it.is_file()), key=lambda it: it.stat().st_size
    )
    path = f"/archive/{largest.relative_to(archive)}"
    what = f"{largest.name} ({largest.stat().st_size / 1e6:.0f} MB)"
    with ExitStack() as stack:
        home = {"COMPETENT_HOME": str(material.home)}
        ours = stack.enter_context(running("ours", home, path))
        folder = {"BENCH_FOLDER": str(material.home)}
        others = {FILE_RESPONSE: stack.enter_context(running("file_response", folder, path))}
        if shutil.which("nginx"):
            others[NGINX] = stack.enter_context(nginx(material.home, material.folder))
        for name, other in others.items():
            yield from compared(what, (ours, other, name), path, material)


def compared(
    what: str, servers: tuple[Server, Server, str], path: str, material: Material
) -> Iterator[Line]:
    """Ours and a baseline in turn: one connection, several, parts."""
    ours, other, name = servers
    demands = name == FILE_RESPONSE
    for count in (1, TOGETHER):
        rounds = [
            (downloaded(ours, path, count), downloaded(other, path, count))
            for _ in range(material.runs)
        ]
        mine, theirs = middle([it for it, _ in rounds]), middle([it for _, it in rounds])
        told = f"{what}, {count} at once" if count > 1 else what
        least, most = of_baseline_at_least(1), of_baseline_at_most(1)
        yield line(told, (mine.rate, theirs.rate), "MB/s", name, least if demands else None)
        yield line(told, (mine.cpu, theirs.cpu), "ms CPU", name, most if demands else None)
    parts = [
        (load.on(ours, path, material.seconds, PART), load.on(other, path, material.seconds, PART))
        for _ in range(material.runs)
    ]
    rates = median(it.rate for it, _ in parts), median(it.rate for _, it in parts)
    yield line("64 KiB of it", rates, "requests/s", name, None)


def line(
    what: str, figures: tuple[float, float], unit: str, baseline: str, demand: Demand | None
) -> Line:
    """A line of both figures."""
    ours, theirs = figures
    return Line(what=what, ours=ours, unit=unit, baseline=baseline, theirs=theirs, demand=demand)


def downloaded(server: Server, path: str, count: int) -> Measured:
    """So many downloads at once."""
    spent, began = server.cpu_seconds(), time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        sizes = list(pool.map(lambda _: download(server.base, path), range(count)))
    seconds = time.perf_counter() - began
    cpu = (server.cpu_seconds() - spent) / count * 1000
    # The clock of a process ticks every 10 ms: what is less is told as half a tick.
    return Measured(sum(sizes) / 1e6 / seconds, max(cpu, 5.0 / count))


def download(base: str, path: str) -> int:
    """The bytes of one answer, read and thrown away as fast as they come."""
    parts = urlsplit(base)
    buffer = bytearray(2**20)
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        size = connection.recv_into(buffer)
        head, _, body = bytes(buffer[:size]).partition(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if found is None or b" 200 " not in head:
            raise SystemExit(head.decode("latin-1"))
        left = int(found[1]) - len(body)
        while left:
            left -= connection.recv_into(buffer)
    return int(found[1])


def middle(runs: list[Measured]) -> Measured:
    """The median of each figure."""
    return Measured(median(it.rate for it in runs), median(it.cpu for it in runs))


@contextmanager
def nginx(home: Path, folder: Path) -> Iterator[Server]:
    """nginx over the same folder."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = folder / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{it}_temp_path {folder}/{it};" for it in kinds)
    settings.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;\n"
        "events {}\n"
        f"http {{ access_log off; sendfile on; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {home}; }} }}\n",
        encoding="utf-8",
    )
    server = subprocess.Popen([*pinned(0), "nginx", "-p", str(folder), "-c", str(settings)])
    try:
        time.sleep(0.5)
        yield Server(server.pid, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()
