"""Goal runs: down the person's own order, never above the cap, never after the goal, and the rate is the real one."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.errors import InputError
from app.domain.goals import GoalEnd
from app.domain.jobs import EnrichOptions, JobState, PauseReason
from app.domain.money import Tier
from app.workspace import already, jobs
from tests.whole_app import CONTACT, FULL, RAW, found, handles_of, ids_of, opened, rows_of, told

ONLY_WITH_EMAIL = EnrichOptions(tier=Tier.PROFILE, email_required=True)
PRICE = Decimal("0.20")


def emails_of(app, sheet_id: int) -> int:
    return sum(row.values["email"] is not None for row in rows_of(app, sheet_id))


@pytest.mark.parametrize("wanted", [1, 7, 20])
async def test_it_stops_exactly_at_the_goal(app, spent, wanted):
    """Nobody is paid for after it, although many are asked side by side."""
    sheet_id, _ = await found(app, 60)
    job = await app.goals.run(sheet_id, ids_of(app, sheet_id), wanted, ONLY_WITH_EMAIL, Decimal(60))
    standing = app.goals.standing(job.id)

    assert (job.state, standing.end) == (JobState.FINISHED, GoalEnd.REACHED)
    assert emails_of(app, sheet_id) == standing.reached == standing.bought == wanted
    assert standing.spent == PRICE * wanted == spent.credits - Decimal("0.60")
    assert standing.hit_rate == wanted / standing.answered


@pytest.mark.parametrize(
    ("options", "cap", "most"),
    [
        pytest.param(ONLY_WITH_EMAIL, "12.50", "2.00", id="whatever is paid counts"),
        pytest.param(ONLY_WITH_EMAIL, "1.00", "1.00", id="the cap is lower"),
        pytest.param(CONTACT, "12.50", "12.00", id="also who has no email is paid"),
    ],
)
async def test_its_exact_maximum_is_what_reaching_the_goal_can_cost(app, options, cap, most):
    """Ten of sixty at 0.20: no more than the cap, and no more than those who can be paid."""
    sheet_id, _ = await found(app, 60)

    assert app.goals.plan(ids_of(app, sheet_id), 10, options, Decimal(cap)).most == Decimal(most)


@pytest.mark.parametrize("cap", ["0.19", "0.20", "1.00", "1.19"])
async def test_it_never_passes_the_cap(app, spent, cap):
    """Every creator found is paid here, with an email or without."""
    sheet_id, _ = await found(app, 60)
    before = spent.credits
    job = await app.goals.run(sheet_id, ids_of(app, sheet_id), 50, CONTACT, Decimal(cap))
    standing = app.goals.standing(job.id)

    assert (job.state, standing.end) == (JobState.FINISHED, GoalEnd.CAP)
    assert Decimal(cap) - PRICE < spent.credits - before <= Decimal(cap)
    assert standing.spent == spent.credits - before
    assert job.most == standing.spent


async def test_it_works_down_the_persons_own_order(app, service):
    """Those who were asked are the first of the list, whatever the sheet's order is."""
    sheet_id, _ = await found(app, 60)
    ids = ids_of(app, sheet_id)[::-1]
    names = handles_of(app, sheet_id)[::-1]
    job = await app.goals.run(sheet_id, ids, 5, ONLY_WITH_EMAIL, Decimal(60))
    asked = app.store.peek(lambda db: already.asked_creators(db, job.id))
    reach = [i for i in ids if i in asked]

    assert reach == ids[: len(reach)]
    with_email = [name for name in names if service.truth("instagram", name)["email"]]
    assert {row.handle.name for row in rows_of(app, sheet_id) if row.values["email"]} <= set(with_email[: len(reach)])


