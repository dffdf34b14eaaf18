"""Requests without an answer are compared with the balance: "nothing was charged" is said only where it is sure."""

import asyncio
from decimal import Decimal

import httpx
import pytest

from app.api.gate import Lane
from app.bootstrap import Pace
from app.domain.creators import Details
from app.domain.errors import Uncertain
from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import ZERO, Purse
from app.services.enrichment import stands
from app.services.sending import Answered
from app.services.settling import LOOK_AT
from app.workspace import jobs, ledger, requests, settlements, uncertain
from tests.chaos.hurry import Wall
from tests.whole_app import FULL, Spent, details_of, ids_of, listed, opened, told

HERE, OTHER, THIRD = "hannadvorak", "noahwells", "olivervintage"
HOUR_S = 3_600.0
S = RequestState


def answered(cost: Decimal | None = Decimal(1)) -> Answered:
    """An answer about one creator, which stores nothing of its own."""
    return Answered(
        state=S.DONE,
        what="Full details",
        rows=1,
        expected=Decimal(1),
        cost=cost,
        left=None,
        keep=lambda db, at_ms: None,
    )


async def lose(slot) -> str:
    """Written, and never answered; the practice service does not hear of it, so that nothing is charged."""
    slot.written()
    raise Uncertain("No whole answer came.")


async def answer(slot) -> str:
    slot.written()
    return "an answer"


async def waiting(app, *names: str) -> tuple[int, list[requests.Request]]:
    """A job of one request for each name, written and not sent: (its sheet, its requests)."""
    sheet_id, ids = await listed(app, *names)
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(len(ids)), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=ids),
    )
    await app.store.write(lambda db: jobs.set_state(db, job_id, JobState.PAUSED, 1, reason=PauseReason.BY_YOU))
    return sheet_id, app.store.peek(lambda db: requests.in_state(db, job_id, S.WAITING))


async def lost(app, *names: str, purse: Purse | None = None) -> list[requests.Request]:
    """Requests whose answers never came, and that were not charged."""
    await app.credits.refresh()
    _, asked = await waiting(app, *names)
    for request in asked:
        await app.jobs.send(request, lose, lambda _: answered(), purse or Purse())
    return asked


def states(app, asked: list[requests.Request]) -> list[RequestState]:
    return [app.store.peek(lambda db, i=request.id: requests.state_of(db, i)) for request in asked]


def spend(service, handle: str = THIRD, tier: str = "full") -> None:
    """A colleague buys details on the same key."""
    body = {"handle": handle, "platform": "instagram", "include_lookalikes": False, "include_audience_data": True}
    url = f"{service.url}/public/v1/creators/enrich/handle/{tier}/"
    assert httpx.post(url, json=body, headers=service.headers, trust_env=False).status_code == 200


async def test_what_cost_nothing_waits_to_be_sent_again(app):
    """Exactly no change, and enough time for the service to have ended its work."""
    asked = await lost(app, HERE, OTHER)
    free = await app.jobs.settle(asked[0].job_id)
    sums = app.store.peek(ledger.sums)

    assert (free, states(app, asked)) == ({asked[0].job_id}, [S.WAITING, S.WAITING])
    assert (sums.charged, sums.uncertain, sums.other_use) == (ZERO, ZERO, ZERO)


async def test_nothing_is_believed_while_the_service_may_still_be_at_work(service, tmp_path):
    """No change yet proves nothing; whoever looks again later may find the charge."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=HOUR_S)) as app:
        asked = await lost(app, HERE)
        await app.jobs.look()
        early = states(app, asked)
        spend(service)  # as the late charge of the lost request does
        await app.jobs.look()

        assert early == states(app, asked) == [S.UNCERTAIN]
        assert app.store.peek(settlements.undecided) == []


async def test_a_late_charge_of_cold_work_is_waited_for(start_service, tmp_path):
    """The gateway gives up first, the work goes on and is charged: "Check payment", not bought twice by itself."""
    service = start_service("--credits", "10", "--cold-s", "1.0", "--gateway-s", "0.2")
    spent = Spent(service)
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=1.5)) as app:
        sheet_id, ids = await listed(app, HERE)
        job = await app.enrichment.run(sheet_id, ids, FULL)
        sums, shown = app.store.peek(ledger.sums), details_of(app, sheet_id)

    assert (job.state, shown) == (JobState.FINISHED, [Details.CHECK_PAYMENT])
    assert (len(spent.paid_arrivals), spent.credits, sums.uncertain) == (1, Decimal(1), Decimal(1))


async def test_a_charge_that_comes_after_the_verdict_is_not_called_somebody_elses(service, tmp_path):
    """A colleague's 0.03 settles the matter while the service is still at work; then our own 1.00 is charged."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=HOUR_S)) as app:
        (request,) = await lost(app, HERE)
        spend(service, tier="raw")
        await app.jobs.look()
        early = app.store.peek(ledger.sums)
        spend(service)  # as the late charge of the lost request does
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert request.price == 1
    assert (early.uncertain, early.other_use) == (Decimal("0.03"), ZERO)
    assert (sums.uncertain, sums.other_use) == (Decimal(1), Decimal("0.03"))


