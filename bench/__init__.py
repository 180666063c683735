"""Benchmarks: our figure, and its baseline measured in the same run."""