async def test_the_list_may_end_before_the_goal(app):
    """It is said, and finished."""
    sheet_id, _ = await found(app, 10)
    job = await app.goals.run(sheet_id, ids_of(app, sheet_id), 50, ONLY_WITH_EMAIL, Decimal(60))
    standing = app.goals.standing(job.id)

    assert (job.state, standing.end, standing.left) == (JobState.FINISHED, GoalEnd.LIST, 0)
    assert standing.reached == emails_of(app, sheet_id) < 10


async def test_who_has_an_email_already_counts_and_costs_nothing(app, spent):
    """The goal is about the rows, not about the run."""
    sheet_id, _ = await found(app, 40)
    ids = ids_of(app, sheet_id)
    await app.goals.run(sheet_id, ids, 5, ONLY_WITH_EMAIL, Decimal(60))
    before = spent.credits
    plan = app.goals.plan(ids, 8, ONLY_WITH_EMAIL, Decimal(60))
    job = await app.goals.run(sheet_id, ids, 8, ONLY_WITH_EMAIL, Decimal(60))
    again = await app.goals.run(sheet_id, ids, 8, ONLY_WITH_EMAIL, Decimal(60))

    assert (plan.already, plan.missing) == (5, 3)
    assert (app.goals.standing(job.id).bought, spent.credits - before) == (3, 3 * PRICE)
    assert (again.totals.all, again.most) == (0, Decimal(0))


async def test_a_goal_of_full_details_asks_for_those_who_have_contact_only(app):
    """What counts is an email and the details that were wanted."""
    sheet_id, _ = await found(app, 20)
    ids = ids_of(app, sheet_id)
    await app.goals.run(sheet_id, ids, 2, ONLY_WITH_EMAIL, Decimal(60))
    plan = app.goals.plan(ids, 2, replace(FULL, email_required=True), Decimal(60))

    assert (plan.already, plan.missing) == (0, 2)


async def test_who_has_details_without_an_email_is_counted_apart(app):
    """So that the plan accounts for every row."""
    sheet_id, _ = await found(app, 20)
    ids = ids_of(app, sheet_id)
    await app.enrichment.run(sheet_id, ids[:10], CONTACT)
    plan = app.goals.plan(ids, 20, CONTACT, Decimal(60))

    assert plan.without == sum(row.parts > 0 for row in rows_of(app, sheet_id)) - emails_of(app, sheet_id) > 0
    assert plan.already + plan.without + plan.candidates == 20


async def test_the_plan_names_the_exact_maximum(app):
    """The cap, or less where the list is short."""
    sheet_id, _ = await found(app, 10)
    ids = ids_of(app, sheet_id)

    assert app.goals.plan(ids, 5, CONTACT, Decimal(60)).most == 10 * PRICE
    assert app.goals.plan(ids, 5, CONTACT, Decimal(1)).most == Decimal(1)


@pytest.mark.parametrize(
    ("wanted", "options", "cap", "field"),
    [(0, CONTACT, "1", "wanted"), (1, CONTACT, "0", "cap"), (1, RAW, "1", "tier")],
)
async def test_what_is_no_goal_is_refused_before_anything_is_sent(app, spent, wanted, options, cap, field):
    """A check that it exists brings no email."""
    with pytest.raises(InputError) as caught:
        app.goals.plan([], wanted, options, Decimal(cap))

    assert (caught.value.field, spent.arrivals) == (field, [])


async def test_what_is_still_to_come_is_told_at_the_rate_so_far(app):
    """In credits, never more than the cap has left."""
    sheet_id, _ = await found(app, 60)
    job = await app.goals.run(sheet_id, ids_of(app, sheet_id), 50, CONTACT, Decimal(4))
    standing = app.goals.standing(job.id)
    wide = replace(standing, cap=Decimal(1000))

    assert standing.answered > standing.bought > 0
    assert standing.expected_more <= Decimal(4) - standing.spent
    assert wide.expected_more == (standing.spent / standing.bought * standing.missing).quantize(Decimal("0.01"))
    assert replace(standing, reached=standing.wanted).expected_more == 0
    assert replace(standing, bought=0, answered=0).expected_more is None


