"""The shape of the house: what every room, page and command of the project keeps to."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from pydantic import SecretStr
from typer.main import get_group

from app.cli.commands import cli
from app.cli.output import ExitCode, exit_code
from app.config import Settings
from app.errors import ServiceError, documented, status_of
from taxonomy.errors import TaxonomyError

ROOT = Path(__file__).parent.parent
ROOMS = sorted(
    path
    for package in ("app", "taxonomy")
    for path in (ROOT / package).rglob("*.py")
    if "__pycache__" not in path.parts
)
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
DECISIONS = sorted((ROOT / "docs/decisions").glob("*"))
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "bench/README.md",
        ROOT / "releases/README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
OPERATIONS = (ROOT / "docs/operations.md").read_text()
NOT_OF_COMMANDS = {"--upgrade", "--upgrade-package"}  # of scripts/lock


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def pins(lock: str) -> dict[str, str]:
    """Package → the line that pins it, of a lock file."""
    lines = (ROOT / lock).read_text().splitlines()
    found = [line.removesuffix(" \\") for line in lines if "==" in line and line[0].isalnum()]
    return {line.partition("==")[0]: line for line in found}


def commands() -> dict[str, Any]:
    """Every command as it is typed behind `competent`."""
    found: dict[str, Any] = {}
    for name, command in get_group(cli).commands.items():
        parts: dict[str, Any] = getattr(command, "commands", {})
        found |= {f"{name} {part}": it for part, it in parts.items()} or {name: command}
    return found


def row_of(kind: type[TaxonomyError | ServiceError]) -> str:
    """The row of the page of errors, without its words."""
    code = str(int(exit_code(kind.__new__(kind)))) if issubclass(kind, TaxonomyError) else "–"
    return f"{kind.code} {status_of(kind)} {code}"


def rows_of_errors() -> list[str]:
    page = (ROOT / "docs/errors.md").read_text()
    return [
        " ".join(found)
        for found in re.findall(
            r"^\| `([a-z-]+)` \| (\d{3}) \|.+\|.+\| (\d|–) \|$", page, re.MULTILINE
        )
    ]


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_a_room_has_at_most_300_lines(room: Path) -> None:
    assert len(room.read_text().splitlines()) <= 300


@pytest.mark.parametrize("room", ROOMS, ids=named)
def test_a_room_is_named_after_what_it_holds(room: Path) -> None:
    assert not NAMES_THAT_SAY_NOTHING.intersection(
        {room.stem, *room.relative_to(ROOT).parent.parts}
    )


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_a_setting_stands_in_the_operators_page_with_its_default(field: str) -> None:
    default = Settings.model_fields[field].default
    told = str(default.get_secret_value() if isinstance(default, SecretStr) else default)
    value = f"`{told.lower() if isinstance(default, bool) else told}` |" if told else "empty: "
    assert f"| `COMPETENT_{field.upper()}` | {value}" in OPERATIONS


def test_the_operators_page_lists_no_setting_that_there_is_not() -> None:
    told = re.findall(r"^\| `COMPETENT_(\w+)` \|", OPERATIONS, re.MULTILINE)
    assert sorted(told) == sorted(field.upper() for field in Settings.model_fields)


def test_the_operators_page_lists_every_exit_code() -> None:
    told = re.findall(r"^\| (\d) \| .+ \|$", OPERATIONS, re.MULTILINE)
    assert told == [str(int(code)) for code in ExitCode]


def test_the_operators_page_lists_every_command_once_in_one_line() -> None:
    told = re.findall(r"^\| `competent ([a-z -]+)` \| .+ \|$", OPERATIONS, re.MULTILINE)
    assert sorted(told) == sorted(commands())


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)`", OPERATIONS))))
def test_an_option_of_the_operators_page_is_one_of_a_command(option: str) -> None:
    known = {
        name
        for command in commands().values()
        for it in command.params
        for name in (*it.opts, *it.secondary_opts)
    }
    assert option in known | {"--help", *NOT_OF_COMMANDS}


def test_every_command_but_up_prints_json_on_demand() -> None:
    without = [
        name
        for name, command in commands().items()
        if "--json" not in {option for it in command.params for option in it.opts}
    ]
    assert without == ["up"]


def test_the_page_of_errors_lists_each_code_with_its_status_and_exit_code() -> None:
    assert sorted(rows_of_errors()) == sorted({row_of(kind) for kind in documented()})


def test_decisions_are_numbered_and_titled() -> None:
    shape = r"\d{3}-[a-z0-9]+(-[a-z0-9]+)*\.md"
    assert [record.name for record in DECISIONS if not re.fullmatch(shape, record.name)] == []


def test_the_number_of_a_decision_is_used_once() -> None:
    numbers = [record.name[:3] for record in DECISIONS]
    assert sorted(set(numbers)) == numbers


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [it for it in targets if not (page.parent / it).exists()] == []


@pytest.mark.parametrize("command", ["run", "test", ".ci/run", "scripts/check", "scripts/install"])
def test_a_command_is_an_executable_script_without_syntax_errors(command: str) -> None:
    path = ROOT / command
    assert path.stat().st_mode & 0o111
    shell = path.read_text().splitlines()[0].removeprefix("#!").split()
    subprocess.run([*shell, "-n", str(path)], check=True)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_names_only_paths_that_exist(page: Path) -> None:
    named_paths = re.findall(
        r"`((?:app|bench|docs|migrations|releases|scripts|taxonomy|tests)/[\w./-]*)`",
        page.read_text(),
    )
    assert [it for it in named_paths if not (ROOT / it).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_names_only_commands_that_exist(page: Path) -> None:
    unknown = set(
        re.findall(
            r"(?:\.venv/bin/|`)competent ([a-z][a-z-]+(?: [a-z]+(?:-[a-z]+)*)?)", page.read_text()
        )
    )
    for name in commands():
        unknown -= {name, *(it for it in unknown if it.split()[0] == name)}
    assert unknown == set()


@pytest.mark.parametrize("command", ["./run", "./test"])
def test_the_readme_names_its_two_commands(command: str) -> None:
    assert re.search(rf"^{re.escape(command)}\b", (ROOT / "README.md").read_text(), re.MULTILINE)


def test_the_lock_of_the_tests_holds_all_of_the_lock_of_the_service() -> None:
    tests = pins("requirements-dev.lock")
    assert {name: tests.get(name) for name in pins("requirements.lock")} == pins(
        "requirements.lock"
    )


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [Requirement(it) for it in project["dependencies"]]
    if lock == "requirements-dev.lock":
        asked += [Requirement(it) for it in project["optional-dependencies"]["dev"]]
    pinned = {
        name: line.partition("==")[2].partition(" ")[0].rstrip(";")
        for name, line in pins(lock).items()
    }
    assert [
        str(it)
        for it in asked
        if not it.specifier.contains(pinned.get(it.name, "0"), prereleases=True)
    ] == []


def test_the_dockerfile_has_no_flaw_that_hadolint_knows() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    subprocess.run([hadolint, ROOT / "Dockerfile"], check=True)
