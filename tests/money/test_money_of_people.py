"""The money rules for addresses, other accounts, posts, comparisons and goals: the same for every kind of purchase."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from app.bootstrap import App, Pace
from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse, Tier
from app.domain.posts import Campaign
from app.workspace import jobs, ledger, requests
from tests.whole_app import Spent, found, ids_of, listed, opened

NAMES = ("eliska.fragrance", "hannadvorak", "aaravnair55")  # with emails and audiences
ADDRESSES = [f"{name}@creator.example" for name in ("anna", "berta", "cleo")]
WITH_EMAIL = EnrichOptions(tier=Tier.PROFILE, email_required=True)
HURRIED = Pace(  # the waits before another try of a free question pass a hundred times as fast
    clock=lambda: time.monotonic() * 100, sleep=lambda seconds: asyncio.sleep(seconds / 100), still_at_work_s=0.1
)
CAMPAIGN = Campaign.of(date(2026, 11, 1), date(2026, 11, 20), ["#any"], 1)


@dataclass(frozen=True)
class Purchase:
    """One kind: how it is bought for the three creators, the most it says it costs, what the service charges."""

    run: Callable[[App, int, list[int], Purse | None], Awaitable[Job]]
    most: Callable[[App, list[int]], Decimal]
    costs: str


def emails(app, sheet_id, ids, purse):
    return app.emails.run(sheet_id, ADDRESSES, purse=purse)


def goal(app, sheet_id, ids, purse):
    return app.goals.run(sheet_id, ids, 3, WITH_EMAIL, Decimal(10), purse=purse)


KINDS = {
    JobKind.EMAILS: Purchase(emails, lambda app, ids: app.emails.plan(ADDRESSES).most, "0.15"),
    JobKind.SOCIALS: Purchase(
        lambda app, sheet_id, ids, purse: app.socials.run(sheet_id, ids, purse=purse),
        lambda app, ids: app.socials.plan(ids).most,
        "1.50",
    ),
    JobKind.POSTS: Purchase(
        lambda app, sheet_id, ids, purse: app.posts.run(sheet_id, ids, CAMPAIGN, purse=purse),
        lambda app, ids: app.posts.plan(ids, CAMPAIGN).most,
        "0.09",
    ),
    JobKind.OVERLAP: Purchase(
        lambda app, sheet_id, ids, purse: app.overlaps.run(sheet_id, ids, purse=purse),
        lambda app, ids: app.overlaps.plan(ids).most,
        "1.00",
    ),
    JobKind.GOAL: Purchase(goal, lambda app, ids: app.goals.plan(ids, 3, WITH_EMAIL, Decimal(10)).most, "0.60"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
async def test_the_books_agree_and_the_button_named_the_most(app, spent, kind):
    """Every charge is in the ledger, to the cent, and none is above the plan; the second time it costs nothing."""
    sheet_id, ids = await listed(app, *NAMES)
    bought = KINDS[kind]
    most = bought.most(app, ids)
    job = await bought.run(app, sheet_id, ids, None)
    arrivals = len(spent.paid_arrivals)
    again = await bought.run(app, sheet_id, ids, None)

    assert (job.kind, job.state, job.most) == (kind, JobState.FINISHED, most)
    assert spent.credits == app.store.peek(ledger.booked) == job.totals.spent == Decimal(bought.costs)
    assert spent.credits <= most
    assert (bought.most(app, ids), again.totals.spent, len(spent.paid_arrivals)) == (Decimal(0), Decimal(0), arrivals)


@every_kind
async def test_nothing_is_sent_above_a_budget(app, spent, kind):
    """The run's own, and the day's: the job waits for one click, which goes on."""
    sheet_id, ids = await listed(app, *NAMES)
    bought = KINDS[kind]
    paused = await bought.run(app, sheet_id, ids, Purse(limit=Decimal("0.01")))
    await app.budgets.set_day(Decimal("0.01"))
    still = await app.jobs.resume(paused.id)
    nothing = len(spent.paid_arrivals)
    await app.budgets.set_day(None)
    done = await app.jobs.resume(paused.id)

    assert (paused.state, paused.reason) == (still.state, still.reason) == (JobState.PAUSED, PauseReason.BUDGET)
    assert nothing == 0
    assert (done.state, spent.credits) == (JobState.FINISHED, Decimal(bought.costs))


@every_kind
async def test_what_was_charged_without_an_answer_waits_and_is_bought_once_after_a_click(start_service, tmp_path, kind):
    """Nobody buys it meanwhile; the click is what pays again."""
    service = start_service("--credits", "100", "--faults", "lost:1", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace", pace=HURRIED) as app:
        sheet_id, ids = await listed(app, *NAMES)
        bought = KINDS[kind]
        lost = await bought.run(app, sheet_id, ids, None)
        charged, doubt = Decimal(service.books()["used"]), lost.totals.in_doubt
        service.restart("--faults", "")
        clicked = Spent(service)
        most = bought.most(app, ids)
        again = await bought.run(app, sheet_id, ids, None)
        untouched = len(clicked.paid_arrivals)
        done = await app.jobs.retry_uncertain(lost.id)
        sums = app.store.peek(ledger.sums)

    assert lost.totals.uncertain > 0
    assert charged == Decimal(bought.costs) <= doubt
    assert (most, again.totals.all, untouched) == (Decimal(0), 0, 0)
    assert (done.state, done.totals.uncertain) == (JobState.FINISHED, 0)
    assert clicked.credits == sums.charged == Decimal(bought.costs)


@every_kind
async def test_what_was_not_charged_is_sent_again_by_itself(start_service, tmp_path, kind):
    """Cut before it cost anything: the next comparison says so, and one click goes on without paying twice."""
    service = start_service("--credits", "100", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace", pace=HURRIED) as app:
        await app.credits.refresh()
        service.restart("--faults", "502:1")
        sheet_id, ids = await listed(app, *NAMES)
        bought = KINDS[kind]
        job = await bought.run(app, sheet_id, ids, None)
        service.restart("--faults", "")
        free = await app.jobs.settle(job.id)
        done = await app.jobs.resume(job.id)

    assert (job.totals.uncertain > 0, free) == (True, {job.id})
    assert (done.state, done.totals.uncertain, done.totals.in_doubt) == (JobState.FINISHED, 0, Decimal(0))
    assert Decimal(service.books()["used"]) == done.totals.spent == Decimal(bought.costs)


@every_kind
async def test_after_a_kill_nothing_is_sent_and_what_was_on_its_way_is_known(service, spent, tmp_path, kind):
    """A request that said "sent" is to be checked at the next start; the rest waits for one click."""
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, *NAMES)
        bought = KINDS[kind]
        job = await bought.run(app, sheet_id, ids, Purse(limit=Decimal(0)))
        waiting = app.store.peek(lambda db: requests.in_state(db, job.id, RequestState.WAITING))
        await app.store.write(lambda db: requests.mark_sent(db, waiting[0].id, 1))
        await app.store.write(lambda db: jobs.set_state(db, job.id, JobState.RUNNING, 1))
    async with opened(service, tmp_path) as app:
        left = app.jobs.get(job.id)
        arrived = len(spent.paid_arrivals)
        doubt = app.store.peek(ledger.sums).uncertain
        rows = ids_of(app, sheet_id)
        most = bought.most(app, ids)

    assert (left.state, left.reason, left.totals.uncertain) == (JobState.PAUSED, PauseReason.INTERRUPTED, 1)
    assert (arrived, doubt, rows) == (0, waiting[0].price, ids)
    assert most < left.most or kind is JobKind.GOAL


async def test_what_is_never_answered_and_never_charged_is_given_up_after_three_rounds(start_service, tmp_path):
    """A free loss is sent again by itself; the third in a row without any answer pauses the job, and costs nothing."""
    service = start_service("--credits", "10")
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 2, number_of_followers={"min": 1_000, "max": 5_000})
        service.settings(fault_at=["overlap", "lost"])  # of creators without audiences: not charged
        spent, searched = Spent(service), app.store.peek(ledger.sums)
        job = await app.overlaps.run(sheet_id, ids_of(app, sheet_id))
        sums = app.store.peek(ledger.sums)

    assert (job.state, job.reason, job.totals.waiting) == (JobState.PAUSED, PauseReason.SERVICE, 1)
    assert (len(spent.paid_arrivals), sums) == (3, searched)
