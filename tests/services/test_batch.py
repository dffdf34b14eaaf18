"""Batches: prepared without waste, uploaded once, watched wherever their job stands, merged like single answers."""

import asyncio
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from app.domain.batches import MOST_ROWS, BatchMode, BatchState
from app.domain.creators import Details
from app.domain.errors import Refused
from app.domain.jobs import JobState, PauseReason
from app.domain.money import ZERO, Purse
from app.domain.platforms import Handle, Platform
from app.services.batch_plan import cell_of, file_of, input_of
from app.workspace import batches as stored
from app.workspace import ledger
from app.workspace.batches import NewRow
from tests.batches import FAST, GONE, KNOWN, STILL, again, cells, fast, list_of, over, upload, uploads
from tests.lists import bodies_of
from tests.sandbox_server import SandboxProcess
from tests.services.test_recipe_run import Run, listed_in
from tests.whole_app import FULL, PLAIN_FLAGS, QUICK, RAW, Spent, details_of, ids_of, opened, rows_of, told

PENNY = Decimal("0.03")


@pytest.fixture(scope="module")
def shared() -> Iterator[SandboxProcess]:
    with SandboxProcess(*PLAIN_FLAGS, "--credits", "100000") as process:
        yield process


@pytest.fixture
def service(shared: SandboxProcess) -> SandboxProcess:
    """A practice service of this module that works through batches at once."""
    return fast(shared)


def bought(app, ids: list[int]) -> list[dict]:
    """The stored answers about these creators, and nothing twice."""
    bodies = {one: app.store.peek(lambda db, one=one: bodies_of(db, one)) for one in ids}
    assert all(len(kept) <= 1 for kept in bodies.values())
    return [json.loads(body)["result"] for kept in bodies.values() for body in kept]


# Preparing.


async def test_a_plan_counts_what_stays_out(app, spent):
    """Had, on their way elsewhere, twice, nonsense; the rest is new and has its price. Nothing is sent."""
    sheet_id, ids = await list_of(app, [*KNOWN, "somebody", "a/b"])
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    await app.store.write(  # a second creator who has somebody else's handle by now
        lambda db: db.execute("UPDATE creators SET handle = ? WHERE id = ?", (f"@{KNOWN[2].upper()}", ids[4]))
    )
    arrived = len(spent.arrivals)
    plan = await app.batches.plan([*ids, *ids[2:4]], BatchMode.RAW, RAW)

    assert (plan.had, plan.pending, plan.repeats, plan.malformed) == (1, 0, 3, 1)
    assert (plan.new, plan.parts, plan.most) == (3, 1, 3 * PENNY)
    assert len(spent.arrivals) == arrived


async def test_rows_that_are_with_a_batch_are_pending_for_everybody_else(app, service, spent):
    """A second batch and single calls leave them out: nobody buys them twice. The sheet says they are coming."""
    service.settings(**STILL)
    sheet_id, ids, job = await upload(app, *KNOWN[:2])
    plan = await app.batches.plan(ids, BatchMode.RAW, RAW)
    single = app.enrichment.estimate(ids, RAW)
    await again(app, sheet_id, ids)
    await app.enrichment.run(sheet_id, ids, RAW)
    shown, entries = details_of(app, sheet_id), spent.entries
    service.settings(**FAST)
    await over(app, job)

    assert (job.state, plan.pending, plan.new, single.pending, single.new) == (JobState.AWAY, 2, 0, 2, 0)
    assert shown == [Details.GETTING, Details.GETTING]
    assert (len(uploads(spent)), entries) == (1, [])


async def test_a_long_list_is_split_by_platform_and_at_ten_thousand(app):
    """One platform and at most 10,000 rows in a file."""
    _, many = await list_of(app, [f"creator{number}" for number in range(10_001)])
    _, others = await list_of(app, ["a", "b"], Platform.TIKTOK)
    plan = await app.batches.plan([*many, *others], BatchMode.RAW, RAW)

    assert (plan.new, plan.parts) == (10_003, 3)


@pytest.mark.parametrize("longest", ["=" + "\U0001d54f" * 199, "\U0001d54f" * 200], ids=["as an address", "as it is"])
def test_a_full_file_of_the_longest_handles_stays_under_ten_megabytes(longest):
    """So that ten thousand rows are the only border."""
    handle = Handle.parse(longest, Platform.ONLYFANS)

    assert len(file_of(BatchMode.FULL, handle.platform, [NewRow(input=handle.name)] * MOST_ROWS)) <= 10_000_000


