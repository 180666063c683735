"""Many concepts of a changeset at once: links, codes, other data, retirement."""

from __future__ import annotations

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from app.editing.acts import Retirement
from app.editing.many import Asked, change_many, look_at_many
from app.editing.viewing import view_of
from app.http.acting import Editing
from app.http.changeset_examples import changeset_example
from app.http.changeset_parts import ChangesetNumber, now_by
from app.http.dependencies import ServicesOfApp
from app.http.private import private, private_answers
from app.rendering.changesets import rewording_document
from app.rendering.concepts import Json
from app.wire import changesets as wire
from app.wire.many_questions import ManyQuestion, ManyQuestionAct
from taxonomy.editing.many import Choice, ManyAct, ManyEdit

__all__ = ["router"]

router = APIRouter(prefix="/v1/editorial/changesets/{key}", tags=["editing"])


@router.post(
    "/many",
    operation_id="change-many-concepts",
    responses=private_answers(wire.ManyEdited, changeset_example("many"), *(409, 412, 413, 415)),
)
async def change(
    app: ServicesOfApp, actor: Editing, key: ChangesetNumber, question: ManyQuestion
) -> Response:
    """Change or retire many concepts together, or show what that would change."""
    asked, by = _asked(question), now_by(actor)

    def changed() -> Json:
        if question.apply:
            _, found = change_many(app.desk, key, asked, by)
        else:
            found = look_at_many(view_of(app.desk, key), asked)
        pairs = [*found.pairs, *found.following]
        told = rewording_document(pairs, len(found.pairs), applied=question.apply)
        return {**told, "chosen": found.chosen, "following": len(found.following)}

    return private(await anyio.to_thread.run_sync(changed, limiter=app.loading))


def _asked(question: ManyQuestion) -> Asked:
    choose = question.choose
    act: ManyEdit | Retirement
    if question.act is ManyQuestionAct.RETIRE:
        act = Retirement(
            reason=question.reason, heirs=tuple(question.values), relink=question.relink
        )
    else:
        values = tuple(question.values)
        act = ManyEdit(act=ManyAct(question.act.value), name=question.name, values=values)
    return Asked(
        choice=Choice(
            references=tuple(choose.references),
            kinds=tuple(choose.kinds),
            text=choose.text,
            linked_to=choose.linked_to,
            without=choose.without,
        ),
        act=act,
        without=frozenset(question.leave),
        seen=question.seen,
        why=question.why,
    )
