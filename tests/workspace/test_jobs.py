"""Requests are written before they are sent, change along the allowed ways only, and survive any end."""

from decimal import Decimal
from itertools import product

import pytest

from app.domain.jobs import JobState, PauseReason, RequestState, states_before
from app.domain.money import Receipt, Tier
from app.workspace import already, jobs, ledger, requests, to_check, totals, uncertain

S = RequestState


def state_of(workspace, request_id: int) -> RequestState:
    return workspace.store.peek(lambda db: requests.state_of(db, request_id))


def force(workspace, request_id: int, state: RequestState) -> None:
    workspace(lambda db: db.execute("UPDATE requests SET state = ? WHERE id = ?", (state, request_id)))


def pending(workspace, ids, tier=Tier.FULL, **more):
    return workspace.store.peek(lambda db: already.pending(db, ids, tier, **more))


def send(workspace, request) -> None:
    workspace(lambda db: requests.mark_sent(db, request.id, 5))


def park(workspace, request) -> None:
    send(workspace, request)
    workspace(lambda db: uncertain.park(db, request, 6, outcome="No answer."))


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_a_request_changes_along_the_allowed_ways_only(workspace, old, new):
    """Anything else is our mistake, raises, and changes nothing."""
    sheet_id, ids = workspace.list_of("a")
    _, (request,) = workspace.job(sheet_id, ids)
    force(workspace, request.id, old)
    if old in states_before(new):
        workspace(lambda db: requests.change(db, request.id, new))
    else:
        with pytest.raises(AssertionError):
            workspace(lambda db: requests.change(db, request.id, new))

    assert state_of(workspace, request.id) is (new if old in states_before(new) else old)


def test_a_request_cannot_be_claimed_twice(workspace):
    """Two senders of one request would pay twice."""
    sheet_id, ids = workspace.list_of("a")
    _, (request,) = workspace.job(sheet_id, ids)
    send(workspace, request)
    with pytest.raises(AssertionError):
        send(workspace, request)


def test_requests_stand_in_the_order_they_were_written(workspace):
    """More of them come behind the first ones."""
    sheet_id, (a, b, c) = workspace.list_of("a", "b", "c")
    job_id, _ = workspace.job(sheet_id, [c, a])
    workspace(lambda db: requests.add_requests(db, job_id, Decimal(1), creators=[b]))

    waiting = workspace.store.peek(lambda db: requests.in_state(db, job_id, S.WAITING))
    assert [request.creator_id for request in waiting] == [c, a, b]


def test_totals_are_counted(workspace):
    """States, what was spent, and the most that is still to come."""
    sheet_id, ids = workspace.list_of("a", "b", "c")
    job_id, asked = workspace.job(sheet_id, ids)
    send(workspace, asked[0])
    receipt = Receipt(rows=1, expected=Decimal(1), charged=Decimal("0.95"), estimated=False)
    workspace(lambda db: requests.settle(db, asked[0].id, S.DONE, 6))
    workspace(lambda db: ledger.book(db, receipt, what="Full details", request_id=asked[0].id, at_ms=6))
    send(workspace, asked[1])
    counted = workspace.store.peek(lambda db: totals.totals(db, job_id))

    assert (counted.done, counted.sent, counted.waiting, counted.all) == (1, 1, 1, 3)
    assert (counted.spent, counted.open_at_most) == (Decimal("0.95"), Decimal(2))


def test_set_aside_counts_running_jobs_only(workspace):
    """What a paused job could cost is offered again."""
    sheet_id, ids = workspace.list_of("a", "b")
    job_id, _ = workspace.job(sheet_id, ids)
    waiting = workspace.store.peek(totals.set_aside)
    workspace(lambda db: jobs.set_state(db, job_id, JobState.PAUSED, 1, reason=PauseReason.BY_YOU))

    assert (waiting, workspace.store.peek(totals.set_aside)) == (Decimal(2), Decimal(0))


def test_stopping_cancels_what_was_not_sent(workspace):
    """What is on its way stays known."""
    sheet_id, ids = workspace.list_of("a", "b")
    job_id, (first, second) = workspace.job(sheet_id, ids)
    send(workspace, first)
    workspace(lambda db: jobs.set_state(db, job_id, JobState.STOPPED, 1))

    assert [state_of(workspace, one.id) for one in (first, second)] == [S.SENT, S.CANCELLED]


