"""Buying by a batch: upload what was not, resume what paused, wait for the end; and what is said of lost uploads."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from decimal import Decimal

from app.domain.errors import ServiceError
from app.domain.jobs import Job, JobState, PauseReason
from app.domain.money import show
from app.services.recipes.kit import Services, Stopped, Tell, go_on_or_stop, job_of
from app.workspace import doubt, uncertain
from app.workspace.uncertain import LostBatch


async def to_the_end(on: Services, tell: Tell, key: str, to_pay: Decimal, upload: Callable[[], Awaitable[Job]]) -> None:
    """Do what is open of a recipe's batches; what an earlier run uploaded is waited for, never uploaded again.

    `upload` starts the job, or goes on with it. Raises: Stopped.
    """
    job = job_of(on, key)
    lost = 0 if job is None else on.batches.may_be_running(job.id)
    held_back = None
    if to_pay > 0 or (job is not None and job.state is JobState.PAUSED):
        job = await upload()
        held_back = job.reason if job.state is JobState.PAUSED else None
    if job is None:
        return
    if on.batches.may_be_running(job.id) > lost and job.sheet_id is not None:
        await tell_of_lost(on, tell, job.sheet_id, ())
    job = await on.batches.wait(job.id)
    await on.batches.looked_at(job.id)
    _tell_of_rest(on, tell, job)
    if job.totals.above_list:
        tell(f"influencers.club charged {show(job.totals.above_list)} credits more than its price list says.")
    go_on_or_stop(job)
    if held_back in (PauseReason.BUDGET, PauseReason.CREDITS):  # what was to be sent again is to be checked as before
        raise Stopped(job, held_back)


def _tell_of_rest(on: Services, tell: Tell, job: Job) -> None:
    """What the batches of a job that ended did not bring, what of it was charged, and what can be done."""
    if refused := on.batches.refused(job.id):
        files = "An upload" if refused == 1 else f"Each of {refused} uploads"
        tell(
            f"{files} of “{job.title}” (job {job.id}) was refused. Nothing of it is uploaded again by itself: the"
            " same would be refused again. To have it tried once more, run this recipe with --retry-uncertain."
        )
        return
    in_vain, totals = on.batches.paid_in_vain(job.id), job.totals
    if job.state is not JobState.FAILED and not in_vain:
        return
    rows = totals.all - totals.cancelled
    tell(
        f"“{job.title}” (job {job.id}): {totals.done + totals.not_found} of {rows} rows came,"
        f" {show(totals.spent)} credits were charged."
    )
    in_doubt = on.store.peek(lambda db: doubt.elsewhere(db, job.id))
    free = totals.failed - in_doubt
    if free and job.state is JobState.FAILED:
        tell(f"{_rows(free)} cost nothing: run this recipe again to have them sent again, within its budget.")
    if in_doubt and job.state is JobState.FAILED:
        tell(
            f"{_rows(in_doubt)} cost nothing this time, but may have been charged before: they are sent again only"
            " with --retry-uncertain."
        )
    if in_vain:
        tell(
            f"{show(in_vain)} credits of it are for rows that did not come, and nobody can tell for which of"
            f" {totals.uncertain}: they are not bought again. Run this recipe again to have their results asked for"
            f" again, free. With --retry-uncertain what does not come then is sent again, for up to"
            f" {show(totals.again_at_most)} credits: up to {show(in_vain)} of them a second time."
        )


async def tell_of_lost(on: Services, tell: Tell, sheet_id: int, ids: Sequence[int]) -> None:
    """Say which of these rows may be running at the service, what moved since, and what can be done (money rule 8).

    Asks the balance where there are such rows, which is free.
    """
    for lost in await _lost(on, sheet_id, ids, covered=False):
        if not lost.has_ended:
            tell(_may_run(lost, on.batches.use_since_lost(lost.job_id)))
        elif not lost.is_here:  # of its own ones a recipe tells when it is through with them
            tell(_not_brought(lost))


async def tell_of_retries(on: Services, tell: Tell, sheet_id: int, ids: Sequence[int], budget: Decimal | None) -> None:
    """Say which of these rows are about to be sent again although a batch may have charged for them. Free."""
    for lost in await _lost(on, sheet_id, ids, covered=True):
        tell(_sent_again(lost, on.batches.use_since_lost(lost.job_id), budget))


async def _lost(on: Services, sheet_id: int, ids: Sequence[int], *, covered: bool) -> list[LostBatch]:
    def read(db: sqlite3.Connection) -> list[LostBatch]:
        return uncertain.lost_batches(db, sheet_id, ids, covered=covered)

    if not on.store.peek(read):
        return []
    with suppress(ServiceError):  # what is known is said all the same; whatever is bought next meets the error
        await on.jobs.look()
        await on.credits.refresh()
    return on.store.peek(read)


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
        f"{_rows(lost.rows)} may be running at influencers.club: the upload of “{lost.title}” (job {lost.job_id}) got"
        f" no answer. Nothing is bought for them and nothing is uploaded again. {_moved(used)} {what_to_do}"
    )


def _not_brought(lost: LostBatch) -> str:
    return (
        f"{_rows(lost.rows)} may be among those that “{lost.title}” (job {lost.job_id}) charged for and did not bring:"
        f" nothing is bought for them. To have the results asked for again, free, run the recipe of job {lost.job_id}."
    )


def _sent_again(lost: LostBatch, used: Decimal | None, budget: Decimal | None) -> str:
    twice = (
        f"Up to {show(lost.at_most)} credits are paid twice."
        if lost.has_ended
        else f"{_moved(used)} If the first upload runs, up to {show(lost.at_most)} credits are paid twice."
    )
    within = "" if budget is None else f", as far as the budget of {show(budget)} credits goes"
    return (
        f"{_rows(lost.rows)} of “{lost.title}” (job {lost.job_id}) may be sent again, because --retry-uncertain says"
        f" so{within}. {twice}"
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _moved(used: Decimal | None) -> str:
    if used is None:
        return "Whether credits were used since it was sent is not known."
    if not used:
        return "No credits were used since it was sent."
    return f"{show(used)} credits were used since it was sent: it probably runs."
