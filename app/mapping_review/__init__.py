"""Reviewing the draft of a mapping set: what is to be judged, one concept after another, by several people."""
