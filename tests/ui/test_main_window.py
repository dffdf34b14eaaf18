"""The window's rules: what is there, what its buttons say and cost, and what it shows when something is wrong."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import keyring
import openpyxl
import pytest
from keyring.backends import null
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.jobs import JobState, PauseReason, RequestState
from app.domain.money import Purse
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.export import ExportDialog
from app.ui.dialogs.questions import NameDialog, Question
from app.ui.main_window import MainWindow
from app.ui.parts import FilterChip
from app.ui.theme import Theme, colour, px
from app.ui.window.action_list import SPECS
from app.ui.window.logins import Logins
from app.ui.window.sheet_room import Stand
from app.ui.window.ticked import FEW, FULL
from app.workspace import jobs, requests, uncertain
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import CATALOGUE, GERMANY, NOBODY, Desk, live_login, opened, practice_login
from tests.whole_app import listed

pytestmark = pytest.mark.usefixtures("own_folders")

NAMES = (
    *("platform", "filter_search", "filters", "target_rows", "estimate", "search_button", "filter_chips"),
    *("sheet_tabs", "sheet", "creator_panel", "activity", "rate_meter", "credits", "status_totals", "account_badge"),
)
ACTIONS = {f"action_{verb}" for verb in ("search", "more", "enrich", "batch", "import", "export", "pause", "stop")}


@pytest.fixture(scope="module")
def service() -> Iterator[SandboxProcess]:
    """One practice service with plenty of credits for all these tests."""
    with SandboxProcess("--latency-ms", "1", "--rate", "1000000", "--credits", "1000") as running:
        yield running


@pytest.fixture
def bare(theme: Theme, qtbot: QtBot) -> MainWindow:
    """The window before any account is open."""
    window = MainWindow(CATALOGUE, theme)
    qtbot.addWidget(window)
    window.show()
    return window


# -- what is there


@pytest.mark.parametrize("name", NAMES)
def test_every_named_part_exists_before_an_account_is_open(bare: MainWindow, name: str) -> None:
    """Help and checks find each part by its name from the start."""
    assert bare.findChild(QWidget, name) is not None


@pytest.mark.parametrize("name", [spec.name for spec in SPECS])
def test_every_action_is_a_child_of_the_window_and_in_a_menu(bare: MainWindow, name: str) -> None:
    """Nothing can only be reached by the mouse on a button."""
    action = bare.findChild(QAction, name, Qt.FindChildOption.FindDirectChildrenOnly)
    menus = [menu.menu().actions() for menu in bare.menuBar().actions()]

    assert action is not None
    assert any(action in entries for entries in menus)


def test_the_actions_the_plan_names_are_all_there() -> None:
    """Checks of others hang on these names."""
    assert {spec.name for spec in SPECS} >= ACTIONS


@pytest.mark.parametrize(
    "name", ["action_more", "action_enrich", "action_export", "action_pause", "action_stop", "action_rename_sheet"]
)
def test_an_action_that_cannot_be_used_now_says_why(bare: MainWindow, name: str) -> None:
    """The reason is the tooltip, and it is not the tooltip of the usable action."""
    usable = next(spec.tip for spec in SPECS if spec.name == name)

    assert not bare.actions_[name].isEnabled()
    assert bare.actions_[name].toolTip() != usable
    assert bare.actions_[name].toolTip().endswith(".")


def test_shortcuts_are_unique(bare: MainWindow) -> None:
    """Two actions on one key would both be dead."""
    keys = [action.shortcut().toString() for action in bare.actions() if not action.shortcut().isEmpty()]

    assert len(keys) == len(set(keys))


def test_no_search_can_start_before_the_credits_are_known(bare: MainWindow) -> None:
    """A price without a balance is not an offer."""
    button = bare.findChild(QPushButton, "search_button")

    assert not button.isEnabled()
    assert "credits" in button.toolTip()


async def test_tab_goes_through_top_bar_panel_summary_sheet_and_tabs(desk: Desk) -> None:
    """The order in which the window is read, each part once, with every stop visible."""
    await desk.find()
    window = desk.window
    window.find_panel.form.groups["profile"].set_open(True)
    verified = window.find_panel.form.editors["is_verified"].focusProxy()
    await desk.until(verified.isVisible)
    window.activateWindow()
    window.top.find_button.setFocus(Qt.FocusReason.TabFocusReason)
    parts = {
        "top": window.top,
        "panel": window.find_panel,
        "summary": window.summary,
        "sheet": window.view,
        "more": window.more,
        "tabs": window.tabs,
    }
    walked, stops, seen = [], [], set()
    while (at := window.focusWidget()) not in seen:
        seen.add(at)
        stops.append(at)
        where = next(name for name, part in parts.items() if part is at or part.isAncestorOf(at))
        walked += [where] if walked[-1:] != [where] else []
        QTest.keyClick(at, Qt.Key.Key_Tab)

    assert walked == list(parts)
    assert window.focusWidget() is window.top.find_button
    assert all(stop.isVisible() for stop in stops)
    assert window.find_panel.foot.button in stops
    assert verified in stops


# -- the one filled button


def filled(window: MainWindow) -> list[str]:
    """What the visible filled buttons of the window say."""
    every = [*window.findChildren(QPushButton), *window.findChildren(QToolButton)]
    return [button.text() for button in every if button.isVisible() and button.property("kind") == "primary"]


async def test_the_filled_button_is_the_next_sensible_step(desk: Desk) -> None:
    """The search, until rows are ticked; then their details; never both."""
    empty = filled(desk.window)
    await desk.find()
    found = filled(desk.window)
    desk.tick(3)
    await desk.until(lambda: "3 ticked" in desk.status)
    ticked = filled(desk.window)
    desk.window.actions_["action_untick_all"].trigger()
    await desk.until(lambda: "ticked" not in desk.status)

    assert empty == ["Find 50 · 0.50 credits"]
    assert found == filled(desk.window) == ["Open this search · 0.00 credits"]
    assert ticked == ["Get details for 3…"]


async def test_the_filter_chips_stay_while_rows_and_answers_come(desk: Desk) -> None:
    """Made anew each time they would lose the focus, and cost a frame."""
    await desk.find()
    chips = desk.window.summary.chips.findChildren(FilterChip)
    chips[0].setFocus()
    desk.session.show_all()

    assert desk.window.summary.chips.findChildren(FilterChip) == chips
    assert desk.window.focusWidget() is chips[0]


# -- a list without a search


async def test_a_list_has_no_search_and_the_panel_says_so(desk: Desk) -> None:
    """Its tab brings the sentence, New search the filters, and a searched sheet its search."""
    await desk.find()
    searched = desk.session.sheet.id
    list_id, _ = await listed(desk.app, "anna", "bert")
    panel = desk.window.find_panel
    note = desk.part(QWidget, "no_search")
    await desk.session.turn_to(list_id)
    on_list = note.isVisible(), panel.form.isVisible(), desk.window.summary.name.text()
    desk.part(QPushButton, "new_search").click()
    offered = note.isVisible(), panel.form.isVisible()
    await desk.session.turn_to(searched)
    await desk.session.turn_to(list_id)
    again = note.isVisible()
    await desk.session.turn_to(searched)

    assert on_list == (True, False, "List")
    assert offered == (False, True)
    assert again
    assert panel.form.isVisible()
    assert panel.search() == GERMANY


async def test_find_creators_starts_a_search_from_a_list_too(desk: Desk) -> None:
    """The action means what it says wherever one stands."""
    list_id, _ = await listed(desk.app, "anna")
    await desk.session.turn_to(list_id)
    desk.window.actions_["action_search"].trigger()

    assert desk.window.find_panel.form.isVisible()


# -- panels


def test_below_1440_one_panel_folds_the_other(bare: MainWindow) -> None:
    """Both together would push the email off the sheet."""
    bare.resize(px(1280), px(800))
    bare.body.set_open("creator", True)

    assert bare.creator.isVisible()
    assert not bare.find_panel.isVisible()


def test_from_1440_both_panels_stand_beside_the_sheet(bare: MainWindow) -> None:
    """A panel that folded for lack of room comes back by itself."""
    bare.resize(px(1280), px(800))
    bare.body.set_open("creator", True)
    bare.resize(px(1920), px(1080))

    assert bare.find_panel.isVisible()
    assert bare.creator.isVisible()
    assert bare.room.width() == px(1920) - px(288) - px(340)


@pytest.mark.parametrize("width", [700, 900, 1000, 1047, 1100, 1280, 1440, 1920])
@pytest.mark.parametrize("side", ["find", "creator"])
def test_the_sheet_never_gets_narrower_than_760_by_a_panel(bare: MainWindow, side: str, width: int) -> None:
    """Where the panel would take too much it lies over the sheet."""
    bare.resize(px(width), px(800))
    bare.body.set_open(side, True)

    assert bare.room.width() >= min(px(760), bare.width())


@pytest.mark.parametrize("side", ["find", "creator"])
def test_a_panel_over_the_sheet_covers_it(bare: MainWindow, side: str) -> None:
    """Full height, in the window's colour, with a line at the inner edge: no text shines through."""
    bare.resize(px(900), px(700))
    bare.body.set_open(side, True)
    panel = {"find": bare.find_panel, "creator": bare.creator}[side]
    inner = panel.geometry().right() if side == "find" else panel.geometry().left()
    picture = bare.body.grab().toImage()
    above = px(3)  # of every heading: nothing but the ground is there
    ends = (panel.geometry().left(), inner) if side == "find" else (inner + 1, panel.geometry().right())
    across = {picture.pixelColor(at, above).name() for at in range(*ends)}

    assert panel.height() == bare.body.height()
    assert bare.room.geometry().intersects(panel.geometry())
    assert {picture.pixelColor(inner, y).name() for y in range(panel.height())} == {colour("line").name()}
    assert across == {colour("window").name()}


