"""The Spending page: every credit is explained, every sum follows the filters, budgets are set where they are seen."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabBar,
)

from app.domain.jobs import JobState, PauseReason
from app.domain.money import Balance
from app.services.events import Changes
from app.services.spending import Overview, Period, Wanted
from app.ui.dialogs.campaign import CampaignDialog
from app.ui.dialogs.save import SaveDialog
from app.ui.spending import SpendingPage, words
from app.ui.spending.chart import SpendingChart, bars_of
from app.ui.theme import Scheme, Theme
from app.ui.window.sheet_tabs import by_campaign
from app.workspace import campaigns, jobs, sheets
from app.workspace.sheets import Sheet
from app.workspace.spending import Amounts, FairUse, Line
from tests.conftest import Until
from tests.receipts import pay, pay_often, sheet
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import Spent

TODAY = date.today()
NOON_MS = int(datetime.combine(TODAY, datetime.min.time()).timestamp() * 1000) + 43_200_000
DAY_MS = 86_400_000

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture(scope="module")
def service() -> Iterator[SandboxProcess]:
    """One practice service for all these tests."""
    with SandboxProcess("--latency-ms", "1", "--rate", "1000000", "--credits", "1000") as running:
        yield running


async def page_of(desk: Desk) -> SpendingPage:
    """The page, opened by a click on the credits, with everything read."""
    desk.window.top.credits.click()
    page = desk.part(SpendingPage, "spending")
    await desk.until(lambda: desk.window.pages.is_spending_open and page.is_quiet)
    return page


async def paid(desk: Desk) -> tuple[int, int, int]:
    """Three days of two sheets, one in a campaign, and one payment to check: (sheet, other sheet, campaign)."""

    def write(db):
        one, two = sheet(db, "Berlin"), sheet(db, "Austria")
        campaign = campaigns.add(db, "Spring", 1)
        campaigns.assign(db, one, campaign, 1)
        pay(db, one, "0.20", at_ms=NOON_MS - 2 * DAY_MS, who="vera", what="Contact only")
        pay(db, two, "1.00", at_ms=NOON_MS - DAY_MS, who="tom")
        pay(db, one, "3.00", at_ms=NOON_MS, who="lars")
        pay(db, one, "0.80", at_ms=NOON_MS, who="mia", answered=False)
        return one, two, campaign

    made = await desk.app.store.write(write)
    desk.app.events.publish(Changes(sheets=True, ledger=True))
    await desk.settled()
    return made


def listed(page: SpendingPage) -> list[str]:
    """Whom the payments on the page were for."""
    return [str(page.model.index(row, 4).data()) for row in range(page.model.rowCount())]


async def choose(desk: Desk, page: SpendingPage, name: str, text: str) -> None:
    """Choose an entry of one of the filters."""
    box = desk.part(QComboBox, name)
    box.setCurrentIndex(box.findText(text))
    await desk.until(lambda: page.is_quiet)


# -- opening and leaving


async def test_a_click_on_the_credits_opens_spending_and_asks_nothing(desk: Desk, service: SandboxProcess) -> None:
    """Asking for the balance has a button of its own inside."""
    arrived = len(service.books()["arrivals"])
    page = await page_of(desk)

    assert page.isVisible()
    assert not desk.window.view.isVisible()
    assert len(service.books()["arrivals"]) == arrived
    assert page.empty.sentence() == words.NOTHING_YET


async def test_check_now_asks_for_the_balance_and_says_when(desk: Desk, service: SandboxProcess) -> None:
    """It is free."""
    page = await page_of(desk)
    arrived = len(service.books()["arrivals"])
    page.check.click()
    await desk.until(lambda: len(service.books()["arrivals"]) > arrived and page.is_quiet)

    assert service.books()["arrivals"][-1]["path"].endswith("/credits/")
    assert page.asked.text().startswith("Last asked today, ")
    assert page.check.text() == "Check now · free"


async def test_all_budgets_are_seen_as_soon_as_the_page_is(desk: Desk) -> None:
    """The day, a campaign and the warning; nothing has to be scrolled to while there is room below."""
    await paid(desk)
    page = await page_of(desk)
    area = page.budgets.findChild(QScrollArea)

    assert list(page.budgets.campaigns)
    assert area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("where", ["table", "top bar", "back"])
async def test_esc_and_back_lead_to_the_sheet(desk: Desk, where: str) -> None:
    """Wherever the keyboard stands."""
    await paid(desk)
    page = await page_of(desk)
    if where == "back":
        page.back.click()
    else:
        QTest.keyClick(page.table if where == "table" else desk.window.top.credits, Qt.Key.Key_Escape)

    assert not desk.window.pages.is_spending_open


async def test_what_is_about_the_sheet_is_done_at_the_sheet(desk: Desk) -> None:
    """Find creators, by its key or its button, brings the sheet back."""
    await page_of(desk)
    desk.window.actions_["action_search"].trigger()

    assert not desk.window.pages.is_spending_open
    assert desk.window.find_panel.isVisible()


async def test_leaving_the_account_closes_its_spending(desk: Desk) -> None:
    """Nothing of one account is seen with another."""
    await paid(desk)
    page = await page_of(desk)
    app = desk.window.detach()
    rows = page.model.rowCount()
    await app.close()

    assert not desk.window.pages.is_spending_open
    assert rows == 0
    assert not desk.window.actions_["action_spending"].isEnabled()


async def test_offline_is_said_on_the_page(theme: Theme, tmp_path: Path, until: Until) -> None:
    """The bar above the sheet is not seen here."""
    with SandboxProcess("--latency-ms", "1", "--credits", "20") as gone:
        async with opened(theme, live_login(gone, tmp_path / "offline"), until) as desk:
            page = await page_of(desk)
            gone.stop()
            page.check.click()
            await desk.until(lambda: not page.message.isHidden())

            assert page.message.text.text().startswith("You are offline.")


# -- figures


def overview(**changed: object) -> Overview:
    """An account with a little of everything."""
    told = {
        "balance": Balance(available=Decimal("8.42"), used=Decimal("91.58")),
        "asked_ms": 0,
        "set_aside": Decimal("3.00"),
        "spent": Decimal("80.00"),
        "other_use": Decimal("11.58"),
        "uncertain": Decimal("1.00"),
        "fair_use": None,
        **changed,
    }
    return Overview(**told)  # type: ignore[arg-type]


def test_the_head_names_every_place_credits_can_be() -> None:
    """Left, set aside, used, by others, to check; unknown figures are dots."""
    figures = {fact.label: fact.figure for fact in words.facts(overview())}
    unknown = {fact.label: fact.figure for fact in words.facts(overview(balance=None, uncertain=Decimal(0)))}

    assert figures == {
        "Left": "8.42",
        "Set aside": "3.00",
        "Used by the account": "91.58",
        "Other use of this account": "11.58",
        "To check": "up to 1.00",
    }
    assert (unknown["Left"], unknown["To check"]) == ("…", "0.00")


def test_trial_searches_are_shown_where_the_service_counts_them() -> None:
    """Other accounts have none to count."""
    trial = Balance(available=Decimal(10), used=Decimal(0), trial_searches_left=7)
    figures = {fact.label: fact.figure for fact in words.facts(overview(balance=trial))}

    assert figures["Trial searches left"] == "7"


def test_the_fair_use_limit_is_explained_with_the_services_own_words() -> None:
    """What waits, why, what it cost, what to do."""
    said = words.fair_use(FairUse(title="Berlin vegan", said="Monthly cap."))

    assert said.startswith("“Berlin vegan” waits: influencers.club's monthly fair-use limit is reached.")
    assert "It says: “Monthly cap”." in said
    assert "cost nothing" in said


async def test_a_job_that_waits_for_the_monthly_limit_is_told_and_leads_to_activity(desk: Desk) -> None:
    """Once each time the page opens."""
    one, _, _ = await paid(desk)

    def wait(db):
        jobs.set_state(db, pay(db, one, "1.00"), JobState.PAUSED, 2, reason=PauseReason.FAIR_USE, error="Cap.")

    await desk.app.store.write(wait)
    page = await page_of(desk)
    said = page.message.text.text()
    page.message.action.click()

    assert "Cap" in said
    assert not desk.window.pages.is_spending_open
    assert desk.window.activity.is_open()


# -- payments, filters, sums


async def test_a_payment_tells_all_that_is_known_about_it(desk: Desk) -> None:
    """What, where, for whom, what was expected, charged and left, and how it stands."""
    await paid(desk)
    page = await page_of(desk)
    newest, before = ([page.model.index(row, column).data() for column in range(9)] for row in (0, 1))

    assert newest == [
        f"{words.when(datetime.fromtimestamp(NOON_MS / 1000), TODAY)}",
        *("No answer came", "Berlin", "Spring", "mia", "0.80", "—", None, "Check payment"),
    ]
    assert before[1:] == ["Full details", "Berlin", "Spring", "lars", "3.00", "3.00", "50.00", "Paid"]


async def test_filters_narrow_the_list_the_sums_and_the_chart_together(desk: Desk) -> None:
    """And one click shows everything again."""
    await paid(desk)
    page = await page_of(desk)
    everything = page.total.text()
    await choose(desk, page, "spending_sheet", "Berlin")
    by_sheet = listed(page), page.total.text(), len(page.chart.bars)
    desk.part(QCheckBox, "spending_uncertain").click()
    await desk.until(lambda: page.is_quiet)
    uncertain = listed(page), page.total.text()
    desk.part(QPushButton, "spending_show_all").click()
    await desk.until(lambda: page.is_quiet)

    assert everything == "4 payments · 4.20 credits · 1 to check, up to 0.80"
    assert by_sheet == (["mia", "lars", "vera"], "3 payments · 3.20 credits · 1 to check, up to 0.80", 3)
    assert uncertain == (["mia"], "1 payment · 0.00 credits · 1 to check, up to 0.80")
    assert page.total.text() == everything


async def test_a_period_can_be_named_by_two_days(desk: Desk) -> None:
    """Both belong to it; the other way round means the same."""
    await paid(desk)
    page = await page_of(desk)
    await choose(desk, page, "spending_period", words.PERIODS[Period.TODAY])
    today = listed(page)
    await choose(desk, page, "spending_period", words.PERIODS[Period.BETWEEN])
    yesterday = TODAY - timedelta(days=1)
    desk.part(QDateEdit, "spending_from").setDate(yesterday)  # type: ignore[arg-type]
    desk.part(QDateEdit, "spending_to").setDate(yesterday - timedelta(days=1))  # type: ignore[arg-type]
    await desk.until(lambda: page.is_quiet)

    assert today == ["mia", "lars"]
    assert listed(page) == ["tom", "vera"]


async def test_a_click_on_a_sum_shows_its_payments(desk: Desk) -> None:
    """By sheet, then within it by day."""
    await paid(desk)
    page = await page_of(desk)
    by = desk.part(QTabBar, "spending_by")
    by.setCurrentIndex(1)
    sums = [[page.sums.index(row, column).data() for column in range(3)] for row in range(page.sums.rowCount())]
    first = page.sum_table.visualRect(page.sums.index(0, 0)).center()
    QTest.mouseClick(page.sum_table.viewport(), Qt.MouseButton.LeftButton, pos=first)
    await desk.until(lambda: page.is_quiet)
    of_sheet = listed(page)
    by.setCurrentIndex(0)
    page.sum_table.setCurrentIndex(page.sums.index(1, 0))
    QTest.keyClick(page.sum_table, Qt.Key.Key_Return)
    await desk.until(lambda: page.is_quiet)

    assert sums == [["Berlin", "3", "3.20"], ["Austria", "1", "1.00"]]
    assert of_sheet == ["mia", "lars", "vera"]
    assert listed(page) == ["vera"]


async def test_no_match_offers_to_show_everything(desk: Desk) -> None:
    """An empty list is never a dead end."""
    await paid(desk)
    page = await page_of(desk)
    page.filters.ask(Wanted(period=Period.BETWEEN, first=date(2001, 1, 1), last=date(2001, 1, 2)))
    await desk.until(lambda: page.is_quiet)
    said = page.empty.sentence()
    page.empty.buttons()[0].click()
    await desk.until(lambda: page.is_quiet)

    assert said == words.NO_MATCH
    assert len(listed(page)) == 4


async def test_new_payments_appear_while_the_page_is_open(desk: Desk, qtmodeltester) -> None:
    """On top; the marked row stays the same payment."""
    one, _, _ = await paid(desk)
    page = await page_of(desk)
    page.table.selectRow(1)
    await desk.app.store.write(lambda db: pay(db, one, "1.00", at_ms=NOON_MS + 1, who="new"))
    desk.app.events.publish(Changes(ledger=True))
    await desk.until(lambda: listed(page)[0] == "new")
    marked = page.table.selectionModel().selectedRows()[0].row()
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.sums)

    assert listed(page)[marked] == "lars"


async def test_a_hundred_thousand_payments_scroll(desk: Desk) -> None:
    """Only what is seen is read."""
    await desk.app.store.write(
        lambda db: pay_often(db, sheet(db, "Berlin"), 100_000, at_ms=NOON_MS - 1500 * DAY_MS, step_ms=1_200_000)
    )
    page = await page_of(desk)
    page.table.scrollToBottom()
    page.table.grab()
    last = page.table.rowAt(page.table.viewport().height() - 2)

    assert page.model.rowCount() == 100_000
    assert last == 99_999
    assert page.model.index(last, 4).data() == "vera"


def test_rows_and_creators_are_told_apart() -> None:
    """A search brings rows, details are about somebody."""
    told = {
        "id": 1, "at_ms": 0, "what": "", "sheet": "", "campaign": "", "platform": None, "expected": Decimal(1),
        "charged": Decimal(1), "estimated": False, "balance_after": None, "state": "booked", "job_id": 1, "sheet_id": 1,
    }  # fmt: skip

    assert words.whom(Line(**told, handle=None, rows=50)) == "50 creators"
    assert words.whom(Line(**told, handle="vera", rows=1)) == "vera"
    assert words.whom(Line(**told, handle=None, rows=0)) == ""


# -- the chart


def amounts(charged: str, at_most: str = "0") -> Amounts:
    return Amounts(receipts=1, charged=Decimal(charged), to_check=int(at_most != "0"), at_most=Decimal(at_most))


def test_every_day_has_its_bar_and_many_days_are_months() -> None:
    """Days without a payment are seen as such."""
    start = date(2026, 1, 30)
    days = bars_of([(start, amounts("1")), (start + timedelta(days=3), amounts("2"))])
    months = bars_of([(start, amounts("1")), (date(2026, 1, 31), amounts("1")), (date(2026, 4, 2), amounts("2"))])

    assert [(bar.first.day, bar.amounts.charged) for bar in days] == [(30, 1), (31, 0), (1, 0), (2, 2)]
    assert [(bar.first, bar.amounts.charged) for bar in months] == [
        (date(2026, 1, 1), 2), (date(2026, 2, 1), 0), (date(2026, 3, 1), 0), (date(2026, 4, 1), 2),
    ]  # fmt: skip
    assert months[-1].last == date(2026, 4, 30)


def test_the_chart_is_walked_by_keys_and_tells_each_bar(qtbot) -> None:
    """Screen readers hear the bar one stands on; Enter chooses it."""
    chart = SpendingChart()
    qtbot.addWidget(chart)
    chart.resize(400, 148)
    chart.show()
    chart.show_days([(date(2026, 5, 1), amounts("1")), (date(2026, 5, 3), amounts("12.50", "1"))], date(2026, 5, 4))
    chosen = []
    chart.chosen.connect(lambda first, last: chosen.append((first, last)))
    QTest.keyClick(chart, Qt.Key.Key_Left)
    newest = chart.accessibleName()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Return)

    assert newest == "3 May: 12.50 credits + up to 1.00 to check"
    assert chart.said == "2 May: 0.00 credits"
    assert chosen == [(date(2026, 5, 2), date(2026, 5, 2))]
    assert "13.50 credits in all" in chart.accessibleDescription()


async def test_a_click_on_a_bar_shows_that_day(desk: Desk) -> None:
    """The chart then has this one day."""
    await paid(desk)
    page = await page_of(desk)
    QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=QPoint(10, 80))
    await desk.until(lambda: page.is_quiet)

    assert listed(page) == ["vera"]
    assert len(page.chart.bars) == 1


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_bars_are_drawn_in_the_colours_in_force(qtbot, theme: Theme, scheme: Scheme) -> None:
    """What is to check stands on what was charged, in another colour."""
    theme.set_scheme(scheme)
    chart = SpendingChart()
    qtbot.addWidget(chart)
    chart.resize(200, 148)
    chart.show_days([(date(2026, 5, 1), amounts("1", "1"))], date(2026, 5, 4))
    seen = chart.grab().toImage()

    assert seen.pixelColor(20, 120).name().upper() == theme.tokens.accent
    assert seen.pixelColor(20, 50).name().upper() == theme.tokens.warn


# -- budgets and the warning


async def type_into(desk: Desk, name: str, text: str) -> None:
    """Type an amount and press Enter."""
    field = desk.part(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)


async def test_budgets_are_set_where_they_are_seen(desk: Desk) -> None:
    """Of a day and of a campaign; the bar and the words follow, and what was reached says what it means."""
    _, _, campaign = await paid(desk)
    page = await page_of(desk)
    await type_into(desk, "budget_day", "50")
    await type_into(desk, f"budget_campaign:{campaign}", "2,50")
    line = page.budgets.campaigns[campaign]
    await desk.until(lambda: page.is_quiet and "waits" in line.spent.text())

    assert desk.app.budgets.day_limit() == 50
    assert desk.app.budgets.campaign_limit(campaign) == Decimal("2.50")
    assert page.budgets.day.spent.text() == "Spent today 3.80 of 50.00"
    assert page.budgets.day.bar.value() == 380
    assert line.spent.text() == "Spent 4.00 of 2.50 · paid work waits"


async def test_an_empty_field_is_no_budget(desk: Desk) -> None:
    """The bar goes; what was spent stays."""
    await desk.app.budgets.set_day(Decimal(50))
    page = await page_of(desk)
    await type_into(desk, "budget_day", "")
    await desk.until(lambda: page.budgets.day.bar.isHidden() and page.is_quiet)

    assert desk.app.budgets.day_limit() is None
    assert page.budgets.day.spent.text() == "Spent today 0.00"


@pytest.mark.parametrize("typed", ["a lot", "-5"])
async def test_what_is_no_amount_is_refused_with_a_reason(desk: Desk, typed: str) -> None:
    """Nothing is stored; Esc takes it back and the page stays."""
    page = await page_of(desk)
    await type_into(desk, "budget_day", typed)
    said = page.budgets.day.problem.text()
    QTest.keyClick(page.budgets.day.field, Qt.Key.Key_Escape)

    assert said == words.NOT_AN_AMOUNT
    assert desk.app.budgets.day_limit() is None
    assert page.budgets.day.field.text() == ""
    assert desk.window.pages.is_spending_open


async def test_the_bar_about_a_low_balance_follows_the_credits(desk: Desk, spent: Spent) -> None:
    """What it says is true while it stands there; with enough credits it goes."""
    bar = desk.window.room.message
    await desk.app.low_balance.set_limit(Decimal("100000"))
    desk.session.money.show()
    await desk.until(lambda: not bar.isHidden())
    before = bar.text.text()
    sheet_id = await desk.show_list("hannadvorak")
    await desk.app.socials.run(sheet_id, desk.session.ticks.ids())
    await desk.settled()
    said, credits = bar.text.text(), desk.app.credits.known.available
    await desk.app.low_balance.set_limit(Decimal("1"))
    desk.session.money.show()
    await desk.until(bar.isHidden)

    assert spent.credits == Decimal("0.50")
    assert said == f"Only {credits:,.2f} credits left." != before
    assert bar.accessibleName() == said


async def test_a_low_balance_is_said_once_above_the_sheet(desk: Desk) -> None:
    """Under the person's own limit; it leads to Spending."""
    bar = desk.window.room.message
    before = bar.isHidden()
    await desk.app.low_balance.set_limit(Decimal("100000"))
    desk.session.money.show()
    await desk.until(lambda: not bar.isHidden())
    said = bar.text.text()
    bar.action.click()
    desk.window.open_spending(False)
    desk.session.money.show()

    assert before
    assert said == f"Only {desk.app.credits.known.available:,.2f} credits left."
    assert bar.isHidden()
    assert not desk.app.low_balance.is_due


