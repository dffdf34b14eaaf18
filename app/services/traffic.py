"""Whether paid calls of ours are open, and a way to keep them out for a moment.

The service's `credits_used` can be compared with our books only while nothing paid is on its way (money rule 5).
Times are monotonic: a step of the clock proves nothing.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Held(Exception):
    """Nothing paid may leave at this moment; nothing was sent."""


class Traffic:
    """Counts paid calls between "sent" and "answer stored"."""

    def __init__(self) -> None:
        self._open = 0
        self._entered = 0
        self._late_until_s = -math.inf
        self._may_enter = asyncio.Event()
        self._may_enter.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._one_at_a_time = asyncio.Lock()

    @property
    def mark(self) -> int | None:
        """A number that stays the same as long as no paid call is or was open; None while one is."""
        return None if self._open else self._entered

    @property
    def late_s(self) -> float:
        """For how long the service may still charge what was already decided about, in seconds; 0.0: no longer."""
        return max(self._late_until_s - time.monotonic(), 0.0)

    def expect_late(self, seconds: float) -> None:
        """What was decided about may be charged for this long from now."""
        self._late_until_s = time.monotonic() + seconds

    async def opened(self) -> None:
        """Wait until paid calls may leave, holding no place in any line meanwhile."""
        while not self._may_enter.is_set():
            await self._may_enter.wait()

    def enter(self) -> None:
        """A paid call is about to be sent. Raises: Held while `still` keeps it out."""
        if not self._may_enter.is_set():
            raise Held
        self._open += 1
        self._entered += 1
        self._idle.clear()

    def leave(self) -> None:
        """Its answer is stored, or it was never sent."""
        self._open -= 1
        if not self._open:
            self._idle.set()

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """Let nothing paid in, wait until what is on its way has arrived, and hold it so."""
        async with self._one_at_a_time:
            self._may_enter.clear()
            try:
                await self._idle.wait()
                yield
            finally:
                self._may_enter.set()


class Crossing:
    """One paid call's time among the open ones; ending twice is one end. `began_s`: its last begin, monotonic."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._inside = False
        self.began_s = 0.0

    def begin(self) -> None:
        self._traffic.enter()
        self._inside = True
        self.began_s = time.monotonic()

    def end(self) -> None:
        if self._inside:
            self._inside = False
            self._traffic.leave()
