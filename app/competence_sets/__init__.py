"""Competence sets as editors work on them: the board over the draft, and what is made of sets in changesets."""
