"""`competent up|doctor`: running the service, and checking that it can run."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

from app import index_files, samples
from app.auth.first import first_link
from app.cli.listening import listening
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.people import who
from app.context import Context
from app.db import schema
from app.db.session import ping
from taxonomy.errors import (
    ArchiveCorruptError,
    ArchiveUnavailableError,
    InvalidQueryError,
    TaxonomyError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["doctor", "up"]

KEEP_ALIVE_SECONDS = 75
"""Of an idle connection: longer than balancers keep one, and than a client works at what it got."""

JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def up(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="How many processes serve.", min=1, max=64)] = 1,
    with_samples: Annotated[
        bool, typer.Option("--samples/--no-samples", help="Load the samples into an empty record.")
    ] = True,
) -> None:
    """Migrate the record, load the sample releases where it is empty, and serve."""
    output = Output()
    with failing_clearly(output):
        _refuse_a_taken_port(host, port)
        # Links lead where the service listens, unless the operator says how the world reaches it.
        os.environ.setdefault("COMPETENT_PUBLIC_URL", f"http://{_reachable(host)}:{port}")
        context = Context.open()
        if with_samples and samples.is_empty(context):
            output.line(
                "The record is empty: loading the sample releases that ship with the service."
            )
            samples.load(
                context, at=datetime.now(UTC), on_release=lambda name: output.line(f"  {name}")
            )
        for release in context.catalogue():
            output.line(f"{release.name}  {release.status}{'  sample' if release.sample else ''}")
        _let_the_first_in(context, output)
        context.engine.dispose()
        output.line(
            f"Listening on {context.settings.public_url} — the archive stands at /archive, the API is "
            "described at /docs"
        )
        with listening(context.settings):
            uvicorn.run(
                "app.service:application",
                factory=True,
                host=host,
                port=port,
                workers=workers,
                loop="uvloop",
                http="app.http.connection:BoundedConnection",
                ws="none",
                access_log=False,
                server_header=False,
                log_level=context.settings.log_level,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=10,
            )


def _let_the_first_in(context: Context, output: Output) -> None:
    """Add a local editor where nobody is there, and show the link that signs them in."""
    if context.settings.database_url.get_secret_value():
        return  # a record of many has its people added by whoever runs it
    now = datetime.now(UTC).replace(microsecond=0)
    token = first_link(context.engine, who(""), now)
    if token:
        address = f"{context.settings.public_url}/workbench/sign-in/link"
        output.line(
            f"The workbench knows nobody yet. This link signs you in, once, within a day:\n"
            f"  {address}?token={token.get_secret_value()}"
        )


def doctor(json: JsonOption = False) -> None:
    """Check the installation, one line a part, and say what to do where something is wrong."""
    output = Output(json=json)
    rows = list(_examined())
    output.table(("part", "state", "what"), rows)
    if any(state == "wrong" for _, state, _ in rows):
        raise typer.Exit(ExitCode.FAILED)


def _examined() -> Iterator[tuple[str, str, str]]:
    version = platform.python_version()
    fine = sys.version_info >= (3, 11)
    yield "Python", "right" if fine else "wrong", version if fine else f"{version}: 3.11 is needed"
    try:
        context = Context.open()
    except TaxonomyError as error:
        yield "settings and record", "wrong", error.detail
        return
    yield "record", *_tried(lambda: _record_told(context))
    yield "archive", *_tried(lambda: _archive_told(context))
    yield "releases", *_tried(lambda: _releases_told(context))
    yield "search", *_tried(lambda: _search_told(context))
    free = shutil.disk_usage(context.settings.home).free / 2**30
    told = f"{free:.1f} GiB free in {context.settings.home}"
    yield "disk", "right" if free > 1 else "wrong", told + ("" if free > 1 else ": make room")


def _tried(act: Callable[[], str]) -> tuple[str, str]:
    try:
        return "right", act()
    except TaxonomyError as error:
        return "wrong", error.detail


def _record_told(context: Context) -> str:
    ping(context.engine)
    newest = "at the newest migration" if schema.is_current(context.engine) else "not migrated"
    return f"{context.engine.dialect.name}, {newest}"


def _archive_told(context: Context) -> str:
    count = len(context.archive.names())
    address = context.archive.address
    if "://" not in address and not os.access(address, os.W_OK):
        message = f"nothing can be written to {address}: look at its rights, and how it is mounted"
        raise ArchiveUnavailableError(message)
    return f"{count} files in {address}"


def _releases_told(context: Context) -> str:
    found = context.catalogue()
    wrong = []
    for release in found:
        try:
            context.load(release)
        except TaxonomyError as error:
            wrong.append(error.detail)
    if wrong:
        advice = "competent archive verify names every file, competent archive rebuild mends it"
        raise ArchiveCorruptError(f"{'; '.join(wrong)}: {advice}")
    return (
        f"{len(found)} public, every one loads" if found else "none yet: competent up loads samples"
    )


def _search_told(context: Context) -> str:
    found = context.catalogue()
    usable, wrong = index_files.examined(context.settings.indexes, found)
    if wrong:
        message = f"{'; '.join(wrong)}: a worker builds what it cannot read, look at the rights of "
        raise ArchiveUnavailableError(f"{message}the folder")
    return f"{usable} of {len(found)} releases have their index; others are built when first asked"


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        if not host.strip():
            raise socket.gaierror
        with socket.create_server((host, port), family=family):
            pass
    except (socket.gaierror, UnicodeError) as error:
        message = f"{host!r} is no address of this machine: choose another --host"
        raise InvalidQueryError(message) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        message = f"{host}:{port} cannot be listened on ({reason}): choose another --host or --port"
        raise InvalidQueryError(message) from error
