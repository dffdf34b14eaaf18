"""Watching batches: how far they are, what they charged, what they brought. Free, for as long as the account is open.

Every batch that is not over is asked for, whatever its job does: also after a restart, also while its job waits for a
click. Trouble on the way changes nothing at the service; the next turn asks again.
"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from app.api.batch_client import BatchClient
from app.api.gate import Lane
from app.domain.batches import BatchState, BatchStatus
from app.domain.errors import AppError, DiskError, KeyRefused, Refused, ServiceFault
from app.domain.jobs import Job, JobState
from app.domain.money import show, total
from app.services.batch_results import BatchResults
from app.services.credits import Credits
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.queue import RequestQueue
from app.workspace import batch_rest, batch_standing
from app.workspace import batches as stored
from app.workspace.batches import Batch
from app.workspace.store import Store

POLL_S = 30.0  # contract, section 9: every 30 to 60 s
MOST_FAILURES = 5  # one after the other, before a run that waits gives up
TELL_EVERY_S = 1.0  # each time the sheet is read and painted anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the service works through a batch: rows processed at the first and the newest look, by a monotonic
    clock."""

    first_s: float
    first: int
    last_s: float
    last: int

    def left_s(self, rows: int, now_s: float) -> float | None:
        """About how long it takes to the end of `rows`; None before it has a pace."""
        if self.last <= self.first:
            return None
        each_s = (self.last_s - self.first_s) / (self.last - self.first)
        return max((rows - self.last) * each_s - (now_s - self.last_s), 0.0)


