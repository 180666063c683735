"""What frozen campaigns say of a changeset: their texts stay, and a source that changes re-opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import translation_campaigns
from taxonomy.findings import Finding, Severity
from taxonomy.reviewing.units import FIELDS, SOURCE, texts
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.db.translation_tables import CampaignRow
    from taxonomy.model import Concept
    from taxonomy.reviewing.units import Said

__all__ = ["frozen_findings"]


def frozen_findings(
    session: Session, scheme: str, pairs: Iterable[tuple[Concept | None, Concept | None]]
) -> list[Finding]:
    """An error for each text of a frozen campaign that would be otherwise, a warning for each of its sources."""
    campaigns = translation_campaigns.frozen(session, scheme)
    if not campaigns:
        return []
    return [
        found
        for before, after in pairs
        if before and after and after.status is Status.ACTIVE
        for campaign in campaigns
        for found in _of_concept(campaign, before, after)
    ]


def _of_concept(campaign: CampaignRow, before: Concept, after: Concept) -> Iterator[Finding]:
    kinds, fields = campaign.scope.get("kinds", ()), campaign.scope.get("fields", ())
    if kinds and after.kind.value not in kinds:
        return
    was, now = texts(before), texts(after)
    for field in fields or FIELDS:
        found = _of_field(campaign, field, was, now)
        if found:
            code, severity, told = found
            yield Finding(
                severity=severity,
                code=code,
                message=f"the campaign {campaign.title!r} is frozen: {told}",
                concept=after.id,
                field=field,
                lang=campaign.lang,
            )


def _of_field(
    campaign: CampaignRow, field: str, was: Said, now: Said
) -> tuple[str, Severity, str] | None:
    lang = campaign.lang
    if was.get((field, lang)) != now.get((field, lang)):
        told = f"its {lang} text stays as it is until a reviewer opens it again"
        return "frozen-text", Severity.ERROR, told
    if was.get((field, SOURCE)) != now.get((field, SOURCE)):
        return "frozen-source", Severity.WARNING, f"with this source its {lang} text is open again"
    return None
