"""What a search found, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rendering.languages import Asked, reading
from taxonomy.forms import Gender, forms
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.rendering.concepts import Json, View
    from taxonomy.model import Concept
    from taxonomy.searching.answering import Match, Matched, Question

__all__ = ["found"]


def found(
    view: View, question: Question, matches: Iterable[Match], gender: Gender | None = None
) -> Json:
    """The answer to a question; `gender` lets each item name its concept in that form."""
    return {
        "query": question.text,
        **({"lang": question.lang} if question.lang else {}),
        "release": view.index.release.name,
        "items": [_item(view, it, gender) for it in matches],
    }


def _item(view: View, match: Match, gender: Gender | None) -> Json:
    concept, matched = match.concept, match.matched
    form = _form(view, concept, matched.lang, gender) if gender else {}
    return {
        "score": match.score,
        "concept": view.brief(concept),
        "matched": _matched(matched),
        **({"form": form} if form else {}),
    }


def _matched(matched: Matched) -> Json:
    form = {"form": {"text": matched.form, "gender": matched.gender}} if matched.form else {}
    return {
        "text": matched.text,
        **({"lang": matched.lang} if matched.lang else {}),
        **({"type": matched.type} if matched.type else {}),
        **({"system": matched.system} if matched.system else {}),
        "spans": matched.spans,
        "how": matched.how,
        **form,
    }


def _form(view: View, concept: Concept, lang: str, gender: Gender) -> Json:
    """The preferred label in the form asked for, where it gives that one, else in its neutral one."""
    labels = view.index.labels(concept)
    texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
    read = reading(texts, view.asked or Asked(lang or "nl"))
    if read is None:
        return {}
    given = forms(read["text"], read["lang"])
    form = next((it for it in given if it.gender is gender), given[0])
    return {"text": form.text, "gender": form.gender, "lang": read["lang"]}
