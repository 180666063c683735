"""Keep the files that editors send until they are taken into a changeset."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("concepts", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("changeset_key", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("beat_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_imports"),
        sa.ForeignKeyConstraint(
            ["changeset_key"], ["changesets.key"], name="fk_imports_changeset_key_changesets"
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'reading', 'read', 'refused', 'taking', 'taken')",
            name="ck_imports_state",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_imports_owner", "imports", ["owner"])
    op.create_table(
        "import_pieces",
        sa.Column("import_key", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("import_key", "part", "number", name="pk_import_pieces"),
        sa.ForeignKeyConstraint(
            ["import_key"],
            ["imports.key"],
            name="fk_import_pieces_import_key_imports",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("import_pieces")
    op.drop_index("ix_imports_owner", table_name="imports")
    op.drop_table("imports")
