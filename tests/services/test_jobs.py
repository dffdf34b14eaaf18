"""Jobs pause, stop, go on and wait for a person; whatever ends them, their requests tell the truth."""

import asyncio
from decimal import Decimal

import pytest

from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse
from app.workspace import account, jobs, ledger, requests, uncertain
from tests.whole_app import (
    FULL,
    RAW,
    Spent,
    details_of,
    found,
    handles_of,
    ids_of,
    listed,
    opened,
    pause_when,
    search_for,
    told,
)

TOP = 5_000_000  # followers: 20 creators
SOME = 3_000_000  # 62


async def started(app, rows: int = 60) -> tuple[int, asyncio.Task]:
    """A job that checks many creators, on its way: (its id, its run)."""
    sheet_id, _ = await found(app, rows, least=SOME)
    running = asyncio.create_task(app.enrichment.run(sheet_id, ids_of(app, sheet_id), RAW))
    await told(app, app.jobs.running)
    return app.jobs.running()[0].id, running


async def test_pause_sends_nothing_more_and_keeps_what_is_on_its_way(app, spent):
    """After the pause nothing is open and nothing was lost."""
    job_id, running = await started(app)
    await pause_when(app, job_id, lambda job: job.totals.done >= 5)
    job, sent = app.jobs.get(job_id), len(spent.arrivals)
    await running

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.BY_YOU)
    assert job.totals.waiting > 0
    assert job.totals.sent == job.totals.uncertain == 0
    assert len(spent.arrivals) == sent
    assert app.jobs.running() == []


async def test_resume_goes_on_where_it_was(app, spent):
    """Everything is bought, nothing twice."""
    job_id, running = await started(app)
    await pause_when(app, job_id, lambda job: job.totals.done >= 5)
    await running
    job = await app.jobs.resume(job_id)

    assert job.state is JobState.FINISHED
    assert job.totals.done + job.totals.not_found == job.totals.all == 60
    assert spent.bought_most_often == 1


async def test_stop_cancels_what_was_not_sent(app, spent):
    """A stopped job is over; its rows can be bought by another one."""
    job_id, running = await started(app)
    await told(app, lambda: app.jobs.get(job_id).totals.done >= 5)
    job = await app.jobs.stop(job_id)
    await running
    estimate = app.enrichment.estimate(ids_of(app, job.sheet_id), RAW)

    assert (job.state, job.totals.waiting, job.totals.sent) == (JobState.STOPPED, 0, 0)
    assert job.totals.cancelled > 0
    assert (estimate.had, estimate.pending) == (job.totals.done, 0)


async def test_stopping_a_paused_job_ends_it(app):
    """Its waiting requests are cancelled without being sent."""
    sheet_id, ids = await listed(app, "hannadvorak")
    paused = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
    job = await app.jobs.stop(paused.id)

    assert (paused.state, job.state, job.totals.cancelled) == (JobState.PAUSED, JobState.STOPPED, 1)


async def test_without_credits_a_job_pauses_and_finishes_after_a_top_up(start_service, tmp_path):
    """Some are bought before the credits end; the rest after; nobody twice."""
    service = start_service("--credits", "5.20")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 20, least=TOP)
        ids = ids_of(app, sheet_id)
        job = await app.enrichment.run(sheet_id, ids, FULL)
        left = service.books()["available"]
        service.top_up("50")
        resumed = await app.jobs.resume(job.id)

    assert (job.state, job.reason, job.totals.done, left) == (JobState.PAUSED, PauseReason.CREDITS, 5, "0.00")
    assert (resumed.state, resumed.totals.waiting) == (JobState.FINISHED, 0)
    assert spent.bought_most_often == 1
    assert spent.credits == Decimal("0.20") + resumed.totals.done


async def test_a_budget_is_used_up_but_never_passed(app, spent):
    """Who is not found gives their share back, so that the budget buys as many as it can."""
    sheet_id, _ = await found(app, 20, least=TOP)
    job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL, purse=Purse(limit=Decimal("12.50")))

    assert (job.state, job.reason, job.totals.done) == (JobState.PAUSED, PauseReason.BUDGET, 12)
    assert job.totals.not_found > 0
    assert spent.credits == Decimal("12.20")


async def test_a_refused_key_pauses_and_charges_nothing(service, spent, tmp_path):
    """The request waits again for the right key."""
    async with opened(service, tmp_path, key="eyJ.wrong.key") as app:
        sheet_id, ids = await listed(app, "hannadvorak")
        job = await app.enrichment.run(sheet_id, ids, FULL)

    assert (job.state, job.reason, job.totals.waiting) == (JobState.PAUSED, PauseReason.KEY, 1)
    assert "eyJ.wrong.key" not in job.error
    assert spent.entries == []


