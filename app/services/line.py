"""Who is next: the callers of one lane, job by job."""

import asyncio
from collections import OrderedDict, deque

from app.api.gate import Lane, Slot
from app.services.stakes import Stake


class Ticket:
    """One caller: its place in line while `turn` is pending, in flight once `turn` has a slot."""

    __slots__ = ("job", "lane", "stake", "turn", "withdrawn")

    def __init__(self, lane: Lane, job: int | None, stake: Stake) -> None:
        self.lane = lane
        self.job = job
        self.stake = stake
        self.turn: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()
        self.withdrawn = False


class Line:
    """Who is next: jobs take turns, and inside a job the first come is the first served."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[int | None, deque[Ticket]] = OrderedDict()

    def add(self, ticket: Ticket) -> None:
        self._jobs.setdefault(ticket.job, deque()).append(ticket)

    def add_first(self, ticket: Ticket) -> None:
        """Back to the head of its own job; the other jobs keep their turns."""
        self._jobs.setdefault(ticket.job, deque()).appendleft(ticket)

    def head(self, preferred: int | None) -> Ticket | None:
        """The next ticket that still waits, of the preferred job where it has one.

        Those who left meanwhile are dropped here, each once.
        """
        if preferred in self._jobs:
            self._jobs.move_to_end(preferred, last=False)
        while self._jobs:
            job, tickets = next(iter(self._jobs.items()))
            while tickets:
                if not tickets[0].turn.done():
                    return tickets[0]
                tickets.popleft()
            del self._jobs[job]
        return None

    def pop(self) -> None:
        """Take the head away; its job goes behind the others."""
        job, tickets = next(iter(self._jobs.items()))
        tickets.popleft()
        if tickets:
            self._jobs.move_to_end(job)
        else:
            del self._jobs[job]
