"""`competent …`: the command line of the service."""

from __future__ import annotations

from app.cli.terminal import steady

__all__ = ["main"]


def main() -> None:
    """Run the command line; the process ends with the exit code of the command."""
    with steady():
        # Ctrl-C during this second of importing ends as clearly as later on.
        from app.cli.commands import cli  # noqa: PLC0415

        cli()
