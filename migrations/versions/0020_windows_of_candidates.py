"""Tell when the day on which a candidate is to become current moved, from which day, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "releases", sa.Column("rescheduled_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("releases", sa.Column("rescheduled_from", sa.Date(), nullable=True))
    op.add_column(
        "releases", sa.Column("rescheduled_why", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    for name in ("rescheduled_why", "rescheduled_from", "rescheduled_at"):
        op.drop_column("releases", name)
