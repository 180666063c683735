"""Keep upgrades of mapping sets: worklists, decisions, findings and wordings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _of_upgrade(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint("key", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["upgrade_key"],
            ["upgrades.key"],
            name=f"fk_{table}_upgrade_key_upgrades",
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    op.create_table(
        "upgrades",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(220), nullable=False),
        sa.Column("set_key", sa.Integer(), nullable=False),
        sa.Column("carried_from", sa.String(240), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("from_version", sa.String(64), nullable=False),
        sa.Column("to_version", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("superseded_by", sa.String(220), nullable=False),
        sa.Column("sign_off", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_upgrades"),
        sa.ForeignKeyConstraint(
            ["set_key"],
            ["mapping_sets.key"],
            name="fk_upgrades_set_key_mapping_sets",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("name", name="uq_upgrades_name"),
        sa.CheckConstraint(
            "status in ('open', 'superseded', 'published')", name="ck_upgrades_status"
        ),
    )
    op.create_table(
        "upgrade_items",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("upgrade_key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("end", sa.String(8), nullable=False),
        sa.Column("concept_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("applied", sa.JSON(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        *(sa.Column(lang, sa.String(12), nullable=False) for lang in ("nl", "fr", "de", "en")),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        *_of_upgrade("upgrade_items"),
        sa.UniqueConstraint("upgrade_key", "id", name="uq_upgrade_items_upgrade_key_id"),
        sa.CheckConstraint(
            "state in ('open', 'seen', 'investigate', 'done')", name="ck_upgrade_items_state"
        ),
    )
    op.create_index("ix_upgrade_items_place", "upgrade_items", ["upgrade_key", "place"])
    op.create_table(
        "upgrade_events",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("upgrade_key", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        *_of_upgrade("upgrade_events"),
    )
    op.create_index("ix_upgrade_events_item", "upgrade_events", ["upgrade_key", "item_id"])
    op.create_table(
        "upgrade_findings",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("upgrade_key", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        *_of_upgrade("upgrade_findings"),
        sa.UniqueConstraint("upgrade_key", "place", name="uq_upgrade_findings_upgrade_key_place"),
    )
    op.create_table(
        "upgrade_texts",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("upgrade_key", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        *(sa.Column(it, sa.Text(), nullable=False) for it in ("before", "after", "english")),
        sa.Column("state", sa.String(16), nullable=False),
        *(sa.Column(it, sa.Text(), nullable=False) for it in ("comment", "proposal")),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        *_of_upgrade("upgrade_texts"),
        sa.UniqueConstraint("upgrade_key", "place", name="uq_upgrade_texts_upgrade_key_place"),
        sa.UniqueConstraint(
            "upgrade_key", "concept_id", "lang", name="uq_upgrade_texts_upgrade_key_concept_id_lang"
        ),
        sa.CheckConstraint("state in ('open', 'fine', 'comment')", name="ck_upgrade_texts_state"),
    )


def downgrade() -> None:
    for table in ("upgrade_texts", "upgrade_findings", "upgrade_events", "upgrade_items"):
        op.drop_table(table)
    op.drop_table("upgrades")
