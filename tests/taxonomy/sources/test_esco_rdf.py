"""ESCO's own RDF gives the concepts that its CSV gives; every wart is a finding, bombs are refused."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.esco_rdf import blocks_of, tables_of, write
from taxonomy import canonical
from taxonomy.checks import run
from taxonomy.errors import InvalidQueryError, SourceUnreadableError
from taxonomy.findings import Severity
from taxonomy.model import Label, Link, Notation, Note, Taxonomy
from taxonomy.sources import esco, esco_csv, esco_rdf, statements
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status
from tests.taxonomy.sources import test_esco_csv as csv_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from taxonomy.findings import Finding
    from taxonomy.model import Concept
    from taxonomy.sources.reading import Reading

BASE = csv_.BASE
SMITH, BAKER, FORGE, WELD, ISCO = csv_.SMITH, csv_.BAKER, csv_.FORGE, csv_.WELD, csv_.ISCO
PREFIXES = """
@prefix esco: <http://data.europa.eu/esco/model#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix thes: <http://purl.org/iso25964/skos-thes#> . @prefix e: <http://data.europa.eu/esco/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix o: <http://data.europa.eu/esco/occupation/> . @prefix s: <http://data.europa.eu/esco/skill/> .
"""
SKILL = (
    's:forge a skos:Concept, esco:Skill ; skos:prefLabel "forge"@en ;'
    "esco:skillType <http://data.europa.eu/esco/skill-type/skill> ."
)
OCCUPATION = 'o:smith a skos:Concept, esco:Occupation ; skos:prefLabel "smith"@en .'
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept '
    'rdf:about="http://data.europa.eu/esco/isco/C7"><skos:prefLabel xml:lang="en">Craft{}'
    "</skos:prefLabel></skos:Concept></rdf:RDF>"
)


def turtle(folder: Path, *lines: str, name: str = "esco.ttl") -> Path:
    path = folder / name
    path.write_text("\n".join([PREFIXES, *lines]), encoding="utf-8")
    return path


def read_lines(folder: Path, *lines: str, langs: Iterable[str] = ("en", "nl")) -> Reading:
    return esco_rdf.read([turtle(folder, *lines)], version="1.2.0", langs=[*langs])


def one(reading: Reading, id: str) -> Concept:
    (found,) = (it for it in reading.concepts if it.id == id)
    return found


def found(reading: Reading, code: str) -> list[Finding]:
    return [it for it in reading.findings if it.code == code]


def digest(reading: Reading) -> str:
    documents = ((it.id, canonical.write(it)) for it in reading.concepts)
    return canonical.release_digest((id, canonical.revision(it)) for id, it in documents)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small release as the Commission packs it in CSV, with texts in two languages."""
    described = {
        "description": 'Forges "iron".\nAnd steel \\ <more> & more.',
        "altLabels": "iron smith\nfarrier",
    }
    occupations = [
        csv_.occupation(**described),
        csv_.occupation(conceptUri=BAKER, preferredLabel="baker", code="7512.1", iscoGroup="7512"),
    ]
    dutch = [
        csv_.occupation(preferredLabel="smid", altLabels="hoefsmid  "),
        csv_.occupation(conceptUri=BAKER, preferredLabel="bakker", code="7512.1", iscoGroup="7512"),
    ]
    skills = [
        csv_.skill(hiddenLabels="forgeing"),
        csv_.skill(conceptUri=WELD, preferredLabel="weld", status="obsolete"),
        csv_.skill(conceptUri=csv_.STEEL, preferredLabel="steel", skillType="knowledge"),
    ]
    groups = [csv_.SKILL_GROUP, csv_.SKILL_GROUP | {"conceptUri": csv_.METAL, "code": "S1"}]
    related = {
        "originalSkillUri": FORGE,
        "originalSkillType": "",
        "relationType": "optional",
        "relatedSkillType": "",
        "relatedSkillUri": csv_.STEEL,
    }
    levels = dict(zip(csv_.LEVELS, (csv_.GROUP, csv_.METAL, "", ""), strict=True))
    return csv_.zipped(
        tmp_path / "esco.zip",
        occupations_en=csv_.table(*occupations),
        occupations_nl=csv_.table(*dutch),
        skills_en=csv_.table(*skills),
        skillGroups_en=csv_.table(*groups),
        ISCOGroups_en=csv_.table(csv_.ISCO_GROUP),
        broaderRelationsOccPillar=csv_.broader((SMITH, ISCO)),
        broaderRelationsSkillPillar=csv_.broader((FORGE, csv_.METAL), (WELD, FORGE)),
        occupationSkillRelations=csv_.relations(
            (SMITH, "essential", FORGE), (SMITH, "optional", csv_.STEEL), (BAKER, "optional", WELD)
        ),
        skillSkillRelations=csv_.table(related),
        skillsHierarchy_en=csv_.table(levels),
        greenSkillsCollection_en=csv_.table({"conceptUri": FORGE}),
        researchOccupationsCollection_en=csv_.table({"conceptUri": SMITH}),
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["esco.ttl", "esco.nt", "esco.rdf", "esco.ttl.gz"])
def test_rdf_and_csv_of_one_release_give_equal_concepts(
    tmp_path: Path, package: Path, name: str, seed: int
) -> None:
    write(tmp_path / name, blocks_of(tables_of([package]), seed))
    reading = esco_rdf.read([tmp_path / name], version="1.2.0")
    assert reading.concepts == esco_csv.read([package], version="1.2.0").concepts
    assert reading.refused == ()


