"""Getting details: what is there is left out, what is not found is free, and the books agree to the cent."""

import asyncio
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.creators import Details
from app.domain.jobs import EnrichOptions, JobState, RequestState
from app.domain.money import Estimate, Purse, Tier
from app.services.enrichment import recipe_key, stands
from app.workspace import jobs, ledger, requests
from tests.lists import bodies_of
from tests.whole_app import CONTACT, FULL, RAW, Spent, details_of, found, ids_of, listed, opened, rows_of

TOP = 5_000_000  # followers: the 20 at the top, of whom some are gone and some have no email
GONE = "virtanen_bushcraft"  # listed at the top, not found by enrichment
NO_EMAIL = "noahwells"
WITH_EMAIL = "hannadvorak"


async def test_the_ledger_equals_the_books_to_the_cent(app, spent):
    """Search and details together, with creators among them who are not found."""
    sheet_id, _ = await found(app, 20, least=TOP)
    job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)
    entries = app.store.peek(ledger.entries)
    ours = Counter((entry.handle, entry.charged) for entry in entries)
    theirs = Counter((entry["handle"], Decimal(entry["amount"])) for entry in spent.entries)

    assert job.totals.not_found > 0
    assert job.totals.done + job.totals.not_found == 20
    assert ours == theirs
    assert app.store.peek(ledger.booked) == spent.credits == Decimal("0.20") + job.totals.done


async def test_the_values_shown_are_the_services_own(app, service):
    """Name, followers, email, country as the invented world has them."""
    sheet_id, ids = await listed(app, WITH_EMAIL)
    await app.enrichment.run(sheet_id, ids, FULL)
    (row,) = rows_of(app, sheet_id)
    truth = service.truth("instagram", WITH_EMAIL)

    assert row.details is Details.FULL
    assert row.values["email"] == truth["email"]
    assert row.values["followers"] == truth["followers"]
    assert len(app.store.peek(lambda db: bodies_of(db, ids[0]))) == 1


async def test_the_estimate_is_exact_and_the_same_creators_cost_nothing_a_second_time(app, spent):
    """What is already there costs 0.00 and is left out; nothing is sent."""
    sheet_id, ids = await listed(app, WITH_EMAIL, NO_EMAIL)
    before = app.enrichment.estimate([*ids, ids[0]], FULL)
    await app.enrichment.run(sheet_id, [*ids, ids[0]], FULL)
    once = len(spent.arrivals)
    after = app.enrichment.estimate(ids, FULL)
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert before == Estimate(tier=Tier.FULL, had=0, new=2)
    assert (after, after.most) == (Estimate(tier=Tier.FULL, had=2, new=0), Decimal(0))
    assert (job.state, job.totals.all, job.most) == (JobState.FINISHED, 0, Decimal(0))
    assert (len(spent.arrivals), spent.credits) == (once, Decimal(2))


async def test_a_cheaper_tier_is_had_with_full_and_a_dearer_one_is_not(app, spent):
    """Full has contact and existence; contact lacks the numbers."""
    sheet_id, ids = await listed(app, WITH_EMAIL)
    await app.enrichment.run(sheet_id, ids, CONTACT)
    full = app.enrichment.estimate(ids, FULL)
    await app.enrichment.run(sheet_id, ids, RAW)

    assert (full.new, app.enrichment.estimate(ids, RAW).had) == (1, 1)
    assert spent.credits == Decimal("0.20")


async def test_what_is_the_same_request_is_bought_once_however_its_switches_stand(app, spent):
    """The audience switch is Full's: with it on and off, the same numbers would come."""
    sheet_id, ids = await listed(app, WITH_EMAIL)
    for audience in (True, False):
        options = EnrichOptions(tier=Tier.ANALYTICS, audience=audience, lookalikes=True)
        await app.enrichment.run(sheet_id, ids, options)

    assert (len(spent.entries), spent.credits) == (1, Decimal("0.80"))


async def test_who_is_not_found_is_free_and_named(app, spent):
    """No row in the ledger, no credit, a state of the row."""
    sheet_id, ids = await listed(app, GONE, "nobody.has.this.name")
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert (job.state, job.totals.not_found, spent.entries) == (JobState.FINISHED, 2, [])
    assert details_of(app, sheet_id) == [Details.NOT_FOUND] * 2
    assert app.store.peek(ledger.entries) == []


async def test_a_required_email_that_is_missing_is_free_and_named(app, spent):
    """must_have pays only for those with an address."""
    sheet_id, ids = await listed(app, NO_EMAIL, WITH_EMAIL)
    await app.enrichment.run(sheet_id, ids, replace(CONTACT, email_required=True))

    assert details_of(app, sheet_id) == [Details.NO_EMAIL, Details.CONTACT]
    assert [(entry["handle"], entry["amount"]) for entry in spent.entries] == [(WITH_EMAIL, "0.20")]


@pytest.mark.parametrize("tier", Tier)
async def test_every_tier_costs_its_price(app, spent, tier):
    """As its estimate said."""
    sheet_id, ids = await listed(app, WITH_EMAIL)
    options = EnrichOptions(tier=tier)
    estimate = app.enrichment.estimate(ids, options)
    await app.enrichment.run(sheet_id, ids, options)

    assert spent.credits == estimate.most == tier.price


