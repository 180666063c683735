"""Which files of a mapping set can be downloaded: those that a route answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import Match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.routing import BaseRoute

__all__ = ["FILES", "Download", "downloads"]

FILES = {
    "sssom": "mappings.sssom.tsv",
    "eures-occupations": "eures-occupations.csv",
    "eures-competences": "eures-competences.csv",
    "turtle": "mappings.ttl",
}
"""What the files are called below `/v1/mapping-sets/{name}/`."""


class Download(NamedTuple):
    """A file by its key in `FILES`, and the path that answers with it."""

    key: str
    path: str


def downloads(
    routes: Sequence[BaseRoute], name: str, files: Mapping[str, str] = FILES
) -> list[Download]:
    """The files of a set that some route serves, in the order of `FILES`."""
    found = (Download(key, f"/v1/mapping-sets/{name}/{file}") for key, file in files.items())
    return [it for it in found if any(_answers(route, it.path) for route in routes)]


def _answers(route: BaseRoute, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    return route.matches(scope)[0] is Match.FULL
