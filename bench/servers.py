"""The baselines of a document over HTTP, from bare bytes to the ORM; `BENCH_FOLDER` holds their data."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from rapidfuzz import fuzz, process
from sqlalchemy import column, create_engine, func, select, table
from sqlalchemy.orm import Session, selectinload

from bench.matching.ground import Ground
from bench.matching.sets import NaiveSets
from bench.orm import ConceptModel, ConceptRow, LabelRow, LinkRow
from taxonomy.index import natural_key

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))


def plain() -> ASGIApp:
    """Plain ASGI: recorded answers, as many headers as ours, found by path, encoding and ETag."""
    recorded = {
        (it["path"].encode(), it["encoding"].encode(), it["etag"].encode()): (
            {
                "type": "http.response.start",
                "status": it["status"],
                "headers": [(name.encode(), value.encode()) for name, value in it["headers"]],
            },
            {"type": "http.response.body", "body": (FOLDER / it["body"]).read_bytes()},
        )
        for it in json.loads((FOLDER / "recorded.json").read_bytes())
    }

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        encoding = etag = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encoding = b"gzip" if b"gzip" in value else b""
            elif name == b"if-none-match":
                etag = value
        start, body = recorded[scope["raw_path"], encoding, etag]
        await send(start)
        await send(body)

    return app


def returned_dict() -> FastAPI:
    """FastAPI as its first page shows it: the route returns a dict."""
    recorded = json.loads((FOLDER / "recorded.json").read_bytes())
    documents = {
        it["path"]: json.loads((FOLDER / it["body"]).read_bytes())
        for it in recorded
        if it["status"] == 200 and not it["encoding"]
    }
    app = FastAPI()

    @app.get("/{path:path}")
    async def document(path: str) -> dict[str, Any]:
        return documents[f"/{path}"]  # type: ignore[no-any-return]

    return app


def core() -> FastAPI:
    """SQLAlchemy Core: the concept, its links, the labels of all of them; then orjson."""
    engine = create_engine(f"sqlite:///{FOLDER / 'tables.sqlite'}")
    app = FastAPI()

    @app.get("/{path:path}")
    def document(path: str) -> Response:
        with engine.connect() as connection:
            concept = connection.execute(
                select(ConceptRow.__table__).where(ConceptRow.notation == _asked(path))
            ).one()
            links = connection.execute(
                select(LinkRow.subject_id, LinkRow.predicate, ConceptRow.id, ConceptRow.notation)
                .join(ConceptRow, ConceptRow.id == LinkRow.target_id)
                .where(LinkRow.subject_id.in_(_reached(concept.id)))
            ).all()
            ids = [concept.id, *(link.id for link in links)]
            labels = connection.execute(
                select(LabelRow.__table__).where(LabelRow.concept_id.in_(ids))
            ).all()
        content = {
            "concept": concept._asdict(),
            "links": [link._asdict() for link in links],
            "labels": [label._asdict() for label in labels],
        }
        return _json(content)

    return app


def orm() -> FastAPI:
    """SQLAlchemy's ORM with selectinload, and a Pydantic response model."""
    engine = create_engine(f"sqlite:///{FOLDER / 'tables.sqlite'}")
    target = selectinload(ConceptRow.links).selectinload(LinkRow.target)
    through = target.selectinload(ConceptRow.links).selectinload(LinkRow.target)
    everything = (
        selectinload(ConceptRow.labels),
        target.selectinload(ConceptRow.labels),
        through.selectinload(ConceptRow.labels),
        through.selectinload(ConceptRow.links).noload(LinkRow.target),
    )
    app = FastAPI()

    @app.get("/{path:path}", response_model=ConceptModel)
    def document(path: str) -> ConceptRow:
        with Session(engine) as session:
            query = select(ConceptRow).where(ConceptRow.notation == _asked(path))
            return session.scalars(query.options(*everything)).one()

    return app


def sets() -> FastAPI:
    """Matching over sets of ids, as people write it first."""
    naive = NaiveSets.of(Ground.of(FOLDER).matcher.demands)
    app = FastAPI()

    @app.get("/ready")
    def ready() -> dict[str, Any]:
        return {}

    @app.post("/match")
    def match(question: dict[str, Any]) -> dict[str, Any]:
        return {"items": naive.match([it["id"] for it in question["competences"]], 10)}

    return app


def scanned() -> FastAPI:
    """Lists over the release's documents in memory, each request a loop over all of them."""
    lines = (FOLDER / "taxonomy.jsonl").read_bytes().splitlines()
    concepts = [json.loads(line) for line in lines]
    app = FastAPI()

    @app.get("/concepts")
    async def listed(kind: str = "", linked_to: str = "", limit: int = 100) -> Response:
        target = next((it["id"] for it in concepts if it.get("notation") == linked_to), None)
        found = [
            it
            for it in concepts
            if it["status"] == "active"
            and kind in {"", it["kind"]}
            and (target is None or any(link["target"] == target for link in it.get("links", ())))
        ]
        found.sort(key=lambda it: natural_key(it.get("notation", "")))
        return _json({"items": found[:limit], "total": len(found)})

    @app.post("/concepts/batch")
    async def batch(request: Request) -> Response:
        asked = (await request.json())["ids"]
        found = [next((it for it in concepts if it["id"] == wanted), None) for wanted in asked]
        return _json({"items": found})

    return app


def file_response() -> FastAPI:
    """Starlette's own answer with a file: it looks at size and time, and proves nothing."""
    app = FastAPI()

    @app.get("/{path:path}")
    async def file(path: str) -> Response:
        return FileResponse(FOLDER / path)

    return app


def _json(content: Any) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


def _asked(path: str) -> str:
    return path.rpartition("/")[2]


def _reached(concept_id: str) -> Any:
    """The concept itself and what it links to."""
    direct = select(LinkRow.target_id).where(LinkRow.subject_id == concept_id)
    return direct.union(select(ConceptRow.id).where(ConceptRow.id == concept_id))


def ilike() -> FastAPI:
    """The labels that hold the question, by SQL's ilike; the shortest ten."""
    engine = create_engine(f"sqlite:///{FOLDER / 'labels.sqlite'}")
    labels = table("labels", column("text"), column("owner"))
    app = FastAPI()

    @app.get("/")
    def found(q: str) -> Response:
        query = select(labels).where(labels.c.text.ilike(f"%{q}%"))
        with engine.connect() as connection:
            rows = connection.execute(query.order_by(func.length(labels.c.text)).limit(10)).all()
        return _json([row._asdict() for row in rows])

    return app


def wratio() -> FastAPI:
    """The ten labels that rapidfuzz's WRatio likes best, of all."""
    engine = create_engine(f"sqlite:///{FOLDER / 'labels.sqlite'}")
    with engine.connect() as connection:
        rows = connection.execute(select(table("labels", column("text"), column("owner")))).all()
    texts = [row.text for row in rows]
    app = FastAPI()

    @app.get("/")
    def found(q: str) -> Response:
        best = process.extract(q, texts, scorer=fuzz.WRatio, limit=10)
        return _json([{"text": text, "owner": rows[at].owner} for text, _, at in best])

    return app
