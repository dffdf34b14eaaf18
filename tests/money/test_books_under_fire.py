"""Everything fails at once: our books and the service's stay equal to the cent, and nothing stored is bought again."""

from collections import Counter
from decimal import Decimal

import pytest

from app.domain.creators import Details
from app.domain.jobs import JobState
from app.domain.money import settle
from app.workspace import ledger, settlements, uncertain
from tests.chaos.hurry import hurried_command
from tests.whole_app import RAW, Spent, details_of, ids_of, opened, search_for

ALL_FAULTS = "429:0.02,500:0.04,502:0.03,503:0.03,reset:0.04,trunc:0.03,lost:0.04,504c:0.02"


@pytest.mark.parametrize(
    ("change", "exact", "free", "uncertain", "other"),
    [
        ("0", True, True, "0", "0"),
        ("0", False, False, "0", "0"),
        ("-0.01", True, False, "0", "-0.01"),
        ("0.01", True, False, "0.01", "0"),
        ("2", True, False, "2", "0"),
        ("2.5", True, False, "2", "0.5"),
    ],
)
def test_only_exactly_no_change_is_free(change, exact, free, uncertain, other):
    """Of any other change no more may be ours than 2.00, what was lost; every part of it is accounted for."""
    told = settle(Decimal(change), Decimal(2), exact=exact)

    assert (told.free, told.uncertain, told.other) == (free, Decimal(uncertain), Decimal(other))


def books_agree(app, service) -> bool:
    """Charged, uncertain and other use together are what the service says the account used."""
    sums = app.store.peek(ledger.sums)
    return sums.charged + sums.uncertain + sums.other_use == Decimal(service.books()["used"])


def charged_without_delivery(service) -> Decimal:
    entries = service.books()["entries"]
    return sum((Decimal(entry["amount"]) for entry in entries if not entry["delivered"]), Decimal(0))


async def test_with_all_faults_at_once_every_row_is_had_and_the_books_agree(start_service, tmp_path):
    """A job ends, Check payment is clicked until none is left, and at every quiet point the sums are the service's."""
    service = start_service("--credits", "100", "--faults", ALL_FAULTS)
    async with opened(service, tmp_path, pace=hurried_command()) as app:
        await app.credits.refresh()
        search = search_for(60)
        sheet_id = await app.discovery.open_sheet(search)
        finding = await app.discovery.find(search, sheet_id=sheet_id)
        while finding.totals.uncertain:
            finding = await app.jobs.retry_uncertain(finding.id)
        job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), RAW)
        sums, undelivered = app.store.peek(ledger.sums), charged_without_delivery(service)
        agreed = [books_agree(app, service)]
        clicks = 0
        while job.totals.uncertain and clicks < 10:
            job = await app.jobs.retry_uncertain(job.id)
            agreed.append(books_agree(app, service))
            clicks += 1
        open_ones, shown = app.store.peek(settlements.undecided), details_of(app, sheet_id)

    delivered = Counter((e["handle"], e["page"]) for e in service.books()["entries"] if e["delivered"])
    assert (job.state, job.totals.uncertain, job.totals.waiting, open_ones) == (JobState.FINISHED, 0, 0, [])
    assert job.totals.done + job.totals.not_found == len(shown) == 60
    assert Details.CHECK_PAYMENT not in shown
    assert agreed == [True] * (clicks + 1)
    assert sums.uncertain == undelivered
    assert max(delivered.values()) == 1


async def test_after_a_kill_what_was_charged_is_uncertain_to_the_cent(start_service, tmp_path):
    """The next start finds answers in flight as sent; the rest of the job goes on, they wait for one click."""
    service = start_service("--credits", "100", "--state", str(tmp_path / "service"))
    async with opened(service, tmp_path) as app:
        search = search_for(20)
        sheet_id = await app.discovery.open_sheet(search)
        await app.discovery.find(search, sheet_id=sheet_id)
        ids = ids_of(app, sheet_id)
        # As kill -9 leaves it: the answers came, their transactions did not.
        await app.store.write(
            lambda db: db.execute("CREATE TRIGGER killed BEFORE INSERT ON bodies BEGIN SELECT no(); END")
        )
        with pytest.raises(Exception, match="no such function"):
            await app.enrichment.run(sheet_id, ids[:5], RAW)
        await app.store.write(lambda db: db.execute("DROP TRIGGER killed"))
    service.restart()  # what was on its way has arrived then
    charged = Decimal(service.books()["used"]) - Decimal("0.20")  # all but the search
    spent = Spent(service)
    async with opened(service, tmp_path) as app:
        await app.jobs.resume(app.jobs.all()[0].id)
        sums = app.store.peek(ledger.sums)
        agreed = books_agree(app, service)
        bought_by_itself = spent.credits
        for job_id in app.store.peek(lambda db: uncertain.uncertain_jobs(db, sheet_id)):
            await app.jobs.retry_uncertain(job_id)
        shown = details_of(app, sheet_id)[:5]

    assert (sums.uncertain, agreed) == (charged, True)
    assert charged + bought_by_itself <= Decimal("0.15")
    assert Details.CHECK_PAYMENT not in shown
