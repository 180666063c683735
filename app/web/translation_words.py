"""What screens call states, fields and steps of translations."""

from __future__ import annotations

from app.web.languages import message
from taxonomy.reviewing.states import State

__all__ = [
    "CAMPAIGN_STATES",
    "DONE",
    "FIELDS",
    "KINDS",
    "LEFT_OUT",
    "MANY_DONE",
    "PRIORITIES",
    "STATES",
    "STEPS",
    "TONES",
]

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
    "undo": message("The approval was taken back."),
    "send-back": message("Sent back to its writer."),
    "withdraw": message("The proposed text was taken back."),
    "flag": message("Flagged."),
    "unflag": message("The flag is gone."),
    "comment": message("Your comment stands below."),
    "assign": message("Assigned."),
}

STEPS = {
    "suggest": message("propose by machine"),
    "save": message("save"),
    "submit": message("submit"),
    "approve": message("approve"),
    "send-back": message("send back"),
}
"""Step → what it is called in a sentence."""

MANY_DONE = {
    "approve": message("Approved:"),
    "undo": message("Approvals taken back:"),
    "prefill": message("Filled in as machine texts:"),
    "assign": message("Assigned:"),
}
"""Act → what is said of how many it was done with."""

LEFT_OUT = {
    "others-eyes": message("you wrote it, so somebody else approves it"),
    "step-refused": message("nothing is proposed that could be approved"),
    "translation-refused": message("checks find an error in it"),
    "campaign-frozen": message("its campaign is frozen"),
    "precondition-failed": message("somebody changed it meanwhile"),
    "role-required": message("you do not review this language"),
}
"""Code of a refusal → why a translation is left out."""

PRIORITIES = (message("normal"), message("raised"), message("high"), message("urgent"))

CAMPAIGN_STATES = {
    "open": message("under way"),
    "frozen": message("frozen"),
    "closed": message("closed"),
}
