"""Buying by a batch: upload what was not, resume what paused, wait for the end; and what is said of lost uploads."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from decimal import Decimal

from app.domain.errors import ServiceError
from app.domain.jobs import Job, JobState
from app.domain.money import show
from app.services.recipes.kit import Services, Tell, go_on_or_stop, job_of
from app.workspace import uncertain
from app.workspace.uncertain import LostBatch


async def to_the_end(on: Services, tell: Tell, key: str, to_pay: Decimal, upload: Callable[[], Awaitable[Job]]) -> None:
    """Do what is open of a recipe's batches; what an earlier run uploaded is waited for, never uploaded again.

    `upload` starts the job, or goes on with it. Raises: Stopped.
    """
    job = job_of(on, key)
    lost = 0 if job is None else on.batches.may_be_running(job.id)
    if to_pay > 0 or (job is not None and job.state is JobState.PAUSED):
        job = await upload()
    if job is None:
        return
    if on.batches.may_be_running(job.id) > lost and job.sheet_id is not None:
        await tell_of_lost(on, tell, job.sheet_id, (), retries=False)
    go_on_or_stop(await on.batches.wait(job.id))


async def tell_of_lost(on: Services, tell: Tell, sheet_id: int, ids: Sequence[int], *, retries: bool) -> None:
    """Say which of these rows may be running at the service, what moved since, and what can be done (money rule 8).

    `retries`: they are about to be sent again. Asks the balance where there are such rows, which is free.
    """
    if not on.store.peek(lambda db: uncertain.lost_batches(db, sheet_id, ids)):
        return
    with suppress(ServiceError):  # what is known is said all the same; whatever is bought next meets the error
        await on.jobs.look()
        await on.credits.refresh()
    for lost in on.store.peek(lambda db: uncertain.lost_batches(db, sheet_id, ids)):
        used = on.batches.use_since_lost(lost.job_id)
        tell(_sent_again(lost, used) if retries and lost.is_here else _may_run(lost, used))


def _may_run(lost: LostBatch, used: Decimal | None) -> str:
    recipe = "this recipe" if lost.is_here else f"the recipe of job {lost.job_id}"
    run = f"run {recipe} with --retry-uncertain"
    if used:
        what_to_do = (
            "Look at influencers.club for its results. To have it sent again all the same, and pay up to"
            f" {show(lost.at_most)} credits a second time, {run}."
        )
    else:
        what_to_do = f"If credits do not move for a day, {run}."
    return (
        f"{_rows(lost)} may be running at influencers.club: the upload of “{lost.title}” (job {lost.job_id}) got no"
        f" answer. Nothing is bought for them and nothing is uploaded again. {_moved(used)} {what_to_do}"
    )


def _sent_again(lost: LostBatch, used: Decimal | None) -> str:
    return (
        f"{_rows(lost)} of “{lost.title}” (job {lost.job_id}) are sent again, because --retry-uncertain says so."
        f" {_moved(used)} If the first upload runs, up to {show(lost.at_most)} credits are paid twice."
    )


def _rows(lost: LostBatch) -> str:
    return "1 row" if lost.rows == 1 else f"{lost.rows} rows"


def _moved(used: Decimal | None) -> str:
    if used is None:
        return "Whether credits were used since it was sent is not known."
    if not used:
        return "No credits were used since it was sent."
    return f"{show(used)} credits were used since it was sent: it probably runs."