def test_a_file_is_one_column_and_holds_no_formula():
    """What a spreadsheet would carry out goes as a profile address, and comes back as the same row."""
    names = ["plain", "=cmd", "+1", "-x", "@home", "ünï,code"]
    written = cells(file_of(BatchMode.FULL, Platform.YOUTUBE, [NewRow(input=name) for name in names]))

    assert written[:2] == ["handle", "plain"]
    assert not any(cell[0] in "=+-@" for cell in written)
    assert [input_of(cell_of(name, Platform.YOUTUBE), Platform.YOUTUBE) for name in ("=cmd", "-x")] == ["=cmd", "-x"]


@pytest.mark.parametrize("spelling", ["Anna_B", "@anna_b", " ANNA_B ", "https://www.instagram.com/anna_b/"])
def test_a_result_is_matched_whatever_spelling_comes_back(spelling):
    """The service may echo it as it likes."""
    assert input_of(spelling, Platform.INSTAGRAM) == "anna_b"


# From upload to results.


async def test_a_batch_brings_what_the_single_call_brings(app, service, spent, tmp_path):
    """Answers, values and state are the same, under the same key: nobody buys them again. Unknown ones are free."""
    sheet_id, ids, job = await upload(app, *KNOWN[:2], GONE, mode=BatchMode.FULL)
    ended = await over(app, job)
    batched, values = bought(app, ids), rows_of(app, sheet_id)[0].values
    estimate = app.enrichment.estimate(ids, FULL)
    async with opened(service, tmp_path / "single") as other:
        single_sheet, twin = await list_of(other, [KNOWN[0]])
        await other.enrichment.run(single_sheet, twin, FULL)
        single, single_values = bought(other, twin)[0], rows_of(other, single_sheet)[0].values

    assert (job.state, ended.state, ended.totals.done, ended.totals.not_found) == (
        JobState.AWAY, JobState.FINISHED, 2, 1,
    )  # fmt: skip
    assert details_of(app, sheet_id) == [Details.FULL, Details.FULL, Details.NOT_FOUND]
    assert (set(batched[0]), set(batched[0]["instagram"])) == (set(single), set(single["instagram"]))
    assert (values, len(batched)) == (single_values, 2)
    assert (estimate.had, estimate.new) == (2, 1)
    assert spent.credits == Decimal(3)


async def test_the_upload_carries_our_job(app, service):
    """So that a batch whose answer was lost can be told apart at the service."""
    _, _, job = await upload(app, *KNOWN[:2], mode=BatchMode.FULL)
    (batch,) = app.batches.of_job(job.id)
    address = f"{service.url}/public/v1/enrichment/batch/{batch.service_id}/status/"
    async with httpx.AsyncClient(trust_env=False) as http:
        told = (await http.get(address, headers=service.headers)).json()

    assert told["metadata"] == {"job": job.id, "part": 1, "batch": batch.uuid}


@pytest.mark.parametrize(
    ("way", "shape"), [("json", "list"), ("json", "results"), ("json", "data"), ("csv", "list"), ("download", "list")]
)
async def test_results_come_in_every_way_and_wrapper(app, service, way, shape):
    """JSON first, then CSV, then a link (Q11); rows in any order, in any wrapper (Q35)."""
    service.settings(batch_ways=[way], batch_shape=shape)
    sheet_id, _, job = await upload(app, *KNOWN, GONE, mode=BatchMode.FULL)
    ended = await over(app, job)
    shown = rows_of(app, sheet_id)

    assert (ended.totals.done, ended.totals.not_found) == (4, 1)
    assert [row.details for row in shown] == [Details.FULL] * 4 + [Details.NOT_FOUND]
    assert all(row.values["followers"] for row in shown[:4])


async def test_addresses_become_creators_of_the_sheet(app, spent):
    """Found accounts with their address, 0.05 each; known ones at once and free; a second time nothing is sent."""
    sheet_id, _ = await list_of(app, [])
    texts = ["Anna@creator.example", " anna@creator.example", "x@nowhere.example", "nonsense", "=a@b.example"]
    plan = await app.batches.plan_addresses(texts)
    job = await app.batches.find_accounts(sheet_id, texts)
    ended = await over(app, job)
    (row,) = rows_of(app, sheet_id)
    after = await app.batches.plan_addresses(texts[:1])
    other, _ = await list_of(app, [])
    await app.batches.find_accounts(other, texts[:1])

    assert (plan.repeats, plan.malformed, plan.new, plan.most) == (1, 2, 2, Decimal("0.10"))
    assert (ended.state, ended.totals.done, ended.totals.not_found) == (JobState.FINISHED, 1, 1)
    assert (row.values["email"], row.details) == ("anna@creator.example", Details.NOTHING)
    assert (after.had, after.new, ids_of(app, other)) == (1, 0, [row.creator_id])
    assert (spent.credits, len(uploads(spent))) == (Decimal("0.05"), 1)


