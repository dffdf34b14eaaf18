"""Running a search again: only what is new is bought, and New, Changed and Gone are told as far as they are known."""

from decimal import Decimal

import pytest

from app.domain.jobs import JobState
from app.services.leaving_out import Saving
from app.workspace.again import Change
from tests.whole_app import found, handles_of, ids_of, listed, search_for

MANY = 1_190_000  # followers: about 450 creators of the invented world have as many


@pytest.fixture
async def grown(app):
    """A sheet with a search that brought all but 30 of those who match by now: (its id, the 30, the service's list)."""
    sheet_id, _ = await found(app, 40, least=MANY)
    late = handles_of(app, sheet_id)[5:35]
    names = await app.exclusions.create(f"Not there yet {id(app)}", search_for(1).platform)
    await app.exclusions.add(names.id, late)
    await app.store.write(forget_everything)
    search = search_for(500, least=MANY, exclude_list=[names.id])
    sheet_id = await app.discovery.open_sheet(search)
    await app.discovery.find(search, sheet_id=sheet_id)
    await app.exclusions.empty(names.id)
    return sheet_id, late


def forget_everything(db):
    """The workspace as it was before anybody was found."""
    for table in ("found_rows", "sheet_rows", "handles", "pages"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE creators SET deleted_ms = 1")


async def test_with_30_new_among_500_it_buys_30(app, spent, grown):
    """They come into the same sheet, behind its rows, for 0.30."""
    sheet_id, late = grown
    before, bought = handles_of(app, sheet_id), spent.credits
    plan = await app.run_again.plan(sheet_id)
    job = await app.run_again.run(plan)
    result = app.run_again.result(sheet_id)
    names = handles_of(app, sheet_id)

    assert (plan.most, job.state, spent.credits - bought) == (Decimal("5.00"), JobState.FINISHED, Decimal("0.30"))
    assert (names[: len(before)], set(names[len(before) :])) == (before, set(late))
    assert result is not None
    assert (len(result.new), result.changed, result.gone) == (30, (), None)
    assert app.discovery.saving(sheet_id) == Saving(creators=len(before), exact=False)


async def test_a_count_before_makes_the_price_exact(app, spent, grown):
    """0.01 for the count, 0.29 for the others; the counted one is New too."""
    sheet_id, late = grown
    bought = spent.credits
    wide = await app.run_again.plan(sheet_id)
    await app.counting.count(wide.search, without=wide.left_out)
    plan = await app.run_again.plan(sheet_id)
    await app.run_again.run(plan)
    result = app.run_again.result(sheet_id)

    assert (plan.total, plan.rows, plan.most) == (30, 29, Decimal("0.29"))
    assert spent.credits - bought == Decimal("0.30")
    assert result is not None
    assert len(result.new) == 30
    assert set(late) <= set(handles_of(app, sheet_id))


async def test_with_few_credits_it_buys_the_first_they_cover(app, spent, grown):
    """No page is asked for that they do not pay; nobody is told gone for it."""
    sheet_id, _ = grown
    bought = spent.credits
    plan = (await app.run_again.plan(sheet_id)).within(Decimal("0.20"))
    await app.run_again.run(plan)
    result = app.run_again.result(sheet_id)

    assert (plan.wanted, plan.rows, plan.most) == (20, 20, Decimal("0.20"))
    assert spent.credits - bought == Decimal("0.20")
    assert (len(result.new), set(result.gone or ())) == (20, set())
    assert plan.within(Decimal(0)).rows == 0


async def test_a_second_time_finds_nothing_and_costs_nothing(app, spent, grown):
    """All are had by then."""
    sheet_id, _ = grown
    await app.run_again.run(await app.run_again.plan(sheet_id))
    bought = spent.credits
    job = await app.run_again.run(await app.run_again.plan(sheet_id))
    result = app.run_again.result(sheet_id)

    assert (job.state, spent.credits - bought) == (JobState.FINISHED, 0)
    assert result is not None
    assert (result.new, result.gone) == ((), None)


async def test_asking_for_everything_tells_who_changed_and_who_is_gone(app, spent):
    """Compared with what the earlier search told; it costs what all of them cost."""
    search = search_for(200, least=MANY * 2)
    sheet_id = await app.discovery.open_sheet(search)
    await app.discovery.find(search, sheet_id=sheet_id)
    changed, gone = ids_of(app, sheet_id)[3], (await listed(app, "left.the.platform"))[1][0]

    def another_time(db):
        db.execute("UPDATE found_rows SET followers = 1 WHERE creator_id = ?", (changed,))
        db.execute("INSERT INTO found_rows (search_id, creator_id, at_ms) VALUES (1, ?, 1)", (gone,))

    await app.store.write(another_time)
    bought, rows = spent.credits, len(handles_of(app, sheet_id))
    plan = await app.run_again.plan(sheet_id, only_new=False)
    await app.run_again.run(plan)
    result = app.run_again.result(sheet_id)

    assert (plan.left_out, plan.total) == (None, rows)
    assert spent.credits - bought == Decimal(rows) / 100 <= plan.most
    assert result is not None
    assert (result.new, result.gone) == ((), (gone,))
    (change,) = result.changed
    assert isinstance(change, Change)
    assert (change.creator_id, change.followers[0]) == (changed, 1)
    assert len(handles_of(app, sheet_id)) == rows


async def test_who_is_gone_is_not_claimed_where_not_all_was_asked_for(app):
    """The first 20 of many: somebody who is not among them now may still match."""
    sheet_id, _ = await found(app, 20, least=MANY)
    await app.run_again.run(await app.run_again.plan(sheet_id, only_new=False))
    result = app.run_again.result(sheet_id)

    assert result is not None
    assert result.gone is None


async def test_only_a_sheet_of_a_finished_search_can_run_again(app):
    """Neither a list nor a search whose pages are still missing."""
    done, _ = await found(app, 20, least=MANY)
    search = search_for(30, least=MANY)
    unfinished = await app.discovery.open_sheet(search)
    mine, _ = await listed(app, "anna")

    assert [app.run_again.can(one) for one in (done, unfinished, mine)] == [True, False, False]
    assert app.run_again.result(done) is None
