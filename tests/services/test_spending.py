"""Spending by local days, explained to the cent, and as a file."""

import csv
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from app.domain.money import Balance
from app.services.spending import Period, Spending, Wanted, state_words
from app.workspace import campaigns, ledger
from tests.receipts import pay, pay_often, sheet
from tests.whole_app import FULL, found, ids_of, listed, opened

TODAY = date(2026, 3, 30)
BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS_CHANGE = date(2026, 3, 29)


def at(year: int, month: int, day: int, hour: int, minute: int = 0, *, zone: ZoneInfo | None = BERLIN) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=zone).timestamp() * 1000)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (Period.TODAY, (TODAY, TODAY)),
        (Period.DAYS_7, (date(2026, 3, 24), TODAY)),
        (Period.DAYS_30, (date(2026, 3, 1), TODAY)),
        (Period.THIS_MONTH, (date(2026, 3, 1), TODAY)),
        (Period.ALL, (None, None)),
        (Period.BETWEEN, (date(2026, 1, 1), date(2026, 1, 2))),
    ],
)
def test_a_period_means_whole_days_with_today(period, days):
    """Seven days are today and the six before."""
    assert Wanted(period=period, first=date(2026, 1, 1), last=date(2026, 1, 2)).days(TODAY) == days


async def test_days_begin_at_local_midnight_also_when_the_clocks_change(app):
    """The day with 23 hours ends when its last hour does."""

    def write(db):
        one = sheet(db, "Berlin")
        pay(db, one, "1.00", at_ms=at(2026, 3, 28, 23, 59))
        pay(db, one, "0.20", at_ms=at(2026, 3, 29, 0, 0))
        pay(db, one, "0.80", at_ms=at(2026, 3, 29, 23, 59))
        pay(db, one, "0.03", at_ms=at(2026, 3, 30, 0, 0))

    await app.store.write(write)
    spending = Spending(app.store, app.credits, lambda: TODAY, BERLIN)
    everything = await spending.find(Wanted())
    that_day = await spending.find(Wanted(period=Period.BETWEEN, first=CLOCKS_CHANGE, last=CLOCKS_CHANGE))
    today = await spending.find(Wanted(period=Period.TODAY))

    assert [(day, amounts.charged) for day, amounts in everything.days] == [
        (date(2026, 3, 28), Decimal("1.00")),
        (CLOCKS_CHANGE, Decimal("1.00")),
        (TODAY, Decimal("0.03")),
    ]
    assert that_day.total.charged == Decimal("1.00")
    assert today.total.charged == Decimal("0.03")


async def test_every_sum_is_that_of_the_payments_listed(app):
    """By day, by sheet, by campaign, and all together."""

    def write(db):
        one, two = sheet(db, "Berlin"), sheet(db, "Austria")
        campaigns.assign(db, one, campaigns.add(db, "Spring", 1), 1)
        for number in range(30):
            pay(db, (one, two)[number % 2], "0.20", at_ms=at(2026, 3, 1 + number, 12), who=f"c{number}")

    await app.store.write(write)
    spending = Spending(app.store, app.credits, lambda: TODAY, BERLIN)
    seen = await spending.find(Wanted(period=Period.DAYS_7))
    lines = spending.lines(seen.ids)
    charged = sum(line.charged for line in lines)

    assert len(lines) == seen.total.receipts == 7
    assert charged == seen.total.charged == Decimal("1.40")
    for parts in (seen.days, [(one.name, one.amounts) for one in seen.sheets],
                  [(one.name, one.amounts) for one in seen.campaigns]):  # fmt: skip
        assert sum(amounts.charged for _, amounts in parts) == charged


async def test_the_overview_explains_every_credit(app, service, tmp_path):
    """What was paid here, what a colleague used with the same account, and what is left are the service's own sums."""
    await app.credits.refresh()
    before = app.credits.known
    sheet_id, _ = await found(app, 20, least=5_000_000)
    await app.enrichment.run(sheet_id, ids_of(app, sheet_id)[:2], FULL)
    async with opened(service, tmp_path / "colleague") as colleague:
        theirs, ids = await listed(colleague, "hannadvorak")
        await colleague.enrichment.run(theirs, ids, FULL)
    await app.credits.refresh()
    told = await app.spending.overview()

    assert (told.spent, told.other_use, told.uncertain, told.set_aside) == (Decimal("2.20"), Decimal(1), 0, 0)
    assert before.available - told.balance.available == told.spent + told.other_use
    assert abs(told.asked_ms - app.jobs.now_ms()) < 60_000


