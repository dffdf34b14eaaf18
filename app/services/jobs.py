"""Running jobs: one way for every kind from "written" to "answer stored", with pause, stop and resume.

A job kind brings a runner that decides what to send and what to keep; one request's life is in sending.py.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from app.api.gate import Slot
from app.domain.errors import (
    AppError,
    Charged,
    DiskError,
    Withdrawn,
)
from app.domain.jobs import Job, JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse, show
from app.services.at_work import BY_YOU, DEARER, FINISHED, STOPPED, AtWork, Rest
from app.services.events import Changes, Events
from app.services.queue import RequestQueue
from app.services.rounds import Rounds
from app.services.sending import Answered, Sending
from app.services.settling import Settling
from app.services.side_by_side import SideBySide
from app.workspace import batch_rest, batch_standing, prices, uncertain
from app.workspace import jobs as stored
from app.workspace.requests import Request
from app.workspace.store import Store

T = TypeVar("T")
BUG = "Something in Scoutsheet went wrong."
WAS_DEARER = "influencers.club charged {} instead of {}, so what is left can cost more."


class Runner(Protocol):
    """What a job kind brings."""

    async def __call__(self, job: Job, purse: Purse) -> None:
        """Send what waits. Raises: the AppError that stops the job; Withdrawn when it was paused or stopped."""


class Jobs:
    """All jobs of one workspace."""

    def __init__(
        self,
        store: Store,
        queue: RequestQueue,
        events: Events,
        sending: Sending,
        settling: Settling,
        now_ms: Callable[[], int],
    ) -> None:
        self._store = store
        self._queue = queue
        self._events = events
        self._sending = sending
        self._settling = settling
        self.now_ms = now_ms
        self._runners: dict[JobKind, Runner] = {}
        self._undone: dict[JobKind, Callable[[int], bool]] = {}
        self._at_work = AtWork()
        self._rounds = Rounds(store, events, settling, self._at_work)

    def register(self, kind: JobKind, runner: Runner, undone: Callable[[int], bool] | None = None) -> None:
        """Say how jobs of this kind run. `undone`: whether one that decides on its way has more to ask for."""
        self._runners[kind] = runner
        if undone is not None:
            self._undone[kind] = undone

    def all(self) -> list[Job]:
        """The newest jobs first."""
        return self._store.peek(stored.all_jobs)

    def get(self, job_id: int) -> Job:
        return self._store.peek(lambda db: stored.get(db, job_id))

    def running(self) -> list[Job]:
        """What is being worked on in this process now."""
        return [self.get(job_id) for job_id in self._at_work.ids()]

    async def start(self, job: stored.NewJob, fill: Callable[[sqlite3.Connection, int], None]) -> int:
        """Write a job and its requests, or what is new to the job of the same recipe; nothing is sent yet.

        Returns its id. A recipe's refused requests wait again: they cost nothing, and it was started again. A refused
        upload does not: the service would refuse the same file again.
        """

        def write(db: sqlite3.Connection) -> int:
            known = None if job.recipe_key is None else stored.of_recipe(db, job.recipe_key)
            if known is None:
                job_id = stored.add(db, job, self.now_ms())
                fill(db, job_id)
                return job_id
            uncertain.retry(db, known, RequestState.FAILED, uploads=False)
            fill(db, known)
            stored.raise_most(db, known)
            return known

        job_id = await self._store.write(write)
        self._events.publish(Changes(jobs=True))
        return job_id

    async def work(self, job_id: int, purse: Purse | None = None) -> Job:
        """Run a job until it ends or must wait for a person; the job then says which, and why.

        `purse` is a cap shared with other jobs of the same run; without one the job may cost what its button said.
        """
        if job_id in self._at_work:
            await self._at_work.until_ended(job_id)
            return self.get(job_id)
        if self._at_work.closing:
            await self._set(job_id, Rest(state=JobState.PAUSED, reason=PauseReason.INTERRUPTED))
            return self.get(job_id)
        self._at_work.begin(self.get(job_id))
        try:
            await self._set(job_id, Rest(state=JobState.RUNNING))
            job = self.get(job_id)
            if purse is None:
                held = job.totals.in_doubt + job.totals.away_at_most
                purse = Purse(limit=job.most, spent=job.totals.spent, set_aside=held)
                self._settling.adopt(job_id, purse)
            await self._set(job_id, await self._outcome(job, purse))
        except DiskError as error:  # the workspace itself cannot be written
            raise DiskError(error.happened, charged=Charged.UNKNOWN, advice=error.advice) from error
        except AppError:
            raise
        except ExceptionGroup as bugs:
            await self._set(job_id, Rest(state=JobState.FAILED, error=BUG))
            raise bugs.exceptions[0] from bugs
        except Exception:
            await self._set(job_id, Rest(state=JobState.FAILED, error=BUG))
            raise
        finally:
            self._at_work.end(job_id)
        self._events.publish(Changes(jobs=True, creators=True, ledger=True, balance=True))
        return self.get(job_id)

    async def _outcome(self, job: Job, purse: Purse) -> Rest:
        try:
            await self._rounds.run(job.id, lambda: self._runners[job.kind](job, purse), self._has_more)
        except Withdrawn:
            return self._rested(job.id)
        except AppError as error:
            return Rest.after(error)
        return FINISHED

    def _rested(self, job_id: int) -> Rest:
        """How a job rests of which something was taken back; one that lacks nothing is done."""
        rest = self._at_work.wanted(job_id) or BY_YOU
        if rest.state is JobState.PAUSED and not self._has_more(job_id):
            return FINISHED  # all of it was on its way already, and came
        if rest.reason is PauseReason.BY_YOU and self._at_work.closing:
            return replace(rest, reason=PauseReason.INTERRUPTED)
        dearest = self._store.peek(lambda db: prices.dearest(db, job_id)) if rest.reason is PauseReason.DEARER else None
        if dearest is None:
            return rest
        return replace(rest, error=WAS_DEARER.format(show(dearest.charged), show(dearest.listed)))

    def _has_more(self, job_id: int) -> bool:
        """Whether something of a job is to be sent, or may have to be."""
        job = self.get(job_id)
        undone = self._undone.get(job.kind)
        return bool(job.totals.waiting or self._settling.undecided(job_id) or (undone and undone(job_id)))

    async def look(self) -> None:
        """Compare what is uncertain with the balance now (`Rounds.look`). Free."""
        await self._rounds.look()

    async def settle(self, job_id: int) -> set[int]:
        """Compare what a job lost with the balance, for up to about a minute (`Rounds.settle`). Free."""
        return await self._rounds.settle(job_id)

    async def pause(self, job_id: int) -> None:
        """Send nothing more; what is on its way is still stored. Returns when it has arrived."""
        await self._withdraw(job_id, BY_YOU)

    async def stop(self, job_id: int) -> Job:
        """Pause for good: what was not sent is cancelled. What runs at the service cannot be stopped, and goes on."""
        await self._withdraw(job_id, STOPPED)
        if not self.get(job_id).state.ended:
            await self._set(job_id, STOPPED)
        return self.get(job_id)

    def prefer(self, job_id: int | None) -> None:
        """Send this job's requests before those of all others, until it ends; None: take turns again."""
        self._queue.preferred = job_id
        self._events.publish(Changes(jobs=True))

    @property
    def preferred(self) -> int | None:
        """The job that goes first, where somebody wanted it."""
        return self._queue.preferred if self._queue.preferred in self._at_work else None

    async def resume(self, job_id: int) -> Job:
        """Go on where it was; needs no new question, its price was agreed to."""
        return await self.work(job_id)

    async def retry_uncertain(self, job_id: int) -> Job:
        """Buy again what may have been charged without an answer, because the person said so.

        Cost: at most `totals.again_at_most`, on top of what the job was agreed to cost, and what is open.
        """
        return await self._retry(job_id, RequestState.UNCERTAIN)

    async def retry_failed(self, job_id: int) -> Job:
        """Send again what was refused, which cost nothing. Cost: at most `totals.failed_at_most`, and what is open."""
        return await self._retry(job_id, RequestState.FAILED)

    async def _retry(self, job_id: int, state: RequestState) -> Job:
        def write(db: sqlite3.Connection) -> None:
            uncertain.retry(db, job_id, state)
            batch_rest.send_again(db, job_id, state, self.now_ms())
            stored.raise_most(db, job_id)

        await self._store.write(write)
        job = self.get(job_id)
        spent, held = job.totals.spent + job.totals.in_doubt, job.totals.away_at_most
        return await self.work(job_id, Purse(limit=job.most, spent=spent, set_aside=held))

    @property
    def closing(self) -> bool:
        """Nothing more is started; who waits for the service should wait no longer."""
        return self._at_work.closing

    def interrupted(self) -> list[Job]:
        """What a closed or killed Scoutsheet left, waiting for one click; newest first."""
        return self._store.peek(stored.interrupted)

    async def clear_done(self) -> None:
        """Take the ended jobs off the list; what they bought, cost and left to check stays."""
        at = self.now_ms()
        await self._store.write(lambda db: stored.clear_done(db, at))
        self._events.publish(Changes(jobs=True))

    async def close(self) -> None:
        """Send nothing more, start nothing more, and wait for the answers on their way."""
        self._at_work.closing = True
        self._settling.wake()
        self._events.publish(Changes(jobs=True))
        await asyncio.gather(*(self.pause(job_id) for job_id in self._at_work.ids()))

    def time_left_s(self, job: Job) -> float | None:
        """About how long a running job still takes, from its own pace; None before it has one."""
        return self._at_work.time_left_s(job)

    async def _withdraw(self, job_id: int, rest: Rest) -> None:
        if job_id in self._at_work:
            self._take_back(job_id, rest)
            await self._at_work.until_ended(job_id)

    def _take_back(self, job_id: int, rest: Rest) -> None:
        self._at_work.want(job_id, rest)
        self._queue.withdraw(job_id)
        self._settling.wake()

    async def _set(self, job_id: int, rest: Rest) -> None:
        at = self.now_ms()
        if rest.state is JobState.FINISHED:
            await self._store.write(lambda db: batch_standing.finish(db, job_id, at))
        elif rest.state is JobState.STOPPED:
            await self._store.write(lambda db: batch_standing.stop(db, job_id, at))
        else:
            await self._store.write(
                lambda db: stored.set_state(db, job_id, rest.state, at, reason=rest.reason, error=rest.error)
            )
        self._events.publish(Changes(creators=rest.state is JobState.STOPPED, jobs=True))

    async def send_all(
        self, job: Job, requests: Sequence[Request], one: Callable[[Request], Awaitable[None]], purse: Purse
    ) -> None:
        """Send many requests of a job at once, in order, as the queue lets them.

        The first error that concerns the whole job takes back what was not sent, waits for what is on its way, and is
        raised. A budget that only answers in flight hold back is asked again when they are in: they may cost less.
        """
        left = list(requests)
        while left:
            blocked = await self._side_by_side(job).each(left, one)
            if blocked and len(blocked) == len(left):
                raise next(iter(blocked.values()))
            left = [request for request in left if request in blocked]

    async def send_as_decided(
        self, job: Job, next_one: Callable[[], Awaitable[Request | None]], one: Callable[[Request], Awaitable[None]]
    ) -> None:
        """Send what `next_one` names, which is asked again after each answer; None: nothing may go at this moment.

        Ends when nothing may go and nothing is on its way. Raises as `send_all`.
        """
        await self._side_by_side(job).as_decided(next_one, one)

    def _side_by_side(self, job: Job) -> SideBySide:
        return SideBySide(lambda: self._queue.withdraw(job.id), lambda: bool(self._at_work.wanted(job.id)))

    async def send(
        self,
        request: Request,
        call: Callable[[Slot], Awaitable[T]],
        read: Callable[[T], Answered],
        purse: Purse,
        *,
        refusal_stops: bool = False,
    ) -> Answered | None:
        """One request's whole life (`Sending.send`); compares what was lost where that has become much."""
        answered = await self._sending.send(
            request,
            call,
            read,
            purse,
            withdrawn=lambda: bool(self._at_work.wanted(request.job_id)),
            dearer=lambda: self._pause_for_price(request.job_id),
            refusal_stops=refusal_stops,
        )
        await self._rounds.look_if_due()
        return answered

    def _pause_for_price(self, job_id: int) -> None:
        """Going on can cost more than was agreed to, so a person is asked first. What is on its way still comes."""
        if job_id in self._at_work:
            self._take_back(job_id, DEARER)
