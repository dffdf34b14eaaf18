"""One paid request's whole life: claimed, sent, answered, stored.

Everything that must never go wrong with a single request is here: it is claimed durably before it is sent, its answer,
receipt and state share one transaction, and whatever happens leaves it in a state that says the truth.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from app.api.gate import Lane, Slot
from app.domain.errors import AppError, BudgetReached, Charged, DiskError, NotAllowed, Refused, Uncertain, Withdrawn
from app.domain.jobs import RequestState
from app.domain.money import ZERO, Purse, Receipt
from app.services.budgets import Budgets
from app.services.credits import Credits
from app.services.events import Changes, Events
from app.services.queue import RequestQueue
from app.services.settling import Settling
from app.services.stakes import Stake
from app.services.traffic import Crossing, Held, Traffic
from app.workspace import ledger, prices, requests, uncertain
from app.workspace.requests import Request
from app.workspace.store import Store

T = TypeVar("T")
NOT_SAVED = "An answer that was paid for could not be saved: it will wait under “Check payment”. Free some space first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a request brought: the state it ends in, what it cost, and what to store with it.

    `keep` runs inside the transaction that books the receipt. `cost` None: the service did not say, so `expected`
    is booked and marked as estimated. `to_come`: what it started and can still cost; that stays set aside.
    """

    state: RequestState
    what: str
    rows: int
    expected: Decimal
    cost: Decimal | None
    left: Decimal | None
    keep: Callable[[sqlite3.Connection, int], None]
    outcome: str = ""
    to_come: Decimal = ZERO


