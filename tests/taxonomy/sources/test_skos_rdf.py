"""The RDF of a release gives back the taxonomy it was written from; every wart is a finding."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given

from taxonomy import canonical
from taxonomy.errors import InvalidVersionError, SchemeNotFoundError, SourceUnreadableError
from taxonomy.formats import json_ld, turtle
from taxonomy.model import Concept, Label, Link, Note, Release, Taxonomy
from taxonomy.sources import skos_rdf, statements
from taxonomy.sources.skos_rdf.properties import language
from taxonomy.sources.skos_rdf.statements import FORMATS
from taxonomy.text import normalise_label, normalise_note
from taxonomy.vocabulary import Kind, LabelType, Predicate, ReleaseStatus
from tests.build import alternative, concept, link, retired, taxonomy
from tests.strategies import taxonomies

if TYPE_CHECKING:
    from collections.abc import Callable

    from taxonomy.sources.reading import Reading

URL = "https://competent.example"
WRITERS = {".ttl": turtle.write, ".jsonld": json_ld.write}
PREFIXES = f"""
@prefix dct: <http://purl.org/dc/terms/> . @prefix ns: <{URL}/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix c: <{URL}/id/competent/> .
"""
HEADER = f'<{URL}/id/competent> a skos:ConceptScheme ; owl:versionInfo "3.10" .'


def released(content: Taxonomy, **facts: object) -> Release:
    documents = ((it.id, canonical.write(it)) for it in content)
    digest = canonical.release_digest((id, canonical.revision(it)) for id, it in documents)
    plain = Release(
        scheme=content.scheme, version="3.10", status=ReleaseStatus.PUBLISHED, digest=digest
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def back(content: Taxonomy, suffix: str, release: Release | None = None) -> skos_rdf.RdfReading:
    """The taxonomy written to a file with this suffix and read again."""
    writer = WRITERS[".ttl" if suffix == ".nt" else suffix]
    data = writer(content, release or released(content), public_url=URL)
    if suffix == ".nt":
        data = rdflib.Graph().parse(data=data).serialize(format="nt", encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"taxonomy{suffix}"
        path.write_bytes(data)
        return skos_rdf.read(path)


def as_imported(content: Taxonomy) -> Taxonomy:
    """As a source hands it over: texts in normal form, one preferred label per language."""
    return Taxonomy.of(content.scheme, [_tidy(it) for it in content])


def _tidy(it: Concept) -> Concept:
    labels = [replaced for label in it.labels if (replaced := _label(label)).text]
    single = {(x[:2] if x.type is LabelType.PREFERRED else x): x for x in labels}
    notes = [Note(lang, kind, normalise_note(text)) for lang, kind, text in it.notes]
    return replace(it, labels=tuple(single.values()), notes=tuple(x for x in notes if x.text))


def _label(label: Label) -> Label:
    return label._replace(text=normalise_label(label.text))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., skos_rdf.RdfReading]:
    def reading(*lines: str, header: str = HEADER) -> skos_rdf.RdfReading:
        path = tmp_path / "taxonomy.ttl"
        path.write_text("\n".join([PREFIXES, header, *lines]), encoding="utf-8")
        return skos_rdf.read(path)

    return reading


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt"])
@given(content=taxonomies().map(as_imported))
def test_reading_what_was_written_gives_an_equal_taxonomy(content: Taxonomy, suffix: str) -> None:
    reading = back(content, suffix)
    assert Taxonomy.of("competent", reading.concepts) == content
    assert reading.findings == ()


@pytest.mark.slow
@given(taxonomies().map(as_imported))
def test_both_parsers_read_the_same_statements(content: Taxonomy) -> None:
    for suffix, write in WRITERS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"taxonomy{suffix}"
            path.write_bytes(write(content, released(content), public_url=URL))
            quick, plain = (
                {(s, p, _folded(o)) for s, p, o in parse(path, FORMATS[suffix])}
                for parse in (statements.with_pyoxigraph, statements.with_rdflib)
            )
        assert quick == plain


def _folded(value: statements.Value) -> statements.Value:
    return value if isinstance(value, str) else value._replace(lang=value.lang.lower())


@pytest.mark.slow
def test_it_reads_without_pyoxigraph(tmp_path: Path) -> None:
    content = taxonomy(concept("u1", Kind.SKILL, nl="Zagen"))
    path = tmp_path / "taxonomy.ttl"
    path.write_bytes(turtle.write(content, released(content), public_url=URL))
    program = (
        "import sys, pathlib; sys.modules['pyoxigraph'] = None;"
        "from taxonomy.sources import skos_rdf;"
        "print(skos_rdf.read(pathlib.Path(sys.argv[1])).concepts[0].labels[0].text)"
    )
    found = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True)
    assert (found.stdout.strip(), found.stderr) == (b"Zagen", b"")


def test_the_facts_of_the_release_come_back() -> None:
    content = taxonomy(concept("u1", Kind.SKILL, nl="Zagen"))
    release = released(content, released_at=date(2022, 3, 1), sample=True, note='a "note"')
    reading = back(content, ".ttl", release)
    assert (reading.scheme, reading.version.text) == ("competent", "3.10")
    assert (reading.released, reading.sample, reading.note) == (date(2022, 3, 1), True, 'a "note"')
    assert reading.digest == release.digest
    assert reading.rows["taxonomy.ttl"] > 10


def test_texts_that_are_not_in_normal_form_are_repaired_and_told() -> None:
    reading = back(taxonomy(concept("u1", Kind.SKILL, nl="Zagen  en")), ".ttl")
    assert reading.concepts[0].pref_label("nl") == "Zagen en"
    assert [(it.code, str(it.place)) for it in reading.findings] == [
        ("text-normalised", "taxonomy.ttl, U1: prefLabel"),
        ("digest-differs", "taxonomy.ttl"),
    ]


def test_a_stranger_that_is_linked_to_keeps_its_id() -> None:
    content = taxonomy(concept("u1", Kind.SKILL, link("related", "no such"), nl="Zagen"))
    assert back(content, ".ttl").concepts == content.concepts


def test_links_of_one_pair_keep_every_rank() -> None:
    ranked = [Link(Predicate.BROADER, "u1", rank) for rank in (0, 2, -1)]
    content = taxonomy(concept("u1", Kind.SKILL, *ranked, nl="Zagen"))
    assert back(content, ".jsonld").concepts == content.concepts


def test_labels_of_the_same_words_keep_their_ids_apart() -> None:
    label = Label("nl", LabelType.ALTERNATIVE, "Zager")
    twins = [label, label._replace(id="a", notation="AN-1"), label._replace(id="b")]
    other = Label("nl", LabelType.ALTERNATIVE, "Zaagster", "a", "AN-1")
    content = taxonomy(concept("u1", Kind.SKILL, *twins, other, nl="Zagen"))
    assert back(content, ".ttl").concepts == content.concepts


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("NL", "nl"),
        ("pt-br", "pt-BR"),
        ("zh-hans-CN", "zh-Hans-CN"),
        ("en-ca-x-ca", "en-CA-x-ca"),
        ("de-1996", "de-1996"),
        ("", ""),
        ("nl_BE", ""),
    ],
)
def test_a_language_tag_is_written_as_its_standard_says(tag: str, expected: str) -> None:
    assert language(tag) == expected


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ('c:a skos:prefLabel "x" .', ["bad-language"]),
        ("c:a skos:prefLabel c:a .", ["not-text"]),
        ('c:a skos:prefLabel " "@nl .', ["text-normalised", "missing-text"]),
        ('c:a skos:definition " "@nl .', ["text-normalised", "missing-text"]),
        ('c:a skos:prefLabel "x"@nl, "y"@nl .', ["two-labels"]),
        ('c:a skos:notation "x", "y" .', ["two-values"]),
        ('c:a skos:notation "x"^^owl:Thing .', ["unknown-system"]),
        ('c:a skos:broader "x" .', ["not-an-iri"]),
        ('c:a ns:retirement "old" .', ["unknown-term"]),
        ('c:a owl:deprecated "perhaps" .', ["unknown-term"]),
        ('c:a ns:frameworkNumber "DigComp 2.2 1.1" .', ["bad-framework"]),
        ("c:a a ns:Profile .", ["not-one-kind"]),
        ("c:b a skos:Concept .", ["not-one-kind"]),
        ("c:b a skos:Concept, ns:Occupation .", ["foreign-kind"]),
        ("c:b a skos:Concept, ns:Skill ; skos:inScheme c:other .", ["other-scheme"]),
        ('c:b a skos:Concept, ns:Skill ; dct:identifier "a" .', ["repeated-id"]),
        ('c:a ns:colour "red" ; a owl:Thing .', ["unknown-field", "unknown-field"]),
        ('c:a ns:namedAfter c:b . c:b skos:prefLabel "x"@nl .', ["borrowed-labels"]),
        (
            'c:s a rdf:Statement ; rdf:subject c:a ; rdf:object c:a ; ns:rank "first" .',
            ["bad-rank"],
        ),
    ],
)
def test_every_wart_is_a_finding(
    read: Callable[..., skos_rdf.RdfReading], lines: str, codes: list[str]
) -> None:
    reading = read('c:a a skos:Concept, ns:Skill ; dct:identifier "a" .', lines)
    assert [it.code for it in reading.findings] == codes


def test_a_wart_leaves_the_rest_as_it_is(read: Callable[..., skos_rdf.RdfReading]) -> None:
    reading = read(
        'c:a a skos:Concept, ns:Skill ; skos:prefLabel "b"@nl, "a"@nl, "c"@fr ; skos:notation "A" .'
    )
    (found,) = reading.concepts
    assert found.pref_labels() == {"nl": "a", "fr": "c"}
    assert str(reading.findings[0]) == (
        "error two-labels: A has a label in nl, so 'b' was left out [taxonomy.ttl, A: prefLabel]"
    )


@pytest.mark.parametrize(
    ("header", "error", "message"),
    [
        ("", SourceUnreadableError, "describes 0 schemes"),
        ("c:a a skos:ConceptScheme . c:b a skos:ConceptScheme .", SourceUnreadableError, "2"),
        ("<http://x/id/jobs> a skos:ConceptScheme .", SchemeNotFoundError, "jobs"),
        ("<http://x/competent> a skos:ConceptScheme .", SourceUnreadableError, "/id/competent"),
        (HEADER.replace('"3.10"', '"3/10"'), InvalidVersionError, "3/10"),
        (HEADER.replace("owl:versionInfo", "dct:title"), SourceUnreadableError, "which version"),
        (
            HEADER.replace(" .", ' ; dct:issued "soon" .'),
            SourceUnreadableError,
            "'soon' is not a date",
        ),
        ("<http://x", SourceUnreadableError, "taxonomy.ttl is not turtle"),
    ],
)
def test_a_file_without_a_usable_header_cannot_be_read(
    read: Callable[..., skos_rdf.RdfReading], header: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read(header=header)


@pytest.mark.parametrize("name", ["taxonomy.ttl", "taxonomy.rdf"])
def test_a_file_that_is_absent_or_of_another_format_cannot_be_read(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(SourceUnreadableError, match=name):
        skos_rdf.read(tmp_path / name)


@pytest.mark.parametrize("parse", [statements.with_pyoxigraph, statements.with_rdflib])
@pytest.mark.parametrize("context", ['"http://example.org/c"', '[{"@import": "http://x/c"}]'])
def test_a_context_that_stands_elsewhere_is_not_fetched(
    tmp_path: Path, parse: Callable[[Path, str], object], context: str
) -> None:
    path = tmp_path / "taxonomy.jsonld"
    path.write_text(f'{{"@graph": [{{"@context": {context}, "@id": "http://x/a"}}]}}')
    with pytest.raises((ValueError, SyntaxError)):
        list(parse(path, "json-ld"))  # type: ignore[call-overload]


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    content = taxonomy(concept("u1", Kind.SKILL, alternative("nl", "x"), nl="Zagen"), retired("u2"))
    path = tmp_path / "taxonomy.ttl"
    path.write_bytes(turtle.write(content, released(content), public_url=URL))
    told: list[tuple[str, int]] = []
    reading = skos_rdf.read(path, progress=lambda *it: told.append(it))
    assert told == [("taxonomy.ttl", reading.rows["taxonomy.ttl"])]


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".ttl", ".jsonld"])
def test_esco_comes_back(esco_of: Callable[[str], Reading], suffix: str) -> None:
    content = Taxonomy.of("esco", esco_of("1.2.0").concepts)
    reading = back(content, suffix)
    assert Taxonomy.of("esco", reading.concepts) == content
    assert reading.findings == ()


@pytest.mark.real_data
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".ttl", ".jsonld"])
def test_competent_comes_back(competent_of: Callable[[str], Reading], suffix: str) -> None:
    content = Taxonomy.of("competent", competent_of("3.11").concepts)
    reading = back(content, suffix)
    assert Taxonomy.of("competent", reading.concepts) == content
    assert reading.findings == ()
