"""Having ready what the first questions to a worker need."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from app.editing.viewing import view_of
from app.mapping_shelf import HELD
from app.web.pages import prepare
from taxonomy import schemes
from taxonomy.errors import NotFoundError

if TYPE_CHECKING:
    from app.http.services import Services

__all__ = ["warm", "warm_review"]

_TURN_SECONDS = sys.getswitchinterval()
"""How long a thread has its turn, as it was before anything changed it: several apps may begin at once."""
_log = logging.getLogger(__name__)


def warm(services: Services) -> None:
    """Have the current releases searched and annotated with at once when the first question comes."""
    sys.setswitchinterval(_TURN_SECONDS / 10)  # those who ask meanwhile get their turn sooner
    try:
        _warm_each(services)
    finally:
        sys.setswitchinterval(_TURN_SECONDS)


def _warm_each(services: Services) -> None:
    prepare()
    warm_review(services)
    _warm_sets(services)
    for record in services.mappings.newest_first()[:HELD]:
        for turned in (False, True):
            services.mappings.content(record, turned=turned)
    for scheme in schemes.SCHEMES:
        current = services.library.current(scheme)
        index = current and services.library.find(scheme, current.version)
        if index:
            try:
                services.searchers.get(index)
                services.annotators.get(index)
            except Exception:
                _log.exception("%s cannot be searched or annotated with yet", index.release.name)
    _warm_digital_skills(services)


def _warm_digital_skills(services: Services) -> None:
    """Find what speaks for digital skills in the draft or the last release, with what is mapped to it."""
    try:
        services.assigners.get(view_of(services.desk, None).held.index)
    except NotFoundError:
        return  # there is no release yet
    except Exception:
        _log.exception("the digital skills of profiles cannot be made ready yet")


def warm_review(services: Services) -> None:
    """Read what changed of drafts and of the texts that are translated, so that nobody waits for it."""
    try:
        services.review.warm()
        for scheme in schemes.SCHEMES.values():
            if scheme.editable:
                services.desk.warm(scheme.id)
    except Exception:
        _log.exception("the work of editors cannot be made ready yet")


def _warm_sets(services: Services) -> None:
    """Read the draft or the last release, its sets, and how alike its skills are."""
    try:
        standing = services.sets.of(view_of(services.desk, None))
    except NotFoundError:
        return  # there is no release yet
    except Exception:
        _log.exception("the competence sets cannot be made ready yet")
    else:
        standing.make_ready()
