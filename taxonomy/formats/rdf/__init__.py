"""The graph of a release: its words, its nodes, and what it says of itself (docs/decisions/007)."""
