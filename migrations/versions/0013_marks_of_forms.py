"""Keep the mark of the form that began a changeset, so that it begins nothing twice."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("changesets") as table:
        table.add_column(sa.Column("once", sa.String(64), nullable=True))
        table.create_unique_constraint("uq_changesets_once", ["once"])


def downgrade() -> None:
    with op.batch_alter_table("changesets") as table:
        table.drop_constraint("uq_changesets_once", type_="unique")
        table.drop_column("once")
