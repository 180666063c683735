"""What labels and texts mean: vectors of a sentence encoder, which is an extra, and how near they are."""
