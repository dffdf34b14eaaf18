"""What carrying out a recipe works with: the services of an open account, and how a run ends early."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.domain.errors import AppError
from app.domain.jobs import Job, JobState, PauseReason
from app.services.batch import Batches
from app.services.credits import Credits
from app.services.discovery import Discovery
from app.services.emails import Emails
from app.services.enrichment import Enrichment
from app.services.exporting import Exports
from app.services.goals import Goals
from app.services.imports import Imports
from app.services.jobs import Jobs
from app.services.overlap import Overlaps
from app.services.posts import Posts
from app.services.socials import Socials
from app.services.word_check import WordCheck
from app.workspace import jobs as stored
from app.workspace import prices
from app.workspace.store import Store

Tell = Callable[[str], None]


class Services(Protocol):
    """The verbs of one open account."""

    store: Store
    discovery: Discovery
    imports: Imports
    emails: Emails
    enrichment: Enrichment
    batches: Batches
    goals: Goals
    socials: Socials
    posts: Posts
    overlaps: Overlaps
    word_check: WordCheck
    jobs: Jobs
    credits: Credits
    exports: Exports


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first rows of a recipe: those that are there, and how many of the places others can still take."""

    ids: list[int]
    to_come: int


class Stopped(AppError):
    """The run ends here: `job` waits for a person or failed, or there is more to buy than `reason` allows."""

    def __init__(self, job: Job | None, reason: PauseReason | None = None) -> None:
        self.job = job
        self.reason = reason or (job.reason if job else None)
        said = job.error if job is not None and reason is None else ""
        super().__init__(said or (self.reason.sentence if self.reason else "The run was stopped."))

    @property
    def was_refused(self) -> bool:
        """The service did not take what the job asks, which costs nothing and ends nothing else."""
        return self.reason is None and self.job is not None and self.job.state is JobState.FAILED


def go_on_or_stop(job: Job) -> None:
    """Raises: Stopped for a job that is not done."""
    if job.state is not JobState.FINISHED:
        raise Stopped(job)


def real_price(on: Services, key: str, listed: Decimal) -> Decimal:
    """What this much of the price list can cost a purchase, as far as answers to earlier runs of it say."""
    return on.store.peek(lambda db: prices.real(db, stored.of_recipe(db, key), listed))


def job_of(on: Services, key: str) -> Job | None:
    """The job that earlier runs of a recipe made for this purchase."""
    known = on.store.peek(lambda db: stored.of_recipe(db, key))
    return None if known is None else on.jobs.get(known)
