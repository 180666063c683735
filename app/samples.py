"""The releases that ship with the service, and loading them into an empty record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.auth.roles import Actor
from app.db import releases
from app.db.session import reading
from app.importing import Delivery, import_reading, refuse_unless_clean
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set
from app.publishing import publish
from taxonomy import schemes
from taxonomy.sources import csv_package, sssom

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.context import Context
    from taxonomy.sources.csv_package import PackageReading

__all__ = ["DIGCOMP_2_2", "FOLDER", "is_empty", "load"]

FOLDER = Path(__file__).parents[1] / "releases"
DIGCOMP_2_2 = FOLDER / "digcomp" / "2.2"
_BY = Actor("the samples")


def is_empty(context: Context) -> bool:
    """Whether the record holds no release and no draft."""
    with reading(context.engine) as session:
        return not releases.every(session)


def load(context: Context, *, at: datetime, on_release: Callable[[str], None]) -> list[str]:
    """Import and publish every package that ships, by version; the names of what is now public.

    A release goes public with its mappings, so what they lead to comes before it.
    """
    packages = [csv_package.read(file.parent) for file in FOLDER.glob("*/*/release.toml")]
    sets = [sssom.read(file) for file in sorted(FOLDER.glob("mappings/*.sssom.tsv"))]
    published = []
    for found in sorted(packages, key=_order):
        refuse_unless_clean(found)
        delivery = Delivery(
            scheme=found.scheme,
            version=found.version.text,
            released_at=found.released,
            sample=found.sample,
            note=found.note,
        )
        import_reading(context.engine, delivery, found.concepts, by=(_BY, at))
        for it in sets:
            if it.mapping_set.subject == (found.scheme, found.version.text):
                imported = import_mappings(context.engine, it, by=_BY, at=at)
                publish_set(context.engine, imported.record.name, at=at)
        release = publish(context, (found.scheme, found.version.text), at=at)
        on_release(release.name)
        published.append(release.name)
    return published


def _order(package: PackageReading) -> tuple[object, ...]:
    return schemes.get(package.scheme).editable, package.scheme, package.version
