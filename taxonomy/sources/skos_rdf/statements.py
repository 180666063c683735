"""The statements of an RDF file by subject and property; pyoxigraph parses where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import rdflib
from rdflib.exceptions import Error as RdflibError
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.jsonld import to_rdf

from taxonomy.errors import SourceUnreadableError

try:
    import pyoxigraph
except ModuleNotFoundError:  # an extra: everything works without it
    QUICK = False
else:
    QUICK = True

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from taxonomy.sources.reading import Progress, Report

__all__ = ["FORMATS", "QUICK", "Nodes", "Value", "Words", "load", "with_pyoxigraph", "with_rdflib"]

FORMATS = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt"}
"""The end of a file's name → its format, as rdflib calls it."""

_STEP = 50_000
_BROKEN = (
    RdflibError,
    ParserError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
"""What rdflib's parsers are known to raise for bytes that are not of their format."""


class Words(NamedTuple):
    """A literal: its text, and its language tag or the IRI of its datatype."""

    text: str
    lang: str = ""
    datatype: str = ""


Value = str | Words
"""The object of a statement: the IRI (or blank node) of another node, or a literal."""

Nodes = dict[str, dict[str, list[Value]]]
"""Subject → property → values, by their IRIs."""


def load(path: Path, report: Report, progress: Progress | None) -> Nodes:
    """Every statement of the file; SourceUnreadableError where it is no RDF in one of FORMATS."""
    if path.suffix not in FORMATS:
        message = f"{path.name} ends in none of {', '.join(FORMATS)}"
        raise SourceUnreadableError(message)
    parse = with_pyoxigraph if QUICK else with_rdflib
    nodes: Nodes = {}
    count = 0
    try:
        for count, (subject, predicate, value) in enumerate(parse(path), start=1):
            nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if progress and count % _STEP == 0:
                progress(path.name, count)
    except OSError as error:
        message = f"{path.name} cannot be read: {error}"
        raise SourceUnreadableError(message) from error
    except _BROKEN as error:
        message = f"{path.name} is not {FORMATS[path.suffix]}: {str(error)[:500]}"
        raise SourceUnreadableError(message) from error
    report.rows[path.name] = count
    if progress:
        progress(path.name, count)
    return nodes


def with_pyoxigraph(path: Path) -> Iterator[tuple[str, str, Value]]:
    """The statements of the file as pyoxigraph parses them, one after another."""
    known = pyoxigraph.RdfFormat
    form = {".ttl": known.TURTLE, ".jsonld": known.JSON_LD, ".nt": known.N_TRIPLES}[path.suffix]
    literal = pyoxigraph.Literal
    # Lenient: an id may have become an IRI that RFC 3987 does not allow, and it is ours all the same.
    for it in pyoxigraph.parse(path=path, format=form, lenient=True):
        value: Any = it.object
        if type(value) is literal:
            lang = value.language
            read: Value = Words(value.value, lang, "") if lang else _typed(value)
        else:
            read = value.value
        yield it.subject.value, it.predicate.value, read


def with_rdflib(path: Path) -> Iterator[tuple[str, str, Value]]:
    """The statements of the file as rdflib parses them, once it has read them all.

    ValueError where JSON-LD names a context elsewhere: rdflib would fetch it.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    if path.suffix == ".jsonld":
        document = orjson.loads(path.read_bytes())
        _refuse_remote_contexts(document)
        to_rdf(document, graph)  # Graph.parse would wrap the graph in a deprecated class
    else:
        graph.parse(path, format=FORMATS[path.suffix])
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal):
            datatype = "" if value.language else str(value.datatype or "")
            yield str(subject), str(predicate), Words(str(value), value.language or "", datatype)
        else:
            yield str(subject), str(predicate), str(value)


def _typed(value: Any) -> Words:
    datatype = value.datatype.value
    return Words(value.value, "", "" if datatype == str(rdflib.XSD.string) else datatype)


def _refuse_remote_contexts(document: object) -> None:
    waiting: list[object] = [document]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            named = here.get("@context", {})
            for context in named if isinstance(named, list) else [named]:
                if isinstance(context, str) or (isinstance(context, dict) and "@import" in context):
                    message = f"its context stands elsewhere ({str(context)[:200]})"
                    raise ValueError(message)
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here
