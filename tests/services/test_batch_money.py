"""Budgets beside batches: what runs at the service takes its place in them, and resuming asks them again."""

from decimal import Decimal

from app.domain.batches import BatchMode
from app.domain.jobs import JobState, PauseReason
from app.domain.money import ZERO, Purse
from app.workspace import campaigns
from tests.batches import FAST, KNOWN, STILL, again, fast, list_of, over, upload
from tests.whole_app import FULL, Spent, opened


def resumes(spent: Spent) -> int:
    return sum(one["path"].endswith("/resume/") for one in spent.arrivals)


async def test_a_campaigns_budget_counts_its_running_batches_and_no_others(start_service, tmp_path):
    """2.00 of 3.00 are with the service: one row more fits. A batch of a sheet outside takes nothing of it."""
    service = fast(start_service("--credits", "100"), **STILL)
    async with opened(service, tmp_path) as app:
        inside, ids = await list_of(app, list(KNOWN[:2]))
        more, others = await list_of(app, [KNOWN[2], KNOWN[3]])
        number = await app.store.write(lambda db: campaigns.add(db, "Spring", 1))
        for sheet_id in (inside, more):
            await app.store.write(lambda db, one=sheet_id: campaigns.assign(db, one, number, 1))
        await app.budgets.set_campaign(number, Decimal(3))
        _, _, outside = await upload(app, "nobody.1", "nobody.2", mode=BatchMode.FULL)
        job = await again(app, inside, ids, BatchMode.FULL)
        single = await app.enrichment.run(more, others, FULL)
        service.settings(**FAST)
        ended = [await over(app, one) for one in (outside, job)]

    assert (outside.state, job.state) == (JobState.AWAY, JobState.AWAY)
    assert (single.state, single.reason, single.totals.spent) == (JobState.PAUSED, PauseReason.BUDGET, Decimal(1))
    assert [one.totals.spent for one in ended] == [ZERO, Decimal(2)]


async def test_a_batch_that_is_dearer_than_its_price_says_so(start_service, tmp_path):
    """It cannot be held; what its rows cost is booked, and what it was above the list is told apart."""
    service = fast(start_service("--credits", "100"), price_times=2)
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        ended = await over(app, job)

    assert (ended.state, ended.totals.done) == (JobState.FINISHED, 4)
    assert (ended.totals.spent, ended.totals.above_list) == (Decimal(8), Decimal(4))


async def test_resuming_asks_the_budgets_for_what_is_left(start_service, tmp_path):
    """2.00 are left of a paused batch; with 1.00 left of the day, or of the run, nothing is sent.

    The reason stands also when the service is asked again how far the batch is.
    """
    service = fast(start_service("--credits", "2"))
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        held = app.credits.set_aside()
        service.top_up("10")
        await app.budgets.set_day(Decimal(3))
        await app.jobs.resume(job.id)
        await app.watcher.look(app.batches.of_job(job.id)[0])
        by_day = app.jobs.get(job.id)
        await app.budgets.set_day(None)
        by_run = await app.jobs.work(job.id, Purse(limit=Decimal(1)))
        sent = resumes(spent)
        ended = await over(app, await app.jobs.resume(job.id))

    assert (held, sent) == (ZERO, 0)
    assert [(one.state, one.reason) for one in (by_day, by_run)] == [(JobState.PAUSED, PauseReason.BUDGET)] * 2
    assert (ended.state, resumes(spent), spent.credits) == (JobState.FINISHED, 1, Decimal(4))


async def test_a_resume_in_vain_takes_nothing_of_the_budgets(start_service, tmp_path):
    """No credits were there: 4.00 a day are enough for four rows however often somebody tried."""
    service = fast(start_service("--credits", "2"))
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        await app.budgets.set_day(Decimal(4))
        in_vain = [await over(app, await app.jobs.resume(job.id)) for _ in range(3)]
        service.top_up("10")
        ended = await over(app, await app.jobs.resume(job.id))

    assert {one.reason for one in in_vain} == {PauseReason.CREDITS}
    assert (ended.state, ended.totals.spent) == (JobState.FINISHED, Decimal(4))
