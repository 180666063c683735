"""Forms that are sent: their fields, and whether a page of ours sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from app.errors import UnsupportedMediaTypeError
from app.http.parts import Parts, SentFile, boundary_of
from taxonomy.errors import InvalidQueryError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["FORM", "FORM_WITH_FILES", "Sent", "fields", "is_from_here", "sent_with_files"]

FORM = "application/x-www-form-urlencoded"
FORM_WITH_FILES = "multipart/form-data"


class Sent(NamedTuple):
    """What a form with files sends: field → text, and field → the file."""

    fields: dict[str, str]
    files: dict[str, SentFile]

    def chosen(self, field: str) -> SentFile:
        """The file of this field; InvalidQueryError where none was chosen."""
        found = self.files.get(field)
        if found is None or not found.name:
            message = sentence("choose a file first")
            raise InvalidQueryError(message)
        return found


async def fields(request: Request, most: int = 50) -> dict[str, list[str]]:
    """The fields of the form, of which at most so many are read; UnsupportedMediaTypeError for a body that is none."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != FORM:
        message = sentence(
            "the body is said to be %(given)r: send the form of the page", given=given[:100]
        )
        raise UnsupportedMediaTypeError(message)
    body = (await request.body()).decode("utf-8", errors="replace")
    return parse_qs("&".join(body.split("&")[:most]), keep_blank_values=True)


async def sent_with_files(request: Request) -> Sent:
    """The fields and files of a form (RFC 7578), read once a request; files lie on disk where they are large.

    UnsupportedMediaTypeError for a body that is none, or that ends in the middle.
    """
    known = getattr(request.state, "sent_with_files", None)
    if isinstance(known, Sent):
        return known
    given = request.headers.get("content-type", "")
    boundary = boundary_of(given)
    if not boundary:
        message = sentence(
            "the body is said to be %(given)r: send the form of the page", given=given[:100]
        )
        raise UnsupportedMediaTypeError(message)
    parts = Parts(boundary)
    async for chunk in request.stream():
        parts.take(chunk)
    if not parts.ended:
        message = sentence("the form ends in the middle: send it again")
        raise UnsupportedMediaTypeError(message)
    sent = Sent(parts.fields, parts.files)
    request.state.sent_with_files = sent
    return sent


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent it; one that says nothing is believed.

    It says so in Sec-Fetch-Site (Fetch Metadata §2.2), older ones in Origin (Fetch Standard §3.1).
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    ours = (request.headers.get("host"), urlsplit(request.scope["public_url"]).netloc)
    return origin is None or origin.partition("//")[2] in ours
