"""Keep mappings between releases of two schemes, and what happens to them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mapping_sets",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(220), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("subject_scheme", sa.String(40), nullable=False),
        sa.Column("subject_version", sa.String(64), nullable=False),
        sa.Column("object_scheme", sa.String(40), nullable=False),
        sa.Column("object_version", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("carried_from", sa.String(240), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("key", name="pk_mapping_sets"),
        sa.UniqueConstraint("name", "edition", name="uq_mapping_sets_name_edition"),
        sa.CheckConstraint(
            "status in ('draft', 'published', 'withdrawn')", name="ck_mapping_sets_status"
        ),
    )
    op.create_table(
        "mappings",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("set_key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("predicate", sa.String(40), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("justification", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("confidence", sa.Double()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("mapping_date", sa.Date()),
        sa.Column("review_date", sa.Date()),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("subject_label", sa.Text(), nullable=False),
        sa.Column("object_label", sa.Text(), nullable=False),
        sa.Column("subject_revision", sa.String(80), nullable=False),
        sa.Column("object_revision", sa.String(80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mappings"),
        sa.ForeignKeyConstraint(
            ["set_key"],
            ["mapping_sets.key"],
            name="fk_mappings_set_key_mapping_sets",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("set_key", "id", name="uq_mappings_set_key_id"),
        sa.CheckConstraint(
            "state in ('suggested', 'accepted', 'rejected', 'stale')", name="ck_mappings_state"
        ),
        sa.CheckConstraint("confidence between 0 and 1", name="ck_mappings_confidence"),
    )
    op.create_index("ix_mappings_id", "mappings", ["id"])
    op.create_table(
        "mapping_events",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("set_key", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mapping_events"),
        sa.ForeignKeyConstraint(
            ["set_key"],
            ["mapping_sets.key"],
            name="fk_mapping_events_set_key_mapping_sets",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_mapping_events_mapping_id", "mapping_events", ["mapping_id"])
    # Column by column: a table that SQLite makes anew is dropped first, and its pointers go with it.
    column = sa.Column("mapping_sets", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("releases", column)


def downgrade() -> None:
    op.drop_column("releases", "mapping_sets")
    for table in ("mapping_events", "mappings", "mapping_sets"):
        op.drop_table(table)
