"""Suggesting mappings for a whole scheme into the draft of a set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app import suggestion_runs
from app.auth.roles import Actor
from app.db import mapping_sets
from app.db.session import writing
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set, stored_set
from app.suggesting import Semantic
from app.suggestion_runs import Run, Wanted, run_suggestions
from taxonomy.mapping import Side
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Justification, Kind, MappingState
from tests.build import alternative, concept, mapping, mapping_set

if TYPE_CHECKING:
    from pathlib import Path

    from app.context import Context
    from taxonomy.mapping import Mapping, MappingSet
    from taxonomy.model import Concept

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
NAME = "competent-3.8--esco-1.0.3"
SIDES = Side("competent", "3.8"), Side("esco", "1.0.3")


def profile(id: str, **labels: str) -> Concept:
    return concept(id, Kind.PROFILE, notation=id.upper(), **labels)


def occupation(id: str, *others: str, **labels: str) -> Concept:
    parts = [alternative("nl", it) for it in others]
    return concept(f"http://esco/{id}", Kind.OCCUPATION, *parts, scheme="esco", **labels)


PROFILES = [
    profile("op-1", nl="Slager", fr="Boucher (h/f/x)"),
    profile("op-2", nl="Bakker", fr="Boulanger (h/f/x)"),
    profile("op-3", nl="Kapper", fr="Coiffeur (h/f/x)"),
    profile("op-4", nl="Loodgieter", fr="Plombier (h/f/x)"),
    profile("op-5", nl="Metselaar", fr="Maçon (h/f/x)"),
]
OCCUPATIONS = [
    occupation("butcher", "vleeshouwer", nl="slager", fr="boucher/bouchère"),
    occupation("baker", nl="bakker", fr="boulanger/boulangère"),
    occupation("hairdresser", nl="kapper", fr="coiffeur/coiffeuse"),
    occupation("plumber", nl="loodgieter", fr="plombier/plombière"),
    occupation("bricklayer", nl="metselaar", fr="maçon/maçonne"),
    occupation("teacher", nl="leerkracht", fr="enseignant/enseignante"),
]


@pytest.fixture
def held(context: Context) -> Context:
    for side, concepts in zip(SIDES, (PROFILES, OCCUPATIONS), strict=True):
        delivery = Delivery(scheme=side.scheme, version=side.version)
        import_reading(context.engine, delivery, concepts)
    return context


def run(context: Context, *, most: int = 2) -> Run:
    return run_suggestions(context.engine, *SIDES, Wanted((Kind.PROFILE,), most), at=NOW)


def said(context: Context, *mappings: Mapping) -> None:
    read = MappingReading(mapping_set=mapping_set(*mappings), findings=(), rows={}, notations={})
    import_mappings(context.engine, read, by=Actor("eva"), at=NOW)


def content(context: Context) -> MappingSet:
    return stored_set(context.engine, NAME)[1]


def best(found: MappingSet) -> dict[str, str]:
    """Subject → its likeliest object."""
    ranked = {
        key: max(rows, key=lambda it: it.confidence or 0) for key, rows in found.by_subject.items()
    }
    return {key: it.object_id.rpartition("/")[2] for key, it in ranked.items()}


def test_every_concept_has_its_suggestions(held: Context) -> None:
    done = run(held)
    found = content(held)
    assert best(found) == {
        "op-1": "butcher",
        "op-2": "baker",
        "op-3": "hairdresser",
        "op-4": "plumber",
        "op-5": "bricklayer",
    }
    assert {it.state for it in found} == {MappingState.SUGGESTED}
    assert {it.justification for it in found} == {Justification.COMPOSITE}
    assert all(it.reasons and it.subject_revision and it.object_revision for it in found)
    assert (done.concepts, done.done_before, done.suggested) == (5, 0, len(found))
    assert done.record.status == "draft"


def test_a_run_again_does_nothing(held: Context) -> None:
    run(held)
    before = stored_set(held.engine, NAME)
    again = run(held)
    assert (again.done_before, again.suggested, again.nothing) == (5, 0, 0)
    assert stored_set(held.engine, NAME) == before


def test_a_run_that_was_cut_short_goes_on_with_the_same_results(
    held: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestion_runs, "BLOCK", 2)

    def cut(done: int, of: int) -> None:
        if done > 4:  # the block of the fifth is not written yet
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_suggestions(held.engine, *SIDES, Wanted((Kind.PROFILE,), 2), at=NOW, progress=cut)
    assert len(content(held).by_subject) == 4
    assert run(held).done_before == 4
    pieces = content(held)
    with writing(held.engine) as session:
        session.delete(mapping_sets.get(session, NAME))
    monkeypatch.setattr(suggestion_runs, "BLOCK", 1_000)
    run(held)
    assert content(held) == pieces


def test_what_people_said_stays_and_is_not_suggested_again(held: Context) -> None:
    rejected = mapping("op-2", "exact", "http://esco/baker", state=MappingState.REJECTED)
    said(held, mapping("op-1", "exact", "http://esco/butcher"), rejected)
    run(held)
    found = content(held)
    assert [it.state.value for it in found.by_subject["op-1"]] == ["accepted"]
    exact = [it for it in found.by_subject["op-2"] if it.order == rejected.order]
    assert [it.state.value for it in exact] == ["rejected"]


def test_a_published_edition_is_left_as_it_is(held: Context) -> None:
    said(held, mapping("op-1", "exact", "http://esco/butcher"))
    published = publish_set(held.engine, NAME, at=NOW)
    done = run(held)
    assert (done.record.edition, done.record.status) == (2, "draft")
    assert stored_set(held.engine, NAME, 1)[0] == published


def test_suggestions_that_nobody_looked_at_give_way_to_newer_ones(held: Context) -> None:
    run(held)
    old = {it.source for it in content(held)}
    with writing(held.engine) as session:
        row = mapping_sets.get(session, NAME)
        found = mapping_sets.load(session, row)
        taken = found.by_subject["op-1"][0]
        accepted = replace(taken, state=MappingState.ACCEPTED, reviewer="jo")
        mapping_sets.move(session, row, [(found.id_of(taken), accepted)], NOW)
    run(held)
    now = content(held)
    assert old.isdisjoint({it.source for it in now if it.state is MappingState.SUGGESTED})
    assert [it.reviewer for it in now.by_subject["op-1"] if it.reviewer] == ["jo"]


def test_a_run_by_meaning_is_another_basis_and_says_why(held: Context, tmp_path: Path) -> None:
    run(held)
    before = {it.source for it in content(held)}
    wanted = Wanted((Kind.PROFILE,), 2, Semantic(tmp_path))
    run_suggestions(held.engine, *SIDES, wanted, at=NOW)
    after = content(held)
    assert before.isdisjoint(it.source for it in after)
    assert "meaning" in {reason["type"] for it in after for reason in it.reasons}
    assert best(after)["op-1"] == "butcher"
