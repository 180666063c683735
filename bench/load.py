"""Load on a server: wrk, or where it is not installed 32 connections of our own."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.serving import pinned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.serving import Server

__all__ = ["GENERATOR", "Load", "on"]

CONNECTIONS = 32
GENERATOR = "wrk" if shutil.which("wrk") else "a generator of our own (wrk is not installed)"


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load."""

    rate: float
    """Requests per second."""
    cpu: float
    """Microseconds of the server's CPU per request."""


def on(server: Server, path: str, seconds: int, headers: Mapping[str, str]) -> Load:
    """Ask for one path over 32 connections as fast as the server answers."""
    url = server.base + path
    before = server.cpu_seconds()
    if shutil.which("wrk"):
        requests, rate = _with_wrk(url, seconds, headers)
    else:
        requests, rate = asyncio.run(_with_streams(url, seconds, headers))
    return Load(rate, (server.cpu_seconds() - before) / requests * 1e6)


def _with_wrk(url: str, seconds: int, headers: Mapping[str, str]) -> tuple[int, float]:
    command = [*pinned(1), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(told)
    return int(_found(r"(\d+) requests in", told)), float(_found(r"Requests/sec:\s+([\d.]+)", told))


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(text)
    return match[1]


async def _with_streams(url: str, seconds: int, headers: Mapping[str, str]) -> tuple[int, float]:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    question = "\r\n".join([*lines, "", ""]).encode()
    began = time.perf_counter()
    asking = (
        _connection(parts.hostname or "", parts.port or 80, question, began + seconds)
        for _ in range(CONNECTIONS)
    )
    requests = sum(await asyncio.gather(*asking))
    return requests, requests / (time.perf_counter() - began)


async def _connection(host: str, port: int, question: bytes, until: float) -> int:
    """Ask again and again over one connection; how many answers came."""
    reader, writer = await asyncio.open_connection(host, port)
    answers = 0
    while time.perf_counter() < until:
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if length:
            await reader.readexactly(int(length[1]))
        answers += 1
    writer.close()
    return answers