async def test_an_address_is_paid_once_whether_singly_or_by_a_batch(app, service, spent):
    """What a batch is getting is pending for single lookups, what either brought is had for the other."""
    service.settings(**STILL)
    sheet_id, _ = await list_of(app, [])
    texts = ["bea@creator.example", "cleo@creator.example"]
    await app.emails.run(sheet_id, texts[:1])
    job = await app.batches.find_accounts(sheet_id, texts)
    during = app.emails.plan(texts)
    service.settings(**FAST)
    await over(app, job)
    after = app.emails.plan(texts)
    await app.emails.run(sheet_id, texts)

    assert (during.had, during.pending, after.had, after.new) == (1, 1, 2, ())
    assert (job.totals.all, spent.credits, spent.bought_most_often) == (1, Decimal("0.10"), 1)


async def test_several_parts_go_up_at_once_and_end_as_one_job(app, spent):
    """One job with a file for each platform; it ends when all are in."""
    _, here = await list_of(app, list(KNOWN[:2]))
    sheet_id, there = await list_of(app, ["a", "b"], Platform.TIKTOK)
    job = await again(app, sheet_id, [*here, *there])
    ended = await over(app, job)

    assert (len(uploads(spent)), ended.state, ended.totals.away) == (2, JobState.FINISHED, 0)
    assert {batch.platform for batch in app.batches.of_job(job.id)} == {Platform.INSTAGRAM, Platform.TIKTOK}
    assert ended.totals.all == 4