async def test_too_many_requests_slow_down_and_change_nothing_else(start_service, tmp_path):
    """A 429 is waited out; the job finishes by itself."""
    service = start_service("--credits", "10", "--rate", "8", "--window-s", "1")
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 10)
        job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), RAW)
    statuses = [arrival["status"] for arrival in service.books()["arrivals"]]

    assert 429 in statuses
    assert (job.state, job.totals.done + job.totals.not_found) == (JobState.FINISHED, 10)


async def test_a_failing_service_is_asked_again_before_anybody_hears_of_it(start_service, tmp_path):
    """A JSON 5xx is not charged and tried again."""
    service = start_service("--credits", "10", "--faults", "500:0.24")
    async with opened(service, tmp_path) as app:
        _, job = await found(app, 60)
    faults = [arrival["status"] for arrival in service.books()["arrivals"]].count(500)

    assert faults >= 1
    assert (job.state, job.totals.uncertain, service.books()["used"]) == (JobState.FINISHED, 0, "0.60")


async def test_what_a_closed_scoutsheet_left_waits_for_one_click(service, spent, tmp_path):
    """Nothing paid goes on by itself at the next start; then it goes on where it was."""
    async with opened(service, tmp_path) as app:
        job_id, running = await started(app)
        await told(app, lambda: app.jobs.get(job_id).totals.done >= 5)
    await running
    closed = len(spent.arrivals)
    async with opened(service, tmp_path) as app:
        left = app.jobs.get(job_id)
        at_start = len(spent.arrivals)
        job = await app.jobs.resume(job_id)

    assert (left.state, left.reason, left.totals.sent) == (JobState.PAUSED, PauseReason.INTERRUPTED, 0)
    assert left.totals.waiting > 0
    assert at_start == closed
    assert (job.state, spent.bought_most_often) == (JobState.FINISHED, 1)


async def test_a_killed_scoutsheets_jobs_are_counted_at_the_next_start(service, tmp_path):
    """A job that still says running belongs to nobody any more."""
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, "hannadvorak")
        job = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
        await app.store.write(lambda db: jobs.set_state(db, job.id, JobState.RUNNING, 1))
    async with opened(service, tmp_path) as app:
        interrupted, found_again = app.jobs.interrupted(), app.jobs.get(job.id)

    assert [one.id for one in interrupted] == [job.id]
    assert (found_again.state, found_again.reason) == (JobState.PAUSED, PauseReason.INTERRUPTED)


async def test_nothing_is_started_while_scoutsheet_closes(app, spent):
    """A job begun after the wish to end is only written down."""
    sheet_id, ids = await listed(app, "hannadvorak")
    await app.jobs.close()
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert (job.state, job.reason, job.totals.waiting) == (JobState.PAUSED, PauseReason.INTERRUPTED, 1)
    assert spent.arrivals == []


async def test_a_job_that_runs_is_joined_not_started_twice(app, spent):
    """Resume on a running job waits for the same run."""
    job_id, running = await started(app)
    joined = await app.jobs.resume(job_id)
    job = await running

    assert joined == job
    assert spent.bought_most_often == 1


async def test_two_jobs_share_the_line_fairly(app):
    """A short job does not wait for the end of a long one."""
    long_job, running = await started(app, 62)
    search = search_for(20, least=TOP)
    sheet_id = await app.discovery.open_sheet(search)
    await app.discovery.find(search, sheet_id=sheet_id)
    left = app.jobs.get(long_job).totals.waiting
    await running

    assert len(handles_of(app, sheet_id)) == 20
    assert left > 0


async def test_money_set_aside_is_not_offered_twice(app):
    """While a job runs, its open price is taken off what is free."""
    await app.credits.refresh()
    sheet_id, ids = await listed(app, "hannadvorak", "noahwells")
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(2), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=ids),
    )
    free = app.credits.known.available - app.credits.free()
    await app.jobs.stop(job_id)

    assert free == Decimal(2)
    assert app.credits.free() == app.credits.known.available


async def test_a_bug_in_a_job_is_raised_and_the_job_says_failed(app):
    """It is not swallowed, and no job is left running for ever."""
    sheet_id, ids = await listed(app, "hannadvorak")
    await app.store.write(lambda db: db.execute("CREATE TRIGGER broken BEFORE INSERT ON bodies BEGIN SELECT no(); END"))
    with pytest.raises(Exception, match="no such function"):
        await app.enrichment.run(sheet_id, ids, FULL)
    (job,) = app.jobs.all()

    assert job.state is JobState.FAILED
    assert app.jobs.running() == []


