"""Keep whom comments name, wherever they are made, and what they have seen of it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mentions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("about_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_mentions"),
    )
    op.create_index("ix_mentions_folded", "mentions", ["folded", "key"])
    _take_over()
    op.drop_table("translation_mentions")


def _take_over() -> None:
    """Names are folded here: SQLite folds no letters but those of English."""
    record = op.get_bind()
    known = record.execute(
        sa.text(
            "SELECT named.name, said.at, said.actor, said.unit_id, unit.lang, said.text "
            "FROM translation_mentions AS named "
            "JOIN translation_events AS said ON said.key = named.event_key "
            "JOIN translations AS unit ON unit.unit_id = said.unit_id ORDER BY said.key, named.name"
        )
    )
    rows = [
        {
            "folded": name.casefold(),
            "at": at,
            "author": actor,
            "id": unit,
            "path": f"/workbench/translations/{lang}?unit={unit}",
            "text": said,
        }
        for name, at, actor, unit, lang, said in known
    ]
    if rows:
        record.execute(
            sa.text(
                "INSERT INTO mentions (folded, at, author, about, about_id, path, text) "
                "VALUES (:folded, :at, :author, 'translation', :id, :path, :text)"
            ),
            rows,
        )


def downgrade() -> None:
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
    op.drop_table("mentions")
