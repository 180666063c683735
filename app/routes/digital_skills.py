"""Digital skills of profiles for programs: the matrix, one profile, many changed at once; frameworks side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from app.aligning import Comparison, Frameworks, Served, compared, released
from app.assigning.acts import Wish, assign, preview
from app.assigning.numbers import Numbering, numbered, record_numbers
from app.assigning.showing import Wanted, matrix_of, require_profile
from app.editing.viewing import view_of
from app.http.acting import Editing, Reading
from app.http.changeset_parts import ChangesetNumber, now_by
from app.http.dependencies import ServicesOfApp
from app.http.digital_examples import digital_example
from app.http.private import NO_STORE, private, private_answers
from app.http.services import Services
from app.http.waiting import waited
from app.rendering.changesets import rewording_document
from app.rendering.concepts import Json
from app.rendering.digital_skills import matrix_document, profile_document
from app.rendering.frameworks import (
    comparison_csv,
    comparison_document,
    frameworks_document,
)
from app.rendering.pages.paging import part_of
from app.wire import digital_skills as wire
from taxonomy.assigning.columns import DIGCOMP
from taxonomy.assigning.matrix import Ticking
from taxonomy.media_types import CSV

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial", tags=["editing"])

_Text = Annotated[str, Query(max_length=200)]
_Changeset = Annotated[
    int, Query(description="As this changeset has them; 0: as the draft does.", ge=0, le=2**31 - 1)
]
_Version = Annotated[
    str, Query(description="A version that is served; without one it is chosen.", max_length=64)
]
_Name = Annotated[Frameworks, Path(description="What is compared.", examples=["digcomp"])]


async def ticking(
    evidence: Annotated[
        int,
        Query(
            description="Only profiles that lack a digital skill for which so many competences speak.",
            ge=0,
            le=100,
        ),
    ] = 0,
    neighbours: Annotated[
        int, Query(description="Or one that so many neighbours have.", ge=0, le=100)
    ] = 0,
    occupations: Annotated[
        int,
        Query(
            description="Or one for which so many skills speak that their occupations of ESCO ask for.",
            ge=0,
            le=100,
        ),
    ] = 0,
) -> Ticking:
    """How much has to speak for a digital skill that a profile lacks."""
    return Ticking(evidence, neighbours, occupations)


async def wanted(
    *,
    text: Annotated[
        str, Query(description="How a code begins, or a part of a name.", max_length=200)
    ] = "",
    sector: Annotated[
        str, Query(description="The id or notation of a sector.", max_length=200)
    ] = "",
    isco: Annotated[str, Query(description="How a code of ISCO-08 begins.", max_length=8)] = "",
    without: Annotated[bool, Query(description="Only profiles without any digital skill.")] = False,
    suggested: Annotated[Ticking, Depends(ticking)],
) -> Wanted:
    """The profiles that the query asks for."""
    return Wanted(
        text=text,
        sector=sector,
        isco=isco,
        without=without,
        suggested=suggested,
    )


@router.get(
    "/digital-skills",
    operation_id="digital-skill-matrix",
    responses=private_answers(wire.DigitalSkillMatrix, digital_example("matrix")),
)
async def matrix(
    app: ServicesOfApp,
    _: Reading,
    asked: Annotated[Wanted, Depends(wanted)],
    changeset: _Changeset = 0,
    page: Annotated[int, Query(description="Which page of the profiles.", ge=1, le=10_000)] = 1,
    limit: Annotated[int, Query(description="Profiles of a page at most.", ge=1, le=200)] = 50,
) -> Response:
    """Profiles by digital skills: who has which, and what speaks for the others."""

    def found() -> Json:
        made = matrix_of(app.desk, app.assigners, asked, changeset or None)
        part, pages = part_of(made.profiles, page, limit, "profiles")
        return {**matrix_document(made, part), "page": page, "pages": pages}

    return private(await waited(app, found))


@router.get(
    "/digital-skills/{reference}",
    operation_id="profile-digital-skills",
    responses=private_answers(wire.ProfileDigitalSkills, digital_example("profile")),
)
async def profile(
    app: ServicesOfApp,
    _: Reading,
    reference: Annotated[
        str, Path(description="The id or notation of a profile.", examples=["OP-10"])
    ],
    changeset: _Changeset = 0,
) -> Response:
    """One profile: each digital skill with every reason, and its neighbours."""

    def found() -> Json:
        made = matrix_of(app.desk, app.assigners, Wanted(), changeset or None)
        return profile_document(made, require_profile(made.view, reference))

    told = await waited(app, found)
    return private(told, f'"{told["profile"]["revision"]}"')


@router.post(
    "/changesets/{key}/digital-skills",
    operation_id="assign-digital-skills",
    responses=private_answers(wire.Assignments, digital_example("assignments"), 409, 412, 413, 415),
)
async def assign_(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: wire.AssignQuestion
) -> Response:
    """Give digital skills to profiles and take them away, all or nothing; or show what that would change."""
    wishes = [
        Wish(it.profile, it.seen, tuple(it.add), tuple(it.remove)) for it in question.profiles
    ]

    def assigned() -> Json:
        pairs = preview(app.desk, key, wishes)
        if question.apply:
            assign(app.desk, key, wishes, now_by(actor), why=question.why)
        return rewording_document(pairs, len(pairs), applied=question.apply)

    return private(await waited(app, assigned))


@router.post(
    "/changesets/{key}/framework-numbers",
    operation_id="record-framework-numbers",
    responses=private_answers(wire.Assignments, digital_example("numbers"), 409, 412, 413, 415),
)
async def number_(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: wire.NumbersQuestion
) -> Response:
    """Write numbers of DigComp down at digital skills, all or nothing; or show what that would change."""
    wishes = [Numbering(it.digital_skill, it.seen, it.number) for it in question.numbers]

    def recorded() -> Json:
        framework = app.library.get(DIGCOMP, question.version)
        pairs = numbered(view_of(app.desk, key), framework, wishes)
        if question.apply:
            told = (app.desk, key, framework, wishes, now_by(actor))
            record_numbers(*told, why=question.why)
        return rewording_document(pairs, len(pairs), applied=question.apply)

    return private(await waited(app, recorded))


@router.get(
    "/frameworks",
    operation_id="frameworks",
    responses=private_answers(wire.FrameworkList, digital_example("list")),
)
async def listed(app: ServicesOfApp, _: Reading) -> Response:
    """What can be compared, and the versions that may stand left and right."""
    served = Served(app.library, app.mappings, app.desk)
    return private({"items": frameworks_document({it: released(served, it) for it in Frameworks})})


@router.get(
    "/frameworks/{name}",
    operation_id="compare-frameworks",
    responses=private_answers(wire.ComparedFrameworks, digital_example("frameworks")),
)
async def frameworks(
    app: ServicesOfApp, _: Reading, name: _Name, left: _Version = "", right: _Version = ""
) -> Response:
    """Two frameworks, row by row: what is mapped, bears one number, is called alike, or stands alone."""
    return private(comparison_document(await _compared(app, name, left, right)))


@router.get(
    "/frameworks/{name}/rows.csv",
    response_class=Response,
    operation_id="compare-frameworks-csv",
    responses={
        **private_answers(None, None),
        200: {"description": "The table", "content": {CSV.partition(";")[0]: {}}},
    },
)
async def frameworks_csv(
    app: ServicesOfApp, _: Reading, name: _Name, left: _Version = "", right: _Version = ""
) -> Response:
    """The same rows as a table."""
    found = await _compared(app, name, left, right)
    file = f"{found.left.release.name}--{found.right.release.name}.csv".replace("/", "-")
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{file}"'}
    return Response("\ufeff" + comparison_csv(found), headers=headers, media_type=CSV)


async def _compared(app: Services, name: Frameworks, left: str, right: str) -> Comparison:
    served = Served(app.library, app.mappings, app.desk)
    return await waited(app, compared, served, name, left, right)
