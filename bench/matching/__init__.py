"""Matching: how fast, against what people write first, and how well profiles are found again."""
