"""Say of a release which files it has, and when a candidate is to become current."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# Column by column: a table that SQLite makes anew is dropped first, and its pointers go with it.
def upgrade() -> None:
    op.add_column("releases", sa.Column("planned_for", sa.Date()))
    op.add_column("releases", sa.Column("promoted_at", sa.DateTime(timezone=True)))
    op.add_column("releases", sa.Column("public_url", sa.Text(), nullable=False, server_default=""))
    for name in ("formats", "distributions"):
        op.add_column("releases", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    # What was published before has its canonical file alone.
    op.execute("update releases set formats = '[\"jsonl\"]' where published_at is not null")


def downgrade() -> None:
    for name in ("distributions", "formats", "public_url", "promoted_at", "planned_for"):
        op.drop_column("releases", name)
