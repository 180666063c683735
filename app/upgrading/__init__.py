"""Bringing a mapping set to newer releases: what there is to decide, and every decision."""