async def test_two_jobs_at_once_never_buy_the_same_creator_twice(app, spent):
    """The second leaves out what the first is getting, whichever sheet it stands in."""
    sheet_id, _ = await found(app, 20, least=TOP)
    ids = ids_of(app, sheet_id)
    await asyncio.gather(*(app.enrichment.run(sheet_id, ids[start:], FULL) for start in (0, 5, 0)))

    assert spent.bought_most_often == 1
    assert spent.credits == app.store.peek(ledger.booked)


async def test_a_resumed_job_leaves_out_what_another_is_getting(app, spent):
    """A paused job's rows may be bought by a new one; going on does not buy them again."""
    sheet_id, ids = await listed(app, "hannadvorak", "noahwells", "olivervintage", "judehart29913", "hugo.ultra")
    paused = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
    await asyncio.gather(app.enrichment.run(sheet_id, ids, FULL), app.jobs.resume(paused.id))

    assert spent.bought_most_often == 1
    assert details_of(app, sheet_id) == [Details.FULL] * 5


async def test_another_jobs_rows_on_their_way_are_named_in_the_estimate(app):
    """Neither had nor new: the button says why they cost nothing."""
    sheet_id, ids = await listed(app, WITH_EMAIL, NO_EMAIL)
    job_id = await app.jobs.start(
        jobs.NewJob(kind="enrich", title="", sheet_id=sheet_id, most=Decimal(1), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=ids[:1]),
    )
    estimate = app.enrichment.estimate(ids, FULL)
    await app.jobs.stop(job_id)

    assert estimate == Estimate(tier=Tier.FULL, had=0, pending=1, new=1)
    assert app.enrichment.estimate(ids, FULL).new == 2


async def test_a_failed_answer_is_parked_and_one_click_buys_it(start_service, tmp_path):
    """Details whose answer was lost wait as "Check payment"; nobody buys them meanwhile."""
    service = start_service("--credits", "100", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace") as app:
        sheet_id, _ = await found(app, 20, least=TOP)
        service.restart("--faults", "lost:0.25")
        ids = ids_of(app, sheet_id)
        job = await app.enrichment.run(sheet_id, ids, FULL)
        parked, sums = details_of(app, sheet_id).count(Details.CHECK_PAYMENT), app.store.peek(ledger.sums)
        undelivered = [entry for entry in service.books()["entries"] if not entry["delivered"]]
        estimate = app.enrichment.estimate(ids, FULL)
        service.restart("--faults", "")
        clicked = Spent(service)
        again = await app.jobs.retry_uncertain(job.id)
        standing = app.store.peek(lambda db: stands(db, ids, FULL))

    assert job.state is again.state is JobState.FINISHED
    assert 0 < parked == job.totals.uncertain == estimate.pending
    assert 0 < sums.uncertain == len(undelivered) <= parked  # who is gone costs nothing, also without an answer
    assert again.totals.spent + again.totals.in_doubt <= again.most <= job.most + job.totals.again_at_most
    assert (again.totals.uncertain, standing["uncertain"], standing["enriched"]) == (0, 0, again.totals.done)
    assert clicked.bought_most_often == 1
    assert len(clicked.paid_arrivals) == parked


async def test_a_refused_request_is_the_rows_own_problem(app, service, spent):
    """The job goes on with the others; running it again may ask again."""
    sheet_id, ids = await listed(app, "x" * 201, WITH_EMAIL)
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert (job.state, job.totals.failed, job.totals.done) == (JobState.FINISHED, 1, 1)
    assert spent.credits == Decimal(1)


async def test_a_recipe_is_the_same_purchase_by_its_content():
    """Rows, tier and every switch count."""
    key = recipe_key("list", FULL, 5)
    others = [
        recipe_key("other", FULL, 5),
        recipe_key("list", FULL, None),
        recipe_key("list", replace(FULL, lookalikes=True), 5),
        recipe_key("list", replace(FULL, email_required=True), 5),
        recipe_key("list", CONTACT, 5),
    ]

    assert key == recipe_key("list", EnrichOptions(tier=Tier.FULL), 5)
    assert len({key, *others}) == 6


async def test_an_earlier_run_of_the_same_recipe_is_continued(app, spent):
    """One job; who was not found is not asked for again."""
    sheet_id, ids = await listed(app, WITH_EMAIL, GONE, NO_EMAIL)
    first = await app.enrichment.run(sheet_id, ids[:2], FULL, recipe_key="mine")
    open_then = app.enrichment.to_send(ids, FULL, "mine")
    second = await app.enrichment.run(sheet_id, ids, FULL, recipe_key="mine")

    assert (first.id, open_then) == (second.id, 1)
    assert app.enrichment.to_send(ids, FULL, "mine") == 0
    assert [arrival["status"] for arrival in spent.arrivals].count(400) == 1
    assert app.store.peek(lambda db: requests.in_state(db, second.id, RequestState.WAITING)) == []
