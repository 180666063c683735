"""Reviewing translations: what there is to translate, where it stands, and what is odd in it."""
