"""Editing: what a concept consists of, how two edits of it meet, and what may become of it."""
