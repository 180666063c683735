"""The statements of an RDF file, one after another; pyoxigraph parses where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from xml.sax import SAXException

import orjson
import rdflib
from rdflib.exceptions import Error as RdflibError
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.jsonld import to_rdf

from taxonomy.sources.process_wide import Setting

try:
    import pyoxigraph
except ModuleNotFoundError:  # an extra: everything works without it
    QUICK = False
else:
    QUICK = True

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from pathlib import Path

__all__ = [
    "BROKEN",
    "QUICK",
    "Value",
    "Words",
    "with_pyoxigraph",
    "with_rdflib",
]

BROKEN = (
    RdflibError,
    ParserError,
    SAXException,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
"""What the parsers are known to raise for bytes that are not of their format."""

_STRING = str(rdflib.XSD.string)


class Words(NamedTuple):
    """A literal: its text, and its language tag or the IRI of its datatype."""

    text: str
    lang: str = ""
    datatype: str = ""


Value = str | Words
"""The object of a statement: the IRI (or blank node) of another node, or a literal."""

Statement = tuple[str, str, Value]
"""Subject, predicate and object."""


class _Everything:
    """Holds whatever it is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


def with_pyoxigraph(
    source: Path | BinaryIO,
    form: str,
    wanted: Container[str] | None = None,
    on_broken: Callable[[SyntaxError], None] | None = None,
) -> Iterator[Statement]:
    """The statements whose predicate is wanted, as pyoxigraph parses them, one after another.

    `form` as rdflib calls it: turtle, nt, xml or json-ld. A statement that is broken is handed to
    `on_broken`, and the next one follows; without it, SyntaxError.
    """
    known = pyoxigraph.RdfFormat
    forms = {
        "turtle": known.TURTLE,
        "nt": known.N_TRIPLES,
        "xml": known.RDF_XML,
        "json-ld": known.JSON_LD,
    }
    given: dict[str, Any] = {"input": source} if hasattr(source, "read") else {"path": source}
    literal = pyoxigraph.Literal
    asked = _Everything() if wanted is None else wanted
    # Lenient: an id may have become an IRI that RFC 3987 does not allow, and it is ours all the same.
    for it in _unbroken(pyoxigraph.parse(**given, format=forms[form], lenient=True), on_broken):
        predicate = it.predicate.value
        if predicate not in asked:
            continue
        value: Any = it.object
        if type(value) is literal:
            lang = value.language
            read: Value = Words(value.value, lang, "") if lang else _typed(value)
        else:
            read = value.value
        yield it.subject.value, predicate, read


def _unbroken(parsed: Iterator[Any], on_broken: Callable[[SyntaxError], None] | None) -> Any:
    """What the parser yields, and where it stumbles, what comes after."""
    if on_broken is None:
        return parsed
    return _mended(parsed, on_broken)


def _mended(parsed: Iterator[Any], on_broken: Callable[[SyntaxError], None]) -> Iterator[Any]:
    while True:
        try:
            yield from parsed
        except SyntaxError as error:
            on_broken(error)
        else:
            return


def with_rdflib(
    source: Path | BinaryIO, form: str, wanted: Container[str] | None = None
) -> Iterator[Statement]:
    """The statements as rdflib parses them, literals as they are written, once it has read them all.

    ValueError where JSON-LD names a context elsewhere: rdflib would fetch it.
    """
    asked = _Everything() if wanted is None else wanted
    with _LITERALS.held():
        graph = _graph(source, form)
    for subject, predicate, value in graph:
        if str(predicate) not in asked:
            continue
        if isinstance(value, rdflib.Literal):
            datatype = "" if value.language else str(value.datatype or "")
            words = Words(str(value), value.language or "", "" if datatype == _STRING else datatype)
            yield str(subject), str(predicate), words
        else:
            yield str(subject), str(predicate), str(value)


def _graph(source: Path | BinaryIO, form: str) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    given: Any = source
    if form == "json-ld":
        document = orjson.loads(given.read() if hasattr(source, "read") else given.read_bytes())
        _refuse_remote_contexts(document)
        to_rdf(document, graph)  # Graph.parse would wrap the graph in a deprecated class
    else:
        graph.parse(given, format=form)
    return graph


def _take_literals_as_written() -> Callable[[], object]:
    """Stop rdflib from writing `…Z` as `…+00:00`."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    return _restored(before=before)


def _restored(*, before: bool) -> Callable[[], object]:
    def restore() -> None:
        rdflib.NORMALIZE_LITERALS = before

    return restore


_LITERALS = Setting(_take_literals_as_written)


def _typed(value: Any) -> Words:
    datatype = value.datatype.value
    return Words(value.value, "", "" if datatype == _STRING else datatype)


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
