"""Buying by a batch: upload what was not, resume what paused, and wait for the end."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from app.domain.jobs import Job, JobState
from app.services.recipes.kit import Services, Tell, go_on_or_stop, job_of


async def to_the_end(on: Services, tell: Tell, key: str, to_pay: Decimal, upload: Callable[[], Awaitable[Job]]) -> None:
    """Do what is open of a recipe's batches; what an earlier run uploaded is waited for, never uploaded again.

    `upload` starts the job, or goes on with it. Raises: Stopped.
    """
    job = job_of(on, key)
    if to_pay > 0 or (job is not None and job.state is JobState.PAUSED):
        job = await upload()
    if job is None:
        return
    if uploads := on.batches.may_be_running(job.id):
        tell(
            f"{uploads} of its uploads got no answer: they may be running, and nothing is uploaded again."
            " If credits do not move for a day, run the recipe with --retry-uncertain."
        )
    go_on_or_stop(await on.batches.wait(job.id))
