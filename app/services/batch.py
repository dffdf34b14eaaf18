"""Batches: long lists that the service works through by itself, also while Scoutsheet is closed (money rule 8).

What is uploaded cannot be stopped, so everything is made right before: who is had or pending stays out, each upload is
claimed, the batch's id is stored with its answer, and an upload without an answer is never repeated by itself. From
then on the watcher looks after it.
"""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from app.api.batch_client import BatchClient
from app.domain.batches import BatchMode, BatchPlan
from app.domain.errors import AppError
from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, RequestState
from app.domain.money import ZERO, Purse, total
from app.domain.platforms import email_in
from app.services.batch_plan import Prepared, file_of, of_addresses, of_creators
from app.services.batch_resume import PausedBatches, can_resume
from app.services.batch_watch import BatchWatcher
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.sending import Answered
from app.workspace import already, batch_standing, by_email, meanwhile, requests, settlements, sheets
from app.workspace import batch_rest as rest
from app.workspace import batches as stored
from app.workspace import jobs as stored_jobs
from app.workspace.batch_results import ahead_of_us
from app.workspace.batches import Batch, NewRow
from app.workspace.jobs import NewJob
from app.workspace.requests import Request
from app.workspace.store import Store


class Batches:
    """Uploads batches for the rows of a sheet, resumes them, and says where they stand."""

    def __init__(
        self,
        store: Store,
        client: BatchClient,
        jobs: Jobs,
        events: Events,
        watcher: BatchWatcher,
        paused: PausedBatches,
    ) -> None:
        self._store = store
        self._client = client
        self._jobs = jobs
        self._events = events
        self._watcher = watcher
        self._paused = paused
        jobs.register(JobKind.BATCH, self._run)

    async def plan(
        self, ids: Sequence[int], mode: BatchMode, options: EnrichOptions, *, again: bool = True
    ) -> BatchPlan:
        """What a batch over these creators would be; reads the workspace only, sends nothing. 10,000 rows: 0.3 s.

        `again`: those who were not found last time are asked for again.
        """
        prepared = await self._store.read(lambda db: of_creators(db, ids, mode, options, again=again))
        return prepared.plan

    async def plan_addresses(self, texts: Sequence[str]) -> BatchPlan:
        """What a batch that finds the accounts behind these e-mail addresses would be; sends nothing."""
        prepared = await self._store.read(lambda db: of_addresses(db, texts))
        return prepared.plan

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        mode: BatchMode,
        options: EnrichOptions,
        *,
        again: bool = True,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Upload those who are new; returns when everything is at the service (JobState.AWAY) or waits for a person.

        `options` are those of the single call that brings the same (`mode.tier`). `again`: as in `plan`. Cost: at most
        `plan(...).most`, booked little by little as rows are found. With a `recipe_key` an earlier run of the same
        recipe is continued: a paused batch is resumed, rows of one that the service gave up go up again where they cost
        nothing, and only creators it has not asked for are added.
        """
        new = NewJob(
            kind=JobKind.BATCH,
            title=mode.label,
            sheet_id=sheet_id,
            most=ZERO,
            options=options,
            recipe_key=recipe_key,
            budget=budget,
        )

        def fill(db: sqlite3.Connection, job_id: int) -> None:
            asked = frozenset(already.still_asked(db, job_id))
            rest.send_given_up(db, job_id, self._jobs.now_ms())
            self._fill(db, job_id, of_creators(db, ids, mode, options, besides=asked, again=again))

        job_id = await self._jobs.start(new, fill)
        self._events.publish(Changes(creators=True, sheet_id=sheet_id))
        return await self._jobs.work(job_id, purse)

    async def find_accounts(
        self, sheet_id: int, texts: Sequence[str], *, purse: Purse | None = None, recipe_key: str | None = None
    ) -> Job:
        """Upload e-mail addresses; the accounts behind them become rows of the sheet, those that are known at once.

        Cost: at most `plan_addresses(...).most`; nothing for an address nobody is known by. With a `recipe_key` an
        earlier run of the same recipe is continued, as in `run`.
        """
        new = NewJob(
            kind=JobKind.BATCH, title=BatchMode.BASIC.label, sheet_id=sheet_id, most=ZERO, recipe_key=recipe_key
        )
        at = self._jobs.now_ms()

        def fill(db: sqlite3.Connection, job_id: int) -> None:
            asked = already.asked_inputs(db, job_id)
            rest.send_given_up(db, job_id, at)
            prepared = of_addresses(db, [text for text in texts if email_in(text) not in asked])
            for email, creator_id in prepared.known.items():
                by_email.add_row(db, sheet_id, email, creator_id, sheets.next_position(db, sheet_id), at)
            self._fill(db, job_id, prepared)

        job_id = await self._jobs.start(new, fill)
        self._events.publish(Changes(rows=True, sheet_id=sheet_id))
        return await self._jobs.work(job_id, purse)

    def to_pay(self, ids: Sequence[int], mode: BatchMode, options: EnrichOptions, recipe_key: str) -> Decimal:
        """The most that a run of this recipe can newly cost: rows never asked for, those not uploaded or given up, and
        what a paused batch that it resumes has left. In credits."""

        def read(db: sqlite3.Connection) -> Decimal:
            job_id = stored_jobs.of_recipe(db, recipe_key)
            asked = frozenset() if job_id is None else frozenset(already.still_asked(db, job_id))
            return of_creators(db, ids, mode, options, besides=asked).plan.most + _left_of(db, job_id)

        return self._store.peek(read)

    def to_pay_for_addresses(self, texts: Sequence[str], recipe_key: str) -> Decimal:
        """The same of a run that finds the accounts behind addresses."""

        def read(db: sqlite3.Connection) -> Decimal:
            job_id = stored_jobs.of_recipe(db, recipe_key)
            asked = set() if job_id is None else already.asked_inputs(db, job_id)
            fresh = [text for text in texts if email_in(text) not in asked]
            return of_addresses(db, fresh).plan.most + _left_of(db, job_id)

        return self._store.peek(read)

    def away(self) -> list[Job]:
        """The jobs of which the service works on something, or has something, also where the job itself waits."""
        ids = {batch.job_id for batch in self._store.peek(stored.open_ones) if batch.is_busy}
        return [job for job in map(self._jobs.get, sorted(ids)) if job.state is not JobState.RUNNING]

    def processed(self, job_id: int) -> int:
        """How many of a job's rows need nothing more: those that came, and what the service is through with by its own
        last word."""

        def ahead(db: sqlite3.Connection) -> int:
            return sum(ahead_of_us(db, batch) for batch in stored.of_job(db, job_id))

        totals = self._jobs.get(job_id).totals
        return totals.settled - totals.cancelled + self._store.peek(ahead)

    def of_job(self, job_id: int) -> list[Batch]:
        """The files of a job, with what the service said about them last."""
        return self._store.peek(lambda db: stored.of_job(db, job_id))

    async def merge_fetched(self) -> None:
        """Bring in what was fetched and not merged before a Scoutsheet ended; nothing is asked for."""
        found = self._store.peek(stored.open_ones)
        await self._watcher.bring_in([batch for batch in found if batch.spool is not None and batch.results_due])

    async def bring_in(self, job_id: int) -> None:
        """Ask once for the results of a job that are due; where that fails, they are asked for again later.

        Returns when those that were on their way already are in, too.
        """
        files, brings = self.of_job(job_id), self._watcher.brings
        await self._watcher.bring_in([batch for batch in files if batch.results_due or brings(batch.id)])

    def refused(self, job_id: int) -> int:
        """How many uploads of a job the service did not take."""
        return len(self._store.peek(lambda db: rest.refused(db, job_id)))

    def may_be_running(self, job_id: int) -> int:
        """How many uploads of a job got no answer: each may be running at the service, and charging."""
        return len(self._store.peek(lambda db: batch_standing.may_be_running(db, job_id)))

    def time_left_s(self, job_id: int) -> float | None:
        """About how long the service still works on a job; None while nobody can tell."""
        return self._watcher.time_left_s(self.of_job(job_id))

    def trouble(self, job_id: int) -> AppError | None:
        """Why the last look at one of a job's files did not succeed; it is tried again by itself."""
        found = (self._watcher.trouble(batch.id) for batch in self.of_job(job_id) if not batch.over)
        return next((error for error in found if error is not None), None)

    def use_since_lost(self, job_id: int) -> Decimal | None:
        """What the account used that nothing here explains, since uploads of a job got no answer; None: unknown."""
        return self._store.peek(lambda db: settlements.use_since_lost(db, job_id))

    def paid_in_vain(self, job_id: int) -> Decimal:
        """What a job's batches charged for rows that did not come, in credits; nobody can tell which."""
        return self._store.peek(lambda db: rest.paid_in_vain(db, job_id))

    async def ask_again(self, job_id: int) -> Job:
        """Ask once more for results that were charged and did not come; free. What then comes is in the sheet, what
        the rest cost is known, and where asking fails it is tried again by itself."""
        at = self._jobs.now_ms()
        opened = await self._store.write(lambda db: rest.ask_again(db, job_id, at))
        self._events.publish(Changes(creators=True, jobs=True))
        await self._watcher.bring_in(opened)
        return self._jobs.get(job_id)

    async def looked_at(self, *job_ids: int) -> None:
        """Somebody saw how these jobs ended."""
        await self._store.write(lambda db: batch_standing.looked_at(db, job_ids))
        self._events.publish(Changes(jobs=True))

    async def did_not_start(self, job_id: int) -> None:
        """The person saw at the service that the uploads without an answer started nothing: their rows wait again."""
        at = self._jobs.now_ms()
        await self._store.write(lambda db: batch_standing.did_not_start(db, job_id, at))
        self._events.publish(Changes(creators=True, jobs=True, ledger=True))

    async def wait(self, job_id: int) -> Job:
        """Until the service does nothing more for a job by itself, and what it has is here. Raises: as the watcher."""
        return await self._watcher.wait(job_id)

    async def save_csv(self, batch_id: int, path: Path) -> None:
        """Save the file the service makes of a batch's results. Free. Raises: Refused when it makes none, DiskError."""
        await self._watcher.results.save_csv(self._store.peek(lambda db: stored.get(db, batch_id)), path)

    def _fill(self, db: sqlite3.Connection, job_id: int, prepared: Prepared) -> None:
        for part in prepared.parts:
            stored.add(db, job_id, part, self._jobs.now_ms())
        stored_jobs.raise_most(db, job_id)

    async def _run(self, job: Job, purse: Purse) -> None:
        for batch in self.of_job(job.id):
            if can_resume(batch):
                await self._paused.resume(job.id, batch, purse)
        uploads = await self._store.write(lambda db: _still_wanted(db, job))
        await self._jobs.send_all(job, uploads, lambda request: self._upload(job, request, purse), purse)

    async def _upload(self, job: Job, request: Request, purse: Purse) -> None:
        number = request.batch_id
        assert number is not None
        batch, content = await self._store.read(lambda db: _file(db, number))
        call = partial(
            self._client.create_batch,
            content,
            batch.mode,
            batch.platform,
            job.options,
            {"job": job.id, "part": batch.part, "batch": batch.uuid},
        )
        answered = await self._jobs.send(
            request, call, lambda made: _accepted(batch, request, *made), purse, refusal_stops=True
        )
        self._events.publish(Changes(creators=True, jobs=True, sheet_id=job.sheet_id))
        if answered is not None:
            self._watcher.wake()


