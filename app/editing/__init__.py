"""Editing: the draft of the next release, and the changesets through which it moves."""
