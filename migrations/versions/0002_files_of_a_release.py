"""Say of a release which files it has, and when a candidate is to become current."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("releases") as releases:
        releases.add_column(sa.Column("planned_for", sa.Date()))
        releases.add_column(sa.Column("public_url", sa.Text(), nullable=False, server_default=""))
        for name in ("formats", "distributions"):
            releases.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    # What was published before has its canonical file alone.
    op.execute("update releases set formats = '[\"jsonl\"]' where published_at is not null")


def downgrade() -> None:
    with op.batch_alter_table("releases") as releases:
        for name in ("distributions", "formats", "public_url", "planned_for"):
            releases.drop_column(name)
