"""Find the acts of the audit by index, in the order of their pages, whatever they are asked by."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE = {"about": ("scheme", "about_id"), "actor": ("actor",), "act": ("act",)}
AFTER = {
    **{it: (it, "key") for it in ("actor", "organisation", "act", "scheme", "about_id")},
    "about": ("about", "scheme", "key"),
    "at": ("at", "key", "actor", "organisation", "act"),
}


def upgrade() -> None:
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    _replace(AFTER, BEFORE)


def _replace(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> None:
    for name in old:
        op.drop_index(f"ix_audit_{name}", "audit")
    for name, columns in new.items():
        op.create_index(f"ix_audit_{name}", "audit", [*columns])