@pytest.mark.parametrize("name", ["esco.ttl", "esco.nt", "esco.rdf"])
def test_rdflib_alone_reads_the_same(
    tmp_path: Path, package: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / name, blocks_of(tables_of([package])))
    quick = esco_rdf.read([tmp_path / name], version="1.2.0")
    monkeypatch.setattr(statements, "QUICK", False)
    assert esco_rdf.read([tmp_path / name], version="1.2.0").concepts == quick.concepts


@pytest.mark.slow
def test_it_reads_without_pyoxigraph(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; sys.modules['pyoxigraph'] = None;"
        "from taxonomy.sources import esco_rdf;"
        "read = esco_rdf.read([pathlib.Path(sys.argv[1])], version='1');"
        "print(read.concepts[0].labels[0].text)"
    )
    path = turtle(tmp_path, SKILL)
    told = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True)
    assert (told.stdout.strip(), told.stderr) == (b"forge", b"")


@pytest.mark.slow
@pytest.mark.real_data
def test_esco_1_2_0_from_rdf_has_the_digest_of_esco_1_2_0_from_csv(
    tmp_path: Path, shared_data: Path, esco_of: Callable[[str], Reading]
) -> None:
    path = tmp_path / "esco.ttl"
    packages = sorted((shared_data / "esco/v1.2.0").glob("*.zip"))
    write(path, blocks_of(tables_of(packages)))
    reading = esco_rdf.read([path], version="1.2.0")
    assert digest(reading) == digest(esco_of("1.2.0"))
    assert (len(reading.concepts), reading.refused) == (18_237, ())


@pytest.mark.real_data
def test_genuine_blocks_are_read_whole(tmp_path: Path, shared_data: Path) -> None:
    genuine = (shared_data / "esco/rdf/esco_v1.0_rdf_shape_sample.ttl").read_text("utf-8")
    label = f"<{BASE}label/98570af6-b237-4cdd-b555-98fe3de26ef8>"
    occupation = "o:72d1e9ca-294c-4349-90ed-f99541d447d0"
    lines = (
        f"{occupation} a skos:Concept, esco:Occupation ; xl:prefLabel {label} .",
        's:f7b5d916-52f0-4865-b6a6-e1a3b711cb5e a skos:Concept, esco:Skill ; skos:prefLabel "x"@en .',
        genuine,
    )
    reading = read_lines(tmp_path, *lines)
    (skill,) = (it.id for it in reading.concepts if it.kind is Kind.SKILL)
    (made,) = (it for it in reading.concepts if it.kind is Kind.OCCUPATION)
    assert made.pref_label("en") == "particleboard machine technician"
    assert made.links == (Link(Predicate.ESSENTIAL_SKILL, skill),)
    (roles,) = found(reading, "label-roles")
    assert "female 3, male 3, neutral 2, standard-male 1" in roles.message


