"""Tests of canonical documents and their digests."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.canonical import read, release_digest, revision, write
from taxonomy.errors import InvalidDocumentError
from taxonomy.model import Concept
from taxonomy.vocabulary import Kind
from tests.build import concept, link
from tests.strategies import concepts, texts

_Part = TypeVar("_Part")

pointers = st.dictionaries(texts, st.binary(min_size=32, max_size=32), max_size=6)


@given(concepts())
def test_a_document_reads_back_as_the_concept_it_was_written_from(it: Concept) -> None:
    assert read(write(it)) == it


@given(concepts())
def test_writing_what_was_read_gives_the_same_bytes(it: Concept) -> None:
    document = write(it)
    assert write(read(document)) == document


@given(concepts(), st.randoms(use_true_random=False))
def test_equal_concepts_have_equal_bytes_whatever_the_order_of_their_parts(
    it: Concept, chance: random.Random
) -> None:
    def shuffled(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
        return tuple(chance.sample(parts + parts[:1], len(parts + parts[:1])))

    other = replace(
        it,
        labels=shuffled(it.labels),
        notes=shuffled(it.notes),
        links=shuffled(it.links),
        notations=shuffled(it.notations),
        collections=shuffled(it.collections),
        attributes=shuffled(it.attributes),
        replaced_by=shuffled(it.replaced_by),
    )
    assert other == it
    assert write(other) == write(it)


@given(concepts(), concepts())
def test_concepts_that_differ_have_documents_that_differ(one: Concept, other: Concept) -> None:
    assert (write(one) == write(other)) == (one == other)


@given(concepts())
def test_a_document_has_sorted_keys_no_blanks_and_nothing_empty(it: Concept) -> None:
    document = write(it).decode()
    plain = json.loads(document)
    assert document == json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert all(plain.values())


def test_a_document_is_what_the_release_format_says() -> None:
    it = concept("u1", Kind.SKILL, link("broader", "u0"), notation="SK-1", nl="Zagen")
    assert write(it) == (
        b'{"id":"u1","kind":"skill","labels":[{"lang":"nl","text":"Zagen","type":"preferred"}],'
        b'"links":[{"predicate":"broader","target":"u0"}],"notation":"SK-1",'
        b'"scheme":"competent","status":"active"}'
    )


def test_a_revision_is_the_sha256_of_the_document() -> None:
    document = write(concept("u1", nl="Slager"))
    assert revision(document) == hashlib.sha256(document).digest()


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b"\xff",
        b'{"id":"u1","kind":"butcher","scheme":"competent","status":"active"}',
        b'{"id":"u1","kind":"skill","scheme":"competent"}',
        b'{"id":"u1","kind":"skill","scheme":"competent","status":"active","labels":[{"lang":"nl"}]}',
        b'{"id":"u1","kind":"skill","scheme":"competent","status":"active","links":[7]}',
        b'{"id":"u1","kind":"skill","scheme":"competent","status":"active","attributes":[]}',
        b'{"id":"u1","kind":"skill","scheme":"competent","status":"active","framework":{"x":1}}',
    ],
)
def test_other_bytes_are_not_a_document(document: bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        read(document)


@given(pointers, st.randoms(use_true_random=False))
def test_the_digest_of_a_release_does_not_depend_on_the_order(
    it: dict[str, bytes], chance: random.Random
) -> None:
    turned = list(it.items())
    chance.shuffle(turned)
    assert release_digest(it) == release_digest(turned) == release_digest(dict(turned))


@given(pointers, pointers)
def test_releases_that_differ_have_digests_that_differ(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (release_digest(one) == release_digest(other)) == (one == other)


def test_the_digest_of_a_release_can_be_computed_with_any_sha256() -> None:
    lines = b"a\t" + b"00" * 32 + b"\n" + b"b\t" + b"ff" * 32 + b"\n"
    expected = hashlib.sha256(lines).hexdigest()
    assert release_digest({"b": b"\xff" * 32, "a": bytes(32)}) == f"sha256:{expected}"


def test_ids_and_languages_are_the_same_strings_in_all_that_is_read() -> None:
    saw = concept("a-skill", Kind.SKILL, nl="Zagen")
    box = concept("a-set", Kind.COMPETENCE_SET, link("member", "a-skill"), nl="Hout")
    one, other = (read(write(it)) for it in (saw, box))
    assert other.links[0].target is one.id
    assert other.scheme is one.scheme
    assert other.labels[0].lang is one.labels[0].lang
