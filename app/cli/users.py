"""`competent users …`: the people of the workbench, what they may do, and the links that let them in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.auth.people import (
    add_person,
    close,
    everybody,
    grants_of,
    named,
    open_again,
    set_rights,
)
from app.auth.roles import Actor, Grant, Role, granted
from app.auth.sessions import make_link
from app.cli.listening import address_of
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, who
from app.context import Context
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from app.db.people import PersonRecord

__all__ = ["commands"]

MOST_HOURS = 24 * 30
commands = typer.Typer(help="Say who works here, and what they may do.", no_args_is_help=True)
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
NameArgument = Annotated[str, typer.Argument(help="The person, as the record says.")]
RoleOption = Annotated[list[Role], typer.Option("--role", help="Repeat for more than one.")]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option("--language", help="Of a translator or reviewer: nl, fr, de, en; repeat."),
]


@commands.callback()
def users() -> None:
    """Say who works here, and what they may do."""


@commands.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The person, as the record shall say.")],
    role: Annotated[list[Role] | None, typer.Option("--role", help="Repeat for more.")] = None,
    language: LanguageOption = None,
    organisation: Annotated[str, typer.Option(help="Where they work.")] = "",
    email: Annotated[str, typer.Option(help="Where they are written to.")] = "",
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Add a person; `competent users link` lets them in."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, acts = Context.open().engine, _by(by)
        grants = granted(role or (), language or ())
        made = add_person(
            engine, name, organisation=organisation, email=email, by=acts[0], at=acts[1]
        )
        found = set_rights(engine, made.key, grants, organisation=organisation, by=acts)
        _tell(output, found, "added", "is added")


@commands.command("list")
def list_(json: JsonOption = False) -> None:
    """List the people: where they work, what they may do, when they were here last."""
    output = Output(json=json)
    with failing_clearly(output):
        output.table(
            ("name", "organisation", "grants", "state", "last_seen"),
            [
                (
                    it.name,
                    it.organisation,
                    _grants(it),
                    _state(it),
                    f"{it.seen_at:%Y-%m-%d %H:%MZ}" if it.seen_at else "never",
                )
                for it in everybody(Context.open().engine)
            ],
        )


@commands.command("grant")
def grant(
    name: NameArgument,
    role: RoleOption,
    language: LanguageOption = None,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Give a person roles beside those that they have; the languages of one are those named now."""
    output = Output(json=json)
    with failing_clearly(output):
        engine = Context.open().engine
        person = named(engine, name)
        given = granted(role, language or ())
        kept = [it for it in grants_of(person) if it.role not in role]
        _set(output, person, [*kept, *given], by)


@commands.command("revoke")
def revoke(
    name: NameArgument, role: RoleOption, by: ByOption = "", json: JsonOption = False
) -> None:
    """Take roles from a person, from their next request on."""
    output = Output(json=json)
    with failing_clearly(output):
        person = named(Context.open().engine, name)
        lacking = sorted(it for it in role if it.value not in person.grants)
        if lacking:
            message = f"{person.name} does not have the role {lacking[0]}: {_grants(person)}"
            raise InvalidQueryError(message)
        _set(output, person, [it for it in grants_of(person) if it.role not in role], by)


@commands.command("link")
def link(
    name: NameArgument,
    hours: Annotated[int, typer.Option(min=1, max=MOST_HOURS, help="For how long.")] = 24,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Make a link that signs a person in once, and show it: this once.

    It leads to COMPETENT_PUBLIC_URL or, where that is not set, to the service that runs on this home.
    """
    output = Output(json=json)
    with failing_clearly(output):
        context, (actor, at) = Context.open(), _by(by)
        person = named(context.engine, name)
        token = make_link(context.engine, person, by=actor, at=at, valid=timedelta(hours=hours))
        place = f"{address_of(context.settings)}/workbench/sign-in/link"
        address = f"{place}?token={token.get_secret_value()}"
        output.line(
            f"For {person.name} alone, once, within {hours} hours:\n{address}",
            type="link",
            name=person.name,
            link=address,
            expires_at=at + timedelta(hours=hours),
        )


@commands.command("disable")
def disable(
    name: NameArgument,
    again: Annotated[bool, typer.Option("--undo", help="Let the person in again.")] = False,
    reason: Annotated[str, typer.Option(help="Why, for the audit.")] = "",
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Close the door to a person: signed out everywhere, links and keys of that name open nothing."""
    output = Output(json=json)
    with failing_clearly(output):
        engine, (actor, at) = Context.open().engine, _by(by)
        act = open_again if again else partial(close, why=reason)
        found = act(engine, named(engine, name).key, by=actor, at=at)
        _tell(output, found, "enabled" if again else "disabled", f"is {_state(found)}")


def _by(named_: str) -> tuple[Actor, datetime]:
    """Who gives the command: whoever has the record at hand may do everything."""
    return Actor.of(who(named_), *Role), datetime.now(UTC).replace(microsecond=0)


def _set(output: Output, person: PersonRecord, grants: list[Grant], by: str) -> None:
    engine = Context.open().engine
    found = set_rights(engine, person.key, grants, organisation=person.organisation, by=_by(by))
    _tell(output, found, "granted", "has")


def _tell(output: Output, person: PersonRecord, type_: str, told: str) -> None:
    values: dict[str, Any] = {
        "name": person.name,
        "organisation": person.organisation,
        "grants": {role: list(languages) for role, languages in person.grants.items()},
        "state": _state(person),
    }
    output.line(f"{person.name} {told}: {_grants(person)}", type=type_, **values)


def _grants(person: PersonRecord) -> str:
    return ", ".join(sorted(map(str, grants_of(person)))) or "no role"


def _state(person: PersonRecord) -> str:
    return "closed" if person.disabled_at else "open"
