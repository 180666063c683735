"""From values to a page: the templates, the language, and the headers of an answer in HTML."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from typing_extensions import override

from app.http.answering import SHORT, reply
from app.http.hot import Answer
from app.http.negotiation import accepts_gzip, asking, best
from app.web import (
    audit_words,
    change_words,
    chart,
    editing_words,
    feedback_words,
    framework_words,
    link_words,
    mapping_words,
    picture_words,
    reason_words,
    set_words,
    telling,
    translation_words,
    upgrade_words,
    words,
    workbench_words,
)
from app.web.frame import frame
from app.web.languages import NAMES, Language, negotiated, of_query
from app.web.links import Links
from app.web.static import address, alone_style
from taxonomy.media_types import HTML, SVG

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import CodeType

    from fastapi import Request
    from jinja2.bccache import Bucket
    from starlette.responses import Response
    from starlette.types import Scope

    from app.config import Settings
    from app.http.hot import Headers

__all__ = [
    "DRAWING_POLICY",
    "POLICY",
    "accept_language",
    "answered",
    "drawing",
    "headers",
    "language",
    "page",
    "prepare",
    "written",
]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of a page: what is its own, and nothing written into it."""

DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""That of a picture: the style written into it, and nothing else."""

_NOT_OF_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document of XML may hold (XML 1.0 §2.2)."""
_TEMPLATES = Path(__file__).parent / "templates"
_MEDIA_TYPE = "text/html"


def page(
    request: Request, template: str, values: Mapping[str, Any], *, lang: str | None
) -> Response:
    """The answer with a page; `lang` is the language that the query asks for.

    InvalidQueryError for a language that pages are not written in, NotAcceptableError where the
    request takes no HTML.
    """
    best(asking(request.scope).accept, (_MEDIA_TYPE,))
    chosen = language(request.scope, lang)
    body = written(request.scope, template, values, chosen, lang=lang)
    return answered(request, body, headers(chosen))


def drawing(
    request: Request, template: str, values: Mapping[str, Any], *, lang: str | None
) -> Response:
    """The answer with a picture that stands alone, in SVG; InvalidQueryError as `page`.

    It brings its own style, and pages of others may show it.
    """
    chosen = language(request.scope, lang)
    body = written(request.scope, template, values, chosen, lang=lang)
    told = dict(headers(chosen)) | {
        b"content-type": SVG.encode(),
        b"content-security-policy": DRAWING_POLICY.encode(),
    }
    return answered(request, body, list(told.items()))


def answered(request: Request, body: bytes, told: Headers) -> Response:
    """The answer with these bytes, or its 304."""
    asked = asking(request.scope)
    level = 6 if accepts_gzip(asked.encoding) else 0
    return reply(Answer.of("", body, told, revision="", level=level), asked.etags)


def headers(language: Language) -> list[tuple[bytes, bytes]]:
    """The headers of a page in this language."""
    return [
        (b"content-type", HTML.encode()),
        (b"content-language", language.tag.encode()),
        (b"vary", b"Accept, Accept-Encoding, Accept-Language"),
        (b"cache-control", SHORT.encode()),
        (b"content-security-policy", POLICY.encode()),
        (b"referrer-policy", b"same-origin"),
    ]


def language(scope: Scope, lang: str | None) -> Language:
    """The language to write a page in; InvalidQueryError as `of_query`."""
    return Language.of(negotiated(accept_language(scope)) if lang is None else of_query(lang))


def accept_language(scope: Scope) -> bytes:
    """The header, empty where absent; repeated ones are joined (RFC 9110 §5.2)."""
    return b",".join(value for name, value in scope["headers"] if name == b"accept-language")


def written(
    scope: Scope,
    template: str,
    values: Mapping[str, Any],
    language: Language,
    *,
    lang: str | None,
) -> bytes:
    """The page in UTF-8; where the query asks for a language, links within the site keep it."""
    links = Links.of(scope, language.tag if lang is not None else "")
    services = scope["app"].state.services
    shared = {
        "language": language,
        "names": NAMES,
        "path": links.path,
        "kept": links.kept,
        "links": links,
        "frame": frame(services.library, scope["path"]),
        "contact": _contact(services.settings),
        "public_url": scope.get("public_url", ""),
    }
    text = _environment(language.tag).get_template(template).render({**shared, **values})
    return text.encode()


class _Compiled(BytecodeCache):
    """The code of templates, compiled once for all languages."""

    def __init__(self) -> None:
        self._held: dict[str, CodeType] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._held.get(bucket.key)

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._held[bucket.key] = bucket.code


_COMPILED = _Compiled()


def prepare() -> None:
    """Have every template ready in every language, so that no first reader waits for it."""
    for tag in NAMES:
        environment = _environment(tag)
        for name in environment.list_templates():
            environment.get_template(name)


@cache
def _environment(tag: str) -> Environment:
    """Templates whose texts are in this language."""
    language = Language.of(tag)
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(language.texts, newstyle=True)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(
        zip=zip,
        by_language=_by_language,
        segment=_segment,
        plain=_plain,
        day=language.day,
        short_day=language.short_day,
        moment=language.moment,
        number=language.number,
        share=language.share,
        size=language.size,
        told=lambda text, lang="": telling.told(text, language, lang),
        where=lambda place: telling.where(place, language),
    )
    made.tests["said"] = lambda text: telling.is_said(text, language)
    made.globals.update(
        audit_words=audit_words,
        change_words=change_words,
        editing_words=editing_words,
        feedback_words=feedback_words,
        framework_words=framework_words,
        words=words,
        translation_words=translation_words,
        workbench_words=workbench_words,
        link_words=link_words,
        mapping_words=mapping_words,
        picture_words=picture_words,
        reason_words=reason_words,
        set_words=set_words,
        upgrade_words=upgrade_words,
        static=address,
        mark=token_hex,
        chart=chart.drawn,
        stacked=chart.stacked,
        alone_style=alone_style,
    )
    return made


def _contact(settings: Settings) -> str:
    """Where whom to ask is found: their page, else their address; empty where neither is set."""
    mail = settings.contact_email
    return settings.contact_url or (f"mailto:{quote(mail, safe='@')}" if mail else "")


def _by_language(shares: Mapping[str, float]) -> list[tuple[str, float]]:
    """The languages of pages first, in their order, then the others by tag."""
    order = [*NAMES]
    ranked = sorted(shares, key=lambda it: (order.index(it) if it in order else len(order), it))
    return [(tag, shares[tag]) for tag in ranked]


def _segment(text: str) -> str:
    """The text as one segment of a path."""
    return quote(text, safe="")


def _plain(text: str) -> str:
    """The text without what would break a document of XML."""
    return _NOT_OF_XML.sub("", text)
