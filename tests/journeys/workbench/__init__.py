"""Journeys of editors over the real releases."""
