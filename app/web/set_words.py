"""What the workbench calls what competence sets lack, and why something would fit."""

from __future__ import annotations

from app.competence_sets.listing import Order
from app.web.languages import message
from taxonomy.competence_sets.board import GapCode
from taxonomy.vocabulary import Kind

__all__ = ["GAPS", "KINDS", "ORDERS"]

GAPS = {
    GapCode.NO_MEMBERS: ("cross", "bad", message("no members")),
    GapCode.NO_PROFILES: ("cross", "wait", message("no profiles")),
    GapCode.LABEL_MISSING: ("cross", "wait", message("no short label")),
    GapCode.LABEL_LONG: ("half", "wait", message("long short label")),
    GapCode.DISAMBIGUATOR_MISSING: ("cross", "wait", message("needs a disambiguator")),
    GapCode.DISAMBIGUATOR_SAME: ("cross", "wait", message("same disambiguator as another set")),
    GapCode.DISAMBIGUATOR_NEEDLESS: ("diamond", "info", message("needs no disambiguator")),
}
"""What a set lacks → its shape, its tone and its words."""

ORDERS = {
    Order.CODE: message("Code"),
    Order.NAME: message("Short label"),
    Order.MEMBERS: message("Members"),
    Order.PROFILES: message("Profiles"),
    Order.OVERLAP: message("Overlap"),
    Order.GAPS: message("What is missing"),
}

KINDS = {
    Kind.SKILL: message("skills"),
    Kind.KNOWLEDGE: message("knowledge items"),
    Kind.BEHAVIOUR: message("behavioural indicators"),
}
"""The kinds of competence that sets and coverage are about."""
