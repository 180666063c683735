"""What was asked of this worker: plain integers on the request path, Prometheus families on demand."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from typing_extensions import override

from app.http.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.http.hot import AnswerCache
    from app.library import Library

__all__ = ["Traffic", "TrafficCollector"]

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds."""


@dataclass(slots=True)
class _Tally:
    seconds: float = 0.0
    bytes: int = 0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))


class Traffic:
    """Counts requests by route template, method and status; for the event loop's thread only."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, str, int], _Tally] = {}
        self.hot = 0
        """How many of them were answered from kept bytes."""
        self.usage = Usage()
        """Which releases and retired concepts they were for."""
        self.attempts: dict[str, int] = {}
        """How many messages to webhooks were delivered, failed, were given up."""

    def count(self, route: str, method: str, status: int, size: int, seconds: float) -> None:
        """Count one request; `size` in bytes, `seconds` from its arrival to its last byte."""
        key = (route, method, status)
        tally = self.tallies.get(key)
        if tally is None:
            tally = self.tallies[key] = _Tally()
        tally.seconds += seconds
        tally.bytes += size
        tally.buckets[bisect_left(BUCKETS, seconds)] += 1

    def attempt(self, result: str) -> None:
        """Count one attempt to deliver a message to a webhook."""
        self.attempts[result] = self.attempts.get(result, 0) + 1


class TrafficCollector(Collector):
    """The counts as Prometheus families, made when they are asked for."""

    def __init__(self, traffic: Traffic, answers: AnswerCache, library: Library) -> None:
        self._traffic = traffic
        self._answers = answers
        self._library = library

    @override
    def collect(self) -> Iterator[Metric]:
        """Requests, bytes, seconds, kept answers and served releases."""
        yield from self._requests()
        hot = CounterMetricFamily(
            "competent_http_kept_answers", "Requests answered from kept bytes"
        )
        hot.add_metric([], self._traffic.hot)
        yield hot
        size = GaugeMetricFamily("competent_kept_answers_bytes", "Bytes of rendered answers kept")
        size.add_metric([], self._answers.bytes)
        yield size
        attempts = CounterMetricFamily(
            "competent_webhook_attempts", "Messages sent to webhooks", labels=["result"]
        )
        for result, count in sorted(self._traffic.attempts.items()):
            attempts.add_metric([result], count)
        yield attempts
        yield from self._usage()
        yield from self._releases()

    def _requests(self) -> Iterator[Metric]:
        names = ["route", "method", "status"]
        requests = CounterMetricFamily("competent_http_requests", "Requests answered", labels=names)
        sent = CounterMetricFamily("competent_http_sent_bytes", "Bytes of bodies", labels=names)
        seconds = HistogramMetricFamily(
            "competent_http_request_seconds", "Seconds from arrival to last byte", labels=names
        )
        for (route, method, status), tally in sorted(self._traffic.tallies.items()):
            values = [route, method, str(status)]
            requests.add_metric(values, sum(tally.buckets))
            sent.add_metric(values, tally.bytes)
            seconds.add_metric(values, _cumulated(tally.buckets), tally.seconds)
        yield from (requests, sent, seconds)

    def _usage(self) -> Iterator[Metric]:
        usage = self._traffic.usage
        releases = CounterMetricFamily(
            "competent_release_requests",
            "Requests answered from a release, by how they asked for it",
            labels=["scheme", "version", "asked"],
        )
        for asked, count in sorted(usage.releases.items()):
            releases.add_metric(asked, count)
        retired = CounterMetricFamily(
            "competent_retired_concept_requests",
            "Concepts asked for that are retired in the release",
            labels=["scheme", "version"],
        )
        for release, count in sorted(usage.retired.items()):
            retired.add_metric(release, count)
        yield from (releases, retired)

    def _releases(self) -> Iterator[Metric]:
        status = self._library.status()
        serving = InfoMetricFamily("competent_serving", "Current releases", labels=["scheme"])
        for scheme, release in status.serving.items():
            serving.add_metric([scheme], {"version": release.version, "digest": release.digest})
        failing = GaugeMetricFamily("competent_failing_releases", "Releases that cannot be served")
        failing.add_metric([], len(status.failures))
        yield from (serving, failing)


def _cumulated(buckets: list[int]) -> list[tuple[str, float]]:
    total, found = 0, []
    for bound, count in zip((*map(str, BUCKETS), "+Inf"), buckets, strict=True):
        total += count
        found.append((bound, float(total)))
    return found
