"""Fixtures of the service's tests: a record and an archive, both real, both empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from app.archive import Archive
from app.config import Settings
from app.context import Context
from tests.app import butchers
from tests.app.kept import Kept
from tests.app.serving import Client, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def settings(tmp_path: Path, migrated_url: str) -> Settings:
    """Settings over an empty database, once on SQLite and once on PostgreSQL, and an empty folder."""
    return Settings(home=tmp_path / "home", database_url=SecretStr(migrated_url))


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """Address → its engine, which knows the statements that tests before have compiled."""
    return {}


@pytest.fixture
def context(settings: Settings, engines: dict[str, Engine]) -> Iterator[Context]:
    """The open parts of a process."""
    if settings.record_url not in engines:
        engines[settings.record_url] = Context.open(settings).engine
    settings.home.mkdir(exist_ok=True)
    # An engine of its own over the same connections: whoever listens to it ends with the test.
    engine = engines[settings.record_url].execution_options()
    yield Context(settings, engine, Archive(settings.archive_address))
    engine.dispose()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """What records and archives held when a test of this worker had filled them."""
    return Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """A client of a running service over the butchers of `tests/app/butchers.py`; read only."""
    with serving(butchers.shelf()) as running:
        yield running


@pytest.fixture(scope="module")
def object_store() -> Iterator[str]:
    """The address of a real S3 service on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(object_store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    settings = {
        "AWS_ENDPOINT_URL": object_store,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "someone",
        "AWS_SECRET_ACCESS_KEY": "hush-hush",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.resource("s3")
    made = s3.create_bucket(
        Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    yield "s3://releases/competent"
    made.objects.delete()
    made.delete()
