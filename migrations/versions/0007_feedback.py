"""Keep what visitors say of concepts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("concept_id", sa.Text(), nullable=False),
        sa.Column("notation", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_feedback"),
        sa.UniqueConstraint("receipt", name="uq_feedback_receipt"),
        sa.CheckConstraint(
            "about in ('wrong', 'missing', 'translation', 'other')", name="ck_feedback_about"
        ),
    )
    op.create_index("ix_feedback_concept", "feedback", ["scheme", "concept_id"])


def downgrade() -> None:
    op.drop_table("feedback")
