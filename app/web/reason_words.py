"""Why a concept is a candidate, in the language of the screen: signs of the library as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.web.languages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.web.languages import Language

__all__ = ["SENTENCES", "Sentence", "told"]


class Sentence(NamedTuple):
    """A sentence with the names of its values, in the order in which a sign has them."""

    text: str
    names: tuple[str, ...] = ()


_PAIR = ("one", "other", "lang")
SENTENCES = {
    "label-is-preferred": Sentence(
        message("“%(one)s” is the name “%(other)s” itself (%(lang)s)"), _PAIR
    ),
    "label-is-other": Sentence(
        message("“%(one)s” is “%(other)s”, as it is also called (%(lang)s)"), _PAIR
    ),
    "label-like-preferred": Sentence(
        message("“%(one)s” is much like the name “%(other)s” (%(lang)s)"), _PAIR
    ),
    "label-like-other": Sentence(
        message("“%(one)s” is much like “%(other)s”, as it is also called (%(lang)s)"), _PAIR
    ),
    "translation": Sentence(
        message("words stand for each other (%(lang)s → %(into)s): %(words)s"),
        ("lang", "into", "words"),
    ),
    "group": Sentence(message("other candidates stand in the same group, “%(group)s”"), ("group",)),
    "isco": Sentence(message("both stand in ISCO group %(group)s"), ("group",)),
    "mapping": Sentence(
        message("%(near)s is mapped to %(other)s already"), ("near", "object", "other")
    ),
    "meaning": Sentence(
        message("“%(one)s” (%(lang)s) means much the same as “%(other)s” (%(into)s)"),
        ("one", "lang", "other", "into", "likeness"),
    ),
    "pieces": Sentence(message("pieces of words are alike")),
    "labels-alike": Sentence(message("names are %(share)s alike"), ("share",)),
    "names-alike": Sentence(
        message("names are %(share)s alike (%(lang)s: “%(one)s”, “%(other)s”)"),
        ("share", "lang", "one", "other"),
    ),
    "links-shared": Sentence(
        message("%(shared)s of %(every)s links are the same: %(concepts)s"),
        ("shared", "every", "concepts"),
    ),
    "codes-shared": Sentence(message("the same codes: %(codes)s"), ("codes",)),
    "takes-over": Sentence(
        message("%(share)s of what was linked to the old one is linked to this one now"), ("share",)
    ),
    "same-code": Sentence(message("it bears the same code, %(code)s"), ("code",)),
    "succeeds": Sentence(message("the scheme names it as the successor: %(path)s"), ("path",)),
}
"""By the code of a sign."""
_NEIGHBOUR = message("a neighbouring concept")


def told(sign: Sequence[str], language: Language, names: Mapping[str, str]) -> str:
    """What the sign says in this language; "" where nothing here knows how to say it.

    `names` are those of concepts that signs name by their ids.
    """
    code, *values = sign or ("",)
    sentence = SENTENCES.get(code)
    if sentence is None or len(values) != len(sentence.names):
        return ""
    say = language.texts.gettext
    of = dict(zip(sentence.names, values, strict=True))
    if "share" in of:
        of["share"] = language.share(float(of["share"]))
    if code == "mapping":
        near = names.get(of["near"])
        of |= {
            "near": f"“{near}”" if near else say(_NEIGHBOUR),
            "other": f"“{of['other']}”" if of["other"] else of["object"],
        }
    return say(sentence.text) % of
