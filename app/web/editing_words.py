"""What the workbench calls changesets, their states and moves, and the fields of a concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.web.languages import message
from app.web.link_words import NOTES, TO
from taxonomy.vocabulary import LabelType, RetirementReason

if TYPE_CHECKING:
    from taxonomy.editing.fields import Field

__all__ = [
    "ACTS",
    "DEADLINES",
    "DONE",
    "ENDS",
    "FILES",
    "GAPS",
    "GROUPS",
    "KINDS_OF_CHANGE",
    "LABELS",
    "LEFT",
    "LIVES",
    "LOST",
    "MOVES",
    "REASONS",
    "STATES",
    "field",
    "gap",
]

STATES = {
    "open": ("diamond", "info", message("open")),
    "submitted": ("half", "wait", message("to review")),
    "sent-back": ("diamond", "wait", message("sent back")),
    "accepted": ("disc", "ok", message("accepted")),
    "discarded": ("cross", "bad", message("discarded")),
}
"""State of a changeset → its shape, its tone and its word."""

MOVES = {
    "submit": (message("Submit for review"), "s"),
    "accept": (message("Accept into the draft"), "a"),
    "send-back": (message("Send back"), "b"),
    "take-back": (message("Take back"), "t"),
    "discard": (message("Discard"), ""),
    "undo": (message("Undo"), "u"),
}
"""Move of a changeset → its button, and the key that presses it."""

ACTS = {
    "create": message("new"),
    "edit": message("changed"),
    "import": message("from a file"),
    "merge": message("merged"),
    "resolve": message("chosen"),
    "restore": message("brought back"),
    "retire": message("retired"),
    "split": message("split"),
    "undo": message("undone"),
}
"""What a changeset does to a concept."""

LOST = {
    "left": message("goes nowhere"),
    "weaker": message("is essential already"),
    "itself": message("led to one of these concepts themselves"),
}
"""Why something of a concept that is merged or split does not go on."""

LABELS = {
    LabelType.PREFERRED: message("preferred name"),
    LabelType.ALTERNATIVE: message("alternative name"),
    LabelType.HIDDEN: message("name for searching"),
}

GROUPS = {
    "kind": message("Kind"),
    "notation": message("Code"),
    "life": message("State"),
    "framework": message("Framework"),
    "notations": message("Codes in other systems"),
    "collections": message("Collection"),
    "attribute": message("Other data"),
}

REASONS = {
    RetirementReason.REPLACED: message("One other concept replaces it"),
    RetirementReason.SPLIT: message("It is split into several"),
    RetirementReason.MERGED: message("It is merged into another one"),
    RetirementReason.NONE: message("Nothing replaces it"),
}

ENDS = {
    RetirementReason.REPLACED: message("replaced"),
    RetirementReason.SPLIT: message("split"),
    RetirementReason.MERGED: message("merged"),
    RetirementReason.NONE: message("ended"),
}
"""How a concept ends, in one word."""

LIVES = {
    "active": message("active"),
    "retired": message("retired"),
    "unknown": message("retired"),
} | {reason.value: word for reason, word in ENDS.items()}
"""What the status of a concept, or the reason of its end, is called where it changes."""

GAPS = {
    "behaviour": message("no behavioural indicator"),
    "competences": message("no competence"),
    "description": message("no description"),
    "digital-skills": message("no digital skill"),
    "essential-competences": message("no essential competence"),
    "framework": message("no number in a framework"),
    "isco": message("no ISCO code"),
    "knowledge": message("no knowledge"),
    "members": message("no member"),
    "name": message("no name"),
    "sectors": message("no sector"),
    "sets": message("no competence set"),
    "soft-skills": message("no soft skill"),
    "used": message("used by nothing"),
    "working-context": message("no working context"),
}
"""What a concept lacks, by the code of the gap without its language."""

DEADLINES = {
    "campaign": message("Campaign"),
    "candidate": message("The candidate becomes current"),
    "release": message("The draft is to be published"),
    "showing": message("The draft is to be shown as a candidate"),
}

DONE = {
    "abandoned": message("It is given up: it is a draft again."),
    "candidate": message("It is shown as a candidate: everybody sees it, and builds on it later."),
    "notes": message("Saved."),
    "planned": message("Saved."),
    "published": message("It is published: everybody sees it now."),
    "rescheduled": message("The day is moved, and everybody is told."),
    "withdrawn": message("It is withdrawn; its files stay."),
}
"""What was just done at the release desk."""

KINDS_OF_CHANGE = {
    "creation": message("a new concept"),
    "retirement": message("the end of a concept"),
    "restoration": message("the return of a concept"),
    "label-nl": message("a name in Dutch"),
    "label-fr": message("a name in French"),
    "label-de": message("a name in German"),
    "label-en": message("a name in English"),
    "label-other": message("a name in another language"),
    "note": message("a text"),
    "link": message("a link"),
    "attribute": message("other data"),
}


FILES = {
    "waiting": ("diamond", "info", message("waits to be read")),
    "reading": ("half", "wait", message("is being read")),
    "read": ("diamond", "wait", message("to look at")),
    "refused": ("cross", "bad", message("cannot be read")),
    "taking": ("half", "wait", message("is being taken")),
    "taken": ("disc", "ok", message("taken")),
}
"""State of a file → its shape, its tone and its word."""

LEFT = {
    "approved-text": message("This text is approved"),
    "changed-meanwhile": message("The draft changed it since, to something else"),
    "identity-kept": message("A file never changes kind, code or state"),
}
"""Why a field stays although a file says otherwise."""


def gap(code: str) -> tuple[str, str]:
    """What a gap is called, to be translated, and of which language it is; empty where of none."""
    word, _, lang = code.rpartition("-")
    return (GAPS[word], lang) if word in GAPS and code not in GAPS else (GAPS[code], "")


def field(it: Field) -> str:
    """What a field is called, to be translated; its language stands beside it."""
    if it.group == "label":
        return LABELS[LabelType(it.name)]
    if it.group == "note":
        return next(word for kind, word in NOTES.items() if kind.value == it.name)
    if it.group == "link":
        return next(word for predicate, word in TO.items() if predicate.value == it.name)
    return GROUPS[it.group]