def test_what_a_closed_scoutsheet_left_waits_for_one_click(workspace, reopened):
    """Sent without an answer is uncertain, in the ledger too; the job is paused; a second start changes nothing."""
    sheet_id, ids = workspace.list_of("a", "b")
    job_id, (first, second) = workspace.job(sheet_id, ids)
    workspace(lambda db: jobs.set_state(db, job_id, JobState.RUNNING, 1))
    send(workspace, first)
    again = reopened()
    for _ in range(2):
        again(lambda db: uncertain.interrupt_all(db, 9))
    interrupted = again.store.peek(jobs.interrupted)
    job = again.store.peek(lambda db: jobs.get(db, job_id))

    assert interrupted == [job]
    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.INTERRUPTED)
    assert [state_of(again, one.id) for one in (first, second)] == [S.UNCERTAIN, S.WAITING]
    assert again.store.peek(ledger.sums).uncertain == Decimal(1)


@pytest.mark.parametrize("state", [JobState.FINISHED, JobState.STOPPED, JobState.PAUSED, JobState.FAILED])
def test_a_start_leaves_other_jobs_as_they_are(workspace, state):
    """Only what was running was interrupted."""
    sheet_id, ids = workspace.list_of("a", "b")
    job_id, (first, second) = workspace.job(sheet_id, ids)
    force(workspace, first.id, S.DONE)
    force(workspace, second.id, S.WAITING if state is JobState.PAUSED else S.DONE)
    workspace(lambda db: jobs.set_state(db, job_id, state, 1))
    workspace(lambda db: uncertain.interrupt_all(db, 9))

    assert workspace.store.peek(lambda db: jobs.get(db, job_id)).state is state


def test_a_start_ends_what_had_got_all_its_answers(workspace):
    """The kill came between the last answer and the end: there is nothing to go on with."""
    sheet_id, ids = workspace.list_of("a")
    job_id, (request,) = workspace.job(sheet_id, ids)
    force(workspace, request.id, S.DONE)
    workspace(lambda db: jobs.set_state(db, job_id, JobState.RUNNING, 1))
    workspace(lambda db: uncertain.interrupt_all(db, 9))

    assert workspace.store.peek(lambda db: jobs.get(db, job_id)).state is JobState.FINISHED


@pytest.mark.parametrize(
    ("request_state", "job_state", "is_pending"),
    [
        (S.WAITING, JobState.RUNNING, True),
        (S.WAITING, JobState.WAITING, True),
        (S.WAITING, JobState.PAUSED, False),
        (S.SENT, JobState.PAUSED, True),
        (S.UNCERTAIN, JobState.FINISHED, True),
        (S.NOT_FOUND, JobState.RUNNING, False),
        (S.CANCELLED, JobState.STOPPED, False),
    ],
)
def test_on_its_way_or_to_be_checked_is_pending(workspace, request_state, job_state, is_pending):
    """Buying it now could be buying it twice."""
    sheet_id, ids = workspace.list_of("a")
    job_id, (request,) = workspace.job(sheet_id, ids)
    workspace(lambda db: jobs.set_state(db, job_id, job_state, 1))
    force(workspace, request.id, request_state)

    assert pending(workspace, ids) == (set(ids) if is_pending else set())


def test_a_newer_cancelled_request_does_not_hide_one_on_its_way(workspace):
    """Any request counts, not only the newest."""
    sheet_id, ids = workspace.list_of("a")
    _, (first,) = workspace.job(sheet_id, ids)
    stopped, _ = workspace.job(sheet_id, ids)
    workspace(lambda db: jobs.set_state(db, stopped, JobState.STOPPED, 1))
    send(workspace, first)

    assert pending(workspace, ids) == set(ids)


def test_pending_knows_tiers_and_leaves_out_the_job_that_asks(workspace):
    """Full on its way covers contact; contact on its way does not cover full."""
    sheet_id, ids = workspace.list_of("a", "b")
    full, _ = workspace.job(sheet_id, ids[:1])
    workspace.job(sheet_id, ids[1:], Tier.PROFILE)

    assert pending(workspace, ids, Tier.PROFILE) == set(ids)
    assert pending(workspace, ids, Tier.FULL) == {ids[0]}
    assert pending(workspace, ids, Tier.FULL, besides=full) == set()


