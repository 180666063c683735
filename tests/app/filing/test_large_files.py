"""A large file with hundreds of conflicts: each told by row and reason, nothing overwritten, few statements."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from app.editing.changesets import changes_of
from app.editing.holding import Desk, Drafts
from app.editing.taking import Wish
from app.editing.viewing import view_of
from app.filing.concepts import ConceptFiles
from bench.files import APPROVED, KEPT, MOVED, by, prepare, table
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

ROWS = 600
CODES = {"approved-text": APPROVED, "changed-meanwhile": MOVED, "identity-kept": KEPT}


def with_many(context: Context) -> None:
    prepare(context, ROWS)


def test_three_hundred_conflicts_are_told_and_all_else_is_taken(
    context: Context, kept: Kept
) -> None:
    kept.fill(context, with_many)
    files, eva = ConceptFiles(Desk(context.engine, Drafts())), by("Eva")
    with noted(context.engine) as statements:
        key = files.keep("skills.xlsx", io.BytesIO(table(ROWS)), eva).key
        files.settle()
        looked = files.look(key, Wish(title="Names"), eva)
        files.take(key, Wish(title="Names"), eva)
        files.settle()
    assert len(statements) < 80  # as many for fifty thousand rows: see `bench/files.py`
    told = looked.found.findings(looked.places)
    found = {(it.code, it.place.row if it.place else 0, it.concept) for it in told}
    expected = {(code, it + 1, f"s{it}") for code, rows in CODES.items() for it in rows}
    assert found == expected
    taken = files.get(key, eva)
    assert (taken.state, looked.kinds) == ("taken", {"label-en": ROWS - 300})
    changes, total = changes_of(context.engine, taken.changeset or 0, limit=ROWS)
    assert total == ROWS - 300
    assert Counter(it.act for it in changes) == {"import": ROWS - 300}
    view = view_of(files.desk, taken.changeset)
    assert view.get("SK-1").pref_label("nl") == "Vaardigheid 1"
    assert view.get("SK-101").pref_label("en") == "Other 101"
    assert view.get("SK-201").kind == "skill"
    assert view.get("SK-600").pref_label("en") == "New 600"
