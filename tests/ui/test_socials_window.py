"""Other accounts in the window: the price before, what was found after, and accounts that become rows for nothing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.domain.money import ZERO
from app.domain.platforms import Platform
from app.ui.creator_panel.accounts import OtherAccounts
from app.ui.dialogs.accounts import AccountsDialog
from app.ui.dialogs.socials import SocialsDialog
from app.ui.parts import Kind
from app.ui.theme import Theme
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import CONTACT, Spent, rows_of

pytestmark = pytest.mark.usefixtures("own_folders")
LINKED = "hannadvorak"  # with an account elsewhere
OTHER = "aaravnair55"
GONE = "virtanen_bushcraft"
EVERYWHERE = "andrea_homedecor"  # on TikTok and YouTube, and on two platforms that cannot be searched


async def ask(desk: Desk) -> SocialsDialog:
    desk.window.actions_["action_socials"].trigger()
    return await desk.dialog(SocialsDialog)


async def known(desk: Desk, *names: str) -> tuple[int, AccountsDialog]:
    """The list of accounts of creators who were asked about before."""
    sheet_id = await desk.show_list(*names)
    await desk.app.socials.run(sheet_id, desk.session.ticks.ids())
    await desk.settled()
    (await ask(desk)).known.click()
    return sheet_id, await desk.dialog(AccountsDialog)


def notice(desk: Desk) -> str:
    return desk.window.room.notice.text.text()


async def test_it_waits_for_ticks_and_says_so(desk: Desk) -> None:
    """A paid action acts on ticked rows only."""
    await desk.show_list(LINKED)
    action = desk.window.actions_["action_socials"]
    allowed = action.isEnabled()
    desk.window.tick_all(False)

    assert (allowed, action.isEnabled()) == (True, False)
    assert action.toolTip().startswith("Tick the creators you want first.")


async def test_the_button_names_the_maximum_and_the_end_says_what_was_found(desk: Desk, spent: Spent) -> None:
    """Who is gone is free; before the click nothing is sent."""
    await desk.show_list(LINKED, GONE)
    dialog = await ask(desk)
    words, before = dialog.go.text(), len(spent.paid_arrivals)
    dialog.go.click()
    await desk.until(lambda: "have other accounts" in notice(desk))

    assert (words, before) == ("Ask about 2 · up to 1.00 credits", 0)
    assert notice(desk) == "1 of 2 have other accounts · 0.50 credits · 1 not found, free."
    assert desk.window.room.notice.action.text() == "Show"
    assert spent.credits == Decimal("0.5")


async def test_cancelling_sends_nothing(desk: Desk, spent: Spent) -> None:
    """Esc is a way out."""
    await desk.show_list(LINKED)
    dialog = await ask(desk)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await desk.settled()

    assert (spent.paid_arrivals, notice(desk)) == ([], "")


async def test_who_was_asked_about_already_is_shown_for_nothing(desk: Desk, spent: Spent) -> None:
    """The free button is then the next step, and the paid one says why it is not."""
    sheet_id = await desk.show_list(LINKED)
    await desk.app.socials.run(sheet_id, desk.session.ticks.ids())
    paid = len(spent.paid_arrivals)
    dialog = await ask(desk)
    state = (dialog.go.isEnabled(), dialog.go.toolTip(), dialog.known.kind)
    dialog.known.click()
    found = await desk.dialog(AccountsDialog)
    rows = found.table.lines.rowCount()
    found.shut.click()

    assert state == (False, "You already have this for all of them.", Kind.PRIMARY)
    assert rows > 0
    assert len(spent.paid_arrivals) == paid


async def test_those_whose_details_name_accounts_can_be_left_out(desk: Desk) -> None:
    """They are, unless somebody wants to pay for them too: the price follows the tick box."""
    sheet_id = await desk.show_list(LINKED, GONE)
    await desk.app.enrichment.run(sheet_id, desk.session.ticks.ids(), CONTACT)
    await desk.settled()
    dialog = await ask(desk)
    without = dialog.go.text()
    dialog.leave_out.click()
    all_of_them = dialog.go.text()
    dialog.reject()

    assert all_of_them == "Ask about 2 · up to 1.00 credits"
    assert dialog.leave_out.text() == "Leave out 1 whose details name accounts already"
    assert without == "Ask about 1 · up to 0.50 credits"


async def test_too_few_credits_offer_the_first_ones(
    theme: Theme, start_service: Callable[..., SandboxProcess], tmp_path: Path, until: Until
) -> None:
    """And the second question comes above a quarter of the balance: its no sends nothing."""
    service = start_service("--credits", "0.75")
    async with opened(theme, live_login(service, tmp_path / "live"), until) as desk:
        await desk.show_list(LINKED, OTHER)
        dialog = await ask(desk)
        words = (dialog.go.text(), dialog.warning.text())
        dialog.go.click()
        said = dialog.go.text(), dialog.known.isVisible(), dialog.chosen
        dialog.cancel.click()
        again = dialog.go.text(), dialog.warning.text()
        dialog.cancel.click()
        await desk.settled()

    assert words == again == ("Ask about the first 1 · up to 0.50 credits", "Your 0.75 credits cover 1 of these 2.")
    assert said == ("Spend up to 0.50 credits", False, None)
    assert Spent.of_all(service) == ZERO


async def test_accounts_become_rows_for_nothing(desk: Desk, spent: Spent) -> None:
    """The list then says that they stand in the sheet, and offers them no more."""
    sheet_id, dialog = await known(desk, LINKED)
    paid = len(spent.paid_arrivals)
    offered = dialog.add.text()
    dialog.add.click()
    await desk.until(lambda: "of the sheet now" in dialog.said.text())
    after = (dialog.add.isEnabled(), [row[-1].text for row in dialog.table.lines.rows])
    dialog.shut.click()

    assert offered == f"Bring all {len(after[1])} into this sheet"
    assert after == (False, ["Yes"] * len(after[1]))
    assert len(rows_of(desk.app, sheet_id)) == 1 + len(after[1])
    assert len(spent.paid_arrivals) == paid


async def test_addresses_go_into_columns_that_are_then_shown(desk: Desk) -> None:
    """One for each platform."""
    _, dialog = await known(desk, LINKED)
    dialog.columns.click()
    await desk.until(lambda: "written into" in dialog.said.text())
    dialog.shut.click()
    model = desk.session.model
    assert model is not None

    assert any(column.label.endswith(" account") for column in model.columns)
    assert model.columns[-1].label == "Note"


async def test_the_list_is_copied_as_a_spreadsheet_takes_it(desk: Desk) -> None:
    """Headings, bare numbers, no formulas."""
    _, dialog = await known(desk, LINKED)
    dialog.copy.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    rows = dialog.table.lines.rowCount()
    dialog.shut.click()

    assert lines[0][:5] == ["Creator", "Platform", "Account", "Name", "Followers"]
    assert len(lines) == 1 + rows
    assert all(line[4] == "" or line[4].isdecimal() for line in lines[1:])


async def test_the_creator_panel_shows_the_accounts_and_brings_one_in(desk: Desk, spent: Spent) -> None:
    """One click, free; the panel then says that it is in the sheet."""
    sheet_id = await desk.show_list(LINKED)
    (creator_id,) = desk.session.ticks.ids()
    before = desk.window.creator.accounts.isHidden()
    await desk.app.socials.run(sheet_id, [creator_id])
    desk.window.view.creator_activated.emit(creator_id)
    section = desk.window.creator.accounts
    await desk.until(lambda: adds(section))
    offered, paid = len(adds(section)), len(spent.paid_arrivals)
    adds(section)[0].click()
    await desk.until(lambda: "is the last row of this sheet now" in notice(desk))
    await desk.until(lambda: len(adds(section)) == offered - 1)

    assert before
    assert [row.handle.platform is Platform.INSTAGRAM for row in rows_of(desk.app, sheet_id)] == [True, False]
    assert len(spent.paid_arrivals) == paid


async def test_accounts_on_smaller_platforms_are_links_that_cannot_become_rows(desk: Desk) -> None:
    """In the list and in the panel; the button that brings in the others says why it leaves them out."""
    _, dialog = await known(desk, EVERYWHERE)
    rows = [[cell.text for cell in row[1:3]] for row in dialog.table.lines.rows]
    offered, why = dialog.add.text(), dialog.add.toolTip()
    dialog.columns.click()
    await desk.until(lambda: "written into" in dialog.said.text())
    said = dialog.said.text()
    dialog.shut.click()
    desk.window.view.creator_activated.emit(desk.session.ticks.ids()[0])
    section = desk.window.creator.accounts
    await desk.until(lambda: adds(section))
    links = [one.text() for one in section.findChildren(QPushButton) if one.text() != "Add row" and ": " in one.text()]
    opened: list[str] = []
    section.opened.disconnect()
    section.opened.connect(opened.append)
    next(one for one in section.findChildren(QPushButton) if one.text().startswith("Snapchat")).click()

    assert rows[2:] == [["Facebook", EVERYWHERE], ["Snapchat", EVERYWHERE]]
    assert (offered, "Accounts on smaller platforms" in why) == ("Bring 2 into this sheet", True)
    assert said == ("4 addresses written into: Facebook account, Snapchat account, TikTok account, YouTube account.")
    assert [link.split(":")[0] for link in links] == ["TikTok", "YouTube", "Facebook", "Snapchat"]
    assert len(adds(section)) == 2
    assert opened == [f"https://snapchat.example/{EVERYWHERE}"]


def adds(section: OtherAccounts) -> list[QPushButton]:
    """The buttons that bring an account into the sheet."""
    return [one for one in section.findChildren(QPushButton) if one.text() == "Add row" and one.isVisible()]
