"""What the library and the service say in English, said in the language of the reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from babel import Locale
from markupsafe import Markup, escape
from typing_extensions import override

from app.web import (
    editing_words,
    mapping_words,
    translation_words,
    upgrade_words,
    words,
    workbench_words,
)
from app.web.change_words import FIELDS
from app.web.languages import FALLBACK
from app.web.link_words import ONE, TO
from taxonomy.reviewing.states import State
from taxonomy.sentences import Quote, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.web.languages import Language
    from taxonomy.findings import Place
    from taxonomy.sentences import Value

__all__ = ["is_said", "told", "where"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: word for kind, word in ONE.items()},
    "field": FIELDS,
    "predicate": {
        **{predicate.value: word for predicate, word in TO.items()},
        **{predicate.value: it.title for predicate, it in mapping_words.PREDICATES.items()},
    },
    "retirement": {reason.value: word for reason, word in editing_words.ENDS.items()},
    "item": {kind.value: word for kind, word in upgrade_words.KINDS.items()},
    "verb": {verb.value: word for verb, word in upgrade_words.VERBS.items()},
    "state": {state: word for state, (_, _, word) in editing_words.STATES.items()},
    "step": {state.value: word for state, word in translation_words.STATES.items()},
    "act": translation_words.STEPS,
    "campaign": translation_words.CAMPAIGN_STATES,
    "change": editing_words.KINDS_OF_CHANGE,
    "filed": {state: word for state, (_, _, word) in editing_words.FILES.items()},
    "how": mapping_words.HOW,
    "role": {role.value: word for role, word in workbench_words.ROLES.items()},
    "status": {
        **{status.value: word for status, word in words.STATES.items()},
        **upgrade_words.STATUSES,
        "draft": translation_words.STATES[State.DRAFT],
    },
}
"""Name of a value, without a number behind it → what its words are called."""
_QUOTES = {
    "nl": ("“", "”"),
    "fr": ("«\u00a0", "\u00a0»"),
    "de": ("„", "“"),
    "en": ("“", "”"),
}
_LANGUAGE = "lang"
"""The name of values that are tags of languages."""


def is_said(text: str, language: Language) -> bool:
    """Whether the text can be said in this language."""
    if language.tag == FALLBACK:
        return True
    return isinstance(text, Sentence) and text.text in language.said


def told(text: str, language: Language, lang: str = "") -> Markup:
    """The text in the language of the reader; in English, and marked as such, where there is no other.

    `lang` is the language of what it quotes, where the quotation does not know its own. A sentence
    begins with a capital letter, unless it begins with a value.
    """
    if not isinstance(text, Sentence) or not is_said(text, language):
        return _marked(text, FALLBACK, language)
    said = language.texts.gettext(text.text)
    return _filled(f"{said[:1].upper()}{said[1:]}", text, language, lang)


def _filled(said: str, text: Sentence, language: Language, lang: str) -> Markup:
    shown = {name: _shown(name, it, language, lang) for name, it in text.values.items()}
    return Markup(str(escape(said)) % shown)  # noqa: S704 -- all of it is escaped


def where(place: Place, language: Language) -> Markup:
    """Where in a source something stands, in the words of the reader."""
    return _shown("", place.parts(), language, "").html


class _Shown(int):
    """A value as HTML: by `%(name)s` as it is, by `%(name)r` in quotation marks, by `%(name)d` as digits."""

    html: Markup
    quoted: Markup

    @classmethod
    def of(cls, html: Markup, quoted: Markup | None = None, number: int = 0) -> _Shown:
        """The value in both shapes; of what is never quoted, one is enough."""
        made = cls(number)
        made.html, made.quoted = html, html if quoted is None else quoted
        return made

    @override
    def __str__(self) -> str:
        return str(self.html)

    @override
    def __repr__(self) -> str:
        return str(self.quoted)


def _shown(name: str, value: Value, language: Language, lang: str) -> _Shown:
    if isinstance(value, int):
        return _Shown.of(escape(language.number(value)), number=value)
    if isinstance(value, date):
        told_ = language.moment(value) if isinstance(value, datetime) else language.day(value)
        return _Shown.of(escape(told_))
    if isinstance(value, tuple):
        shown = (_shown(name, it, language, lang).html for it in value)
        return _Shown.of(Markup(", ").join(shown))
    if isinstance(value, Sentence):
        return _Shown.of(_inner(value, language, lang))
    of = value.lang if isinstance(value, Quote) else ""
    before, after = _QUOTES[language.tag]
    marked = _marked(value, of or lang, language)
    word = _word(name.rstrip("0123456789"), value, language)
    html = escape(word) if word else _marked(value, of, language)
    return _Shown.of(html, Markup("{}{}{}").format(before, marked, after))


def _inner(text: Sentence, language: Language, lang: str) -> Markup:
    """A sentence within another one, which begins as it stands."""
    if not is_said(text, language):
        return _marked(text, FALLBACK, language)
    return _filled(language.texts.gettext(text.text), text, language, lang)


def _marked(text: str, lang: str, language: Language) -> Markup:
    """The text, with its language where that is known and not the one of the page."""
    if lang in ("", language.tag):
        return escape(str(text))
    return Markup('<span lang="{}">{}</span>').format(lang, str(text))


def _word(name: str, value: str, language: Language) -> str:
    """What a word of the house, or a language, is called; "" for any other value."""
    if name == _LANGUAGE:
        return str(Locale.parse(language.tag).languages.get(value, ""))
    word = _WORDS.get(name, {}).get(value, "")
    return language.texts.gettext(word) if word else ""
