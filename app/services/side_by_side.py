"""Many requests of one job at a time, until they are through or the first error stops them all."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from app.domain.errors import AppError, BudgetReached, Charged, Withdrawn
from app.workspace.requests import Request

TASKS_PER_JOB = 310  # a little above what may be in flight, so that the line is never empty
One = Callable[[Request], Awaitable[None]]


class SideBySide:
    """Sends requests of a job. `withdraw` takes back what was not sent; `taken_back`: somebody paused or stopped it."""

    def __init__(self, withdraw: Callable[[], None], taken_back: Callable[[], bool]) -> None:
        self._withdraw = withdraw
        self._taken_back = taken_back
        self._errors: list[AppError] = []

    async def each(self, requests: Sequence[Request], one: One) -> dict[Request, BudgetReached]:
        """Send these, in order; returns those that a budget held back. Raises: the error that concerns the job."""
        room = asyncio.Semaphore(TASKS_PER_JOB)
        blocked: dict[Request, BudgetReached] = {}

        async def guarded(request: Request) -> None:
            try:
                await one(request)
            except BudgetReached as error:
                blocked[request] = error
            except AppError as error:
                self._fail(error)
            finally:
                room.release()

        async with asyncio.TaskGroup() as group:
            for request in requests:
                await room.acquire()
                if self._ends:
                    room.release()
                    break
                group.create_task(guarded(request))
        self._raise()
        return blocked

    async def as_decided(self, next_one: Callable[[], Awaitable[Request | None]], one: One) -> None:
        """Send what `next_one` names, asked again after each answer, until nothing goes and nothing is on its way.

        Raises: the error that concerns the whole job.
        """
        landed = asyncio.Event()
        flying = 0

        async def guarded(request: Request) -> None:
            nonlocal flying
            try:
                await one(request)
            except AppError as error:
                self._fail(error)
            finally:
                flying -= 1
                landed.set()

        async with asyncio.TaskGroup() as group:
            while True:
                landed.clear()
                while not self._ends and (request := await next_one()) is not None:
                    flying += 1
                    group.create_task(guarded(request))
                if not flying and not landed.is_set():  # set: the last answer came while the next was decided
                    break
                await landed.wait()
        self._raise()

    @property
    def _ends(self) -> bool:
        return bool(self._errors) or self._taken_back()

    def _fail(self, error: AppError) -> None:
        self._errors.append(error)
        self._withdraw()

    def _raise(self) -> None:
        told = [error for error in self._errors if not isinstance(error, Withdrawn)]
        told.sort(key=lambda error: error.charged is Charged.NO)  # a charge is not hidden behind a free failure
        if self._ends:
            raise next(iter(told), Withdrawn("Taken back."))
