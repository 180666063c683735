"""Profiles over HTTP, against a plain ASGI app that sends the same bytes: `python -m bench.serving`.

Needs `wrk`. Prints requests per second and CPU microseconds per request of one worker, 200 and 304.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from app.config import Settings
from app.main import create_app
from app.rendering.concepts import View
from app.rendering.profiles import profile
from taxonomy.index import ReleaseIndex
from taxonomy.model import Concept, Label, Link, Release, Taxonomy
from taxonomy.vocabulary import Kind, LabelType, Predicate, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

    from app.front import Front

PATH = "/v1/schemes/competent/releases/3.11/profiles/OP-1"
RELEASE = Release(
    scheme="competent", version="3.11", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
)


def taxonomy() -> Taxonomy:
    """A profile with forty competences, the size of a real one."""
    return Taxonomy.of("competent", _concepts())


def _concepts() -> Iterator[Concept]:
    links = []
    for number in range(40):
        yield _concept(f"sk{number}", Kind.SKILL, f"SK-{number}", f"Vaardigheid nummer {number}")
        skill = (Link(Predicate.SKILL, f"sk{number}"),)
        yield Concept(
            scheme="competent",
            id=f"cp{number}",
            kind=Kind.TECHNICAL_COMPETENCE,
            notation=f"CP-{number}",
            links=skill,
        )
        links.append(Link(Predicate.ESSENTIAL_COMPETENCE, f"cp{number}"))
    profile = _concept("op1", Kind.PROFILE, "OP-1", "Slager")
    yield Concept(
        scheme="competent",
        id="op1",
        kind=Kind.PROFILE,
        notation="OP-1",
        labels=profile.labels,
        links=tuple(links),
    )


def _concept(id: str, kind: Kind, notation: str, text: str) -> Concept:
    labels = tuple(Label(lang, LabelType.PREFERRED, text) for lang in ("nl", "fr"))
    return Concept(scheme="competent", id=id, kind=kind, notation=notation, labels=labels)


def ours() -> Front:
    """The service over the one release."""
    return create_app(
        Settings(public_url="https://competent.example"),
        catalogue=lambda: [RELEASE],
        load=lambda release: ReleaseIndex.build(release, taxonomy(), {}),
        ping=lambda: None,
    )


class Plain:
    """Sends bytes that were rendered beforehand, with the four headers nobody can do without."""

    def __init__(self) -> None:
        self.body = b"x" * int(os.environ.get("BENCH_BYTES", "11000"))
        self.etag = b'"0123456789"'
        self.headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(self.body)).encode()),
            (b"etag", self.etag),
            (b"cache-control", b"public, max-age=31536000, immutable"),
        ]

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        condition = next((v for k, v in scope["headers"] if k == b"if-none-match"), None)
        status, body = (304, b"") if condition == self.etag else (200, self.body)
        headers = self.headers if body else self.headers[2:]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def plain() -> Plain:
    """The baseline."""
    return Plain()


def measure(factory: str, port: int, seconds: int, size: int) -> dict[str, tuple[float, float]]:
    """Requests per second and CPU microseconds per request, for 200 and 304."""
    command = [sys.executable, "-m", "uvicorn", "--factory", f"bench.serving:{factory}"]
    command += ["--port", str(port), "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    command += ["--log-level", "warning", "--lifespan", "on" if factory == "ours" else "off"]
    environment = {**os.environ, "BENCH_BYTES": str(size)}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    url = f"http://127.0.0.1:{port}{PATH}"
    try:
        etag = _wait(url)
        return {
            "200": _wrk(server.pid, url, seconds),
            "304": _wrk(server.pid, url, seconds, "-H", f"If-None-Match: {etag}"),
        }
    finally:
        server.terminate()
        server.wait()


def _wait(url: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                return str(answer.headers["etag"])
        except OSError:
            time.sleep(0.1)
    message = f"nothing answers at {url}"
    raise SystemExit(message)


def _wrk(pid: int, url: str, seconds: int, *options: str) -> tuple[float, float]:
    before = _cpu_seconds(pid)
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", *options, url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = _cpu_seconds(pid) - before
    rate = float(_found(r"Requests/sec:\s+([\d.]+)", text))
    return rate, spent / int(_found(r"(\d+) requests in", text)) * 1e6


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(text)
    return match[1]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure both in turn, twice, and print the ratios of the better runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    seconds = parser.parse_args().seconds
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed")
    best: dict[tuple[str, str], tuple[float, float]] = {}
    size = _size()
    for turn in range(2):
        for name, port in (("plain", 8471 + turn), ("ours", 8481 + turn)):
            for status, figures in measure(name, port, seconds, size).items():
                known = best.get((name, status), figures)
                best[name, status] = min(known, figures, key=lambda it: it[1])
    print(f"{size} bytes")
    for status in ("200", "304"):
        (base_rate, base_cpu), (rate, cpu) = best["plain", status], best["ours", status]
        print(
            f"{status}: plain {base_rate:,.0f}/s {base_cpu:.1f} µs · ours {rate:,.0f}/s {cpu:.1f} µs",
            end=" · ",
        )
        print(f"CPU {cpu / base_cpu:.2f} ×, rate {rate / base_rate:.2f} ×")


def _size() -> int:
    index = ReleaseIndex.build(RELEASE, taxonomy(), {})
    return len(orjson.dumps(profile(View(index, "https://competent.example"), index.get("OP-1"))))


if __name__ == "__main__":
    main()
