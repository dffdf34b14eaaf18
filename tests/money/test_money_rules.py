"""The eight money rules of design.md, section 5, as far as this version reaches; the layers' own tests say more."""

import asyncio
import threading
from decimal import Decimal

import pytest

from app.domain.batches import BatchMode
from app.domain.creators import Details
from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import Purse, needs_second_question, search_price
from app.domain.platforms import Platform
from app.services.importing import read_list
from app.services.sending import Answered
from app.workspace import jobs, ledger, requests, sheet_rows, sheets
from app.workspace.store import open_for_reading
from tests.whole_app import CONTACT, FULL, RAW, Spent, details_of, found, ids_of, listed, opened, rows_of, search_for

TOP = 5_000_000  # followers: the 20 creators at the top, of whom some are gone
HERE, GONE = "hannadvorak", "virtanen_bushcraft"


async def one_request(app, creator_id: int, sheet_id: int) -> requests.Request:
    """A job of one request, written and not sent."""
    job_id = await app.jobs.start(
        jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=Decimal(1), options=FULL),
        lambda db, job: requests.add_requests(db, job, Decimal(1), creators=[creator_id]),
    )
    return app.store.peek(lambda db: requests.in_state(db, job_id, RequestState.WAITING))[0]


def answered(cost: Decimal | None) -> Answered:
    """An answer about one creator that says what it cost, or does not."""
    return Answered(
        state=RequestState.DONE, what="Full details", rows=1, expected=Decimal(1), cost=cost, left=None,
        keep=lambda db, at_ms: None,
    )  # fmt: skip


async def answer_nothing(slot) -> str:
    slot.written()
    return "an answer"


async def test_rule_1_nothing_paid_starts_by_itself(service, spent, tmp_path):
    """Not on a restart with jobs left open, nor on opening, sorting, narrowing, ticking, pasting or exporting."""
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, HERE, "noahwells")
        job = await app.enrichment.run(sheet_id, ids, FULL, purse=Purse(limit=Decimal(0)))
        await app.store.write(lambda db: jobs.set_state(db, job.id, JobState.RUNNING, 1))  # as a kill leaves it
    before = len(spent.arrivals)
    async with opened(service, tmp_path) as app:
        await app.store.write(lambda db: sheets.set_ticked(db, sheet_id, ids, True))
        await app.store.read(lambda db: sheet_rows.order_ids(db, sheet_id, sheet_rows.Order(by="followers", words="n")))
        app.enrichment.estimate(ids, FULL)
        await listed(app, "olivervintage")
        await app.exports.sheet(sheet_id, tmp_path / "a.csv")
        await asyncio.sleep(0)
        left = app.jobs.get(job.id)

    assert (left.state, left.reason) == (JobState.PAUSED, PauseReason.INTERRUPTED)
    assert spent.paid_arrivals == []
    assert len(spent.arrivals) == before


async def test_rule_1_only_what_was_asked_for_is_bought(app, spent):
    """Ticked rows, not the sheet."""
    sheet_id, ids = await listed(app, HERE, "noahwells", "olivervintage")
    await app.store.write(lambda db: sheets.set_ticked(db, sheet_id, ids[1:2], True))
    ticked = app.store.peek(lambda db: sheets.ticked_ids(db, sheet_id))
    await app.enrichment.run(sheet_id, ticked, RAW)

    assert [entry["handle"] for entry in spent.entries] == ["noahwells"]


@pytest.mark.parametrize("target", [1, 50, 51, 150])
async def test_rule_2_a_search_never_costs_more_than_its_button_said(app, spent, target):
    """Whole pages at 0.01 a creator, and exactly that where there are enough."""
    _, job = await found(app, target)

    assert job.most == search_price(target) == spent.credits


async def test_rule_2_details_never_cost_more_than_their_button_said(app, spent):
    """Who is not found makes it cheaper; what is there costs 0.00 and is left out."""
    sheet_id, _ = await found(app, 20, least=TOP)
    ids = ids_of(app, sheet_id)
    most = app.enrichment.estimate(ids, CONTACT).most
    before = spent.credits
    await app.enrichment.run(sheet_id, ids, CONTACT)
    cost = spent.credits - before
    found_now = [row.creator_id for row in rows_of(app, sheet_id) if row.details is Details.CONTACT]

    assert (most, Decimal(0) < cost < most) == (Decimal(4), True)
    assert app.enrichment.estimate(found_now, CONTACT).most == 0


