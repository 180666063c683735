"""`competent diff|history|apply-delta`: what releases changed, and the next one from what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from app.cli.files import read_whole, written_whole
from app.cli.output import Output, failing_clearly
from app.cli.releases import JsonOption, Scheme, find_release
from app.comparing import compare, past
from app.context import Context
from app.db import releases
from app.db.session import reading
from app.indexing import index_of, others_now
from app.rendering.changes import history as rendered
from app.rendering.changes import line_of
from app.rendering.concepts import View
from taxonomy import schemes
from taxonomy.errors import InvalidDocumentError, InvalidQueryError
from taxonomy.formats import delta, jsonl
from taxonomy.formats.changes import as_csv, as_html, as_json
from taxonomy.formats.material import Material
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.model import Release

__all__ = ["apply_delta", "diff", "history"]

Row = Mapping[str, Any]


class Form(StrEnum):
    """The forms in which a difference is told."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


_WRITERS: dict[Form, Callable[[Material], bytes]] = {
    Form.JSON: as_json.write,
    Form.CSV: as_csv.write,
    Form.HTML: as_html.write,
}


def diff(
    scheme: Scheme,
    before: Annotated[str, typer.Argument(help="The earlier version, or `current`.")],
    after: Annotated[str, typer.Argument(help="The later version, or `current`.")],
    kind: Annotated[str, typer.Option(help="Only concepts of this kind, such as profile.")] = "",
    form: Annotated[
        Form, typer.Option("--format", help="The files of a release: changes.json, .csv, .html.")
    ] = Form.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead.")] = None,
    json: JsonOption = False,
) -> None:
    """Tell what changed between two releases."""
    output = Output(json=json)
    with failing_clearly(output):
        _require_sense(kind, form, json=json)
        context = Context.open()
        with reading(context.engine) as session:
            rows = [find_release(session, scheme, it) for it in (before, after)]
            both = [releases.as_release(it) for it in rows]
        material = _material(context, both)
        material = material if not kind else _of_kind(material, kind)
        if json and out is None:
            for row in material.changes:
                output.record(dict(row))
        elif form is Form.TEXT and out is None:
            for line in _told(material.changes, scheme):
                output.line(line)
        else:
            _deliver(output, _written(material, form, json=json), out)


def _require_sense(kind: str, form: Form, *, json: bool) -> None:
    if kind and kind not in set(Kind):
        message = f"--kind {kind[:40]!r} is no kind; the kinds are {', '.join(Kind)}"
        raise InvalidQueryError(message)
    if json and form is not Form.TEXT:
        message = f"--json prints JSON lines and --format {form} something else: choose one"
        raise InvalidQueryError(message)
    if kind and form in (Form.JSON, Form.HTML):
        message = f"--format {form} tells every change; --kind chooses rows of text and csv"
        raise InvalidQueryError(message)


def _material(context: Context, both: Sequence[Release]) -> Material:
    """The later release as if it followed the other, with the concepts that the changes name."""
    old, new = both
    found = compare(context.engine, new.scheme, old.version, new.version)
    named = Taxonomy.of(new.scheme, found.concepts.values())
    return Material(release=new, taxonomy=named, documents={}, previous=old, changes=found.rows())


def _of_kind(material: Material, kind: str) -> Material:
    chosen = [it for it in material.changes if it["concept"].get("kind") == kind]
    return Material(
        release=material.release,
        taxonomy=material.taxonomy,
        documents={},
        previous=material.previous,
        changes=chosen,
    )


def _written(material: Material, form: Form, *, json: bool) -> bytes:
    if json:
        return b"".join(orjson.dumps(it) + b"\n" for it in material.changes)
    if form is Form.TEXT:
        told = _told(material.changes, material.release.scheme)
        return "".join(f"{line}\n" for line in told).encode()
    return _WRITERS[form](material)


def _deliver(output: Output, data: bytes, out: Path | None) -> None:
    if out is None:
        typer.echo(data, nl=False)
        return
    written_whole(out, data)
    output.line(f"{out}: {len(data):,} bytes", type="written", file=str(out), bytes=len(data))


def _told(changes: Sequence[Row], scheme: str) -> Iterator[str]:
    """A line a change, and how many there are of each type."""
    languages = schemes.get(scheme).languages
    yield from (_sentence(it, languages) for it in changes)
    yield ""
    for change, count in Counter(it["change"] for it in changes).items():
        yield f"{count:>7,}  {change}"
    yield f"{len(changes):>7,}  changes"


