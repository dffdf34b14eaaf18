"""Audience overlap: how much of 2 to 10 creators' audiences is the same people; one comparison is bought once."""

import sqlite3
from collections import Counter
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.api.content_wire import Compared, read_overlap
from app.api.gate import Slot
from app.api.people_client import PeopleClient
from app.domain.errors import InputError
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import OVERLAP_PRICE, ZERO, Purse
from app.domain.overlap import FEWEST, MOST, Overlap, why_not_together
from app.domain.platforms import Handle, Platform
from app.services.asking import Asking
from app.services.sending import Answered
from app.workspace import creators, questions
from app.workspace.jobs import NewJob
from app.workspace.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapPlan:
    """A comparison. `had`: its newest result, of `had_ms`, in the order of `handles`; `pending`: asked, on its way or
    to be checked."""

    handles: tuple[Handle, ...]
    had: Overlap | None
    had_ms: int | None
    pending: bool

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        return ZERO if self.had is not None else self.most_again

    @property
    def most_again(self) -> Decimal:
        """The same where the question is asked again although its answer is there."""
        return ZERO if self.pending else OVERLAP_PRICE

    @property
    def key(self) -> str:
        """The same creators in any order are the same comparison."""
        return f"overlap:{self.handles[0].platform}:{','.join(sorted(handle.name for handle in self.handles))}"


class Overlaps:
    """Buys comparisons."""

    def __init__(self, asking: Asking, client: PeopleClient) -> None:
        self._asking = asking
        self._client = client
        asking.jobs.register(JobKind.OVERLAP, self._run)

    def plan(self, ids: Sequence[int]) -> OverlapPlan:
        """What comparing these creators would cost; sends nothing.

        Raises: InputError for fewer than 2 or more than 10, for several platforms, or one without audiences.
        """
        return self._asking.store.peek(lambda db: _plan(db, _checked(db, ids)))

    def stands(self, ids: Sequence[int]) -> Counter[str]:
        """Whether the comparison is `uncertain` or `failed`, whichever job asked. Raises as `plan`."""
        key = self.plan(ids).key
        return self._asking.store.peek(lambda db: questions.stands(db, key))

    def has_answer(self, ids: Sequence[int], recipe_key: str) -> bool:
        """Whether earlier runs of a recipe asked this, and will not again: also where there is no result."""
        key = self.plan(ids).key
        asked = self._asking.store.peek(lambda db: questions.asked_for(db, recipe_key, open_too=False))
        return (key, None) in asked

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        *,
        again: bool = False,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Compare them; `plan(ids).had` then is the result. Cost: at most `plan(ids).most`.

        `again`: also where the answer is there, for newer numbers; cost: at most `plan(ids).most_again`.
        Returns when the job has ended or waits for a person; `Job.error` says why there is no result. With a
        `recipe_key` an earlier run of the same recipe is continued. Raises as `plan`.
        """
        plan = self.plan(ids)
        job = NewJob(
            kind=JobKind.OVERLAP,
            title="Comparing audiences",
            sheet_id=sheet_id,
            most=plan.most_again if again else plan.most,
            budget=budget,
            recipe_key=recipe_key,
        )

        def fill(db: sqlite3.Connection, job_id: int) -> None:
            asked = questions.asked_for(db, recipe_key, open_too=True)
            now = _plan(db, plan.handles)
            if (plan.key, None) not in asked and (now.most_again if again else now.most):
                questions.ask(db, job_id, plan.key, OVERLAP_PRICE)

        return await self._asking.jobs.work(await self._asking.jobs.start(job, fill), purse)

    def compared(self, job_id: int) -> list[int]:
        """Whom a job compares, as creators; empty where it asks nothing."""

        def read(db: sqlite3.Connection) -> list[int]:
            asked = questions.of_job(db, job_id)
            known = [creators.of_handle(db, handle) for key, *_ in asked for handle in _handles(key)]
            return [one for one in known if one is not None]

        return self._asking.store.peek(read)

    async def _run(self, job: Job, purse: Purse) -> None:
        def ask(question: Question, slot: Slot) -> Awaitable[Compared]:
            return self._client.overlap(_handles(question.key), slot)

        def known(db: sqlite3.Connection, question: Question) -> bool:
            newer = questions.is_answered_since(
                db, question.key, job.id
            )  # an older one was there when it was agreed to
            return newer or questions.is_open(db, question.key, besides=job.id)

        await self._asking.all_of(job, purse, ask, _read, known=known, refusal_stops=True)


def _checked(db: sqlite3.Connection, ids: Sequence[int]) -> tuple[Handle, ...]:
    handles = tuple(dict.fromkeys(creators.handle_of(db, i) for i in ids))
    if not FEWEST <= len(handles) <= MOST:
        raise InputError(f"Tick {FEWEST} to {MOST} creators to compare their audiences.", field="creators")
    reason = why_not_together({handle.platform for handle in handles})
    if reason:
        raise InputError(reason, field="creators")
    return handles


def _plan(db: sqlite3.Connection, handles: tuple[Handle, ...]) -> OverlapPlan:
    plan = OverlapPlan(handles=handles, had=None, had_ms=None, pending=False)
    known, pending = questions.answers(db, plan.key), questions.is_open(db, plan.key)
    had = read_overlap(known[0].body, handles[0].platform).overlap if known else None
    if had is None:
        return replace(plan, pending=pending)
    shown = had.in_order([handle.name for handle in handles])
    return replace(plan, had=shown, had_ms=known[0].at_ms, pending=pending)


def _handles(key: str) -> tuple[Handle, ...]:
    _, platform, names = key.split(":", 2)
    return tuple(Handle(platform=Platform(platform), name=name) for name in names.split(","))


def _read(question: Question, told: Compared) -> Answered:
    found = told.overlap is not None

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        if found:
            questions.keep(db, question.request.id, told.raw, at_ms)

    return Answered(
        state=RequestState.DONE if found else RequestState.NOT_FOUND,
        what="Audience overlap",
        rows=len(told.overlap.shares) if told.overlap else 0,
        expected=OVERLAP_PRICE if found else ZERO,
        cost=told.cost,
        left=told.left,
        keep=keep,
        outcome="" if found else "One of these creators is not known to the service.",
    )
