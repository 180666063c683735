"""Gathering ROME's concepts row by row: one method a table, what does not fit is reported."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from taxonomy.sources.rome.entry import Entry
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from taxonomy.findings import Place
    from taxonomy.sources.reading import Report
    from taxonomy.sources.rome.files import Row

__all__ = ["Gathered"]

_CODE = re.compile(r"[A-Z](?:\d{2}(?:\d{2})?)?")
_OGR = re.compile(r"[1-9]\d*")
_MAIN_TREE = "6"
"""The type of the tree of domains; the other tree, of themes, names no theme."""
_OF_CODES, _OF_APPELLATIONS = "3", "4"
_MOBILITY = {"proche": Predicate.CLOSE_OCCUPATION, "evolution": Predicate.EVOLUTION}
_HEADINGS = {
    "6": Predicate.CORE_COMPETENCE,
    "7": Predicate.CORE_COMPETENCE,
    "9": Predicate.SPECIFIC_COMPETENCE,
    "10": Predicate.SPECIFIC_COMPETENCE,
    "5": Predicate.WORK_CONTEXT,
}
"""Heading of a fiche (activities and savoirs, basic and specific; contexts) → predicate."""
_NOTES = {"definition": NoteType.DEFINITION, "cond_exercice_activite": NoteType.WORKING_CONTEXT}
_SOFT = "savoir-être professionnel"
_SAID = {
    "transition_eco": "transitionEco",
    "transition_num": "transitionNum",
    "transition_demo": "transitionDemo",
    "emploi_reglemente": "emploiReglemente",
    "emploi_cadre": "emploiCadre",
    "classification": "classification",
    "peu_usite": "peuUsite",
    "libelle_type_section_appellation": "classification",
    "libelle_type_section_env_trav": "category",
    "riasec_majeur": "riasecMajor",
    "riasec_mineur": "riasecMinor",
    "Type": "category",
    "Catégorie": "category",
    "Sous-catégorie": "subcategory",
    "1 - Domaine compétence": "domain",
    "2 - Enjeu": "issue",
    "3 - Objectif": "objective",
}
"""Column → the attribute that keeps its cell."""


class Gathered:
    """The concepts of all files read so far, by id."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.by_id: dict[str, Entry] = {}
        self.take: Mapping[str, Callable[[Row], None]] = {
            "referentiel_code_rome": self._code,
            "rome_metiers": self._domain,
            "item_arborescence": self._branch,
            "referentiel_competence": self._knowledge,
            "referentiel_activite": self._activity,
            "referentiel_env_travail": self._surroundings,
            "rome_savoirs": self._savoir,
            "rome_contextes": self._context,
            "rome_competences": self._competence,
            "liens_rome_referentiels": self._link,
            "referentiel_appellation": self._appellation,
            "referentiel_code_rome_riasec": self._riasec,
            "texte": self._text,
            "rubrique_mobilite": self._mobility,
            "coherence_item": lambda _: None,
        }
        self._pending: dict[str, list[tuple[Predicate, str, Place]]] = {}
        self.without_ogr: Counter[str] = Counter()
        self.without_theme: Counter[str] = Counter()

    def _add(self, id: str, kind: Kind, label: str, column: str, row: Row) -> Entry | None:
        """A new concept with its preferred label, or None where the row is refused."""
        text = self.report.label(label, column)
        if id in self.by_id:
            before = self.by_id[id]
            where = f"{before.file}, row {before.row}"
            message = f"{id} stands there a second time, first in {where}: the row was left out"
            self.report.refuse("duplicate-code", message, "code_ogr", id)
            return None
        entry = self.by_id[id] = Entry(id, kind, self.report)
        entry.say(row, _SAID)
        if text:
            entry.label(LabelType.PREFERRED, text)
        else:
            self.report.repair("missing-text", f"{id} has no label", column, id)
        return entry

    def _numbered(self, row: Row, kind: Kind, column: str, ogr: str = "code_ogr") -> Entry | None:
        """A new concept whose id is its OGR code."""
        if not _OGR.fullmatch(row[ogr]):
            message = f"{row[ogr][:20]!r} is no OGR code, which is a whole number: left out"
            self.report.refuse("bad-code", message, ogr)
            return None
        return self._add(row[ogr], kind, row[column], column, row)

    def _code(self, row: Row) -> None:
        code = row["code_rome"]
        if len(code) != 5 or not _CODE.fullmatch(code):
            message = f"{code[:20]!r} is no code of ROME, such as D1101: left out"
            self.report.refuse("bad-code", message, "code_rome")
            return
        entry = self._add(code, Kind.OCCUPATION, row["libelle_rome"], "libelle_rome", row)
        if entry:
            entry.ogr = row["code_ogr"]
            self._parent(entry, row, code)

    def _parent(self, entry: Entry, row: Row, own: str) -> None:
        parent = row.get("code_rome_parent", "")
        if parent and parent != own:
            entry.link(Predicate.PARENT_OCCUPATION, parent, self.report.place("code_rome_parent"))

    def _domain(self, row: Row) -> None:
        """A line of the main tree without OGR code is a domain; the others stand elsewhere too."""
        if row["Code OGR"] or row["metier"]:
            return
        self._branch_named(row["grand_domaine"] + row["domaine"], row["libelle"], row)

    def _branch(self, row: Row) -> None:
        if row["code_type_referentiel"] != _MAIN_TREE:
            self.without_theme[self.report.file] += 1
        elif len(row["code_noeud"]) < 5:
            self._branch_named(row["code_noeud"], row["libelle_item_arbo"], row)

    def _branch_named(self, code: str, label: str, row: Row) -> None:
        if not _CODE.fullmatch(code):
            message = f"{code[:20]!r} is no code of a domain, such as D or D11: left out"
            self.report.refuse("bad-code", message, "code_noeud")
            return
        kind = Kind.MAJOR_DOMAIN if len(code) == 1 else Kind.PROFESSIONAL_DOMAIN
        self._add(code, kind, label, "libelle", row)

    def _knowledge(self, row: Row) -> None:
        self._numbered(row, Kind.KNOWLEDGE, "libelle_competence")

    def _activity(self, row: Row) -> None:
        self._numbered(row, Kind.SKILL, "libelle_activite")

    def _surroundings(self, row: Row) -> None:
        self._numbered(row, Kind.WORK_CONTEXT, "libelle_env_travail")

    def _savoir(self, row: Row) -> None:
        self._numbered(row, Kind.KNOWLEDGE, "Savoir", "Code OGR")

    def _context(self, row: Row) -> None:
        self._numbered(row, Kind.WORK_CONTEXT, "Contexte de travail", "Code OGR")

    def _competence(self, row: Row) -> None:
        """A macro-competence, and the competence below it; neither has a code, so texts make ids."""
        macro, text = row["4 - Macro-compétence"], row.get("5 - Compétence", "")
        if not macro:
            self.report.refuse("missing-id", "a row without macro-competence was left out")
            return
        above = _id_of("macro", macro)
        if above not in self.by_id:
            soft = row["Catégorie"].casefold() == _SOFT
            kind = Kind.SOFT_SKILL if soft else Kind.SKILL
            self._add(above, kind, macro, "4 - Macro-compétence", row)
            self.without_ogr[self.report.file] += 1
        if not text:
            return
        entry = self._add(_id_of("competence", text), Kind.SKILL, text, "5 - Compétence", row)
        if entry:
            self.without_ogr[self.report.file] += 1
            entry.link(Predicate.BROADER, above, self.report.place("4 - Macro-compétence"))

    def _appellation(self, row: Row) -> None:
        entry = self._numbered(row, Kind.APPELLATION, "libelle_appellation_long")
        if entry is None:
            return
        short = self.report.label(
            row.get("libelle_appellation_court", ""), "libelle_appellation_court"
        )
        if short and not entry.is_labelled(short):
            entry.label(LabelType.ALTERNATIVE, short)
        code = row["code_rome"]
        if code not in self.by_id:
            message = f"its code {code[:20]!r} stands in no file of codes: the row was left out"
            self.report.refuse("unknown-code", message, "code_rome", entry.id)
            del self.by_id[entry.id]
            return
        entry.link(Predicate.BROADER, code, self.report.place("code_rome"))
        self._parent(entry, row, code)

    def _link(self, row: Row) -> None:
        code, ogr, type = row["code_rome"], row["code_ogr"], row["code_type_referentiel"]
        if type == _OF_CODES:
            self._known(code, ogr)
        elif type != _OF_APPELLATIONS:  # the file of the appellations says that too
            predicate = _HEADINGS.get(row["code_ref_rubrique"])
            if predicate is None:
                message = f"{row['code_ref_rubrique'][:20]!r} is no heading of a fiche: left out"
                self.report.refuse("relation-type", message, "code_ref_rubrique", code)
            elif code in self.by_id:
                self.by_id[code].link(predicate, ogr, self.report.place("code_ogr"))
            else:
                held = self._pending.setdefault(code, [])
                held.append((predicate, ogr, self.report.place("code_ogr")))

    def _known(self, code: str, ogr: str) -> None:
        """Take a code that has no row of its own, yet a number among the codes: its title is missing."""
        if code not in self.by_id and _CODE.fullmatch(code):
            message = f"{code} has no row among the codes, so its code stands for its title"
            self.report.repair("code-without-row", message, "code_rome", code)
            entry = self.by_id[code] = Entry(code, Kind.OCCUPATION, self.report)
            entry.ogr = ogr
            entry.label(LabelType.PREFERRED, code)
            for predicate, target, place in self._pending.pop(code, ()):
                entry.link(predicate, target, place)

    def strangers(self) -> Iterator[tuple[str, Place]]:
        """The codes that a file links and no file holds, with the place of each link."""
        for code, held in self._pending.items():
            for _, _, place in held:
                yield code, place

    def _riasec(self, row: Row) -> None:
        if entry := self._entry(row["code_rome"], "code_rome"):
            entry.say(row, _SAID)

    def _text(self, row: Row) -> None:
        entry = self._entry(row["code_rome"], "code_rome")
        text = self.report.note(row["libelle_texte"], "libelle_texte")
        if entry and text:
            position = int(row.get("position_libelle_txt") or 0)
            entry.text(_NOTES.get(row["libelle_type_texte"]), position, text)

    def _mobility(self, row: Row) -> None:
        predicate = _MOBILITY.get(row["libelle_type_mobilite"].casefold())
        if predicate is None:
            message = f"{row['libelle_type_mobilite'][:40]!r} is neither Proche nor Evolution"
            self.report.refuse("relation-type", message, "libelle_type_mobilite")
            return
        source = row.get("code_appellation_source") or row["code_rome"]
        target = row.get("code_appellation_cible") or row["code_rome_cible"]
        if entry := self._entry(source, "code_rome"):
            entry.link(predicate, target, self.report.place("code_rome_cible"))

    def _entry(self, id: str, column: str) -> Entry | None:
        entry = self.by_id.get(id)
        if entry is None:
            message = f"names {id[:40]!r}, which no file holds: left out"
            self.report.repair("dangling-link", message, column, id[:40])
        return entry


def _id_of(what: str, text: str) -> str:
    """An id made from a text, for what its source gives no code."""
    digest = hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()
    return f"{what}-{digest[:16]}"