def test_a_narrow_window_begins_with_the_sheet_uncovered(bare: MainWindow) -> None:
    """The panel folds by itself, comes when it is asked for, and back beside the sheet when there is room."""
    bare.resize(px(900), px(700))
    at_start = bare.find_panel.isVisible(), bare.actions_["action_find_panel"].isChecked()
    bare.open_find()
    asked_for = bare.find_panel.isVisible()
    bare.resize(px(1280), px(800))
    beside = bare.find_panel.isVisible()
    bare.resize(px(900), px(700))

    assert at_start == (False, False)
    assert (asked_for, beside, bare.find_panel.isVisible()) == (True, True, False)


async def test_in_a_narrow_window_the_rows_are_uncovered_after_find(desk: Desk) -> None:
    """What was asked for is what is seen."""
    desk.window.resize(px(900), px(700))
    desk.window.open_find()
    await desk.find()

    assert not desk.window.find_panel.isVisible()
    assert desk.window.view.isVisible()


def test_escape_closes_the_side_panel(bare: MainWindow) -> None:
    """And it stays closed: the other one does not jump in."""
    bare.resize(px(1280), px(800))
    bare.body.set_open("creator", True)
    QTest.keyClick(bare, Qt.Key.Key_Escape)

    assert not bare.creator.isVisible()
    assert not bare.find_panel.isVisible()
    assert not bare.actions_["action_creator_panel"].isChecked()


