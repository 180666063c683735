"""Which digital skills a profile may lack: what speaks for each, and what similar profiles have."""
