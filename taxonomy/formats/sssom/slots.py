"""The slots of SSSOM that carry a mapping of ours, and the extensions for what SSSOM has no slot for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

__all__ = ["EXTENSIONS", "OTHER_SLOTS", "SLOTS", "SOURCES"]

SLOTS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "reviewer_label",
    "mapping_date",
    "review_date",
    "confidence",
    "comment",
)
"""The columns that are written, in the order of the standard (SSSOM 1.1, class Mapping)."""

EXTENSIONS: Dictionary[str, str] = {
    "ext_object_revision": "mappingObjectRevision",
    "ext_reasons": "mappingReasons",
    "ext_reviewed_on": "mappingReviewedOn",
    "ext_source": "mappingSource",
    "ext_state": "mappingState",
    "ext_subject_revision": "mappingSubjectRevision",
}
"""Column → its property in our namespace, sorted by that: the columns behind those of the standard.

`ext_reviewed_on` is the date of a review without a reviewer, which `review_date` may not hold.
"""

SOURCES = ("ext_sources", "mappingSetSources")
"""The slot of the set that names the files it was read from, as JSON, and its property."""

OTHER_SLOTS = frozenset(
    [
        "record_id",
        "subject_category",
        "predicate_label",
        "object_category",
        "author_id",
        "reviewer_id",
        "creator_id",
        "creator_label",
        "license",
        "subject_type",
        "subject_source",
        "subject_source_version",
        "object_type",
        "object_source",
        "object_source_version",
        "predicate_type",
        "mapping_provider",
        "mapping_source",
        "mapping_cardinality",
        "cardinality_scope",
        "mapping_tool",
        "mapping_tool_id",
        "mapping_tool_version",
        "publication_date",
        "reviewer_agreement",
        "curation_rule",
        "curation_rule_text",
        "subject_match_field",
        "object_match_field",
        "match_string",
        "subject_preprocessing",
        "object_preprocessing",
        "similarity_score",
        "similarity_measure",
        "see_also",
        "issue_tracker_item",
        "other",
    ]
)
"""The columns of the standard that a mapping of ours has no field for."""
