"""Digital skills of profiles: what speaks for them in the draft, and assigning them."""