def test_labels_stand_in_nodes_and_in_literals(tmp_path: Path) -> None:
    reading = read_lines(
        tmp_path,
        "e:label\\/1 a xl:Label ; xl:literalForm 'forge iron'@en .",
        "s:forge a skos:Concept, esco:Skill ; xl:prefLabel e:label\\/1 ; skos:prefLabel 'forge iron'@en ;",
        "  esco:skillType <http://data.europa.eu/esco/skill-type/skill> ;",
        "  skos:altLabel 'smeden'@nl-BE, 'forge'@en, 'forja'@es ; xl:altLabel e:label\\/2, e:label\\/3 ;",
        "  skos:hiddenLabel 'forge'@en ; skos:prefLabel 'smeden'@NL .",
        "e:label\\/2 xl:literalForm 'beat'@en . e:label\\/3 xl:literalForm 'batir'@es .",
    )
    assert one(reading, FORGE).labels == (
        Label("en", LabelType.ALTERNATIVE, "beat"),
        Label("en", LabelType.ALTERNATIVE, "forge"),
        Label("en", LabelType.PREFERRED, "forge iron"),
        Label("nl", LabelType.PREFERRED, "smeden"),
    )
    assert [it.code for it in reading.findings] == ["repeated-label"]


def test_all_languages_are_taken_where_none_is_named(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, SKILL, "s:forge skos:altLabel 'kuja'@en-us .", langs=())
    assert [it.lang for it in one(reading, FORGE).labels] == ["en", "en-US"]


def test_notes_stand_in_nodes_in_either_order_and_in_literals(tmp_path: Path) -> None:
    reading = read_lines(
        tmp_path,
        SKILL,
        "e:n1 esco:nodeLiteral 'Beats iron.' . e:n1 esco:language 'en'^^xsd:language .",
        "e:n2 a esco:NodeLiteral ; esco:language 'sv' ; esco:nodeLiteral 'Slår.' .",
        "e:n3 esco:nodeLiteral 'Smeedt.'@nl .",
        "s:forge dct:description e:n1, e:n2, e:n3 ; skos:scopeNote 'Iron only.'@en .",
    )
    assert one(reading, FORGE).notes == (
        Note("en", NoteType.DESCRIPTION, "Beats iron."),
        Note("en", NoteType.SCOPE_NOTE, "Iron only."),
        Note("nl", NoteType.DESCRIPTION, "Smeedt."),
    )
    assert reading.findings == ()


def test_facts_of_an_occupation(tmp_path: Path) -> None:
    reading = read_lines(
        tmp_path,
        OCCUPATION,
        "o:smith skos:notation '7221.1', '7221'^^<http://data.europa.eu/esco/Notation/ISCO08> ;",
        "  esco:memberOfISCOGroup <http://data.europa.eu/esco/isco/C7221> ; thes:status 'released' ;",
        "  dct:modified '2016-12-20T20:04:40Z'^^xsd:dateTime, '2015-01-01T00:00:00Z'^^xsd:dateTime ;",
        "  esco:regulatedProfessionNote <http://data.europa.eu/esco/regulated-professions/regulated> ;",
        "  skos:inScheme <http://data.europa.eu/esco/concept-scheme/green> .",
    )
    made = one(reading, SMITH)
    assert (made.notation, made.notations) == ("7221.1", (Notation("isco-08", "7221"),))
    assert made.collections == ("green",)
    assert made.attributes == (
        ("modified", "2016-12-20T20:04:40Z"),
        ("regulatedProfession", f"{BASE}regulated-professions/regulated"),
    )


def test_the_code_of_an_occupation_tells_its_isco_group_where_nothing_else_does(
    tmp_path: Path,
) -> None:
    reading = read_lines(tmp_path, OCCUPATION, "o:smith skos:notation '7221.1.2' .")
    assert one(reading, SMITH).notations == (Notation("isco-08", "7221"),)


@pytest.mark.parametrize(
    "said",
    [
        "[] a esco:AssociationObject ; esco:isAssociationFor o:smith ; esco:target s:forge ;"
        " dct:type <http://data.europa.eu/esco/relationship-type/essential-skill> .",
        "o:smith esco:relatedEssentialSkill s:forge .",
        "s:forge esco:isEssentialSkillFor o:smith .",
    ],
)
def test_a_skill_is_related_in_three_ways(tmp_path: Path, said: str) -> None:
    reading = read_lines(tmp_path, OCCUPATION, SKILL, said)
    assert one(reading, SMITH).links == (Link(Predicate.ESSENTIAL_SKILL, FORGE),)


