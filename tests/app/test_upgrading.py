"""A record and an archive of an earlier program, used by this one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest
from alembic import command
from alembic.config import Config

from app.context import Context
from app.db import releases
from app.db.session import writing
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.rebuilding import rebuild
from app.verifying import verify
from app.withdrawing import withdraw
from tests.app.serving import serving
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
FIRST = {"SHA256SUMS", "manifest.json", "taxonomy.jsonl"}


@pytest.fixture
def upgraded(settings: Settings) -> Iterator[Context]:
    """What the first program left behind, opened: 3.8 is published, with its canonical file alone."""
    context = Context.open(settings)
    delivery = Delivery(scheme="competent", version="3.8")
    import_reading(context.engine, delivery, [BUTCHER])
    with writing(context.engine) as session:
        row = releases.get(session, "competent", "3.8")
        first = replace(releases.as_release(row), published_at=NOON, formats=("jsonl",))
        releases.freeze(session, row.key, first)
    publish(context, ("competent", "3.8"), at=EVENING)
    with context.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    context.engine.dispose()
    opened = Context.open(settings)
    yield opened
    opened.engine.dispose()


def test_a_release_of_the_first_program_stays_as_it_is(upgraded: Context) -> None:
    (release,) = upgraded.catalogue()
    assert (release.formats, release.public_url, release.distributions) == (("jsonl",), "", ())
    assert {name.rpartition("/")[2] for name in upgraded.archive.names()} == FIRST
    manifest = orjson.loads(upgraded.archive.find("competent/3.8/manifest.json") or b"")
    assert manifest["format"] == "1"
    assert "formats" not in manifest
    assert list(verify(upgraded.engine, upgraded.archive)) == []


def test_it_is_served_and_the_next_release_follows_it(upgraded: Context) -> None:
    import_reading(upgraded.engine, Delivery(scheme="competent", version="3.9"), [BUTCHER, BAKER])
    following = publish(upgraded, ("competent", "3.9"), at=EVENING)
    assert following.previous == "3.8"
    assert "delta" in following.formats
    with serving(upgraded) as client:
        answer = client.get("/v1/schemes/competent/releases/3.8/concepts/OP-10")
        assert answer.json()["pref_label"]["nl"] == "Slager"


def test_rebuilding_lets_the_record_know_its_files(upgraded: Context) -> None:
    rebuild(upgraded.engine, upgraded.archive)
    (release,) = upgraded.catalogue()
    assert {it.file for it in release.distributions} == FIRST
    upgraded.archive.remove("competent/3.8/manifest.json")
    rebuild(upgraded.engine, upgraded.archive)
    assert list(verify(upgraded.engine, upgraded.archive)) == []


def test_it_can_be_withdrawn(upgraded: Context) -> None:
    withdraw(upgraded, ("competent", "3.8"), reason="wrong", at=EVENING)
    assert list(verify(upgraded.engine, upgraded.archive)) == []
