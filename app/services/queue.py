"""Every request of an account goes through here: who is next, how often it is tried, what it may cost.

One request's life: wait in line, set its price aside, take a slot of the gate, write "sent", send. The gate says when
(app/api/gate.py); the caller says what (`send`, which raises the errors of app/domain/errors.py) and keeps the books.
One dispatcher task runs while anybody waits. It wakes for new work, for an answer, or when the gate said so.
"""

import asyncio
import heapq
import itertools
import random as _random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.api.gate import Full, Lane, RateGate, Slot
from app.domain.errors import (
    AppError,
    BudgetReached,
    Charged,
    NotSent,
    RateLimited,
    ServiceError,
    ServiceFault,
    Uncertain,
    Withdrawn,
)
from app.services.line import Line, Ticket
from app.services.stakes import Stake

T = TypeVar("T")

TRIES_WAITED_FOR = 2  # connections for a person: being offline is told at once, not after a quarter of a minute
TRIES = 5  # sends of one request that the service failed or that never left (contract, section 4)
FIRST_BACKOFF_S = 1.0  # doubles with every try
KEPT_FLIGHTS = 5  # flights only Lane.USER may take, so that slow jobs never make a person wait


class RequestQueue:
    """The one way to the service: two lanes, fair between jobs, retries, withdrawal, budgets.

    `clock` and `sleep` in seconds, `random` in [0, 1). At most `max_in_flight` requests are open at a time. Belongs to
    the loop it is first used on; ten thousand waiters cost memory only.
    """

    def __init__(
        self,
        gate: RateGate,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = _random.random,
        max_in_flight: int = 300,
    ) -> None:
        self._gate = gate
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._most = {Lane.USER: max_in_flight, Lane.WORK: max(1, max_in_flight - KEPT_FLIGHTS)}
        self._lines = {Lane.USER: Line(), Lane.WORK: Line()}
        self._resting: list[tuple[float, int, Ticket]] = []  # heap by the time their backoff ends
        self._order = itertools.count()
        self._tickets: dict[int | None, set[Ticket]] = {}
        self._flights: Counter[int | None] = Counter()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._dispatcher: asyncio.Task[None] | None = None
        self.preferred: int | None = None  # a job whose requests go before those of all others

    async def call(
        self,
        send: Callable[[Slot], Awaitable[T]],
        *,
        lane: Lane,
        job: int | None = None,
        stake: Stake | None = None,
        before: Callable[[], Awaitable[None]] | None = None,
        back: Callable[[], Awaitable[None]] | None = None,
    ) -> T:
        """Send one request when it is its turn, again where that is free of charge, and return what `send` returns.

        `stake`: the most it can cost, set aside at the moment of sending; None: it is free. The caller books the real
        charge on success; a failure that cost nothing gives it back; one that may have cost something leaves it set
        aside. `before` runs ahead of every send and says "sent"; `back` ahead of every retry, "waiting" again.

        Raises: Withdrawn, BudgetReached (nothing was sent), ServiceFault, NotSent or an unanswered free call after five
        tries (NotSent for a person who waits after two), DiskError when sends cannot be counted, and whatever else
        `send`, `before` or `back` raise, at once. 429s are retried for ever.
        """
        ticket = Ticket(lane, job, stake or Stake())
        self._tickets.setdefault(job, set()).add(ticket)
        try:
            self._lines[lane].add(ticket)
            faults = 0
            while True:
                slot = await self._turn(ticket)
                try:
                    return await self._fly(ticket, slot, send, before)
                except RateLimited:
                    rest_s = 0.0  # the gate holds everybody back
                except (ServiceFault, NotSent, Uncertain) as error:
                    faults += 1
                    most = TRIES_WAITED_FOR if lane is Lane.USER and isinstance(error, NotSent) else TRIES
                    if faults >= most or error.charged is not Charged.NO:  # a free question is never in doubt
                        raise
                    rest_s = FIRST_BACKOFF_S * 2 ** (faults - 1) * (0.5 + self._random() / 2)
                if back is not None:
                    await back()
                self._stand_again(ticket, rest_s)
        finally:
            self._forget(ticket)

    def withdraw(self, job: int) -> None:
        """Pause or stop: whatever of this job waits, in line or for another try, raises Withdrawn.

        What is in flight goes on to its answer, but is not tried again.
        """
        for ticket in self._tickets.get(job, ()):
            ticket.withdrawn = True
            if not ticket.turn.done():
                ticket.turn.set_exception(_withdrawn())

    def in_flight(self, job: int | None = None) -> int:
        """How many requests are open now, all together or of one job."""
        return self._flights.total() if job is None else self._flights[job]

    def speed(self) -> tuple[int, int]:
        """Sends of the account in the last 60 s, and how many a minute are ours at present."""
        return self._gate.sent_lately(), self._gate.limit_now()

    # A caller's side.

    async def _turn(self, ticket: Ticket) -> Slot:
        """Wait in line. Leaves no trace when cancelled, even if the slot was given a moment before."""
        self._waiting += 1
        self._look_again()
        try:
            return await ticket.turn
        except asyncio.CancelledError:
            if ticket.turn.done() and not ticket.turn.cancelled() and ticket.turn.exception() is None:
                self._landed(ticket)
                ticket.stake.give_back()
                self._free(ticket.turn.result())
            raise
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._wake.set()  # the dispatcher goes home

    def _stand_again(self, ticket: Ticket, rest_s: float) -> None:
        if ticket.withdrawn:
            raise _withdrawn()
        ticket.turn = asyncio.get_running_loop().create_future()
        if rest_s > 0.0:
            heapq.heappush(self._resting, (self._clock() + rest_s, next(self._order), ticket))
        else:
            self._lines[ticket.lane].add_first(ticket)

    async def _fly(
        self,
        ticket: Ticket,
        slot: Slot,
        send: Callable[[Slot], Awaitable[T]],
        before: Callable[[], Awaitable[None]] | None,
    ) -> T:
        """Send once, and tell gate and purse how it went."""
        sending = False
        try:
            if before is not None:
                await before()
            sending = True
            result = await send(slot)
        except BaseException as error:
            if not (sending and _may_have_cost(error, slot)):
                ticket.stake.give_back()
            if not sending or isinstance(error, NotSent):
                self._free(slot)
            elif isinstance(error, RateLimited):
                slot.refused(error.retry_after_s)
            elif isinstance(error, ServiceError) and error.status is not None:
                slot.answered()
            raise
        finally:
            self._landed(ticket)
        slot.answered()
        return result

    def _free(self, slot: Slot) -> None:
        slot.release()
        self._wake.set()

    def _landed(self, ticket: Ticket) -> None:
        if self._flights.total() >= self._most[Lane.WORK]:  # else nobody waits for a flight: an answer frees no slot
            self._wake.set()
        self._flights[ticket.job] -= 1
        if not self._flights[ticket.job]:
            del self._flights[ticket.job]

    def _forget(self, ticket: Ticket) -> None:
        tickets = self._tickets[ticket.job]
        tickets.remove(ticket)
        if not tickets:
            del self._tickets[ticket.job]

    # The dispatcher's side.

    def _look_again(self) -> None:
        self._wake.set()
        if self._dispatcher is None:
            self._dispatcher = asyncio.get_running_loop().create_task(self._dispatch(), name="request dispatcher")

    async def _dispatch(self) -> None:
        try:
            while self._waiting:
                self._wake.clear()  # before looking: what happens from here on is not missed
                await self._doze(self._give_turns())
        finally:
            self._dispatcher = None

    async def _doze(self, longest_s: float | None) -> None:
        """Until something happens, at most `longest_s`; None: no limit, an answer or new work will come."""
        alarm = None if longest_s is None else asyncio.create_task(self._ring_after(longest_s))
        try:
            await self._wake.wait()
        finally:
            if alarm is not None:
                alarm.cancel()

    async def _ring_after(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._wake.set()

    def _give_turns(self) -> float | None:
        """Let go whoever may go now. Returns seconds until looking again makes sense; None: not before a wake-up."""
        rest_s = self._end_rests()
        room = False  # the gate said yes and nothing was taken since
        while (ticket := self._next()) is not None:
            if self._flights.total() >= self._most[ticket.lane]:
                return rest_s
            try:
                wait_s = 0.0 if room else self._gate.wait_s(ticket.lane)
                if wait_s > 0.0:
                    return wait_s if rest_s is None else min(wait_s, rest_s)
                room = not self._depart(ticket)
            except Full:
                room = False
            except Exception as error:  # noqa: BLE001 - it goes to a caller; without it all of them would wait for ever
                self._lines[ticket.lane].pop()
                ticket.turn.set_exception(error)
        return rest_s

    def _next(self) -> Ticket | None:
        return self._lines[Lane.USER].head(None) or self._lines[Lane.WORK].head(self.preferred)

    def _depart(self, ticket: Ticket) -> bool:
        """Give the ticket its slot; False when a cap does not allow it. The gate's Full leaves all as it was."""
        if (reached := ticket.stake.set_aside()) is not None:
            self._lines[ticket.lane].pop()
            ticket.turn.set_exception(BudgetReached(f"{reached.name} is reached."))
            return False
        try:
            slot = self._gate.take(ticket.lane)
        except BaseException:
            ticket.stake.give_back()
            raise
        self._lines[ticket.lane].pop()
        self._flights[ticket.job] += 1
        ticket.turn.set_result(slot)
        return True

    def _end_rests(self) -> float | None:
        """Put those whose backoff is over back at the head of their job; seconds until the next one is, or None."""
        now = self._clock()
        while self._resting:
            due, _, ticket = self._resting[0]
            if due > now and not ticket.turn.done():
                return due - now
            heapq.heappop(self._resting)
            if not ticket.turn.done():
                self._lines[ticket.lane].add_first(ticket)
        return None


def _withdrawn() -> Withdrawn:
    return Withdrawn("This was taken back before it was sent.")


def _may_have_cost(error: BaseException, slot: Slot) -> bool:
    """Whether money may be gone: the error says so, or it says nothing and the request had left."""
    if isinstance(error, AppError):
        return error.charged is not Charged.NO
    return slot.written_at is not None
