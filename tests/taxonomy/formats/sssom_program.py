"""What `scripts/validate-sssom` runs: SSSOM names the reference program, which is installed for that alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from taxonomy.formats.sssom import write
from taxonomy.mapping import NO_TERM_FOUND
from tests.build import mapping, mapping_set
from tests.taxonomy.formats.test_sssom import HALAL, OP_10, REVIEWED, URL


def test_the_reference_program_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    content = mapping_set(REVIEWED, mapping(OP_10, "close", NO_TERM_FOUND), mapping("é|b", "close", HALAL))  # fmt: skip
    path.write_bytes(write(content, public_url=URL, version="2"))
    subprocess.run([os.environ["SSSOM"], "validate", path], check=True)