# -- export


async def test_the_payments_shown_are_saved_as_a_file(desk: Desk, tmp_path: Path) -> None:
    """With the filters that are set, under a name that is proposed."""
    await paid(desk)
    page = await page_of(desk)
    await choose(desk, page, "spending_sheet", "Berlin")
    page.export.click()
    dialog = await desk.dialog(SaveDialog)
    dialog.file.set_folder(tmp_path)
    dialog.findChild(QCheckBox, "open_after").setChecked(False)
    path = dialog.file.path
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(lambda: not page.notice.isHidden())
    rows = list(openpyxl.load_workbook(path)["Spending"].iter_rows(values_only=True))

    assert path.name == f"Spending {TODAY.isoformat()}.xlsx"
    assert page.notice.text.text() == f"Saved {path.name} · 3 payments."
    assert [row[6] for row in rows[1:]] == ["mia", "lars", "vera"]


# -- campaigns


async def campaign_dialog(desk: Desk) -> CampaignDialog:
    desk.window.actions_["action_campaign"].trigger()
    return await desk.dialog(CampaignDialog)


async def save(desk: Desk, dialog: CampaignDialog) -> None:
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(lambda: QApplication.activeModalWidget() is None)
    await desk.settled()


def at_sheet(desk: Desk) -> str:
    """The campaign of the shown sheet."""
    shown = desk.session.sheet
    every = desk.app.store.peek(sheets.all_sheets)
    return next(one.campaign for one in every if shown is not None and one.id == shown.id)