class BatchWatcher:
    """Looks after the batches of one workspace. `start` and `close` once each; `poll_s` between two looks."""

    def __init__(
        self,
        store: Store,
        client: BatchClient,
        queue: RequestQueue,
        jobs: Jobs,
        events: Events,
        credits: Credits,
        *,
        poll_s: float,
    ) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._jobs = jobs
        self._events = events
        self._credits = credits
        self._poll_s = poll_s
        self.results = BatchResults(store, client, queue, jobs.now_ms)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._bringing: dict[int, asyncio.Task[None]] = {}
        self._troubles: dict[int, list[AppError]] = {}  # by batch: what went wrong since the last success
        self._told_s = 0.0
        self._pace: dict[int, Pace] = {}

    def start(self) -> None:
        """Begin to look, on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._watch(), name="batches")
        self._task.add_done_callback(_tell_bug)

    async def close(self) -> None:
        """Look no more. Results that are being merged stop after the chunk at hand."""
        self.results.end()
        tasks = [task for task in (self._task, *self._bringing.values()) if task is not None]
        self._task = None
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def wake(self) -> None:
        """There is something new to look at."""
        self._wake.set()

    def trouble(self, batch_id: int) -> AppError | None:
        """Why the last look at a batch, or at its results, did not succeed."""
        return next(reversed(self._troubles.get(batch_id, [])), None)

    async def look(self, batch: Batch) -> BatchStatus:
        """Ask how far a batch is, and book what it charged. Free. Raises: ServiceError, DiskError."""
        number = batch.service_id
        assert number is not None
        try:
            status = await self._queue.call(lambda slot: self._client.batch_status(number, slot=slot), lane=Lane.WORK)
        except Refused as error:
            raise ServiceFault("The service does not say how far the batch is.", status=error.status) from error
        self._note_pace(batch.id, status)
        at = self._jobs.now_ms()
        charged = await self._store.write(lambda db: _note(db, batch, status, at))
        if charged:
            self._credits.charge(charged, None)
        self._events.publish(Changes(jobs=True, ledger=bool(charged), balance=bool(charged)))
        return status

    def time_left_s(self, files: Sequence[Batch]) -> float | None:
        """About how long the service still works on these, from its pace, else from its own word; None: unknown."""
        found = [self._left_s(batch) for batch in files if batch.state.runs]
        known = [seconds for seconds in found if seconds is not None]
        return max(known) if known and len(known) == len(found) else None

    def _left_s(self, batch: Batch) -> float | None:
        pace = self._pace.get(batch.id)
        left = None if pace is None else pace.left_s(batch.rows, time.monotonic())
        if left is not None or not batch.done_at:
            return left
        try:
            done_at = datetime.fromisoformat(batch.done_at)
        except ValueError:
            return None
        done_at = done_at if done_at.tzinfo is not None else done_at.replace(tzinfo=UTC)
        return max(done_at.timestamp() - self._jobs.now_ms() / 1000, 0.0)

    def _note_pace(self, batch_id: int, status: BatchStatus) -> None:
        """A new stretch of work begins with every pause."""
        now_s, known = time.monotonic(), self._pace.get(batch_id)
        if status.state is not BatchState.PROCESSING:
            self._pace.pop(batch_id, None)
        elif known is None:
            self._pace[batch_id] = Pace(first_s=now_s, first=status.processed, last_s=now_s, last=status.processed)
        else:
            self._pace[batch_id] = replace(known, last_s=now_s, last=status.processed)

    async def wait(self, job_id: int) -> Job:
        """Until the service works on nothing of a job and what it has is merged, or Scoutsheet closes.

        Also of a job that waits for a person: one of its files may be paused while others go on, and charge.
        Raises: KeyRefused, DiskError, or the error that looking ended in several times in a row.
        """
        news = asyncio.Event()
        stop = self._events.subscribe(lambda changes, _: news.set() if changes.jobs else None)
        try:
            while True:
                news.clear()
                job = self._jobs.get(job_id)
                batches = self._store.peek(lambda db: stored.of_job(db, job_id))
                busy = job.state is JobState.AWAY or any(batch.is_busy for batch in batches)
                if not busy or self._jobs.closing:
                    return job
                for batch in batches:
                    errors = self._troubles.get(batch.id, [])
                    if errors and (len(errors) >= MOST_FAILURES or isinstance(errors[-1], KeyRefused | DiskError)):
                        errors[-1].charged_so_far = _charged(batches)
                        raise errors[-1]
                await news.wait()
        finally:
            stop()

    async def _watch(self) -> None:
        while True:
            self._wake.clear()
            for batch in self._store.peek(stored.open_ones):
                await self._turn(batch)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()

    async def _turn(self, batch: Batch) -> None:
        try:
            if not batch.state.ended:
                await self.look(batch)
                self._troubles.pop(batch.id, None)
        except AppError as error:
            self._note_trouble(batch.id, error)
        batch = self._store.peek(lambda db: stored.get(db, batch.id))
        if batch.results_due:
            self._begin(batch)

    def brings(self, batch_id: int) -> bool:
        """Whether results of a batch are being brought in now."""
        return batch_id in self._bringing

    async def bring_in(self, files: Sequence[Batch]) -> None:
        """Ask for the results of these now, once; where that fails, every turn asks again."""
        if files:
            await asyncio.wait([self._begin(batch) for batch in files])

    def _begin(self, batch: Batch) -> asyncio.Task[None]:
        """Bring its results in, unless that is being done."""
        task = self._bringing.get(batch.id)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._bring_in(batch), name=f"results of batch {batch.id}")
            self._bringing[batch.id] = task
            task.add_done_callback(_tell_bug)
            task.add_done_callback(partial(self._brought_in, batch))
        return task

    def _brought_in(self, batch: Batch, task: "asyncio.Task[None]") -> None:
        """Look again at once where the service has gone on meanwhile: what came were the results of a pause."""
        self._bringing.pop(batch.id, None)
        if not task.cancelled() and self._store.peek(lambda db: stored.get(db, batch.id)).state is not batch.state:
            self.wake()

    def _note_trouble(self, batch_id: int, error: AppError) -> None:
        self._troubles.setdefault(batch_id, []).append(error)
        self._events.publish(Changes(jobs=True))

    async def _bring_in(self, batch: Batch) -> None:
        options = self._jobs.get(batch.job_id).options
        try:
            await self.results.bring_in(batch, options, partial(self._tell_now_and_then, batch.job_id))
        except Refused as error:
            if batch.state is BatchState.FINISHED:
                self._note_trouble(batch.id, _not_there_yet(error))
                return
            # Partial results are nobody's promise (contract, section 9), and of a failed batch they are tried once.
            at, final = self._jobs.now_ms(), batch.state.ended
            await self._store.write(lambda db: batch_rest.merged_all(db, batch.id, batch.processed, at, final=final))
        except AppError as error:
            self._note_trouble(batch.id, error)
            return
        self._troubles.pop(batch.id, None)
        at = self._jobs.now_ms()
        await self._store.write(lambda db: batch_standing.follow(db, batch.job_id, at))
        self._tell(batch.job_id)

    def _tell_now_and_then(self, job_id: int) -> None:
        if time.monotonic() - self._told_s >= TELL_EVERY_S:
            self._tell(job_id)

    def _tell(self, job_id: int) -> None:
        self._told_s = time.monotonic()
        job = self._jobs.get(job_id)
        brings_rows = job.options is None  # else the whole sheet would be read anew for rows that were there
        self._events.publish(Changes(rows=brings_rows, creators=True, jobs=True, sheet_id=job.sheet_id))


def _not_there_yet(error: Refused) -> ServiceFault:
    """The results were promised and are paid for: that the service has none is its fault, and nobody's input."""
    return ServiceFault(
        "The results of the batch cannot be fetched yet.",
        status=error.status,
        advice="Run it again later: the results are fetched then, and nothing is uploaded or paid twice.",
    )


def _charged(batches: Sequence[Batch]) -> str:
    """What an error that ends the waiting says about money: the uploads were accepted, whatever the error cost."""
    used = total(batch.used for batch in batches)
    if all(batch.state.ended for batch in batches):
        return f"{show(used)} credits were charged."
    return f"{show(used)} credits are known to be charged so far, and it may be running on."


def _note(db: sqlite3.Connection, batch: Batch, status: BatchStatus, at_ms: int) -> Decimal:
    charged = stored.note(db, batch.id, status, at_ms)
    batch_standing.follow(db, batch.job_id, at_ms)
    return charged


def _tell_bug(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "Looking after a batch failed", "exception": error})