# -- accounts


async def test_a_live_account_shows_its_name_and_no_violet(desk: Desk) -> None:
    """Violet means practice and nothing else."""
    assert desk.window.top.badge.text() == desk.app.account.name
    assert desk.window.windowTitle() == f"{desk.app.account.name} · Scoutsheet"
    assert not desk.window.top.practice_line.isVisible()
    assert "Practice" not in desk.window.windowTitle()


async def test_the_practice_account_says_so_three_times(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """Badge, line and title; the credits are practice credits."""
    async with opened(theme, practice_login(service, tmp_path / "practice"), until) as practice:
        assert practice.window.top.badge.text() == "PRACTICE"
        assert practice.window.top.practice_line.isVisible()
        assert practice.window.windowTitle() == "Practice · Scoutsheet"  # Qt adds the name where it is not last
        assert "practice credits" in practice.window.top.credits.accessibleName()


async def test_the_credits_carry_the_balance_of_the_service(desk: Desk, service: SandboxProcess) -> None:
    """The figure in the top bar is the account's own."""
    available = Decimal(service.books()["available"])

    assert desk.part(QPushButton, "credits").text() == f"{available:,} credits"


async def test_the_credits_are_read_out_once(desk: Desk) -> None:
    """A screen reader says the figure, then what is behind it."""
    credits = desk.part(QPushButton, "credits")

    assert credits.accessibleName().count(credits.text()) == 1


async def test_another_account_swaps_the_windows_content(desk: Desk, tmp_path: Path) -> None:
    """The key is used with its origin; the account before is closed, nothing of it stays on screen."""
    keyring.set_keyring(null.Keyring())  # nothing goes into the key store of whoever runs the tests
    with SandboxProcess("--latency-ms", "1", "--credits", "7", "--seed", "1") as other:
        desk.window.logins = Logins({"SCOUTSHEET_BASE_URL": other.url})
        await desk.find()
        desk.window.open_account()
        dialog = await desk.dialog(AccountDialog)
        dialog.findChild(QRadioButton, "live_account").click()
        dialog.findChild(QLineEdit, "key_field").setText(other.key)
        dialog.findChild(QPushButton, "confirm_button").click()
        await desk.until(lambda: desk.part(QPushButton, "credits").text() == "7.00 credits")

        assert desk.window.session is not desk.session
        assert desk.window.top.badge.text() == other.url.split("://")[1]
        assert desk.window.tabs.bar.count() == 0
        assert desk.window.room.stand is Stand.NO_SHEET
        await desk.close()


async def test_a_refused_key_is_replaced_and_everything_bought_stays(
    theme: Theme, until: Until, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar about the refusal leads to one field; the sheet is there again under the new key, and keeps its place."""
    keyring.set_keyring(null.Keyring())
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with SandboxProcess("--latency-ms", "1", "--credits", "7", "--state", str(tmp_path / "service")) as service:
        logins = Logins({"SCOUTSHEET_BASE_URL": service.url})
        app = await logins.open(AccountChoice(key=service.key))
        before, login = app.account, app.login
        await app.close()
        async with opened(theme, login, until) as desk:
            desk.window.logins = logins
            await desk.find()
            service.restart("--seed", "2")  # the same account, and another key
            desk.window.actions_["action_credits"].trigger()
            bar = desk.window.room.message
            await until(lambda: not bar.isHidden())
            bar.action.click()
            dialog = await desk.dialog(AccountDialog)
            dialog.findChild(QLineEdit, "key_field").setText(service.key)
            dialog.findChild(QPushButton, "confirm_button").click()
            await until(lambda: desk.window.session not in (None, desk.session))
            session = desk.window.session
            await until(lambda: session.model is not None and session.model.rowCount() == 50)

            assert session.app.account.fingerprint != before.fingerprint
            assert session.app.login.workspace == login.workspace
            assert [one.identity for one in logins.known()] == [session.app.account]
            await desk.close()


async def test_an_empty_workspace_offers_a_search_or_a_list(desk: Desk) -> None:
    """Both can be used; importing needs an account that is open."""
    find, bring_in = desk.window.room.empty.buttons()

    assert desk.window.room.stand is Stand.NO_SHEET
    assert desk.window.room.empty.sentence() == "Start with a search or your own list."
    assert (find.text(), find.isEnabled()) == ("Find creators", True)
    assert (bring_in.text(), bring_in.isEnabled()) == ("Import a list", True)
    desk.window.actions_.allow("action_import", "Open an account first.")
    assert (bring_in.isEnabled(), bring_in.toolTip()) == (False, "<qt>Open an account first.</qt>")


# -- finding


async def test_a_search_makes_a_sheet_of_its_own_named_by_its_filters(desk: Desk) -> None:
    """The rows, the name, the chips and the price all follow from one click."""
    before = desk.app.credits.known.available
    await desk.find()

    assert desk.window.room.stand is Stand.ROWS
    assert desk.window.tabs.bar.tabText(0) == CATALOGUE.name(GERMANY)
    assert desk.window.summary.name.text() == CATALOGUE.name(GERMANY)
    assert desk.session.model.rowCount() == 50
    assert desk.window.more.loaded.text().startswith("50 of ")
    assert before - desk.app.credits.known.available == Decimal("0.50")


async def test_two_searches_make_two_sheets(desk: Desk) -> None:
    """The rows of the first stay as they were."""
    await desk.find()
    await desk.find(GERMANY.with_filter("location", ["Austria"]))

    assert desk.window.tabs.bar.count() == 2
    assert desk.window.tabs.bar.currentIndex() == 1


async def test_the_same_search_again_turns_to_its_sheet_and_costs_nothing(desk: Desk, service: SandboxProcess) -> None:
    """What was bought is there (money rules 6 and 7); buying it again is an offer with a price."""
    await desk.find()
    first = desk.session.sheet.id
    await desk.find(GERMANY.with_filter("location", ["Austria"]))
    paid = len(service.books()["entries"])
    desk.window.find_panel.set_search(GERMANY)
    desk.window.find_panel.foot.button.click()
    await desk.until(lambda: desk.session.sheet.id == first and desk.window.room.notice.isVisible())

    assert desk.window.tabs.bar.count() == 2
    assert len(service.books()["entries"]) == paid
    assert desk.window.room.notice.text.text() == "You already have this search. Opening it cost nothing."
    assert desk.window.room.notice.action.text() == "Find again · 0.50 credits"
    assert not desk.window.summary.changed.isVisible()


async def test_find_again_buys_into_a_second_sheet_with_a_name_of_its_own(desk: Desk, service: SandboxProcess) -> None:
    """The rows found before stay as they were."""
    await desk.find()
    paid = len(service.books()["entries"])
    for _ in range(2):
        desk.window.find_panel.foot.button.click()
        await desk.until(lambda: desk.window.room.notice.action.text().startswith("Find again"))
        tabs = desk.window.tabs.bar.count()
        desk.window.room.notice.action.click()
        await desk.until(lambda tabs=tabs: desk.window.tabs.bar.count() == tabs + 1)
        await desk.settled()
        await desk.until(desk.window.find_panel.foot.button.isEnabled)
    name = CATALOGUE.name(GERMANY)

    assert len(service.books()["entries"]) == paid + 2
    assert [desk.window.tabs.bar.tabText(at) for at in range(3)] == [name, f"{name} 2", f"{name} 3"]
    assert desk.window.tabs.bar.currentIndex() == 2


async def test_a_search_that_lacks_pages_goes_on_in_its_sheet(desk: Desk, service: SandboxProcess) -> None:
    """Only what is missing is bought, and no second sheet is made."""
    search = replace(GERMANY, target=150)
    sheet_id = await desk.app.discovery.open_sheet(search)
    await desk.app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal("0.50")))
    paid = len(service.books()["entries"])
    desk.window.find_panel.set_search(search)
    desk.window.find_panel.foot.button.click()
    await desk.until(lambda: desk.session.model is not None and desk.session.model.rowCount() == 150)
    await desk.settled()

    assert desk.session.sheet.id == sheet_id
    assert desk.window.tabs.bar.count() == 1
    assert len(service.books()["entries"]) == paid + 2
    assert "the rest costs up to 1.00" in desk.window.room.notice.text.text()


async def test_a_stopped_search_goes_on_in_its_sheet_too(desk: Desk) -> None:
    """Its job is over; a new one gets the pages that are missing, at their price."""
    search = replace(GERMANY, target=100)
    sheet_id = await desk.app.discovery.open_sheet(search)
    stopped = await desk.app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal("0.50")))
    await desk.app.jobs.stop(stopped.id)
    await desk.settled()
    desk.window.find_panel.set_search(search)
    desk.window.find_panel.foot.button.click()
    await desk.until(lambda: len(desk.session.jobs) == 2 and desk.session.jobs[0].state is JobState.FINISHED)
    await desk.settled()
    (newest, _) = desk.session.sheet_jobs()

    assert desk.session.sheet.id == sheet_id
    assert desk.session.model.rowCount() == 100
    assert (newest.most, newest.totals.spent) == (Decimal("0.50"), Decimal("0.50"))


async def test_a_lost_page_is_bought_again_only_by_the_button_that_says_so(desk: Desk, service: SandboxProcess) -> None:
    """Find names the price of what is missing; what may have been paid already has a question of its own."""
    sheet_id = await desk.app.discovery.open_sheet(GERMANY)
    job = await desk.app.discovery.find(GERMANY, sheet_id=sheet_id, purse=Purse(limit=Decimal(0)))

    def lose(db: sqlite3.Connection) -> None:
        (page,) = requests.in_state(db, job.id, RequestState.WAITING)
        requests.mark_sent(db, page.id, 1)
        uncertain.park(db, page, 2, outcome="No answer came.")
        db.execute("UPDATE receipts SET settlement_id = (SELECT min(id) FROM settlements) WHERE state = 'uncertain'")
        jobs.set_state(db, job.id, JobState.FINISHED, 3)

    await desk.app.store.write(lose)
    paid = len(service.books()["entries"])
    desk.window.find_panel.set_search(GERMANY)
    desk.window.find_panel.foot.button.click()
    message = desk.window.room.message
    await desk.until(message.isVisible)
    said, offered, bought = message.text.text(), message.action.text(), len(service.books()["entries"]) - paid
    message.action.click()
    await desk.until(lambda: desk.session.model.rowCount() == 50)
    await desk.settled()

    assert said == "No answer came for a part of this search. It may have been charged."
    assert (offered, bought) == ("Get 50 again · up to 0.50 credits", 0)


async def test_after_find_the_keyboard_is_on_the_rows(desk: Desk) -> None:
    """On the first creator: the arrows and Space work at once."""
    button = desk.window.find_panel.foot.button
    button.setFocus()
    await desk.find()

    assert desk.window.focusWidget() is desk.window.view
    assert desk.window.view.currentIndex().row() == 0


async def test_who_went_elsewhere_meanwhile_is_left_there(desk: Desk) -> None:
    """Rows that arrive do not take the field away in which somebody types."""
    desk.window.find_panel.foot.button.setFocus()
    desk.window.find_panel.set_search(GERMANY)
    desk.window.find_panel.foot.button.click()
    await desk.until(lambda: desk.session.search == GERMANY)
    desk.window.find_panel.foot.target.setFocus()
    await desk.until(lambda: desk.session.sheet_jobs())
    await desk.settled()

    assert desk.window.focusWidget() is desk.window.find_panel.foot.target


async def test_changed_filters_are_told_and_the_rows_stay(desk: Desk) -> None:
    """What is on screen is never another search than the line above it says."""
    await desk.find()
    desk.window.find_panel.set_search(GERMANY.with_filter("is_verified", True))
    desk.window.find_panel.search_changed.emit(desk.window.find_panel.search())

    assert desk.window.summary.changed.isVisible()
    assert desk.session.model.rowCount() == 50


async def test_the_cross_of_a_chip_changes_the_panel_and_buys_nothing(desk: Desk, service: SandboxProcess) -> None:
    """Loosening a filter is free until somebody presses the priced button."""
    await desk.find()
    paid = len(service.books()["entries"])
    desk.window.summary.chips.removed.emit("location")

    assert desk.window.find_panel.search() == GERMANY.without("location")
    assert desk.window.summary.changed.isVisible()
    assert len(service.books()["entries"]) == paid


async def test_get_50_more_names_its_price_and_stays_in_the_sheet(desk: Desk) -> None:
    """Ticks survive the new rows."""
    await desk.find()
    ticked = desk.tick(3)
    named = desk.window.actions_["action_more"].text()
    desk.window.actions_["action_more"].trigger()
    await desk.until(lambda: desk.session.model.rowCount() == 100)
    await desk.settled()

    assert named == "Get 50 more · up to 0.50 credits"
    assert desk.window.tabs.bar.count() == 1
    assert sorted(desk.session.ticks.ids()) == sorted(ticked)


async def test_many_ticks_are_priced_beside_the_window(desk: Desk) -> None:
    """Until they are counted the status line names no price, and then the price of them all."""
    names = [f"somebody{at:03}" for at in range(FEW + 1)]
    await desk.show_list(*names)
    before = desk.status
    await desk.settled()

    assert before == "201 rows · 201 ticked"
    assert desk.status.startswith("201 rows · 201 ticked · 201 new, up to 201.00")


async def test_a_search_without_matches_says_that_it_cost_nothing(desk: Desk, service: SandboxProcess) -> None:
    """And offers to loosen the filters."""
    paid = len(service.books()["entries"])
    await desk.find(NOBODY)

    assert desk.window.room.stand is Stand.NO_MATCHES
    assert desk.window.room.empty.sentence() == "No creators match. This search cost nothing."
    assert [button.text() for button in desk.window.room.empty.buttons()] == ["Loosen filters"]
    assert len(service.books()["entries"]) == paid


async def test_words_narrow_the_sheet_for_free_and_hidden_ticks_are_counted(desk: Desk) -> None:
    """A ticked row that is not visible is still ticked, and the status line says how many."""
    await desk.find()
    desk.tick(2)
    desk.part(QLineEdit, "sheet_filter").setText("no handle has these words")
    await desk.until(lambda: desk.session.model.rowCount() == 0)
    await desk.settled()

    assert desk.window.room.stand is Stand.NOTHING_LEFT
    assert "2 ticked (2 not visible)" in desk.status


# -- details


async def test_only_ticked_rows_can_be_bought(desk: Desk) -> None:
    """A blue range is for copying and sums; the button says what to do instead."""
    await desk.find()
    select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(3):
        desk.window.view.selectionModel().select(desk.session.model.index(row, 2), select)
    await desk.until(lambda: desk.window.status.range.text())

    assert desk.enrich_words == "Tick rows to get details"
    assert not desk.window.actions_["action_enrich"].isEnabled()


async def test_the_details_button_and_the_status_line_count_the_ticked_rows(desk: Desk) -> None:
    """How many, what they cost at most, what is left."""
    await desk.find()
    desk.tick(6)
    free = desk.app.credits.free()

    assert desk.enrich_words == "Get details for 6…"
    assert desk.status == f"50 rows · 6 ticked · 6 new, up to 6.00 · {free - 6:.2f} left"


async def test_cancelling_the_dialog_buys_nothing(desk: Desk, service: SandboxProcess) -> None:
    """Asking for the price is free."""
    await desk.find()
    desk.tick(2)
    paid = len(service.books()["entries"])
    desk.window.actions_["action_enrich"].trigger()
    dialog = await desk.dialog(DetailsDialog)
    dialog.reject()
    await desk.settled()

    assert len(service.books()["entries"]) == paid


async def test_details_are_bought_once_shown_and_counted(desk: Desk, service: SandboxProcess) -> None:
    """After buying, the same rows are "already have" and cost 0.00."""
    await desk.find()
    desk.tick(4)
    desk.window.actions_["action_enrich"].trigger()
    dialog = await desk.dialog(DetailsDialog)
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(lambda: any(job.options for job in desk.session.jobs))
    await desk.settled()
    job = desk.session.jobs[0]

    await desk.until(desk.window.room.notice.isVisible)
    handles = [row.handle.name for row in desk.session.model.rows_now(desk.session.ticks.ids())]
    emails = sum(bool(service.truth("instagram", handle)["email"]) for handle in handles)

    assert job.state is JobState.FINISHED
    assert desk.window.room.notice.text.text().startswith(
        f"{emails} of 4 had an email · {job.totals.spent:.2f} credits"
    )
    assert desk.window.room.notice.action.text() == f"Show the {emails}"
    assert desk.window.room.notice.second.text() == "Export"
    assert f"{job.totals.done} already have, 0.00" in desk.status
    assert desk.session.model.column_of("email") is not None


async def test_the_columns_that_details_bring_can_be_undone(desk: Desk) -> None:
    """Nobody has to live with columns they did not ask for."""
    await desk.find()
    before = [column.key for column in desk.session.model.columns]
    await desk.app.enrichment.run(desk.session.sheet.id, desk.tick(1), FULL)
    await desk.until(lambda: desk.session.model.column_of("email") is not None)
    await desk.session.columns.choose(before)

    assert [column.key for column in desk.session.model.columns] == before


async def test_space_ticks_the_marked_rows_in_the_window(desk: Desk) -> None:
    """The keyboard alone is enough to choose what is bought."""
    await desk.find()
    desk.window.view.setCurrentIndex(desk.session.model.index(0, 2))
    QTest.keyClick(desk.window.view, Qt.Key.Key_Space)

    assert desk.enrich_words == "Get details for 1…"


# -- export and names


async def test_export_writes_the_ticked_rows_as_on_screen(desk: Desk, tmp_path: Path) -> None:
    """The file holds what the dialog said, and the notice names it."""
    await desk.find()
    desk.tick(3)
    desk.window.actions_["action_export"].trigger()
    dialog = await desk.dialog(ExportDialog)
    dialog.file.set_folder(tmp_path)
    dialog.findChild(QWidget, "open_after").setChecked(False)
    path = dialog.file.path
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(desk.window.room.notice.isVisible)

    written = openpyxl.load_workbook(path)["Creators"]
    assert (written["A1"].value, written.max_row) == ("Creator", 4)
    assert path.name in desk.window.room.notice.text.text()


async def test_a_file_that_cannot_be_written_offers_another_place(desk: Desk, tmp_path: Path) -> None:
    """Nothing is lost, and one click asks again."""
    await desk.find()
    desk.window.actions_["action_export"].trigger()
    dialog = await desk.dialog(ExportDialog)
    dialog.file.set_folder(tmp_path)
    dialog.file.path.mkdir()
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(desk.window.room.message.isVisible)

    assert desk.window.room.message.action.text() == "Choose another place"
    assert "Nothing was charged." in desk.window.room.message.text.text()


async def test_a_sheet_is_renamed_and_its_name_is_plain_text(desk: Desk) -> None:
    """Tab names come from people, so markup in them is only letters."""
    await desk.find()
    desk.window.actions_["action_rename_sheet"].trigger()
    dialog = await desk.dialog(NameDialog)
    dialog.field.setText("<b>R&D</b>")
    dialog.findChild(QPushButton, "confirm_button").click()
    await desk.until(lambda: desk.window.summary.name.text() == "<b>R&D</b>")

    assert desk.window.tabs.bar.tabText(0) == "<b>R&&D</b>"
    assert "&lt;b&gt;" in desk.window.tabs.bar.tabToolTip(0)
    assert desk.window.summary.name.textFormat() == Qt.TextFormat.PlainText


# -- trouble


async def test_offline_everything_already_there_still_works(theme: Theme, tmp_path: Path, until: Until) -> None:
    """The bar says so, offers to try again, and the rows stay."""
    with SandboxProcess("--latency-ms", "1", "--credits", "20") as gone:
        async with opened(theme, live_login(gone, tmp_path / "offline"), until) as desk:
            await desk.find()
            gone.stop()
            desk.window.actions_["action_credits"].trigger()
            await until_long(until, lambda: desk.window.room.message.isVisible())

            assert desk.window.room.message.text.text() == ("You are offline. Everything you already have still works.")
            assert desk.window.room.message.action.text() == "Try again"
            assert desk.session.model.rowCount() == 50


async def test_a_workspace_opens_where_it_was_left(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """Rows, ticks and prices come from the disk; nothing is sent for them but the balance."""
    login = live_login(service, tmp_path / "again")
    async with opened(theme, login, until) as first:
        await first.find()
        first.tick(2)
        await first.until(lambda: first.status.startswith("50 rows · 2 ticked"))
        await first.settled()
    paid = len(service.books()["entries"])
    async with opened(theme, login, until) as second:
        assert second.session.model.rowCount() == 50
        assert "2 ticked" in second.status
        assert second.window.find_panel.search().filters == {}
        assert not second.window.summary.changed.isVisible()
    assert len(service.books()["entries"]) == paid


async def test_closing_while_something_runs_asks_and_can_be_refused(theme: Theme, tmp_path: Path, until: Until) -> None:
    """Enter and Escape keep it open; Close pauses what runs, to be continued with one click."""
    with SandboxProcess("--latency-ms", "300", "--credits", "400") as slow:
        async with opened(theme, live_login(slow, tmp_path / "slow"), until) as desk:
            await desk.find(replace(GERMANY, target=250))
            ids = desk.tick(250)
            window = desk.window
            window.verbs.start(lambda: desk.app.enrichment.run(desk.session.sheet.id, ids, FULL))
            await until(lambda: desk.app.jobs.running() and desk.app.jobs.running()[0].totals.done > 2)
            window.close()
            asked = await desk.dialog(Question)
            words = asked.accessibleDescription()
            await until(lambda: asked.accessibleDescription() != words)  # the job goes on while the question is read
            QTest.keyClick(asked, Qt.Key.Key_Escape)
            await until(lambda: not window.is_leaving)
            still_open = window.isVisible() and bool(desk.app.jobs.running())
            window.close()
            asked = await desk.dialog(Question)
            store = desk.app.store
            asked.findChild(QPushButton, "confirm_button").click()
            await until(lambda: window.session is None)
            window.close()
            waits = window.isVisible(), window.room.message.isVisible(), window.room.message.text.text()
            await until(lambda: not window.isVisible())

        assert still_open
        assert waits == (True, True, "Closing: waiting for the last answers…")
        assert "still waiting. Nothing more is sent after closing" in words
        async with opened(theme, live_login(slow, store.folder), until) as again:
            job = again.session.jobs[0]
            assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.INTERRUPTED)
            assert job.totals.sent == 0
            assert again.window.activity.hold.text().startswith("Resume · up to ")


async def test_the_window_says_what_is_running(theme: Theme, tmp_path: Path, until: Until) -> None:
    """The strip is hidden while nothing runs, and Pause and Stop are there while something does."""
    with SandboxProcess("--latency-ms", "300", "--credits", "200") as slow:
        async with opened(theme, live_login(slow, tmp_path / "busy"), until) as desk:
            idle = desk.window.activity.isVisible()
            await desk.find()
            ids = desk.tick(20)
            window = desk.window
            window.verbs.start(lambda: desk.app.enrichment.run(desk.session.sheet.id, ids, FULL))
            await until(lambda: window.activity.isVisible() and window.actions_["action_stop"].isEnabled())
            aside = window.top.aside.text()
            window.actions_["action_stop"].trigger()
            await desk.settled()

            assert not idle
            assert aside.endswith("set aside")
            assert window.room.notice.text.text().startswith("Stopped. ")
            assert desk.session.jobs[0].state is JobState.STOPPED
            assert not window.actions_["action_stop"].isEnabled()


async def until_long(until: Until, condition) -> None:  # type: ignore[no-untyped-def]
    """A connection that fails is tried five times, which takes longer than `until` waits."""
    for _ in range(4):
        try:
            await until(condition)
        except AssertionError:
            continue
        return
    raise AssertionError("it did not happen within 40 s")


async def test_a_verb_that_comes_back_after_the_account_was_left_shows_nothing(desk: Desk) -> None:
    """Its question was answered at the moment of closing; what it would renew is gone."""
    work, gone = desk.session.work, []
    desk.session.destroyed.connect(lambda: gone.append(True))
    app = desk.window.detach()
    assert app is not None
    await desk.until(lambda: bool(gone))
    work.show()
    await app.close()

    assert desk.window.room.batches.isHidden()
