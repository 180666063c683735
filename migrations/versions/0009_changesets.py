"""Keep what editors are about to change, why, and who has to agree."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = "'open', 'submitted', 'sent-back', 'accepted', 'discarded'"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("release_key", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("release_key", name="pk_drafts"),
        _to("releases", "drafts", "release_key", ondelete="CASCADE"),
    )
    op.create_table(
        "changesets",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("undoes_key", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("accepted_in", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_changesets"),
        sa.CheckConstraint(f"state in ({STATES})", name="ck_changesets_state"),
        _to("changesets", "changesets", "undoes_key"),
    )
    op.create_index("ix_changesets_state", "changesets", ["scheme", "state"])
    op.create_table(
        "changeset_changes",
        sa.Column("changeset_key", sa.Integer(), nullable=False),
        sa.Column("concept_key", sa.Integer(), nullable=False),
        sa.Column("base_key", sa.Integer(), nullable=True),
        sa.Column("revision_key", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("changeset_key", "concept_key", name="pk_changeset_changes"),
        _to("changesets", "changeset_changes", "changeset_key", ondelete="CASCADE"),
        _to("concepts", "changeset_changes", "concept_key"),
        _to("revisions", "changeset_changes", "base_key"),
        _to("revisions", "changeset_changes", "revision_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_changeset_changes_concept", "changeset_changes", ["concept_key"])
    op.create_table(
        "changeset_comments",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("changeset_key", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_changeset_comments"),
        _to("changesets", "changeset_comments", "changeset_key", ondelete="CASCADE"),
    )
    op.create_index("ix_changeset_comments_changeset", "changeset_comments", ["changeset_key"])
    op.create_table(
        "protocols",
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("change", sa.String(32), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scheme", "change", name="pk_protocols"),
        sa.CheckConstraint("people in (1, 2)", name="ck_protocols_people"),
    )


def downgrade() -> None:
    for name in (
        "protocols",
        "changeset_comments",
        "changeset_changes",
        "changesets",
        "drafts",
    ):
        op.drop_table(name)


def _to(
    referred: str, table: str, column: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{referred}.key"], name=f"fk_{table}_{column}_{referred}", ondelete=ondelete
    )
