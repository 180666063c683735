"""The event stream as somebody else's program reads it: `ldes-client`, over HTTP, from an own process."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS

from app.config import Settings
from app.context import Context
from app.importing import Delivery, import_reading
from app.main import create_app
from app.publishing import publish
from app.withdrawing import withdraw
from taxonomy.model import Link
from taxonomy.vocabulary import Kind, Predicate
from tests.build import concept
from tests.moments import NOON
from tests.npm import installed

if TYPE_CHECKING:
    from app.http.front import Front
    from taxonomy.model import Concept

PACKAGE = Path(__file__).parent / "ldes"
REPLICATE_SECONDS = 120

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SKILLS = [concept(f"s{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"Taak {it}") for it in range(300)]
BUTCHER = concept("u10", notation="OP-10", nl="Slager")
RELEASES: dict[str, list[Concept]] = {
    "3.8": [BUTCHER, *SKILLS],
    "3.9": [replace(BUTCHER, links=(Link(Predicate.RELATED, "s7"),)), *SKILLS[:-1]],
    "3.10": [replace(BUTCHER, links=(Link(Predicate.RELATED, "s8"),)), *SKILLS],
}
CHANGED = {
    "3.8": {"OP-10", *(it.notation for it in SKILLS)},
    "3.9": {"OP-10", "SK-299"},
    "3.10": {"OP-10", "SK-299"},
}


@pytest.fixture(scope="session")
def client_program() -> Path:
    """The program as its lock file pins it."""
    return installed(PACKAGE, "ldes-client/dist/bin/cli.js")


@dataclass
class Publisher:
    """A service on a port of its own, and the hand that publishes behind it."""

    context: Context
    front: Front
    feed: str

    def publish(self, version: str) -> None:
        delivery = Delivery(scheme="competent", version=version)
        import_reading(self.context.engine, delivery, RELEASES[version])
        at = NOON + timedelta(days=list(RELEASES).index(version))
        publish(self.context, ("competent", version), at=at)
        self.refresh()

    def withdraw(self, version: str) -> None:
        at = NOON + timedelta(days=list(RELEASES).index(version), hours=1)
        withdraw(self.context, ("competent", version), reason="spoilt", at=at)
        self.refresh()

    def refresh(self) -> None:
        self.front.app.state.services.library.refresh()  # type: ignore[attr-defined]


@contextmanager
def listening(home: Path) -> Iterator[Publisher]:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        address = f"http://127.0.0.1:{bound.getsockname()[1]}"
        settings = Settings(home=home, public_url=address, access_log=False, poll_seconds=3600)
        context = Context.open(settings)
        front = create_app(settings, context)
        server = uvicorn.Server(uvicorn.Config(front, log_level="error"))
        thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
        thread.start()
        try:
            yield Publisher(context, front, f"{address}/v1/schemes/competent/feed")
        finally:
            server.should_exit = True
            thread.join(30)
            context.engine.dispose()
        assert not thread.is_alive()


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    with listening(tmp_path / "home") as found:
        yield found


@dataclass
class Replica:
    """What one run of the client printed."""

    lines: list[str]

    @property
    def graph(self) -> Graph:
        return Graph().parse(data="\n".join(self.lines), format="turtle")

    def members(self) -> Counter[str]:
        """`3.9/SK-12` → how often it came."""
        mark = f" <{DCTERMS.isVersionOf}> "
        found = [line.partition(mark)[0] for line in self.lines if mark in line]
        parts = [it.strip("<>").split("/releases/")[1].split("/concepts/") for it in found]
        return Counter(f"{version}/{name}" for version, name in parts)


Replicate = Callable[..., Replica]


@pytest.fixture
def replicate(client_program: Path, tmp_path: Path) -> Replicate:
    def run(publisher: Publisher, *options: str, state: str = "") -> Replica:
        saving = ["--save", str(tmp_path / state)] if state else []
        command = ["node", str(client_program), publisher.feed, *saving, *options]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=REPLICATE_SECONDS, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert "rror" not in done.stderr, done.stderr
        return Replica([line for line in done.stdout.splitlines() if line])

    return run


def members(*versions: str) -> Counter[str]:
    """Every member of these releases, once."""
    return Counter(f"{version}/{name}" for version in versions for name in CHANGED[version])


def test_a_client_gets_every_member_of_every_release_once_and_then_only_what_is_new(
    publisher: Publisher, replicate: Replicate
) -> None:
    publisher.publish("3.8")
    publisher.publish("3.9")
    assert replicate(publisher, state="replica").members() == members("3.8", "3.9")
    assert replicate(publisher, state="replica").members() == Counter()
    publisher.publish("3.10")
    assert replicate(publisher, state="replica").members() == members("3.10")
    assert replicate(publisher).members() == members("3.8", "3.9", "3.10")


def test_in_order_a_release_ends_before_the_next_one_begins(
    publisher: Publisher, replicate: Replicate
) -> None:
    for version in RELEASES:
        publisher.publish(version)
    found = [
        it.partition("/")[0] for it in replicate(publisher, "--ordered", "ascending").members()
    ]
    assert list(dict.fromkeys(found)) == ["3.8", "3.9", "3.10"]
    assert found == sorted(found, key=["3.8", "3.9", "3.10"].index)


def test_the_newest_versions_are_the_current_release_even_after_a_withdrawal(
    publisher: Publisher, replicate: Replicate
) -> None:
    publisher.publish("3.8")
    publisher.publish("3.9")
    publisher.withdraw("3.9")
    publisher.publish("3.10")
    found = replicate(publisher, "--last-version-only", "--materialize").graph
    concepts = f"{publisher.feed.partition('/v1/')[0]}/id/competent/"
    assert len(set(found.subjects(SKOS.notation))) == len(RELEASES["3.10"])
    assert not list(found.subjects(OWL.deprecated))
    assert (URIRef(f"{concepts}OP-10"), SKOS.prefLabel, Literal("Slager", lang="nl")) in found
    related = found.value(URIRef(f"{concepts}OP-10"), SKOS.related)
    assert related == URIRef(f"{concepts}SK-8")
