"""Every hot path at 1, 8 and 64 connections, one worker on one core, against plain ASGI with the same bytes."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from bench import load
from bench.load import Asked
from bench.measuring import Line, of_baseline_at_least, of_baseline_at_most
from bench.serving import running
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.material import Material
    from bench.serving import Server
    from taxonomy.model import Concept

__all__ = ["paths"]

CONNECTIONS = (1, 8, 64)
SEED = 20261128
MANY = 20_000
"""Different questions: more than are asked in a run, so that none is answered from what was kept."""
FEW = 50
"""Different competences of a match."""
PLAIN = {"Accept-Encoding": "identity"}
BASELINE = "plain ASGI, the same bytes"


@dataclass(frozen=True, slots=True)
class Row:
    """What is asked, and of which answer the baseline sends the bytes; `kept`: whether ours is kept."""

    what: str
    asked: Asked
    kept: bool = False


def paths(material: Material) -> Iterator[Line]:
    """Documents, 304, suggest, search (asked again, and never before), match."""
    folder = material.folder / "http"
    folder.mkdir()
    base = f"/v1/schemes/competent/releases/{material.version}"
    profile = f"{base}/profiles/{material.notation(Kind.PROFILE, 'OP-10')}"
    with running("ours", {"COMPETENT_HOME": str(material.home)}, profile) as ours:
        rows = list(_rows(ours, base, profile, material))
        _record(ours, rows, folder)
        with running("plain", {"BENCH_FOLDER": str(folder)}, profile) as plain:
            for row in rows:
                yield from _measured(ours, plain, row, material)


def _rows(ours: Server, base: str, profile: str, material: Material) -> Iterator[Row]:
    etag = httpx.get(ours.base + profile, headers=PLAIN).headers["etag"]
    typed = _typed(material)
    yield Row("profile", Asked((profile,)), kept=True)
    yield Row("profile 304", Asked((profile,), {"If-None-Match": etag}), kept=True)
    suggested, searched = (
        tuple(f"{base}/{path}?{urlencode({'q': it, 'lang': 'nl'})}" for it in typed)
        for path in ("suggest", "search")
    )
    yield Row("suggest, asked before", Asked(suggested[:FEW]), kept=True)
    yield Row("suggest, never asked before", Asked(suggested))
    yield Row("search, asked before", Asked(searched[:FEW]), kept=True)
    yield Row("search, never asked before", Asked(searched))
    bodies = tuple(_competences(material))
    headers = {"Content-Type": "application/json"}
    yield Row("match, ten best with reasons", Asked((f"{base}/match",), headers, bodies))


def _typed(material: Material) -> list[str]:
    """Beginnings of labels, half of them with a wrong letter, each once."""
    drawn = random.Random(SEED)
    labels = sorted({it.text for concept in _active(material) for it in concept.labels})
    made: dict[str, None] = {}
    while len(made) < min(MANY, 10 * len(labels)):
        text = drawn.choice(labels)[: drawn.randint(4, 24)].strip()
        place = drawn.randrange(len(text))
        wrong = text[:place] + drawn.choice("aeionrst") + text[place + 1 :]
        made[drawn.choice((text, wrong))] = None
    return list(made)


def _competences(material: Material) -> Iterator[bytes]:
    """Half of the competences of a profile each, as the body of a question."""
    drawn = random.Random(SEED)
    profiles = [it for it in _active(material) if it.kind is Kind.PROFILE]
    for profile in islice(drawn.sample(profiles, len(profiles)), FEW):
        ids = sorted({it.target for it in profile.links if "Competence" in it.predicate})
        chosen = drawn.sample(ids, max(1, len(ids) // 2)) if ids else [profile.id]
        yield json.dumps({"competences": [{"id": it} for it in chosen]}).encode()


def _active(material: Material) -> list[Concept]:
    return [it for it in material.competent if it.status is Status.ACTIVE]


def _record(ours: Server, rows: list[Row], folder: Path) -> None:
    """Write down an answer to the first question of each row, for the baseline to send."""
    recorded = {}
    for number, row in enumerate(rows):
        path = row.asked.paths[0]
        body = row.asked.bodies[0] if row.asked.bodies else b""
        method = "POST" if body else "GET"
        answer = httpx.request(
            method,
            ours.base + path,
            headers={**PLAIN, **row.asked.headers},
            content=body,
            timeout=60,
        )
        answer.raise_for_status() if answer.status_code != 304 else None
        (folder / f"{number}.body").write_bytes(answer.content)
        etag = row.asked.headers.get("If-None-Match", "")
        recorded[path.partition("?")[0], etag] = {
            "path": path.partition("?")[0],
            "encoding": "",
            "etag": etag,
            "status": answer.status_code,
            "headers": [
                [name, value]
                for name, value in answer.headers.items()
                if name not in {"connection", "date", "content-encoding", "transfer-encoding"}
            ],
            "body": f"{number}.body",
        }
    (folder / "recorded.json").write_text(json.dumps(list(recorded.values())), encoding="utf-8")


def _measured(ours: Server, plain: Server, row: Row, material: Material) -> Iterator[Line]:
    """A line for the rate at each number of connections, one for the CPU of a request."""
    for connections in CONNECTIONS:
        rounds = [
            [load.under(it, row.asked, material.seconds, connections) for it in (ours, plain)]
            for _ in range(material.runs)
        ]
        mine, other = (_middle([it[side] for it in rounds]) for side in (0, 1))
        told = f"{row.what}, {connections} connection{'s' if connections > 1 else ''}"
        yield Line(
            what=f"{told} (p50 {mine.p50:.2f} ms, p99 {mine.p99:.2f} ms)",
            ours=mine.rate,
            unit="requests/s",
            baseline=f"{BASELINE} (p50 {other.p50:.2f} ms, p99 {other.p99:.2f} ms)",
            theirs=other.rate,
            demand=of_baseline_at_least(0.5) if row.kept else None,
        )
        if connections == CONNECTIONS[-1]:
            yield Line(
                what=told,
                ours=mine.cpu,
                unit="µs CPU",
                baseline=BASELINE,
                theirs=other.cpu,
                demand=of_baseline_at_most(2) if row.kept else None,
            )


def _middle(runs: list[load.Load]) -> load.Load:
    """The median of each figure."""
    rates, cpus = [it.rate for it in runs], [it.cpu for it in runs]
    halves, most = [it.p50 for it in runs], [it.p99 for it in runs]
    return load.Load(median(rates), median(cpus), median(halves), median(most))
