"""What a batch charged and did not bring is bought by nobody else, asked for again for free, and sent again only by a
person; what it did not charge can be sent again at once."""

import asyncio
import sqlite3
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.batches import BatchMode, BatchState, BatchStatus
from app.domain.creators import Details
from app.domain.jobs import JobState, RequestState
from app.domain.money import ZERO
from app.domain.platforms import Platform
from app.services.batch_watch import MOST_FAILURES
from app.workspace import batch_rest, batch_standing, batches, ledger, requests
from tests.batches import FAST, KNOWN, STILL, again, fast, list_of, over, upload, uploads
from tests.whole_app import QUICK, RAW, Spent, details_of, opened

PENNY, NICKEL = Decimal("0.03"), Decimal("0.05")
SILENT = {"batch_fails_after": 2, "batch_partial": False}  # gives up in the middle, and hands nothing out


@pytest.fixture
def service(start_service):
    return fast(start_service("--credits", "100"))


async def test_what_did_not_come_is_to_be_checked_and_nobody_buys_it_again(service, tmp_path):
    """Two of four rows were charged, and nobody can tell which two."""
    service.settings(**SILENT)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids, job = await upload(app, *KNOWN)
        ended = await over(app, job)
        plan = await app.batches.plan(ids, BatchMode.RAW, RAW)
        single = await app.enrichment.run(sheet_id, ids, RAW)
        shown = details_of(app, sheet_id)

        assert (ended.state, ended.totals.uncertain, ended.totals.failed) == (JobState.FAILED, 4, 0)
        assert (ended.totals.spent, ended.totals.again_at_most) == (2 * PENNY, 4 * PENNY)
        assert app.batches.paid_in_vain(job.id) == 2 * PENNY
        assert (plan.pending, plan.new, single.totals.all) == (4, 0, 0)
        assert (shown, spent.credits) == ([Details.CHECK_PAYMENT] * 4, 2 * PENNY)


async def test_asking_again_is_free_and_settles_what_comes(service, tmp_path):
    """In vain it stays as it was; then the charged rows come, and the others are known to have cost nothing."""
    service.settings(**SILENT)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN)
        await over(app, job)
        in_vain = await app.batches.ask_again(job.id)
        service.settings(batch_partial=True)
        came = await app.batches.ask_again(job.id)
        service.settings(batch_fails_after=None)
        ended = await over(app, await app.jobs.retry_failed(job.id))
        shown = details_of(app, sheet_id)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (in_vain.state, in_vain.totals.uncertain) == (JobState.FAILED, 4)
    assert (came.state, came.totals.done, came.totals.failed, came.totals.uncertain) == (JobState.FAILED, 2, 2, 0)
    assert came.totals.failed_at_most == 2 * PENNY
    assert (ended.state, shown, ended.totals.all) == (JobState.FINISHED, [Details.EXISTS] * 4, 4)
    assert (len(uploads(spent)), spent.bought_most_often, spent.credits) == (2, 1, 4 * PENNY)
    assert sums == ledger.Sums(charged=4 * PENNY, uncertain=ZERO, other_use=ZERO)


async def test_sending_it_again_takes_a_click_and_costs_at_most_what_that_said(service, tmp_path):
    """Nothing goes up by itself, also after a restart; the rows then come from the second file."""
    service.settings(**SILENT)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN)
        await over(app, job)
    async with opened(service, tmp_path) as app:
        before = app.jobs.get(job.id)
        await app.jobs.resume(job.id)
        sent = len(uploads(spent))
        service.settings(batch_fails_after=None)
        ended = await over(app, await app.jobs.retry_uncertain(job.id))
        shown = details_of(app, sheet_id)

    assert (before.state, before.totals.uncertain, sent) == (JobState.FAILED, 4, 1)
    assert (ended.state, ended.totals.done, shown) == (JobState.FINISHED, 4, [Details.EXISTS] * 4)
    assert spent.credits == 2 * PENNY + before.totals.again_at_most


async def test_closed_while_it_asks_again_the_next_start_goes_on(service, tmp_path):
    """The results are due until they were tried."""
    service.settings(**SILENT)
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN)
        await over(app, job)
        await app.store.write(lambda db: batch_rest.ask_again(db, job.id, 1))
        asked = app.jobs.get(job.id)
    service.settings(batch_partial=True)
    async with opened(service, tmp_path) as app:
        ended = await over(app, job)

    assert (asked.state, asked.totals.away) == (JobState.AWAY, 4)
    assert (ended.state, ended.totals.done, ended.totals.failed) == (JobState.FAILED, 2, 2)


async def test_a_paused_batch_that_is_given_up_keeps_what_it_charged_in_mind(start_service, tmp_path):
    """Its results cannot be had while it is paused: the rows are not free to be bought elsewhere."""
    service = fast(start_service("--credits", "2"), batch_partial=False)
    async with opened(service, tmp_path) as app:
        _, ids, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        stopped = await app.jobs.stop(job.id)
        plan = await app.batches.plan(ids, BatchMode.FULL, job.options)
        asked = await app.batches.ask_again(job.id)

    assert (stopped.state, stopped.totals.uncertain, stopped.totals.cancelled) == (JobState.STOPPED, 4, 0)
    assert (plan.pending, plan.new, asked.totals.uncertain) == (4, 0, 4)


