"""A profile and a concept over HTTP, one worker on one core, against what else could answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench import load, orm
from bench.measuring import Line, of_baseline_at_least, of_baseline_at_most
from bench.serving import got, running
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bench.load import Load
    from bench.material import Material
    from bench.serving import Server

__all__ = ["documents"]

SLOW_SECONDS = 3
UVICORN_S_OWN = {"connection", "date"}
"""Headers that the server adds by itself; "connection: close" would end every connection."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request that is asked again and again."""

    what: str
    path: str
    headers: Mapping[str, str]


def documents(material: Material) -> Iterator[Line]:
    """Profile and concept of a pinned release: 200, 304, gzip."""
    folder = material.folder / "reads"
    folder.mkdir()
    base = f"/v1/schemes/competent/releases/{material.version}"
    profile = f"{base}/profiles/{material.notation(Kind.PROFILE, 'OP-10')}"
    concept = f"{base}/concepts/{material.notation(Kind.SKILL)}"
    with running("ours", {"COMPETENT_HOME": str(material.home)}, profile) as ours:
        questions = list(asked(ours, {"profile": profile, "concept": concept}))
        recorded(ours, questions, folder)
        yield from against_plain(ours, questions, folder, material)
        yield from against_others(ours, questions[0], folder, material)


def asked(ours: Server, paths: Mapping[str, str]) -> Iterator[Question]:
    """The questions, those with an ETag as the service gave it."""
    for name, path in paths.items():
        status, headers, body = got(ours.base + path)
        if status != 200:
            message = f"{path} answers {status}"
            raise SystemExit(message)
        etag = next(value for key, value in headers if key.lower() == "etag")
        size = f"{len(body) / 1000:.1f} kB"
        yield Question(f"{name} 200 ({size})", path, {})
        yield Question(f"{name} 304", path, {"If-None-Match": etag})
        yield Question(f"{name} 200 gzip", path, {"Accept-Encoding": "gzip"})


def recorded(ours: Server, questions: list[Question], folder: Path) -> None:
    """Write down our answers, so that a baseline sends the same bytes with as many headers."""
    answers = []
    for number, question in enumerate(questions):
        status, headers, body = got(ours.base + question.path, **question.headers)
        (folder / f"{number}.body").write_bytes(body)
        answers.append(
            {
                "path": question.path.partition("?")[0],
                "encoding": question.headers.get("Accept-Encoding", ""),
                "etag": question.headers.get("If-None-Match", ""),
                "status": status,
                "headers": [
                    [key.lower(), value]
                    for key, value in headers
                    if key.lower() not in UVICORN_S_OWN
                ],
                "body": f"{number}.body",
            }
        )
    (folder / "recorded.json").write_text(json.dumps(answers), encoding="utf-8")


def against_plain(
    ours: Server, questions: list[Question], folder: Path, material: Material
) -> Iterator[Line]:
    """Each question to us and to plain ASGI in turn."""
    path = questions[0].path
    with running("plain", {"BENCH_FOLDER": str(folder)}, path) as plain:
        for question in questions:
            rounds = [
                (under_load(ours, question, material), under_load(plain, question, material))
                for _ in range(material.runs)
            ]
            mine, other = _middle([it for it, _ in rounds]), _middle([it for _, it in rounds])
            baseline = "plain ASGI, the same bytes"
            yield Line(
                what=question.what,
                ours=mine.rate,
                unit="requests/s",
                baseline=baseline,
                theirs=other.rate,
                demand=of_baseline_at_least(0.5),
            )
            yield Line(
                what=question.what,
                ours=mine.cpu,
                unit="µs CPU",
                baseline=baseline,
                theirs=other.cpu,
                demand=of_baseline_at_most(2),
            )


def against_others(
    ours: Server, question: Question, folder: Path, material: Material
) -> Iterator[Line]:
    """The profile to us and to what people write first, by the CPU that a request takes."""
    orm.filled(folder / "tables.sqlite", material.competent)
    mine = _middle([under_load(ours, question, material) for _ in range(material.runs)])
    for name, told, times in (
        ("returned_dict", "FastAPI, returned dict", None),
        ("core", "SQLAlchemy Core, 3 queries + orjson", 10),
        ("orm", "SQLAlchemy ORM, selectinload + model", 100),
    ):
        with running(name, {"BENCH_FOLDER": str(folder)}, question.path) as server:
            other = load.on(server, question.path, SLOW_SECONDS, {})
        yield Line(
            what=question.what,
            ours=mine.rate,
            unit="requests/s",
            baseline=f"{told} (one run, {other.cpu:,.0f} µs CPU)",
            theirs=other.rate,
            demand=of_baseline_at_least(times) if times else None,
        )


def under_load(server: Server, question: Question, material: Material) -> Load:
    """One run of load."""
    return load.on(server, question.path, material.seconds, question.headers)


def _middle(runs: list[Load]) -> Load:
    return load.Load(median(it.rate for it in runs), median(it.cpu for it in runs))
