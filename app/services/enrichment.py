"""Getting details: leave out what is already had, buy the rest, store every answer."""

import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from functools import partial

from app.api.client import Client
from app.api.gate import Slot
from app.api.wire import Bought
from app.domain.jobs import EnrichOptions, Job, JobKind, RequestState
from app.domain.money import ZERO, Estimate, Purse
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.sending import Answered
from app.workspace import already, creators, details, meanwhile, requests
from app.workspace import jobs as stored
from app.workspace.jobs import NewJob
from app.workspace.requests import Request
from app.workspace.store import Store


class Enrichment:
    """Buys details for creators of a sheet."""

    def __init__(self, store: Store, client: Client, jobs: Jobs, events: Events) -> None:
        self._store = store
        self._client = client
        self._jobs = jobs
        self._events = events
        jobs.register(JobKind.ENRICH, self._run)

    def estimate(self, ids: Sequence[int], options: EnrichOptions) -> Estimate:
        """How many of these are already had and how many are new; reads the workspace only, sends nothing."""
        return self._store.peek(lambda db: estimated(db, ids, options))

    async def estimate_later(self, ids: Sequence[int], options: EnrichOptions) -> Estimate:
        """The same, beside the loop's thread: 100,000 take 0.4 s."""
        return await self._store.read(lambda db: estimated(db, ids, options))

    async def run(
        self,
        sheet_id: int,
        ids: Sequence[int],
        options: EnrichOptions,
        *,
        budget: Decimal | None = None,
        purse: Purse | None = None,
        recipe_key: str | None = None,
    ) -> Job:
        """Buy details for those who are new; returns when the job has ended or waits for a person.

        Cost: at most `estimate(...).most`, less where a creator or a required email is not found. With a `recipe_key`
        an earlier run of the same recipe is continued: only creators it has not asked for are added.
        """
        agreed = await self.estimate_later(ids, options)
        new = NewJob(
            kind=JobKind.ENRICH,
            title="Getting fresh details" if options.fresh else "Getting details",
            sheet_id=sheet_id,
            most=agreed.most,
            options=options,
            recipe_key=recipe_key,
            budget=budget,
        )
        job_id = await self._jobs.start(new, lambda db, job: self._fill(db, job, ids, options, agreed.new))
        self._events.publish(Changes(creators=True, sheet_id=sheet_id))
        return await self._jobs.work(job_id, purse)

    def to_send(self, ids: Sequence[int], options: EnrichOptions, recipe_key: str) -> int:
        """How many requests a run of this recipe would send: those left open, and creators never asked for."""

        def read(db: sqlite3.Connection) -> int:
            job_id = stored.of_recipe(db, recipe_key)
            had, pending = left_out(db, ids, options)
            wanted = set(ids) - had - pending
            if job_id is None:
                return len(wanted)
            open_again = [
                request.creator_id
                for state in (RequestState.WAITING, RequestState.FAILED)
                for request in requests.in_state(db, job_id, state)
            ]
            return len((wanted - already.still_asked(db, job_id)) | (wanted & set(open_again)))

        return self._store.peek(read)

    def _fill(
        self, db: sqlite3.Connection, job_id: int, ids: Sequence[int], options: EnrichOptions, agreed: int
    ) -> None:
        """Ask for those who are new, `agreed` of them at most: whom another job let go since they were counted is in
        nobody's price, and a job that may not cost what it holds could never end."""
        had, pending = left_out(db, ids, options)
        known = had | pending | already.still_asked(db, job_id)
        new = [i for i in dict.fromkeys(ids) if i not in known]
        requests.add_requests(db, job_id, options.tier.price, creators=new[:agreed])

    async def _run(self, job: Job, purse: Purse) -> None:
        waiting = await self._store.write(lambda db: _still_wanted(db, job))
        await self._jobs.send_all(job, waiting, lambda request: self.get(job, request, purse), purse)

    async def get(self, job: Job, request: Request, purse: Purse) -> None:
        """Buy the details of one creator, as a request of a job. Raises as `Jobs.send`."""
        options, creator_id = job.options, request.creator_id
        assert options is not None
        assert creator_id is not None
        handle = self._store.peek(lambda db: creators.handle_of(db, creator_id))
        call: Callable[[Slot], Awaitable[Bought]] = partial(self._client.enrich, handle, options)
        await self._jobs.send(request, call, lambda bought: _read(request, creator_id, options, bought), purse)
        self._events.publish(Changes(creators=True, jobs=True, balance=True, ledger=True, sheet_id=job.sheet_id))


def _read(request: Request, creator_id: int, options: EnrichOptions, bought: Bought) -> Answered:
    reading = bought.reading

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        if reading is not None:
            creators.add_reading(db, creator_id, reading, options.key, request.id, at_ms)

    found = reading is not None
    return Answered(
        state=RequestState.DONE if found else RequestState.NOT_FOUND,
        what=options.tier.label,
        rows=int(found),
        expected=options.tier.price if found else ZERO,
        cost=bought.cost,
        left=bought.left,
        keep=keep,
        outcome="no_email" if bought.no_email else "",
    )


def estimated(db: sqlite3.Connection, ids: Sequence[int], options: EnrichOptions) -> Estimate:
    """As `Enrichment.estimate`."""
    had, pending = left_out(db, ids, options)
    new = set(ids) - had - pending
    not_found = len(details.not_found(db, new, options))
    return Estimate(tier=options.tier, had=len(had), pending=len(pending), new=len(new), not_found=not_found)


def left_out(db: sqlite3.Connection, ids: Sequence[int], options: EnrichOptions) -> tuple[set[int], set[int]]:
    """Who costs nothing now: (already had, on their way or to be checked)."""
    had = creators.had_of(db, ids, options)
    return had, already.pending(db, [i for i in ids if i not in had], options.tier)


def _still_wanted(db: sqlite3.Connection, job: Job) -> list[Request]:
    """The waiting requests of a job, less those whose creator another job has got, or is getting, meanwhile."""
    assert job.options is not None
    waiting = requests.in_state(db, job.id, RequestState.WAITING)
    ids = [request.creator_id or 0 for request in waiting]
    left_out = meanwhile.had(db, job.id, ids, job.options)
    for request in waiting:
        if request.creator_id in left_out:
            requests.cancel(db, request.id)
    return [request for request in waiting if request.creator_id not in left_out]


def recipe_key(list_or_search_key: str, options: EnrichOptions, rows: int | None) -> str:
    """What makes two recipes the same purchase: whose rows, which, and how (design.md, section 4)."""
    return hashlib.sha256(f"{list_or_search_key}|{options.key}|{rows}".encode()).hexdigest()


def stands(db: sqlite3.Connection, ids: Sequence[int], options: EnrichOptions) -> dict[str, int]:
    """Where these rows stand now, whoever bought them when: enriched, not_found, uncertain, failed."""
    had = creators.had_of(db, ids, options)
    counts = {"enriched": len(had), "not_found": 0, "uncertain": 0, "failed": 0}
    for state in already.newest_states(db, [i for i in ids if i not in had]):
        if state.value in counts:
            counts[state.value] += 1
    return counts
