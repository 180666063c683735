"""Open the record: concepts, revisions, releases, pointers, changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concepts",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_concepts"),
        sa.UniqueConstraint("scheme", "id", name="uq_concepts_scheme_id"),
    )
    op.create_table(
        "revisions",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_revisions"),
        sa.UniqueConstraint("digest", name="uq_revisions_digest"),
    )
    op.create_table(
        "releases",
        sa.Column("key", sa.Integer(), primary_key=True),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("version_key", sa.String(80), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.Date()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("previous", sa.String(64)),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("retired", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("imprint", sa.JSON(), nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_releases"),
        sa.UniqueConstraint("scheme", "version", name="uq_releases_scheme_version"),
        sa.CheckConstraint(
            "status in ('draft', 'candidate', 'published', 'withdrawn')",
            name=op.f("ck_releases_status"),
        ),
    )
    op.create_table(
        "pointers",
        sa.Column("release_key", sa.Integer(), nullable=False),
        sa.Column("concept_key", sa.Integer(), nullable=False),
        sa.Column("revision_key", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("release_key", "concept_key", name="pk_pointers"),
        sa.ForeignKeyConstraint(
            ["release_key"],
            ["releases.key"],
            name="fk_pointers_release_key_releases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["concept_key"], ["concepts.key"], name="fk_pointers_concept_key_concepts"
        ),
        sa.ForeignKeyConstraint(
            ["revision_key"], ["revisions.key"], name="fk_pointers_revision_key_revisions"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pointers_concept", "pointers", ["concept_key"])
    op.create_table(
        "changes",
        sa.Column("release_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("concept_key", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(32), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("release_key", "position", name="pk_changes"),
        sa.ForeignKeyConstraint(
            ["release_key"],
            ["releases.key"],
            name="fk_changes_release_key_releases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["concept_key"], ["concepts.key"], name="fk_changes_concept_key_concepts"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_changes_concept", "changes", ["concept_key"])


def downgrade() -> None:
    for table in ("changes", "pointers", "releases", "revisions", "concepts"):
        op.drop_table(table)
