"""An answer that costs more than its price list says: its job pauses, and going on names what it can really cost."""

import asyncio
from decimal import Decimal

import pytest

from app.domain.errors import Uncertain
from app.domain.goals import GoalEnd
from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse
from app.services.sending import Answered
from app.workspace import jobs, ledger, requests, uncertain
from tests.services.test_posts import BUSY, campaign
from tests.whole_app import CONTACT, FULL, RAW, found, ids_of, listed, opened

TWICE = Decimal(2)
LIST = ("hannadvorak", "noahwells", "olivervintage")


@pytest.fixture
def dear(service):
    """From now on everything costs twice its price."""
    service.settings(price_times=2)
    return service


async def half_way(app, service, rows: int = 20):
    """A job for these rows that was told the real price when at most half of them were on their way."""
    service.settings(price_times=1)
    sheet_id, _ = await found(app, rows)
    service.settings(price_times=2)
    return await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL, purse=Purse(limit=Decimal(rows // 2)))


async def test_the_first_dearer_answer_pauses_its_job_and_going_on_names_the_real_maximum(app, dear, spent):
    """What is on its way still comes, at its real cost; the rest waits at twice its price, and never costs more."""
    job = await half_way(app, dear)
    known = job.totals.spent
    ended = await app.jobs.resume(job.id)

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.DEARER)
    assert job.error == "influencers.club charged 2.00 instead of 1.00, so what is left can cost more."
    assert job.totals.waiting >= 10
    assert job.go_on_at_most == TWICE * job.totals.waiting
    assert job.most == known + job.go_on_at_most
    assert ended.state is JobState.FINISHED
    assert ended.totals.spent <= ended.most
    assert spent.credits - Decimal("0.20") == ended.totals.spent == TWICE * ended.totals.done


async def test_what_was_lost_is_compared_with_the_account_before_the_job_rests(start_service, tmp_path):
    """What this run cost is then known, also where no answer says it."""
    service = start_service("--credits", "200", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace") as app:
        sheet_id, _ = await found(app, 20)
        service.settings(price_times=2)
        service.restart("--faults", "lost:0.3")
        before = Decimal(service.books()["used"])
        job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)
        sums = app.store.peek(ledger.sums)

    assert (job.reason, job.totals.uncertain > 0) == (PauseReason.DEARER, True)
    assert sums.uncertain == Decimal(service.books()["used"]) - before - job.totals.spent > 0


@pytest.mark.parametrize("killed", [False, True])
async def test_a_restart_forgets_nothing_of_it(service, dear, tmp_path, killed):
    """Closed or killed, and also before it could pause: one click names the real maximum."""
    async with opened(service, tmp_path) as app:
        before = await half_way(app, dear)
        if killed:
            await app.store.write(lambda db: jobs.set_state(db, before.id, JobState.RUNNING, 1))
    async with opened(service, tmp_path) as app:
        after = app.jobs.get(before.id)
        ended = await app.jobs.resume(before.id)

    assert after.reason is (PauseReason.INTERRUPTED if killed else PauseReason.DEARER)
    assert (after.most, after.go_on_at_most) == (before.most, before.go_on_at_most)
    assert (ended.state, ended.totals.spent <= before.most) == (JobState.FINISHED, True)


async def test_it_pauses_again_only_where_an_answer_is_dearer_still(app, dear):
    """Twice was agreed to; three times was not."""
    job = await half_way(app, dear)
    dear.settings(price_times=3)
    again = await app.jobs.work(job.id, Purse(limit=job.totals.spent + 2, spent=job.totals.spent))

    assert again.reason is PauseReason.DEARER
    assert again.go_on_at_most == 3 * again.totals.waiting > 0
    assert again.most == again.totals.spent + again.go_on_at_most


async def test_what_has_nothing_left_to_send_is_done_and_says_what_it_cost_beyond_its_price(app, dear):
    """There is nothing to ask about."""
    sheet_id, ids = await listed(app, LIST[0])
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert (job.state, job.totals.spent, job.totals.above_list) == (JobState.FINISHED, TWICE, Decimal(1))


async def test_a_cheaper_answer_changes_nothing(app, service):
    """The list is the most."""
    service.settings(price_times=0.5)
    sheet_id, ids = await listed(app, *LIST)
    job = await app.enrichment.run(sheet_id, ids, RAW)
    service.settings(price_times=1)

    assert (job.state, job.totals.above_list, job.most) == (JobState.FINISHED, 0, Decimal("0.09"))


async def test_a_search_agrees_anew_to_its_other_pages(app, dear):
    """The first page tells; the two others then cost what the button says."""
    sheet_id, job = await found(app, 150)
    ended = await app.jobs.resume(job.id)

    assert (job.reason, job.totals.done, job.totals.spent) == (PauseReason.DEARER, 1, Decimal("1.00"))
    assert (job.go_on_at_most, job.most) == (Decimal("2.00"), Decimal("3.00"))
    assert (ended.state, ended.totals.spent) == (JobState.FINISHED, Decimal("3.00"))
    assert len(ids_of(app, sheet_id)) == 150


async def test_a_short_page_tells_the_price_of_a_whole_one(app, dear):
    """Ten of fifty rows for 0.20 are less than the page had set aside, and still twice the price."""
    sheet_id, ids = await listed(app, LIST[0])
    first, second = await requests_of(app, sheet_id, ids, price="0.50", pages=2)
    await app.jobs.send(first, at_once, lambda _: answered("0.20", expected="0.10"), Purse())
    job = app.jobs.get(first.job_id)

    assert waiting(app, job.id) == {second.id: Decimal("1.00")}


async def test_pages_that_an_answer_adds_have_the_real_price(app, dear):
    """Each page of posts names the next; what was agreed to was pages, so their maximum rises with the price."""
    dear.settings(price_times=10)  # 0.30; the list says 0.15 at most
    sheet_id, ids = await listed(app, BUSY)
    job = await app.posts.run(sheet_id, ids, campaign(dear, BUSY, days=3_000, pages=3))
    ended = await app.jobs.resume(job.id)

    assert (job.reason, job.totals.done, job.most) == (PauseReason.DEARER, 1, Decimal("0.90"))
    assert job.go_on_at_most == Decimal("0.60")
    assert (ended.state, ended.totals.spent) == (JobState.FINISHED, Decimal("0.90"))


async def test_a_goal_reckons_with_what_answers_really_cost(app, dear):
    """At 0.40 each a cap of 8.20 ends at 8.00; at the listed 0.20 one more would pass it."""
    dear.settings(price_times=1)
    sheet_id, _ = await found(app, 60)
    dear.settings(price_times=2)
    job = await app.goals.run(sheet_id, ids_of(app, sheet_id), 50, CONTACT, Decimal("8.20"))
    if job.state is JobState.PAUSED:  # else all that the cap allows was on its way before the first answer
        job = await app.jobs.resume(job.id)

    assert app.goals.standing(job.id).end is GoalEnd.CAP
    assert Decimal("7.80") < job.totals.spent <= Decimal("8.20")


async def test_what_is_on_its_way_weighs_the_real_price(app, dear):
    """In the purse, in the budgets, in what is set aside on screen, and in doubt where its answer is lost."""
    await app.budgets.set_day(Decimal("4.50"))
    sheet_id, ids = await listed(app, *LIST)
    slow, quick, last = await requests_of(app, sheet_id, ids, price="1.00")
    purse, left, go_on = Purse(), asyncio.Event(), asyncio.Event()

    async def lost(slot) -> str:
        slot.written()
        left.set()
        await go_on.wait()
        raise Uncertain("No answer came.")

    flying = asyncio.create_task(app.jobs.send(slow, lost, answered, purse))
    await left.wait()
    await app.jobs.send(quick, at_once, lambda _: answered("2.00"), purse)
    aside, budget_left = purse.set_aside, can_take(app, slow.job_id)
    go_on.set()
    await flying
    job = app.jobs.get(slow.job_id)

    assert (aside, budget_left) == (TWICE, Decimal("0.50"))
    assert waiting(app, job.id) == {last.id: TWICE}
    assert (job.totals.in_doubt, job.totals.again_at_most, purse.set_aside) == (TWICE, TWICE, TWICE)
    assert can_take(app, job.id) == Decimal("0.50")


async def test_what_was_lost_before_may_have_cost_as_much(app, dear):
    """An answer that never came counts, and is asked for again, at the price that is known now."""
    sheet_id, ids = await listed(app, *LIST)
    lost, quick, _ = await requests_of(app, sheet_id, ids, price="1.00")
    await app.store.write(lambda db: requests.mark_sent(db, lost.id, 1))
    await app.store.write(lambda db: uncertain.park(db, lost, 1, outcome="No answer came."))
    await app.jobs.send(quick, at_once, lambda _: answered("2.00"), Purse())
    totals = app.jobs.get(quick.job_id).totals

    assert (totals.in_doubt, totals.again_at_most) == (TWICE, TWICE)
    assert app.store.peek(ledger.sums).uncertain == TWICE


async def requests_of(app, sheet_id: int, ids: list[int], *, price: str, pages: int = 0) -> list[requests.Request]:
    """A job's requests at this price each, written and not sent."""
    kind = JobKind.SEARCH if pages else JobKind.ENRICH
    creators = () if pages else ids
    most = Decimal(price) * (pages or len(ids))
    job_id = await app.jobs.start(
        jobs.NewJob(kind=kind, title="", sheet_id=sheet_id, most=most, options=None if pages else FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(price), creators=creators, pages=range(pages)),
    )
    return app.store.peek(lambda db: requests.in_state(db, job_id, RequestState.WAITING))


def answered(cost: str, expected: str = "1.00") -> Answered:
    """An answer that cost this, where the list says `expected`."""
    return Answered(
        state=RequestState.DONE, what="Full details", rows=1, expected=Decimal(expected), cost=Decimal(cost), left=None,
        keep=lambda db, at_ms: None,
    )  # fmt: skip


async def at_once(slot) -> str:
    slot.written()
    return "an answer"


def waiting(app, job_id: int) -> dict[int, Decimal]:
    """What waits, and the most it can cost."""
    found = app.store.peek(lambda db: requests.in_state(db, job_id, RequestState.WAITING))
    return {request.id: request.price for request in found}


def can_take(app, job_id: int) -> Decimal:
    """What the day's budget still allows, to the half credit."""
    (day,) = app.budgets.caps(job_id)
    half, allowed = Decimal("0.50"), Decimal(0)
    while day.try_set_aside(half):
        allowed += half
    day.book(allowed, Decimal(0))
    return allowed