@pytest.mark.parametrize("jump_s", [-HOUR_S, HOUR_S])
async def test_a_clock_that_is_set_after_the_verdict_moves_no_charge_to_a_colleague(service, tmp_path, jump_s):
    """How long the service may still be at work is no matter of the clock on the wall."""
    wall = Wall(0.0)
    async with opened(service, tmp_path, pace=Pace(wall=wall, still_at_work_s=HOUR_S / 2)) as app:
        await lost(app, HERE)
        spend(service, tier="raw")
        await app.jobs.look()
        wall.ahead_s = jump_s
        await app.credits.refresh()
        spend(service)  # as the late charge of the lost request does
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (sums.uncertain, sums.other_use) == (Decimal(1), Decimal("0.03"))


async def test_a_clock_that_is_set_back_after_the_verdict_makes_nobody_wait_longer(service, tmp_path):
    """Else a job would stand still for as long as the clock was set back."""
    wall = Wall(0.0)
    async with opened(service, tmp_path, pace=Pace(wall=wall, still_at_work_s=0.3)) as app:
        (request,) = await lost(app, HERE)
        spend(service, tier="raw")
        await app.jobs.look()
        wall.ahead_s = -HOUR_S
        async with asyncio.timeout(60):
            await app.jobs.settle(request.job_id)
        spend(service)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (sums.uncertain, sums.other_use) == (Decimal("0.03"), Decimal(1))


async def test_a_charge_after_the_service_has_ended_its_work_is_somebody_elses(service, tmp_path):
    """It cannot be that of the lost request any more."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=0.0)) as app:
        await lost(app, HERE)
        spend(service, tier="raw")
        await app.jobs.look()
        spend(service)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (sums.uncertain, sums.other_use) == (Decimal("0.03"), Decimal(1))


async def test_a_colleague_makes_it_unclear_never_free(service, tmp_path):
    """Somebody spends less than, as much as, or more than what was lost: it waits for one click."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=0.0)) as app:
        asked = await lost(app, HERE, OTHER)
        spend(service)
        free = await app.jobs.settle(asked[0].job_id)
        unclear = app.store.peek(ledger.sums)
        spend(service)
        await app.credits.refresh()
        later, left = app.store.peek(ledger.sums), states(app, asked)

    assert (free, left) == (set(), [S.UNCERTAIN, S.UNCERTAIN])
    assert (unclear.charged, unclear.uncertain, unclear.other_use) == (ZERO, Decimal(1), ZERO)
    assert (later.charged, later.uncertain, later.other_use) == (ZERO, Decimal(1), Decimal(1))


async def test_a_guess_that_was_booked_proves_nothing(app, service):
    """Where the service did not name a cost, a guess too high could hide a charge: no change is not enough."""
    (gone,) = await lost(app, HERE)
    _, (guessed,) = await waiting(app, OTHER)
    await app.jobs.send(guessed, answer, lambda _: answered(cost=None), Purse())  # 1.00 booked, nothing spent
    spend(service)  # 1.00, as if the lost one had been charged
    await app.jobs.settle(gone.job_id)

    assert states(app, [gone]) == [S.UNCERTAIN]
    assert app.store.peek(settlements.undecided) == []


