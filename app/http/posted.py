"""Forms that are sent: their fields, and whether a page of ours sent them."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from app.errors import UnsupportedMediaTypeError

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["FORM", "FORM_WITH_FILES", "Sent", "fields", "is_from_here", "sent_with_files"]

FORM = "application/x-www-form-urlencoded"
FORM_WITH_FILES = "multipart/form-data"
_MOST_PARTS = 50


class Sent(NamedTuple):
    """What a form with files sends: field → text, and field → name and bytes of a file."""

    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]


async def fields(request: Request, most: int = 50) -> dict[str, list[str]]:
    """The fields of the form, of which at most so many are read; UnsupportedMediaTypeError for a body that is none."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != FORM:
        message = f"the body is said to be {given[:100]!r}: send the form of the page"
        raise UnsupportedMediaTypeError(message)
    body = (await request.body()).decode("utf-8", errors="replace")
    return parse_qs("&".join(body.split("&")[:most]), keep_blank_values=True)


async def sent_with_files(request: Request) -> Sent:
    """The fields and files of a form (RFC 7578); UnsupportedMediaTypeError for a body that is none."""
    given = request.headers.get("content-type", "")
    body = await request.body()
    head = f"Content-Type: {given}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1")
    read = BytesParser(policy=HTTP).parsebytes(head + body)
    if not given.lower().startswith(FORM_WITH_FILES) or not read.is_multipart():
        message = f"the body is said to be {given[:100]!r}: send the form of the page"
        raise UnsupportedMediaTypeError(message)
    sent = Sent({}, {})
    for part in list(read.iter_parts())[:_MOST_PARTS]:
        name = part.get_param("name", "", "content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_filename() is None:
            sent.fields[str(name)] = content.decode("utf-8", errors="replace")
        else:
            sent.files[str(name)] = (part.get_filename() or "", content)
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
