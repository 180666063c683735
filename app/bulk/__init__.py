"""Work on files of any size: read in blocks, each block done by one of many workers, and resumable."""
