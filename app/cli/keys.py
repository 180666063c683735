"""`competent keys …`: the keys of people and partners, and the key that signs releases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from app.auth.keys import add_key
from app.auth.roles import About, Actor, Role, granted
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, who
from app.context import Context
from app.db import audit
from app.db import keys as kept
from app.db.session import reading, writing
from app.signing import make_key

__all__ = ["commands"]

MOST_DAYS = 3650
commands = typer.Typer(help="Make and show keys.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


@commands.callback()
def keys() -> None:
    """Make and show keys."""


@commands.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The person or partner, as the record shall say.")],
    role: Annotated[list[Role], typer.Option("--role", help="Repeat for more than one.")],
    language: Annotated[
        list[str] | None,
        typer.Option("--language", help="Of a translator or reviewer: nl, fr, de, en; repeat."),
    ] = None,
    organisation: Annotated[str, typer.Option(help="Where they work.")] = "",
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="For how long.")] = 365,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Make an API key for a person or partner, and show it: this once, and never again."""
    output = Output(json=json)
    with failing_clearly(output):
        now = datetime.now(UTC).replace(microsecond=0)
        owner = Actor(name, organisation, granted(role, language or ()))
        record, text = add_key(
            Context.open().engine, owner, at=now, valid=timedelta(days=days), by=Actor(who(by))
        )
        told = f"Key {record.prefix} of {record.name} ({', '.join(record.roles)}) until"
        output.line(
            f"{told} {record.expires_at:%Y-%m-%d}.\n"
            f"The key, which is not shown again: {text.get_secret_value()}",
            type="added",
            prefix=record.prefix,
            name=record.name,
            organisation=record.organisation,
            roles=record.roles,
            languages=record.languages,
            expires_at=record.expires_at,
            key=text.get_secret_value(),
        )


@commands.command("list")
def list_(json: JsonOption = False) -> None:
    """List the API keys: whose they are, their roles, until when, and when they were last used."""
    output = Output(json=json)
    with failing_clearly(output), reading(Context.open().engine) as session:
        now = datetime.now(UTC)
        output.table(
            (
                "prefix",
                "name",
                "organisation",
                "roles",
                "languages",
                "state",
                "created",
                "expires",
                "last_used",
            ),
            [
                (
                    it.prefix,
                    it.name,
                    it.organisation,
                    ", ".join(it.roles),
                    ", ".join(it.languages),
                    it.state(now),
                    f"{it.created_at:%Y-%m-%d}",
                    f"{it.expires_at:%Y-%m-%d}",
                    f"{it.last_used_at:%Y-%m-%d %H:%MZ}" if it.last_used_at else "never",
                )
                for it in kept.every(session)
            ],
        )


@commands.command("revoke")
def revoke(
    prefix: Annotated[str, typer.Argument(help="The eight characters that `list` shows.")],
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Revoke an API key: it opens nothing from now on."""
    output = Output(json=json)
    with failing_clearly(output):
        with writing(Context.open().engine) as session:
            now = datetime.now(UTC).replace(microsecond=0)
            found = kept.revoke(session, prefix, now)
            about = About("key", found.prefix)
            audit.record(session, Actor(who(by)).act("key-revoked", about, now))
        told = f"Key {found.prefix} of {found.name} is revoked."
        output.line(told, type="revoked", prefix=found.prefix, name=found.name)


@commands.command("signing")
def signing(json: JsonOption = False) -> None:
    """Make the minisign key that signs releases, or show the public part of the one there is.

    The secret key goes to COMPETENT_SIGNING_KEY (minisign.key in the home), with the password of
    COMPETENT_SIGNING_PASSWORD where that is set. It is never written over and never shown.
    """
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        file = context.settings.signing_key_file
        signer = context.signer() if file.exists() else None
        made = signer is None
        if signer is None:
            signer = make_key(file, context.settings.signing_password.get_secret_value())
        public = signer.public_key.decode()
        output.line(
            f"{'made' if made else 'there is'} {file}: keep a copy in a safe place\n\n{public.rstrip()}",
            type="signing-key",
            made=made,
            file=str(file),
            key_id=signer.key_id,
            public_key=public.splitlines()[-1],
        )
