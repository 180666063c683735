"""Sentences that remember what they were filled with, so that they can be said in another language."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Quote", "Sentence", "Value", "made_of", "of_record", "sentence"]


class Quote(str):
    """Words of a language that a sentence quotes: a label, a term, a text."""

    __slots__ = ("lang",)

    lang: str

    def __new__(cls, text: str, lang: str) -> Self:
        """The words, and the tag of their language."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self.lang)


class Sentence(str):
    """A text in English that is made of `text`, with places such as `%(term)r`, and of `values`.

    As a text it is what stands there in English. `text` is what catalogues translate.
    """

    __slots__ = ("text", "values")

    text: str
    values: Mapping[str, Value]

    def __new__(cls, text: str, values: Mapping[str, Value]) -> Self:
        """The text filled with the values; KeyError where one is missing."""
        made = super().__new__(cls, text % {name: _said(it) for name, it in values.items()})
        made.text, made.values = text, dict(values)
        return made

    @override
    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, Value]]]:
        return type(self), (self.text, self.values)


Value = str | int | date | tuple[str | int, ...]
"""What a sentence is filled with, a `Quote` or `Sentence` too; several are told with commas between.

A moment has a zone, and is told in UTC.
"""


class _Grouped(int):
    """A whole number that is told with its thousands apart, by `%(n)s`; by `%(n)d` it is not."""

    @override
    def __str__(self) -> str:
        return f"{int(self):,}"


def sentence(text: str, **values: Value) -> Sentence:
    """The text filled with the values, as a `Sentence`.

    `text` stands there as it is, so that it is found by those who collect what to translate.
    `%(name)r` quotes a value, `%(name)s` tells it, a number with its thousands apart, and
    `%(name)d` tells a number that counts nothing, such as that of a row.
    """
    return Sentence(text, values)


def made_of(text: str) -> dict[str, Any]:
    """What a sentence is made of, as plain JSON values: `sentence` and `values`; {} for any other text."""
    if not isinstance(text, Sentence):
        return {}
    return {"sentence": text.text, "values": {name: _plain(it) for name, it in text.values.items()}}


def of_record(record: Mapping[str, Any], text: str) -> str:
    """The text, as a sentence where the record holds what it is made of."""
    if "sentence" not in record:
        return text
    values = {name: _value(it) for name, it in record["values"].items()}
    return Sentence(record["sentence"], values)


def _said(value: Value) -> str | int:
    if isinstance(value, tuple):
        return ", ".join(f"{it:,}" if isinstance(it, int) else it for it in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d at %H:%M} UTC"
    if isinstance(value, date):
        return value.isoformat()
    return _Grouped(value) if isinstance(value, int) else value


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(it) for it in value]
    if isinstance(value, date):
        return {"moment" if isinstance(value, datetime) else "day": value.isoformat()}
    if isinstance(value, Sentence):
        return made_of(value)
    return {"text": str(value), "lang": value.lang} if isinstance(value, Quote) else value


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        return tuple(_one(it) for it in plain)
    if isinstance(plain, dict) and "moment" in plain:
        return datetime.fromisoformat(plain["moment"])
    if isinstance(plain, dict) and "day" in plain:
        return date.fromisoformat(plain["day"])
    return _one(plain)


def _one(plain: Any) -> str | int:
    if not isinstance(plain, dict):
        return plain if isinstance(plain, int) else str(plain)
    if "sentence" in plain:
        return of_record(plain, "")
    return Quote(plain["text"], plain["lang"])
