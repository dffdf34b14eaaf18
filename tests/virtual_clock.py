"""An asyncio loop whose time jumps to the next thing that is due, so that an hour passes in a moment.

For sync tests: `virtual_clock.run(main)` runs `main(clock)`. Time stands still while code runs, and moves only when
every task waits. When nothing is due any more and somebody still waits, `Stuck` is raised: a wake-up was lost.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Stuck(Exception):
    """Everybody waits and nothing will ever happen."""


class VirtualClock:
    """Seconds that only the loop, or a test, moves. Call it to read it."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class _JumpingSelector(selectors.SelectSelector):
    """Where a loop would sleep until the next timer, this one moves the clock to it."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise Stuck
        self._clock.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop on a clock of its own. Sockets and threads do not move it: use it for code that only waits."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(_JumpingSelector(clock))
        self._virtual_clock = clock

    def time(self) -> float:
        return self._virtual_clock.now


def run(main: Callable[[VirtualClock], Coroutine[Any, Any, T]]) -> T:
    """Run `main` to its end in virtual time and return what it returns."""
    clock = VirtualClock()
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(clock)) as runner:
        return runner.run(main(clock))
