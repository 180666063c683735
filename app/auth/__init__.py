"""Who acts, and what they may do: people, keys, roles, sessions."""
