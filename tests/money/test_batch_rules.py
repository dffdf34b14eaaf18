"""Money rule 8, and batches beside the other rules: paid once, booked to the cent, never uploaded again unasked."""

import asyncio
import codecs
import random
import threading
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from app.domain.batches import BatchMode, BatchState
from app.domain.creators import Details
from app.domain.errors import Uncertain
from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import ZERO, Purse
from app.domain.platforms import Platform
from app.services.importing import read_list
from app.services.sending import Answered
from app.workspace import batches, jobs, ledger, requests, uncertain
from tests.batches import FAST, GONE, KNOWN, STILL, again, fast, list_of, over, upload, uploads
from tests.chaos.hurry import Wall
from tests.services.test_posts import campaign
from tests.whole_app import FULL, QUICK, RAW, Spent, details_of, found, handles_of, ids_of, opened

HERE = KNOWN[0]
PENNY = Decimal("0.03")
LOST_SEVENTH = ("--faults", "lost:0.05")  # of this sequence the seventh request is the first that is lost


async def lost_upload(app, *names: str, mode: BatchMode = BatchMode.RAW, **more):
    """A batch that runs at the service, and whose upload got no answer: (sheet, ids, job)."""
    for _ in range(6):
        await app.credits.refresh()
    return await upload(app, *names, mode=mode, **more)


@pytest.fixture
def losing(start_service):
    """A practice service that loses the seventh answer."""
    return fast(start_service("--credits", "100", *LOST_SEVENTH))


async def test_a_lost_upload_that_was_to_be_repeated_and_is_not_stays_to_be_checked(losing, tmp_path):
    """Stopped before it went: its rows may be bought already."""
    async with asyncio.timeout(60), opened(losing, tmp_path) as app:
        _, ids, job = await lost_upload(app, *KNOWN)
        await app.store.write(lambda db: jobs.set_state(db, job.id, JobState.PAUSED, 1))
        await app.store.write(lambda db: uncertain.retry(db, job.id, RequestState.UNCERTAIN))
        wanted = app.jobs.get(job.id).totals
        stopped = await app.jobs.stop(job.id)

        assert (wanted.waiting, stopped.totals.uncertain, stopped.totals.cancelled) == (4, 4, 0)
        assert app.batches.may_be_running(job.id) == 1
        assert app.enrichment.estimate(ids, RAW).new == 0


@pytest.mark.parametrize("settings", [FAST, STILL], ids=["charged at once", "charged later"])
async def test_an_upload_without_an_answer_is_never_repeated_by_itself(losing, tmp_path, settings):
    """Also not when `credits_used` does not move: a batch that waits in the service's line is charged later."""
    losing.settings(**settings)
    spent = Spent(losing)
    async with asyncio.timeout(60), opened(losing, tmp_path, pace=replace(QUICK, still_at_work_s=0.0)) as app:
        sheet_id, ids, job = await lost_upload(app, *KNOWN)
        running = app.batches.may_be_running(job.id)
        shown = details_of(app, sheet_id)
        for _ in range(2):
            await app.jobs.look()
            await app.jobs.resume(job.id)
            await again(app, sheet_id, ids)
            await app.enrichment.run(sheet_id, ids, RAW)
        states = [entry.state for entry in app.store.peek(ledger.entries)]
    async with asyncio.timeout(60), opened(losing, tmp_path, pace=replace(QUICK, still_at_work_s=0.0)) as app:
        await app.jobs.look()
        await again(app, sheet_id, ids)
        later = app.jobs.get(job.id)

    assert (running, shown, job.totals.uncertain) == (1, [Details.CHECK_PAYMENT] * 4, 4)
    assert (len(uploads(spent)), later.totals.uncertain, later.totals.waiting) == (1, 4, 0)
    assert states == ["uncertain"]
    assert [one["path"] for one in spent.paid_arrivals] == ["/public/v1/enrichment/batch/"]


async def test_what_may_be_running_counts_as_spent(losing, tmp_path):
    """In its job, and in the budgets, with its whole price."""
    losing.settings(**STILL)
    async with opened(losing, tmp_path) as app:
        _, _, job = await lost_upload(app, *KNOWN, mode=BatchMode.FULL)
        today = app.budgets.spent_today()

    assert (job.totals.in_doubt, job.totals.again_at_most, today) == (Decimal(4), Decimal(4), Decimal(4))