async def test_an_answer_that_could_not_be_stored_is_never_taken_for_other_use(app, service):
    """Asking for the balance in between makes no point: else its charge would look like a colleague's."""
    await app.credits.refresh()
    _, (request,) = await waiting(app, HERE)
    points = app.store.peek(lambda db: db.execute("SELECT count(*) FROM settlements").fetchone())
    with pytest.raises(KeyError):
        await app.jobs.send(request, answer, lambda _: {}["broken"], Purse())
    spend(service)  # what the answer cost
    await app.credits.refresh()
    after = app.store.peek(lambda db: db.execute("SELECT count(*) FROM settlements").fetchone())
    await app.store.write(lambda db: uncertain.interrupt_all(db, 1))  # as the next start does
    await app.jobs.settle(request.job_id)

    assert (after, states(app, [request])) == (points, [S.UNCERTAIN])
    assert app.store.peek(ledger.sums).uncertain == Decimal(1)


async def test_what_was_set_aside_is_given_back_once_and_to_its_own_purse(app):
    """A run's budget grows by nothing that it had not set aside itself."""
    mine, another = Purse(limit=Decimal(5)), Purse(limit=Decimal(5))
    asked = await lost(app, HERE, OTHER, purse=mine)
    held = mine.set_aside
    await app.jobs.settle(asked[0].job_id)
    await app.jobs.settle(asked[0].job_id)

    assert (held, mine.set_aside, mine.spent) == (Decimal(2), ZERO, ZERO)
    assert (another.set_aside, another.spent) == (ZERO, ZERO)


async def test_an_earlier_runs_loss_does_not_widen_a_later_runs_budget(service, tmp_path):
    """Freed in a run whose purse never held it."""
    async with opened(service, tmp_path) as app:
        asked = await lost(app, HERE, OTHER)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        job = await app.jobs.work(asked[0].job_id, Purse(limit=Decimal(1)))

    assert (job.state, job.reason, job.totals.done) == (JobState.PAUSED, PauseReason.BUDGET, 1)
    assert spent.credits == Decimal(1)


async def test_pausing_ends_the_waiting_and_the_next_start_settles(service, tmp_path):
    """The job says paused, the row stays to be checked; resuming later buys what cost nothing, once."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=HOUR_S)) as app:
        (request,) = await lost(app, HERE)
        running = asyncio.create_task(app.jobs.resume(request.job_id))
        await told(app, app.jobs.running)
        await app.jobs.pause(request.job_id)
        async with asyncio.timeout(60):  # far below the hour it would have waited
            paused = await running
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        job = await app.jobs.resume(request.job_id)

    assert (paused.state, paused.reason, paused.totals.uncertain) == (JobState.PAUSED, PauseReason.BY_YOU, 1)
    assert (job.state, job.totals.done, spent.credits) == (JobState.FINISHED, 1, Decimal(1))


@pytest.mark.parametrize("end", ["stop", "close"])
async def test_stopping_or_closing_ends_the_waiting(service, tmp_path, end):
    """Nothing is sent again."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=HOUR_S)) as app:
        (request,) = await lost(app, HERE)
        spent = Spent(service)
        running = asyncio.create_task(app.jobs.resume(request.job_id))
        await told(app, app.jobs.running)
        await (app.jobs.stop(request.job_id) if end == "stop" else app.jobs.close())
        job = await running

    assert job.state is (JobState.STOPPED if end == "stop" else JobState.PAUSED)
    assert spent.paid_arrivals == []


@pytest.mark.parametrize("is_refused", [True, False])
async def test_a_later_request_that_cost_nothing_hides_none_that_is_to_be_checked(app, is_refused):
    """Another job asked for the same creator and was refused, or was held before it could."""
    await lost(app, HERE)
    sheet_id, (later,) = await waiting(app, HERE)

    def refuse(db):
        requests.mark_sent(db, later.id, 1)
        requests.settle(db, later.id, S.FAILED, 1)

    if is_refused:
        await app.store.write(refuse)
    ids = ids_of(app, sheet_id)

    assert details_of(app, sheet_id) == [Details.CHECK_PAYMENT]
    assert app.store.peek(lambda db: stands(db, ids, FULL))["uncertain"] == 1


