"""Hypothesis strategies for concepts and taxonomies, with every oddity that a source can hold."""

from __future__ import annotations

from hypothesis import strategies as st

from taxonomy.model import Concept, Framework, Label, Link, Notation, Note, Taxonomy
from taxonomy.vocabulary import (
    KINDS,
    Kind,
    LabelType,
    NoteType,
    Predicate,
    RetirementReason,
    Status,
)

__all__ = ["concepts", "ids", "languages", "same_scheme", "taxonomies", "texts"]

ids = st.sampled_from(["a", "b", "c", "d"])
"""Few ids, so that links meet, cross and loop."""

languages = st.sampled_from(["nl", "fr", "de", "en", "pt-BR"])

texts = st.one_of(
    st.sampled_from(
        [
            "Slager",
            "slager",
            "Boucher (h/f/x)",
            "boucher / bouchère",
            "קצב",
            "جزار",
            "می‌خواهم",
            "👩‍🍳",
            "=1+1",
            'a "b"\tc\nd',
            "C++",
            "C#",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
"""Texts of one character or more; lone surrogates cannot be written as UTF-8 and are left out."""

_labels = st.builds(
    Label,
    languages,
    st.sampled_from(LabelType),
    texts,
    st.sampled_from(["", "t1", "t2"]),
    st.sampled_from(["", "AN-1"]),
)
_notes = st.builds(Note, languages, st.sampled_from(NoteType), texts)
_links = st.builds(Link, st.sampled_from(Predicate), ids, st.integers(0, 2))
_notations = st.builds(
    Notation, st.sampled_from(["isco-08", "rome"]), st.sampled_from(["7511", "D1101"])
)
_frameworks = st.builds(
    Framework, st.just("DigComp"), st.sampled_from(["2.2", "3.0"]), st.sampled_from(["1.1", "5.3"])
)


def concepts(
    id: st.SearchStrategy[str] = ids,
    *,
    kind: st.SearchStrategy[Kind] | None = None,
    scheme: str = "competent",
) -> st.SearchStrategy[Concept]:
    """Concepts of one scheme, active or retired, whose fields hold anything."""
    return st.builds(
        Concept,
        scheme=st.just(scheme),
        id=id,
        kind=kind or st.sampled_from(KINDS[scheme]),
        notation=st.sampled_from(["", "OP-9", "OP-10", "CP-3.1"]),
        status=st.sampled_from(Status),
        labels=st.lists(_labels, max_size=3).map(tuple),
        notes=st.lists(_notes, max_size=2).map(tuple),
        links=st.lists(_links, max_size=3).map(tuple),
        notations=st.lists(_notations, max_size=2).map(tuple),
        collections=st.lists(st.sampled_from(["green", "digital"]), max_size=2).map(tuple),
        attributes=st.dictionaries(
            st.sampled_from(["modified", "ai_label"]), st.sampled_from(["", "1", "2"])
        ).map(lambda it: tuple(it.items())),
        framework=st.none() | _frameworks,
        retirement=st.none() | st.sampled_from(RetirementReason),
        replaced_by=st.lists(ids, max_size=2).map(tuple),
    )


def taxonomies(scheme: str = "competent") -> st.SearchStrategy[Taxonomy]:
    """Taxonomies of up to four concepts that link to each other, to themselves and to nothing."""
    return st.lists(concepts(scheme=scheme), max_size=4, unique_by=lambda it: it.id).map(
        lambda it: Taxonomy.of(scheme, it)
    )


@st.composite
def same_scheme(draw: st.DrawFn) -> tuple[Taxonomy, Taxonomy]:
    """Two taxonomies in which some concepts are equal and others differ."""
    before = draw(taxonomies())
    other = draw(st.lists(concepts(), max_size=2, unique_by=lambda it: it.id))
    gone = draw(st.sets(ids, max_size=1)) | {it.id for it in other}
    return before, Taxonomy.of("competent", [it for it in before if it.id not in gone] + other)