async def test_what_may_be_running_is_set_aside_until_a_person_decides(losing, tmp_path, until):
    """Not offered twice; what the account used since is gone from the balance already."""
    losing.settings(**STILL)
    async with opened(losing, tmp_path) as app:
        _, _, job = await lost_upload(app, *KNOWN)
        lost = app.credits.set_aside(), app.credits.free()
        losing.settings(batch_rows_per_s=FAST["batch_rows_per_s"])
        await until(lambda: Spent.of_all(losing) == 4 * PENNY)
        await app.credits.refresh()
        charged = app.credits.set_aside(), app.credits.free()
        losing.settings(**STILL)
        await app.batches.did_not_start(job.id)
        decided = app.credits.set_aside()

    left = 100 - 4 * PENNY
    assert (lost, charged, decided) == ((4 * PENNY, left), (ZERO, left), ZERO)


async def test_a_paused_batch_can_cost_only_its_rows_that_are_left(start_service, tmp_path):
    """Of four rows one cost nothing and two were paid: one more is the most that resuming costs."""
    service = fast(start_service("--credits", "2"))
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, "nobody.1", *KNOWN[:3], mode=BatchMode.FULL)
        paused = await over(app, job)
        (file,) = app.batches.of_job(job.id)

    assert (paused.reason, paused.totals.spent) == (PauseReason.CREDITS, Decimal(2))
    assert (paused.go_on_at_most, file.to_come) == (Decimal(1), Decimal(1))


async def test_what_the_account_used_since_tells_whether_a_lost_upload_runs(losing, tmp_path, until):
    """Nothing while it stands in line; what it charges afterwards is shown, and grows."""
    losing.settings(**STILL)
    async with opened(losing, tmp_path) as app:
        _, _, job = await lost_upload(app, *KNOWN)
        await app.credits.refresh()
        in_line = app.batches.use_since_lost(job.id)
        losing.settings(batch_rows_per_s=FAST["batch_rows_per_s"])
        await until(lambda: Spent.of_all(losing) == 4 * PENNY)
        await app.credits.refresh()
        charged = app.batches.use_since_lost(job.id)

    assert (in_line, charged) == (ZERO, 4 * PENNY)


@pytest.mark.parametrize("names", [KNOWN, (*KNOWN, GONE)], ids=["all charged", "one was not found"])
async def test_the_ledger_explains_what_a_lost_upload_uses(start_service, tmp_path, until, names):
    """In full while the account shows nothing, then what was used up to its price; more than that is other use."""
    service = fast(start_service("--credits", "100"), **STILL, fault_at=["/enrichment/batch/$", "lost"])
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *names)
        await app.credits.refresh()
        in_line = app.store.peek(ledger.sums)
        service.settings(batch_rows_per_s=FAST["batch_rows_per_s"])
        await until(lambda: Spent.of_all(service) == 4 * PENNY)
        await app.credits.refresh()
        charged = app.store.peek(ledger.sums)
        await _post(service, "creators/enrich/handle/full/", handle=KNOWN[0], platform="instagram")
        await app.credits.refresh()
        with_others = app.store.peek(ledger.sums)
        await app.batches.did_not_start(job.id)
        disowned = app.store.peek(ledger.sums)

    most = len(names) * PENNY
    assert in_line == ledger.Sums(charged=ZERO, uncertain=most, other_use=ZERO)
    assert charged == ledger.Sums(charged=ZERO, uncertain=4 * PENNY, other_use=ZERO)
    assert with_others == ledger.Sums(charged=ZERO, uncertain=most, other_use=4 * PENNY + 1 - most)
    assert disowned == ledger.Sums(charged=ZERO, uncertain=ZERO, other_use=4 * PENNY + 1)


async def test_one_click_uploads_it_again(losing, tmp_path):
    """The rows then come from the second upload; what the first one cost is other use, or was called uncertain."""
    losing.settings(**STILL)
    spent = Spent(losing)
    async with opened(losing, tmp_path) as app:
        sheet_id, _, job = await lost_upload(app, *KNOWN)
        await app.jobs.retry_uncertain(job.id)
        losing.settings(**FAST)
        ended = await over(app, job)
        shown = details_of(app, sheet_id)

    assert (len(uploads(spent)), ended.state, shown) == (2, JobState.FINISHED, [Details.EXISTS] * 4)


