"""The dialogs: what they offer, the exact price on their buttons, the second question, and what they hand on."""

import asyncio
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
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
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.errors import KeyRefused
from app.domain.money import Balance
from app.services.accounts import Account, identity_of
from app.services.export.preview import Preview
from app.ui.application import Reporter
from app.ui.dialogs import questions
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.dialogs.export import ExportDialog, ExportRows
from app.ui.dialogs.report import ReportDialog, report_text
from app.ui.theme import px
from tests.conftest import Until

KEY = "secret-key-0123456789"
ORIGIN = "https://api.example"


def button(dialog: object, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)  # type: ignore[attr-defined]
    assert found is not None, name
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
@pytest.mark.parametrize(
    "ask",
    [
        lambda: questions.dear(None, "Find 5,000 creators?", "It costs.", "Find 5,000 · 50.00 credits"),
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


def test_a_question_is_not_answered_by_the_double_click_that_brought_it(qtbot: QtBot) -> None:
    """It may open under the mouse: each press within the time of a double click begins that time anew."""
    asked = questions.dear(None, "Find 5,000 creators?", "It costs.", "Find 5,000 · 50.00 credits")
    qtbot.addWidget(asked)
    asked.show()
    QTest.mouseDClick(asked.yes, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(asked.yes, Qt.MouseButton.LeftButton)  # else it stays pressed for the tests that follow

    assert asked.isVisible()


def test_a_question_is_accepted_by_its_verb(qtbot: QtBot) -> None:
    """By Tab and Enter too."""
    asked = questions.closing(None, "A search is running.")
    qtbot.addWidget(asked)
    asked.show()
    QTest.keyClick(asked.no, Qt.Key.Key_Tab)
    with qtbot.waitSignal(asked.finished) as answer:
        QTest.keyClick(asked.yes, Qt.Key.Key_Return)

    assert answer.args == [QDialog.DialogCode.Accepted]


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


def test_the_key_stands_under_the_account_it_is_for(qtbot: QtBot, tmp_path: Path) -> None:
    """The link to a new key under the known account, and the field of another account under that."""
    dialog = account(qtbot, Checks(), known=[Account(identity=identity_of(ORIGIN, KEY), workspace=tmp_path)])
    mine = next(choice for choice in dialog.findChildren(QRadioButton) if "api.example" in choice.text())
    another, field = dialog.findChild(QRadioButton, "live_account"), dialog.findChild(QLineEdit, "key_field")

    def in_order(*parts: QWidget) -> bool:
        """Whether all of these are seen, one below the other."""
        tops = [part.mapTo(dialog, QPoint(0, 0)).y() for part in parts]
        return all(part.isVisible() for part in parts) and tops == sorted(set(tops)) and tops[-1] < dialog.height()

    mine.click()
    qtbot.waitUntil(lambda: in_order(mine, button(dialog, "replace_key_button"), another))
    button(dialog, "replace_key_button").click()
    qtbot.waitUntil(lambda: in_order(mine, field, another))
    another.click()
    qtbot.waitUntil(lambda: in_order(mine, another, field, dialog._go))

    assert not button(dialog, "replace_key_button").isVisible()


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
