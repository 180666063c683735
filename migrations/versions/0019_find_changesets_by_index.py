"""Find the changesets of a state, and of an author, by index."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_changesets_state", "changesets")
    op.create_index("ix_changesets_state", "changesets", ["state", "scheme", "author"])
    op.create_index("ix_changesets_author", "changesets", ["author", "state"])


def downgrade() -> None:
    op.drop_index("ix_changesets_author", "changesets")
    op.drop_index("ix_changesets_state", "changesets")
    op.create_index("ix_changesets_state", "changesets", ["scheme", "state"])
