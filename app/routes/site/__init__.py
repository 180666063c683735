"""The public site: every release as pages that people read. Whatever they show is in memory."""
