"""A delta leads from one release to the next, to the digest, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings

from taxonomy import canonical
from taxonomy.errors import ConflictError, InvalidDocumentError
from taxonomy.formats import delta
from taxonomy.formats.material import Material
from taxonomy.model import Release, Taxonomy
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import concept, retired, taxonomy
from tests.strategies import same_scheme

FIRST = taxonomy(
    concept("a", nl="Slager"), concept("b", Kind.SKILL, nl="Snijden"), concept("e", nl="Visser")
)
SECOND = taxonomy(
    concept("a", nl="Slager"),
    retired("b", Kind.SKILL, nl="Snijden"),
    concept("é", nl="Bakker"),
    concept("c", nl="Kok\u0085\u2028"),
)


def documents(it: Taxonomy) -> dict[str, bytes]:
    return {one.id: canonical.write(one) for one in it}


def release(it: Taxonomy, version: str) -> Release:
    digest = delta.digest_of(documents(it))
    return Release(scheme=it.scheme, version=version, status=ReleaseStatus.PUBLISHED, digest=digest)


def material(before: Taxonomy, after: Taxonomy) -> Material:
    return Material(
        release=replace(release(after, "3.10"), previous="3.9"),
        taxonomy=after,
        documents=documents(after),
        previous=release(before, "3.9"),
        before=documents(before),
    )


@pytest.fixture(scope="module")
def file() -> bytes:
    return delta.write(material(FIRST, SECOND))


@settings(max_examples=60)
@given(same_scheme())
def test_the_release_before_and_the_delta_give_the_release(
    both: tuple[Taxonomy, Taxonomy],
) -> None:
    before, after = both
    told = delta.read(delta.write(material(before, after)))
    applied = delta.apply(documents(before), told)
    assert applied == documents(after)
    assert delta.digest_of(applied) == told.after.digest == release(after, "3.10").digest


@settings(max_examples=30)
@given(same_scheme())
def test_equal_releases_give_equal_bytes(both: tuple[Taxonomy, Taxonomy]) -> None:
    before, after = both
    turned = replace(
        material(before, after), documents=dict(reversed(list(documents(after).items())))
    )
    assert delta.write(turned) == delta.write(material(before, after))


def test_the_head_says_from_which_digest_to_which(file: bytes) -> None:
    assert orjson.loads(file.splitlines()[0]) == {
        "format": "1",
        "scheme": "competent",
        "from": {"version": "3.9", "digest": release(FIRST, "3.9").digest},
        "to": {"version": "3.10", "digest": release(SECOND, "3.10").digest},
        "changed": 3,
        "removed": 1,
    }


def test_a_line_is_the_document_byte_for_byte_in_the_order_of_the_ids(file: bytes) -> None:
    kept = documents(SECOND)
    assert file.split(b"\n")[1:] == [kept["b"], kept["c"], b'{"removed":"e"}', kept["é"], b""]


def test_what_stays_as_it_was_is_not_told_again(file: bytes) -> None:
    assert b'"id":"a"' not in file


def test_a_release_that_changes_nothing_has_a_delta_of_one_line() -> None:
    same = delta.write(material(FIRST, FIRST))
    assert same.count(b"\n") == 1
    assert delta.apply(documents(FIRST), delta.read(same)) == documents(FIRST)


def test_a_release_without_a_previous_one_has_none() -> None:
    alone = replace(material(FIRST, SECOND), previous=None)
    with pytest.raises(ValueError, match=r"competent/3\.10 follows no release"):
        delta.write(alone)


def test_a_delta_that_starts_from_another_release_is_refused(file: bytes) -> None:
    with pytest.raises(ConflictError, match=r"3\.9 → 3\.10 starts from sha256:"):
        delta.apply(documents(SECOND), delta.read(file))


def test_no_end_of_a_cut_delta_is_taken(file: bytes) -> None:
    for end in range(len(file)):
        with pytest.raises(InvalidDocumentError):
            delta.read(file[:end])


def test_no_byte_of_a_delta_can_be_changed(file: bytes) -> None:
    told = delta.read(file)
    for place in range(len(file)):
        altered = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        try:
            read = delta.read(altered)
            result = delta.apply(documents(FIRST), read)
        except (InvalidDocumentError, ConflictError):
            continue
        # Only the names of the two versions are proved by nothing.
        assert result == documents(SECOND)
        assert read._replace(before=told.before, after=told.after) == told
        assert (read.before.digest, read.after.digest) == (told.before.digest, told.after.digest)


def _line(number: int, put: bytes) -> Callable[[bytes], bytes]:
    def altered(file: bytes) -> bytes:
        lines = file.split(b"\n")
        lines[number : number + 1] = put.split(b"\n") if put else []
        return b"\n".join(lines)

    return altered


ALTERED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "has no end"),
    "an empty line": (lambda _: b"\n", "line 1"),
    "no last line feed": (lambda it: it[:-1], "has no end"),
    "a list as head": (_line(0, b"[]"), "line 1"),
    "an empty head": (_line(0, b"{}"), "line 1"),
    "no UTF-8": (_line(0, b"\xff\xfe"), "line 1"),
    "nested deeply": (_line(0, b"[" * 5000), "line 1"),
    "another format": (
        lambda it: it.replace(b'"format":"1"', b'"format":"2"'),
        "has the format '2'",
    ),
    "a number as version": (
        lambda it: it.replace(b'"version":"3.9"', b'"version":3.9'),
        "line 1",
    ),
    "more in the head": (lambda it: it.replace(b'"from":{', b'"from":{"more":1,'), "line 1"),
    "another scheme": (
        lambda it: it.replace(b'"scheme":"competent"', b'"scheme":"esco"', 1),
        "not esco",
    ),
    "another count": (lambda it: it.replace(b'"changed":3', b'"changed":4'), "tells of 4 changed"),
    "no count": (
        lambda it: it.replace(b'"removed":1', b'"removed":null'),
        "tells of None removed",
    ),
    "a document less": (_line(1, b""), "tells of 3 changed concepts and holds 2"),
    "a removal less": (_line(3, b""), "tells of 1 removed concepts and holds 0"),
    "a page of a proxy": (_line(1, b"<html>"), "line 2 of the delta: not the document"),
    "null": (_line(1, b"null"), "line 2"),
    "a number is removed": (_line(3, b'{"removed":7}'), "not the removal"),
    "two are removed": (_line(3, b'{"removed":"e","and":"f"}'), "not the removal"),
    "out of order": (_line(3, b'{"removed":"a"}'), "out of order or twice"),
    "twice": (_line(1, b'{"removed":"b"}\n{"removed":"b"}'), "out of order or twice"),
    "ends of lines as on Windows": (lambda it: it.replace(b"\n", b"\r\n"), "it was altered"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_delta_is_refused_and_says_where(file: bytes, how: str) -> None:
    altered, told = ALTERED[how]
    with pytest.raises(InvalidDocumentError, match=told):
        delta.apply(documents(FIRST), delta.read(altered(file)))


def test_a_removal_of_what_is_not_there_is_refused(file: bytes) -> None:
    altered = file.replace(b'{"removed":"e"}', b'{"removed":"d"}')
    with pytest.raises(InvalidDocumentError, match="removes 'd', which is not there"):
        delta.apply(documents(FIRST), delta.read(altered))


def test_another_text_leads_to_another_digest(file: bytes) -> None:
    altered = file.replace(b"Bakker", b"Brouwer")
    with pytest.raises(InvalidDocumentError, match=r"leads to sha256:.+ instead of sha256:"):
        delta.apply(documents(FIRST), delta.read(altered))
