"""The bodies of questions and answers about concepts in free text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from app.wire.body import Wire
from app.wire.concepts import Brief
from taxonomy.annotating.values import (
    LEAST_SCORE,
    Format,
    LangSource,
    Matches,
    Question,
    Wording,
)
from taxonomy.vocabulary import Kind, LabelType

__all__ = ["AnnotateAnswer", "AnnotateLine", "AnnotateQuestion"]

_TAG = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"
_EXAMPLE: dict[str, JsonValue] = {
    "text": "Wij zoeken een slager met kennis van voedselhygiëne.",
    "lang": "nl",
    "kinds": ["profile"],
}


class AnnotateQuestion(BaseModel):
    """A text, and which of the concepts in it are wanted."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    text: Annotated[
        str,
        Field(description="Plain or HTML, up to 1 MiB in UTF-8: a vacancy, a CV, a sentence."),
    ]
    lang: Annotated[
        str | None,
        Field(
            pattern=f"^{_TAG}$",
            description="The language of the text (BCP 47); detected where it is absent.",
        ),
    ] = None
    kinds: Annotated[
        list[Kind] | None,
        Field(description="Only concepts of these kinds; all where absent.", max_length=len(Kind)),
    ] = None
    matches: Annotated[
        Matches,
        Field(
            description="Of spans that overlap the longest one (`longest`), or every one (`all`)."
        ),
    ] = Matches.LONGEST
    format: Annotated[
        Format, Field(description="Wording the text is written; of HTML only what is read counts.")
    ] = Format.PLAIN
    fuzzy: Annotated[
        bool, Field(description="Find words of seven letters or more with one typo too.")
    ] = False
    semantic: Annotated[
        bool,
        Field(
            description="Find what is named in other words too (`how`: `semantic`), where the service can."
        ),
    ] = False
    min_score: Annotated[
        float, Field(ge=0, le=100, description="Leave out annotations that score less.")
    ] = LEAST_SCORE

    @field_validator("text")
    @classmethod
    def whole(cls, text: str) -> str:
        """The text; ValueError where it holds half a character, which no answer could repeat."""
        try:
            text.encode()
        except UnicodeEncodeError as error:
            message = f"half of a surrogate pair stands at code point {error.start}"
            raise ValueError(message) from error
        return text

    @property
    def question(self) -> Question:
        """What is asked of the text, as the library takes it."""
        return Question(
            lang=self.lang,
            kinds=frozenset(self.kinds) if self.kinds else None,
            matches=self.matches,
            format=self.format,
            min_score=self.min_score,
            fuzzy=self.fuzzy,
            semantic=self.semantic,
        )


class AnnotateLine(AnnotateQuestion):
    """A line of many texts; its `id`, if it has one, comes back with the answer."""

    id: str | int | None = None


class MatchedLabel(Wire):
    """The label by which a concept was found, and how the words of the text are those of the label."""

    text: str
    lang: str
    type: LabelType
    how: Wording


class AnnotationOfText(Wire):
    """A concept in the text, from code point `start` up to, not including, `end`; score 0–100."""

    start: int
    end: int
    text: str
    concept: Brief
    matched: MatchedLabel
    score: float


class AnnotateAnswer(Wire):
    """The language of the text (`und` where it tells none), and the concepts in it, by their places."""

    lang: str
    lang_source: LangSource
    annotations: list[AnnotationOfText]
    release: str
