"""What frozen campaigns say of a changeset: their texts stay, and a source that changes re-opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from taxonomy.findings import Finding, Severity
from taxonomy.reviewing.units import FIELDS, SOURCE, texts
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.db.translation_tables import CampaignRow
    from taxonomy.model import Concept
    from taxonomy.reviewing.units import Said

__all__ = ["FrozenCampaign", "as_frozen", "frozen_findings"]


class FrozenCampaign(NamedTuple):
    """Which texts a frozen campaign holds as they are; without kinds of all, without fields all."""

    title: str
    lang: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]


def as_frozen(row: CampaignRow) -> FrozenCampaign:
    """The frozen campaign as a value."""
    kinds, fields = (tuple(row.scope.get(it, ())) for it in ("kinds", "fields"))
    return FrozenCampaign(row.title, row.lang, kinds, fields)


def frozen_findings(
    campaigns: Sequence[FrozenCampaign], pairs: Iterable[tuple[Concept | None, Concept | None]]
) -> list[Finding]:
    """An error for each text of a frozen campaign that would be otherwise, a warning for each of its sources."""
    if not campaigns:
        return []
    return [
        found
        for before, after in pairs
        if before and after and after.status is Status.ACTIVE
        for campaign in campaigns
        for found in _of_concept(campaign, before, after)
    ]


def _of_concept(campaign: FrozenCampaign, before: Concept, after: Concept) -> Iterator[Finding]:
    if campaign.kinds and after.kind.value not in campaign.kinds:
        return
    was, now = texts(before), texts(after)
    for field in campaign.fields or FIELDS:
        found = _of_field(campaign, field, was, now)
        if found:
            code, severity, told = found
            message = sentence(
                "the campaign %(title)r is frozen: %(told)s", title=campaign.title, told=told
            )
            yield Finding(
                severity=severity,
                code=code,
                message=message,
                concept=after.id,
                field=field,
                lang=campaign.lang,
            )


def _of_field(
    campaign: FrozenCampaign, field: str, was: Said, now: Said
) -> tuple[str, Severity, str] | None:
    lang = campaign.lang
    if was.get((field, lang)) != now.get((field, lang)):
        told = sentence(
            "its %(lang)s text stays as it is until a reviewer opens it again", lang=lang
        )
        return "frozen-text", Severity.ERROR, told
    if was.get((field, SOURCE)) != now.get((field, SOURCE)):
        told = sentence("with this source its %(lang)s text is open again", lang=lang)
        return "frozen-source", Severity.WARNING, told
    return None