def test_groups_are_told_by_their_iri(tmp_path: Path) -> None:
    reading = read_lines(
        tmp_path,
        "s:S1 a skos:Concept ; skos:prefLabel 'metal'@en ; skos:notation 'S1' ; skos:narrower s:forge .",
        "<http://data.europa.eu/esco/isco/C7221> a skos:Concept ; skos:prefLabel 'Smiths'@en .",
        "<http://data.europa.eu/esco/label-role/male> a skos:Concept ; skos:prefLabel 'male'@en .",
        SKILL,
    )
    assert {it.kind for it in reading.concepts} == {Kind.SKILL, Kind.SKILL_GROUP, Kind.ISCO_GROUP}
    assert one(reading, FORGE).links == (Link(Predicate.BROADER, f"{BASE}skill/S1"),)
    (told,) = found(reading, "other-concepts")
    assert told.message.startswith("1 concepts of label-role")


OBSOLETE = (
    "s:old a skos:Concept, esco:Skill ; skos:prefLabel 'old'@en ; thes:status 'obsolete' .",
    "s:older a skos:Concept, esco:Skill ; skos:prefLabel 'older'@en ; thes:status 'obsolete' .",
    's:weld a skos:Concept, esco:Skill ; skos:prefLabel "weld"@en .',
)


@pytest.mark.parametrize(
    ("said", "reason", "heirs"),
    [
        ("s:old dct:isReplacedBy s:forge .", RetirementReason.REPLACED, (FORGE,)),
        ("s:forge dct:replaces s:old .", RetirementReason.REPLACED, (FORGE,)),
        ("s:old esco:isReplacedBy s:forge, s:weld .", RetirementReason.SPLIT, (FORGE, WELD)),
        (
            "s:old esco:replacedBy s:forge . s:older dct:isReplacedBy s:forge .",
            RetirementReason.MERGED,
            (FORGE,),
        ),
        ("", RetirementReason.UNKNOWN, ()),
        ("s:old dct:isReplacedBy s:old .", RetirementReason.UNKNOWN, ()),
        ("s:old dct:isReplacedBy s:nobody .", RetirementReason.UNKNOWN, ()),
    ],
)
def test_what_replaced_an_obsolete_concept_tells_why_it_was_retired(
    tmp_path: Path, said: str, reason: RetirementReason, heirs: tuple[str, ...]
) -> None:
    reading = read_lines(tmp_path, SKILL, *OBSOLETE, said)
    old = one(reading, f"{BASE}skill/old")
    assert (old.status, old.retirement, old.replaced_by) == (Status.RETIRED, reason, heirs)