async def test_a_sheet_is_put_into_a_new_campaign_and_taken_out_again(desk: Desk) -> None:
    """Enter in the field adds it and does not close the question."""
    one, _, _ = await paid(desk)
    await desk.session.show_sheet(one)
    dialog = await campaign_dialog(desk)
    dialog.name.setFocus()
    QTest.keyClicks(dialog.name, "Vegan week")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    still_open = dialog.isVisible()
    await save(desk, dialog)
    await desk.until(lambda: at_sheet(desk) == "Vegan week" and desk.session.is_quiet)
    again = await campaign_dialog(desk)
    shown = again.list.currentItem().text()
    again.list.setCurrentRow(0)
    await save(desk, again)

    assert still_open
    assert shown == "Vegan week"
    await desk.until(lambda: at_sheet(desk) == "")


async def test_campaigns_are_renamed_and_removed(desk: Desk) -> None:
    """What was booked to a removed one stays in the list of payments."""
    _, two, _ = await paid(desk)
    await desk.session.show_sheet(two)
    dialog = await campaign_dialog(desk)
    dialog.list.setCurrentRow(1)
    dialog.list.item(1).setText("Spring 2026")
    await save(desk, dialog)
    await desk.until(lambda: at_sheet(desk) == "Spring 2026")
    gone = await campaign_dialog(desk)
    gone.list.setCurrentRow(1)
    gone.remove.click()
    await save(desk, gone)
    await desk.until(lambda: at_sheet(desk) == "")
    page = await page_of(desk)

    assert desk.app.store.peek(campaigns.all_campaigns) == []
    assert page.model.index(0, 3).data() == "Spring 2026"


