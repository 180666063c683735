"""Writing what we publish: one module per format."""
