"""`python -m bench.mapping --source uwv`: the quality of suggestions for one source, with any weights."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.mapping import gold
from bench.mapping.quality import of_sources
from bench.mapping.releases import suggester
from bench.measuring import HEAD
from taxonomy.suggesting.weights import files as names
from taxonomy.suggesting.weights import read


def main() -> None:
    """Print what `python -m bench mapping` would of these files."""
    parser = argparse.ArgumentParser(prog="python -m bench.mapping", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--source", default="", help="the source whose files are tried, all without"
    )
    parser.add_argument("--version", default="1.2.0", help="of ESCO", choices=("1.2.0", "1.1.1"))
    parser.add_argument("--weights", type=Path, help="a folder that bench.mapping.fitting wrote to")
    parser.add_argument(
        "--semantic",
        type=Path,
        metavar="FOLDER",
        help="with an encoder; its vectors stay in the folder",
    )
    asked = parser.parse_args()
    files = [it for it in gold.read(asked.data) if asked.source in ("", it.source)]
    semantic = asked.semantic is not None
    engine = suggester(asked.data, asked.version, vectors=asked.semantic)
    if asked.weights:
        weights, trees = (asked.weights / it for it in names(semantic=semantic))
        engine.weights = read(weights.read_bytes(), trees.read_bytes())
    print(HEAD)
    for line in of_sources(files, engine):
        print(line.row())


if __name__ == "__main__":
    main()