async def test_another_click_says_that_it_did_not_start(losing, tmp_path):
    """Its rows wait again, its price is free again, and going on needs a click."""
    losing.settings(**STILL)
    spent = Spent(losing)
    async with opened(losing, tmp_path) as app:
        _, _, job = await lost_upload(app, *KNOWN)
        await app.batches.did_not_start(job.id)
        waits, today, sent = app.jobs.get(job.id), app.budgets.spent_today(), len(uploads(spent))
        gone_on = await app.jobs.resume(job.id)
        losing.settings(**FAST)

    assert (waits.state, waits.reason, waits.totals.waiting) == (JobState.PAUSED, PauseReason.BY_YOU, 4)
    assert (today, waits.totals.in_doubt, sent) == (ZERO, ZERO, 1)
    assert (gone_on.state, len(uploads(spent))) == (JobState.AWAY, 2)


async def test_killed_between_upload_and_answer_it_may_be_running(start_service, tmp_path):
    """As kill -9 leaves it: claimed, no answer stored."""
    service = fast(start_service("--credits", "100"))
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids, job = await upload(app, *KNOWN)
        await over(app, job)

        def as_before_the_answer(db) -> None:
            db.execute("UPDATE batches SET service_id = NULL, state = 'written', over_ms = NULL")
            db.execute("UPDATE requests SET state = iif(input IS NULL, 'sent', 'away')")
            db.execute("UPDATE jobs SET state = 'running'")
            db.execute("DELETE FROM receipts")

        await app.store.write(as_before_the_answer)
    async with opened(service, tmp_path) as app:
        plan = await app.batches.plan(ids, BatchMode.FULL, FULL)
        job = await app.jobs.resume(job.id)
        shown = details_of(app, sheet_id)

    assert (job.totals.uncertain, shown, len(uploads(spent))) == (4, [Details.CHECK_PAYMENT] * 4, 1)
    assert plan.new == 4  # of another tier


async def test_stopped_before_its_partial_results_came_it_brings_them_all_the_same(start_service, tmp_path, until):
    """They were paid for; the rest ends, and costs nothing."""
    service = fast(start_service("--credits", "2"))
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        (batch,) = app.batches.of_job(job.id)
        await until(lambda: Spent.of_all(service) == 2)
        await app.watcher.look(batch)
        await app.jobs.stop(job.id)
        app.watcher.wake()
        ended = await over(app, job)
        shown = sorted(details_of(app, sheet_id))

    assert (ended.state, ended.totals.uncertain, ended.totals.spent) == (JobState.STOPPED, 0, Decimal(2))
    assert shown == sorted([Details.FULL] * 2 + [Details.NOTHING] * 2)


async def test_a_resume_without_an_answer_is_looked_at_before_it_is_sent_again(start_service, tmp_path, until):
    """Killed between resume and answer, and it had arrived: the next click sees that the batch went on."""
    service = fast(start_service("--credits", "2"))
    spent = Spent(service)
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        (batch,) = app.batches.of_job(job.id)
        await until(lambda: Spent.of_all(service) == 2)
        await app.watcher.look(batch)
        service.top_up("10")
        await app.store.write(lambda db: batches.move(db, batch.id, BatchState.RESUMING, 1))  # as a kill leaves it
        await _post(service, f"enrichment/batch/{batch.service_id}/resume/")
        await app.jobs.resume(job.id)
        await until(lambda: Spent.of_all(service) == 4)
        app.watcher.wake()
        ended = await over(app, job)
        shown = details_of(app, sheet_id)
    resumes = [one for one in spent.arrivals if one["path"].endswith("/resume/")]

    assert (ended.state, shown, len(resumes)) == (JobState.FINISHED, [Details.FULL] * 4, 1)
    assert spent.credits == Decimal(4)