async def test_cancel_changes_nothing_about_campaigns(desk: Desk) -> None:
    """Not even what was added or removed in the list."""
    one, _, campaign = await paid(desk)
    await desk.session.show_sheet(one)
    dialog = await campaign_dialog(desk)
    dialog.remove.click()
    dialog.findChild(QPushButton, "cancel_button").click()
    await desk.until(lambda: QApplication.activeModalWidget() is None)

    assert [known.id for known in desk.app.store.peek(campaigns.all_campaigns)] == [campaign]
    assert at_sheet(desk) == "Spring"


def test_sheets_are_listed_by_campaign_and_those_without_one_last() -> None:
    """Two campaigns of one name stay two; where there is none, there are no headings."""

    def tab(number: int, named: str = "", key: int | None = None) -> Sheet:
        name = f"s{number}"
        return Sheet(
            id=number, name=name, kind="list", search_id=None, rows=0, ticked=0, campaign_id=key, campaign=named
        )

    mixed = [tab(1), tab(2, "Winter", 1), tab(3, "Autumn", 2), tab(4, "Winter", 1), tab(5, "Winter", 3)]

    assert by_campaign(mixed) == [("Autumn", [2]), ("Winter", [1, 3]), ("Winter", [4]), ("No campaign", [0])]
    assert by_campaign([tab(1), tab(2)]) == [("", [0, 1])]
    assert by_campaign([]) == []


async def test_the_list_of_sheets_leads_to_each(desk: Desk) -> None:
    """Under its campaign's name; the shown one is marked."""
    one, two, _ = await paid(desk)
    await desk.session.show_sheet(two)
    desk.window.tabs.open_list()
    menu = desk.part(QMenu, "sheet_list")
    entries = [(line.text(), line.isSeparator(), line.isChecked()) for line in menu.actions()]
    next(line for line in menu.actions() if line.text() == "Berlin").trigger()
    menu.close()
    await desk.until(lambda: desk.session.sheet.id == one)

    assert entries == [
        ("Spring", True, False), ("Berlin", False, False), ("No campaign", True, False), ("Austria", False, True),
    ]  # fmt: skip
