"""What the pages call changes between releases, and how they show what of a text went and came."""

from __future__ import annotations

from markupsafe import Markup

from app.rendering.pages.changed_lines import Turn
from app.web.languages import message
from app.web.link_words import NOTES
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.formats.changes.words import marked
from taxonomy.vocabulary import NoteType

__all__ = ["DEPTHS", "FIELDS", "TURNS", "TYPES", "difference"]

TURNS = {
    Turn.ADDED: message("New"),
    Turn.RETIRED: message("Retired"),
    Turn.RENAMED: message("Renamed"),
    Turn.NAMES: message("Other names"),
    Turn.TEXTS: message("Texts"),
    Turn.LINKS: message("Links"),
    Turn.OTHER: message("Codes and other data"),
}

DEPTHS = {
    ChangeClass.MEANING: message("What it means"),
    ChangeClass.WORDING: message("How it is worded"),
    ChangeClass.COSMETIC: message("Only spelling and punctuation"),
}
"""How deep a change of text goes."""

TYPES = {
    ChangeType.ADDED: message("new"),
    ChangeType.RESTORED: message("Back again"),
    ChangeType.RETIRED: message("retired"),
    ChangeType.CAME_AND_WENT: message("Came and went"),
    ChangeType.DROPPED: message("No longer listed"),
    ChangeType.KIND_CHANGED: message("Kind"),
    ChangeType.NOTATION_CHANGED: message("Code"),
    ChangeType.RENAMED: message("Name"),
    ChangeType.LABEL_ADDED: message("Name added"),
    ChangeType.LABEL_REMOVED: message("Name removed"),
    ChangeType.LABEL_MOVED: message("Name moved"),
    ChangeType.LABEL_CODE_CHANGED: message("Code of a name"),
    ChangeType.NOTE_CHANGED: message("Text"),
    ChangeType.LINK_MOVED: message("Moved"),
    ChangeType.LINK_ADDED: message("Link added"),
    ChangeType.LINK_REMOVED: message("Link removed"),
    ChangeType.LINK_RANKED: message("Order of links"),
    ChangeType.COLLECTION_ADDED: message("Collection"),
    ChangeType.COLLECTION_REMOVED: message("Collection"),
    ChangeType.ATTRIBUTE_CHANGED: message("Other data"),
    ChangeType.FRAMEWORK_CHANGED: message("Framework"),
    ChangeType.SUCCESSORS_CHANGED: message("Successors"),
}
"""What stands in front of a single change."""

FIELDS = {
    "pref_label": message("preferred name"),
    "alt_labels": message("alternative name"),
    "hidden_labels": message("name for searching"),
    **{kind.value: NOTES[kind] for kind in NoteType},
}


def difference(before: str, after: str) -> Markup:
    """The later text with what went and what came, word by word."""
    return Markup(marked(before, after))  # noqa: S704 -- it has escaped the texts