async def test_rows_that_a_finished_batch_charged_and_never_handed_out_are_to_be_checked(service, tmp_path):
    """Three of four come, four were charged: the fourth was not free."""
    service.settings(**STILL)
    async with asyncio.timeout(60), opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN)
        (batch,) = app.batches.of_job(job.id)

        def end(db: sqlite3.Connection) -> tuple[RequestState, bool]:
            status = BatchStatus(
                state=BatchState.FINISHED, said="finished", processed=4, found=4, failed=0, credits_used=4 * PENNY
            )
            batches.note(db, batch.id, status, 1)
            db.execute(
                "UPDATE requests SET state = 'done' WHERE batch_id = ? AND input IN (?, ?, ?)", (batch.id, *KNOWN[:3])
            )
            batch_rest.merged_all(db, batch.id, 4, 1, final=True)
            batch_standing.follow(db, job.id, 1)
            (row,) = requests.in_state(db, job.id, RequestState.UNCERTAIN)
            return row.state, row.price == PENNY

        state = await app.store.write(end)
        ended = app.jobs.get(job.id)

    assert state == (RequestState.UNCERTAIN, True)
    assert (ended.state, ended.totals.done, ended.totals.uncertain) == (JobState.FINISHED, 3, 1)


async def test_a_file_that_never_holds_all_that_was_found_is_taken_before_a_run_gives_up(service, tmp_path, until):
    """Else every run would end with an error, for ever."""
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        _, _, job = await upload(app, *KNOWN)
        await until(lambda: Spent.of_all(service) == 4 * PENNY)
        (batch,) = app.batches.of_job(job.id)
        told = BatchStatus(
            state=BatchState.FINISHED, said="finished", processed=5, found=5, failed=0, credits_used=5 * PENNY
        )
        await app.store.write(lambda db: batches.note(db, batch.id, told, 1))
        for _ in range(MOST_FAILURES):
            await app.watcher.bring_in(app.batches.of_job(job.id))
        ended = await over(app, job)

    assert (ended.state, ended.totals.done) == (JobState.FINISHED, 4)


async def test_addresses_of_a_batch_that_gave_up_go_up_again_with_the_next_run(service, tmp_path):
    """Those that cost nothing; each address is paid once."""
    texts = [f"{name}@creator.example" for name in ("ada", "bea", "cleo", "dora")]
    service.settings(batch_fails_after=1)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await list_of(app, [])
        first = await over(app, await app.batches.find_accounts(sheet_id, texts, recipe_key="these"))
        to_pay = app.batches.to_pay_for_addresses(texts, "these")
        service.settings(batch_fails_after=None)
        second = await over(app, await app.batches.find_accounts(sheet_id, texts, recipe_key="these"))
        left = app.batches.to_pay_for_addresses(texts, "these")

    assert (first.state, first.totals.done, first.totals.failed) == (JobState.FAILED, 1, 3)
    assert (to_pay, left) == (3 * NICKEL, ZERO)
    assert (second.id, second.state, second.totals.done) == (first.id, JobState.FINISHED, 4)
    assert (len(uploads(spent)), spent.credits) == (2, 4 * NICKEL)


async def test_the_rest_of_one_file_of_two_goes_up_alone(service, tmp_path):
    """The other one, of another platform, came to its end."""
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await list_of(app, list(KNOWN))
        _, others = await list_of(app, ["nobody.1"], Platform.TIKTOK)
        service.settings(batch_fails_after=2)
        job = await again(app, sheet_id, [*ids, *others])
        await over(app, job)
        service.settings(**STILL)
        sent = await app.jobs.retry_failed(job.id)
        service.settings(**FAST)
        ended = await over(app, job)

    assert (sent.state, sent.totals.away, sent.totals.away_at_most) == (JobState.AWAY, 2, 2 * PENNY)
    assert (ended.state, ended.totals.done, ended.totals.not_found) == (JobState.FINISHED, 4, 1)
    assert (len(uploads(spent)), spent.credits, spent.bought_most_often) == (3, 4 * PENNY, 1)


@pytest.mark.parametrize("how", ["refused", "over the budget", "killed"])
async def test_rows_that_were_to_be_paid_twice_and_were_not_sent_are_to_be_checked_again(service, tmp_path, how):
    """Somebody agreed to it once: a later purchase of the same rows must not take them for new."""
    service.settings(**SILENT)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids, job = await upload(app, *KNOWN)
        await over(app, job)
        service.settings(batch_fails_after=None)
        if how == "refused":
            service.settings(fault_at=["/batch/$", "500"])
            await app.jobs.retry_uncertain(job.id)
            service.settings(fault_at=None)
        elif how == "over the budget":
            await app.budgets.set_day(3 * PENNY)
            await app.jobs.retry_uncertain(job.id)
            await app.budgets.set_day(None)
        else:
            await app.store.write(lambda db: batch_rest.send_again(db, job.id, RequestState.UNCERTAIN, 1))
    async with opened(service, tmp_path) as app:
        rests, plan = app.jobs.get(job.id), await app.batches.plan(ids, BatchMode.RAW, RAW)
        single = await app.enrichment.run(sheet_id, ids, RAW)
        bought = spent.credits
        ended = await over(app, await app.jobs.retry_uncertain(job.id))

    assert (rests.totals.uncertain, rests.totals.waiting, rests.totals.again_at_most) == (4, 0, 4 * PENNY)
    assert (plan.pending, plan.new, single.totals.all, bought) == (4, 0, 0, 2 * PENNY)
    assert (ended.state, ended.totals.done, spent.credits) == (JobState.FINISHED, 4, 6 * PENNY)