async def test_what_was_to_be_bought_again_and_is_not_stays_to_be_checked(service, tmp_path):
    """Stopped before it was sent: else it would count as new, and be paid for twice without a word."""
    async with opened(service, tmp_path, pace=Pace(still_at_work_s=0.0)) as app:
        _, asked = await waiting(app, HERE, OTHER)
        gone = asked[0]
        await app.credits.refresh()
        await app.jobs.send(gone, lose, lambda _: answered(), Purse())
        spend(service)  # as the charge of the lost request does
        await app.jobs.settle(gone.job_id)
        await app.store.write(lambda db: uncertain.retry(db, gone.job_id, S.UNCERTAIN))
        wanted = states(app, asked)
        await app.jobs.stop(gone.job_id)
        sheet_id, ids = await listed(app, HERE)

        assert (wanted, states(app, asked)) == ([S.WAITING, S.WAITING], [S.UNCERTAIN, S.CANCELLED])
        assert app.enrichment.estimate(ids, FULL).new == 0
        assert details_of(app, sheet_id) == [Details.CHECK_PAYMENT]


@pytest.mark.parametrize(
    ("state", "request_state", "then"),
    [
        (JobState.STOPPED, S.CANCELLED, JobState.STOPPED),
        (JobState.FINISHED, S.WAITING, JobState.PAUSED),
        (JobState.PAUSED, S.WAITING, JobState.PAUSED),
    ],
)
async def test_what_cost_nothing_in_a_job_that_is_over(app, state, request_state, then):
    """A stopped job stays stopped; a finished one has something to go on with, after one click."""
    (request,) = await lost(app, HERE)
    await app.store.write(lambda db: jobs.set_state(db, request.job_id, state, 1))
    await app.jobs.settle(request.job_id)

    assert (states(app, [request]), app.jobs.get(request.job_id).state) == ([request_state], then)


async def test_a_row_clicked_before_the_verdict_is_compared_with_both_sends(app):
    """Sent twice, lost twice, charged never: it waits once."""
    (request,) = await lost(app, HERE)
    await app.store.write(lambda db: uncertain.retry(db, request.job_id, S.UNCERTAIN))
    await app.jobs.send(request, lose, lambda _: answered(), Purse())
    both = len(app.store.peek(settlements.undecided))
    await app.jobs.settle(request.job_id)
    entries = [entry.state for entry in app.store.peek(ledger.entries)]

    assert (both, entries, states(app, [request])) == (2, ["not_charged", "not_charged"], [S.WAITING])


async def test_twenty_lost_are_compared_in_the_middle_of_a_job(service, tmp_path):
    """Not only at its end; and another paid call is let out again afterwards."""
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        _, asked = await waiting(app, *(f"creator{number}" for number in range(LOOK_AT + 1)))
        spend(service)
        for request in asked[:LOOK_AT]:
            await app.jobs.send(request, lose, lambda _: answered(), Purse())
        left = app.store.peek(settlements.undecided)
        last = await app.jobs.send(asked[-1], answer, lambda _: answered(), Purse())

    assert left == []
    assert last is not None


async def test_a_comparison_waits_for_what_is_on_its_way_and_holds_the_rest_back(app, until):
    """No answer of ours arrives between the balance and the books, and who is held back keeps no place in flight."""
    (gone,) = await lost(app, HERE)
    _, (slow, next_one) = await waiting(app, OTHER, THIRD)
    order: list[str] = []
    leave = asyncio.Event()

    async def slowly(slot) -> str:
        slot.written()
        await leave.wait()
        order.append("slow answered")
        return "an answer"

    async def quickly(slot) -> str:
        order.append("next sent")
        return await answer(slot)

    sending = asyncio.create_task(app.jobs.send(slow, slowly, lambda _: answered(), Purse()))
    await until(lambda: states(app, [slow]) == [S.SENT])
    following = asyncio.create_task(app.jobs.send(next_one, quickly, lambda _: answered(), Purse()))
    settling = asyncio.create_task(app.jobs.settle(gone.job_id))  # begins while the next one stands in line
    await asyncio.sleep(0)  # both begin
    await app.queue.call(answer, lane=Lane.WORK, job=next_one.job_id)  # its turn comes after the next one's
    held, in_flight = states(app, [next_one]), app.queue.in_flight()
    leave.set()
    await asyncio.gather(sending, settling, following)

    assert (held, in_flight) == ([S.WAITING], 1)
    assert order == ["slow answered", "next sent"]
