"""The files in which France Travail publishes ROME: their names and the columns that are read."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["TABLES", "Table", "recognised"]

_FILE_NAME = re.compile(
    r"(?:unix_)?(?P<table>[a-z_]+?)(?:_v(?P<version>\d{3,4}))?(?:_utf8|_iso8859_15)?\.(?:csv|xlsx)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file: the columns that it must have and may have, as its header writes them.

    Of a workbook the sheet counts whose header has the columns; `by_place` where its header names
    the last of them only.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    by_place: bool = False


_SAID = ("transition_eco", "transition_num", "transition_demo", "emploi_reglemente", "emploi_cadre")

TABLES = {
    table.name: table
    for table in (
        Table(
            name="referentiel_code_rome",
            required=("code_rome", "code_ogr", "libelle_rome"),
            optional=("code_rome_parent", "statut", *_SAID),
        ),
        Table(
            name="rome_metiers",
            required=("grand_domaine", "domaine", "metier", "libelle", "Code OGR"),
            by_place=True,
        ),
        Table(
            name="item_arborescence",
            required=("code_type_referentiel", "code_pere", "code_noeud", "libelle_item_arbo"),
            optional=("libelle_type_noeud", "code_ogr", "statut"),
        ),
        Table(
            name="referentiel_competence",
            required=("code_ogr", "libelle_competence"),
            optional=("libelle_type_competence", "statut"),
        ),
        Table(
            name="referentiel_activite",
            required=("code_ogr", "libelle_activite"),
            optional=("libelle_type_activite", "libelle_type_item_activite", "statut"),
        ),
        Table(
            name="referentiel_env_travail",
            required=("code_ogr", "libelle_env_travail"),
            optional=("libelle_type_section_env_trav", "statut"),
        ),
        Table(name="rome_savoirs", required=("Catégorie", "Sous-catégorie", "Savoir", "Code OGR")),
        Table(name="rome_contextes", required=("Type", "Contexte de travail", "Code OGR")),
        Table(
            name="rome_competences",
            required=(
                "1 - Domaine compétence",
                "2 - Enjeu",
                "3 - Objectif",
                "4 - Macro-compétence",
                "Catégorie",
            ),
            optional=("5 - Compétence",),
        ),
        Table(
            name="liens_rome_referentiels",
            required=("code_rome", "code_ogr", "code_type_referentiel", "code_ref_rubrique"),
        ),
        Table(
            name="referentiel_appellation",
            required=("code_ogr", "libelle_appellation_long", "code_rome"),
            optional=(
                "libelle_appellation_court",
                "libelle_type_section_appellation",
                "classification",
                "code_rome_parent",
                "peu_usite",
                "statut",
                *_SAID,
            ),
        ),
        Table(
            name="referentiel_code_rome_riasec",
            required=("code_rome", "riasec_majeur", "riasec_mineur"),
        ),
        Table(
            name="texte",
            required=("code_rome", "libelle_texte", "libelle_type_texte"),
            optional=("position_libelle_txt",),
        ),
        Table(
            name="rubrique_mobilite",
            required=("code_rome", "code_rome_cible", "libelle_type_mobilite"),
            optional=("code_appellation_source", "code_appellation_cible"),
        ),
        Table(name="coherence_item", required=("code_rome", "code_ogr")),
    )
}
"""Every table by its name, in the order of reading."""


def recognised(file_name: str) -> tuple[Table, str] | None:
    """The table that a file name tells, and the digits of its version or ""; None where it is none."""
    match = _FILE_NAME.fullmatch(file_name)
    table = TABLES.get(match["table"].lower()) if match else None
    return (table, (match["version"] or "") if match else "") if table else None