def test_a_lost_page_is_bought_again_once(workspace):
    """A second loss waits for one click."""
    job_id, (first, *_) = workspace.search_job(150)
    park(workspace, first)
    lost = workspace.store.peek(lambda db: uncertain.lost_pages(db, job_id, 1, before_page=None))
    again_id = workspace(lambda db: uncertain.buy_again(db, first))
    again = next(
        one for one in workspace.store.peek(lambda db: requests.in_state(db, job_id, S.WAITING)) if one.id == again_id
    )
    park(workspace, again)

    assert [one.id for one in lost] == [first.id]
    assert workspace.store.peek(lambda db: uncertain.lost_pages(db, job_id, 1, before_page=None)) == []


def test_one_click_sends_a_page_that_was_lost_twice_only_once(workspace):
    """The first request stays what it is: its second one stands for it, in the price too."""
    job_id, (first, *_) = workspace.search_job(50)
    park(workspace, first)
    again_id = workspace(lambda db: uncertain.buy_again(db, first))
    (again,) = workspace.store.peek(lambda db: requests.in_state(db, job_id, S.WAITING))
    park(workspace, again)
    sheet_id = workspace.store.peek(lambda db: jobs.get(db, job_id)).sheet_id
    price = workspace.store.peek(lambda db: to_check.price(db, sheet_id, []))
    count = workspace(lambda db: uncertain.retry(db, job_id, S.UNCERTAIN))

    assert (count, price) == (1, again.price)
    assert (state_of(workspace, first.id), state_of(workspace, again_id)) == (S.UNCERTAIN, S.WAITING)


def test_pages_behind_the_end_are_cancelled(workspace):
    """Those before it still wait."""
    job_id, asked = workspace.search_job(150)
    workspace(lambda db: requests.cancel_pages(db, job_id, 1, from_page=1))

    assert [state_of(workspace, one.id) for one in asked] == [S.WAITING, S.CANCELLED, S.CANCELLED]


def test_jobs_are_listed_newest_first(workspace):
    """With what they were made of."""
    sheet_id, ids = workspace.list_of("a")
    older, _ = workspace.job(sheet_id, ids)
    newer, _ = workspace.job(sheet_id, ids, Tier.RAW)
    found = workspace.store.peek(jobs.all_jobs)

    assert [job.id for job in found] == [newer, older]
    assert (found[0].options.tier, found[0].most) == (Tier.RAW, Decimal("0.03"))


def test_a_job_that_waits_for_a_person_is_listed_however_old_it_is(workspace):
    """Paused, or with a payment to check: it could not be continued otherwise."""
    sheet_id, ids = workspace.list_of("a", "b", "c")
    done, _ = workspace.job(sheet_id, ids[:1])
    paused, _ = workspace.job(sheet_id, ids[1:2])
    to_check, (lost,) = workspace.job(sheet_id, ids[2:])
    newest, _ = workspace.job(sheet_id, ids)
    park(workspace, lost)
    for job_id, state in ((done, JobState.FINISHED), (paused, JobState.PAUSED), (to_check, JobState.FINISHED)):
        workspace(lambda db, job_id=job_id, state=state: jobs.set_state(db, job_id, state, 7))
    found = workspace.store.peek(lambda db: jobs.all_jobs(db, 1))

    assert [job.id for job in found] == [newest, to_check, paused]


@pytest.mark.parametrize("ended", [JobState.FINISHED, JobState.STOPPED])
def test_a_click_that_a_kill_cut_off_is_found_at_the_next_start(workspace, ended):
    """ "Check payment" made the request wait; before its job ran, the process was killed: it waits for one click."""
    sheet_id, ids = workspace.list_of("a")
    job_id, (request,) = workspace.job(sheet_id, ids)
    park(workspace, request)
    workspace(lambda db: jobs.set_state(db, job_id, ended, 7))
    workspace(lambda db: uncertain.retry(db, job_id, S.UNCERTAIN))
    workspace(lambda db: uncertain.interrupt_all(db, 8))
    (job,) = workspace.store.peek(jobs.interrupted)

    assert (job.id, job.state, job.can_resume) == (job_id, JobState.PAUSED, True)
