"""The properties of one node by our words for them; what has another form goes to the report."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from taxonomy.sources.skos_rdf.statements import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.sources.reading import Report
    from taxonomy.sources.skos_rdf.statements import Value

__all__ = ["Properties", "language"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class Properties:
    """What a file says of one node; `name` is how messages call it, `id` whose finding it is."""

    def __init__(
        self, values: Mapping[str, Sequence[Value]], report: Report, name: str = "", id: str = ""
    ) -> None:
        self._values = values
        self._report = report
        self.name = name
        self.id = id

    def __contains__(self, term: str) -> bool:
        return term in self._values

    def terms(self) -> list[str]:
        """Our words for the properties that it has, sorted."""
        return sorted(self._values)

    def literals(self, term: str) -> list[Words]:
        """The literals of a property, sorted; what is none is refused."""
        found = self._values.get(term, ())
        literals = [it for it in found if isinstance(it, Words)]
        if len(literals) < len(found):
            others = ", ".join(sorted(it for it in found if isinstance(it, str)))[:200]
            self.leave_out("not-text", f"{self.name} has {others} where a text is needed", term)
        return sorted(literals)

    def resources(self, term: str) -> list[str]:
        """The IRIs of a property, sorted; literals are refused."""
        found = self._values.get(term, ())
        resources = [it for it in found if isinstance(it, str)]
        if len(resources) < len(found):
            text = next(it.text for it in found if isinstance(it, Words))
            message = f"{self.name} has the text {text[:80]!r} where an IRI is needed"
            self.leave_out("not-an-iri", message, term)
        return sorted(resources)

    def text(self, term: str, datatype: str | None = None) -> str:
        """The only text of a property, or ""; a second one is refused.

        Where a datatype is given, literals of another one are passed over.
        """
        found = [it.text for it in self.literals(term) if datatype in {None, it.datatype}]
        for other in found[1:]:
            message = f"{self.name} has {found[0][:80]!r}, so {other[:80]!r} was left out"
            self.leave_out("two-values", message, term)
        return found[0] if found else ""

    def words(self, term: str) -> list[tuple[str, str]]:
        """(language, text) of the literals of a property; one without a language is refused."""
        return [(lang, it.text) for it in self.literals(term) if (lang := self._language(it, term))]

    def column(self, term: str) -> str:
        """How findings name the property of this node."""
        return f"{self.name}: {term}"

    def leave_out(self, code: str, message: str, term: str) -> None:
        """Note a value that was left out."""
        self._report.refuse(code, message, self.column(term), self.id)

    def _language(self, literal: Words, term: str) -> str:
        tag = language(literal.lang)
        if not tag:
            message = f"{literal.text[:80]!r} of {self.name} has no language tag such as @nl"
            self.leave_out("bad-language", message, term)
        return tag


@lru_cache(1024)
def language(tag: str) -> str:
    """The tag in the letters of RFC 5646, section 2.1.1 (`zh-Hans`, `pt-BR`), or "" if it is none."""
    if not _LANGUAGE.fullmatch(tag):
        return ""
    first, *others = tag.lower().split("-")
    written = [first]
    private = len(first) == 1
    for part in others:
        private = private or len(part) == 1
        if private or not part.isalpha():
            written.append(part)
        else:
            written.append({2: part.upper(), 4: part.title()}.get(len(part), part))
    return "-".join(written)
