"""The dialogs: what they offer, the exact price on their buttons, the second question, and what they hand on."""

import asyncio
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from app.domain.errors import KeyRefused
from app.domain.jobs import EnrichOptions
from app.domain.money import Balance, Estimate, Tier
from app.services.accounts import Account, identity_of
from app.services.export.preview import Preview
from app.ui.application import Reporter
from app.ui.dialogs import questions
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.export import ExportDialog, ExportRows
from app.ui.dialogs.report import ReportDialog, report_text
from app.ui.operation import show_modal
from app.ui.theme import px
from tests.conftest import Until

KEY = "secret-key-0123456789"
ORIGIN = "https://api.example"


def details(qtbot: QtBot, rows: int, balance: str | None, had: int = 0, tier: Tier = Tier.FULL) -> DetailsDialog:
    """The dialog for creators 1 to `rows`, of whom every odd one is had until `had` are."""
    owned = {one for one in range(1, rows + 1, 2) if (one + 1) // 2 <= had}

    def estimate(ids: Sequence[int], options: EnrichOptions) -> Estimate:
        mine = sum(one in owned for one in ids)
        return Estimate(tier=options.tier, had=mine, new=len(ids) - mine)

    dialog = DetailsDialog(
        None,
        ids=range(1, rows + 1),
        estimate=estimate,
        balance=None if balance is None else Decimal(balance),
        tier=tier,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def button(dialog: object, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("rows", "had", "balance", "tier", "words"),
    [
        pytest.param(6, 0, "100", Tier.FULL, "Get 6 · up to 6.00 credits", id="all new"),
        pytest.param(6, 2, "100", Tier.FULL, "Get 4 · up to 4.00 credits", id="some had"),
        pytest.param(6, 0, "100", Tier.PROFILE, "Get 6 · up to 1.20 credits", id="contact only"),
        pytest.param(35, 0, "8.42", Tier.FULL, "Get the first 8 · up to 8.00 credits", id="too dear"),
        pytest.param(1, 0, "100", Tier.FULL, "Get 1 · up to 1.00 credits", id="one"),
    ],
)
def test_the_button_names_the_exact_maximum(
    qtbot: QtBot, rows: int, had: int, balance: str, tier: Tier, words: str
) -> None:
    """What is already there is left out, and what the balance does not cover is not offered."""
    assert button(details(qtbot, rows, balance, had, tier), "confirm_button").text() == words


@pytest.mark.parametrize(
    ("rows", "had", "balance", "reason"),
    [
        pytest.param(2, 2, "100", "You already have this for all of them.", id="nothing new"),
        pytest.param(5, 0, None, "Your credits are not known yet.", id="unknown credits"),
        pytest.param(5, 0, "0.42", "Your credits do not cover this.", id="no credits"),
    ],
)
def test_what_cannot_be_bought_is_disabled_and_says_why(
    qtbot: QtBot, rows: int, had: int, balance: str | None, reason: str
) -> None:
    """A button that does nothing would be worse than none."""
    owned = details(qtbot, 1, "100", 1) if had else details(qtbot, rows, balance)
    go = button(owned, "confirm_button")

    assert not go.isEnabled()
    assert go.toolTip() == reason


def test_too_little_is_told_with_what_it_covers(qtbot: QtBot) -> None:
    """The sentence of the look, word for word."""
    dialog = details(qtbot, 35, "8.42")

    assert dialog.findChild(QLabel, "details_warning").text() == "Your 8.42 credits cover 8 of these 35."


def test_the_first_few_leave_out_those_already_had(qtbot: QtBot) -> None:
    """ "Try the first 3" buys three new ones, however many had ones stand before them."""
    dialog = details(qtbot, 12, "1000", 3)
    button(dialog, "try_first_button").click()

    assert dialog.chosen is not None
    assert dialog.chosen.ids == (1, 2, 3, 4, 5, 6)
    assert dialog.chosen.most == Decimal("3.00")


def test_a_dear_purchase_is_asked_twice(qtbot: QtBot) -> None:
    """Above a quarter of the balance the first click only asks (money rule 2)."""
    dialog = details(qtbot, 6, "20")
    go = button(dialog, "confirm_button")
    go.click()
    asked, words = dialog.chosen, go.text()
    go.click()

    assert asked is None
    assert words == "Spend up to 6.00 credits"
    assert dialog.chosen is not None
    assert dialog.chosen.most == Decimal("6.00")


def test_the_second_question_is_not_answered_by_the_enter_that_asked(qtbot: QtBot) -> None:
    """Enter, Enter spends nothing: the second one goes back (money rule 2)."""
    dialog = details(qtbot, 6, "20")
    button(dialog, "confirm_button").setFocus()
    QTest.keyClick(button(dialog, "confirm_button"), Qt.Key.Key_Return)
    asked, at = button(dialog, "confirm_button").text(), dialog.focusWidget()
    QTest.keyClick(at, Qt.Key.Key_Return)

    assert asked == "Spend up to 6.00 credits"
    assert at is button(dialog, "cancel_button")
    assert dialog.isVisible()
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").text() == "Get 6 · up to 6.00 credits"


def test_enter_in_the_form_asks_and_then_goes_back_too(qtbot: QtBot) -> None:
    """Wherever the focus was when Enter asked."""
    dialog = details(qtbot, 6, "20")
    tier = dialog.findChild(QRadioButton, "tier_full")
    tier.setFocus()
    QTest.keyClick(tier, Qt.Key.Key_Return)
    asked = button(dialog, "confirm_button").text()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    assert asked == "Spend up to 6.00 credits"
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").isDefault()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
@pytest.mark.parametrize(
    "ask",
    [
        lambda: questions.dear_search(None, 5000, Decimal(50), Decimal(100), "Find 5,000 · 50.00 credits"),
        lambda: questions.closing(None, "A search is running."),
    ],
    ids=["dear search", "closing"],
)
def test_enter_and_escape_leave_things_as_they_are(
    qtbot: QtBot, ask: Callable[[], questions.Question], key: Qt.Key
) -> None:
    """A question is only accepted by choosing its verb."""
    asked = ask()
    qtbot.addWidget(asked)
    asked.show()
    with qtbot.waitSignal(asked.finished) as answer:
        QTest.keyClick(asked.focusWidget(), key)

    assert answer.args == [QDialog.DialogCode.Rejected]


def test_a_question_is_accepted_by_its_verb(qtbot: QtBot) -> None:
    """By Tab and Enter too."""
    asked = questions.closing(None, "A search is running.")
    qtbot.addWidget(asked)
    asked.show()
    QTest.keyClick(asked.no, Qt.Key.Key_Tab)
    with qtbot.waitSignal(asked.finished) as answer:
        QTest.keyClick(asked.yes, Qt.Key.Key_Return)

    assert answer.args == [QDialog.DialogCode.Accepted]


def test_back_from_the_second_question_spends_nothing(qtbot: QtBot) -> None:
    """The dialog is as it was before the first click."""
    dialog = details(qtbot, 6, "20")
    button(dialog, "confirm_button").click()
    button(dialog, "cancel_button").click()

    assert dialog.isVisible()
    assert dialog.chosen is None
    assert button(dialog, "confirm_button").text() == "Get 6 · up to 6.00 credits"


def test_a_change_of_mind_needs_a_new_consent(qtbot: QtBot) -> None:
    """Choosing something else after the second question withdraws it."""
    dialog = details(qtbot, 100, "200")
    button(dialog, "confirm_button").click()
    dialog.findChild(QRadioButton, "tier_profile").click()

    assert button(dialog, "confirm_button").text() == "Get 100 · up to 20.00 credits"
    assert dialog.chosen is None


def test_the_email_rule_goes_out_with_the_order(qtbot: QtBot) -> None:
    """Without an email nothing is paid, so the service must be told."""
    dialog = details(qtbot, 2, "100")
    dialog.findChild(QPushButton, "confirm_button")
    dialog.findChild(type(dialog._email), "email_required").click()
    button(dialog, "confirm_button").click()

    assert dialog.chosen.options == EnrichOptions(tier=Tier.FULL, email_required=True)


@pytest.mark.parametrize("name", ["tier_analytics"])
def test_what_comes_later_is_shown_disabled_and_says_so(qtbot: QtBot, name: str) -> None:
    """Nobody has to wonder where it is."""
    dialog = details(qtbot, 2, "100")
    part = dialog.findChild(QRadioButton, name) or dialog.findChild(QPushButton, name)

    assert not part.isEnabled()
    assert part.toolTip().startswith("Comes with the next version")


# -- export


class Previews:
    """What the window passes in: says what was asked for, and answers when it is let."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Sequence[int] | None, str]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def __call__(self, preset: str, ids: Sequence[int] | None, ending: str) -> Preview:
        self.asked.append((preset, ids, ending))
        await self.free.wait()
        return Preview(
            headings=("Creator", "Followers", preset),
            rows=(("<b>anna</b>", "27,412", ending),),
            numeric=(False, True, False),
        )


def export(
    qtbot: QtBot,
    folder: Path,
    *,
    ticked: int = 2,
    name: str = "PRACTICE Berlin 2026-11-22.xlsx",
    previews: Previews | None = None,
) -> ExportDialog:
    dialog = ExportDialog(
        None,
        sheet_name="Berlin <b>",
        rows=ExportRows(ticked=list(range(ticked)), visible=[1, 2, 3], all=9),
        columns=7,
        preview=previews or Previews(),
        suggested=name,
        folder=folder,
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


async def test_export_starts_with_the_ticked_rows_and_the_proposed_name(qtbot: QtBot, tmp_path: Path) -> None:
    """Practice files say so in their name."""
    dialog = export(qtbot, tmp_path)
    button(dialog, "confirm_button").click()

    assert dialog.chosen.path == tmp_path / "PRACTICE Berlin 2026-11-22.xlsx"
    assert dialog.chosen.ids == [0, 1]
    assert dialog.chosen.preset == "as on screen"


async def test_without_ticks_all_rows_are_written(qtbot: QtBot, tmp_path: Path) -> None:
    """And the choice that would write nothing is disabled."""
    dialog = export(qtbot, tmp_path, ticked=0)
    button(dialog, "confirm_button").click()

    assert not dialog.findChild(QRadioButton, "rows_ticked").isEnabled()
    assert dialog.chosen.ids is None


async def test_a_file_that_is_there_is_only_replaced_knowingly(qtbot: QtBot, tmp_path: Path) -> None:
    """The button changes its verb."""
    (tmp_path / "PRACTICE Berlin 2026-11-22.xlsx").write_bytes(b"old")
    dialog = export(qtbot, tmp_path)

    assert button(dialog, "confirm_button").text() == "Replace Excel file"
    assert dialog.findChild(QLabel, "export_problem").isVisible()


@pytest.mark.parametrize("typed", ["", "   ", "...", '<>:"/\\|?*'])
async def test_a_file_needs_a_name(qtbot: QtBot, tmp_path: Path, typed: str) -> None:
    """Signs that no file system takes do not count."""
    dialog = export(qtbot, tmp_path)
    dialog.findChild(QLineEdit, "file_name").setText(typed)

    assert not button(dialog, "confirm_button").isEnabled()
    assert button(dialog, "confirm_button").toolTip() == "The file needs a name."


async def test_a_name_cannot_leave_the_folder(qtbot: QtBot, tmp_path: Path) -> None:
    """What is typed is a name, never a path."""
    dialog = export(qtbot, tmp_path)
    dialog.findChild(QLineEdit, "file_name").setText("../../etc/list")

    assert dialog.file.path.parent == tmp_path


async def test_the_preview_is_of_the_preset_rows_and_kind_chosen(qtbot: QtBot, tmp_path: Path, until: Until) -> None:
    """It is asked for once for each change, and not for another name."""
    previews = Previews()
    dialog = export(qtbot, tmp_path, previews=previews)
    dialog.findChild(QRadioButton, "rows_visible").click()
    dialog.findChild(QRadioButton, "preset_everything").click()
    dialog.findChild(QRadioButton, "rows_all").click()
    dialog.findChild(QComboBox, "file_kind").setCurrentIndex(1)
    dialog.findChild(QLineEdit, "file_name").setText("another")
    await until(lambda: dialog.preview.shown.rows == (("<b>anna</b>", "27,412", ".csv"),))

    assert dialog.preview.shown.headings[-1] == "everything"
    assert previews.asked[-1] == ("everything", None, ".csv")


async def test_a_late_preview_of_something_else_is_not_shown(qtbot: QtBot, tmp_path: Path, until: Until) -> None:
    """The newest choice wins, however long the first one takes."""
    previews = Previews()
    previews.free.clear()
    dialog = export(qtbot, tmp_path, previews=previews)
    await until(lambda: len(previews.asked) == 1)
    dialog.findChild(QRadioButton, "preset_everything").click()
    await until(lambda: len(previews.asked) == 2)
    previews.free.set()
    await until(lambda: dialog.preview.shown.headings)

    assert dialog.preview.shown.headings[-1] == "everything"


async def test_the_preview_keeps_its_place_whatever_it_shows(qtbot: QtBot, tmp_path: Path, until: Until) -> None:
    """Forty columns, long texts and no rows at all take the same room; what is cut ends in an ellipsis."""
    dialog = export(qtbot, tmp_path)
    await until(lambda: dialog.preview.shown.rows)
    places = [dialog.preview.geometry()]
    for columns, rows in ((40, 5), (1, 0)):
        dialog.preview.show_preview(
            Preview(
                headings=("Creator",) * columns,
                rows=(("a very long text that fits no column " * 9,) * columns,) * rows,
                numeric=(False,) * columns,
            )
        )
        dialog.grab()
        places.append(dialog.preview.geometry())

    assert places[0] == places[1] == places[2]
    assert dialog.width() == places[0].right() + 1 + px(24)


# -- account


class Checks:
    """What the window passes in: asks with the key and remembers which it was."""

    def __init__(self, refuse: bool = False) -> None:
        self.asked: list[str] = []
        self._refuse = refuse

    async def __call__(self, choice: AccountChoice) -> Balance:
        self.asked.append(choice.key)
        if self._refuse:
            raise KeyRefused("The key was refused.")
        return Balance(available=Decimal("8.42"), used=Decimal(0))


def account(qtbot: QtBot, checks: Checks, *, known: Sequence[Account] = ()) -> AccountDialog:
    dialog = AccountDialog(None, current=None, known=known, origin=ORIGIN, check=checks)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_key_is_hidden_until_asked_for(qtbot: QtBot) -> None:
    """Somebody may be looking over the shoulder."""
    dialog = account(qtbot, Checks())
    dialog.findChild(QRadioButton, "live_account").click()
    field = dialog.findChild(QLineEdit, "key_field")
    hidden = field.echoMode()
    dialog._reveal.click()

    assert hidden == QLineEdit.EchoMode.Password
    assert field.echoMode() == QLineEdit.EchoMode.Normal


def test_a_live_account_needs_a_key_and_shows_where_it_goes(qtbot: QtBot) -> None:
    """The origin stands beside the choice."""
    dialog = account(qtbot, Checks())
    dialog.findChild(QRadioButton, "live_account").click()

    assert not button(dialog, "confirm_button").isEnabled()
    assert ORIGIN in dialog.findChild(QRadioButton, "live_account").accessibleDescription()


def test_the_chosen_key_is_handed_on_and_not_shown_in_a_repr(qtbot: QtBot) -> None:
    """The field is emptied, and a log of the choice would not hold it."""
    dialog = account(qtbot, Checks())
    dialog.findChild(QRadioButton, "live_account").click()
    dialog.findChild(QLineEdit, "key_field").setText(f" {KEY} ")
    button(dialog, "confirm_button").click()

    assert dialog.chosen == AccountChoice(key=KEY)
    assert dialog.findChild(QLineEdit, "key_field").text() == ""
    assert KEY not in repr(dialog.chosen)


def test_a_known_live_account_can_be_chosen_without_its_key(qtbot: QtBot, tmp_path: Path) -> None:
    """Its key is in the computer's own store."""
    mine = Account(identity=identity_of(ORIGIN, KEY), workspace=tmp_path)
    dialog = account(qtbot, Checks(), known=[mine])
    next(choice for choice in dialog.findChildren(QRadioButton) if "api.example" in choice.text()).click()
    button(dialog, "confirm_button").click()

    assert dialog.chosen == AccountChoice(known=mine)


def test_a_known_account_gets_another_key(qtbot: QtBot, tmp_path: Path) -> None:
    """A key that was revoked is replaced where the account is, so that nothing bought under it is left behind."""
    mine = Account(identity=identity_of(ORIGIN, KEY), workspace=tmp_path)
    dialog = account(qtbot, Checks(), known=[mine])
    hidden = button(dialog, "replace_key_button").isHidden()
    next(choice for choice in dialog.findChildren(QRadioButton) if "api.example" in choice.text()).click()
    button(dialog, "replace_key_button").click()
    empty = button(dialog, "confirm_button").isEnabled()
    dialog.findChild(QLineEdit, "key_field").setText("another key")
    words = button(dialog, "confirm_button").text()
    button(dialog, "confirm_button").click()

    assert hidden
    assert not empty
    assert words == "Use the new key"
    assert dialog.chosen == AccountChoice(known=mine, key="another key")


def test_after_a_refusal_the_account_asks_for_its_new_key_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    """The way out of a refused key is one field, not a search through choices."""
    mine = Account(identity=identity_of(ORIGIN, KEY), workspace=tmp_path)
    dialog = AccountDialog(
        None, current=mine.identity, known=[mine], origin=ORIGIN, check=Checks(), replacing=mine.identity
    )
    qtbot.addWidget(dialog)
    dialog.show()

    assert dialog.findChild(QLineEdit, "key_field").isVisible()
    assert button(dialog, "confirm_button").text() == "Use the new key"


@pytest.mark.parametrize(
    ("refuse", "words"),
    [
        pytest.param(False, "This key works: 8.42 credits.", id="works"),
        pytest.param(True, "The key was refused. Nothing was charged. Check the key in the account settings.", id="no"),
    ],
)
async def test_check_tells_whether_the_key_works(qtbot: QtBot, until: Until, refuse: bool, words: str) -> None:
    """It asks for the balance, which is free."""
    checks = Checks(refuse)
    dialog = account(qtbot, checks)
    dialog.findChild(QRadioButton, "live_account").click()
    dialog.findChild(QLineEdit, "key_field").setText(KEY)
    button(dialog, "check_key_button").click()
    result = dialog.findChild(QLabel, "key_result")
    await until(lambda: result.text() not in ("", "Checking…"))

    assert result.text() == words
    assert checks.asked == [KEY]


# -- report


def failure() -> Exception:
    try:
        raise ValueError(f"Bearer {KEY} for somebody@example.com in /home/anna")
    except ValueError as error:
        return error


def test_a_report_names_the_place_and_nothing_personal() -> None:
    """The error's own words may hold a key or a name, so they are left out."""
    text = report_text(failure())

    assert "ValueError" in text
    assert "test_dialogs.py" in text
    assert not any(secret in text for secret in (KEY, "somebody", "/home", "anna"))


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    """One click puts it on the clipboard."""
    dialog = ReportDialog(None, failure())
    qtbot.addWidget(dialog)
    button(dialog, "copy_button").click()

    assert QApplication.clipboard().text() == dialog.findChild(QPlainTextEdit, "report_text").toPlainText()


async def test_a_hundred_bugs_open_one_report(until: Until) -> None:
    """One mistake often comes in bursts; the person sees it once."""
    reporter = Reporter()
    loop = asyncio.get_running_loop()
    for _ in range(100):
        reporter.from_loop(loop, {"message": "it failed", "exception": failure()})
    reports = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ReportDialog)]
    shown = [dialog for dialog in reports if dialog.isVisible()]
    for dialog in shown:
        dialog.accept()

    assert len(shown) == 1


async def test_closing_a_dialog_by_its_window_button_is_a_no(qtbot: QtBot) -> None:
    """Nothing is agreed to by closing."""
    dialog = details(qtbot, 2, "100")
    asyncio.get_running_loop().call_soon(dialog.close)

    assert await show_modal(dialog) == 0
    assert dialog.chosen is None
