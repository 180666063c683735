"""The texts of templates and code, and the catalogues that translate them."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.web.languages import CATALOGUES, FALLBACK, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TRANSLATED", "is_translated", "path", "read", "template", "updated"]

TRANSLATED = [it for it in NAMES if it != FALLBACK]
"""The languages that have a catalogue."""

_HEADER = """# The texts of the pages in {name}. scripts/texts adds what is new and drops what is gone.
msgid ""
msgstr ""
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""
_METHODS = [
    ("**.py", "python"),
    ("**.html", "jinja2.ext:babel_extract"),
    ("**.xml", "jinja2.ext:babel_extract"),
]
_OPTIONS = {it: {"trimmed": "true", "silent": "false"} for it in ("**.html", "**.xml")}
_KEYWORDS = {"message": None, "_": None, "gettext": None, "ngettext": (1, 2)}
_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_SAYING = {"sentence": None}
"""What findings and refusals are said with, anywhere in the library and the service."""


def template() -> Catalog:
    """Every text that waits for a translation, in the order of the files that hold it."""
    found = Catalog(charset="utf-8")
    for file, text in [*_texts(_HERE, _KEYWORDS), *_texts(_ROOT / "app", _SAYING, "app/")]:
        found.add(text, locations=[(file, 0)])
    for file, text in _texts(_ROOT / "taxonomy", _SAYING, "taxonomy/"):
        found.add(text, locations=[(file, 0)])
    return found


def _texts(folder: Path, keywords: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """File → text of each that stands there in one of these words, file by file."""
    found = extract_from_dir(folder, _METHODS, _OPTIONS, keywords)
    in_order = sorted(found, key=lambda it: (it[0], it[1]))
    return [(f"{prefix}{file}", text) for file, _, text, _, _ in in_order]


def path(tag: str) -> Path:
    """The file of a language's catalogue."""
    return CATALOGUES / f"{tag}.po"


def read(tag: str) -> Catalog:
    """The catalogue of a language."""
    with path(tag).open("rb") as source:
        return read_po(source, locale=tag)


def updated(tag: str) -> tuple[bytes, int]:
    """The catalogue of a language with today's texts, and how many of them have no translation."""
    known, made = read(tag), Catalog(locale=tag)
    for entry in template():
        if entry.id:
            before = known.get(entry.id)
            made.add(entry.id, before.string if before else None, locations=entry.locations)
    target = BytesIO()
    header = _HEADER.format(name=NAMES[tag], tag=tag, plural=made.plural_forms)
    target.write(f"{header}\n".encode())
    write_po(target, made, width=0, include_lineno=False, omit_header=True)
    return target.getvalue(), sum(not is_translated(it) for it in made if it.id)


def is_translated(entry: Message) -> bool:
    """Whether the text stands there in every form."""
    forms = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
    return all(forms) and not entry.fuzzy


if __name__ == "__main__":
    for language in TRANSLATED:
        content, missing = updated(language)
        path(language).write_bytes(content)
        sys.stdout.write(f"{language}: {missing} without a translation\n")
