"""Audience overlap: one comparison is bought once, and its numbers are the service's own."""

from decimal import Decimal

import pytest

from app.domain.errors import InputError
from app.domain.jobs import JobState
from app.domain.platforms import Handle, Platform
from app.workspace import creators, ledger
from tests.whole_app import Spent, found, handles_of, ids_of, listed, opened

THREE = ("eliska.fragrance", "hannadvorak", "aaravnair55")
GONE = "virtanen_bushcraft"


async def test_a_comparison_says_who_shares_how_much(app, service, spent):
    """Followers as the service has them; the parts of each make a whole."""
    sheet_id, ids = await listed(app, *THREE)
    job = await app.overlaps.run(sheet_id, ids)
    plan = app.overlaps.plan(ids)

    assert (job.state, spent.credits) == (JobState.FINISHED, Decimal(1))
    assert {one.handle: one.followers for one in plan.had.shares} == {
        name: service.truth("instagram", name)["followers"] for name in THREE
    }
    assert all(one.unique + one.shared == pytest.approx(100) for one in plan.had.shares)
    assert plan.had.total == sum(one.followers for one in plan.had.shares) > plan.had.unique
    assert app.store.peek(ledger.booked) == Decimal(1)


async def test_the_same_creators_are_compared_once_in_any_order(app, spent):
    """The plan brings the result and costs nothing; others are another comparison."""
    sheet_id, ids = await listed(app, *THREE)
    before = app.overlaps.plan(ids)
    await app.overlaps.run(sheet_id, ids)
    again = await app.overlaps.run(sheet_id, [*reversed(ids), ids[0]])

    assert (before.most, before.had) == (Decimal(1), None)
    assert (app.overlaps.plan(ids[::-1]).most, again.totals.all) == (Decimal(0), 0)
    assert app.overlaps.plan(ids[:2]).most == Decimal(1)
    assert len(spent.paid_arrivals) == 1


@pytest.mark.parametrize(("count", "words"), [(1, "2 to 10"), (11, "2 to 10")])
async def test_too_few_or_too_many_are_refused_before_anything_is_sent(app, spent, count, words):
    """Two to ten."""
    sheet_id, ids = await listed(app, *(f"creator{number}" for number in range(count)))
    with pytest.raises(InputError, match=words):
        await app.overlaps.run(sheet_id, ids)

    assert spent.arrivals == []


async def test_only_creators_of_one_platform_with_audiences_are_compared(app):
    """The service knows audiences on three platforms."""

    def add(db):
        named = [(Platform.INSTAGRAM, "a"), (Platform.TIKTOK, "b"), (Platform.TWITCH, "c"), (Platform.TWITCH, "d")]
        return [creators.ensure(db, Handle(platform=one, name=name), name, 1) for one, name in named]

    ids = await app.store.write(add)
    with pytest.raises(InputError, match="one platform"):
        app.overlaps.plan(ids[:2])
    with pytest.raises(InputError, match="Twitch cannot be compared"):
        app.overlaps.plan(ids[2:])


async def test_an_unknown_creator_costs_nothing_and_leaves_no_result(app, spent):
    """It may be asked for again."""
    sheet_id, ids = await listed(app, THREE[0], GONE)
    job = await app.overlaps.run(sheet_id, ids)

    assert (job.state, job.totals.not_found, spent.credits) == (JobState.FINISHED, 1, Decimal(0))
    assert app.overlaps.plan(ids).had is None
    assert app.overlaps.plan(ids).most == Decimal(1)


async def test_a_refusal_is_told_in_the_services_words(app, spent):
    """A creator without audience data: what happens there is unknown, so its own words are shown."""
    sheet_id, _ = await found(app, 2, number_of_followers={"min": 1_000, "max": 5_000})
    searched = spent.credits
    job = await app.overlaps.run(sheet_id, ids_of(app, sheet_id))

    assert (job.state, spent.credits) == (JobState.FAILED, searched)
    assert "No audience data" in job.error
    assert handles_of(app, sheet_id)[0] in job.error


async def test_asking_again_is_paid_and_its_answer_is_the_newer_one(app, spent):
    """The plan then brings the newest result; a plain run still costs nothing."""
    sheet_id, ids = await listed(app, *THREE)
    await app.overlaps.run(sheet_id, ids)
    first = app.overlaps.plan(ids)
    job = await app.overlaps.run(sheet_id, ids, again=True)
    await app.overlaps.run(sheet_id, ids)
    second = app.overlaps.plan(ids)

    assert (first.most, first.most_again, job.most) == (Decimal(0), Decimal(1), Decimal(1))
    assert second.had_ms > first.had_ms
    assert (len(spent.paid_arrivals), spent.credits) == (2, Decimal(2))


async def test_a_paused_question_that_was_answered_meanwhile_is_not_sent(start_service, tmp_path):
    """Whoever answered it: one payment."""
    service = start_service("--credits", "0")
    async with opened(service, tmp_path) as one:
        sheet_id, ids = await listed(one, *THREE)
        paused = await one.overlaps.run(sheet_id, ids)
        service.top_up("10")
        spent = Spent(service)
        await one.overlaps.run(sheet_id, ids)
        resumed = await one.jobs.resume(paused.id)

    assert (paused.state, resumed.state) == (JobState.PAUSED, JobState.FINISHED)
    assert spent.credits == Decimal(1)