class Sending:
    """Sends paid requests of one workspace and keeps its books."""

    def __init__(
        self,
        store: Store,
        queue: RequestQueue,
        traffic: Traffic,
        events: Events,
        credits: Credits,
        budgets: Budgets,
        settling: Settling,
        now_ms: Callable[[], int],
    ) -> None:
        self._store = store
        self._queue = queue
        self._traffic = traffic
        self._events = events
        self._credits = credits
        self._budgets = budgets
        self._settling = settling
        self._now_ms = now_ms
        self._under_way: dict[int, dict[int, Stake]] = {}  # by job and request

    async def send(
        self,
        request: Request,
        call: Callable[[Slot], Awaitable[T]],
        read: Callable[[T], Answered],
        purse: Purse,
        *,
        withdrawn: Callable[[], bool],
        dearer: Callable[[], None],
        refusal_stops: bool,
    ) -> Answered | None:
        """None: the row has its own problem (refused, or no answer), the job goes on.

        `withdrawn`: whether its job is being paused or stopped. `dearer`: called, before anything else is sent, for an
        answer that cost more than its job knew. `refusal_stops`: a refused request is the whole job's problem, not a
        row's.

        Raises: the AppError that concerns the whole job, with the request waiting again.
        """
        with self._stake(request, purse) as stake:
            while True:
                await self._traffic.opened()
                if withdrawn():  # between two requests, when the queue had nothing to take back
                    raise Withdrawn("Taken back.")
                crossing = Crossing(self._traffic)
                try:
                    answer = await self._ask(request, call, stake, purse, crossing, refusal_stops=refusal_stops)
                    if answer is None:
                        return None
                    answered = read(answer)
                    if self._is_dearer(request, answered):
                        dearer()
                    await self._keep(request, answered, stake, purse)  # if this fails, it stays "sent": it was paid for
                    return answered
                except Held:  # a comparison began while it stood in line: it stands again afterwards
                    continue
                finally:
                    crossing.end()

    @contextmanager
    def _stake(self, request: Request, purse: Purse) -> Iterator[Stake]:
        """What a request sets aside while it is under way; a dearer answer of its job raises it."""
        stakes = self._under_way.setdefault(request.job_id, {})
        stakes[request.id] = Stake(request.price, (purse, *self._budgets.caps(request.job_id)))
        try:
            yield stakes[request.id]
        finally:
            del stakes[request.id]
            if not stakes:
                del self._under_way[request.job_id]

    def _is_dearer(self, request: Request, answered: Answered) -> bool:
        seen = prices.times(answered.cost or ZERO, answered.expected or request.price)
        return seen > prices.AS_LISTED and seen > self._store.peek(lambda db: prices.times_of(db, request.job_id))

    async def _ask(
        self,
        request: Request,
        call: Callable[[Slot], Awaitable[T]],
        stake: Stake,
        purse: Purse,
        crossing: Crossing,
        *,
        refusal_stops: bool,
    ) -> T | None:
        async def before() -> None:
            crossing.begin()
            await self._store.write(lambda db: requests.mark_sent(db, request.id, self._now_ms()), claims=True)

        async def back() -> None:
            await self._store.write(lambda db: requests.mark_waiting(db, request.id))
            crossing.end()

        try:
            return await self._queue.call(
                call,
                lane=Lane.WORK,
                job=request.job_id,
                stake=stake,
                before=before,
                back=back,
            )
        except (Withdrawn, BudgetReached):
            raise
        except Uncertain as error:
            await self._park(request, error)
            self._settling.lost(request, purse, stake.price, sent_s=crossing.began_s)
            self._book_in_budgets(request, stake)
        except (Refused, NotAllowed) as error:
            await self._fail(request, error)
            if refusal_stops:
                raise
        except AppError:
            await self._store.write(lambda db: _wait_again(db, request.id))
            raise
        return None

    async def _keep(self, request: Request, answered: Answered, stake: Stake, purse: Purse) -> None:
        charged = answered.cost if answered.cost is not None else answered.expected
        receipt = Receipt(
            rows=answered.rows,
            expected=answered.expected,
            charged=charged,
            estimated=answered.cost is None,
            balance_after=self._credits.charge(charged, answered.left),
        )
        at = self._now_ms()

        def write(db: sqlite3.Connection) -> dict[int, Decimal]:
            known = prices.times_of(db, request.job_id) if charged > answered.expected else None
            answered.keep(db, at)
            requests.settle(db, request.id, answered.state, at, outcome=answered.outcome)
            if charged or answered.expected:
                _book(db, request, receipt, answered.what, at)
            return {} if known is None else prices.learn(db, request.id, known, charged)

        try:
            raised = await self._store.write(write)
        except DiskError as error:
            raise DiskError(error.happened, charged=Charged.YES, advice=NOT_SAVED) from error
        purse.book(stake.price - answered.to_come, charged)
        self._book_in_budgets(request, stake)
        for request_id, other in self._under_way[request.job_id].items():
            if request_id in raised:
                other.raise_to(raised[request_id])

    def _book_in_budgets(self, request: Request, stake: Stake) -> None:
        """The workspace now says what it cost, may have, or can still: it is not on its way any more."""
        for budget in self._budgets.caps(request.job_id):
            budget.book(stake.price, ZERO)

    async def _park(self, request: Request, error: Uncertain) -> None:
        at = self._now_ms()
        await self._store.write(lambda db: uncertain.park(db, request, at, outcome=error.happened))
        self._events.publish(Changes(creators=True, jobs=True, ledger=True))

    async def _fail(self, request: Request, error: AppError) -> None:
        at = self._now_ms()
        await self._store.write(lambda db: uncertain.refuse(db, request, at, outcome=error.happened))
        self._events.publish(Changes(creators=True, jobs=True))


def _book(db: sqlite3.Connection, request: Request, receipt: Receipt, what: str, at_ms: int) -> None:
    platform, handle = requests.about(db, request)
    ledger.book(db, receipt, what=what, request_id=request.id, at_ms=at_ms, platform=platform, handle=handle)


def _wait_again(db: sqlite3.Connection, request_id: int) -> None:
    """The queue gave up on a request that was not charged; it waits for the person's next click."""
    if requests.state_of(db, request_id) is RequestState.SENT:
        requests.mark_waiting(db, request_id)
