"""Search, measured: what is found, how fast, and by whom else."""
