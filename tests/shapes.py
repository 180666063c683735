"""DCAT-AP's own shapes (SHACL), and what they find in a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, SH

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DEMANDS", "GENERATED", "RECOMMENDATIONS", "VOCABULARIES", "complaints"]

DEMANDS = ("html_shacl_shapes.ttl", "html_shacl_range.ttl")
RECOMMENDATIONS = ("html_shacl_shapes_recommended.ttl",)
VOCABULARIES = ("html_shacl_mdr-vocabularies.shape.ttl",)
GENERATED = ("shacl_dcat-ap-SHACL.ttl", "shacl_ranges.ttl")


def complaints(catalogue: Graph, folder: Path, names: tuple[str, ...]) -> set[tuple[str, str, str]]:
    """Severity, property and class of what the shapes of these files find."""
    shapes = Graph()
    for name in names:
        shapes.parse(folder / name)
    _mend(shapes)
    _, report, _ = pyshacl.validate(catalogue, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return {
        (
            _local(report.value(it, SH.resultSeverity)),
            _local(report.value(it, SH.resultPath)),
            _local(catalogue.value(report.value(it, SH.focusNode), RDF.type)),
        )
        for it in report.subjects(RDF.type, SH.ValidationResult)
    }


def _mend(shapes: Graph) -> None:
    """The generated files name shapes that stand nowhere, and ask for the class of every resource."""
    for owner, it in list(shapes.subject_objects(SH.property)):
        if (it, None, None) not in shapes:
            shapes.remove((owner, SH.property, it))
    for every in (RDFS.Resource, RDFS.Literal):
        shapes.remove((None, SH["class"], every))


def _local(term: object) -> str:
    return str(term).replace("#", "/").rpartition("/")[2]
