"""What can be done with a job now, and in which group of the list it stands. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum, auto

from app.domain.goals import GoalStanding
from app.domain.jobs import Job, JobKind, JobState
from app.ui.window import batch_words, goal_words
from app.ui.window import job_words as words
from app.ui.window.batch_words import BatchNow
from app.ui.window.job_words import ProgressWords
from app.ui.window.words import counted, number


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
    MAY_RUN = auto()
    SEND_AGAIN = auto()
    ASK_AGAIN = auto()
    SAVE_FILE = auto()


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
    `batches`: the files of the jobs that are batches. `goals`: how far those jobs are that run until there are enough.
    """

    jobs: Sequence[Job] = ()
    sends: tuple[int, int]
    seconds_left: Mapping[int, float | None] = field(default_factory=dict)
    sheets: Mapping[int, str] = field(default_factory=dict)
    preferred: int | None = None
    used: Mapping[int, Decimal | None] = field(default_factory=dict)
    checking: Set[int] = frozenset()
    batches: Mapping[int, BatchNow] = field(default_factory=dict)
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


def batch_of(job: Job, now: WorkNow) -> BatchNow | None:
    """What is known of a job's files; None where it is no batch."""
    return now.batches.get(job.id, BatchNow(files=())) if job.kind is JobKind.BATCH else None


def progress(job: Job, now: WorkNow) -> ProgressWords:
    """A job in the words of the strip."""
    batch, goal, left = batch_of(job, now), now.goals.get(job.id), now.seconds_left.get(job.id)
    if batch is not None:
        return batch_words.progress(job, batch, left)
    return words.progress(job, left) if goal is None else goal_words.progress(job, goal)


def facts(job: Job, now: WorkNow) -> str:
    """The second line of a job in the list, before the money."""
    batch, goal, left = batch_of(job, now), now.goals.get(job.id), now.seconds_left.get(job.id)
    if batch is not None:
        return batch_words.facts(job, batch, left)
    said = words.facts(job, left if goal is None else None, now.used.get(job.id), compared=job.id in now.used)
    return said if goal is None else goal_words.facts(goal, said)


def money(job: Job, now: WorkNow) -> str:
    """What a job has cost, of how much; "" where its facts say so already."""
    batch = batch_of(job, now)
    return "" if batch is not None and batch_words.is_over(job, batch) else words.spent(job)


def group_of(job: Job) -> Group:
    """A job with a payment to check waits for somebody, also when it has ended."""
    if job.is_going or (job.state is JobState.AWAY and not job.totals.uncertain):
        return Group.RUNNING
    return Group.WAITING if job.can_resume or job.totals.uncertain else Group.DONE


def current(jobs: Sequence[Job]) -> Job | None:
    """The job the strip speaks of; None while nothing runs, here or at the service, and nothing waits for a click."""
    going = [job for job in jobs if job.is_going]
    away = [job for job in jobs if job.state is JobState.AWAY]
    waiting = [job for job in jobs if job.can_resume]
    return next(iter(going or away or waiting), None)


def others(jobs: Sequence[Job]) -> str:
    """Beside the one in the strip: "2 more run · 1 more waits for you"; "" where it is the only one."""
    shown = current(jobs)
    groups = Counter(group_of(job) for job in jobs if shown is not None and job.id != shown.id)
    run, wait = groups[Group.RUNNING], groups[Group.WAITING]
    said = ((run, "more runs", "more run"), (wait, "more waits", "more wait"))
    return " · ".join(counted(*one) for one in said if one[0])


def offers(job: Job, now: WorkNow) -> list[Offer]:
    """The verbs that fit the job's state; those that cost something name their exact maximum.

    What was lost or refused is sent again only once nothing else of the job waits: it would be sent along.
    """
    if job.is_going:
        return [*_turns(job, now), Offer(text="Pause", ask=Ask.PAUSE), Offer(text="Stop", ask=Ask.STOP)]
    batch = batch_of(job, now)
    if batch is not None:
        return _batch_offers(job, batch)
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
    if totals.failed and not totals.waiting and job.kind is not JobKind.OVERLAP:  # the same would be refused again
        found.append(Offer(text=words.retry_failed_button(job), ask=Ask.TRY_AGAIN))
    if job.can_resume:
        found.append(_leaving(job))
    return found


def _batch_offers(job: Job, batch: BatchNow) -> list[Offer]:
    """What the service works on can be neither held nor stopped, so there is nothing to press."""
    found = []
    totals = job.totals
    if job.can_resume and (totals.waiting or totals.paused_at_most):
        found.append(Offer(text=words.resume_button(job), ask=Ask.GO_ON))
    if batch.lost:
        found.append(Offer(text="It may be running…", ask=Ask.MAY_RUN))
    if batch.can_ask:
        found.append(Offer(text="Get its results · free", ask=Ask.ASK_AGAIN))
    rests = not (totals.waiting or totals.paused_at_most)
    if batch.to_check and rests and not batch.lost:
        found.append(Offer(text=f"Send {number(batch.to_check)} again…", ask=Ask.GET_AGAIN))
    if totals.failed and rests:
        found.append(Offer(text=batch_words.send_again_button(job), ask=Ask.SEND_AGAIN))
    if batch.with_file:
        found.append(Offer(text="Save its file…", ask=Ask.SAVE_FILE))
    if job.can_resume:
        found.append(_leaving(job))
    return found


def _leaving(job: Job) -> Offer:
    return Offer(text="Leave it" if job.state is JobState.FAILED else "Stop", ask=Ask.STOP)


def next_step(job: Job, now: WorkNow) -> Offer | None:
    """What the strip offers beside Stop: the first that fits the job in it; None where there is nothing to press."""
    not_here = (Ask.FIRST, Ask.IN_TURN, Ask.SAVE_FILE, Ask.STOP)
    return next((offer for offer in offers(job, now) if offer.ask not in not_here), None)


def _turns(job: Job, now: WorkNow) -> list[Offer]:
    if not now.several_run:
        return []
    if now.preferred == job.id:
        return [Offer(text="Take turns again", ask=Ask.IN_TURN)]
    return [Offer(text="Do this first", ask=Ask.FIRST)]
