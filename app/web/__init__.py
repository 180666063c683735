"""The pages: templates, their look, and their words in four languages."""
