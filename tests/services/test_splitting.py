"""More than 10,000 matches: split by followers, every one is reached, each is bought once."""

from decimal import Decimal

import pytest

from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.jobs import JobState, PauseReason
from app.domain.money import Purse
from app.domain.platforms import Platform
from app.services.splitting import LARGEST_BAND, MOST_COUNTS
from app.workspace import ledger
from tests.whole_app import Spent, found, opened, search_for

WIDE = 133_000  # followers: a little more than 10,000 creators of the invented world have as many


async def counted(app, **more) -> tuple[Search, int]:
    search = search_for(10_000, **more)
    await app.counting.count(search)
    told = app.counting.known(search)
    assert told is not None
    return search, told.matches


async def test_every_match_is_reached_once_also_when_stopped_on_the_way(start_service, tmp_path):
    """One sheet, several bands; together they cost exactly what all creators cost, counts included."""
    service = start_service("--credits", "1000")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        search, matches = await counted(app, least=WIDE)
        await app.splitting.count_bands(search)
        plan = app.splitting.plan(search)
        assert plan is not None
        sheet_id = await app.splitting.open_sheet(plan)
        job = await app.splitting.find(sheet_id, purse=Purse(limit=Decimal("20.00")))
        assert job.reason is PauseReason.BUDGET
    async with opened(service, tmp_path) as app:
        job = await app.jobs.resume(job.id)
        rows = app.store.peek(
            lambda db: db.execute(
                "SELECT count(*), count(DISTINCT c.handle), min(c.f_followers) FROM sheet_rows r"
                " JOIN creators c ON c.id = r.creator_id WHERE r.sheet_id = ?",
                (sheet_id,),
            ).fetchone()
        )
        booked = app.store.peek(ledger.booked)

    assert (matches > 10_000, plan.rows, plan.beyond) == (True, matches, 0)
    assert all(band.matches <= LARGEST_BAND for band in plan.bands)
    assert job.state is JobState.FINISHED
    assert rows[:2] == (matches, matches)
    assert rows[2] >= WIDE
    assert spent.credits == booked == Decimal(matches) / 100


async def test_leaving_out_nobody_costs_no_count_of_its_own(app, spent):
    """In an empty workspace the counts with and without those who are had are the same ones."""
    search, matches = await counted(app, least=WIDE)
    await app.splitting.count_bands(search)
    plan, paid = app.splitting.plan(search, leave_out=True), spent.credits
    again = await app.splitting.count_bands(search, leave_out=True)

    assert plan is not None
    assert (plan.leave_out, plan.rows, again, spent.credits) == (False, matches, None, paid)


async def test_a_plan_that_was_paid_for_serves_though_somebody_is_had_by_now(app, spent):
    """Somebody found meanwhile is left out; the counts of all matches say how many come at most."""
    search, matches = await counted(app, least=WIDE)
    await app.splitting.count_bands(search)
    await found(app, 20, least=WIDE)
    paid = spent.credits
    plan = app.splitting.plan(search, leave_out=True)

    assert await app.splitting.count_bands(search, leave_out=True) is None
    assert plan is not None
    assert (plan.leave_out, plan.rows, spent.credits) == (True, matches, paid)


async def test_planning_names_its_price_and_is_free_the_second_time(app, spent):
    """Counts of the day are kept."""
    search, _ = await counted(app, least=WIDE)
    price = app.splitting.counts_price(search)
    assert app.splitting.plan(search) is None
    job = await app.splitting.count_bands(search)
    bought = spent.credits

    assert price == Decimal("0.01") * MOST_COUNTS
    assert job is not None
    assert job.most == price >= job.totals.spent
    assert await app.splitting.count_bands(search) is None
    assert spent.credits == bought


async def test_a_plan_that_stopped_goes_on(app, spent):
    """A budget pauses the counting; the next try asks only what is missing."""
    search, _ = await counted(app, least=WIDE)
    job = await app.splitting.count_bands(search, purse=Purse(limit=Decimal("0.01")))
    await app.splitting.count_bands(search)

    assert job is not None
    assert job.state is JobState.PAUSED
    assert app.splitting.plan(search) is not None


async def test_a_search_that_need_not_or_cannot_be_split_has_no_price(app):
    """10,000 or fewer matches, nothing counted yet, and OnlyFans, which has no filter for followers."""
    small, _ = await counted(app, least=2_000_000)
    fans = Search(platform=Platform.ONLYFANS)

    assert [app.splitting.counts_price(one) for one in (small, search_for(50), fans)] == [None, None, None]
    with pytest.raises(InputError, match="cannot be split"):
        app.splitting.plan(fans)


async def test_bands_follow_each_other_without_gap_or_overlap(app):
    """The largest audiences first; a band that nobody is in is left out."""
    search, matches = await counted(app, least=WIDE)
    await app.splitting.count_bands(search)
    plan = app.splitting.plan(search)

    assert plan is not None
    assert (plan.bands[-1].low, sum(band.matches for band in plan.bands)) == (WIDE, matches)
    assert [upper.low for upper in plan.bands[:-1]] == [(lower.high or 0) + 1 for lower in plan.bands[1:]]
