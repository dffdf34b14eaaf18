"""The jobs that are worked on in this process: how fast they are, who waits for them, and how they come to rest."""

import asyncio
import time
from dataclasses import dataclass, field

from app.domain.errors import (
    AppError,
    BudgetReached,
    DiskError,
    FairUse,
    KeyRefused,
    NotSent,
    OutOfCredits,
    ServiceFault,
    Uncertain,
)
from app.domain.jobs import Job, JobState, PauseReason

_PAUSES: dict[type[AppError], PauseReason] = {
    OutOfCredits: PauseReason.CREDITS,
    BudgetReached: PauseReason.BUDGET,
    FairUse: PauseReason.FAIR_USE,
    KeyRefused: PauseReason.KEY,
    ServiceFault: PauseReason.SERVICE,
    Uncertain: PauseReason.SERVICE,  # of a job as a whole: the balance could not be asked
    NotSent: PauseReason.OFFLINE,
    DiskError: PauseReason.DISK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """How a job comes to rest; `error` is what a person is told of it, beyond what the reason says."""

    state: JobState
    reason: PauseReason | None = None
    error: str = ""

    @classmethod
    def after(cls, error: AppError) -> "Rest":
        """What an error that concerns the whole job makes of it."""
        reason = next((reason for kind, reason in _PAUSES.items() if isinstance(error, kind)), None)
        if reason is None:
            return cls(state=JobState.FAILED, error=error.sentences)
        # What stopped it cost nothing; what the job got before may have. So the second sentence is left out.
        return cls(state=JobState.PAUSED, reason=reason, error=f"{error.happened} {error.advice}".strip())


FINISHED = Rest(state=JobState.FINISHED)
STOPPED = Rest(state=JobState.STOPPED)
BY_YOU = Rest(state=JobState.PAUSED, reason=PauseReason.BY_YOU)
DEARER = Rest(state=JobState.PAUSED, reason=PauseReason.DEARER)


@dataclass(slots=True)
class _Work:
    """One job: `settled` of its requests needed nothing more when it began."""

    settled: int
    began_s: float = field(default_factory=time.monotonic)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: Rest | None = None


class AtWork:
    """What is worked on now. `closing`: nothing more is started, and nobody should wait for the service any longer."""

    def __init__(self) -> None:
        self.closing = False
        self._jobs: dict[int, _Work] = {}

    def __contains__(self, job_id: int | None) -> bool:
        return job_id in self._jobs

    def ids(self) -> tuple[int, ...]:
        return tuple(self._jobs)

    def begin(self, job: Job) -> None:
        self._jobs[job.id] = _Work(job.totals.settled)

    def end(self, job_id: int) -> None:
        self._jobs.pop(job_id).ended.set()

    async def until_ended(self, job_id: int) -> None:
        """Until nobody works on it any more."""
        if (work := self._jobs.get(job_id)) is not None:
            await work.ended.wait()

    def want(self, job_id: int, rest: Rest) -> None:
        """Somebody, or what an answer cost, wants it to rest. A stop is for good, and of pauses the one for its price
        is told."""
        work = self._jobs[job_id]
        kept = (STOPPED,) if rest == DEARER else (STOPPED, DEARER)
        if rest == STOPPED or work.wanted not in kept:
            work.wanted = rest

    def wanted(self, job_id: int) -> Rest | None:
        """How it is to rest; None: it is to go on."""
        work = self._jobs.get(job_id)
        return None if work is None else work.wanted

    def time_left_s(self, job: Job) -> float | None:
        """About how long a job still takes, from its own pace; None before it has one."""
        work = self._jobs.get(job.id)
        if work is None:
            return None
        done, elapsed = job.totals.settled - work.settled, time.monotonic() - work.began_s
        if done < 1 or elapsed < 1:
            return None
        return (job.totals.waiting + job.totals.sent) * elapsed / done
