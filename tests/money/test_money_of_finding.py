"""The money rules where one sheet is filled by several searches: counted, run again, without who is had, split."""

from decimal import Decimal

from app.domain.jobs import JobState, PauseReason
from app.domain.money import ZERO, Purse
from app.workspace import ledger
from tests.whole_app import MANY, Spent, found, handles_of, opened, search_for

WIDE = 133_000  # a little more than 10,000


async def test_nothing_is_set_aside_or_sent_by_planning(app, spent):
    """Every plan is made from the workspace alone."""
    search = search_for(150, least=MANY)
    sheet_id, _ = await found(app, 20, least=MANY)
    asked = len(spent.arrivals)
    await app.discovery.plan(search, leave_out=True)
    await app.run_again.plan(sheet_id)
    app.counting.known(search)
    app.splitting.counts_price(search)
    app.discovery.saving(sheet_id)
    app.saved_searches.all()

    assert (len(spent.arrivals), app.credits.set_aside()) == (asked, 0)


async def test_lost_answers_of_a_split_search_are_bought_again_once_and_nothing_else_is(start_service, tmp_path):
    """Each page of each band that was lost, in its own band; the books say both times."""
    service = start_service("--credits", "1000")
    async with opened(service, tmp_path) as app:
        search = search_for(10_000, least=WIDE)
        await app.counting.count(search)
        await app.splitting.count_bands(search)
        plan = app.splitting.plan(search)
        assert plan is not None
        sheet_id = await app.splitting.open_sheet(plan)
        service.restart("--faults", "lost:0.05")
        spent = Spent(service)
        job = await app.splitting.find(sheet_id, purse=Purse(limit=Decimal("20.00")))
        names = handles_of(app, sheet_id)
        bought = spent.credits
        booked = app.store.peek(ledger.booked)

    assert job.reason is PauseReason.BUDGET
    assert len(names) == len(set(names))
    assert job.totals.spent + job.totals.in_doubt <= Decimal("20.00")
    assert bought <= job.totals.spent + job.totals.in_doubt
    assert booked >= job.totals.spent


async def test_a_killed_run_again_goes_on_after_one_click_and_buys_nothing_twice(service, spent, tmp_path, matches):
    """What was planned is frozen with it: creators left out, pages, the most it may cost."""
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 100, least=MANY)
        plan = await app.run_again.plan(sheet_id)
        job = await app.run_again.run(plan, purse=Purse(limit=Decimal("0.50")))
        assert job.reason is PauseReason.BUDGET
    async with opened(service, tmp_path) as app:
        again = await app.jobs.resume(job.id)
        names = handles_of(app, sheet_id)

    assert (again.state, len(names), len(set(names))) == (JobState.FINISHED, matches, matches)
    assert (spent.credits, again.totals.spent) == (Decimal(matches) / 100, Decimal(matches - 100) / 100)
    assert again.most == plan.most


async def test_a_lost_count_waits_for_one_click(app, spent, matches):
    """As any payment without an answer; its total is known afterwards."""
    search = search_for(20, least=MANY)
    job = await app.counting.count(search, purse=Purse(limit=ZERO))
    await app.store.write(lambda db: db.execute("UPDATE requests SET state = 'uncertain' WHERE job_id = ?", (job.id,)))
    lost = app.counting.known(search)
    again = await app.jobs.retry_uncertain(job.id)
    told = app.counting.known(search)

    assert (lost, again.state, spent.credits) == (None, JobState.FINISHED, Decimal("0.01"))
    assert told is not None
    assert told.matches == matches