async def test_what_ends_while_the_results_of_its_pause_come_is_fetched_without_another_look(
    start_service, tmp_path, until
):
    """Else its rows would stay away for as long as two looks are apart."""
    service = fast(start_service("--credits", "2"))
    spent, go_on = Spent(service), threading.Event()
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        (batch,) = app.batches.of_job(job.id)
        await until(lambda: Spent.of_all(service) == 2)
        await app.watcher.look(batch)
        (paused,) = app.batches.of_job(job.id)
        service.top_up("10")
        await _post(service, f"enrichment/batch/{batch.service_id}/resume/")
        await until(lambda: Spent.of_all(service) == 4)
        held = asyncio.create_task(app.store.write(lambda _: go_on.wait(60)))
        bringing = asyncio.create_task(app.watcher.bring_in([paused]))
        looked = len(spent.arrivals)
        app.watcher.wake()
        await until(lambda: len(spent.arrivals) >= looked + 2)  # how far it is, and what came of it
        go_on.set()
        await asyncio.gather(held, bringing)
        ended = await over(app, job)
        shown = details_of(app, sheet_id)

    assert (paused.state, ended.state, shown) == (BatchState.PAUSED, JobState.FINISHED, [Details.FULL] * 4)
    assert spent.credits == Decimal(4)


# Batches beside requests whose answers are lost.


async def lose(slot) -> str:
    """Written, and never answered; the practice service does not hear of it, so that nothing is charged."""
    slot.written()
    raise Uncertain("No whole answer came.")


async def lose_one(app, price: Decimal = Decimal(1)) -> requests.Request:
    """A single request without an answer, for a creator of its own."""
    sheet_id, ids = await list_of(app, ["somebody"])
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=price, options=FULL),
        lambda db, job: requests.add_requests(db, job, price, creators=ids),
    )
    await app.store.write(lambda db: jobs.set_state(db, job_id, JobState.PAUSED, 1, reason=PauseReason.BY_YOU))
    (request,) = app.store.peek(lambda db: requests.in_state(db, job_id, RequestState.WAITING))
    await app.jobs.send(request, lose, _no_answer, Purse())
    return request


def _no_answer(_: str) -> Answered:
    raise AssertionError("nothing was answered")


def state_of(app, request: requests.Request) -> RequestState:
    return app.store.peek(lambda db: requests.state_of(db, request.id))


async def test_a_booking_that_comes_late_never_proves_that_another_charge_was_none(start_service, tmp_path, until):
    """What a batch used before a point is booked after it, and cancels to exactly nothing with a charge that was lost.

    A colleague resumes a paused batch: 1.00 more is used before a point, and booked after it. The lost request was
    charged 1.00 after the point (here by a colleague's equal purchase). The sums agree, and still it may not be bought
    again.
    """
    service = fast(start_service("--credits", "1"))
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        await app.credits.refresh()
        _, _, job = await upload(app, *KNOWN[:2], mode=BatchMode.FULL)
        (batch,) = app.batches.of_job(job.id)
        await until(lambda: Spent.of_all(service) == 1)
        await app.watcher.look(batch)
        service.top_up("10")
        await _post(service, f"enrichment/batch/{batch.service_id}/resume/")
        await until(lambda: Spent.of_all(service) == 2)
        await app.credits.refresh()  # a point: 1.00 used that nobody booked yet
        request = await lose_one(app)
        await _post(service, "creators/enrich/handle/full/", handle=KNOWN[2], platform="instagram")
        await app.watcher.look(batch)  # books the second 1.00
        await app.jobs.settle(request.job_id)

        assert app.batches.of_job(job.id)[0].used == Decimal(2)
        assert state_of(app, request) is RequestState.UNCERTAIN


async def test_what_a_lost_upload_used_is_counted_once_beside_requests_that_may_cost_more_than_they_did(
    service, tmp_path, until
):
    """A page of posts may cost 0.15 and costs 0.03: what it did not cost is none of what the upload was charged."""
    fast(service, fault_at=["/batch/$", "lost"])
    spent, wall = Spent(service), Wall(0.0)
    async with opened(service, tmp_path, pace=replace(QUICK, wall=wall)) as app:
        await app.credits.refresh()
        sheet_id, ids, _ = await upload(app, *KNOWN)
        await until(lambda: spent.credits == 4 * PENNY)
        wall.ahead_s = 3600  # so that the next purchase begins with a point of its own
        service.settings(fault_at=["/content/posts/", "lost"])
        await app.posts.run(sheet_id, ids[:2], campaign(service, KNOWN[0]))
        service.settings(fault_at=None)
        await app.jobs.look()
        sums = app.store.peek(ledger.sums)

    assert spent.credits == 6 * PENNY
    assert (sums.charged, sums.uncertain, sums.other_use) == (ZERO, spent.credits, ZERO)


