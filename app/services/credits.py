"""What the account has: asked for free, kept up with every charge, less what running jobs have set aside."""

import sqlite3
from collections.abc import Callable
from decimal import Decimal

from app.api.client import Client
from app.api.gate import Lane
from app.domain.money import ZERO, Balance
from app.services.events import Changes, Events
from app.services.queue import RequestQueue
from app.services.traffic import Traffic
from app.workspace import ledger, settlements, totals
from app.workspace.store import Store


class Credits:
    """The balance of one account, in credits."""

    def __init__(
        self,
        store: Store,
        client: Client,
        queue: RequestQueue,
        traffic: Traffic,
        events: Events,
        now_ms: Callable[[], int],
    ) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._traffic = traffic
        self._events = events
        self._now_ms = now_ms
        self._know(store.peek(ledger.last_balance))

    def _know(self, balance: Balance | None) -> None:
        """What the service said when it was asked; answers are reckoned from there."""
        self.known: Balance | None = balance
        self._by_ours = balance.available if balance is not None else ZERO  # were our own charges the only ones
        self._lowest: Decimal | None = None  # of what answers said is left

    def set_aside(self) -> Decimal:
        """The most that running jobs and batches can still cost."""
        return self._store.peek(totals.set_aside)

    def free(self) -> Decimal | None:
        """What can be offered for something new: money set aside is not offered twice. None before it is known."""
        return None if self.known is None else max(self.known.available - self.set_aside(), ZERO)

    def charge(self, amount: Decimal, left: Decimal | None) -> Decimal | None:
        """Take a charge off what is known; `left` is what the answer said, if it did. Returns the balance after it.

        Answers overtake each other: what one says is left holds the charges of those that are still on their way, which
        must not be taken off it once more.
        """
        if self.known is not None:
            self._by_ours -= amount
            if left is not None:
                self._lowest = left if self._lowest is None else min(self._lowest, left)
            elif self._lowest is not None:
                self._lowest -= amount
            self.known = Balance(
                available=self._by_ours if self._lowest is None else min(self._by_ours, self._lowest),
                used=self.known.used + amount,
                trial_searches_left=self.known.trial_searches_left,
            )
            return self.known.available
        return left

    async def refresh(self) -> Balance:
        """Ask the service. Free. Raises: KeyRefused, NotSent and the other service errors.

        Asked while no payment of ours is in question, the answer is a settled point by itself.
        """
        before = self._traffic.mark
        balance = await self._queue.call(lambda slot: self._client.balance(slot=slot), lane=Lane.USER)
        at, was_still = self._now_ms(), before is not None and before == self._traffic.mark

        def write(db: sqlite3.Connection) -> None:
            ledger.note_balance(db, balance, at)
            if was_still and settlements.nothing_open(db):
                settlements.decide(db, balance, at, late_ms=round(self._traffic.late_s * 1000))

        await self._store.write(write)
        self._know(balance)
        self._events.publish(Changes(balance=True))
        return balance