async def test_the_file_of_the_service_can_be_saved(app, service, tmp_path):
    """The CSV it promises, in the way that works; where none does, that is said, and what stood there stays."""
    service.settings(batch_ways=["json", "download"])
    _, _, job = await upload(app, *KNOWN[:2])
    await over(app, job)
    (batch,) = app.batches.of_job(job.id)
    await app.batches.save_csv(batch.id, tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("mine")
    service.settings(batch_ways=["json"])
    with pytest.raises(Refused):
        await app.batches.save_csv(batch.id, tmp_path / "b.csv")

    with (tmp_path / "a.csv").open(newline="") as file:
        assert {row["input_value"] for row in csv.DictReader(file)} == set(KNOWN[:2])
    assert ((tmp_path / "b.csv").read_text(), list(tmp_path.glob("*.part"))) == ("mine", [])


# Pauses, ends and restarts.


async def test_out_of_credits_shows_partial_results_and_resume_finishes_it(start_service, tmp_path, until):
    """Paused at the service; what was found is in the sheet; after a top-up it goes on, and nothing is paid twice."""
    service = fast(start_service("--credits", "2"))
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        paused = await over(app, job)
        await until(lambda: details_of(app, sheet_id).count(Details.FULL) == 2)
        resume_at_most, held = app.jobs.get(job.id).go_on_at_most, details_of(app, sheet_id)
        in_vain = await over(app, await app.jobs.resume(job.id))
        service.top_up("10")
        await app.jobs.resume(job.id)
        ended = await over(app, job)
        shown, told = details_of(app, sheet_id), bought(app, ids)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (paused.state, paused.reason) == (JobState.PAUSED, PauseReason.CREDITS)
    assert (in_vain.state, in_vain.reason, ended.state) == (JobState.PAUSED, PauseReason.CREDITS, JobState.FINISHED)
    assert (resume_at_most, ended.go_on_at_most) == (Decimal(2), ZERO)
    assert sorted(held) == [Details.FULL] * 2 + [Details.WAITS_FOR_CREDITS] * 2
    assert (shown, len(told)) == ([Details.FULL] * 4, 4)
    assert (spent.credits, spent.bought_most_often, len(uploads(spent))) == (Decimal(4), 1, 1)
    assert (sums.charged, sums.uncertain, sums.other_use) == (Decimal(4), ZERO, ZERO)


async def test_a_service_that_keeps_partial_results_back_does_not_matter(start_service, tmp_path):
    """400 while paused: the rows come at the end."""
    service = fast(start_service("--credits", "2"), batch_partial=False)
    async with opened(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        service.top_up("10")
        await app.jobs.resume(job.id)
        ended = await over(app, job)

        assert (ended.state, details_of(app, sheet_id)) == (JobState.FINISHED, [Details.FULL] * 4)


async def test_giving_up_a_paused_batch_frees_its_rows(start_service, tmp_path, until):
    """What was found stays; the others can be bought in another way."""
    service = fast(start_service("--credits", "2"))
    async with opened(service, tmp_path) as app:
        _, ids, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        await until(lambda: app.jobs.get(job.id).totals.done == 2)
        stopped = await app.jobs.stop(job.id)
        plan = await app.batches.plan(ids, BatchMode.FULL, FULL)

    assert (stopped.state, stopped.totals.done, stopped.totals.cancelled) == (JobState.STOPPED, 2, 2)
    assert (plan.had, plan.pending, plan.new) == (2, 0, 2)


async def test_what_runs_at_the_service_cannot_be_stopped(app, service):
    """Pause and stop change nothing; its results still come."""
    service.settings(**STILL)
    _, _, job = await upload(app, *KNOWN[:2])
    await app.jobs.pause(job.id)
    stopped = await app.jobs.stop(job.id)
    service.settings(**FAST)
    ended = await over(app, job)

    assert (stopped.state, ended.state, ended.totals.done) == (JobState.AWAY, JobState.FINISHED, 2)


async def test_a_failed_batch_says_so_and_keeps_what_it_brought(app, service, spent):
    """Its results are tried once; the other rows are free failures, and nothing is uploaded again by itself."""
    service.settings(batch_fails_after=2)
    _, ids, job = await upload(app, *KNOWN)
    ended = await over(app, job)
    plan = await app.batches.plan(ids, BatchMode.RAW, RAW)

    assert (ended.state, ended.reason) == (JobState.FAILED, PauseReason.SERVICE)
    assert "could not be completed" in ended.error
    assert (ended.totals.done, ended.totals.failed, ended.totals.away) == (2, 2, 0)
    assert (plan.had, plan.new, len(uploads(spent)), spent.credits) == (2, 2, 1, 2 * PENNY)


async def test_no_more_rows_are_through_than_a_job_has(service, tmp_path):
    """A row that is sent a second time counts once; one that the service is through with counts before it is here."""
    async with opened(service, tmp_path) as app:
        service.settings(batch_fails_after=2, batch_partial=False)
        _, _, job = await upload(app, *KNOWN)
        in_vain = await over(app, job)
        service.settings(**{**FAST, "batch_ways": []})
        sent_again = asyncio.create_task(app.jobs.retry_uncertain(job.id))
        await told(app, lambda: app.batches.processed(job.id) == 4 and app.batches.of_job(job.id)[-1].processed == 4)
        away = app.jobs.get(job.id)
        service.settings(**FAST)
        ended = await over(app, await sent_again)

        assert (in_vain.totals.uncertain, away.totals.away, ended.totals.done) == (4, 4, 4)
        assert app.batches.processed(job.id) == ended.totals.all == 4


async def test_a_batch_goes_on_while_scoutsheet_is_closed(service, spent, tmp_path):
    """The next start finds it, wherever it is by then, and asks for nothing but its state and results."""
    service.settings(**STILL)
    async with opened(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN)
    service.settings(**FAST)
    async with opened(service, tmp_path) as app:
        interrupted, ended = app.jobs.interrupted(), await over(app, job)
        shown = details_of(app, sheet_id)

    assert (interrupted, ended.state, ended.totals.done) == ([], JobState.FINISHED, 4)
    assert shown == [Details.EXISTS] * 4
    assert (len(uploads(spent)), spent.credits) == (1, 4 * PENNY)


async def test_a_kill_while_everything_is_at_the_service_needs_no_click(service, tmp_path):
    """Nothing was interrupted: the job waits for the service, as before."""
    service.settings(**STILL)
    async with opened(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN)
        await app.store.write(lambda db: db.execute("UPDATE jobs SET state = 'running'"))  # as kill -9 leaves it
    async with opened(service, tmp_path) as app:
        interrupted, state = app.jobs.interrupted(), app.jobs.get(job.id).state
        service.settings(**FAST)
        await over(app, job)

    assert (interrupted, state) == ([], JobState.AWAY)


async def test_a_batch_is_watched_also_while_its_job_waits_for_a_click(app, service, spent, until):
    """One part is at the service, the other did not fit the budget: the first one's rows come all the same."""
    _, here = await list_of(app, list(KNOWN))
    sheet_id, there = await list_of(app, ["a", "b"], Platform.TIKTOK)
    job = await again(app, sheet_id, [*here, *there], purse=Purse(limit=4 * PENNY))
    await until(lambda: app.jobs.get(job.id).totals.done == 4)
    after = app.jobs.get(job.id)
    ended = await app.jobs.resume(job.id)
    ended = await over(app, ended)

    assert (job.state, job.reason, after.state, after.totals.waiting) == (
        JobState.PAUSED, PauseReason.BUDGET, JobState.PAUSED, 2,
    )  # fmt: skip
    assert (ended.state, ended.totals.waiting, len(uploads(spent))) == (JobState.FINISHED, 0, 2)


async def test_a_merge_that_was_cut_goes_on_where_it_was(start_service, tmp_path, until):
    """Closed in the middle: the file is not fetched again, what was merged is not merged again."""
    service = fast(start_service("--credits", "1000"))
    spent = Spent(service)
    names = [f"creator{number}" for number in range(400)]
    async with opened(service, tmp_path) as app:
        cut = _ending_after_one_chunk(app)
        _, ids, job = await upload(app, *names, *KNOWN)
        await until(cut)
        (batch,) = app.batches.of_job(job.id)
    async with opened(service, tmp_path) as app:
        ended = await over(app, job)
        told = bought(app, ids)
        left = list((tmp_path / "batches").iterdir())
    fetched = [one for one in spent.arrivals if re.search(r"/bch_[0-9a-f]+/$", one["path"])]

    assert 0 < batch.merged_rows < batch.rows
    assert (batch.over, batch.state) == (False, BatchState.FINISHED)
    assert (ended.state, ended.totals.done, len(told), left) == (JobState.FINISHED, 4, 4, [])
    assert len(fetched) == 1


def _ending_after_one_chunk(app):
    """Ends the merging as closing does, as soon as one chunk is in."""
    seen: list[bool] = []

    def look(changes, _) -> None:
        if any(batch.merged_rows for batch in app.store.peek(stored.open_ones)):
            app.watcher.results.end()
            seen.append(True)

    app.events.subscribe(look)
    return lambda: seen and not app.watcher._bringing


def spooled(app, batch, rows: list[dict], *, kind: str = "some", ending: str = "json") -> str:
    """A file of results as if it had been fetched; returns its name."""
    folder = app.store.folder / "batches"
    folder.mkdir(exist_ok=True)
    file = folder / f"{batch.id}-{batch.rows}-{kind}.{ending}"
    if ending == "json":
        file.write_text(json.dumps(rows))
    else:
        file.write_text(
            "\n".join(["input_value,status,email", *(f"{row['input_value']},success,a@b.cd" for row in rows)])
        )
    return file.name


async def test_results_that_were_fetched_before_a_kill_come_with_any_recipe(start_service, tmp_path, until):
    """Also with one that has nothing to do, and would be gone before they are merged."""
    service = fast(start_service("--credits", "1000"))
    names = [f"creator{number}" for number in range(400)]
    async with opened(service, tmp_path / "workspace") as app:
        cut = _ending_after_one_chunk(app)
        _, _, job = await upload(app, *names, *KNOWN)
        await until(cut)
    spent = Spent(service)
    async with opened(service, tmp_path / "workspace") as app:
        await Run(app, tmp_path, {"import": listed_in(tmp_path, *KNOWN[:1])})()
        ended = app.jobs.get(job.id)

    assert (ended.state, ended.totals.away, ended.totals.done) == (JobState.FINISHED, 0, 4)
    assert spent.arrivals == []


async def test_partial_results_decide_only_what_they_speak_of(start_service, tmp_path):
    """A row the service has not come to stays with the batch; one it could not do is free; odd spellings match."""
    service = fast(start_service("--credits", "0"))
    data = {"instagram": {"userid": "7", "username": KNOWN[0], "follower_count": 12}}
    rows = [
        {"input_value": f"@{KNOWN[0].upper()}", "status": "who knows", "enrichment_data": data},
        {"input_value": KNOWN[1], "status": "pending", "enrichment_data": None},
        {"input_value": KNOWN[2], "status": "failed"},
        {"input_value": KNOWN[3], "status": "not_found", "enrichment_data": {}},
        {"input_value": "nobody we asked for", "status": "success", "enrichment_data": data},
    ]
    async with opened(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        (batch,) = app.batches.of_job(job.id)
        name = spooled(app, batch, rows)
        await app.store.write(lambda db: stored.spooled(db, batch.id, name))
        (batch,) = app.batches.of_job(job.id)
        await app.watcher.results.bring_in(batch, job.options, lambda: None)
        totals, shown = app.jobs.get(job.id).totals, details_of(app, sheet_id)

    assert (totals.done, totals.away, totals.failed, totals.not_found) == (1, 1, 1, 1)
    assert shown == [Details.FULL, Details.WAITS_FOR_CREDITS, Details.NOTHING, Details.NOT_FOUND]


async def test_a_file_with_fewer_rows_than_were_found_is_fetched_again(app, service):
    """A CSV file that was cut looks whole; what was paid for must not count as missing."""
    service.settings(**STILL)
    _, _, job = await upload(app, *KNOWN)
    (batch,) = app.batches.of_job(job.id)
    name = spooled(app, batch, [{"input_value": KNOWN[0]}], kind="all", ending="csv")
    await app.store.write(lambda db: stored.spooled(db, batch.id, name))
    service.settings(**FAST)
    ended = await over(app, job)

    assert (ended.totals.done, ended.totals.failed) == (4, 0)


async def test_rows_that_came_in_another_way_meanwhile_are_not_uploaded(app, service, spent):
    """Between a pause and the click that goes on, somebody bought one of them."""
    await app.budgets.set_day(Decimal("0.05"))
    sheet_id, ids, job = await upload(app, *KNOWN)
    await app.enrichment.run(sheet_id, ids[:1], RAW)
    await app.budgets.set_day(None)
    await app.jobs.resume(job.id)
    ended = await over(app, job)

    assert (job.reason, ended.totals.cancelled, ended.totals.done) == (PauseReason.BUDGET, 1, 3)
    assert (spent.bought_most_often, spent.credits) == (1, 4 * PENNY)
    assert [batch.rows for batch in app.batches.of_job(job.id)] == [3]


async def test_results_that_come_cut_are_fetched_again(start_service, tmp_path):
    """Half a file is no loss: it is free to fetch it anew. Of this sequence the seventh request is cut."""
    service = fast(start_service("--credits", "1000", "--faults", "trunc:0.05"))
    async with opened(service, tmp_path, pace=replace(QUICK, batch_poll_s=0.3)) as app:
        for _ in range(3):
            await app.credits.refresh()
        _, ids, job = await upload(app, *KNOWN)
        ended = await over(app, job)

        assert (ended.state, ended.totals.done, len(bought(app, ids))) == (JobState.FINISHED, 4, 4)


# Money while it runs.


async def test_what_a_batch_can_still_cost_is_set_aside_until_it_is_over(app, service):
    """In the balance that is offered, and in the budgets; booked little by little."""
    service.settings(**STILL)
    await app.credits.refresh()
    before = app.credits.free()
    await app.budgets.set_day(Decimal(4))
    _, _, job = await upload(app, *KNOWN[:3], mode=BatchMode.FULL)
    held, offered = app.credits.set_aside(), before - app.credits.free()
    sheet_id, ids = await list_of(app, [KNOWN[3], GONE])
    refused = await app.enrichment.run(sheet_id, ids, FULL)
    service.settings(**FAST)
    ended = await over(app, job)

    assert (held, offered) == (Decimal(3), Decimal(3))
    assert (refused.state, refused.reason, refused.totals.spent) == (JobState.PAUSED, PauseReason.BUDGET, Decimal(1))
    assert (app.credits.set_aside(), ended.totals.spent, ended.totals.away_at_most) == (ZERO, Decimal(3), ZERO)


async def test_a_purse_holds_the_price_of_what_it_uploaded(app, service):
    """A run's budget cannot be spent again on something else while the batch is not paid."""
    service.settings(**STILL)
    purse = Purse(limit=Decimal(5))
    _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL, purse=purse)
    held = (purse.set_aside, purse.covers(Decimal(1)), purse.covers(Decimal(2)))
    service.settings(**FAST)
    await over(app, job)

    assert held == (Decimal(4), True, False)


async def test_a_batch_dearer_than_the_budget_is_not_uploaded(app, spent):
    """Not in part either: a file is all or nothing."""
    await app.budgets.set_day(Decimal(3))
    _, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)

    assert (job.state, job.reason, job.totals.waiting) == (JobState.PAUSED, PauseReason.BUDGET, 4)
    assert uploads(spent) == []
