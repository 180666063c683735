"""The language of a text, told by its function words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from taxonomy.annotating.characters import codes
from taxonomy.annotating.inflection import LANGUAGES
from taxonomy.annotating.reading import BREAK
from taxonomy.annotating.words import read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from taxonomy.annotating.words import Words

__all__ = ["common", "detected"]

_WORDS = {
    "nl": "de het een en of van voor in op met te bij aan door over uit naar tot om als ten ter die dat dit deze zijn is "
    "wordt worden werd kan kunnen moet moeten zal ook niet geen je jij jouw u uw wij we ons onze hun hen ze zij hij er maar "
    "dan nog wel zoals binnen tussen onder tijdens zonder tegen volgens alle andere meer veel goede goed hebt heeft hebben "
    "bent ben ik jaar werk ervaring kennis vaardigheden wat wie waar hoe onderneming functie bedrijf klanten",
    "fr": "le la les l un une des du de d et ou en a au aux pour par sur dans avec se s sa son ses leur leurs que qui qu "
    "est sont ce cette ces cet il elle ils elles vous votre vos nous notre nos je tu ne pas plus ainsi afin lors chez entre "
    "sous sans selon etre avoir peut doit comme mais donc aussi tout toute tous toutes autres bonne bon experience "
    "connaissance connaissances travail travaux maitrise gestion poste entreprise mise c j n y ans",
    "de": "der die das den dem des und oder in im von vom fur mit zu zum zur auf an am bei aus nach uber als ein eine einer "
    "eines einem einen durch ist sind wird werden wurde kann konnen muss mussen soll auch nicht kein keine sie er es wir "
    "ihr ihre ihren ihrer unser unsere sich wie sowie bis unter zwischen ohne gegen um dass diese dieser dieses haben hat "
    "sein du dich dein deine ich uns kenntnisse erfahrung jahre arbeit bereich gute alle andere mehr",
    "en": "the a an of and or in on for to with by at from as into its their is are be was were will would can could may "
    "should must have has had this that these those it they them you your we our us he she his her i not no all any "
    "other such more most within between under during without through about which who what how when where experience "
    "knowledge skills work working ability years good strong role team using",
}
_LEAST = 1.0
"""The votes that a language needs: a word of its own, or two that another one shares."""
_AHEAD = 1.3
"""So many times the votes of the next one."""


@cache
def common(lang: str) -> frozenset[str]:
    """The function words of one of our languages, and words that stand in every vacancy; folded."""
    return frozenset(_WORDS.get(lang, "").split())


@cache
def _voices() -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """The hashes of the function words, sorted, and the vote of each for each of our languages."""
    votes: dict[int, list[float]] = {}
    spoken = {lang: set(told.split()) for lang, told in _WORDS.items()}
    for word in sorted(set.union(*spoken.values())):
        (hashed,) = read(codes(word)).hashes.tolist()
        having = [word in spoken[lang] for lang in LANGUAGES]
        votes[hashed] = [it / sum(having) ** 2 for it in having]
    known = sorted(votes)
    return np.array(known, np.uint64), np.array([votes[it] for it in known], np.float32)


def detected(words: Words) -> str:
    """The language among ours that the words of a text speak, "" where they do not tell."""
    known, votes = _voices()
    hashes = words.hashes[words.hashes != BREAK]
    places = np.searchsorted(known, hashes)
    places[places == known.size] = 0
    heard = votes[places[known[places] == hashes]].sum(axis=0)
    *_, second, first = np.argsort(heard)
    if heard[first] < _LEAST or heard[first] < _AHEAD * heard[second]:
        return ""
    return LANGUAGES[first]
