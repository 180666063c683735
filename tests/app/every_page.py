"""Every type of page that people read, over releases with which each of them has something to show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app import samples, signing
from app.importing import Delivery, import_reading
from app.publishing import publish_candidate
from app.withdrawing import withdraw
from taxonomy.sources import csv_package
from taxonomy.vocabulary import Kind
from tests.build import alternative, concept, description
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from app.context import Context

__all__ = ["FORMS", "NO_PAGES", "ODD", "PAGES", "stock"]

_SET = "/mappings/competent-1.11--esco-0.1"

PAGES = {
    "home": "/",
    "release": "/competent/current/",
    "older": "/competent/1.10/",
    "profile": "/competent/1.11/concepts/OP-1",
    "skill": "/competent/current/concepts/SK-1",
    "set": "/competent/current/concepts/CS-1",
    "sector": "/competent/current/concepts/ES-1",
    "occupation": "/esco/current/concepts/7231.1",
    "retired": "/competent/current/concepts/OP-38",
    "odd": "/competent/1.12/concepts/OP-900",
    "not-found": "/competent/current/concepts/OP-999",
    "list": "/competent/current/kinds/skill",
    "isco": "/competent/current/isco",
    "search": "/competent/current/search?q=fiets",
    "nothing": "/competent/current/search?q=zzzz",
    "changes": "/competent/1.11/changes?from=1.10",
    "first-release": "/esco/current/changes",
    "compare": "/competent/current/compare?a=OP-1&b=OP-2",
    "through-releases": "/competent/current/compare?a=OP-1&from=1.10",
    "choosing": "/competent/current/compare?a=fiets&b=zzzz",
    "pictures": "/competent/current/pictures",
    "growth": "/competent/current/pictures/growth",
    "isco-picture": "/competent/current/pictures/isco",
    "digital": "/competent/current/pictures/digital?of=OP-1",
    "sets": "/competent/current/pictures/sets?of=OP-1",
    "life": "/competent/current/pictures/life?of=OP-1",
    "remark": "/competent/current/feedback?concept=OP-1",
    "archive": "/archive",
    "archive-scheme": "/archive/competent/",
    "archive-release": "/archive/competent/1.11/",
    "archive-candidate": "/archive/competent/1.12/",
    "archive-withdrawn": "/archive/competent/1.9/",
    "archive-not-found": "/archive/competent/9.9/",
    "mapping-sets": "/mappings",
    "mapping-set": f"{_SET}/",
    "mapping-concept": f"{_SET}/OP-1",
}
"""A name → a page of each type."""
FORMS = {
    "candidate": "/competent/1.12/concepts/OP-1",
    "withdrawn": "/competent/1.9/concepts/OP-1",
    "merged": "/competent/current/concepts/SK-9",
    "in-french": "/competent/1.10/concepts/OP-1?content=fr&show=essential",
    "digital-competence": "/digcomp/current/concepts/1.1",
    "isco-group": "/isco/current/concepts/2",
    "odd-in-a-list": "/competent/1.12/kinds/profile?letter=H",
    "odd-among-changes": "/competent/1.12/changes?from=1.11",
    "odd-compared": "/competent/1.12/compare?a=OP-900&b=OP-1",
    "odd-found": "/competent/1.12/search?q=hottentot",
    "odd-life": "/competent/1.12/pictures/life?of=OP-900",
    "letter": "/competent/current/kinds/profile?letter=B",
    "linked": "/competent/current/kinds/profile?linked_to=ES-1&predicate=sector",
    "retired-list": "/competent/current/kinds/profile?status=retired",
    "branch": "/competent/current/isco/7",
    "isco-of-esco": "/esco/current/isco",
    "isco-itself": "/isco/current/isco",
    "unasked": "/competent/current/search",
    "narrowed": "/competent/current/search?q=a&kind=profile&isco=7",
    "sifted": "/competent/1.11/changes?from=1.10&what=retired",
    "backwards": "/competent/1.10/changes?from=1.11",
    "of-one": "/competent/1.11/changes?concept=OP-1",
    "across-schemes": "/competent/current/compare?a=OP-1&with=esco",
    "sectors": "/competent/current/pictures/sectors",
    "life-of-retired": "/competent/current/pictures/life?of=OP-38",
    "sent": "/competent/current/feedback?concept=OP-1&sent=0123456789abcdef0123",
    "archive-of-esco": "/archive/esco/0.1/",
    "mapping-of-other-side": f"{_SET}/7231.1",
    "mapping-filtered": f"{_SET}/?predicate=exact&text=fiets",
    "no-language": "/?lang=xx",
    "no-number": "/competent/current/search?q=a&page=x",
}
"""A name → another form that a page of one of the types takes."""
NO_PAGES = (
    "/robots.txt",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/competent-1.xml",
    "/opensearch.xml",
    "/competent/current/concepts/OP-1.ttl",
    "/competent/current/changes.csv",
    "/competent/current/pictures/growth.svg",
    "/competent/current/pictures/growth.csv",
    f"{_SET}/OP-1/picture.svg",
    f"{_SET}/OP-1/mappings.csv",
)
"""What stands beside the pages for programs."""


ODD = concept(
    "odd",
    Kind.PROFILE,
    alternative("nl", "Zonderspaties" * 20),
    alternative("fr", " ".join(["بائع"] * 30)),
    description("nl", "Woordzonderspaties" * 50),
    notation="OP-900",
    nl="Hottentottententententoonstellings" * 6,
    fr="جزار (h/f/x) ومحضر لحوم",
)
"""A profile of long words, read from the right in French, and without German and English."""


def stock(context: Context) -> None:
    """Fill an empty record with the sample releases, signed; 1.9 is withdrawn and 1.12 a candidate."""
    signing.make_key(context.settings.signing_key_file)
    samples.load(context, at=NOON, on_release=lambda _: None)
    withdraw(context, ("competent", "1.9"), reason="Codes stood twice.", at=EVENING)
    content = csv_package.read(samples.FOLDER / "competent" / "1.11")
    delivery = Delivery(scheme="competent", version="1.12", sample=True)
    import_reading(context.engine, delivery, [*content.concepts, ODD])
    candidate = ("competent", "1.12")
    publish_candidate(context, candidate, at=EVENING, planned_for=date(2026, 6, 15))
