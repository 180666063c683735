"""`changes.html`: what changed in a release, to be read on a screen or on A4."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Any

from taxonomy import schemes
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.formats.changes.as_csv import name_of
from taxonomy.formats.changes.as_json import both_of
from taxonomy.formats.changes.items import shown
from taxonomy.formats.changes.style import STYLE
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from taxonomy.formats.material import Material
    from taxonomy.model import Release, Taxonomy

__all__ = ["OPEN_ROWS", "write"]

OPEN_ROWS = 200
"""Parts with more rows than these are folded: all of them are there, one click away."""

_TITLES = {
    ChangeType.ADDED: ("Added", "New concepts."),
    ChangeType.RESTORED: ("Restored", "They were retired and are in use again."),
    ChangeType.RETIRED: ("Retired", "Not in use any more; they keep their page and their code."),
    ChangeType.CAME_AND_WENT: ("Came and went", "They came and were retired in between."),
    ChangeType.DROPPED: ("Dropped", "Retired concepts that are carried on no more."),
    ChangeType.KIND_CHANGED: ("Another kind", ""),
    ChangeType.NOTATION_CHANGED: ("Another code", ""),
    ChangeType.RENAMED: ("Renamed", "Another preferred label."),
    ChangeType.LABEL_ADDED: ("Labels added", ""),
    ChangeType.LABEL_REMOVED: ("Labels removed", ""),
    ChangeType.LABEL_MOVED: ("Labels moved", "The same text as another type of label."),
    ChangeType.LABEL_CODE_CHANGED: ("Codes of labels", ""),
    ChangeType.NOTE_CHANGED: ("Texts changed", "Definitions, scopes and other texts."),
    ChangeType.LINK_MOVED: ("Essential or optional", "Links that moved from one to the other."),
    ChangeType.LINK_ADDED: ("Links added", "Competences, members of sets, digital skills, …"),
    ChangeType.LINK_REMOVED: ("Links removed", "Competences, members of sets, digital skills, …"),
    ChangeType.LINK_RANKED: ("Links at another rank", ""),
    ChangeType.COLLECTION_ADDED: ("Came into a collection", ""),
    ChangeType.COLLECTION_REMOVED: ("Left a collection", ""),
    ChangeType.ATTRIBUTE_CHANGED: ("Attributes changed", "What the source says beside all this."),
    ChangeType.FRAMEWORK_CHANGED: ("Another place in the framework", "Of digital skills."),
    ChangeType.SUCCESSORS_CHANGED: ("Other successors", "Of concepts retired before."),
}
_OTHER_NAMES, _WHY = "In other languages", "Why, and what stands for it now"
_HEADS = {
    ChangeType.ADDED: _OTHER_NAMES,
    ChangeType.RESTORED: _OTHER_NAMES,
    ChangeType.DROPPED: _OTHER_NAMES,
    ChangeType.RETIRED: _WHY,
    ChangeType.CAME_AND_WENT: _WHY,
}
_CLASSES = {
    ChangeClass.MEANING: "what a concept means: definition, scope or description",
    ChangeClass.WORDING: "other words",
    ChangeClass.COSMETIC: "case, accents, punctuation or a gender form only",
}

Change = dict[str, Any]
Groups = dict[str, dict[str, list["Change"]]]


def write(material: Material) -> bytes:
    """The page: no script, nothing from elsewhere; ValueError without a previous release."""
    before, after = both_of(material)
    title = schemes.get(after.scheme).title
    kinds = list(dict.fromkeys(["", *schemes.get(after.scheme).kinds, *Kind]))
    groups = _grouped(material.changes, kinds)
    parts = [
        "<!doctype html>\n",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(f'{title} {before.version} → {after.version}')}: what changed</title>",
        f"<style>{STYLE}</style></head><body>\n",
        '<a class="skip" href="#changes">Skip to the changes</a>\n',
        *_opening(title, before, after),
        "<main>\n",
        *_summary(groups, kinds, len(material.changes)),
        *_sections(groups, material.taxonomy),
        "</main>\n",
        *_closing(after),
        "</body></html>\n",
    ]
    return "".join(parts).encode()


def _grouped(changes: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> Groups:
    """Type of change → kind of concept → changes, types and kinds in their order."""
    found: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        found[change["change"]][change["concept"].get("kind", "")].append(change)
    return {
        change.value: {it: found[change][it] for it in kinds if it in found[change]}
        for change in ChangeType
        if change in found
    }


def _opening(title: str, before: Release, after: Release) -> Iterator[str]:
    yield f'<header><p class="scheme">{escape(title)}</p>'
    one, other = escape(before.version), escape(after.version)
    yield f"<h1>What changed from {one} to {other}</h1>"
    yield f'<p class="soft"><span lang="nl">Wat er veranderde van {one} naar {other}</span>'
    yield f' · <span lang="fr">Ce qui a changé de {one} à {other}</span>'
    yield f' · <span lang="de">Was sich von {one} zu {other} geändert hat</span></p>\n'
    if after.sample:
        yield '<p class="notice">This release is a sample: its content was invented.</p>\n'
    yield "<table><thead><tr><th>Release</th><th>Released</th><th>Published here</th><th>Digest</th></tr></thead><tbody>\n"
    for release in (before, after):
        yield f"<tr><th scope=row>{escape(release.version)}</th>"
        yield f"<td>{release.released_at or '–'}</td>"
        yield f"<td>{release.published_at.date() if release.published_at else '–'}</td>"
        yield f"<td><code>{escape(release.digest)}</code></td></tr>\n"
    yield "</tbody></table>\n"
    if after.note:
        yield f"<p>{escape(after.note)}</p>\n"
    yield "</header>\n"


def _summary(groups: Groups, kinds: Sequence[str], total: int) -> Iterator[str]:
    yield f'<section><h2>Summary</h2><p><b class="count">{total:,}</b> changes.</p>\n'
    if total:
        yield from _matrix(groups, kinds)
    texts = _classes(groups)
    if texts:
        heads = "".join(f'<th class="count">{it}</th>' for it in _CLASSES)
        yield f"<table><thead><tr><th>Changed texts</th>{heads}</tr></thead><tbody>\n"
        for change, counts in texts.items():
            cells = "".join(f'<td class="count">{counts[it]:,}</td>' for it in _CLASSES)
            yield f"<tr><th scope=row>{_TITLES[ChangeType(change)][0]}</th>{cells}</tr>\n"
        yield "</tbody></table>\n<ul class=key>"
        for depth, meaning in _CLASSES.items():
            yield f'<li><span class="{depth}">{depth}</span> {meaning}</li>'
        yield "</ul>\n"
    yield "</section>\n"


def _matrix(groups: Groups, kinds: Sequence[str]) -> Iterator[str]:
    kinds = [it for it in kinds if any(it in by_kind for by_kind in groups.values())]
    heads = "".join(f'<th class="count">{_kind(it)}</th>' for it in kinds)
    yield f'<div class="wide" tabindex="0" role="region" aria-label="Changes by kind"><table><thead><tr><th>Change</th><th class="count">all</th>{heads}</tr></thead><tbody>\n'
    for change, by_kind in groups.items():
        counts = [len(by_kind.get(it, ())) for it in kinds]
        cells = "".join(f'<td class="count">{it:,}</td>' if it else "<td></td>" for it in counts)
        name = _TITLES[ChangeType(change)][0]
        yield f'<tr><th scope=row><a href="#{change}">{name}</a></th><td class="count">{sum(counts):,}</td>{cells}</tr>\n'
    yield "</tbody></table></div>\n"
    none = [name for change, (name, _) in _TITLES.items() if change not in groups]
    yield f'<p class="soft">None of these: {", ".join(none).lower()}.</p>\n' if none else ""


def _classes(groups: Groups) -> dict[str, dict[ChangeClass, int]]:
    counted: dict[str, dict[ChangeClass, int]] = {}
    for change, by_kind in groups.items():
        for it in (it for changes in by_kind.values() for it in changes if "class" in it):
            counts = counted.setdefault(change, dict.fromkeys(ChangeClass, 0))
            counts[ChangeClass(it["class"])] += 1
    return counted


def _sections(groups: Groups, taxonomy: Taxonomy) -> Iterator[str]:
    languages = schemes.get(taxonomy.scheme).languages
    yield '<div id="changes">\n'
    for change, by_kind in groups.items():
        title, what = _TITLES[ChangeType(change)]
        yield f'<section id="{change}"><h2>{title}</h2>'
        yield f'<p class="soft">{what}</p>\n' if what else "\n"
        for kind, changes in by_kind.items():
            rows = [*_rows(changes, taxonomy, languages)]
            unfolded = " open" if len(rows) <= OPEN_ROWS else ""
            yield f"<details{unfolded}><summary><h3>{_kind(kind)}</h3> "
            yield f'<span class="count">{_counted(len(changes), len(rows))}</span></summary>\n'
            head = _HEADS.get(ChangeType(change), "What")
            yield f"<table><thead><tr><th>Code</th><th>Name</th><th>{head}</th></tr></thead><tbody>\n"
            yield from rows
            yield "</tbody></table></details>\n"
        yield "</section>\n"
    yield "</div>\n"


def _rows(
    changes: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, languages: Sequence[str]
) -> Iterator[str]:
    """A row a concept, with all its changes of one type."""
    by_concept: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for change in changes:
        by_concept[change["concept"]["id"]].append(change)
    for concept_id, told in by_concept.items():
        concept = told[0]["concept"]
        lang, name = name_of(concept, languages)
        items = [shown(it, taxonomy, languages) for it in told]
        what = items[0] if len(items) == 1 else f"<ul><li>{'</li><li>'.join(items)}</li></ul>"
        code = escape(concept.get("notation") or concept_id)
        cells = f'<td lang="{escape(lang)}">{escape(name)}</td><td>{what}</td>'
        yield f"<tr><th scope=row><code>{code}</code></th>{cells}</tr>\n"


def _counted(changes: int, concepts: int) -> str:
    if changes == concepts:
        return f"{changes:,}"
    return f"{changes:,} in {concepts:,} concepts"


def _kind(kind: str) -> str:
    return kind.replace("-", " ") or "unknown kind"


def _closing(after: Release) -> Iterator[str]:
    lines = [after.imprint.get(key, "") for key in ("attribution", "publisher", "licence")]
    yield f"<footer><p>{'<br>'.join(escape(it) for it in lines if it)}</p>"
    yield "<p>The same changes for programs: <code>changes.json</code> and <code>changes.csv</code> beside this file.</p></footer>\n"
