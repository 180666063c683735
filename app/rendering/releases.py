"""Schemes and releases as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.formats.citation import citation
from taxonomy.vocabulary import Kind, ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.rendering.concepts import Json
    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["citation", "release_document", "release_summary", "scheme_document"]

_LISTS = {
    Kind.PROFILE: "profiles",
    Kind.OCCUPATION: "occupations",
    Kind.COMPETENCE_SET: "competence-sets",
    Kind.DIGITAL_SKILL: "digital-skills",
    Kind.SOFT_SKILL: "soft-skills",
}

_FILES = {"offline.sqlite": "offline_pack", "delta.jsonl": "delta"}
"""The files of a release that programs ask for → what they are called among its links."""


def scheme_document(scheme: Scheme, releases: Sequence[Release], current: Release | None) -> Json:
    """A scheme: what it is, its licence, its current release, how many releases it has."""
    address = f"/v1/schemes/{scheme.id}"
    return {
        "id": scheme.id,
        "title": scheme.title,
        "description": scheme.description,
        "publisher": scheme.publisher,
        "homepage": scheme.homepage,
        "licence": scheme.licence,
        "attribution": scheme.attribution,
        "languages": list(scheme.languages),
        "kinds": list(scheme.kinds),
        "current": current.version if current else None,
        "releases": len(releases),
        "links": {"self": address, "releases": f"{address}/releases"},
    }


def release_summary(release: Release) -> Json:
    """A release as one item of the list of releases."""
    return {
        "scheme": release.scheme,
        "version": release.version,
        "status": release.status,
        "released_at": release.released_at,
        "published_at": release.published_at,
        "previous": release.previous,
        "digest": release.digest,
        "counts": dict(release.counts),
        "sample": release.sample,
        "links": {"self": f"/v1/schemes/{release.scheme}/releases/{release.version}"},
        **_window(release),
        **({"withdrawal": release.withdrawal} if release.withdrawal else {}),
    }


def _window(release: Release) -> Json:
    """Of what is or was a candidate: since when, until when, and that its day moved."""
    moved = release.rescheduled
    told = {
        "candidate_since": release.candidate_since,
        "planned_for": release.planned_for,
        "promoted_at": release.promoted_at,
        "rescheduled": moved.document if moved else None,
    }
    return {name: value for name, value in told.items() if value}


def release_document(
    release: Release, scheme: Scheme, releases: Sequence[Release], current: Release | None
) -> Json:
    """Everything said of a release; `languages` gives the share (0–1) of labelled active concepts."""
    place = [it.version for it in releases].index(release.version)
    later = [it.version for it in releases[place + 1 :] if it.status is not ReleaseStatus.WITHDRAWN]
    return {
        **release_summary(release),
        "next": later[0] if later else None,
        "current": current.version if current else None,
        "retired": dict(release.retired),
        "languages": {tag: round(share, 4) for tag, share in release.languages.items()},
        "licence": scheme.licence,
        "attribution": scheme.attribution,
        "citation": citation(release, scheme),
        **({"note": release.note} if release.note else {}),
        "links": _links(release, scheme),
    }


def _links(release: Release, scheme: Scheme) -> dict[str, str]:
    address = f"/v1/schemes/{release.scheme}/releases/{release.version}"
    archive = f"/archive/{release.scheme}/{release.version}/"
    links = {"self": address, "concepts": f"{address}/concepts", "archive": archive}
    links |= {
        _FILES[it.file]: archive + it.file for it in release.distributions if it.file in _FILES
    }
    for kind, name in _LISTS.items():
        if kind in scheme.kinds:
            links[name.replace("-", "_")] = f"{address}/{name}"
    return links
