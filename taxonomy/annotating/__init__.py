"""Concepts of a release in free text, such as a vacancy or a CV: where, by which label, how sure."""
