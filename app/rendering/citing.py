"""What reference managers (RIS) and search engines (schema.org) read of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from app.rendering.archive import day_of
from taxonomy.formats.citation import citation

if TYPE_CHECKING:
    from app.rendering.concepts import Json
    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["catalog", "dataset", "imprint", "ris"]

_CONTEXT = "https://schema.org"


def imprint(release: Release, scheme: Scheme) -> dict[str, str]:
    """Publisher, licence and attribution: in the words the release was published with, where it has any."""
    return {**scheme.imprint, **release.imprint}


def ris(release: Release, scheme: Scheme, address: str) -> str:
    """A record of type DATA in the format RIS."""
    day = day_of(release)
    fields = (
        ("TY", "DATA"),
        ("TI", f"{scheme.title} {release.version}"),
        ("AU", imprint(release, scheme)["publisher"]),
        ("ET", release.version),
        ("PY", str(day.year) if day else ""),
        ("UR", address),
    )
    return "\n".join([*(f"{tag}  - {value}" for tag, value in fields if value), "ER  - "])


def dataset(release: Release, scheme: Scheme, address: str) -> Json:
    """The release as a schema.org Dataset with a DataDownload for each file; `address` is its page's."""
    told = imprint(release, scheme)
    publisher = {"@type": "Organization", "name": told["publisher"], "url": scheme.homepage}
    optional = {
        "datePublished": release.released_at.isoformat() if release.released_at else "",
        "dateModified": release.published_at.isoformat() if release.published_at else "",
        "inLanguage": list(release.languages),
    }
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": f"{scheme.title} {release.version}",
        "description": f"{scheme.description} {told['attribution']}",
        "url": address,
        "version": release.version,
        "identifier": release.digest,
        "creator": publisher,
        "publisher": publisher,
        "license": {"@type": "CreativeWork", "name": told["licence"]},
        "creditText": told["attribution"],
        "citation": citation(release, scheme),
        "isAccessibleForFree": True,
        **{name: value for name, value in optional.items() if value},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": it.file,
                "contentUrl": f"{address}{quote(it.file)}",
                "encodingFormat": it.media_type,
                "contentSize": f"{it.size} B",
                "sha256": it.sha256,
            }
            for it in release.distributions
        ],
    }


def catalog(releases: list[tuple[Release, Scheme]], address: str) -> Json:
    """The archive as a schema.org DataCatalog that names its releases; `address` is its page's."""
    return {
        "@context": _CONTEXT,
        "@type": "DataCatalog",
        "name": "Competent",
        "url": address,
        "dataset": [
            {
                "@type": "Dataset",
                "name": f"{scheme.title} {release.version}",
                "description": scheme.description,
                "url": f"{address}/{release.name}/",
                "license": {"@type": "CreativeWork", "name": imprint(release, scheme)["licence"]},
            }
            for release, scheme in releases
        ],
    }
