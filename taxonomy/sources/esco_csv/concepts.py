"""Gathering ESCO's concepts from the files of its languages; what is said twice must agree."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from taxonomy.model import Link
from taxonomy.sources.esco_csv.entry import Entry
from taxonomy.sources.esco_csv.facts import agreed, concept_of
from taxonomy.sources.esco_csv.tables import FACTS, PREDICATES
from taxonomy.sources.esco_csv.texts import Texts
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.model import Concept
    from taxonomy.sources.esco_csv.files import PackageFile
    from taxonomy.sources.esco_csv.rows import Rows
    from taxonomy.sources.esco_csv.tables import Table
    from taxonomy.sources.reading import Report
    from taxonomy.vocabulary import Predicate

__all__ = ["HIGHEST_SHARE", "URI", "Gathered", "judge_share"]

URI = re.compile(r"https?://[!-;=?-\[\]_a-z~]+")
"""RFC 3987 without spaces, quotes, angle brackets and what else no URI holds."""
HIGHEST_SHARE = 0.01
"""Of a file's references: with more than these dangling, it belongs to another version."""


class Gathered:
    """The concepts of all files read so far, by URI."""

    def __init__(self, version: str, report: Report) -> None:
        self.version = version
        self.report = report
        self.by_id: dict[str, Entry] = {}
        self._first_lang: dict[str, str] = {}
        self._done: dict[tuple[str, str], set[str]] = {}

    def read(self, file: PackageFile, rows: Rows) -> None:
        """Take the concepts of one file, in its language."""
        table, lang = file.table, file.lang
        first = self._first_lang.setdefault(table.name, lang)
        done = self._done.setdefault((table.name, lang), set())
        strangers = ConceptFile(self, table, Texts(lang, rows, self.report), done).read(rows, first)
        judge_share(self, strangers, self.report.rows[file.name], "concepts")

    def concepts(self) -> Iterator[Concept]:
        """The concepts, sorted by URI, each once; what one lacks is reported at its first place."""
        report = self.report
        made = {type_: _LinksBy(predicate) for type_, predicate in PREDICATES.items()}
        for id in sorted(self.by_id):
            entry = self.by_id.pop(id)  # its room is free for the next
            report.file, report.row = entry.file, entry.row
            yield concept_of(entry, _links(entry, made), report)

    def find(self, uri: str, column: str) -> Entry | None:
        """The concept that a cell names, or None; a repaired cell is reported."""
        entry = self.by_id.get(uri)
        if entry is None:
            entry = self.by_id.get(tidy := normalise_label(uri))
            if entry is not None:
                self.report.repair("uri-trimmed", f"{uri[:200]!r} became {tidy!r}", column)
        return entry


class ConceptFile:
    """Reads one file of concepts; `done` holds the URIs that files of its language gave before."""

    def __init__(self, gathered: Gathered, table: Table, texts: Texts, done: set[str]) -> None:
        self._by_id = gathered.by_id
        self._report = gathered.report
        self._table = table
        self._texts = texts
        self._done = done

    def read(self, rows: Rows, first_lang: str) -> int:
        """Take every row; how many concepts the table in its first language does not have."""
        table, texts, by_id, done = self._table, self._texts, self._by_id, self._done
        uri_at = rows.place("conceptUri")
        facts_of = itemgetter(*[rows.place(it) for it in FACTS])
        before = len(by_id)
        for row in rows:
            row.append("")  # the cell of every column that this file does not have
            facts = facts_of(row)
            entry = by_id.get(row[uri_at]) or self._entered(row[uri_at], facts, first_lang)
            if entry is None:
                continue
            if entry.id in done or entry.table is not table:
                self._meet_again(entry, facts, row)
                continue
            if facts != entry.facts:
                self._agree(entry, facts)
            done.add(entry.id)
            texts.add(entry, row)
        return 0 if texts.lang == first_lang else len(by_id) - before

    def _entered(self, uri: str, facts: tuple[str, ...], first_lang: str) -> Entry | None:
        """The concept of a URI that is new or not clean, or None where the row is refused."""
        tidy = uri if URI.fullmatch(uri) else self._repaired(uri)
        if not tidy:
            return None
        entry = self._by_id.get(tidy)
        if entry is None:
            entry = self._by_id[tidy] = Entry(tidy, self._table, facts, self._report)
            if self._texts.lang != first_lang:
                message = f"stands in {self._texts.lang} only, not in {first_lang}"
                self._report.repair("only-translated", message, "conceptUri", tidy)
        return entry

    def _repaired(self, uri: str) -> str:
        report = self._report
        tidy = normalise_label(uri)
        if not tidy:
            report.refuse("missing-id", "a row without URI was left out", "conceptUri")
            return ""
        if not URI.fullmatch(tidy):
            report.refuse("not-a-uri", f"{uri[:200]!r} is no URI: left out", "conceptUri")
            return ""
        report.repair("uri-trimmed", f"{uri[:200]!r} became {tidy!r}", "conceptUri", tidy)
        return tidy

    def _agree(self, entry: Entry, facts: tuple[str, ...]) -> list[str]:
        entry.facts, changed = agreed(entry.id, entry.facts, facts, self._report)
        return changed

    def _meet_again(self, entry: Entry, facts: tuple[str, ...], row: list[str]) -> None:
        """Merge a row of a concept that is there in this language, if they are of one mind."""
        if entry.table is not self._table:
            message = (
                f"stands among the {entry.table.name} ({entry.file}, row {entry.row}) and among "
                f"the {self._table.name}: the second row was left out"
            )
            self._report.refuse("id-with-two-kinds", message, "conceptUri", entry.id)
            return
        before, after = self._texts.preferred_of(entry), self._texts.preferred(row)
        if before and after and before != after:
            message = (
                f"has the preferred label {before!r} in {self._texts.lang}, "
                f"so the row with {after!r} was left out"
            )
            self._report.refuse("two-labels", message, "preferredLabel", entry.id)
            return
        changed = self._agree(entry, facts) + self._texts.merge(entry, row)
        how = f"merged: {', '.join(changed)}" if changed else "with nothing new"
        message = f"the concept stands there again, {how}"
        self._report.repair("repeated-row", message, "", entry.id)


class _LinksBy(dict[str, Link]):
    """Target → the link to it by one predicate: one object for all that have it, some twenty."""

    def __init__(self, predicate: Predicate) -> None:
        self._predicate = predicate

    def __missing__(self, target: str) -> Link:
        link = self[target] = Link(self._predicate, target)
        return link


def _links(entry: Entry, made: dict[str, _LinksBy]) -> tuple[Link, ...]:
    """The links of a concept in their order."""
    links: list[Link] = []
    for type_, targets in sorted(entry.targets.items()):  # as their predicates are sorted
        links += map(made[type_].__getitem__, sorted(targets))
    return tuple(links)


def judge_share(gathered: Gathered, strangers: int, references: int, what: str) -> None:
    """Refuse a file in which so much is unknown that it must belong to another version."""
    if strangers > references * HIGHEST_SHARE:
        report = gathered.report
        report.row = 0
        share = f"{strangers / references:.1%}".replace("%", " %")
        message = (
            f"{share} of its {what} ({strangers:,} of {references:,}) name URIs that no other file of "
            f"version {gathered.version} holds: is it of another version, or is a package missing?"
        )
        report.refuse("other-version", message)
