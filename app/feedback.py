"""What visitors say of a concept: checked, and kept for the editors."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.db import feedback as kept
from app.db.session import reading, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from app.db.feedback import RemarkRecord, Wanted

__all__ = [
    "LANGUAGES",
    "LONGEST_CONTACT",
    "LONGEST_TEXT",
    "About",
    "Flaw",
    "Typed",
    "cleaned",
    "flaws",
    "keep",
    "remarks",
]

LONGEST_TEXT, LONGEST_CONTACT = 4000, 200
LANGUAGES = ("nl", "fr", "de", "en")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What no reader sees, or what turns the direction of other people's pages."""
_CONTACT = re.compile(r"[^@\s<>]{1,100}@[^@\s<>]{1,100}")


class About(StrEnum):
    """The kinds of remark."""

    WRONG = "wrong"
    MISSING = "missing"
    TRANSLATION = "translation"
    OTHER = "other"


class Flaw(StrEnum):
    """Why a remark cannot be kept as it was sent, in the order of the form."""

    ABOUT = "about"
    LANGUAGE = "lang"
    EMPTY = "empty"
    LONG = "long"
    UNSEEN = "unseen"
    CONTACT = "contact"
    TRAP = "trap"


class Typed(NamedTuple):
    """A form as it was filled in; nobody sees the last field, so only programs fill it."""

    about: str = ""
    lang: str = ""
    text: str = ""
    contact: str = ""
    trap: str = ""


def cleaned(text: str) -> str:
    """The text with ends of lines alike, and without what no reader sees."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def flaws(typed: Typed) -> list[Flaw]:
    """What has to be mended before the remark is kept; none where it is fine."""
    text, contact = cleaned(typed.text).strip(), typed.contact.strip()
    found = {
        Flaw.ABOUT: typed.about not in set(About),
        Flaw.LANGUAGE: typed.lang not in LANGUAGES,
        Flaw.EMPTY: not text,
        Flaw.LONG: len(text) > LONGEST_TEXT,
        Flaw.UNSEEN: bool(_UNSEEN.search(typed.text.replace("\r", "\n"))),
        Flaw.CONTACT: bool(contact) and not _is_contact(contact),
        Flaw.TRAP: bool(typed.trap),
    }
    return [flaw for flaw, there in found.items() if there]


def keep(engine: Engine, remark: RemarkRecord) -> bool:
    """Keep a remark; False where its form was sent before, and then nothing changes."""
    with writing(engine) as session:
        return kept.add(session, remark)


def remarks(engine: Engine, wanted: Wanted) -> Sequence[RemarkRecord]:
    """The remarks that are wanted, in the order in which they came."""
    with reading(engine) as session:
        return kept.listed(session, wanted)


def _is_contact(text: str) -> bool:
    return len(text) <= LONGEST_CONTACT and bool(_CONTACT.fullmatch(text))
