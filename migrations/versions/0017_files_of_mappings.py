"""Let a file that somebody sends be for something else than a changeset, and be read as was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    purpose = sa.Column("purpose", sa.String(16), nullable=False, server_default="changeset")
    op.add_column("imports", purpose)
    for name in ("asked", "result"):
        told = sa.Column(name, sa.JSON(), nullable=False, server_default="{}")
        op.add_column("imports", told)


def downgrade() -> None:
    for name in ("result", "asked", "purpose"):
        op.drop_column("imports", name)