def _left_of(db: sqlite3.Connection, job_id: int | None) -> Decimal:
    """What a job has not uploaded or was given up, and what its paused batches have left, in credits."""
    if job_id is None:
        return ZERO
    waiting = [one.price for one in requests.in_state(db, job_id, RequestState.WAITING) if one.is_upload]
    paused = [batch.to_come for batch in stored.of_job(db, job_id) if can_resume(batch)]
    return total([*waiting, *paused, rest.price_of_given_up(db, job_id)])


def _file(db: sqlite3.Connection, batch_id: int) -> tuple[Batch, bytes]:
    batch = stored.get(db, batch_id)
    return batch, file_of(batch.mode, batch.platform, stored.rows_in(db, batch_id, RequestState.WAITING))


def _accepted(batch: Batch, request: Request, service_id: str, said: str) -> Answered:
    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        stored.accept(db, batch.id, service_id, said, at_ms)

    return Answered(
        state=RequestState.DONE,
        what=batch.mode.label,
        rows=0,
        expected=ZERO,
        cost=ZERO,
        left=None,
        keep=keep,
        to_come=request.price,
    )


def _still_wanted(db: sqlite3.Connection, job: Job) -> list[Request]:
    """The uploads that wait, without rows that another job has got, or is getting, meanwhile."""
    waiting = [request for request in requests.in_state(db, job.id, RequestState.WAITING) if request.is_upload]
    for upload in waiting:
        rows = stored.rows_in(db, upload.batch_id or 0, RequestState.WAITING)
        stored.leave_out(db, upload, _had_meanwhile(db, job, rows))
    return [request for request in requests.in_state(db, job.id, RequestState.WAITING) if request.is_upload]


def _had_meanwhile(db: sqlite3.Connection, job: Job, rows: Sequence[NewRow]) -> set[str]:
    if job.options is None:
        return meanwhile.answered(db, job.id, [row.input for row in rows])
    ids = {row.creator_id: row.input for row in rows if row.creator_id is not None}
    return {ids[creator_id] for creator_id in meanwhile.had(db, job.id, ids, job.options)}
