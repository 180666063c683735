"""Recording reviewed decisions about successors in a draft: all of them, or nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.auth.roles import PROCESS, About
from app.db import audit, releases, revisions
from app.db.session import writing
from taxonomy import canonical, schemes
from taxonomy.editing.ending import HEIRS, heir_count_flaw
from taxonomy.errors import ReleaseExistsError, SourceRefusedError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.model import Concept, Release, Taxonomy
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, RetirementReason, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.auth.roles import Actor
    from app.db.audit import Act
    from app.db.tables import ReleaseRow
    from taxonomy.sources.decisions import Decision

__all__ = ["DECISIONS", "REJECTED", "Recorded", "record_decisions"]

DECISIONS = {it.value: it for it in HEIRS}
"""What a reviewer may decide of a row."""
REJECTED = "no"
"""What a reviewer writes behind a candidate that is none; such rows are passed over."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The draft after the decisions, and how many concepts they changed and left as they were."""

    release: Release
    changed: int
    unchanged: int


@without_cycle_search()
def record_decisions(
    engine: Engine,
    release: tuple[str, str],
    decisions: Sequence[Decision],
    file: str,
    *,
    by: tuple[Actor, datetime] | None = None,
) -> Recorded:
    """Set reason and successors of the retired concepts that the rows decide, in one transaction.

    ReleaseNotFoundError; ReleaseExistsError where it is no draft, or its publication has begun;
    SourceRefusedError with a finding a refused row, and then nothing is written.
    """
    scheme, version = schemes.get(release[0]).id, Version.parse(release[1]).text
    with writing(engine) as session:
        row = releases.get_to_change(session, scheme, version)
        _refuse_unless_open(row)
        held = Taxonomy.of(
            scheme, (canonical.read(it) for _, it in revisions.documents(session, row.key))
        )
        decided = _Docket(held, file).decided(decisions)
        changed = {key: it for key, it in decided.items() if it != held.by_id[key]}
        if changed:
            _write(session, row, changed)
            acts = (_act(held.by_id[key], it, by or _by_process()) for key, it in changed.items())
            audit.record(session, *acts)
        return Recorded(releases.as_release(row), len(changed), len(decided) - len(changed))


def _act(before: Concept, after: Concept, by: tuple[Actor, datetime]) -> Act:
    about = About("concept", after.id, after.scheme)
    return by[0].act("retirement-decided", about, by[1], change=(_fate(before), _fate(after)))


def _fate(concept: Concept) -> dict[str, object]:
    return {"reason": str(concept.retirement), "replaced_by": list(concept.replaced_by)}


def _by_process() -> tuple[Actor, datetime]:
    return PROCESS, datetime.now(UTC)


def _refuse_unless_open(row: ReleaseRow) -> None:
    name = f"{row.scheme}/{row.version}"
    if row.status not in (ReleaseStatus.DRAFT, ReleaseStatus.CANDIDATE):
        message = f"{name} is {row.status} and never changes: record decisions in the next draft"
        raise ReleaseExistsError(message)
    if row.published_at is not None:
        message = (
            f"the publication of {name} has begun: finish it, or give it up "
            f"(competent publish {row.scheme} {row.version} --abandon) before the draft changes"
        )
        raise ReleaseExistsError(message)


def _write(session: Session, row: ReleaseRow, changed: Mapping[str, Concept]) -> None:
    documents = {key: (canonical.write(concept), False) for key, concept in changed.items()}
    stored = revisions.store(session, row.scheme, documents)
    revisions.repoint(session, row.key, stored.values())
    pointers = revisions.pointers(session, row.key)
    row.digest = canonical.release_digest({key: digest for key, (digest, _) in pointers.items()})


