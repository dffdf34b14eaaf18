"""The workspace's backups: made by themselves while an account is open, and what going back to one would mean."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.domain.errors import AppError
from app.services.events import Changes, Events
from app.workspace import backups as stored
from app.workspace.backups import Why
from app.workspace.store import Store

EVERY_S = 30 * 60.0
FIRST_AFTER_S = 60.0  # opening an account comes first; whoever opens it for ten minutes a day has backups too


class Backups:
    """Makes a backup every half an hour in which something changed; `start` and `close` once each.

    One that cannot be made is told once (`trouble`, announced as `Changes(backups=True)`), and tried again in time.
    """

    def __init__(
        self,
        store: Store,
        events: Events,
        now_ms: Callable[[], int],
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._folder = store.folder
        self._events = events
        self._now_ms = now_ms
        self._sleep = sleep
        self._ending = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self.trouble: AppError | None = None

    def start(self) -> None:
        """Begin to make backups on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="backups")
        self._task.add_done_callback(_tell_bug)

    async def close(self) -> None:
        """Make no more. One that is being made is given up within a moment, so that closing stays fast."""
        self._ending.set()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _run(self) -> None:
        await self._sleep(self._first_in_s())
        while True:
            await self._look()
            await self._sleep(EVERY_S)

    async def make_due(self) -> None:
        """Make one now if something changed and the newest is half an hour old, for a Scoutsheet that ends soon."""
        if self._age_s() >= EVERY_S:
            await self._look()

    def _first_in_s(self) -> float:
        return max(FIRST_AFTER_S, EVERY_S - self._age_s())

    def _age_s(self) -> float:
        newest = next(iter(stored.listed(self._folder)), None)
        return EVERY_S if newest is None else abs(self._now_ms() - newest.at_ms) / 1000  # a clock may be set back

    async def _look(self) -> None:
        try:
            await self._in_thread()
        except AppError as error:
            if self.trouble is None:
                self.trouble = error
                self._events.publish(Changes(backups=True))
        else:
            self.trouble = None

    async def _in_thread(self) -> None:
        """Wait for the thread also when cancelled: the workspace must not be closed under it."""
        work = asyncio.ensure_future(asyncio.to_thread(self._make_if_changed))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            with suppress(AppError):  # too late to be told; the next start looks again
                await work
            raise

    def _make_if_changed(self) -> None:
        with suppress(stored.Abandoned):
            if stored.changed(self._folder):
                stored.make(self._folder, Why.HALF_HOURLY, self._now_ms(), ending=self._ending.is_set)
                stored.prune(self._folder)


def _tell_bug(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "Making backups failed", "exception": error})
