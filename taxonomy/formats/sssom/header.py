"""The YAML of a metadata block: as much of YAML 1.2 as SSSOM files use, written and read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Dictionary

__all__ = ["Block", "parsed", "yaml_lines"]

Block = dict[str, Any]
"""Key → text, a list, or a block."""

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./:#@()+ -]*")
_NOT_PLAIN = re.compile(r": |:$| #| $|\A(?:true|false|yes|no|on|off|null|y|n)\Z", re.IGNORECASE)
_ENTRY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'\[{#][^#]*?)\s*:(?:\s+(.*))?""")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_NAMED_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "N": "\x85", "_": "\xa0"}
_DEEPEST = 12


def yaml_lines(block: Dictionary[str, Any], indent: str = "") -> Iterator[str]:
    """The lines of a block: texts plain where they may be, lists as block sequences."""
    for key, value in block.items():
        if isinstance(value, str):
            yield f"{indent}{_key(key)}: {_scalar(value)}"
        elif isinstance(value, list):
            yield f"{indent}{_key(key)}:"
            for item in value:
                lines = list(yaml_lines(item)) if isinstance(item, dict) else [_scalar(item)]
                yield f"{indent}  - {lines[0]}"
                yield from (f"{indent}    {it}" for it in lines[1:])
        else:
            yield f"{indent}{_key(key)}:"
            yield from yaml_lines(value, f"{indent}  ")


def _key(text: str) -> str:
    return _quoted(text) if "#" in text else _scalar(text)


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = (it if it.isprintable() else f"\\U{ord(it):08x}" for it in escaped)
    return f'"{"".join(shown)}"'


def parsed(lines: Sequence[str]) -> Block:
    """The block that these lines write; ValueError says what in them is no such YAML."""
    told = [it.rstrip() for it in lines]
    filled = [it for it in told if it.strip() and not it.lstrip().startswith(("#", "---", "%"))]
    found, rest = _block(filled, 0)
    if rest or not isinstance(found, dict):
        message = f"{(rest or filled)[0].strip()[:80]!r} does not belong there"
        raise ValueError(message)
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(lines: Sequence[str], depth: int) -> tuple[Any, Sequence[str]]:
    """The map or list that begins at the first line, and the lines behind it."""
    if depth > _DEEPEST:
        message = "nested too deep"
        raise ValueError(message)
    if not lines:
        return {}, lines
    is_item = lines[0].lstrip().startswith("- ") or lines[0].strip() == "-"
    return _list(lines, depth) if is_item else _map(lines, depth)


def _map(lines: Sequence[str], depth: int) -> tuple[Block, Sequence[str]]:
    indent, found = _indent(lines[0]), Block()
    while lines and _indent(lines[0]) == indent:
        entry = _ENTRY.fullmatch(lines[0].strip())
        if entry is None:
            message = f"{lines[0].strip()[:80]!r} is no entry of the form key: value"
            raise ValueError(message)
        found[_text(entry[1])], lines = _value(entry[2] or "", lines[1:], indent, depth)
    return found, lines


def _list(lines: Sequence[str], depth: int) -> tuple[list[Any], Sequence[str]]:
    indent, found = _indent(lines[0]), []
    while lines and _indent(lines[0]) == indent and lines[0].lstrip().startswith("-"):
        inner = lines[0].lstrip()[1:]
        if _ENTRY.fullmatch(inner.strip()):
            pad = " " * (indent + 1 + _indent(inner))
            value, lines = _map([f"{pad}{inner.strip()}", *lines[1:]], depth + 1)
        else:
            value, lines = _value(inner.strip(), lines[1:], indent, depth)
        found.append(value)
    return found, lines


def _value(text: str, rest: Sequence[str], indent: int, depth: int) -> tuple[Any, Sequence[str]]:
    """What stands behind a key or a dash: on its line and on the deeper ones below."""
    deeper = next((at for at, it in enumerate(rest) if _indent(it) <= indent), len(rest))
    if not text and rest and not deeper and rest[0].lstrip().startswith("- "):
        return _block(rest, depth + 1)  # a list may stand as deep as its key
    if not text:
        value, left = _block(rest[:deeper], depth + 1) if deeper else ("", [])
        if left:
            message = f"{left[0].strip()[:80]!r} does not belong there"
            raise ValueError(message)
        return value, rest[deeper:]
    more = [it.strip() for it in rest[:deeper]]
    if text[0] in "|>":
        return ("\n" if text[0] == "|" else " ").join(more), rest[deeper:]
    return _scalar_or_list(" ".join([text, *more])), rest[deeper:]


def _scalar_or_list(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        items = re.findall(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+""", text[1:-1])
        return [_text(it.strip()) for it in items if it.strip()]
    return {} if text == "{}" else _text(text)


def _text(scalar: str) -> str:
    if scalar[:1] == '"' and scalar.rstrip()[-1:] == '"' and len(scalar) > 1:
        return _ESCAPE.sub(_unescaped, scalar.rstrip()[1:-1])
    if scalar[:1] == "'" and scalar.rstrip()[-1:] == "'" and len(scalar) > 1:
        return scalar.rstrip()[1:-1].replace("''", "'")
    plain = scalar.partition(" #")[0].strip()
    return "" if plain in ("null", "~") else plain


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _NAMED_ESCAPES.get(code, code)
