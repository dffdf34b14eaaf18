"""Counting matches: one row for 0.01 tells how many there are, and is not bought a second time."""

from decimal import Decimal

from app.domain.jobs import JobState, PauseReason
from app.domain.money import Purse
from app.services.counting import COUNT_PRICE, NoEffect
from app.workspace import sheets
from tests.whole_app import MANY, found, handles_of, search_for


async def asked(app, **more) -> int:
    search = search_for(50, **more)
    await app.counting.count(search)
    told = app.counting.known(search)
    assert told is not None
    return told.matches


async def test_a_count_costs_one_row_and_makes_no_sheet(app, spent, matches):
    """The answer names the matches; it is in the books."""
    job = await app.counting.count(search_for(150, least=MANY))
    told = app.counting.known(search_for(20, least=MANY))

    assert (job.state, job.most, job.totals.spent) == (JobState.FINISHED, COUNT_PRICE, COUNT_PRICE)
    assert told is not None
    assert (told.matches, spent.credits, len(spent.entries)) == (matches, COUNT_PRICE, 1)
    assert app.store.peek(sheets.all_sheets) == []


async def test_what_was_never_asked_is_not_known(app):
    """Not even 0."""
    assert app.counting.known(search_for(20)) is None


async def test_a_bought_search_tells_its_matches_too(app, spent, matches):
    """No count is needed then."""
    await found(app, 20, least=MANY)
    told = app.counting.lately(search_for(150, least=MANY))

    assert told is not None
    assert (told.matches, len(spent.entries)) == (matches, 1)


async def test_no_match_costs_nothing(app, spent):
    """0 matches, 0.00 credits."""
    assert (await asked(app, least=MANY * 1000), spent.entries) == (0, [])


async def test_the_counted_row_is_taken_over_and_not_bought_again(app, spent, matches):
    """The search buys only the others; its sheet has all, each once."""
    search = search_for(30, least=MANY)
    await app.counting.count(search)
    plan = await app.discovery.plan(search)
    sheet_id = await app.discovery.open_sheet(search, plan)
    job = await app.discovery.find(search, sheet_id=sheet_id)
    names = handles_of(app, sheet_id)

    assert (len(plan.kept), plan.rows, plan.most, job.most) == (1, 29, Decimal("0.29"), Decimal("0.29"))
    assert (len(names), len(set(names)), spent.credits) == (30, 30, Decimal("0.30"))
    known = app.discovery.known(sheet_id)
    assert known is not None
    assert known.matches == matches


async def test_counting_again_buys_another_row_and_tells_the_same(app, spent, matches):
    """The first row is left out, and counted along."""
    told = [await asked(app, least=MANY) for _ in range(3)]
    plan = await app.discovery.plan(search_for(30, least=MANY))

    assert (told, spent.credits, len(plan.kept), plan.rows) == ([matches] * 3, Decimal("0.03"), 3, 27)


async def test_a_search_of_one_that_was_counted_costs_nothing(app, spent):
    """Its one row is there."""
    search = search_for(1, least=MANY)
    await app.counting.count(search)
    plan = await app.discovery.plan(search)
    sheet_id = await app.discovery.open_sheet(search, plan)
    job = await app.discovery.find(search, sheet_id=sheet_id)

    assert (plan.most, job.state, len(handles_of(app, sheet_id))) == (Decimal("0.00"), JobState.FINISHED, 1)
    assert spent.credits == COUNT_PRICE


async def test_a_recipe_buys_exactly_what_it_says_after_a_count(app, spent):
    """Without a plan nothing is added to the filters, whatever was counted."""
    await app.counting.count(search_for(30, least=MANY))
    sheet_id, job = await found(app, 30, least=MANY)

    assert (job.most, len(handles_of(app, sheet_id)), spent.credits) == (Decimal("0.30"), 30, Decimal("0.31"))


async def test_a_filter_that_changed_nothing_is_named(app, matches):
    """As many match with it as without; one that did change something is not named."""
    search = search_for(50, least=MANY, exclude_handles=["nobody.is.called.so"])
    await app.counting.count(search)
    before = app.counting.without_effect(search)
    await asked(app, least=MANY)
    await app.counting.count(search.without("number_of_followers"))

    assert before == ()
    assert app.counting.without_effect(search) == (NoEffect(key="exclude_handles", matches=matches),)


async def test_a_count_obeys_a_budget(app, spent):
    """Nothing is sent above it; the click that goes on is enough."""
    search = search_for(50, least=MANY)
    job = await app.counting.count(search, purse=Purse(limit=Decimal("0.00")))
    resumed = await app.jobs.resume(job.id)

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.BUDGET)
    assert (resumed.state, spent.credits) == (JobState.FINISHED, COUNT_PRICE)