async def test_rule_2_the_queue_enforces_a_budget_with_answers_in_flight(start_service, tmp_path):
    """Twenty at once, and not one too many."""
    service = start_service("--credits", "100", "--latency-ms", "150")
    async with opened(service, tmp_path) as app:
        sheet_id, _ = await found(app, 20, least=TOP)
        job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL, purse=Purse(limit=Decimal("7.99")))

    assert job.reason is PauseReason.BUDGET
    assert service.books()["used"] == "7.20"


@pytest.mark.parametrize(
    ("price", "balance", "asks"),
    [("25.00", "1000", False), ("25.01", "1000", True), ("2.50", "10", False), ("2.51", "10", True)],
)
def test_rule_2_it_asks_again_above_25_or_a_quarter(price, balance, asks):
    """The lower of the two."""
    assert needs_second_question(Decimal(price), Decimal(balance)) is asks


async def test_rule_2_money_set_aside_is_not_offered_twice(app):
    """What an open job can still cost is taken off what is free."""
    await app.credits.refresh()
    sheet_id, ids = await listed(app, HERE)
    request = await one_request(app, ids[0], sheet_id)
    aside, free, available = app.credits.set_aside(), app.credits.free(), app.credits.known.available
    await app.jobs.stop(request.job_id)

    assert (aside, free) == (Decimal(1), available - 1)


async def test_rule_3_every_charge_is_a_ledger_row_exact_to_the_cent(app, service, spent):
    """Search and details: row for row the same amounts as in the service's books, and the same balance."""
    await app.credits.refresh()
    sheet_id, _ = await found(app, 20, least=TOP)
    await app.enrichment.run(sheet_id, ids_of(app, sheet_id), RAW)
    ours = sorted(entry.charged for entry in app.store.peek(ledger.entries))

    assert ours == sorted(Decimal(entry["amount"]) for entry in spent.entries)
    assert app.credits.known.available == Decimal(service.books()["available"])


@pytest.mark.parametrize(
    ("cost", "charged", "estimated"), [(Decimal("0.9999"), Decimal("0.9999"), False), (None, Decimal(1), True)]
)
async def test_rule_3_the_answers_own_cost_is_booked_else_the_price_marked_estimated(app, cost, charged, estimated):
    """Ten-thousandths are kept."""
    sheet_id, ids = await listed(app, HERE)
    request = await one_request(app, ids[0], sheet_id)
    await app.jobs.send(request, answer_nothing, lambda _: answered(cost), Purse())
    (entry,) = app.store.peek(ledger.entries)

    assert (entry.charged, entry.expected, entry.estimated) == (charged, Decimal(1), estimated)


async def test_rule_3_what_we_did_not_spend_is_other_use(app, service, tmp_path):
    """A colleague on the same account."""
    await app.credits.refresh()
    async with opened(service, tmp_path / "colleague") as colleague:
        await found(colleague, 20, least=TOP)
    await app.credits.refresh()

    assert app.store.peek(ledger.sums).other_use == Decimal("0.2")


async def test_rule_4_a_request_is_written_before_it_is_sent(app):
    """When it leaves, another process already reads it as sent."""
    sheet_id, ids = await listed(app, HERE)
    request = await one_request(app, ids[0], sheet_id)
    seen: list[RequestState] = []

    async def look(slot) -> None:
        beside = open_for_reading(app.store.folder)
        assert beside is not None
        seen.append(beside.peek(lambda db: requests.state_of(db, request.id)))
        beside.close()

    await app.jobs.send(request, look, lambda _: answered(Decimal(1)), Purse())

    assert seen == [RequestState.SENT]


async def test_rule_4_answer_receipt_and_state_are_one_transaction(app):
    """When one of them cannot be stored none is, and the request is still known as sent."""
    sheet_id, ids = await listed(app, HERE)
    await app.store.write(
        lambda db: db.execute("CREATE TRIGGER broken BEFORE INSERT ON receipts BEGIN SELECT no(); END")
    )
    with pytest.raises(Exception, match="no such function"):
        await app.enrichment.run(sheet_id, ids, FULL)
    (row,) = rows_of(app, sheet_id)
    counts = app.store.peek(lambda db: db.execute("SELECT count(*) FROM readings").fetchone())

    assert (row.details, row.parts, counts) == (Details.GETTING, 0, (0,))


