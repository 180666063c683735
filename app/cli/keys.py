"""`competent keys signing`: the key that signs releases."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.output import Output, failing_clearly
from app.context import Context
from app.signing import make_key

__all__ = ["commands"]

commands = typer.Typer(help="Make and show keys.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


@commands.callback()
def keys() -> None:
    """Make and show keys."""


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
