"""Lists of concepts by letter and by what they link to, and the tree of ISCO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from app.http.computing import computed
from app.http.scheme_words import refuse_strangers
from app.rendering.pages.addresses import found
from app.rendering.pages.lists import Dictionary, ListPage, dictionary, list_page
from app.rendering.pages.names import Reader
from app.rendering.pages.tree import Tree, branch, placed
from app.routes.documents import held_kind
from app.routes.site.asking import AskedPage, OnView
from taxonomy import schemes
from taxonomy.errors import NotFoundError
from taxonomy.vocabulary import Kind, Predicate, Status

if TYPE_CHECKING:
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["groups_of", "router"]

router = APIRouter(include_in_schema=False, prefix="/{scheme:known}/{version}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which concepts of a kind: by their first letter, status, and what they link to."""

    letter: str
    status: Status
    linked_to: str | None
    predicate: Predicate | None


async def selection(
    letter: Annotated[str, Query(pattern="^([A-Z]|0|)$")] = "",
    status: Annotated[Status, Query()] = Status.ACTIVE,
    linked_to: Annotated[str | None, Query()] = None,
    predicate: Annotated[Predicate | None, Query()] = None,
) -> Selection:
    """The selection that the query asks for."""
    return Selection(letter, status, linked_to, predicate)


@router.get("/kinds/{kind}")
async def of_kind(
    asked: AskedPage,
    kind: Annotated[Kind, Path()],
    wanted: Annotated[Selection, Depends(selection)],
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """The concepts of a kind by name, all of them or those that the selection chooses."""
    refuse_strangers(asked.served.scheme, None, wanted.predicate)
    held_kind(asked.served.scheme, kind)
    reader = asked.reader
    target = _concept(asked, wanted.linked_to) if wanted.linked_to is not None else None
    values = {
        "kind": kind,
        "wanted": wanted,
        "target": reader.item(target) if target else None,
        "list": await computed(
            asked.served.services, _list, asked, reader, kind, wanted, target, number
        ),
        "retired": len(asked.served.index.listed(kind, Status.RETIRED)),
    }
    return asked.page("list.html", values)


@router.get("/isco")
@router.get("/isco/{code}")
async def tree(asked: AskedPage, code: str = "") -> Response:
    """The groups of ISCO, two levels at a time, with the profiles or occupations in each."""
    groups, version = groups_of(asked)
    group = groups.find(code) if code else None
    if code and (group is None or group.kind is not Kind.ISCO_GROUP):
        message = f"ISCO has no group {code[:80]!r}"
        raise NotFoundError(message)
    grown: Tree = placed(groups, asked.served.index)
    of_groups = asked.reader_of(groups, version)
    values = {
        "branch": branch(grown, group, of_groups, asked.reader),
        "main_kind": schemes.get(asked.served.scheme).main_kind,
    }
    return asked.page("tree.html", values)


def groups_of(asked: OnView) -> tuple[ReleaseIndex, str]:
    """The index that holds the groups: of the scheme itself, else of the current release of ISCO."""
    served = asked.served
    if Kind.ISCO_GROUP in schemes.get(served.scheme).kinds:
        return served.index, served.asked_version
    current = served.services.library.find("isco", "current")
    if current is None or not served.index.listed(Kind.PROFILE):
        message = f"{served.scheme} cannot be browsed by ISCO"
        raise NotFoundError(message)
    return current, "current"


def _concept(asked: OnView, text: str) -> Concept:
    return found(asked.served.index, text) or asked.served.concept(text)


def _list(
    asked: OnView,
    reader: Reader,
    kind: Kind,
    wanted: Selection,
    target: Concept | None,
    number: int,
) -> ListPage:
    listed = _chosen(asked, reader, kind, wanted, target)
    return list_page(reader, listed, wanted.letter, number)


def _chosen(
    asked: OnView, reader: Reader, kind: Kind, wanted: Selection, target: Concept | None
) -> Dictionary:
    index = asked.served.index
    if target is None and wanted.status is Status.ACTIVE:
        return asked.served.services.dictionaries.of(reader, kind)
    if target is None:
        return dictionary(reader, index.listed(kind, wanted.status))
    usages = index.linked_to(target.id, wanted.predicate)
    subjects = {it.subject.id: it.subject for it in usages if it.subject.kind is kind}
    return dictionary(reader, [it for it in subjects.values() if it.status is wanted.status])