async def test_rule_4_answers_that_wait_at_the_writer_share_one_commit(app):
    """Hundreds cost one durable commit, not one each; `benchmarks/bench_commit.py` shows what that comes to."""
    statements: list[str] = []
    go_on = threading.Event()

    def hold(db):
        db.set_trace_callback(statements.append)
        go_on.wait(60)

    def put(number):
        return lambda db: db.execute("INSERT INTO settings VALUES (?, ?)", (str(number), "x" * 4_000))

    held = asyncio.create_task(app.store.write(hold))
    stored = [asyncio.create_task(app.store.write(put(number))) for number in range(300)]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(held, *stored)
    durable = await app.store.write(lambda db: db.execute("PRAGMA synchronous").fetchone())

    assert statements.count("COMMIT") <= 3  # what was held, everybody who waited meanwhile, and the last question
    assert durable == (2,)


async def test_rule_5_a_lost_answer_is_parked_and_not_bought_again_by_itself(start_service, tmp_path):
    """Resuming, and asking for the same rows again, leaves it alone; one click buys it."""
    service = start_service("--credits", "100", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path / "workspace") as app:
        sheet_id, _ = await found(app, 20, least=TOP)
        service.restart("--faults", "lost:0.25")
        ids = ids_of(app, sheet_id)
        job = await app.enrichment.run(sheet_id, ids, RAW)
        service.restart("--faults", "")
        parked = [row.creator_id for row in rows_of(app, sheet_id) if row.details is Details.CHECK_PAYMENT]
        spent = Spent(service)
        await app.jobs.resume(job.id)
        await app.enrichment.run(sheet_id, parked, RAW)
        by_itself = spent.paid_arrivals
        await app.jobs.retry_uncertain(job.id)

    assert len(parked) == job.totals.uncertain > 0
    assert by_itself == []
    assert len(spent.paid_arrivals) == len(parked)


async def test_rule_2_a_row_that_another_job_lets_go_meanwhile_is_in_nobodys_price(app, spent):
    """What was agreed to is what was counted: the job holds no more than it may cost, and ends."""
    sheet_id, ids = await listed(app, HERE, "noahwells")
    request = await one_request(app, ids[0], sheet_id)
    buying = asyncio.create_task(app.enrichment.run(sheet_id, ids, FULL))
    letting_go = asyncio.create_task(app.store.write(lambda db: requests.cancel(db, request.id)))
    job = await buying
    await letting_go

    assert (job.state, job.totals.waiting) == (JobState.FINISHED, 0)
    assert spent.credits == job.totals.spent <= job.most


@pytest.mark.parametrize("by_batch", [False, True], ids=["single calls", "a batch"])
async def test_rule_5_a_second_sending_that_is_refused_leaves_the_first_to_be_checked(app, service, by_batch):
    """Else a later purchase would take it for new, and pay twice without a word."""
    sheet_id, ids = await listed(app, HERE, "noahwells")
    spent, path = Spent(service), "/batch/$" if by_batch else "/raw/$"
    service.settings(fault_at=[path, "lost"])
    if by_batch:
        job = await app.batches.run(sheet_id, ids, BatchMode.RAW, RAW)
    else:
        job = await app.enrichment.run(sheet_id, ids, RAW)
    service.settings(fault_at=[path, "413"])
    await app.jobs.retry_uncertain(job.id)
    service.settings(fault_at=None)
    after = app.jobs.get(job.id).totals
    shown, sent = details_of(app, sheet_id), len(spent.paid_arrivals)
    await app.enrichment.run(sheet_id, ids, RAW)

    assert (shown, after.failed) == ([Details.CHECK_PAYMENT] * 2, 0)
    assert (after.in_doubt, len(spent.paid_arrivals)) == (job.totals.in_doubt, sent)


@pytest.mark.parametrize("kind", ["lost", "trunc", "504c"])
async def test_rule_5_what_was_charged_without_an_answer_is_uncertain(start_service, tmp_path, kind):
    """No answer, a cut one, or a page of the gateway. Of this sequence the second request has the fault."""
    service = start_service("--credits", "100", "--faults", f"{kind}:0.25")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, HERE)
        await app.enrichment.run(sheet_id, ids, FULL)
        sums = app.store.peek(ledger.sums)
        shown = details_of(app, sheet_id)

    assert (shown, sums.uncertain, sums.charged) == ([Details.CHECK_PAYMENT], Decimal(1), Decimal(0))
    assert (len(spent.paid_arrivals), spent.credits) == (1, Decimal(1))