async def test_trial_searches_are_remembered_with_the_balance(app):
    """Only where the service counts them."""
    balance = Balance(available=Decimal(10), used=Decimal(0), trial_searches_left=7)
    await app.store.write(lambda db: ledger.note_balance(db, balance, 1))
    known = app.store.peek(ledger.last_balance)
    await app.store.write(lambda db: ledger.note_balance(db, Balance(available=Decimal(9), used=Decimal(1)), 2))

    assert known == balance
    assert app.store.peek(ledger.last_balance).trial_searches_left is None


async def test_looking_at_spending_sends_nothing(app, spent):
    """Not even for the balance."""
    await app.spending.overview()
    await app.spending.find(Wanted())

    assert spent.arrivals == []


async def test_a_hundred_thousand_payments_are_all_found(app):
    """Ids, sums and days of years, and a page of them."""
    start = at(2021, 1, 1, 0)

    def write(db):
        pay_often(db, sheet(db, "Berlin"), 100_000, at_ms=start, step_ms=1_500_000)

    await app.store.write(write)
    seen = await app.spending.find(Wanted())
    page = app.spending.lines(seen.ids[50_000:50_200])

    assert seen.total.charged == 100_000
    assert sum(amounts.receipts for _, amounts in seen.days) == 100_000
    assert [line.id for line in page] == list(seen.ids[50_000:50_200])


# -- the file


@pytest.fixture
async def ledger_of_two(app):
    """A paid and an unanswered payment about a hostile name; the account's ledger as tests read it."""

    def write(db):
        one = sheet(db, "=1+1")
        campaigns.assign(db, one, campaigns.add(db, "Spring", 1), 1)
        pay(db, one, "0.80", at_ms=at(2026, 3, 28, 23, 59), who="vera", estimated=True)
        pay(db, one, "1.00", at_ms=at(2026, 3, 29, 12, 30), who="tom", answered=False)

    await app.store.write(write)
    return Spending(app.store, app.credits, lambda: TODAY, BERLIN)


async def test_the_workbook_has_numbers_as_numbers_and_text_as_text(ledger_of_two, tmp_path):
    """Local date and time, a sheet's name that looks like a formula, and amounts that can be summed."""
    written = await ledger_of_two.export(Wanted(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    headings, *rows = book["Spending"].iter_rows(values_only=True)
    told = [dict(zip(headings, row, strict=True)) for row in rows]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}

    assert written.rows == 2
    assert (told[1]["Date"].date(), told[1]["Time"], told[1]["Sheet"]) == (date(2026, 3, 28), "23:59", "=1+1")
    assert book["Spending"].cell(2, headings.index("Sheet") + 1).data_type == "s"
    assert (told[1]["Charged"], told[1]["Left after"], told[1]["Rows"]) == (0.8, 50.0, 1)
    assert (told[1]["Campaign"], told[1]["Platform"], told[1]["Handle"]) == ("Spring", "Instagram", "vera")
    assert [line["State"] for line in told] == ["Check payment", "Paid, estimated"]
    assert [line["Estimated"] for line in told] == ["Yes", "Yes"]
    assert about["Payments"] == 2


async def test_a_text_file_holds_what_is_shown_and_no_formula(ledger_of_two, tmp_path):
    """The filters hold for the file as well."""
    wanted = Wanted(period=Period.BETWEEN, first=date(2026, 3, 28), last=date(2026, 3, 28))
    await ledger_of_two.export(wanted, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)

    assert (row["Date"], row["Handle"], row["Charged"], row["Sheet"]) == ("2026-03-28", "vera", "0.8", "'=1+1")


async def test_a_payment_to_check_says_that_it_was_bought_again(app, ledger_of_two):
    """No answer came, the person had it bought again, and that is what stands there; the sums stay."""
    before = (await ledger_of_two.overview()).uncertain
    await app.store.write(
        lambda db: db.execute(
            "UPDATE requests SET state = 'done' WHERE id = (SELECT request_id FROM receipts WHERE state = 'uncertain')"
        )
    )
    seen = await ledger_of_two.find(Wanted())

    assert [state_words(line) for line in ledger_of_two.lines(seen.ids)] == ["Bought again", "Paid, estimated"]
    assert (await ledger_of_two.overview()).uncertain == before


async def test_a_state_is_said_in_words(ledger_of_two):
    """Those of the sheet."""
    seen = await ledger_of_two.find(Wanted())

    assert [state_words(line) for line in ledger_of_two.lines(seen.ids)] == ["Check payment", "Paid, estimated"]
