from __future__ import annotations

from app.db.mapping_sets import SetRecord
from app.rendering.pages.mapped import chosen
from tests.app.serving import set_record
from tests.build import mapping, mapping_set


def record(subject: str, object_: str) -> SetRecord:
    return set_record(mapping_set(mapping("a", "exact", "b"), subject=subject, object_=object_))


OLD = record("competent/3.8", "esco/1.0.3")
NEW = record("competent/3.11", "esco/1.2.0")
ROME = record("rome/4.60", "isco/08")


def test_the_set_of_the_very_release_comes_before_a_better_one() -> None:
    found = chosen([NEW, OLD], "competent", "3.8")
    assert [(it.record.name, it.turned) for it in found] == [(OLD.name, False)]


def test_without_one_of_the_release_the_best_set_is_read() -> None:
    found = chosen([NEW, OLD], "competent", "3.10")
    assert [it.record.name for it in found] == [NEW.name]


def test_a_set_is_read_backwards_from_its_other_end() -> None:
    found = chosen([NEW, OLD], "esco", "1.2.0")
    assert [(it.record.name, it.turned, it.other) for it in found] == [
        (NEW.name, True, "competent")
    ]


def test_a_set_of_other_schemes_is_none_to_read() -> None:
    assert chosen([ROME], "competent", "3.11") == []
