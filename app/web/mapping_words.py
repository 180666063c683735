"""What the pages call mappings: how concepts correspond, the states, the checks, the files."""

from __future__ import annotations

from app.web.languages import message
from app.web.words import Words
from taxonomy.vocabulary import Justification, MappingPredicate, MappingState

__all__ = [
    "CHECKS",
    "COVERAGE",
    "DOWNLOADS",
    "HOW",
    "JUSTIFICATIONS",
    "PREDICATES",
    "SEVERITIES",
    "STATES",
    "TOUCHES",
]

PREDICATES = {
    MappingPredicate.EXACT: Words(message("exact"), message("means the same")),
    MappingPredicate.CLOSE: Words(message("close"), message("means nearly the same")),
    MappingPredicate.BROAD: Words(message("broader"), message("means more")),
    MappingPredicate.NARROW: Words(message("narrower"), message("means less")),
    MappingPredicate.RELATED: Words(message("related"), message("has to do with it")),
}
"""What the counterpart is to the concept."""

HOW = {
    "exact": PREDICATES[MappingPredicate.EXACT].title,
    "close": PREDICATES[MappingPredicate.CLOSE].title,
    "broad": PREDICATES[MappingPredicate.BROAD].title,
    "narrow": PREDICATES[MappingPredicate.NARROW].title,
    "related": PREDICATES[MappingPredicate.RELATED].title,
}
"""As forms name them."""

STATES = {
    MappingState.ACCEPTED: message("accepted"),
    MappingState.STALE: message("stale"),
    MappingState.SUGGESTED: message("suggested"),
    MappingState.REJECTED: message("rejected"),
}

COVERAGE = {
    "covered": Words(message("Covered"), message("has an accepted mapping")),
    "open": Words(message("Open"), message("has a stale or suggested mapping only")),
    "nothing": Words(message("No counterpart"), message("is accepted to have none")),
    "uncovered": Words(message("Not covered"), message("nothing is said of it")),
}
"""In the order of bars and columns."""

SEVERITIES = {
    "error": message("error"),
    "warning": message("warning"),
    "info": message("for information"),
}

CHECKS = {
    "mapping-disjoint": message("Exact and broader or narrower at once"),
    "mapping-two-predicates": message("Two kinds of match to the same concept"),
    "mapping-several-exact": message("Exact matches to more than one concept"),
    "mapping-shared-exact": message("Several concepts that match the same one exactly"),
    "mapping-to-unknown": message("Mapped concepts that the release does not hold"),
    "mapping-to-retired": message("Mapped concepts that are retired"),
    "mapping-kind-misfit": message("A job matched to a competence"),
    "mapping-against-hierarchy": message("Mappings that cross broader and narrower"),
    "mapping-circle": message("Concepts that would be broader than themselves"),
}
"""By code of the check; one that is not listed here is told by its code."""

JUSTIFICATIONS = {
    Justification.MANUAL: message("decided by a person"),
    Justification.REVIEW: message("reviewed by a person"),
    Justification.LEXICAL: message("names that are alike"),
    Justification.SEMANTIC: message("meanings that are alike"),
    Justification.COMPOSITE: message("several signs together"),
    Justification.CHAINING: message("through other mappings"),
    Justification.INVERSION: message("read backwards"),
    Justification.UNSPECIFIED: message("the source gives no reason"),
}

TOUCHES = {
    "mapped-concept-gone": message("concept gone"),
    "split": message("concept split"),
    "changed-meaning": message("meaning changed"),
    "changed-label": message("name changed"),
}
"""What happened to a concept of a stale mapping."""

DOWNLOADS = {
    "sssom.tsv": Words(
        message("SSSOM table"), message("Every mapping with what is known of it, for programs.")
    ),
    "eures-occupations.csv": Words(
        message("EURES table of occupations"), message("In the layout of the European Commission.")
    ),
    "eures-competences.csv": Words(
        message("EURES table of competences"), message("In the layout of the European Commission.")
    ),
    "skos.ttl": Words(message("Linked data (Turtle)"), message("The mappings as a graph of SKOS.")),
}
"""By ending of the file; one that is not listed here is offered by its ending."""
