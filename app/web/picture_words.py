"""What the pages call pictures, and what their numbers count."""

from __future__ import annotations

from app.rendering.pages.figures import Column, Name
from app.web.languages import message
from app.web.words import Words

__all__ = ["COLUMNS", "PICTURES"]

PICTURES = {
    Name.GROWTH: Words(
        message("Growth and change"),
        message("How many there are in each release, and how many came and went with it."),
    ),
    Name.ISCO: Words(
        message("By ISCO group"),
        message("How many stand in each group of the International Standard Classification."),
    ),
    Name.SECTORS: Words(message("By sector"), message("How many profiles belong to each sector.")),
    Name.SETS: Words(
        message("Competences by set"),
        message("How many competences of each set are essential and how many optional."),
    ),
    Name.DIGITAL: Words(
        message("Digital skills"),
        message("The digital skills that are asked for, by area of DigComp where that is known."),
    ),
    Name.LIFE: Words(
        message("Through releases"), message("In which releases it is active and in which retired.")
    ),
}

COLUMNS = {
    Column.ACTIVE: message("Active"),
    Column.NEW: message("New"),
    Column.RETIRED: message("Retired"),
    Column.PROFILES: message("Profiles or occupations"),
    Column.ESSENTIAL: message("Essential"),
    Column.OPTIONAL: message("Optional"),
}
