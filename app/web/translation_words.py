"""What screens call states, fields and steps of translations."""

from __future__ import annotations

from app.web.languages import message
from taxonomy.reviewing.states import State

__all__ = ["CAMPAIGN_STATES", "DONE", "FIELDS", "KINDS", "STATES", "TONES"]

STATES = {
    State.STALE: message("stale"),
    State.MISSING: message("missing"),
    State.MACHINE: message("machine"),
    State.DRAFT: message("draft"),
    State.REVIEW: message("to review"),
    State.APPROVED: message("approved"),
}

TONES = {
    State.STALE: ("star", "bad"),
    State.MISSING: ("cross", "bad"),
    State.MACHINE: ("diamond", "info"),
    State.DRAFT: ("half", "wait"),
    State.REVIEW: ("diamond", "wait"),
    State.APPROVED: ("disc", "ok"),
}
"""State → the shape and the tone of its mark."""

FIELDS = {
    "pref_label": message("preferred label"),
    "definition": message("definition"),
    "description": message("description"),
    "scope_note": message("scope note"),
    "working_context": message("working context"),
    "disambiguator": message("disambiguator"),
}

KINDS = {
    "profile": message("profile"),
    "skill": message("skill"),
    "knowledge": message("knowledge"),
    "behaviour": message("behavioural indicator"),
    "soft-skill": message("soft skill"),
    "digital-skill": message("digital skill"),
    "competence-set": message("competence set"),
    "sector": message("sector"),
    "area-of-interest": message("area of interest"),
    "proof-of-learning": message("proof of learning"),
    "technical-competence": message("technical competence"),
}

DONE = {
    "save": message("Saved as a draft."),
    "submit": message("Submitted for review."),
    "approve": message("Approved."),
    "send-back": message("Sent back to its writer."),
    "withdraw": message("The proposed text was taken back."),
    "flag": message("Flagged."),
    "unflag": message("The flag is gone."),
    "comment": message("Your comment stands below."),
    "assign": message("Assigned."),
}

CAMPAIGN_STATES = {
    "open": message("under way"),
    "frozen": message("frozen"),
    "closed": message("closed"),
}