@pytest.mark.parametrize("kind", ["reset", "502"])
async def test_rule_5_what_may_have_been_charged_and_was_not_is_bought_by_itself_once(start_service, tmp_path, kind):
    """A reset, and a page of the gateway that cost nothing: parked, compared, sent again."""
    service = start_service("--credits", "100", "--faults", f"{kind}:0.25")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, HERE)
        job = await app.enrichment.run(sheet_id, ids, FULL)
        sums = app.store.peek(ledger.sums)
        states = [entry.state for entry in app.store.peek(ledger.entries)]

    assert (job.state, job.totals.done, spent.credits) == (JobState.FINISHED, 1, Decimal(1))
    assert (sums.charged, sums.uncertain, sums.other_use) == (Decimal(1), Decimal(0), Decimal(0))
    assert states == ["booked", "not_charged"]
    assert len(spent.paid_arrivals) == 2


@pytest.mark.parametrize("flags", [("--rate", "2", "--window-s", "1"), ("--faults", "503:0.24")], ids=["429", "503"])
async def test_rule_5_what_was_not_charged_is_never_uncertain(start_service, tmp_path, flags):
    """A 429 and a JSON 5xx are tried again by themselves."""
    service = start_service("--credits", "100", *flags)
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        sheet_id, ids = await listed(app, HERE, "noahwells", GONE)
        job = await app.enrichment.run(sheet_id, ids, RAW)
    statuses = {arrival["status"] for arrival in spent.arrivals}

    assert statuses & {429, 503}
    assert (job.totals.done, job.totals.not_found, job.totals.uncertain) == (2, 1, 0)
    assert spent.credits == Decimal("0.06")


async def test_rule_5_a_lost_page_is_bought_again_once_and_the_ledger_says_so(start_service, tmp_path):
    """Within the budget, which would be enough for five. Of this sequence the second and third request are lost."""
    service = start_service("--credits", "100", "--faults", "lost:0.27")
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        search = search_for(1)
        sheet_id = await app.discovery.open_sheet(search)
        await app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal("0.05")))
        told = [entry.what for entry in app.store.peek(ledger.entries)]

    assert len(spent.paid_arrivals) == 2
    assert told == ["No answer came", "No answer came"]


async def test_rule_6_the_same_creator_tier_and_options_are_bought_once(app, spent):
    """In any sheet, in any number of jobs, one after the other or at once."""
    sheet_id, ids = await listed(app, HERE, "noahwells")
    other, _ = await listed(app, "noahwells", HERE)
    await asyncio.gather(*(app.enrichment.run(one, ids, FULL) for one in (sheet_id, other, sheet_id)))
    for tier in (FULL, CONTACT, RAW):
        await app.enrichment.run(other, ids, tier)

    assert sorted(entry["handle"] for entry in spent.entries) == [HERE, "noahwells"]


async def test_rule_6_the_same_page_is_bought_once(app, spent):
    """Searching again in the same sheet costs nothing."""
    sheet_id, _ = await found(app, 60)
    search = app.discovery.known(sheet_id).search
    await app.discovery.find(search, sheet_id=sheet_id)

    assert spent.bought_most_often == 1
    assert spent.credits == Decimal("0.60")


async def test_rule_7_what_was_bought_opens_again_without_a_network(start_service, tmp_path):
    """Rows, values, whole answers and files, with the service gone."""
    service = start_service("--credits", "100")
    async with opened(service, tmp_path / "workspace") as app:
        sheet_id, _ = await found(app, 20, least=TOP)
        await app.enrichment.run(sheet_id, ids_of(app, sheet_id)[:2], FULL)
        before = rows_of(app, sheet_id)
    service.stop()
    async with opened(service, tmp_path / "workspace") as app:
        after = rows_of(app, sheet_id)
        search = app.discovery.known(sheet_id).search
        job = await app.discovery.find(search, sheet_id=sheet_id)
        written = await app.exports.sheet(sheet_id, tmp_path / "a.xlsx")

    assert after == before
    assert (job.state, job.totals.all, written.rows) == (JobState.FINISHED, 0, 20)


async def test_rule_8_a_list_is_trimmed_and_de_duplicated_before_it_costs(app, spent, tmp_path):
    """One creator in five spellings is one row and one charge; malformed lines are counted and left out."""
    spellings = [
        HERE,
        f"@{HERE}",
        f" {HERE.upper()} ",
        f"https://www.instagram.com/{HERE}/",
        f"instagram.com/{HERE}?x=1",
    ]
    (tmp_path / "list.txt").write_text("\n".join([*spellings, "not a handle!"]))
    imported = read_list(tmp_path / "list.txt", platform=Platform.INSTAGRAM, column=None)
    sheet_id, ids = await listed(app, *(handle.name for handle in imported.handles))
    await app.enrichment.run(sheet_id, ids, RAW)

    assert ([handle.name for handle in imported.handles], imported.repeats, len(imported.bad)) == ([HERE], 4, 1)
    assert spent.credits == Decimal("0.03")
