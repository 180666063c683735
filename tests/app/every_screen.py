"""Every screen of the workbench, over samples with which each of them has something to show."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from app import samples
from app.auth.roles import Actor, Role
from app.editing import accepting
from app.editing.changesets import Purpose, begin, save
from app.editing.changing import Edit
from app.editing.holding import Desk, Drafts
from app.editing.records import By
from app.editing.viewing import view_of
from app.filing.concepts import ConceptFiles
from app.filing.mappings import MappingFiles
from app.importing import Delivery, import_reading
from app.mapping_runs.starting import start_upgrade
from app.mapping_runs.working import work
from app.publishing import publish
from app.reviewing import campaigns
from app.upgrading.listing import items_of
from app.upgrading.opening import Asked
from taxonomy import canonical
from taxonomy.sources import csv_package
from taxonomy.vocabulary import LabelType
from tests.build import alternative
from tests.moments import NOON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.context import Context
    from taxonomy.model import Concept

__all__ = ["NO_SCREENS", "SCREENS", "WHO", "screens", "stock"]

WHO = "Anna Vandenbroucke-Delacroix"
"""Who did what the screens show."""
EVA = Actor.of(WHO, *Role, organisation="VDAB")
_UPGRADE = "competent-1.11--esco-0.2"
_LONG = "Heel" + "lang" * 40 + "woord <b>en</b> <script>alert(1)</script>"

SCREENS = {
    "": "",
    "/me": "/me",
    "/people": "/people",
    "/people/{key:int}": "/people/{person}",
    "/mentions": "/mentions",
    "/audit": "/audit",
    "/concepts": "/concepts?q=a",
    "/concepts/{reference}": "/concepts/OP-1?changeset={open}",
    "/concepts/{reference}/merger": "/concepts/SK-1/merger?others=SK-2&others=SK-3",
    "/concepts/{reference}/split": "/concepts/SK-1/split",
    "/many": "/many?q=fiets",
    "/rewording": "/rewording?find=fiets&by=rijwiel&language=nl",
    "/changesets": "/changesets",
    "/changesets/imports": "/changesets/imports",
    "/changesets/imports/{number:int}": "/changesets/imports/{file}",
    "/changesets/{key:int}": "/changesets/{open}",
    "/changesets/{key:int}/conflicts/{id}": "/changesets/{open}/conflicts/{moved}",
    "/preview/{changeset:int}/concepts/{reference:path}": "/preview/{open}/concepts/OP-1",
    "/protocols": "/protocols",
    "/competence-sets": "/competence-sets",
    "/competence-sets/uncovered": "/competence-sets/uncovered",
    "/competence-sets/{reference}": "/competence-sets/CS-1",
    "/competence-sets/{reference}/profiles": "/competence-sets/CS-1/profiles",
    "/digital-skills": "/digital-skills?neighbours=3",
    "/digital-skills/preview": "/digital-skills/preview?neighbours=3",
    "/digital-skills/{reference}": "/digital-skills/OP-1",
    "/frameworks": "/frameworks",
    "/frameworks/{name}": "/frameworks/soft-skills",
    "/translations": "/translations",
    "/translations/{target}": "/translations/fr",
    "/translations/{target}/list": "/translations/de/list",
    "/translations/campaigns/{name}": "/translations/campaigns/{campaign}",
    "/translations/package": "/translations/package",
    "/translations/terms": "/translations/terms",
    "/mappings": "/mappings",
    "/mappings/imports": "/mappings/imports",
    "/mappings/imports/{number:int}": "/mappings/imports/{mappings}",
    "/mappings/runs/{number}": "/mappings/runs/1",
    "/mappings/{name}": f"/mappings/{_UPGRADE}",
    "/mappings/{name}/publication": f"/mappings/{_UPGRADE}/publication",
    "/mappings/{name}/concept": f"/mappings/{_UPGRADE}/concept?id={{mapped}}",
    "/upgrades": "/upgrades",
    "/upgrades/{name}": f"/upgrades/{_UPGRADE}",
    "/upgrades/{name}/items/{id}": f"/upgrades/{_UPGRADE}/items/{{item}}",
    "/upgrades/{name}/wordings": f"/upgrades/{_UPGRADE}/wordings",
    "/release": "/release",
}
"""The path of a screen's route below `/workbench` → one such screen, with names of `Held` in braces."""
NO_SCREENS = {
    "/preview/{changeset:int}/{rest:path}",
    "/sign-in/provider",
    "/sign-in/callback",
    "/sign-in/link",
    "/sign-in",
    "/sign-out/provider",
    "/translations/{target}/package.{form}",
}
"""What is answered by a redirection, a file, or before anybody is signed in."""


