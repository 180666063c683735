"""What people do with one translation: write it, submit it, send it back, flag it, talk about it, assign it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.auth.roles import Scope
from app.db import translations
from app.reviewing.changing import changing
from app.reviewing.records import HIGHEST
from taxonomy.errors import InvalidQueryError
from taxonomy.findings import Severity
from taxonomy.reviewing.checking import check
from taxonomy.reviewing.errors import StepRefusedError, TranslationRefusedError
from taxonomy.reviewing.states import STEPS, State, Step
from taxonomy.reviewing.units import PREF_LABEL, tidy
from taxonomy.sentences import sentence
from taxonomy.text import LONGEST_LABEL, LONGEST_NOTE, normalise_label, normalise_note

if TYPE_CHECKING:
    from app.editing.records import By
    from app.reviewing.changing import Opened
    from app.reviewing.records import Entry
    from app.reviewing.review import Review
    from taxonomy.reviewing.checking import Against

__all__ = [
    "LONGEST_COMMENT",
    "Assignment",
    "assign",
    "comment",
    "flag",
    "require_sound",
    "require_step",
    "save",
    "send_back",
    "submit",
    "suggest",
    "unflag",
    "withdraw",
    "write",
]

LONGEST_COMMENT = 4_000
_LONGEST_NAME = 200
_TWICE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who is to get on with a translation, of which organisation, how urgently; None leaves what is."""

    to: str | None = None
    organisation: str | None = None
    priority: int | None = None


def save(review: Review, unit_id: str, text: str, by: By, *, etags: tuple[str, ...] = ()) -> Entry:
    """The unit with this text as a draft; whoever saves it is its writer.

    RoleRequiredError, NotFoundError, PreconditionFailedError, InvalidQueryError without a text,
    CampaignFrozenError.
    """
    return _written(review, unit_id, text, by, Step.SAVE, etags)


def suggest(
    review: Review, unit_id: str, text: str, by: By, *, etags: tuple[str, ...] = ()
) -> Entry:
    """As `save`, for a text that a machine made and nobody read; StepRefusedError where people wrote one."""
    return _written(review, unit_id, text, by, Step.SUGGEST, etags)


def submit(
    review: Review,
    unit_id: str,
    by: By,
    *,
    text: str | None = None,
    etags: tuple[str, ...] = (),
) -> Entry:
    """The unit for those who review, with this text or the one that is saved.

    As `save`; StepRefusedError where there is no text, TranslationRefusedError where checks find errors.
    """
    if text is not None:
        return _written(review, unit_id, text, by, Step.SUBMIT, etags)
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = _writable(opened, unit_id, by)
        require_step(entry, Step.SUBMIT)
        require_sound(entry, entry.standing.text, review.against(opened.session, opened.board))
        row = opened.row(entry)
        if not row.state:  # a text of the draft that nobody has reviewed yet
            row.text = entry.standing.text
        row.state, row.source = State.REVIEW.value, entry.unit.source
        opened.tell(entry, "translation-submitted", text=entry.standing.text)
    return opened.after(unit_id)


def withdraw(review: Review, unit_id: str, by: By, *, etags: tuple[str, ...] = ()) -> Entry:
    """The unit without what was proposed for it; StepRefusedError where nothing is proposed."""
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = _writable(opened, unit_id, by)
        work = entry.touch.work
        if work is None or work.state is State.APPROVED:
            message = sentence("no text is proposed here: there is nothing to take back")
            raise StepRefusedError(message)
        row = opened.row(entry)
        row.state = row.text = row.source = row.written_by = ""
        opened.tell(entry, "translation-withdrawn", before=work.text)
    return opened.after(unit_id)


def send_back(
    review: Review, unit_id: str, why: str, by: By, *, etags: tuple[str, ...] = ()
) -> Entry:
    """The unit, back with its writer as a draft, for that reason; StepRefusedError, InvalidQueryError."""
    reason = _said(why, sentence("say why it is sent back"))
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = opened.entry(unit_id)
        by.actor.require(Scope.REVIEW, entry.unit.place.lang)
        opened.require_thawed(entry)
        require_step(entry, Step.SEND_BACK)
        row = opened.row(entry)
        row.text, row.source = entry.standing.text, entry.unit.source
        row.state = State.DRAFT.value
        row.comments += 1
        opened.tell(entry, "translation-sent-back", text=reason, to=[row.written_by])
    return opened.after(unit_id)


def flag(review: Review, unit_id: str, why: str, by: By, *, etags: tuple[str, ...] = ()) -> Entry:
    """The unit, flagged for others to look at; why, if anything is said, is a comment."""
    reason = normalise_note(why)[:LONGEST_COMMENT]
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = opened.entry(unit_id)
        by.actor.require(Scope.TRANSLATE)
        row = opened.row(entry)
        row.flagged_by = by.actor.name
        row.comments += bool(reason)
        opened.tell(entry, "translation-flagged", text=reason)
    return opened.after(unit_id)


def unflag(review: Review, unit_id: str, by: By, *, etags: tuple[str, ...] = ()) -> Entry:
    """The unit without a flag."""
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = opened.entry(unit_id)
        by.actor.require(Scope.TRANSLATE)
        opened.row(entry).flagged_by = ""
        opened.tell(entry, "translation-unflagged")
    return opened.after(unit_id)


