"""What routes are given: the services, the release that the path names, the language asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, cast

import anyio.to_thread
from fastapi import Depends, Path, Query, Request

from app.http.about import About
from app.http.services import Services
from app.library import ALIASES
from app.rendering.concepts import View
from app.rendering.languages import MOST_FALLBACKS, TAG, Asked, asked
from taxonomy.index import ReleaseIndex
from taxonomy.mapping import MappingSet
from taxonomy.model import Concept
from taxonomy.versions import GRAMMAR
from taxonomy.vocabulary import ReleaseStatus

__all__ = [
    "AskedLanguage",
    "SchemeName",
    "Served",
    "ServedRelease",
    "ServicesOfApp",
    "VersionText",
]

SchemeName = Annotated[
    str, Path(description="A scheme: competent, esco, …", examples=["competent"])
]
VersionText = Annotated[
    str,
    Path(
        description="A version, written as text, or `current` or `candidate`.",
        examples=["current", "3.11"],
        json_schema_extra={"pattern": f"^({'|'.join(ALIASES)}|{GRAMMAR})$"},
    ),
]


async def services(request: Request) -> Services:
    """The services of the app that serves this request."""
    return cast(Services, request.app.state.services)


ServicesOfApp = Annotated[Services, Depends(services)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One release as this request asks for it."""

    services: Services
    index: ReleaseIndex
    asked_version: str
    generation: int
    """The generation of what is served before the index was looked up."""

    @property
    def about(self) -> About:
        """What an answer says of the release it is of."""
        release = self.services.library.release(self.scheme, self.version)
        pinned = self.asked_version not in ALIASES
        immutable = pinned and release.status is ReleaseStatus.PUBLISHED
        return About(release, self.asked_version, immutable=immutable)

    @property
    def scheme(self) -> str:
        """The id of the release's scheme."""
        return self.index.release.scheme

    @property
    def version(self) -> str:
        """The release's version, never an alias."""
        return self.index.release.version

    def view(self, language: Asked | None = None, mapped: Sequence[MappingSet] = ()) -> View:
        """How this request sees the release."""
        return View(self.index, self.services.settings.public_url, language, mapped)

    async def fixed_mappings(self) -> Sequence[MappingSet]:
        """The mapping sets that are fixed with the release, loaded in a thread where they are not in memory."""
        names = self.index.release.mapping_sets
        shelf, limiter = self.services.mappings, self.services.loading
        return await anyio.to_thread.run_sync(shelf.fixed, names, limiter=limiter) if names else ()

    def concept(self, reference: str) -> Concept:
        """The concept of this id, notation or URI; ConceptNotFoundError says where it first appears."""
        return self.index.get(reference, self.services.library.held(self.scheme))

    def known(self, references: Iterable[str]) -> Iterator[Concept]:
        """The concepts of those of these ids, notations and URIs that the release knows."""
        return filter(None, map(self.index.find, references))


async def served(app: ServicesOfApp, scheme: SchemeName, version: VersionText) -> Served:
    """The release that the path names, loaded in a thread where it is not in memory."""
    generation = app.answers.generation
    index = app.library.find(scheme, version)
    if index is None:
        index = await anyio.to_thread.run_sync(
            app.library.get, scheme, version, limiter=app.loading
        )
    return Served(services=app, index=index, asked_version=version, generation=generation)


ServedRelease = Annotated[Served, Depends(served)]


async def language(
    lang: Annotated[
        str | None,
        Query(
            description="Read every label set in this language too (BCP 47); none is hidden.",
            examples=["en"],
            json_schema_extra={"pattern": f"^{TAG}$"},
        ),
    ] = None,
    fallback: Annotated[
        str | None,
        Query(
            description="Languages that will do, with commas; then nl, fr, en, de, then any.",
            examples=["nl,fr"],
            json_schema_extra={"pattern": f"^{TAG}(,{TAG}){{0,{MOST_FALLBACKS - 1}}}$"},
        ),
    ] = None,
) -> Asked | None:
    """The language that the query asks for."""
    return asked(lang, fallback)


AskedLanguage = Annotated[Asked | None, Depends(language)]
