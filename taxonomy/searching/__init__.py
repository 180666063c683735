"""Search: which concepts of a release a question names, from an index of the trigrams of its labels."""