def comment(review: Review, unit_id: str, text: str, by: By) -> Entry:
    """The unit with this comment; who is named as `@Name` or `@"First Last"` finds it among what is waiting for them.

    The same once more within a minute is the same comment, sent twice. InvalidQueryError for one that
    says nothing, or too much.
    """
    said = _said(text, sentence("a comment says something"))
    with changing(review, by, [unit_id]) as opened:
        entry = opened.entry(unit_id)
        by.actor.require(Scope.TRANSLATE)
        if _was_just_said(opened, entry, said):
            return entry
        opened.row(entry).comments += 1
        opened.tell(entry, "translation-commented", text=said)
    return opened.after(unit_id)


def assign(review: Review, unit_ids: list[str], asked: Assignment, by: By) -> list[Entry]:
    """The units, with whoever is to get on with them; a translator takes and gives back their own work.

    RoleRequiredError, NotFoundError, InvalidQueryError.
    """
    given = _sound(asked)
    with changing(review, by, unit_ids) as opened:
        for unit_id in dict.fromkeys(unit_ids):
            entry = opened.entry(unit_id)
            _require_to_assign(entry, given, by)
            row = opened.row(entry)
            before = [row.assigned_to, row.organisation, row.priority]
            row.assigned_to = row.assigned_to if given.to is None else given.to
            if given.organisation is not None:
                row.organisation = given.organisation
            row.priority = row.priority if given.priority is None else given.priority
            after = [row.assigned_to, row.organisation, row.priority]
            opened.tell(entry, "translation-assigned", before=before, after=after)
    return [opened.after(it) for it in unit_ids]


def require_step(entry: Entry, step: Step) -> None:
    """Return where the step may be made; StepRefusedError tells where the unit stands."""
    if entry.state not in STEPS[step][0]:
        message = sentence(
            "%(notation)s is %(step)s: %(act)s is for %(step2)s",
            notation=entry.unit.notation,
            step=entry.state,
            act=step,
            step2=tuple(it for it in State if it in STEPS[step][0]),
        )
        raise StepRefusedError(message)


def require_sound(entry: Entry, text: str, against: Against) -> None:
    """Return where checks find no error; TranslationRefusedError with all findings."""
    found = check(entry.unit, text, against)
    errors = [it for it in found if it.severity is Severity.ERROR]
    if errors:
        raise TranslationRefusedError(errors[0].message, found)


def _written(
    review: Review, unit_id: str, text: str, by: By, step: Step, etags: tuple[str, ...]
) -> Entry:
    with changing(review, by, [unit_id], etags=etags) as opened:
        entry = _writable(opened, unit_id, by)
        said = _text(entry, text)
        if step is Step.SUGGEST:
            require_step(entry, step)
        if step is Step.SUBMIT:
            require_sound(entry, said, review.against(opened.session, opened.board))
        write(opened, entry, said, STEPS[step][1], by)
        acts = {
            Step.SAVE: "translation-saved",
            Step.SUGGEST: "translation-suggested",
            Step.SUBMIT: "translation-submitted",
        }
        opened.tell(entry, acts[step], text=said, before=entry.standing.text, after=said)
    return opened.after(unit_id)


def write(opened: Opened, entry: Entry, text: str, state: State, by: By) -> None:
    """Let this be the text that is proposed; its writer stays where it stays the same."""
    row = opened.row(entry)
    if not row.state or row.text != text or state is State.MACHINE:
        row.written_by = "" if state is State.MACHINE else by.actor.name
        row.written_at = by.at
    row.text, row.source, row.state = text, entry.unit.source, state.value


def _writable(opened: Opened, unit_id: str, by: By) -> Entry:
    entry = opened.entry(unit_id)
    by.actor.require(Scope.TRANSLATE, entry.unit.place.lang)
    opened.require_thawed(entry)
    return entry


def _text(entry: Entry, text: str) -> str:
    field = entry.unit.place.field
    said = tidy(field, text)
    most = LONGEST_LABEL if field == PREF_LABEL else LONGEST_NOTE
    if not 0 < len(said) <= most:
        message = sentence(
            "a text of 1 to %(most)s characters: this one has %(count)s", most=most, count=len(said)
        )
        raise InvalidQueryError(message)
    return said


def _said(text: str, needed: str) -> str:
    said = normalise_note(text)
    if not 0 < len(said) <= LONGEST_COMMENT:
        message = sentence(
            "%(needed)s, in at most %(most)s characters", needed=needed, most=LONGEST_COMMENT
        )
        raise InvalidQueryError(message)
    return said


def _was_just_said(opened: Opened, entry: Entry, said: str) -> bool:
    last = translations.newest(opened.session, [entry.unit.id], "translation-commented")
    it = last.get(entry.unit.id)
    return (
        it is not None
        and (it.actor, it.text) == (opened.by.actor.name, said)
        and opened.by.at - it.at < _TWICE
    )


def _sound(asked: Assignment) -> Assignment:
    names = [None if it is None else normalise_label(it) for it in (asked.to, asked.organisation)]
    if any(it and len(it) > _LONGEST_NAME for it in names):
        message = sentence("a name has at most %(most)s characters", most=_LONGEST_NAME)
        raise InvalidQueryError(message)
    if asked.priority is not None and not 0 <= asked.priority <= HIGHEST:
        raise InvalidQueryError(f"a priority is 0 to {HIGHEST}, not {asked.priority}")
    return Assignment(to=names[0], organisation=names[1], priority=asked.priority)


def _require_to_assign(entry: Entry, asked: Assignment, by: By) -> None:
    own = by.actor.name
    takes = asked.to in (own, "") and entry.touch.assigned_to in (own, "")
    if takes and asked.organisation is None and asked.priority is None:
        by.actor.require(Scope.TRANSLATE, entry.unit.place.lang)
    else:
        by.actor.require(Scope.EDIT)
