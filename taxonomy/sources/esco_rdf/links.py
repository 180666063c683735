"""The links and successors between the concepts that were gathered; what leads nowhere is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.sources.esco_csv.concepts import HIGHEST_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.sources.esco_csv.tables import Table
    from taxonomy.sources.esco_rdf.gathering import Gathered

__all__ = ["Links"]

_SKILL_TYPES = frozenset({"essential", "optional", "related"})
_ENDS = frozenset({"occupations", "skills"})


class Links:
    """Gives the links of a concept, once `check` has taken away what cannot stand."""

    def __init__(self, gathered: Gathered, tables: Mapping[str, Table]) -> None:
        self._links = gathered.links
        self._successors = gathered.successors
        self._report = gathered.report
        self._gathered = gathered
        self._tables = tables

    def of(self, iri: str) -> Mapping[str, set[str]]:
        """Type of relation → targets."""
        return self._links.get(iri, {})

    def check(self) -> None:
        """Report and leave out the links and relations that do not lead from concept to concept."""
        self._report_relations()
        dangling = total = 0
        for subject in sorted(self._links):
            for type, targets in sorted(self._links[subject].items()):
                total += len(targets)
                for target in sorted(it for it in targets if not self._fits(subject, type, it)):
                    targets.discard(target)
                    dangling += self._leave_out(subject, type, target)
            if subject in self._tables:
                self._report_both(subject)
        self._judge(dangling, total)
        self._report_absence()

    def successors(self) -> dict[str, set[str]]:
        """What each replaced concept became, as far as both are there."""
        found: dict[str, set[str]] = {}
        for old, heirs in sorted(self._successors.items()):
            for heir in sorted(heirs):
                unknown = [it for it in (old, heir) if it not in self._tables]
                if unknown:
                    message = (
                        f"{old} is replaced by {heir}, and no file holds {unknown[0]}: left out"
                    )
                    self._repair("dangling-link", message, "dct:isReplacedBy", old)
                elif old == heir:
                    message = "is replaced by itself: left out"
                    self._repair("self-link", message, "dct:isReplacedBy", old)
                else:
                    found.setdefault(old, set()).add(heir)
        return found

    def _fits(self, subject: str, type: str, target: str) -> bool:
        tables = self._tables
        if subject == target or subject not in tables or target not in tables:
            return False
        if type in _SKILL_TYPES:
            return tables[subject].name in _ENDS and tables[target].name == "skills"
        return True

    def _leave_out(self, subject: str, type: str, target: str) -> bool:
        """Report a link; whether it names what no file holds."""
        unknown = [it for it in (subject, target) if it not in self._tables]
        if unknown and not any(it in self._gathered.nodes for it in unknown):
            message = f"{subject} has the {type} link to {target}, and no file holds {unknown[0]}"
            self._repair("dangling-link", message, type, subject)
            return True
        if subject == target:
            self._repair("self-link", "a link to itself was left out", type, subject)
        elif not unknown and type != "related":
            message = f"the {type} link to {target} was left out: it leads from occupations and skills to skills"
            self._report.file = self._file(subject)
            self._report.refuse("wrong-kind", message, type, subject)
        return False

    def _report_relations(self) -> None:
        for iri, (subject, target, type, file) in sorted(self._gathered.relations.items()):
            self._report.file = file
            if subject and target:
                message = f"{iri} has the type {type[:200] or 'none'}: essential, optional and related are known"
                self._report.refuse("relation-type", message, "dct:type", subject)
            elif subject or target:
                missing = "esco:target" if subject else "esco:isAssociationFor"
                message = f"{iri} has no {missing}: left out"
                self._repair("dangling-link", message, missing, subject or target)

    def _report_both(self, subject: str) -> None:
        found = self._links[subject]
        for target in sorted(found.get("essential", set()) & found.get("optional", set())):
            message = f"{target} is essential and optional at once: both links were taken"
            self._repair("essential-and-optional", message, "dct:type", subject)

    def _judge(self, dangling: int, total: int) -> None:
        if dangling > total * HIGHEST_SHARE:
            self._report.file = ""
            share = f"{dangling / total:.1%}".replace("%", " %")
            message = (
                f"{share} of the links ({dangling:,} of {total:,}) name IRIs that no file holds: "
                "is a file of another version, or missing?"
            )
            self._report.refuse("other-version", message)

    def _report_absence(self) -> None:
        there = {it.name for it in self._tables.values()}
        related = any(_SKILL_TYPES & it.keys() for it in self._links.values())
        if there >= _ENDS and not related:
            self._report.file = ""
            message = "no statement relates occupations and skills, so nothing links them"
            self._report.repair("relations-missing", message)

    def _repair(self, code: str, message: str, column: str, concept: str) -> None:
        self._report.file = self._file(concept)
        self._report.repair(code, message, column, concept)

    def _file(self, iri: str) -> str:
        node = self._gathered.nodes.get(iri)
        return node.file if node else ""
