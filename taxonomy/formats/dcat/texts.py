"""What the catalogue says to people, in Dutch, French, German and English."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["API", "ARCHIVE", "KEYWORDS", "described", "entitled", "file_description", "series"]

Texts = dict[str, str]


def _texts(nl: str, fr: str, de: str, en: str) -> Texts:
    return {"nl": nl, "fr": fr, "de": de, "en": en}


ARCHIVE: Mapping[str, Texts] = {
    "title": _texts(
        "Het archief van Competent",
        "Les archives de Competent",
        "Das Archiv von Competent",
        "The Competent archive",
    ),
    "description": _texts(
        "Elke uitgave van Competent, en van ESCO, DigComp, ISCO en ROME ernaast, als bestanden die bewijzen dat ze niet gewijzigd zijn.",
        "Chaque version de Competent, ainsi que d’ESCO, de DigComp, de la CITP et du ROME, sous forme de fichiers qui prouvent qu’ils n’ont pas été modifiés.",
        "Jede Ausgabe von Competent, daneben von ESCO, DigComp, ISCO und ROME, als Dateien, die beweisen, dass sie unverändert sind.",
        "Every release of Competent, and of ESCO, DigComp, ISCO and ROME beside it, as files that prove that they were not altered.",
    ),
}
API: Mapping[str, Texts] = {
    "title": _texts("API van Competent", "API de Competent", "API von Competent", "Competent API"),
    "description": _texts(
        "Vraagt concepten, profielen en wijzigingen van elke uitgave op.",
        "Donne accès aux concepts, aux profils et aux changements de chaque version.",
        "Gibt Begriffe, Profile und Änderungen jeder Ausgabe aus.",
        "Answers with the concepts, profiles and changes of every release.",
    ),
}
KEYWORDS = [
    *(("nl", it) for it in ("beroepen", "competenties", "taxonomie")),
    *(("fr", it) for it in ("métiers", "compétences", "taxonomie")),
    *(("de", it) for it in ("Berufe", "Kompetenzen", "Taxonomie")),
    *(("en", it) for it in ("occupations", "competences", "taxonomy")),
]
_SCHEMES: Mapping[str, Texts] = {
    "competent": _texts(
        "De Belgische standaardtaal voor beroepen en competenties.",
        "Le langage standard belge des métiers et des compétences.",
        "Die belgische Standardsprache für Berufe und Kompetenzen.",
        "Belgium's standard language for occupations and competences.",
    ),
    "esco": _texts(
        "Europese vaardigheden, competenties, kwalificaties en beroepen.",
        "Aptitudes, compétences, certifications et professions européennes.",
        "Europäische Fähigkeiten, Kompetenzen, Qualifikationen und Berufe.",
        "European Skills, Competences, Qualifications and Occupations.",
    ),
    "digcomp": _texts(
        "Het digitalecompetentiekader voor burgers.",
        "Le cadre des compétences numériques pour les citoyens.",
        "Der Referenzrahmen für digitale Kompetenzen der Bürgerinnen und Bürger.",
        "The Digital Competence Framework for Citizens.",
    ),
    "isco": _texts(
        "Internationale standaardclassificatie van beroepen.",
        "Classification internationale type des professions.",
        "Internationale Standardklassifikation der Berufe.",
        "International Standard Classification of Occupations.",
    ),
    "rome": _texts(
        "Het operationele register van beroepen en banen van Frankrijk.",
        "Répertoire opérationnel des métiers et des emplois.",
        "Das operative Verzeichnis der Berufe und Beschäftigungen Frankreichs.",
        "The operational directory of occupations and jobs of France.",
    ),
}
_RELEASE = _texts("Uitgave {0}.", "Version {0}.", "Ausgabe {0}.", "Release {0}.")
_RELEASES = _texts("Alle uitgaven.", "Toutes les versions.", "Alle Ausgaben.", "All releases.")
_SAMPLE = _texts("voorbeeld", "exemple", "Muster", "sample")
_INVENTED = _texts(
    "De inhoud is verzonnen, als voorbeeld.",
    "Le contenu est inventé, à titre d’exemple.",
    "Der Inhalt ist als Muster erfunden.",
    "The content was invented, as a sample.",
)
_WITHDRAWN = _texts("Ingetrokken: {0}", "Retirée : {0}", "Zurückgezogen: {0}", "Withdrawn: {0}")
_CANDIDATE = _texts(
    "Kandidaat sinds {0}.",
    "Version candidate depuis le {0}.",
    "Kandidat seit {0}.",
    "A candidate since {0}.",
)
_PLANNED = _texts(
    "Wordt de huidige uitgave op {0}.",
    "Deviendra la version actuelle le {0}.",
    "Wird am {0} die aktuelle Ausgabe.",
    "It becomes current on {0}.",
)
_FILES: tuple[tuple[str, Texts], ...] = (
    ("*.xlsx", _texts("Werkmap met elf bladen", "Classeur de onze feuilles", "Arbeitsmappe mit elf Blättern", "Workbook of eleven sheets")),
    ("csv.zip", _texts("Alle tabellen als CSV", "Toutes les tables en CSV", "Alle Tabellen als CSV", "All tables as CSV")),
    ("csv-*.zip", _texts("Tabellen als CSV, één taal", "Tables en CSV, une langue", "Tabellen als CSV, eine Sprache", "Tables as CSV, one language")),
    ("taxonomy.jsonl", _texts("Alle concepten, één per regel: de canonieke vorm", "Tous les concepts, un par ligne : la forme canonique", "Alle Begriffe, einer je Zeile: die kanonische Form", "All concepts, one a line: the canonical form")),
    ("*.parquet", _texts("Een tabel als Parquet", "Une table en Parquet", "Eine Tabelle als Parquet", "A table as Parquet")),
    ("offline.sqlite", _texts("Alles in één SQLite-bestand, met zoekindex", "Le tout dans un fichier SQLite, avec index de recherche", "Alles in einer SQLite-Datei, mit Suchindex", "Everything in one SQLite file, with a search index")),
    ("taxonomy.ttl", _texts("SKOS als Turtle", "SKOS en Turtle", "SKOS als Turtle", "SKOS as Turtle")),
    ("taxonomy.jsonld", _texts("SKOS als JSON-LD", "SKOS en JSON-LD", "SKOS als JSON-LD", "SKOS as JSON-LD")),
    ("*.sssom.tsv", _texts("Mappings als SSSOM", "Correspondances en SSSOM", "Mappings als SSSOM", "Mappings as SSSOM")),
    ("changes.*", _texts("Wat er veranderde sinds de vorige uitgave", "Ce qui a changé depuis la version précédente", "Was sich seit der vorigen Ausgabe änderte", "What changed since the release before")),
    ("delta.*", _texts("Wat van de vorige uitgave deze maakt", "Ce qui fait de la version précédente celle-ci", "Was aus der vorigen Ausgabe diese macht", "What turns the release before into this one")),
    ("dictionary.csv", _texts("Wat elke kolom betekent", "Ce que signifie chaque colonne", "Was jede Spalte bedeutet", "What each column means")),
    ("*.schema.json", _texts("JSON Schema van een bestand", "JSON Schema d’un fichier", "JSON Schema einer Datei", "JSON Schema of a file")),
    ("CITATION.cff", _texts("Hoe te citeren", "Comment citer", "Wie zu zitieren", "How to cite")),
    ("manifest.json", _texts("Wat de uitgave over zichzelf zegt", "Ce que la version dit d’elle-même", "Was die Ausgabe über sich sagt", "What the release says of itself")),
    ("SHA256SUMS", _texts("SHA-256 van elk bestand", "SHA-256 de chaque fichier", "SHA-256 jeder Datei", "SHA-256 of each file")),
    ("*", _texts("Een bestand van de uitgave", "Un fichier de la version", "Eine Datei der Ausgabe", "A file of the release")),
)  # fmt: skip


def series(scheme: Scheme) -> Texts:
    """What a scheme is."""
    return _joined(_SCHEMES[scheme.id], _RELEASES)


def entitled(release: Release, scheme: Scheme) -> Texts:
    """The title of a release; a sample says that it is one."""
    name = f"{scheme.title} {release.version}"
    return {tag: f"{name} ({it})" if release.sample else name for tag, it in _SAMPLE.items()}


def described(release: Release, scheme: Scheme) -> Texts:
    """What a release is, the window of a candidate (days as in ISO 8601), and why it was withdrawn."""
    told = [_SCHEMES[scheme.id], _filled(_RELEASE, release.version)]
    if release.sample:
        told.append(_INVENTED)
    if release.status is ReleaseStatus.CANDIDATE and release.candidate_since:
        told.append(_filled(_CANDIDATE, f"{release.candidate_since:%Y-%m-%d}"))
        told += [_filled(_PLANNED, it.isoformat()) for it in [release.planned_for] if it]
    if release.withdrawal:
        told.append(_filled(_WITHDRAWN, release.withdrawal))
    return _joined(*told)


def file_description(file: str) -> Texts:
    """What a file of that name is for."""
    return next(texts for pattern, texts in _FILES if fnmatchcase(file, pattern))


def _filled(texts: Texts, value: str) -> Texts:
    return {tag: it.format(value) for tag, it in texts.items()}


def _joined(*parts: Texts) -> Texts:
    return {tag: " ".join(it[tag] for it in parts) for tag in parts[0]}
