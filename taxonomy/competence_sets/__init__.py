"""Competence sets: what they hold, who carries them, what they share, what they leave out, and what would fit."""
