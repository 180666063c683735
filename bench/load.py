"""Load on a server: wrk, or where it is not installed connections of our own."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.serving import pinned

if TYPE_CHECKING:
    from bench.serving import Server

__all__ = ["CONNECTIONS", "GENERATOR", "Asked", "Load", "on", "under"]

CONNECTIONS = 32
GENERATOR = "wrk" if shutil.which("wrk") else "a generator of our own (wrk is not installed)"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load; nan where latencies were not told."""

    rate: float
    """Requests per second."""
    cpu: float
    """Microseconds of the server's CPU per request."""
    p50: float = float("nan")
    """Half of the answers came within so many milliseconds."""
    p99: float = float("nan")
    """Ninety-nine of a hundred did."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests that are sent in turn, again and again: GET of each path, or POST of each body to the first."""

    paths: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    bodies: tuple[bytes, ...] = ()


def on(server: Server, path: str, seconds: int, headers: Mapping[str, str]) -> Load:
    """Ask for one path over 32 connections as fast as the server answers."""
    return under(server, Asked((path,), headers), seconds, CONNECTIONS)


def under(server: Server, asked: Asked, seconds: int, connections: int) -> Load:
    """Ask over so many connections as fast as the server answers."""
    before = server.cpu_seconds()
    if shutil.which("wrk"):
        requests, made = _with_wrk(server.base, asked, seconds, connections)
    else:
        requests, made = asyncio.run(_with_streams(server.base, asked, seconds, connections))
    cpu = (server.cpu_seconds() - before) / requests * 1e6
    return Load(made.rate, cpu, made.p50, made.p99)


def _with_wrk(base: str, asked: Asked, seconds: int, connections: int) -> tuple[int, Load]:
    command = [*pinned(1), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(_script(asked))
        script.flush()
        command += ["--latency", "-s", script.name, base]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(told)
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", told))
    made = Load(rate, 0, _latency("50", told), _latency("99", told))
    return int(_found(r"(\d+) requests in", told)), made


def _script(asked: Asked) -> str:
    """What wrk sends: its requests made once, then taken in turn."""
    method = "POST" if asked.bodies else "GET"
    headers = "".join(f"[{json.dumps(key)}]={json.dumps(it)}," for key, it in asked.headers.items())
    pairs = [(asked.paths[0], it) for it in asked.bodies] or [(it, b"") for it in asked.paths]
    made = "".join(
        f"wrk.format({json.dumps(method)},{json.dumps(path)},h,{_quoted(body)}),\n"
        for path, body in pairs
    )
    return (
        f"local h={{{headers}}}\nlocal all\nlocal at=0\n"
        f"function init() all={{{made}}} end\n"
        "function request() at=at%#all+1 return all[at] end\n"
    )


def _quoted(body: bytes) -> str:
    return '"' + "".join(f"\\{it:03d}" for it in body) + '"' if body else "nil"


def _latency(share: str, told: str) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", told, re.MULTILINE)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(text)
    return match[1]


async def _with_streams(
    base: str, asked: Asked, seconds: int, connections: int
) -> tuple[int, Load]:
    parts = urlsplit(base)
    questions = list(_questions(parts.netloc, asked))
    host, port = parts.hostname or "", parts.port or 80
    began = time.perf_counter()
    asking = (_connection(host, port, questions, began + seconds) for _ in range(connections))
    taken = [it for found in await asyncio.gather(*asking) for it in found]
    rate = len(taken) / (time.perf_counter() - began)
    shares = quantiles(taken, n=100)
    return len(taken), Load(rate, 0, shares[49] * 1000, shares[98] * 1000)


def _questions(netloc: str, asked: Asked) -> list[bytes]:
    pairs = [(asked.paths[0], it) for it in asked.bodies] or [(it, b"") for it in asked.paths]
    made = []
    for path, body in pairs:
        lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: {netloc}"]
        lines += [f"{name}: {value}" for name, value in asked.headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        made.append("\r\n".join([*lines, "", ""]).encode() + body)
    return made


async def _read(reader: asyncio.StreamReader) -> None:
    """One whole answer, of a length that it tells or in chunks."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    if length:
        await reader.readexactly(int(length[1]))
    while not length and b"chunked" in head.lower():
        size = int(await reader.readuntil(b"\r\n"), 16)
        await reader.readexactly(size + 2)
        if size == 0:
            break


async def _connection(host: str, port: int, questions: list[bytes], until: float) -> list[float]:
    """Ask again and again over one connection; the seconds that each answer took."""
    reader, writer = await asyncio.open_connection(host, port)
    taken = []
    for question in cycle(questions):
        began = time.perf_counter()
        if began >= until:
            break
        writer.write(question)
        await _read(reader)
        taken.append(time.perf_counter() - began)
    writer.close()
    return taken
