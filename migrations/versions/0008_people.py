"""Keep people with what they may do, how they signed in, and an audit of every act."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLES = "'viewer', 'translator', 'editor', 'mapper', 'reviewer', 'publisher', 'admin'"
ONLY_ADDED_TO = "the audit is only ever added to"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_people"),
        sa.UniqueConstraint("folded", name="uq_people_folded"),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_issuer_subject"),
    )
    op.create_table(
        "grants",
        _of_person(),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_key", "role", name="pk_grants"),
        _to_people("grants"),
        sa.CheckConstraint(f"role in ({ROLES})", name="ck_grants_role"),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        _of_person(),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("since", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_sessions"),
        sa.UniqueConstraint("digest", name="uq_sessions_digest"),
        _to_people("sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person_key"])
    op.create_table(
        "sign_in_links",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        _of_person(),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_links"),
        sa.UniqueConstraint("digest", name="uq_sign_in_links_digest"),
        _to_people("sign_in_links"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(32), nullable=False),
        sa.Column("browser", sa.LargeBinary(32), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_sign_ins"),
        sa.UniqueConstraint("state", name="uq_sign_ins_state"),
    )
    _add_audit()
    op.add_column(
        "api_keys", sa.Column("organisation", sa.Text(), nullable=False, server_default="")
    )
    op.add_column(
        "api_keys", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")
    )
    _rename_role("reader", "viewer")


def downgrade() -> None:
    _rename_role("viewer", "reader")
    with op.batch_alter_table("api_keys") as table:
        table.drop_column("languages")
        table.drop_column("organisation")
    for name in ("audit", "sign_ins", "sign_in_links", "sessions", "grants", "people"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_is_kept()")


def _of_person() -> sa.Column[int]:
    return sa.Column("person_key", sa.Integer(), nullable=False)


def _to_people(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_person_key_people"
    return sa.ForeignKeyConstraint(["person_key"], ["people.key"], name=name, ondelete="CASCADE")


def _add_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("about_id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_about", "audit", ["scheme", "about_id"])
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_index("ix_audit_act", "audit", ["act"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function audit_is_kept() returns trigger language plpgsql as "
            f"$$ begin raise exception '{ONLY_ADDED_TO}'; end $$"
        )
        op.execute(
            "create trigger audit_is_kept before update or delete on audit "
            "for each row execute function audit_is_kept()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"create trigger audit_no_{act} before {act} on audit "
            f"begin select raise(abort, '{ONLY_ADDED_TO}'); end"
        )


def _rename_role(old: str, new: str) -> None:
    keys = sa.table("api_keys", sa.column("key", sa.Integer), sa.column("roles", sa.JSON))
    record = op.get_bind()
    for key, roles in record.execute(sa.select(keys.c.key, keys.c.roles)).all():
        if old in roles:
            renamed = sorted(new if it == old else it for it in roles)
            record.execute(sa.update(keys).where(keys.c.key == key).values(roles=renamed))
