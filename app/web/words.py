"""What the pages call the terms of the library: kinds, states, purposes, formats."""

from __future__ import annotations

from typing import NamedTuple

from app.web.languages import message
from taxonomy.formats.distributions import Purpose
from taxonomy.vocabulary import Kind, ReleaseStatus

__all__ = ["FORMATS", "KINDS", "OTHER", "PURPOSES", "SCHEMES", "STATES", "Words"]


class Words(NamedTuple):
    """A title, a sentence that says what it is for, and where there is one, what it leaves out."""

    title: str
    text: str = ""
    without: str = ""


KINDS = {
    Kind.PROFILE: message("Profiles"),
    Kind.TECHNICAL_COMPETENCE: message("Technical competences"),
    Kind.SKILL: message("Skills"),
    Kind.KNOWLEDGE: message("Knowledge"),
    Kind.BEHAVIOUR: message("Behavioural indicators"),
    Kind.SOFT_SKILL: message("Soft skills"),
    Kind.DIGITAL_SKILL: message("Digital skills"),
    Kind.COMPETENCE_SET: message("Competence sets"),
    Kind.SECTOR: message("Sectors"),
    Kind.AREA_OF_INTEREST: message("Areas of interest"),
    Kind.PROOF_OF_LEARNING: message("Proofs of learning"),
    Kind.OCCUPATION: message("Occupations"),
    Kind.SKILL_GROUP: message("Skill groups"),
    Kind.ISCO_GROUP: message("ISCO groups"),
    Kind.COMPETENCE_AREA: message("Competence areas"),
    Kind.DIGITAL_COMPETENCE: message("Digital competences"),
    Kind.PROFICIENCY_LEVEL: message("Proficiency levels"),
    Kind.COMPETENCE_STATEMENT: message("Competence statements"),
    Kind.LEARNING_OUTCOME: message("Learning outcomes"),
    Kind.GLOSSARY_TERM: message("Glossary terms"),
    Kind.APPELLATION: message("Appellations"),
    Kind.PROFESSIONAL_DOMAIN: message("Professional domains"),
    Kind.MAJOR_DOMAIN: message("Major domains"),
    Kind.WORK_CONTEXT: message("Work contexts"),
}

STATES = {
    ReleaseStatus.CANDIDATE: message("candidate"),
    ReleaseStatus.PUBLISHED: message("published"),
    ReleaseStatus.WITHDRAWN: message("withdrawn"),
}

SCHEMES = {
    "competent": message("Belgium's standard language for occupations and competences."),
    "esco": message("European Skills, Competences, Qualifications and Occupations."),
    "digcomp": message("The Digital Competence Framework for Citizens."),
    "isco": message("International Standard Classification of Occupations."),
    "rome": message("The operational directory of occupations and jobs of France."),
}

PURPOSES = {
    Purpose.SPREADSHEET: Words(
        message("Open in Excel"),
        message("To read, filter and compare in Excel or another spreadsheet program."),
    ),
    Purpose.DATABASE: Words(
        message("Load into a database"),
        message("For programs and analysis: complete, with identifiers that never change."),
    ),
    Purpose.LINKED_DATA: Words(
        message("Linked data"), message("The SKOS standard, ready for a triple store.")
    ),
    Purpose.MAPPINGS: Words(
        message("Mappings"), message("What corresponds to what in other classifications.")
    ),
    Purpose.CHANGES: Words(
        message("What changed"), message("The differences from the release before.")
    ),
    Purpose.DOCUMENTATION: Words(
        message("Documentation"), message("What each field means, and how programs check it.")
    ),
    Purpose.PROOF: Words(
        message("Verify"), message("Proof that the files you hold are those that were published.")
    ),
}

OTHER = Words(message("Other files"))

FORMATS = {
    "workbook": Words(
        message("Excel workbook"),
        message("The eleven sheets of Competent's data archive, with the same columns."),
        message("Retired concepts, and what the sheets have no column for."),
    ),
    "csv": Words(
        message("CSV tables"),
        message("A table for each kind of concept and of link, zipped, in every language."),
    ),
    "csv-by-language": Words(
        message("CSV tables in one language"),
        message("The same tables, with the texts in one language only."),
        message("Names and notes in the other languages."),
    ),
    "jsonl": Words(
        message("JSON Lines"),
        message("The release itself, one concept a line: every other file is made from it."),
    ),
    "parquet": Words(
        message("Parquet tables"), message("For DuckDB, Spark, pandas and R: small, quick to read.")
    ),
    "offline-pack": Words(
        message("Offline pack"),
        message("One SQLite database with full-text search: to query without this service."),
    ),
    "turtle": Words(message("Turtle"), message("The whole graph as text.")),
    "json-ld": Words(message("JSON-LD"), message("The same graph as JSON.")),
    "sssom": Words(
        message("SSSOM"),
        message(
            "Each mapping with its state, its reviewer and its reasons, in the standard SSSOM."
        ),
    ),
    "mapping-turtle": Words(message("SKOS in Turtle"), message("The mappings as a graph.")),
    "eures": Words(
        message("Tables of EURES"),
        message("Occupations and competences in the layout in which EURES exchanges mappings."),
        message("Mappings that are not accepted, and who reviewed them."),
    ),
    "changes-html": Words(
        message("Report"), message("To read: what was added, retired and renamed.")
    ),
    "changes-csv": Words(message("Table of changes"), message("One change a row.")),
    "changes-json": Words(message("Changes for programs"), message("The same changes as JSON.")),
    "delta": Words(
        message("Delta"),
        message("Brings the release before to this one, without fetching all of it again."),
    ),
    "dictionary": Words(
        message("Data dictionary"), message("Each table and column of the files, explained.")
    ),
    "schemas": Words(message("JSON Schemas"), message("With which programs check the JSON files.")),
    "citation": Words(
        message("Citation file"), message("For reference managers, in the format CFF.")
    ),
    "manifest.json": Words(
        message("Manifest"),
        message("What the release says of itself: dates, counts, licence, every file."),
    ),
    "SHA256SUMS": Words(message("Checksums"), message("The SHA-256 of each file.")),
}
"""By name of the format; a format that is not listed here is shown under the names of its files."""
