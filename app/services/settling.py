"""Requests without an answer: were they charged? Compared with `credits_used` at a quiet moment (money rule 5).

A change of exactly nothing proves that nothing was charged; then they are sent again by themselves. But the service
may still be working on a request whose connection was lost (contract, Q4: up to 61 s), so "nothing" counts for a
request only once that time has passed. Any change settles the matter at once: they stay "Check payment", and wait for
one click. Times are monotonic: a step of the clock proves nothing.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial

from app.api.client import CONNECT_S, WRITE_S
from app.domain.errors import ServiceError
from app.domain.money import ZERO, Purse
from app.services.credits import Credits
from app.services.traffic import Traffic
from app.workspace import settlements, uncertain
from app.workspace.requests import Request
from app.workspace.settlements import Undecided
from app.workspace.store import Store

STILL_AT_WORK_S = 62.0  # a cold creator takes up to 61 s, and the charge comes at the end
LEAVES_WITHIN_S = CONNECT_S + WRITE_S  # from "sent" in the workspace to the last byte on the wire
LOOK_AT = 20  # newly lost requests; design.md, section 5
FRESH_MS = 5_000


class Settling:
    """Decides about everything uncertain together, and gives back what was set aside for what cost nothing."""

    def __init__(
        self,
        store: Store,
        credits: Credits,
        traffic: Traffic,
        now_ms: Callable[[], int],
        *,
        still_at_work_s: float = STILL_AT_WORK_S,
    ) -> None:
        self._store = store
        self._credits = credits
        self._traffic = traffic
        self._now_ms = now_ms
        self._still_at_work_s = still_at_work_s
        self._opened_s = time.monotonic()  # what an earlier Scoutsheet lost had reached the service by then
        late_s = (store.peek(settlements.late_until_ms) - now_ms()) / 1000  # by clocks that may have been set meanwhile
        traffic.expect_late(min(max(late_s, 0.0), still_at_work_s))
        self._arrived_s: dict[int, float] = {}  # by request: when it had reached the service, if it ever did
        self._set_aside: dict[int, tuple[Purse, Decimal]] = {}  # by request: who still holds how much for it
        self._not_looked_at = 0
        self._news = asyncio.Event()

    def undecided(self, job_id: int | None = None) -> list[Undecided]:
        """What waits to be compared, of one job or of all."""
        found = self._store.peek(settlements.undecided)
        return [one for one in found if job_id in (None, one.request.job_id)]

    def lost(self, request: Request, purse: Purse, price: Decimal, *, sent_s: float) -> None:
        """A request was parked whose `price` stays set aside in `purse`; `sent_s` is monotonic."""
        self._arrived_s[request.id] = min(time.monotonic(), sent_s + LEAVES_WITHIN_S)
        self._set_aside[request.id] = purse, price
        self._not_looked_at += 1

    def adopt(self, job_id: int, purse: Purse) -> None:
        """What a job lost earlier is set aside in its new `purse`."""
        self._set_aside.update({one.request.id: (purse, one.request.price) for one in self.undecided(job_id)})

    @property
    def due(self) -> bool:
        """Whether so much was lost since the last look that a job should not go on without one."""
        return self._not_looked_at >= LOOK_AT

    async def begin(self) -> None:
        """Before something paid is sent: a point to compare with later, unless there is one from just now. Free."""
        if self._traffic.mark is None:
            return
        if not self._store.peek(settlements.nothing_open):
            with suppress(ServiceError):  # the first request will say what is wrong
                await self.look()
            return
        newest = self._store.peek(settlements.newest_ms)
        if newest is not None and 0 <= self._now_ms() - newest < FRESH_MS:
            return
        with suppress(ServiceError):  # without a point nobody can tell: what gets lost will wait for one click
            await self._credits.refresh()

    async def look(self, *, only_if_due: bool = False) -> list[Request]:
        """Compare once, as soon as nothing paid is on its way. Free.

        Returns the requests that cost nothing and wait to be sent again. Raises: the ServiceError that kept the balance
        from being asked; then nothing is decided.
        """
        async with self._traffic.still():
            if only_if_due and not self.due:  # another one looked meanwhile
                return []
            self._not_looked_at = 0
            await self._park_stranded()
            if not self.undecided():
                return []
            over = {one.request.id for one in self.undecided() if self._over_in_s(one) <= 0}  # before asking
            longest_s = max(map(self._over_in_s, self.undecided()), default=0.0)
            balance = await self._credits.refresh()
            at, late_ms = self._now_ms(), round(self._traffic.late_s * 1000)
            over_ms = round(longest_s * 1000)
            decide = partial(settlements.decide, balance=balance, at_ms=at, late_ms=late_ms, over=over, over_ms=over_ms)

            def write(db: sqlite3.Connection) -> tuple[list[Request], int]:
                free = decide(db)
                uncertain.finish_done(db, at)
                return free, settlements.late_until_ms(db)

            free, until_ms = await self._store.write(write)
            self._traffic.expect_late(max(until_ms - at, 0) / 1000)
            for request in free:
                if held := self._set_aside.pop(request.id, None):
                    purse, price = held
                    purse.book(price, ZERO)
            self.wake()
            return free

    async def rest(self, job_id: int | None, go_on: Callable[[], bool]) -> None:
        """Until the service cannot be working on anything undecided any more, or `go_on` says no after `wake`."""
        await self._wait(lambda: max(map(self._over_in_s, self.undecided(job_id)), default=0.0), go_on)

    async def outlast(self, go_on: Callable[[], bool]) -> None:
        """After a verdict: until what was decided cannot be charged any more, then compare once more. Free."""
        if self._late_s() > 0:
            await self._wait(self._late_s, go_on)
            with suppress(ServiceError):  # decided it is; only the sums wait for the next answer
                await self._credits.refresh()

    async def _wait(self, left_s: Callable[[], float], go_on: Callable[[], bool]) -> None:
        while go_on() and (longest_s := left_s()) > 0:
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(longest_s):
                    await self._news.wait()

    def _late_s(self) -> float:
        return self._traffic.late_s if self._store.peek(settlements.late_until_ms) else 0.0

    def wake(self) -> None:
        """Something changed for those who rest: a decision, a pause, the end."""
        self._news.set()

    async def _park_stranded(self) -> None:
        """Nothing is on its way, so an answer to what still says "sent" could not be stored."""
        at, outcome = self._now_ms(), "Its answer was not stored."
        for request in await self._store.write(partial(uncertain.park_sent, at_ms=at, outcome=outcome)):
            self._arrived_s[request.id] = time.monotonic()

    def _over_in_s(self, one: Undecided) -> float:
        arrived_s = self._arrived_s.get(one.request.id, self._opened_s)
        return arrived_s + self._still_at_work_s - time.monotonic()
