"""Keep what is done with translations, campaigns of review, and the term base."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "translations",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(20), nullable=False),
        sa.Column("concept_id", sa.Text(), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("flagged_by", sa.Text(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("changeset", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_translations"),
        sa.UniqueConstraint("unit_id", name="uq_translations_unit_id"),
        sa.CheckConstraint(
            "state in ('', 'machine', 'draft', 'review', 'approved')", name="ck_translations_state"
        ),
    )
    op.create_index("ix_translations_scheme", "translations", ["scheme"])
    op.create_table(
        "translation_events",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_translation_events"),
    )
    op.create_index("ix_translation_events_unit_id", "translation_events", ["unit_id"])
    op.create_index("ix_translation_events_scheme", "translation_events", ["scheme", "key"])
    op.create_table(
        "translation_mentions",
        sa.Column("event_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("event_key", "name", name="pk_translation_mentions"),
        sa.ForeignKeyConstraint(
            ["event_key"],
            ["translation_events.key"],
            name="fk_translation_mentions_event_key_translation_events",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_translation_mentions_name", "translation_mentions", ["name"])
    op.create_table(
        "translation_campaigns",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("began_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_translation_campaigns"),
        sa.UniqueConstraint("name", name="uq_translation_campaigns_name"),
        sa.CheckConstraint(
            "state in ('open', 'frozen', 'closed')", name="ck_translation_campaigns_state"
        ),
    )
    op.create_table(
        "translation_terms",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("forbidden", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_translation_terms"),
        sa.UniqueConstraint("lang", "source", name="uq_translation_terms_lang_source"),
    )


def downgrade() -> None:
    for name in (
        "translation_terms",
        "translation_campaigns",
        "translation_mentions",
        "translation_events",
        "translations",
    ):
        op.drop_table(name)
