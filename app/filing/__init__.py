"""Files that people send: kept for whom they are of, read, looked at, taken, let go of."""
