"""What the review of translations refuses."""

from __future__ import annotations

from taxonomy.errors import ConflictError, InvalidError

__all__ = [
    "CampaignFrozenError",
    "OthersEyesError",
    "StepRefusedError",
    "TranslationRefusedError",
]


class TranslationRefusedError(InvalidError):
    """A text that checks find errors in is not submitted or approved; `findings` says why."""

    code = "translation-refused"
    title = "The translation does not pass its checks"


class StepRefusedError(ConflictError):
    """The translation stands where this cannot be done with it."""

    code = "step-refused"
    title = "Not in this state"


class OthersEyesError(ConflictError):
    """Whoever wrote a text does not approve it: somebody else has to read it (four eyes)."""

    code = "others-eyes"
    title = "Somebody else has to read it"


class CampaignFrozenError(ConflictError):
    """A campaign that covers the translation is frozen: its texts stay as they are."""

    code = "campaign-frozen"
    title = "The campaign is frozen"