@pytest.mark.parametrize(
    ("said", "code", "severity"),
    [
        ("s:old dct:isReplacedBy s:old .", "self-link", Severity.WARNING),
        ("s:old dct:isReplacedBy s:nobody .", "dangling-link", Severity.WARNING),
        ("s:forge dct:isReplacedBy s:weld .", "active-with-successor", Severity.WARNING),
        ("s:old dct:isReplacedBy 'forge' .", "not-an-iri", Severity.ERROR),
        ("s:forge skos:prefLabel 'hammer'@en .", "two-labels", Severity.ERROR),
        ("s:forge skos:prefLabel 'hammer' .", "bad-language", Severity.ERROR),
        ("s:forge xl:prefLabel 'hammer'@nl .", "not-an-iri", Severity.ERROR),
        ("s:forge xl:altLabel e:nowhere .", "missing-text", Severity.ERROR),
        ("s:forge dct:description e:nowhere .", "missing-text", Severity.ERROR),
        ("e:l xl:literalForm e:m .", "not-text", Severity.ERROR),
        ("e:l xl:literalForm 'a'@en, 'b'@en .", "two-values", Severity.ERROR),
        ("e:l xl:literalForm 'a' .", "bad-language", Severity.ERROR),
        ("s:forge skos:altLabel 'forja'@nl .", "label-missing", Severity.WARNING),
        ("e:l esco:hasLabelRole 'http://x/label-role/robot' .", "label-role", Severity.WARNING),
        ("s:forge skos:broader s:nobody .", "dangling-link", Severity.WARNING),
        ("s:forge skos:broader s:nobody .", "other-version", Severity.ERROR),
        ("s:forge skos:broader s:forge .", "self-link", Severity.WARNING),
        ("s:forge skos:broader 'S1' .", "not-an-iri", Severity.ERROR),
        ("s:forge esco:relatedEssentialSkill e:isco\\/C1 .", "wrong-kind", Severity.ERROR),
        ("e:r esco:isAssociationFor s:forge ; esco:target s:weld .", "relation-type", Severity.ERROR),
        (
            "e:r esco:isAssociationFor s:forge ; esco:target s:weld ; dct:type e:odd .",
            "relation-type",
            Severity.ERROR,
        ),
        ("e:r esco:isAssociationFor s:forge .", "dangling-link", Severity.WARNING),
        ("s:forge a esco:Occupation .", "id-with-two-kinds", Severity.ERROR),
        ("s:shadow skos:prefLabel 'shadow'@en .", "not-one-kind", Severity.ERROR),
        (
            "<http://data.europa.eu/esco/skill/a b> a esco:Skill ; skos:prefLabel 'x'@en .",
            "not-a-uri",
            Severity.ERROR,
        ),
        ("s:forge skos:prefLabel 'fonte   rie'@nl .", "text-normalised", Severity.WARNING),
        ("s:forge dct:description 'a'@en, 'b'@en .", "contradiction", Severity.WARNING),
        ("s:forge esco:skillReuseLevel e:a, e:b .", "contradiction", Severity.WARNING),
        ("s:forge esco:relatedOptionalSkill s:weld ; esco:relatedEssentialSkill s:weld .",
         "essential-and-optional", Severity.WARNING),
        (OCCUPATION, "relations-missing", Severity.WARNING),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_finding_with_its_file(
    tmp_path: Path, said: str, code: str, severity: Severity
) -> None:
    group = "e:isco\\/C1 a skos:Concept ; skos:prefLabel 'Managers'@en ."
    reading = read_lines(tmp_path, SKILL, *OBSOLETE, group, said)
    (told, *_) = found(reading, code)
    assert told.severity is severity
    assert told.place
    nowhere = {"other-version", "label-role", "relations-missing"}
    assert told.place.file == ("" if code in nowhere else "esco.ttl")


def test_a_circle_of_broader_concepts_is_read_and_stops_the_publication(tmp_path: Path) -> None:
    lines = ("s:forge skos:broader s:weld .", "s:weld skos:broader s:forge .")
    reading = read_lines(tmp_path, SKILL, *OBSOLETE, *lines)
    codes = {it.code for it in run(Taxonomy.of("esco", reading.concepts))}
    assert "broader-cycle" in codes


def test_a_broken_line_of_n_triples_is_left_out_by_itself(tmp_path: Path) -> None:
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    path = tmp_path / "esco.nt"
    path.write_text(
        f"<{FORGE}> {type_} <http://data.europa.eu/esco/model#Skill> .\n"
        f"<{FORGE}> {label} nonsense .\n"
        f'<{FORGE}> {label} "forge"@en .\n'
        f"<{BASE}skill/a b> {type_} <http://data.europa.eu/esco/model#Skill> .\n"
    )
    reading = esco_rdf.read([path], version="1.2.0")
    assert one(reading, FORGE).pref_label("en") == "forge"
    (broken,) = found(reading, "bad-statement")
    assert (broken.severity, str(broken.place)) == (Severity.ERROR, "esco.nt, row 2")
    assert [it.code for it in reading.refused] == ["bad-statement", "not-a-uri"]


def test_a_file_of_broken_lines_only_is_none(tmp_path: Path) -> None:
    path = tmp_path / "esco.nt"
    path.write_text("<a> nonsense .\n" * 200)
    with pytest.raises(SourceUnreadableError, match=r"esco\.nt is not nt to its end"):
        esco_rdf.read([path], version="1.2.0")


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.ttl", (PREFIXES + SKILL)[:-12].encode(), "is not turtle to its end"),
        ("a.ttl", b"", "is empty"),
        ("a.ttl", "\ufeffa".encode("utf-16"), "UTF-16"),
        ("a.ttl", (PREFIXES + SKILL).encode("utf-16-le"), "UTF-16"),
        ("a.ttl", (PREFIXES + "s:f a esco:Skill ; skos:prefLabel 'é'@fr .").encode("latin-1"), "not turtle"),
        ("a.rdf", RDF_XML.format("")[:-20].encode(), "is not xml to its end"),
        ("a.rdf", b'<?xml version="1.0" encoding="ISO-8859-15"?>' + RDF_XML.encode(), "ISO-8859-15"),
        ("a.rdf", b"<!DOCTYPE r [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>" + RDF_XML.format("&b;").encode(), "DTD"),
        ("a.ttl", b"<?xml version='1.0'?> <!-- x --> <!DOCTYPE r SYSTEM 'file:///etc/passwd'>", "DTD"),
        ("a.rdf", b"Dear user, please log in", "no element"),
        ("a.nt.gz", b"not gzip", "no whole gzip file"),
        ("a.nt.gz", gzip.compress(b"<a> <b> <c> .\n" * 99, mtime=0)[:-20], "no whole gzip file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    data: bytes,
    reason: str,
    quick: bool,
) -> None:
    monkeypatch.setattr(statements, "QUICK", quick)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceUnreadableError, match=re.escape(reason)) as caught:
        esco_rdf.read([tmp_path / name], version="1.2.0")
    assert name in caught.value.detail


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "esco.nt.gz"
    path.write_bytes(gzip.compress(b"#\n" * 20 * 1024**2))
    with pytest.raises(SourceUnreadableError, match="as only bombs do"):
        esco.read([path], version="1.2.0")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("esco.ttl", b"#" * 40 * 1024**2)
    with pytest.raises(SourceUnreadableError, match="zip bombs"):
        esco.read([path], version="1.2.0")


def test_rdf_of_another_vocabulary_holds_nothing_of_esco(tmp_path: Path) -> None:
    path = turtle(tmp_path, "<http://example/1> a skos:Concept ; skos:prefLabel 'x'@en .")
    with pytest.raises(SourceUnreadableError, match="another vocabulary"):
        esco_rdf.read([path], version="1.2.0")


def test_a_release_may_stand_in_several_files_zips_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    turtle(folder, "s:forge skos:altLabel 'hammer'@en .", name="labels.ttl")
    (folder / ".hidden.ttl").write_text("nonsense")
    (folder / "readme.txt").write_text("hello")
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(turtle(tmp_path, SKILL), "esco.ttl")
        archive.writestr("notes/", "")
    reading = esco.read([path, folder], version="1.2.0")
    assert [it.text for it in one(reading, FORGE).labels] == ["hammer", "forge"]
    assert [it.code for it in reading.findings] == ["unknown-file"]
    assert reading.rows == {"esco.ttl": 4, "labels.ttl": 1}


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + (PREFIXES + SKILL).encode())
    assert len(esco_rdf.read([path], version="1.2.0").concepts) == 1