class Held(NamedTuple):
    """What the stock made: numbers and names of what screens show."""

    open: int
    moved: str
    campaign: str
    mapped: str
    item: str
    file: int
    mappings: int


def stock(context: Context) -> Held:
    """The samples, ESCO 0.2 after them with its upgrade open, a draft, two changesets that meet, a campaign."""
    samples.load(context, at=NOON, on_release=lambda _: None)
    _newer_esco(context)
    run = start_upgrade(context.engine, Asked(scheme="esco", version="0.2"), EVA, _now())
    assert work(context.engine, run.key) == "done"
    first, second = (_renamed(context, it) for it in ("Van Eva", _LONG))
    accepting.accept(_desk(context), first, By(EVA, _now()))
    asked = campaigns.Asked(title="French review", lang="fr")
    campaign = campaigns.begin(context.engine, "competent", asked, By(EVA, _now()))
    item = items_of(context.engine, _UPGRADE, limit=1)[0][0]
    profile = _profile(context).id
    return Held(
        second, profile, campaign.name, profile, item.id, _file(context), _mappings(context)
    )


def screens(held: Held, person: int) -> Mapping[str, str]:
    """Route → the path of its screen."""
    told = {**held._asdict(), "person": person}
    return {
        route: re.sub(r"\{(\w+)\}", lambda it: str(told[it[1]]), path)
        for route, path in SCREENS.items()
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _desk(context: Context) -> Desk:
    return Desk(context.engine, Drafts())


def _file(context: Context) -> int:
    files = ConceptFiles(_desk(context))
    table = f"notation,nl,en\nOP-1,{_LONG},\nOP-2,Iets anders,=1+1\nOP-999999,Niets,\n"
    kept = files.keep("words.csv", io.BytesIO(table.encode()), By(EVA, _now()))
    files.settle()
    return kept.key


def _mappings(context: Context) -> int:
    files = MappingFiles(context.engine)
    head = (
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n"
    )
    rows = f"ex:1\t{_LONG}\tskos:closeMatch\tex:2\t=1+1\tsemapv:ManualMappingCuration\nex:1\n"
    table = f"#curie_map:\n#  ex: http://example.org/\n{head}{rows}"
    asked = {"subject": "competent/1.11", "object": "esco/0.2"}
    kept = files.send("of others.tsv", io.BytesIO(table.encode()), By(EVA, _now()), asked)
    files.settle()
    return kept.key


def _newer_esco(context: Context) -> None:
    """ESCO 0.2: every third occupation has another English name."""
    content = csv_package.read(samples.FOLDER / "esco" / "0.1")
    told = [_other(it) if at % 3 == 0 else it for at, it in enumerate(content.concepts)]
    import_reading(context.engine, Delivery(scheme="esco", version="0.2", sample=True), told)
    publish(context, ("esco", "0.2"), at=NOON)


def _other(concept: Concept) -> Concept:
    labels = tuple(
        it._replace(text=f"{it.text} (new)")
        if it.lang == "en" and it.type is LabelType.PREFERRED
        else it
        for it in concept.labels
    )
    return replace(concept, labels=labels)


def _profile(context: Context) -> Concept:
    return view_of(_desk(context), None).get("OP-1")


def _renamed(context: Context, name: str) -> int:
    made = begin(context.engine, "competent", Purpose(name[:60], _LONG), By(EVA, _now()))
    before = _profile(context)
    after = replace(before, labels=(*before.labels, alternative("en", name)))
    seen = canonical.revision(canonical.write(before)).hex()
    save(
        context.engine,
        made.key,
        [Edit(concept_id=before.id, after=after, seen=seen)],
        By(EVA, _now()),
    )
    return made.key
