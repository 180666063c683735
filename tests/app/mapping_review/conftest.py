from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.mapping_review.scene import with_draft

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_draft)
    return context
