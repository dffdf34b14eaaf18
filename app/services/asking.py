"""How jobs of the smaller kinds send their questions: until none waits, and none that somebody else answered."""

import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from app.api.gate import Slot
from app.domain.jobs import Job
from app.domain.money import Purse
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.sending import Answered
from app.workspace import questions, requests
from app.workspace.questions import Question
from app.workspace.requests import Request
from app.workspace.store import Store

T = TypeVar("T")


class Asking:
    """Sends questions of one workspace."""

    def __init__(self, store: Store, jobs: Jobs, events: Events) -> None:
        self.store = store
        self.jobs = jobs
        self.events = events

    async def all_of(
        self,
        job: Job,
        purse: Purse,
        call: Callable[[Question, Slot], Awaitable[T]],
        read: Callable[[Question, T], Answered],
        *,
        known: Callable[[sqlite3.Connection, Question], bool],
        refusal_stops: bool = False,
    ) -> None:
        """Send what waits, also what an answer adds. `known`: whether it was answered, or is being asked, elsewhere.

        Raises as `Jobs.send_all`.
        """
        while waiting := await self.store.write(lambda db: _still_open(db, job.id, known)):
            asked = {question.request.id: question for question in waiting}

            async def one(request: Request, asked: dict[int, Question] = asked) -> None:
                question = asked[request.id]
                await self.jobs.send(
                    request, partial(call, question), partial(read, question), purse, refusal_stops=refusal_stops
                )
                self.events.publish(
                    Changes(rows=True, creators=True, jobs=True, balance=True, ledger=True, sheet_id=job.sheet_id)
                )

            await self.jobs.send_all(job, [question.request for question in waiting], one, purse)


def _still_open(
    db: sqlite3.Connection, job_id: int, known: Callable[[sqlite3.Connection, Question], bool]
) -> list[Question]:
    open_ones = []
    for question in questions.waiting(db, job_id):
        if known(db, question):
            requests.cancel(db, question.request.id)
        else:
            open_ones.append(question)
    return open_ones
