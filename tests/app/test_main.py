from __future__ import annotations

import threading
import time

from typing_extensions import override

from taxonomy.index import ReleaseIndex
from taxonomy.model import Release, Taxonomy
from taxonomy.vocabulary import Kind
from tests.app.serving import Shelf, serving
from tests.build import concept, taxonomy


def content(text: str) -> Taxonomy:
    return taxonomy(concept("s1", Kind.SKILL, nl=text))


class SlowShelf(Shelf):
    """A shelf whose older releases take as long to load as a test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = threading.Event()
        self.allowed = threading.Event()

    @override
    def load(self, wanted: Release) -> ReleaseIndex:
        if wanted.version == "3.8":
            self.waiting.set()
            self.allowed.wait()
        return super().load(wanted)


def test_a_worker_notices_a_new_release_by_itself() -> None:
    shelf = Shelf().add(content("Zagen"), "3.9")
    with serving(shelf, poll_seconds=0.01) as client:
        assert client.get("concepts/s1").headers["x-release"] == "competent/3.9"
        shelf.add(content("Boren"), "3.10")
        while client.get("concepts/s1").headers["x-release"] == "competent/3.9":
            time.sleep(0.01)
        assert client.get("concepts/s1").json()["pref_label"] == {"nl": "Boren"}


def test_others_are_answered_while_a_release_is_loaded() -> None:
    shelf = SlowShelf()
    shelf.add(content("Zagen"), "3.8").add(content("Boren"), "3.9")
    with serving(shelf) as client:
        path = "/v1/schemes/competent/releases/3.8/concepts/s1"
        slow = client.portal.start_task_soon(client.http.get, path)
        shelf.waiting.wait()
        assert client.get("concepts/s1").status_code == 200
        assert not slow.done()
        shelf.allowed.set()
        assert slow.result().json()["pref_label"] == {"nl": "Zagen"}
