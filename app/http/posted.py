"""Forms that are sent: their fields, and whether a page of ours sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from app.errors import UnsupportedMediaTypeError

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["FORM", "fields", "is_from_here"]

FORM = "application/x-www-form-urlencoded"


async def fields(request: Request, most: int = 50) -> dict[str, list[str]]:
    """The fields of the form, of which at most so many are read; UnsupportedMediaTypeError for a body that is none."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != FORM:
        message = f"the body is said to be {given[:100]!r}: send the form of the page"
        raise UnsupportedMediaTypeError(message)
    body = (await request.body()).decode("utf-8", errors="replace")
    return parse_qs("&".join(body.split("&")[:most]), keep_blank_values=True)


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent it; one that says nothing is believed.

    It says so in Sec-Fetch-Site (Fetch Metadata §2.2), older ones in Origin (Fetch Standard §3.1).
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    ours = (request.headers.get("host"), urlsplit(request.scope["public_url"]).netloc)
    return origin is None or origin.partition("//")[2] in ours