class _Docket:
    """Looks up what rows name, and finds what is wrong with them; nothing is written here."""

    def __init__(self, held: Taxonomy, file: str) -> None:
        self._held = held
        self._file = file
        self._findings: list[Finding] = []
        retired = sorted(held, key=lambda it: it.status is Status.RETIRED)
        self._retired = {it.notation: it for it in retired if it.notation}

    def decided(self, decisions: Sequence[Decision]) -> dict[str, Concept]:
        """Id → concept as decided; SourceRefusedError with every finding."""
        groups: defaultdict[str, list[tuple[Decision, Concept | None]]] = defaultdict(list)
        for it in decisions:
            if it.decision.casefold() != REJECTED:
                retired, successor = self._looked_up(it)
                if retired:
                    groups[retired.id].append((it, successor))
        self._refuse_what_is_not_active(groups)
        decided = {key: self._concept(self._held.by_id[key], it) for key, it in groups.items()}
        if self._findings:
            count = len(self._findings)
            message = (
                f"{count:,} decision{'s were' if count > 1 else ' was'} refused, so nothing was "
                "recorded: mend the rows and record the file again"
            )
            raise SourceRefusedError(message, sorted(self._findings, key=_row))
        return decided

    def _looked_up(self, decision: Decision) -> tuple[Concept | None, Concept | None]:
        """The retired concept of a row, None where the row is refused, and its successor."""
        before = len(self._findings)
        if decision.decision.casefold() not in DECISIONS:
            known = ", ".join((*DECISIONS, REJECTED))
            self._refuse(
                decision, "decision-unknown", f"{decision.decision[:40]!r} is none of {known}"
            )
        retired = self._named(decision, decision.retired_id, decision.retired, self._retired)
        if retired and retired.status is not Status.RETIRED:
            self._refuse(decision, "not-retired", f"{_name(retired)} is active", retired)
        successor = None
        if decision.successor_id or decision.successor:
            names = decision.successor_id, decision.successor
            successor = self._named(decision, *names, self._held.by_notation)
        if retired and successor and retired.id == successor.id:
            self._refuse(
                decision, "successor-itself", f"{_name(retired)} cannot succeed itself", retired
            )
        return (retired if len(self._findings) == before else None), successor

    def _named(
        self, decision: Decision, id: str, code: str, by_code: Mapping[str, Concept]
    ) -> Concept | None:
        """The concept that the cells name; None where they name none, or two."""
        found = self._held.by_id.get(id) if id else by_code.get(code) or self._held.by_id.get(code)
        if found is None:
            what = id or code
            told = f"the draft holds no concept {what[:80]!r}" if what else "no concept is named"
            self._refuse(decision, "unknown-id", told)
        elif id and code and code not in (found.notation, found.id):
            told = f"{id[:80]!r} is {found.notation}, and the row says {code[:80]!r}"
            self._refuse(decision, "id-disagrees", told, found)
            return None
        return found

    def _refuse_what_is_not_active(
        self, groups: Mapping[str, Sequence[tuple[Decision, Concept | None]]]
    ) -> None:
        heirs = {
            key: {successor.id for _, successor in rows if successor}
            for key, rows in groups.items()
        }
        for key, rows in groups.items():
            for decision, successor in rows:
                if successor and successor.status is not Status.ACTIVE:
                    retired = self._held.by_id[key]
                    if self._leads(successor.id, key, heirs):
                        told = f"{_name(successor)} leads back to {_name(retired)}: a circle"
                        self._refuse(decision, "successor-circle", told, retired)
                    else:
                        told = f"{_name(successor)} is retired itself: name an active concept"
                        self._refuse(decision, "successor-not-active", told, retired)

    def _leads(self, start: str, goal: str, heirs: Mapping[str, set[str]]) -> bool:
        """Whether the successors of a concept, as decided or recorded, lead to another one."""
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            known = self._held.by_id.get(here)
            onward = heirs.get(here) or (set(known.replaced_by) if known else set())
            waiting += onward - seen
            seen |= onward
        return goal in seen

    def _concept(
        self, retired: Concept, rows: Sequence[tuple[Decision, Concept | None]]
    ) -> Concept:
        """The retired concept with the reason and successors that its rows give it."""
        reasons = list(dict.fromkeys(DECISIONS[it.decision.casefold()] for it, _ in rows))
        last = rows[-1][0]
        if len(reasons) > 1:
            told = f"{_name(retired)} is decided as {' and as '.join(reasons)}"
            self._refuse(last, "decisions-disagree", told, retired)
            return retired
        reason = reasons[0]
        heirs = set() if reason is RetirementReason.NONE else {it.id for _, it in rows if it}
        told = heir_count_flaw(_name(retired), reason, len(heirs))
        if told:
            self._refuse(last, "successor-count", told, retired)
        return replace(retired, retirement=reason, replaced_by=tuple(heirs))

    def _refuse(
        self, decision: Decision, code: str, message: str, concept: Concept | None = None
    ) -> None:
        self._findings.append(
            Finding(
                severity=Severity.ERROR,
                code=code,
                message=message,
                concept=_name(concept) if concept else "",
                place=Place(self._file, "", decision.row),
            )
        )


def _row(finding: Finding) -> int:
    return finding.place.row if finding.place else 0


def _name(concept: Concept) -> str:
    return concept.notation or concept.id
