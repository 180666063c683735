"""What the screens call frameworks that are compared, and why two entries stand in one row."""

from __future__ import annotations

from app.aligning import Frameworks
from app.web.languages import message
from app.web.words import Words

__all__ = ["COMPARED", "GROUNDS"]

COMPARED = {
    Frameworks.DIGCOMP: Words(
        message("DigComp, one release and another"),
        message("Areas and competences of two releases, by their numbers."),
    ),
    Frameworks.DIGITAL_SKILLS: Words(
        message("Digital skills and DigComp"),
        message("The digital skills of Competent, by the number that they bear or by their names."),
    ),
    Frameworks.SOFT_SKILLS: Words(
        message("Soft skills and ESCO's transversal skills"),
        message("The soft skills of Competent, by published mappings or by their names."),
    ),
}

GROUNDS = {
    "mapping": message("mapped"),
    "number": message("same number"),
    "name": message("same name"),
    "likeness": message("names alike"),
    "only-left": message("only on the left"),
    "only-right": message("only on the right"),
}
"""In the order of tiles."""
