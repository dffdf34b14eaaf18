"""Goal runs: "50 creators with an email, at most 60.00 credits".

They work down the person's own order and decide after each answer. So many are asked side by side as are still missing
and still affordable, so that neither the goal nor the cap can be passed, whatever the answers are. An answer above its
price is the price of all that follow.
"""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from app.api.wire import parts_of
from app.domain.errors import BudgetReached, InputError
from app.domain.goals import GoalEnd, GoalPlan, GoalStanding
from app.domain.jobs import EnrichOptions, Job, JobKind, RequestState
from app.domain.money import Purse
from app.services.enrichment import Enrichment, estimated
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.workspace import already, creators, doubt, goals, prices, requests
from app.workspace import jobs as stored
from app.workspace.jobs import NewJob
from app.workspace.requests import Request
from app.workspace.store import Store

SIDE_BY_SIDE = 20  # enough to be quick; each answer decides about the next


class Goals:
    """Runs goals."""

    def __init__(self, store: Store, jobs: Jobs, events: Events, enrichment: Enrichment) -> None:
        self._store = store
        self._jobs = jobs
        self._events = events
        self._enrichment = enrichment
        jobs.register(JobKind.GOAL, self._run, self._is_undone)

    def plan(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan:
        """What these rows, in this order, have and need; sends nothing.

        Raises: InputError for a goal or a cap that is none, or for details that bring no email.
        """
        _check(wanted, options, cap)
        return self._store.peek(lambda db: _plan(db, ids, wanted, options, cap))

    async def plan_later(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan:
        """The same, beside the loop's thread: 100,000 rows take some 0.7 s. Raises as `plan`."""
        _check(wanted, options, cap)
        return await self._store.read(lambda db: _plan(db, ids, wanted, options, cap))

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        wanted: int,
        options: EnrichOptions,
        cap: Decimal,
        *,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Ask for details, in the order of `ids`, until `wanted` of them have an email or the cap would be passed.

        Cost: at most `plan(...).most`. Returns when the job has ended or waits for a person; `standing` says which end.
        With a `recipe_key` an earlier run of the same recipe is continued, and `cap` is for all of its runs together.
        Raises as `plan`.
        """
        plan = await self.plan_later(ids, wanted, options, cap)
        job = NewJob(
            kind=JobKind.GOAL,
            title=f"Getting {wanted} with an email",
            sheet_id=sheet_id,
            most=plan.most,
            options=options,
            budget=cap,
            recipe_key=recipe_key,
        )
        job_id = await self._jobs.start(job, lambda db, made: goals.add(db, made, wanted, ids))
        if recipe_key is not None:
            await self._store.write(lambda db: stored.agree_to(db, job_id, cap))
        self._events.publish(Changes(creators=True, sheet_id=sheet_id))
        return await self._jobs.work(job_id, purse)

    def standing(self, job_id: int) -> GoalStanding:
        """How far a goal run is, and what it may still take."""
        return self._store.peek(lambda db: _standing(db, job_id))

    async def standings(self, job_ids: Sequence[int]) -> dict[int, GoalStanding]:
        """How far these goal runs are, read beside the caller's thread."""
        return await self._store.read(lambda db: {job_id: _standing(db, job_id) for job_id in job_ids})

    def _is_undone(self, job_id: int) -> bool:
        at = self.standing(job_id)
        return at.end is None and at.left > 0

    async def _run(self, job: Job, purse: Purse) -> None:
        handed: dict[int, bool] = {}  # requests of this run; True while on its way
        behind = -1  # the position up to which the list was gone through

        async def next_one() -> Request | None:
            nonlocal behind
            request, behind = await self._store.write(lambda db: _next(db, job.id, handed, behind))
            if request is not None:
                handed[request.id] = True
            return request

        async def one(request: Request) -> None:
            try:
                await self._enrichment.get(job, request, purse)
            finally:
                handed[request.id] = False

        await self._jobs.send_as_decided(job, next_one, one)
        if self._store.peek(lambda db: _waits_for_more(db, job.id)):
            raise BudgetReached("What this may cost at most is reached.")


def _check(wanted: int, options: EnrichOptions, cap: Decimal) -> None:
    if wanted < 1:
        raise InputError("Enter how many creators you want.", field="wanted")
    if cap <= 0:
        raise InputError("Enter the most that this may cost.", field="cap")
    if not options.tier.brings_email:
        raise InputError(f"“{options.tier.label}” brings no email.", field="tier")


def _plan(db: sqlite3.Connection, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan:
    estimate = estimated(db, ids, options)
    already = goals.reached(db, ids, parts_of(options))
    return GoalPlan(
        wanted=wanted,
        already=already,
        without=estimate.had - already,
        candidates=estimate.new,
        pending=estimate.pending,
        price=options.tier.price,
        cap=cap,
        every_hit_counts=options.email_required,
    )


def _standing(db: sqlite3.Connection, job_id: int) -> GoalStanding:
    """How far a goal run is, read now; a list of 10,000 takes some 15 ms."""
    job = stored.get(db, job_id)
    assert job.options is not None
    at = goals.progress(db, job_id, parts_of(job.options))
    return GoalStanding(
        wanted=at.wanted,
        reached=at.reached,
        bought=at.bought,
        answered=at.answered,
        left=at.left,
        spent=job.totals.spent,
        in_doubt=job.totals.in_doubt,
        cap=job.most,
        end=_end(db, job, at),
    )


def _next(db: sqlite3.Connection, job_id: int, handed: dict[int, bool], behind: int) -> tuple[Request | None, int]:
    """Whom to ask for now, written as a request: what waits from before, then the next of the list that fits."""
    job = stored.get(db, job_id)
    options = job.options
    assert options is not None
    flying = sum(handed.values())
    missing = goals.wanted_of(db, job_id) - goals.reached_of(db, job_id, parts_of(options)) - flying
    if missing > 0 and flying < SIDE_BY_SIDE and _is_affordable(db, job, flying):
        for request in requests.in_state(db, job_id, RequestState.WAITING):
            if request.id in handed:
                continue
            if _is_wanted(db, request.creator_id or 0, options, besides=job_id):
                return request, behind
            requests.cancel(db, request.id)
        while listed := goals.not_asked(db, job_id, behind=behind):
            for behind, creator_id in listed:
                if _is_wanted(db, creator_id, options, besides=job_id):
                    requests.add_requests(db, job_id, options.tier.price, creators=[creator_id])
                    return requests.in_state(db, job_id, RequestState.WAITING)[-1], behind
    elif missing <= 0 and not flying:
        doubt.leave_to_check(db, "q.job_id = ?", job_id)
        for request in requests.in_state(
            db, job_id, RequestState.WAITING
        ):  # found to be free after the goal was reached
            requests.cancel(db, request.id)
    return None, behind


def _is_affordable(db: sqlite3.Connection, job: Job, flying: int) -> bool:
    """Whether one more can be asked within the cap, were each one on its way charged what answers really cost. What
    waits was agreed to under an earlier cap, which may have been higher, so it counts only once it is sent."""
    assert job.options is not None
    price = prices.real(db, job.id, job.options.tier.price)
    return job.totals.spent + job.totals.in_doubt + price * (flying + 1) <= job.most


def _waits_for_more(db: sqlite3.Connection, job_id: int) -> bool:
    """Whether something is left to send that the cap does not allow; nothing may be on its way."""
    job = stored.get(db, job_id)
    return bool(job.totals.waiting) and not _is_affordable(db, job, 0)


def _is_wanted(db: sqlite3.Connection, creator_id: int, options: EnrichOptions, *, besides: int) -> bool:
    """Whether asking for this creator would bring something new that nobody else is getting."""
    if creators.had_of(db, [creator_id], options):
        return False
    return not already.pending(db, [creator_id], options.tier, besides=besides)


def _end(db: sqlite3.Connection, job: Job, at: goals.Progress) -> GoalEnd | None:
    if at.reached >= at.wanted:
        return GoalEnd.REACHED
    if not _is_affordable(db, job, 0):
        return GoalEnd.CAP
    return GoalEnd.LIST if job.state.ended else None
