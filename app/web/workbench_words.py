"""What the workbench calls roles, acts and what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import Role
from app.errors import status_of
from app.web.languages import message

if TYPE_CHECKING:
    from app.refusals import ServiceError
    from taxonomy.errors import TaxonomyError

__all__ = ["ABOUT", "ACTS", "ADVICE", "OF_CODES", "ROLES", "TITLES", "WHAT_ROLES_MAY", "of_error"]

ROLES = {
    Role.VIEWER: message("viewer"),
    Role.TRANSLATOR: message("translator"),
    Role.EDITOR: message("editor"),
    Role.MAPPER: message("mapper"),
    Role.REVIEWER: message("reviewer"),
    Role.PUBLISHER: message("publisher"),
    Role.ADMIN: message("administrator"),
}

WHAT_ROLES_MAY = {
    Role.VIEWER: message("sees drafts, worklists and the audit"),
    Role.TRANSLATOR: message("writes texts in the languages below"),
    Role.EDITOR: message("changes concepts, writes texts, proposes mappings"),
    Role.MAPPER: message("proposes mappings"),
    Role.REVIEWER: message("does what an editor does, and decides"),
    Role.PUBLISHER: message("signs off and publishes"),
    Role.ADMIN: message("says what people may do"),
}

ACTS = {
    "person-added": message("person added"),
    "person-disabled": message("access closed"),
    "person-enabled": message("access opened again"),
    "rights-changed": message("rights changed"),
    "link-made": message("sign-in link made"),
    "signed-in": message("signed in"),
    "signed-out": message("signed out"),
    "signed-out-everywhere": message("signed out everywhere"),
    "mapping-draft-opened": message("draft of mappings opened"),
    "mapping-run-started": message("work on mappings started"),
    "mapping-run-stopped": message("work on mappings stopped"),
    "mapping-decided": message("mapping decided"),
    "mapping-proposed": message("mapping proposed"),
    "mapping-undone": message("decision on a mapping undone"),
    "mapping-asked": message("question about a mapping"),
    "mapping-answered": message("answer about a mapping"),
    "draft-opened": message("draft opened"),
    "draft-described": message("release notes changed"),
    "draft-planned": message("release planned"),
    "candidate-rescheduled": message("day of a candidate moved"),
    "candidate-abandoned": message("candidate given up"),
    "release-imported": message("release imported"),
    "release-published": message("release published"),
    "release-withdrawn": message("release withdrawn"),
    "protocol-set": message("rule of review changed"),
    "changeset-begun": message("changeset begun"),
    "changeset-described": message("title or reason changed"),
    "changeset-submitted": message("changeset submitted"),
    "changeset-taken-back": message("changeset taken back"),
    "changeset-sent-back": message("changeset sent back"),
    "changeset-accepted": message("changeset accepted"),
    "changeset-discarded": message("changeset discarded"),
    "file-kept": message("file sent"),
    "file-discarded": message("file discarded"),
    "concept-accepted": message("change accepted"),
    "concept-created": message("concept begun"),
    "concept-edited": message("concept changed"),
    "concept-imported": message("concept changed by a file"),
    "concept-left": message("change taken out"),
    "concept-merged": message("concepts merged"),
    "concept-resolved": message("versions chosen"),
    "concept-restored": message("concept brought back"),
    "concept-retired": message("concept retired"),
    "concept-split": message("concept split"),
    "concept-undone": message("change undone"),
    "key-added": message("key made"),
    "key-revoked": message("key revoked"),
    "candidate-shown": message("candidate shown"),
    "retirement-decided": message("retirement decided"),
    "mappings-imported": message("mappings imported"),
    "mappings-published": message("mappings published"),
    "upgrade-opened": message("upgrade opened"),
    "upgrade-moved": message("item moved"),
    "upgrade-assigned": message("item assigned"),
    "upgrade-checked": message("languages checked"),
    "upgrade-proposed": message("decision proposed"),
    "upgrade-decided": message("decision taken"),
    "upgrade-signed-off": message("upgrade signed off"),
    "upgrade-remarked": message("wording remarked on"),
    "translation-saved": message("translation saved"),
    "translation-submitted": message("translation submitted"),
    "translation-suggested": message("translation suggested"),
    "translation-approved": message("translation approved"),
    "translation-unapproved": message("approval of a translation undone"),
    "translation-sent-back": message("translation sent back"),
    "translation-withdrawn": message("translation withdrawn"),
    "translation-flagged": message("translation flagged"),
    "translation-unflagged": message("flag taken away"),
    "translation-commented": message("translation commented on"),
    "translation-assigned": message("translation assigned"),
    "campaign-begun": message("campaign begun"),
    "campaign-changed": message("campaign changed"),
    "term-kept": message("term kept"),
    "term-forgotten": message("term taken away"),
    "translation-imported": message("translation taken from a file"),
}
"""Act → its word, where it has one; others are shown by their code."""

ABOUT = {
    "concept": message("concept"),
    "mapping": message("mapping"),
    "mapping-set": message("mapping set"),
    "changeset": message("changeset"),
    "scheme": message("scheme"),
    "file": message("file"),
    "release": message("release"),
    "upgrade": message("upgrade"),
    "person": message("person"),
    "key": message("key"),
    "campaign": message("campaign"),
    "term": message("term"),
}

TITLES = {
    401: message("You are signed out"),
    403: message("You may not do this"),
    404: message("We cannot find this"),
    405: message("This address does not take that"),
    409: message("Somebody was here before you"),
    412: message("Somebody was here before you"),
    422: message("We cannot understand this"),
    503: message("This is unavailable for a moment"),
}

ADVICE = {
    401: message(
        "Nothing was saved. What you typed is kept in this browser: sign in, open the screen again, and it is offered to you."
    ),
    403: message("Ask an administrator for the role that is needed."),
    404: message("Check the address, or start from the dashboard."),
    405: message("Go back and use the buttons of the screen."),
    409: message("Nothing was saved. Open the screen again to see how it stands now."),
    412: message("Nothing was saved. Open the screen again to see how it stands now."),
    422: message("Nothing was saved. Go back and look at what you filled in."),
    503: message("Nothing was saved. Go back and try again in a few seconds."),
}

_FAILED = message("Something went wrong on our side")
_REPORT = message("Try again later. If it goes wrong again, tell us the request number below.")
_NOTHING_SAVED = message("Nothing was saved. What happened stands below.")
OF_CODES = {
    "body-too-large": (
        message("This is too much at once"),
        message("Nothing was taken. Divide the file, or ask an operator to take it in."),
    ),
    "others-eyes": (
        message("Somebody else has to look at this"),
        message("Whoever wrote it does not approve it. Leave it to a colleague."),
    ),
    "campaign-frozen": (
        message("The campaign is frozen"),
        message("Its texts stay as they are until a reviewer opens it again."),
    ),
    "conflict": (message("This cannot be done now"), _NOTHING_SAVED),
    "step-refused": (message("This cannot be done now"), _NOTHING_SAVED),
    "edit-refused": (message("This does not fit"), _NOTHING_SAVED),
    "translation-refused": (
        message("Checks find errors in the text"),
        message("Mend the text, and save it again."),
    ),
    "source-unreadable": (
        message("This file cannot be read"),
        message("Nothing was taken from it. Mend it, or save it anew, and send it again."),
    ),
    "source-refused": (
        message("Something in it cannot be taken"),
        message("Nothing was taken. Mend what stands below, and send it again."),
    ),
    "link-refused": (
        message("This link opens nothing"),
        message("It was used, or it has ended. Ask for a new one."),
    ),
    "sign-in-refused": (
        message("Nobody was signed in"),
        message(
            "Begin the sign-in again. If it fails again, tell an administrator what stands below."
        ),
    ),
    "provider-unavailable": (
        message("The identity provider does not answer"),
        message("Try again in a moment, or ask an administrator for a link."),
    ),
    "not-from-here": (
        message("This was not sent by your session"),
        message("Nothing was done. Open the screen again and repeat it."),
    ),
}
"""Code of an error → its title and advice, where those of its status would mislead."""


def of_error(error: TaxonomyError | ServiceError) -> tuple[str, str]:
    """The title and the advice of an error, to be translated."""
    status = status_of(type(error))
    usual = TITLES.get(status, _FAILED), ADVICE.get(status, _REPORT)
    return OF_CODES.get(error.code, usual)
