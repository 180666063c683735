"""Keep the report of a campaign as it stood when it was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("translation_campaigns", sa.Column("report", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("translation_campaigns", "report")
