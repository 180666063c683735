"""Reading what the world publishes: one module per source."""