def test_xml_is_read_as_xml_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_text(f"<?xml version='1.0' encoding='utf-8'?>\n<!-- ESCO -->\n{RDF_XML.format('')}")
    (made,) = esco_rdf.read([path], version="1.2.0").concepts
    assert (made.kind, made.pref_label("en")) == (Kind.ISCO_GROUP, "Craft")


def test_progress_names_the_file_and_its_statements(tmp_path: Path) -> None:
    steps: list[tuple[str, int]] = []
    esco_rdf.read([turtle(tmp_path, SKILL)], version="1", progress=lambda *it: steps.append(it))
    assert steps == [("esco.ttl", 4)]


def test_csv_and_rdf_are_not_mixed(tmp_path: Path, package: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="name the files of one form"):
        esco.read([package, turtle(tmp_path, SKILL)], version="1.2.0")


def test_a_package_of_csv_with_the_ontology_in_it_is_csv(tmp_path: Path, package: Path) -> None:
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("model.rdf", RDF_XML.format(""))
    assert len(esco.read([package], version="1.2.0").concepts) == 8


def test_languages_are_chosen_for_rdf_only(tmp_path: Path, package: Path) -> None:
    path = turtle(tmp_path, SKILL, "s:forge skos:prefLabel 'forjar'@es .")
    reading = esco.read([path], version="1.2.0", langs=["es"])
    assert one(reading, FORGE).pref_labels() == {"es": "forjar"}
    with pytest.raises(InvalidQueryError, match="--lang is for RDF"):
        esco.read([package], version="1.2.0", langs=["es"])


@pytest.mark.parametrize("name", ["nothing.ttl", "nothing.zip", "nothing"])
def test_a_path_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadableError, match=name):
        esco.read([tmp_path / name], version="1.2.0")
