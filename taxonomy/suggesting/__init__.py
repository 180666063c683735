"""Suggestions for mappings: ranked candidates in another scheme, with reasons."""
