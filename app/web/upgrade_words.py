"""What the workbench calls the items of an upgrade: kinds, states, decisions."""

from __future__ import annotations

from app.web.languages import message
from taxonomy.currency import ItemKind
from taxonomy.deciding import Verb

__all__ = ["KINDS", "MANY", "SAID", "STATES", "STATUSES", "VERBS"]

KINDS = {
    ItemKind.GONE: message("Concept gone"),
    ItemKind.SPLIT: message("Split"),
    ItemKind.MEANING: message("Meaning changed"),
    ItemKind.LABEL: message("Name changed"),
    ItemKind.NEW: message("New, unmapped"),
    ItemKind.LINKED: message("Newly linked skills"),
    ItemKind.OTHER: message("Stale before"),
}

SAID = {
    ItemKind.GONE: message(
        "The new release has it no more: what is mapped to it needs another place."
    ),
    ItemKind.SPLIT: message("The new release has several in its place: which of them do we mean?"),
    ItemKind.MEANING: message("Its meaning changed: do the mappings still hold?"),
    ItemKind.LABEL: message("Its name changed: do the mappings still hold?"),
    ItemKind.NEW: message("It is new, and nothing of ours is mapped to it."),
    ItemKind.LINKED: message("It asks for skills that it did not ask for: do ours need them too?"),
    ItemKind.OTHER: message("It was stale before this upgrade."),
}
"""What the kind of an item means, for who decides."""

STATES = {
    "open": message("open"),
    "seen": message("seen"),
    "investigate": message("being investigated"),
    "done": message("decided"),
}

MANY = {
    Verb.KEEP: message("keep the mappings"),
    Verb.REMAP: message("map each to the best that is proposed"),
    Verb.REJECT: message("reject the mappings"),
    Verb.MAP: message("map each to its likeliest candidate"),
    Verb.ADOPT: message("adopt each, what is new as a concept of ours"),
    Verb.DISMISS: message("dismiss each"),
}
"""A decision about many items at once."""

STATUSES = {
    "open": message("open"),
    "superseded": message("superseded"),
    "published": message("published"),
}

VERBS = {
    Verb.KEEP: message("keep the mapping"),
    Verb.REMAP: message("map to another concept"),
    Verb.REJECT: message("reject the mapping"),
    Verb.MAP: message("map to ours"),
    Verb.ADOPT: message("adopt"),
    Verb.DISMISS: message("dismiss"),
}