async def test_a_bug_in_a_search_is_raised_and_the_job_says_failed(app):
    """The same for pages, which are asked one after the other at first."""
    await app.store.write(lambda db: db.execute("CREATE TRIGGER broken BEFORE INSERT ON pages BEGIN SELECT no(); END"))
    with pytest.raises(Exception, match="no such function"):
        await found(app, 60)
    (job,) = app.jobs.all()

    assert job.state is JobState.FAILED
    assert app.jobs.running() == []


async def test_an_answer_that_cannot_be_stored_is_known_at_the_next_start(service, tmp_path):
    """It was paid: the request stays "sent", so that the next start calls it uncertain."""
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, "hannadvorak")
        await app.store.write(
            lambda db: db.execute("CREATE TRIGGER broken BEFORE INSERT ON bodies BEGIN SELECT no(); END")
        )
        with pytest.raises(Exception, match="no such function"):
            await app.enrichment.run(sheet_id, ids, FULL)
    async with opened(service, tmp_path) as app:
        (job,) = app.jobs.all()
        (request,) = app.store.peek(lambda db: requests.in_state(db, job.id, RequestState.UNCERTAIN))
        owner = app.store.peek(account.owner)

    assert request.creator_id == ids[0]
    assert owner is not None


async def test_time_left_is_unknown_without_a_pace(app):
    """A job that does not run has none."""
    sheet_id, ids = await listed(app, "hannadvorak")
    job = await app.enrichment.run(sheet_id, ids, FULL)

    assert app.jobs.time_left_s(job) is None
    assert [str(state) for state in details_of(app, sheet_id)] == ["full"]


async def test_what_was_refused_is_sent_again_after_one_click(app, spent):
    """Nothing else of the job is; what it may cost then is what its price says."""
    sheet_id, ids = await listed(app, "x" * 201, "hannadvorak")
    job = await app.enrichment.run(sheet_id, ids, FULL)
    before = len(spent.paid_arrivals)
    again = await app.jobs.retry_failed(job.id)

    assert (job.totals.failed, job.totals.failed_at_most) == (1, Decimal(1))
    assert len(spent.paid_arrivals) == before + 1
    assert (again.state, again.totals.failed, again.totals.done) == (JobState.FINISHED, 1, 1)
    assert spent.credits == Decimal(1)


async def test_done_jobs_are_taken_off_the_list_and_nothing_else(app):
    """What they cost stays in the ledger; a paused job stays on the list."""
    sheet_id, ids = await listed(app, "hannadvorak", "noahwells")
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    paused = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
    await app.jobs.clear_done()

    assert app.jobs.all() == [paused]
    assert app.store.peek(ledger.sums).charged == Decimal("0.03")


async def lost(app, job_id: int) -> None:
    """No answer came to the one request of a job, and comparing could not tell whether it was charged."""

    def lose(db):
        (request,) = requests.in_state(db, job_id, RequestState.WAITING)
        requests.mark_sent(db, request.id, 1)
        uncertain.park(db, request, 2, outcome="No answer came.")
        db.execute("UPDATE receipts SET settlement_id = (SELECT min(id) FROM settlements)")
        jobs.set_state(db, job_id, JobState.FINISHED, 3)

    await app.credits.refresh()
    await app.store.write(lose)


async def test_a_job_with_a_payment_to_check_is_not_cleared(app):
    """It waits for somebody, though it has ended."""
    sheet_id, ids = await listed(app, "hannadvorak")
    job = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
    await lost(app, job.id)
    await app.jobs.clear_done()
    (left,) = app.jobs.all()

    assert (left.totals.uncertain, left.totals.undecided, left.totals.again_at_most) == (1, 0, Decimal(1))


async def test_going_on_after_a_click_on_check_payment_may_cost_what_was_agreed_then(app, spent):
    """Interrupted once more in between, the second try is still paid for by the click it had."""
    sheet_id, ids = await listed(app, "hannadvorak")
    job = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
    await lost(app, job.id)

    def agree_and_be_killed(db):
        uncertain.retry(db, job.id, RequestState.UNCERTAIN)
        jobs.raise_most(db, job.id)

    await app.store.write(agree_and_be_killed)
    price = app.jobs.get(job.id).go_on_at_most
    went_on = await app.jobs.resume(job.id)

    assert price == Decimal(1)
    assert (went_on.state, went_on.totals.done, spent.credits) == (JobState.FINISHED, 1, Decimal(1))