def history(
    scheme: Scheme,
    concept: Annotated[str, typer.Argument(help="An id, a code such as OP-10, or a URI.")],
    version: Annotated[
        str, typer.Option("--version", help="Up to this version, `current` or `candidate`.")
    ] = "current",
    json: JsonOption = False,
) -> None:
    """Tell a concept through all public releases: what changed, when and why."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        index = index_of(context.engine, scheme, version)
        found = index.get(concept, others_now(context.engine, index))
        life = index.lifespan(found.id)
        line = line_of(index.release, [it for it in context.catalogue() if it.scheme == scheme])
        told = past(context.engine, scheme, found.id, life.last_active)
        view = View(index, context.settings.public_url)
        document = rendered(view, found, line, told)
        if json:
            output.record(document)
            return
        for text in _narrated(document, schemes.get(scheme).languages):
            output.line(text)


def _narrated(document: Row, languages: Sequence[str]) -> Iterator[str]:
    yield f"{_named(document, languages)}  {document['kind']}, {document['status']}, since {document['first_release']}"
    if "retired" in document:
        successors = ", ".join(_named(it, languages) for it in document["replaced_by"])
        last = document["last_release"] or "never"
        reason = document["retired"]["reason"]
        yield f"retired: {reason}, last active in {last}; instead of it: {successors or 'nothing'}"
    for entry in document["items"]:
        day = entry["released_at"] or entry["published_at"].date()
        state = "" if entry["release_status"] == "published" else f"  {entry['release_status']}"
        note = f"  {entry['note']}" if "note" in entry else ""
        yield f"{entry['version']}  {day}  {entry['status']}{state}{note}"
        yield from (f"    {_sentence(it, languages)}" for it in entry["changes"])


def _sentence(row: Row, languages: Sequence[str]) -> str:
    parts = [row["change"]]
    if "concept" in row:
        parts.append(_named(row["concept"], languages))
    parts += [row[key] for key in ("class", "field", "lang", "predicate") if row.get(key)]
    if row.get("from") or row.get("to"):
        parts.append(f"{row.get('from')} → {row.get('to')}")
    if "target" in row:
        parts.append(_named(row["target"], languages))
    if row.get("before") or row.get("after"):
        parts.append(f"“{row.get('before', '')}” → “{row.get('after', '')}”")
    if row.get("reason"):
        parts.append(
            f"({row['reason']}: {', '.join(row.get('replaced_by', [])) or 'no successor'})"
        )
    return "  ".join(parts)


def _named(concept: Row, languages: Sequence[str]) -> str:
    code = concept.get("notation") or concept["id"]
    _, label = as_csv.name_of(concept, languages)
    return f"{code} “{label}”" if label else str(code)


def apply_delta(
    previous: Annotated[Path, typer.Argument(help="The taxonomy.jsonl of a release.")],
    deltas: Annotated[
        list[Path], typer.Argument(help="The delta.jsonl of the next ones, in order.")
    ],
    out: Annotated[Path, typer.Option(help="Write the taxonomy.jsonl of the last one here.")],
    json: JsonOption = False,
) -> None:
    """Make a release from an earlier one and its deltas; what is not proved is not written."""
    output = Output(json=json)
    with failing_clearly(output):
        documents = _documents(previous)
        steps = []
        for path in deltas:
            step = _read_delta(path)
            documents = delta.apply(documents, step)
            steps.append(step)
        data = jsonl.write(documents.items())
        written_whole(out, data)
        first, last = steps[0], steps[-1]
        output.line(
            f"{out}: {last.scheme} {first.before.version} → {last.after.version}, {len(documents):,} concepts, proved: {last.after.digest}",
            type="applied",
            file=str(out),
            scheme=last.scheme,
            version=last.after.version,
            concepts=len(documents),
            digest=last.after.digest,
        )


def _documents(path: Path) -> dict[str, bytes]:
    """Id → document of a taxonomy.jsonl; InvalidDocumentError names its first line that is none."""
    data = read_whole(path)
    try:
        return {
            concept.id: document
            for concept, document in zip(jsonl.read(data), jsonl.documents(data), strict=True)
        }
    except InvalidDocumentError as error:
        message = f"{path}: {error.detail}"
        raise InvalidDocumentError(message) from error


def _read_delta(path: Path) -> delta.Delta:
    try:
        return delta.read(read_whole(path))
    except InvalidDocumentError as error:
        message = f"{path}: {error.detail}"
        raise InvalidDocumentError(message) from error
