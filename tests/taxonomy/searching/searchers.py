"""A searcher over a taxonomy that a test writes down."""

from __future__ import annotations

from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.searching.answering import Match, Question, Searcher
from taxonomy.searching.artefact import Content
from taxonomy.searching.building import build
from taxonomy.vocabulary import ReleaseStatus
from tests.build import taxonomy

__all__ = ["ask", "ids", "index_of", "searcher"]


def index_of(held: Taxonomy) -> ReleaseIndex:
    release = Release(
        scheme=held.scheme, version="1.0", status=ReleaseStatus.PUBLISHED, digest="sha256:1"
    )
    return ReleaseIndex.build(release, held, {})


def searcher(held: Taxonomy | None = None) -> Searcher:
    index = index_of(held or taxonomy())
    return Searcher(index, Content(*build(index)))


def ids(found: list[Match]) -> list[str]:
    return [it.concept.id for it in found]


def ask(over: Searcher, text: str, lang: str = "") -> Match:
    """The best match; a test fails where there is none."""
    return over.search(Question(text, lang))[0]
