"""Keep what reviewers of mappings decide of each concept, and what they ask each other."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_index("ix_mappings_subject", "mappings", ["set_key", "subject_id"])
    op.create_table(
        "mapping_decisions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("set_key", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mapping_decisions"),
        _to_sets("mapping_decisions"),
        sa.CheckConstraint(
            "state in ('proposed', 'made', 'undone', 'skipped')", name="ck_mapping_decisions_state"
        ),
    )
    op.create_index("ix_mapping_decisions_subject", "mapping_decisions", ["set_key", "subject_id"])
    op.create_table(
        "mapping_questions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("set_key", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_of", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mapping_questions"),
        _to_sets("mapping_questions"),
    )
    op.create_index("ix_mapping_questions_subject", "mapping_questions", ["set_key", "subject_id"])


def downgrade() -> None:
    op.drop_table("mapping_questions")
    op.drop_table("mapping_decisions")
    op.drop_index("ix_mappings_subject", "mappings")


def _to_sets(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_set_key_mapping_sets"
    return sa.ForeignKeyConstraint(["set_key"], ["mapping_sets.key"], name=name, ondelete="CASCADE")
