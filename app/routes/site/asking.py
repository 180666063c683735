"""How a page of a release is asked for: the release on view, the two languages, the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request
from starlette.convertors import Convertor, register_url_convertor
from typing_extensions import override

from app.http.dependencies import Served, ServedRelease
from app.rendering.languages import Asked, asked
from app.rendering.pages.addresses import base
from app.rendering.pages.names import Reader
from app.web.links import CONTENT
from app.web.pages import language
from app.web.released import released_page
from taxonomy.schemes import SCHEMES

if TYPE_CHECKING:
    from starlette.responses import Response

    from app.http.hot import Headers
    from taxonomy.index import ReleaseIndex

__all__ = ["AskedPage", "OnView", "PageLanguage", "on_view"]

PageLanguage = Annotated[str | None, Query(alias="lang")]


class _Known(Convertor[str]):
    """The id of a scheme and nothing else, so that other paths stay free for other rooms."""

    regex = "|".join(SCHEMES)

    @override
    def convert(self, value: str) -> str:
        return value

    @override
    def to_string(self, value: str) -> str:
        return value


class _Document(_Known):
    """The ending of a document's name."""

    regex = "jsonld|json|ttl"


register_url_convertor("known", _Known())
register_url_convertor("document", _Document())


@dataclass(frozen=True, slots=True, kw_only=True)
class OnView:
    """A page of a release, as its reader asks for it."""

    request: Request
    served: Served
    lang: str | None
    """The language of the interface that the query asks for."""
    asked: Asked
    """The language of names and texts: the one asked for, else that of the interface."""

    @property
    def base(self) -> str:
        """What the paths of the release's pages begin with, by the version as it was asked for."""
        return base(self.served.scheme, self.served.asked_version)

    @property
    def reader(self) -> Reader:
        """Whoever reads the release on view."""
        return self.reader_of(self.served.index, self.served.asked_version)

    def reader_of(self, index: ReleaseIndex, version: str) -> Reader:
        """The same person reading a release at this version or alias."""
        public_url = self.served.services.settings.public_url
        return Reader(index, self.asked, base(index.release.scheme, version), public_url)

    def page(
        self,
        template: str,
        values: dict[str, Any],
        *,
        status: int = 200,
        more: Headers | None = None,
    ) -> Response:
        """The answer with the page; `more` are headers of its own."""
        shared = {"content_lang": self.asked.lang, **values}
        chosen = language(self.request.scope, self.lang)
        return released_page(
            self.request, self.served, (template, shared, chosen, self.lang), status, more or []
        )


async def on_view(
    request: Request,
    served: ServedRelease,
    lang: PageLanguage = None,
    content: Annotated[str | None, Query(alias=CONTENT)] = None,
) -> OnView:
    """The page that is asked for; InvalidQueryError for a language that is none."""
    chosen = asked(content, None) or Asked(language(request.scope, lang).tag)
    return OnView(request=request, served=served, lang=lang, asked=chosen)


AskedPage = Annotated[OnView, Depends(on_view)]
