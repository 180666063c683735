"""The editors' workbench: a screen asks, calls one use case, and shows what came of it."""
