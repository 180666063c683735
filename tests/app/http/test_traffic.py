from __future__ import annotations

from app.http.hot import AnswerCache
from app.http.traffic import Traffic, TrafficCollector
from app.library import Library
from tests.app.serving import Shelf


def collected(traffic: Traffic) -> dict[str, float]:
    library = Library(list, Shelf().load, 1)
    collector = TrafficCollector(traffic, AnswerCache(1, lambda: 0), library)
    return {
        f"{sample.name}{sample.labels.get('le', '')}": sample.value
        for family in collector.collect()
        for sample in family.samples
    }


def test_requests_seconds_and_bytes_add_up() -> None:
    traffic = Traffic()
    traffic.count("/a", "GET", 200, 10, 0.002)
    traffic.count("/a", "GET", 200, 20, 0.02)
    found = collected(traffic)
    assert found["competent_http_requests_total"] == 2
    assert found["competent_http_sent_bytes_total"] == 30
    assert found["competent_http_request_seconds_sum"] == 0.022


def test_buckets_are_cumulated_and_their_bounds_belong_to_them() -> None:
    traffic = Traffic()
    for seconds in (0.001, 0.0011, 100.0):
        traffic.count("/a", "GET", 200, 0, seconds)
    found = collected(traffic)
    assert found["competent_http_request_seconds_bucket0.001"] == 1
    assert found["competent_http_request_seconds_bucket0.0025"] == 2
    assert found["competent_http_request_seconds_bucket10.0"] == 2
    assert found["competent_http_request_seconds_bucket+Inf"] == 3
