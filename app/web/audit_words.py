"""What the audit calls the fields that an act changed."""

from __future__ import annotations

from app.web import editing_words, translation_words
from app.web.languages import message
from taxonomy.editing.fields import Field
from taxonomy.errors import InvalidQueryError

__all__ = ["field"]

_FIELDS = {
    "added": message("added"),
    "by": message("written by"),
    "bytes": message("bytes"),
    "changeset": message("changeset"),
    "concepts": message("concepts"),
    "digest": message("digest"),
    "draft": message("draft"),
    "from": message("from"),
    "grants": message("rights"),
    "issuer": message("identity provider"),
    "items": message("items"),
    "kind": message("kind"),
    "lang": message("language"),
    "language": message("language"),
    "languages": message("languages"),
    "name": message("name"),
    "open": message("still open"),
    "organisation": message("organisation"),
    "people": message("how many people"),
    "planned_for": message("planned for"),
    "reason": message("reason"),
    "roles": message("roles"),
    "scheme": message("scheme"),
    "sha256": message("SHA-256"),
    "state": message("state"),
    "subject": message("our release"),
    "text": message("text"),
    "title": message("title"),
    "unlisted": message("not in the new file"),
    "version": message("release"),
}


def field(name: str) -> tuple[str, str]:
    """What a field is called, to be translated, and the language it is in; the name itself where it has no word."""
    told, _, lang = name.partition(" ")
    if told in translation_words.FIELDS:
        return translation_words.FIELDS[told], lang
    try:
        known = Field.parse(name)
    except InvalidQueryError:
        return _FIELDS.get(name, name), ""
    return editing_words.field(known), known.lang or (
        known.name if known.group == "attribute" else ""
    )
