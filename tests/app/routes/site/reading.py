"""How tests read the pages of the site."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from tests.app.serving import Client

__all__ = ["HTML", "links", "opened", "text"]

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def opened(client: Client, path: str, **headers: str) -> httpx.Response:
    """The answer to a browser that reads English."""
    return client.get(path, accept=HTML, **{"accept_language": "en", **headers})


def text(client: Client, path: str, **headers: str) -> str:
    """What the content of a page says, its markup left out."""
    body = opened(client, path, **headers).text
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(client: Client, path: str) -> list[str]:
    """The addresses that the content of a page leads to."""
    body = opened(client, path).text
    main = body[body.index("<main") : body.index("</main>")]
    return [unescape(it) for it in re.findall(r'href="([^"]+)"', main)]
