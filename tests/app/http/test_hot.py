from __future__ import annotations

import gzip

from app.http.hot import LONGEST_ADDRESS_BYTES, OVERHEAD_BYTES, Answer, AnswerCache, Key

HEADERS = [(b"content-type", b"application/json"), (b"vary", b"Accept")]


def answer(body: bytes, level: int = 0) -> Answer:
    return Answer.of("/x", body, HEADERS, revision="ab", level=level)


def key(name: str) -> Key:
    return (name.encode(), b"", None, False)


class Generation:
    """A number that a test raises."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> int:
        return self.number


def test_an_etag_is_over_the_very_bytes() -> None:
    assert answer(b"one").etag != answer(b"two").etag
    assert answer(b"one").etag == answer(b"one").etag
    assert answer(b"one").etag.startswith(b'"ab.')


def test_a_large_body_is_compressed_and_a_small_one_is_not() -> None:
    large = answer(b"x" * 5000, level=6)
    assert gzip.decompress(large.body) == b"x" * 5000
    assert (b"content-encoding", b"gzip") in large.headers
    assert answer(b"x", level=6).body == b"x"


def test_not_modified_says_everything_but_the_content() -> None:
    names = [name for name, _ in answer(b"x" * 5000, level=6).not_modified]
    assert names == [b"vary", b"etag"]


def test_the_least_recently_used_answer_goes_first() -> None:
    cache = AnswerCache(2 * (OVERHEAD_BYTES + 10), Generation())
    for name in ("a", "b"):
        cache.keep(key(name), answer(b"x" * 10), 0)
    cache.find(key("a"))
    cache.keep(key("c"), answer(b"x" * 10), 0)
    assert [cache.find(key(it)) is not None for it in ("a", "b", "c")] == [True, False, True]
    assert cache.bytes == 2 * (OVERHEAD_BYTES + 10)


def test_an_answer_kept_again_counts_once() -> None:
    cache = AnswerCache(10**6, Generation())
    for _ in range(3):
        cache.keep(key("a"), answer(b"x" * 10), 0)
    assert cache.bytes == OVERHEAD_BYTES + 10
    assert len(cache) == 1


def test_an_answer_larger_than_the_bound_is_not_kept() -> None:
    cache = AnswerCache(OVERHEAD_BYTES, Generation())
    cache.keep(key("a"), answer(b"x"), 0)
    assert len(cache) == 0


def test_an_answer_to_a_made_up_address_is_not_kept() -> None:
    cache = AnswerCache(10**6, Generation())
    cache.keep(key("a" * (LONGEST_ADDRESS_BYTES + 1)), answer(b"x"), 0)
    assert len(cache) == 0
    cache.keep(key("a" * LONGEST_ADDRESS_BYTES), answer(b"x"), 0)
    assert len(cache) == 1


def test_nothing_of_an_older_generation_is_found_or_kept() -> None:
    generation = Generation()
    cache = AnswerCache(10**6, generation)
    cache.keep(key("a"), answer(b"old"), 0)
    generation.number = 1
    assert cache.find(key("a")) is None
    cache.keep(key("a"), answer(b"old"), 0)
    assert cache.find(key("a")) is None
    cache.keep(key("a"), answer(b"new"), 1)
    found = cache.find(key("a"))
    assert found is not None
    assert found.body == b"new"
