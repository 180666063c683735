"""Long work on mappings, in a process of its own: anybody sees how far it is, and may stop it."""