async def test_nothing_is_called_free_while_a_batch_runs(start_service, tmp_path):
    """It may be charged at any moment, also the next; afterwards comparisons are exact again."""
    service = fast(start_service("--credits", "100"), **STILL)
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        _, _, job = await upload(app, HERE)
        during = await lose_one(app)
        await app.jobs.settle(during.job_id)
        service.settings(**FAST)
        await over(app, job)
        await app.credits.refresh()
        after = await lose_one(app)
        await app.jobs.settle(after.job_id)

        assert (state_of(app, during), state_of(app, after)) == (RequestState.UNCERTAIN, RequestState.WAITING)


async def test_what_a_batch_used_is_never_called_somebody_elses(start_service, tmp_path, until):
    """A point in the middle, before the books follow: other use stays 0.00 then and at the end."""
    service = fast(start_service("--credits", "100"))
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=3600)) as app:
        await app.credits.refresh()
        _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await until(lambda: Spent.of_all(service) == 4)
        await app.credits.refresh()
        between = app.store.peek(ledger.sums)
        app.watcher.wake()
        await over(app, job)
        await app.credits.refresh()
        after = app.store.peek(ledger.sums)

    assert (between.other_use, between.uncertain) == (ZERO, ZERO)
    assert (after.charged, after.other_use, after.uncertain) == (Decimal(4), ZERO, ZERO)


async def _post(service, path: str, **body: object) -> None:
    """Somebody else uses the same key."""
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{service.url}/public/v1/{path}", json=body, headers=service.headers)
        assert answer.status_code == 200


# The acceptance of the issue.


def messy(people: list[str]) -> bytes:
    """25,600 lines as they come from offices: UTF-16, semicolons, CRLF, repeats in other spellings, blanks, junk."""
    rng = random.Random(6)
    names = [*people, *(f"nobody.{number}" for number in range(25_000 - len(people)))]
    rng.shuffle(names)
    spelled = [
        rng.choice(("{}", "@{}", " {} ", "https://www.instagram.com/{}/?hl=en", "instagram.com/{}")).format(name)
        for name in names
    ]
    repeats = [f"@{name.upper()}" for name in rng.sample(names, 400)]
    junk = ["", "   ", "n/a n/a n/a", "mail@creator.example"] * 50
    lines = [*spelled, *repeats, *junk]
    rng.shuffle(lines)
    return codecs.BOM_UTF16_LE + "\r\n".join(["Creator;Comment", *(f"{line};x" for line in lines)]).encode("utf-16-le")


async def test_a_messy_list_becomes_three_batches_and_nothing_is_paid_twice(start_service, tmp_path):
    """Credits run out in the middle, partial results appear, a top-up and one click finish it, to the cent."""
    service = fast(start_service("--credits", "100"))
    async with opened(service, tmp_path / "first") as other:
        people = handles_of(other, (await found(other, 300))[0])
    (tmp_path / "list.csv").write_bytes(messy(people))
    imported = await asyncio.to_thread(read_list, tmp_path / "list.csv", platform=Platform.INSTAGRAM, column="Creator")
    spent = Spent(service)
    async with opened(service, tmp_path / "workspace", pace=replace(QUICK, batch_poll_s=0.2)) as app:
        sheet_id, ids = await list_of(app, [handle.name for handle in imported.handles])
        await app.enrichment.run(sheet_id, ids[:3], RAW)
        before = spent.credits
        plan = await app.batches.plan(ids, BatchMode.FULL, FULL)
        job = await again(app, sheet_id, ids, BatchMode.FULL)
        paused = await over(app, job)
        service.top_up("1000")
        ended = paused
        while ended.state is JobState.PAUSED:
            await app.jobs.resume(job.id)
            ended = await over(app, job)
        parts = app.batches.of_job(job.id)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)
        rows = len(ids_of(app, sheet_id))

    assert (len(imported.handles), imported.repeats, rows) == (25_000, 400, 25_000)
    assert (plan.new, plan.parts, len(uploads(spent))) == (25_000, 3, 3)
    assert (paused.state, paused.reason, ended.state) == (JobState.PAUSED, PauseReason.CREDITS, JobState.FINISHED)
    assert (ended.totals.done + ended.totals.not_found, ended.totals.failed) == (25_000, 0)
    assert sum((batch.used for batch in parts), ZERO) == spent.credits - before == Decimal(ended.totals.done)
    assert (spent.bought_most_often, sums.uncertain) == (1, ZERO)
    assert sums.charged == spent.credits
