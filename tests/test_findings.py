"""docs/findings.md lists every finding that the code can make of a source or of the archive."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from taxonomy.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/findings.md").read_text()
SOURCES = ROOT / "taxonomy/sources"
SEVERITIES = {"refuse": Severity.ERROR, "repair": Severity.WARNING, "remark": Severity.INFO}
NAMES = {
    "canonical_file": "jsonl",
    "competent_workbook": "workbook",
    "concept_table": "table",
    "csv_package": "package",
    "delimited": "list",
    "digcomp": "digcomp",
    "esco_csv": "esco",
    "esco_rdf": "esco-rdf",
    "eures": "eures",
    "isco": "isco",
    "reading": "every",
    "resolving": "mappings",
    "rome_isco": "rome-isco",
    "rome": "rome",
    "skos_rdf": "rdf",
    "sssom": "sssom",
    "subject_list": "list",
    "xliff": "xliff",
}

Said = tuple[str, Severity, str]
"""Code, severity, and the source that says it."""


class Room:
    """The modules that belong together: where a code that is no literal is looked for."""

    def __init__(self, paths: list[Path]) -> None:
        trees = [ast.parse(path.read_text()) for path in paths]
        self.nodes = [node for tree in trees for node in ast.walk(tree)]
        self.functions = [it for it in self.nodes if isinstance(it, ast.FunctionDef)]

    def said(self) -> Iterator[tuple[str, Severity]]:
        """Every code that these modules give a finding, with its severity."""
        for function in self.functions:
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and (found := severity_and_code(node)):
                    severity, code = found
                    for text in self.texts(code, function):
                        yield text, severity

    def texts(self, value: ast.expr, function: ast.FunctionDef) -> set[str]:
        """The texts that an expression may be: a literal, or what its name is given."""
        match value:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=body, orelse=other):
                return self.texts(body, function) | self.texts(other, function)
            case ast.Name(id=name):
                given = [*assigned(name, function), *self.handed(name, function)]
                return {text for it in given for text in self.texts(it, function)}
            case ast.Call(func=ast.Name(id=name)):
                (inner,) = (it for it in self.functions if it.name == name)
                return {text for it in first_answers(inner) for text in self.texts(it, inner)}
        message = f"the code of a finding cannot be followed: {ast.unparse(value)}"
        raise AssertionError(message)

    def handed(self, name: str, function: ast.FunctionDef) -> list[ast.expr]:
        """What callers hand over as this parameter."""
        parameters = [it.arg for it in function.args.args if it.arg != "self"]
        if name not in parameters:
            return []
        place = parameters.index(name)
        return [
            node.args[place]
            for node in self.nodes
            if isinstance(node, ast.Call) and called(node) == function.name
        ]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def severity_and_code(node: ast.Call) -> tuple[Severity, ast.expr] | None:
    """What a call makes a finding of, where it makes one."""
    if called(node) in SEVERITIES:
        return SEVERITIES[called(node)], node.args[0]
    named = {it.arg: it.value for it in node.keywords}
    if called(node) == "Finding" and isinstance(named["severity"], ast.Attribute):
        return Severity[named["severity"].attr], named["code"]
    if called(node) == "_finding" and isinstance(node.args[0], ast.Attribute):
        return Severity[node.args[0].attr], node.args[1]
    return None


def assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function assigns to a name, alone or as the first of several."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            first = target.elts[0] if isinstance(target, ast.Tuple) else target
            if isinstance(first, ast.Name) and first.id == name:
                yield node.value


def first_answers(function: ast.FunctionDef) -> list[ast.expr]:
    """The first of the values that a function answers with."""
    answers = [it.value for it in ast.walk(function) if isinstance(it, ast.Return)]
    return [it.elts[0] for it in answers if isinstance(it, ast.Tuple)]


def said_by_sources() -> set[Said]:
    found: set[Said] = set()
    for path in SOURCES.iterdir():
        room = Room(sorted(path.rglob("*.py")) if path.is_dir() else [path])
        found |= {(code, severity, NAMES[path.stem]) for code, severity in room.said()}
    return found


def told_of_sources() -> list[Said]:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| ((?:error|warning|info): [^|]+) \| [^|]+ \| [^|]+ \|$", PAGE, re.M
    )
    return [
        (code, Severity(severity), source)
        for code, cell in rows
        for severity, _, sources in (part.partition(": ") for part in cell.split("; "))
        for source in sources.split(", ")
    ]


def told_of_verify() -> list[tuple[str, Severity]]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|info) \| [^|]+ \| [^|]+ \|$", PAGE, re.M)
    return [(code, Severity(severity)) for code, severity in rows]


def test_every_finding_of_a_source_is_told_with_its_severities() -> None:
    assert sorted(said_by_sources() - set(told_of_sources())) == []


def test_no_finding_of_a_source_is_told_that_none_makes() -> None:
    assert sorted(set(told_of_sources()) - said_by_sources()) == []


def test_verify_makes_the_findings_that_are_told_of_it() -> None:
    assert sorted(told_of_verify()) == sorted(set(Room([ROOT / "app/verifying.py"]).said()))


def test_a_code_has_one_row_and_the_rows_are_in_order() -> None:
    codes = re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.M)
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    of_verify = len(told_of_verify())
    assert codes[:-of_verify] == sorted(codes[:-of_verify])


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        ("two-notes", Severity.ERROR),  # by a condition
        ("set-disagrees", Severity.ERROR),  # by a caller
        ("date-cell", Severity.ERROR),  # by the answer of a function
        ("text-normalised", Severity.WARNING),  # for every source
    ],
)
def test_a_code_is_followed_to_where_it_is_written(code: str, severity: Severity) -> None:
    assert (code, severity) in {it[:2] for it in said_by_sources()}