async def test_its_whole_cap_is_set_aside_while_it_runs(start_service, tmp_path):
    """It decides on its way, so all of it may be needed; nothing of it is offered twice."""
    service = start_service("--credits", "100", "--latency-ms", "200")
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 60)
        seen = []

        def look(changes, initiator) -> None:
            before = app.jobs.running()
            aside = app.credits.set_aside()
            if app.jobs.running() == before:  # no answer was stored between the two looks
                seen.extend(aside + job.totals.spent for job in before if job.state is JobState.RUNNING)

        app.events.subscribe(look)
        await app.goals.run(sheet_id, ids_of(app, sheet_id), 10, CONTACT, Decimal(6))

    assert len(seen) > 10
    assert set(seen) == {Decimal(6)}


async def test_a_goal_that_is_paused_between_two_creators_is_not_done(start_service, tmp_path):
    """Nothing of it waits then, and yet it goes on: to the same goal, under the same cap."""
    service = start_service("--credits", "100", "--latency-ms", "300")
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 60)
        running = asyncio.create_task(app.goals.run(sheet_id, ids_of(app, sheet_id), 25, CONTACT, Decimal(10)))
        await told(app, lambda: any(job.totals.done >= 3 for job in app.jobs.all()))
        (goal, _search) = app.jobs.all()
        await app.jobs.pause(goal.id)
        held, bought = await running, app.goals.standing(goal.id).bought
        job = await app.jobs.resume(goal.id)
        end = app.goals.standing(goal.id)

    assert (held.state, held.reason, held.totals.sent) == (JobState.PAUSED, PauseReason.BY_YOU, 0)
    assert 0 < bought < 25
    assert held.go_on_at_most == Decimal(10) - held.totals.spent
    assert (job.state, end.end, end.reached) == (JobState.FINISHED, GoalEnd.REACHED, 25)


@pytest.mark.parametrize(
    ("options", "cap", "most", "end"),
    [
        pytest.param(CONTACT, "8.00", "8.00", GoalEnd.REACHED, id="within the cap"),
        pytest.param(ONLY_WITH_EMAIL, "4.00", "2.40", GoalEnd.CAP, id="what was lost counts"),
    ],
)
async def test_a_pause_and_a_restart_go_on_where_it_was(start_service, tmp_path, options, cap, most, end):
    """After a kill too: what was on its way is checked, the goal and the most it may cost stay the same."""
    service = start_service("--credits", "100", "--latency-ms", "50", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace") as app:
        sheet_id, _ = await found(app, 60)
        ids = ids_of(app, sheet_id)
        # As kill -9 leaves it: some answers came, and their transactions did not.
        await app.store.write(
            lambda db: db.execute(
                "CREATE TRIGGER killed BEFORE INSERT ON bodies WHEN (SELECT count(*) FROM bodies) >= 4"
                " BEGIN SELECT no(); END"
            )
        )
        with pytest.raises(Exception, match="no such function"):
            await app.goals.run(sheet_id, ids, 12, options, Decimal(cap))
        await app.store.write(lambda db: db.execute("DROP TRIGGER killed"))
        job_id = app.jobs.all()[0].id
        await app.store.write(lambda db: jobs.set_state(db, job_id, JobState.RUNNING, 1))
    async with opened(service, tmp_path / "workspace") as app:
        left = app.jobs.get(job_id)
        job = await app.jobs.resume(job_id)
        standing, charged = app.goals.standing(job_id), Decimal(service.books()["used"]) - Decimal("0.60")

    assert (left.state, left.reason) == (JobState.PAUSED, PauseReason.INTERRUPTED)
    assert left.totals.uncertain > 0
    assert (job.state, standing.end, job.most) == (JobState.FINISHED, end, Decimal(most))
    assert (standing.reached == 12) is (end is GoalEnd.REACHED)
    assert standing.reached <= 12
    assert standing.spent <= charged <= Decimal(most)
