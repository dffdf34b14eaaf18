"""What can be done with a job now, and in which group of the list it stands. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum, auto

from app.domain.goals import GoalStanding
from app.domain.jobs import Job
from app.ui.window import goal_words
from app.ui.window import job_words as words
from app.ui.window.job_words import ProgressWords


class Ask(StrEnum):
    """What somebody may want of a job."""

    ROWS = auto()
    PAUSE = auto()
    GO_ON = auto()
    STOP = auto()
    FIRST = auto()
    IN_TURN = auto()
    CHECK = auto()
    GET_AGAIN = auto()
    TRY_AGAIN = auto()


class Group(StrEnum):
    """The groups of the list, in their order."""

    RUNNING = "Running"
    WAITING = "Waiting for you"
    DONE = "Done"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkNow:
    """Everything Activity shows. `jobs` newest first, `sends` as (last 60 s, limit), `seconds_left` by running job.

    `sheets`: the names of the sheets that are there. `used`: by job whose payments were compared with the account, the
    credits it shows beyond what is booked here, None where nobody can tell. `checking`: jobs being compared now.
    `goals`: how far those jobs are that run until there are enough.
    """

    jobs: Sequence[Job] = ()
    sends: tuple[int, int]
    seconds_left: Mapping[int, float | None] = field(default_factory=dict)
    sheets: Mapping[int, str] = field(default_factory=dict)
    preferred: int | None = None
    used: Mapping[int, Decimal | None] = field(default_factory=dict)
    checking: Set[int] = frozenset()
    goals: Mapping[int, GoalStanding] = field(default_factory=dict)

    @property
    def several_run(self) -> bool:
        """Whether jobs share the line, so that one of them could go first."""
        return sum(job.is_going for job in self.jobs) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One button of a job; `why_not` is why it cannot be pressed now."""

    text: str
    ask: Ask
    why_not: str = ""


def progress(job: Job, now: WorkNow) -> ProgressWords:
    """A job in the words of the strip."""
    goal = now.goals.get(job.id)
    return words.progress(job, now.seconds_left.get(job.id)) if goal is None else goal_words.progress(job, goal)


def facts(job: Job, now: WorkNow) -> str:
    """The second line of a job in the list."""
    goal = now.goals.get(job.id)
    left = now.seconds_left.get(job.id) if goal is None else None
    said = words.facts(job, left, now.used.get(job.id), compared=job.id in now.used)
    return said if goal is None else goal_words.facts(goal, said)


def group_of(job: Job) -> Group:
    """A job with a payment to check waits for somebody, also when it has ended."""
    if job.is_going:
        return Group.RUNNING
    return Group.WAITING if job.can_resume or job.totals.uncertain else Group.DONE


def current(jobs: Sequence[Job]) -> Job | None:
    """The job the strip speaks of; None while nothing runs and nothing waits for a click."""
    going = [job for job in jobs if job.is_going]
    waiting = [job for job in jobs if job.can_resume]
    return next(iter(going or waiting), None)


def offers(job: Job, now: WorkNow) -> list[Offer]:
    """The verbs that fit the job's state; those that cost something name their exact maximum.

    What was lost or refused is sent again only once nothing else of the job waits: it would be sent along.
    """
    if job.is_going:
        return [*_turns(job, now), Offer(text="Pause", ask=Ask.PAUSE), Offer(text="Stop", ask=Ask.STOP)]
    found = []
    totals = job.totals
    if job.can_resume and (totals.waiting or not (totals.uncertain or totals.failed)):
        found.append(Offer(text=words.resume_button(job), ask=Ask.GO_ON))
    if totals.undecided:
        busy = job.id in now.checking
        text = "Checking…" if busy else "Check payments · free"
        found.append(Offer(text=text, ask=Ask.CHECK, why_not="This takes up to a minute." if busy else ""))
    elif totals.uncertain and not totals.waiting:
        found.append(Offer(text=words.retry_button(job), ask=Ask.GET_AGAIN))
    if totals.failed and not totals.waiting:
        found.append(Offer(text=words.retry_failed_button(job), ask=Ask.TRY_AGAIN))
    if job.can_resume:
        found.append(Offer(text="Stop", ask=Ask.STOP))
    return found


def next_step(job: Job, now: WorkNow) -> Offer:
    """What the strip offers beside Stop: the first that fits the job in it."""
    return next(offer for offer in offers(job, now) if offer.ask not in (Ask.FIRST, Ask.IN_TURN))


def _turns(job: Job, now: WorkNow) -> list[Offer]:
    if not now.several_run:
        return []
    if now.preferred == job.id:
        return [Offer(text="Take turns again", ask=Ask.IN_TURN)]
    return [Offer(text="Do this first", ask=Ask.FIRST)]
