"""What the form for remarks calls their kinds, and what it says is to be mended."""

from __future__ import annotations

from app.feedback import About, Flaw
from app.web.languages import message

__all__ = ["ABOUT", "FIELDS", "FLAWS", "STATUSES"]

ABOUT = {
    About.WRONG: message("Something is wrong"),
    About.MISSING: message("Something is missing"),
    About.TRANSLATION: message("A translation is not right"),
    About.OTHER: message("Something else"),
}

FLAWS = {
    Flaw.ABOUT: message("Choose what your remark is about."),
    Flaw.LANGUAGE: message("Choose the language that your remark is about."),
    Flaw.EMPTY: message("Write what is wrong or missing."),
    Flaw.LONG: message("Shorten your remark: it is longer than 4,000 characters."),
    Flaw.UNSEEN: message(
        "Your remark held signs that nobody can see. We took them out: look it over and send it again."
    ),
    Flaw.CONTACT: message("Write an e-mail address such as name@example.org, or leave it empty."),
    Flaw.TRAP: message("Leave the field “Website” empty: only programs fill it in."),
}

FIELDS = {
    Flaw.ABOUT: "about-wrong",
    Flaw.LANGUAGE: "lang",
    Flaw.EMPTY: "text",
    Flaw.LONG: "text",
    Flaw.UNSEEN: "text",
    Flaw.CONTACT: "contact",
    Flaw.TRAP: "website",
}
"""The id of the control that each is about."""

STATUSES = {
    403: message(
        "This form was open for too long, or did not come from this page. Nothing was sent: look it over and send it again."
    ),
    429: message(
        "Many remarks came from your network within an hour. Nothing was sent: keep this page open and send it again later."
    ),
    503: message(
        "We cannot keep your remark at this moment. Nothing was sent: send it again in a few seconds."
    ),
}
