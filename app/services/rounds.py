"""Rounds of sending and settling: what a job lost is compared with the balance, and is sent again where it was free."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.domain.errors import (
    BudgetReached,
    FairUse,
    OutOfCredits,
    ServiceError,
    ServiceFault,
    Uncertain,
    Withdrawn,
)
from app.domain.jobs import Totals
from app.services.at_work import DEARER, AtWork
from app.services.events import Changes, Events
from app.services.settling import Settling
from app.workspace import totals
from app.workspace.requests import Request
from app.workspace.store import Store

ROUNDS = 5  # of sending again what came without an answer and without a charge
SILENT_ROUNDS = 3  # in a row, without a single answer: each is waited for for a minute, and the next will be as silent


class Rounds:
    """Settles what the jobs of one workspace lost, and sends it again."""

    def __init__(self, store: Store, events: Events, settling: Settling, at_work: AtWork) -> None:
        self._store = store
        self._events = events
        self._settling = settling
        self._at_work = at_work

    async def run(self, job_id: int, send: Callable[[], Awaitable[None]], has_more: Callable[[int], bool]) -> None:
        """Let a job `send` what waits, and what settling shows to have cost nothing, until nothing waits.

        `has_more`: whether something of it is to be sent, or may have to be. Raises: what `send` raises; Withdrawn;
        ServiceFault after three rounds that brought no answer at all, or after five.
        """
        await self._settling.begin()
        silent, answered = 0, self._totals(job_id).answered
        for _ in range(ROUNDS):
            try:
                await send()
            except (BudgetReached, OutOfCredits, FairUse):
                if job_id not in await self.settle(job_id):  # else what cost nothing was given back
                    raise
            except Withdrawn:
                await self.settle(job_id)  # unless a person wants an end at once
                raise
            else:
                await self.settle(job_id)
            if self._at_work.wanted(job_id) and has_more(job_id):
                raise Withdrawn("Taken back.")
            now = self._totals(job_id)
            if not now.waiting:
                return
            silent, answered = (0 if now.answered > answered else silent + 1), now.answered
            if silent == SILENT_ROUNDS:
                break
        raise ServiceFault("The service did not answer, again and again.")

    async def look(self) -> None:
        """Compare what is uncertain with the balance now, without waiting for what only time can tell. Free.

        Raises: the ServiceError that kept the balance from being asked.
        """
        if self._settling.undecided() and not self._at_work.closing:
            self._tell_settled(await self._settling.look())

    async def settle(self, job_id: int) -> set[int]:
        """Compare what a job lost with the balance, for up to about a minute; returns the jobs with requests that
        cost nothing. Free.

        Those wait to be sent again: by themselves where their job is at work, after one click elsewhere. Pausing or
        stopping the job ends the waiting; that it rests for its price does not. Raises: the ServiceError that kept the
        balance from being asked.
        """
        jobs: set[int] = set()

        def go_on() -> bool:
            return not self._at_work.closing and self._at_work.wanted(job_id) in (None, DEARER)

        while go_on() and self._settling.undecided(job_id):
            try:
                free = await self._settling.look()
            except (ServiceFault, Uncertain):  # five tries failed; it is asked once more before a job stops for it
                free = await self._settling.look()
            jobs |= self._tell_settled(free)
            await self._settling.rest(job_id, go_on)
        await self._settling.outlast(go_on)
        return jobs

    def _tell_settled(self, free: list[Request]) -> set[int]:
        self._events.publish(Changes(creators=True, jobs=True, ledger=True, balance=True))
        return {request.job_id for request in free}

    async def look_if_due(self) -> None:
        """Compare where much was lost since the last time. Free."""
        if self._settling.due:
            with suppress(ServiceError):  # the job's end looks again
                self._tell_settled(await self._settling.look(only_if_due=True))

    def _totals(self, job_id: int) -> Totals:
        return self._store.peek(lambda db: totals.totals(db, job_id))
