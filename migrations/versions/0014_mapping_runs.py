"""Keep what long work on mappings is under way, how far it is, and how it ended."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mapping_runs",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(240), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=True),
        sa.Column("first_done", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_mapping_runs"),
        sa.CheckConstraint("kind in ('suggest', 'upgrade')", name="ck_mapping_runs_kind"),
        sa.CheckConstraint(
            "state in ('running', 'done', 'stopped', 'failed')", name="ck_mapping_runs_state"
        ),
    )
    op.create_index("ix_mapping_runs_name", "mapping_runs", ["name"])


def downgrade() -> None:
    op.drop_table("mapping_runs")
