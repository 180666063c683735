from __future__ import annotations

import pytest

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.decisions import Decision, read


@pytest.mark.parametrize(
    "data",
    [
        b"decision,retired,successor\nmerged,OP-1,OP-2\n,OP-3,OP-4\n",
        b"\xef\xbb\xbfDecision;Retired;Successor\r\nmerged;OP-1;OP-2\r\n;OP-3;OP-4\r\n",
        b"note\tretired\tsuccessor\tdecision\n=1\tOP-1\tOP-2\t merged \n\n",
    ],
)
def test_rows_with_a_decision_are_read(data: bytes) -> None:
    assert read(data, "s.csv") == (Decision(2, "merged", retired="OP-1", successor="OP-2"),)


def test_ids_stand_beside_codes_or_alone() -> None:
    data = b"decision,retired_id,successor_id\nnone,'=u1,\n"
    assert read(data, "s.csv") == (Decision(2, "none", retired_id="=u1"),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "row 1: the header needs decision"),
        (b"retired,successor\nOP-1,OP-2\n", "row 1: the header needs decision"),
        (b"decision,successor\nnone,OP-2\n", "row 1: the header needs decision and retired"),
        (b"decision,retired,retired\nnone,OP-2,OP-3\n", "retired stands there twice"),
        (b"decision,retired\nnone,OP-1\nnone\n", "row 3: 1 cells under 2 columns"),
        (b"decision,retired\nnone,OP-\xe9\n", "row 2: not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_row(data: bytes, reason: str) -> None:
    with pytest.raises(SourceUnreadableError, match=reason):
        read(data, "s.csv")
