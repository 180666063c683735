"""What the routes stand on, made once per worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from prometheus_client import CollectorRegistry

from app.assigning.material import Assigners
from app.auth.groups import meanings
from app.auth.provider import Provider
from app.auth.signing_in import Door
from app.comparing import Comparisons
from app.competence_sets.shelf import SetShelf
from app.editing.holding import Desk, Drafts
from app.filing.concepts import ConceptFiles
from app.filing.mappings import MappingFiles
from app.http.forms import Forms
from app.http.pace import Pace
from app.rendering.matching import ShownCompetences
from app.rendering.pages.lists import Dictionaries
from app.reviewing.helping import Officials
from app.reviewing.review import Review

if TYPE_CHECKING:
    from app.annotating import Annotators
    from app.config import Settings
    from app.context import Parts
    from app.http.hot import AnswerCache
    from app.http.traffic import Traffic
    from app.library import Library
    from app.mapping_shelf import MappingShelf
    from app.matching import Matchers
    from app.overviews import Overviews
    from app.rendering.feeds import Feeds
    from app.searching import Searchers
    from app.translating import Translators
    from app.watching import Watch

__all__ = ["COMPUTERS", "Services"]

COMPUTERS = 2
"""How many answers are computed at once: more would only keep the event loop from its turn."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """What one worker holds; most answers need `library` only, the record is behind `parts`."""

    settings: Settings
    parts: Parts
    library: Library
    mappings: MappingShelf
    translators: Translators
    matchers: Matchers
    annotators: Annotators
    overviews: Overviews
    searchers: Searchers
    watch: Watch
    feeds: Feeds
    answers: AnswerCache
    traffic: Traffic
    metrics: CollectorRegistry
    shown: ShownCompetences = field(default_factory=ShownCompetences)
    sets: SetShelf = field(default_factory=SetShelf)
    dictionaries: Dictionaries = field(default_factory=Dictionaries)
    comparisons: Comparisons = field(default_factory=Comparisons)
    loading: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    """Threads that may wait for a release to be loaded; the others stay free for other work."""
    computers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(COMPUTERS, thread_name_prefix="compute")
    )
    """The threads of `computed`."""
    writing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    """Threads that may make the pieces of large answers, one piece at a time."""
    proving: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    """Threads that may wait for a file of the archive to be read through."""

    @cached_property
    def desk(self) -> Desk:
        """What editing stands on."""
        return Desk(self.parts.engine, Drafts())

    @cached_property
    def files(self) -> ConceptFiles:
        """The files that editors send."""
        return ConceptFiles(self.desk)

    @cached_property
    def mapping_files(self) -> MappingFiles:
        """The files that mappers send."""
        return MappingFiles(self.parts.engine)

    @cached_property
    def review(self) -> Review:
        """The review of translations."""
        return Review(self.parts.engine, dictionaries=self.settings.dictionaries)

    @cached_property
    def assigners(self) -> Assigners:
        """What speaks for the digital skills of profiles."""
        return Assigners(self.library, self.mappings)

    @cached_property
    def officials(self) -> Officials:
        """The official wording of mapped concepts."""
        return Officials(self.mappings, self.library)

    @cached_property
    def forms(self) -> Forms:
        """The tokens of the forms of visitors."""
        return Forms(self.settings)

    @cached_property
    def door(self) -> Door | None:
        """The identity provider that lets people in, None where there is none; InvalidQueryError for a bad table of groups."""
        settings = self.settings
        if not settings.oidc_issuer:
            return None
        provider = Provider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret,
            f"{settings.public_url}/workbench/sign-in/callback",
        )
        groups = meanings(Path(settings.oidc_groups)) if settings.oidc_groups else None
        return Door(provider, settings.oidc_groups_claim, groups)

    @cached_property
    def pace(self) -> Pace:
        """How often one address may send a remark."""
        return Pace(self.settings.feedback_per_hour)
