"""The answer about what waits for somebody."""

from __future__ import annotations

from app.wire.audit import AuditAct
from app.wire.body import Wire
from app.wire.readiness import PlanReadiness

__all__ = ["Dashboard"]


class DashboardChangeset(Wire):
    """A changeset that waits, by its number."""

    id: int
    title: str
    author: str | None = None


class DashboardTongue(Wire):
    """A language in which the person writes: units that are open, assigned to them, to be reviewed by them."""

    lang: str
    open: int
    assigned: int
    review: int


class DashboardMappings(Wire):
    """A mapping set with mappings to judge."""

    name: str
    stale: int
    suggested: int


class DashboardUpgrade(Wire):
    """An upgrade, and how many open items the person has in it."""

    name: str
    open: int


class DashboardQuestion(Wire):
    """A question about the mappings of a concept; `who` asks the person, or is asked by them."""

    mapping_set: str
    concept: str
    who: str
    text: str


class DashboardMine(Wire):
    """What waits for the person: the first few of each kind."""

    unseen_mentions: int | None = None
    to_review: list[DashboardChangeset] | None = None
    to_review_total: int | None = None
    sent_back: list[DashboardChangeset] | None = None
    begun: list[DashboardChangeset] | None = None
    translations: list[DashboardTongue] | None = None
    mapping_sets: list[DashboardMappings] | None = None
    upgrades: list[DashboardUpgrade] | None = None
    questions: list[DashboardQuestion] | None = None


class DashboardTexts(Wire):
    """Translations into a language that the person submitted."""

    lang: str
    submitted: int


class DashboardWaiting(Wire):
    """What the person waits for."""

    changesets: list[DashboardChangeset] | None = None
    texts: list[DashboardTexts] | None = None
    questions: list[DashboardQuestion] | None = None


class DashboardPlan(PlanReadiness):
    """A draft or candidate on its way, of this scheme."""

    scheme: str


class DashboardPlans(Wire):
    """Releases with their days."""

    releases: list[DashboardPlan]


class DashboardActs(Wire):
    """The newest acts of others."""

    acts: list[AuditAct]


class Dashboard(Wire):
    """What is late, waits for the person, is waited for, is due, and was done by others since; what is empty is left out."""

    late: DashboardPlans | None = None
    mine: DashboardMine | None = None
    waiting: DashboardWaiting | None = None
    due: DashboardPlans | None = None
    since: DashboardActs
