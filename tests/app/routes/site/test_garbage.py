"""Whatever an address says, a reader is answered: with a page, or with one that says what is wrong."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.routes.site.reading import HTML
from tests.app.serving import Client

PATHS = (
    "/{scheme}/{version}/",
    "/{scheme}/{version}/concepts/{name}",
    "/{scheme}/{version}/kinds/{name}",
    "/{scheme}/{version}/isco/{name}",
    "/{scheme}/{version}/search",
    "/{scheme}/{version}/{name}",
    "/id/{scheme}/{name}",
)
PARAMETERS = (
    *("lang", "content", "show", "q", "page", "kind", "sector", "digital", "isco"),
    *("letter", "status", "linked_to", "predicate"),
)
KNOWN = ("OP-10", "SK-9", "profile", "skill", "7511", "nl", "1", "A", "retired", "SE-1", "sector")
TEXTS = st.sampled_from(KNOWN) | st.text(max_size=30)


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(PATHS),
    scheme=st.sampled_from(("competent", "esco", "isco")) | TEXTS,
    version=st.sampled_from(("current", "3.9", "candidate")) | TEXTS,
    name=TEXTS,
    query=st.dictionaries(st.sampled_from(PARAMETERS), TEXTS, max_size=4),
)
def test_an_address_of_garbage_is_answered(
    client: Client, path: str, scheme: str, version: str, name: str, query: dict[str, str]
) -> None:
    parts = {"scheme": scheme, "version": version, "name": name}
    made = path.format(**{key: quote(it, safe="") for key, it in parts.items()})
    answer = client.get(f"{made}?{urlencode(query)}", accept=HTML)
    assert answer.status_code in {200, 303, 307, 308, 404, 410, 422}
    if answer.status_code in {200, 404, 410, 422}:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
