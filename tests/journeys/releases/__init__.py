"""Journeys over the real releases, which one worker publishes once for all of them."""
