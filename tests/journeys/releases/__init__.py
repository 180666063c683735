"""Journeys over the real releases: what they hold, and what other tools make of it."""
