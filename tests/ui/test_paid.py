"""The form of all dialogs that spend credits: the exact maximum on the button, and the second question within."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

import app
from app.ui.dialogs.base import verb
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import DayField

LONG = "Get the first 1,234,567 of all who are in the sheet · up to 1,234,567.00 credits"


class Order(PaidForm[str]):
    """A dialog that sells one thing, beside another button."""

    def __init__(self, balance: str | None, price: str = "6", width: int = 620) -> None:
        super().__init__(None, "Order", None if balance is None else Decimal(balance), width=width)
        self.free = verb("Look · free", "look_button")
        self.add_footer(self.free)
        self.warn("Only some can be had.")
        self.offer(f"Get it · up to {price} credits", Decimal(price), "it")


def shown(qtbot: QtBot, dialog: Order) -> Order:
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def state(dialog: Order) -> tuple[str, str, str, bool, str | None]:
    """What it says and stands for now."""
    return (
        dialog.go.text(),
        dialog.warning.text(),
        dialog.cancel.text(),
        dialog.free.isVisible(),
        dialog.chosen,
    )


OFFERED = ("Get it · up to 6 credits", "Only some can be had.", "Cancel", True, None)


@pytest.mark.parametrize("balance", ["24", None])
def test_a_press_agrees_at_once_where_it_is_not_dear(qtbot: QtBot, balance: str | None) -> None:
    """A quarter of the balance is not dear; while that is not known nothing can be told dear."""
    dialog = shown(qtbot, Order(balance))
    dialog.go.click()

    assert (dialog.chosen, dialog.isVisible()) == ("it", False)


def test_what_is_dear_is_asked_a_second_time_within_the_dialog(qtbot: QtBot) -> None:
    """The Enter that asked does not answer; other ways on are out of the way."""
    dialog = shown(qtbot, Order("23.99"))
    dialog.go.setFocus()
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    asked = state(dialog)
    default, focus = dialog.cancel.isDefault(), dialog.focusWidget()
    dialog.go.click()

    assert asked == (
        "Spend up to 6.00 credits",
        "This can cost up to 6.00 of your 23.99 credits. Go ahead?",
        "Back",
        False,
        None,
    )
    assert (default, focus) == (True, dialog.cancel)
    assert (dialog.chosen, dialog.isVisible()) == ("it", False)


def test_back_changes_nothing(qtbot: QtBot) -> None:
    """What was offered and said stands again; a second Cancel leaves."""
    dialog = shown(qtbot, Order("10"))
    before, height = state(dialog), dialog.height()
    dialog.go.click()
    dialog.cancel.click()
    after = state(dialog), dialog.height(), dialog.go.isDefault()
    dialog.cancel.click()

    assert before == OFFERED
    assert after == (OFFERED, height, True)
    assert (dialog.chosen, dialog.isVisible()) == (None, False)


def test_another_offer_takes_the_question_back(qtbot: QtBot) -> None:
    """Nobody agrees to a price that is no longer the one that was asked about."""
    dialog = shown(qtbot, Order("10"))
    dialog.go.click()
    dialog.offer("Get both · up to 9 credits", Decimal(9), "both")
    taken_back = state(dialog)
    dialog.go.click()
    dialog.go.click()

    assert taken_back == ("Get both · up to 9 credits", *OFFERED[1:])
    assert dialog.chosen == "both"


def test_what_is_refused_cannot_be_pressed_and_says_why(qtbot: QtBot) -> None:
    """Also out of a question that stands."""
    dialog = shown(qtbot, Order("10"))
    dialog.go.click()
    dialog.refuse("Get it", "There is nothing new to get.")
    dialog.go.click()

    assert (dialog.go.isEnabled(), dialog.go.toolTip()) == (False, "There is nothing new to get.")
    assert state(dialog) == ("Get it", *OFFERED[1:])


def test_other_paid_work_of_the_dialog_is_asked_about_in_the_same_way(qtbot: QtBot) -> None:
    """As a count that makes the price exact: the dialog stays, with its offer."""
    dialog, done = shown(qtbot, Order("10")), []
    dialog.sure(Decimal("2.50"), lambda: done.append("cheap"))
    dialog.sure(Decimal("2.51"), lambda: done.append("dear"))
    asked, before = state(dialog), list(done)
    dialog.go.click()

    assert asked[:2] == ("Spend up to 2.51 credits", "This can cost up to 2.51 of your 10.00 credits. Go ahead?")
    assert (before, done) == (["cheap"], ["cheap", "dear"])
    assert (state(dialog), dialog.isVisible()) == (OFFERED, True)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize("field", [QSpinBox, QDoubleSpinBox, QLineEdit, QComboBox, lambda: DayField("Day")])
def test_enter_in_a_field_takes_the_value_and_spends_nothing(
    qtbot: QtBot, field: Callable[[], QWidget], key: Qt.Key
) -> None:
    """Whoever types a number and presses Enter has not agreed to a price."""
    dialog = Order("100")
    typed_in = field()
    dialog.body.addWidget(typed_in)
    shown(qtbot, dialog)
    typed_in.setFocus()
    QTest.keyClick(typed_in, key)

    assert state(dialog) == OFFERED
    assert dialog.isVisible()


def test_enter_elsewhere_presses_the_filled_button(qtbot: QtBot) -> None:
    """In a choice, as on the button itself."""
    dialog = Order("100")
    choice = QCheckBox("Something")
    dialog.body.addWidget(choice)
    shown(qtbot, dialog)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Return)

    assert (dialog.chosen, dialog.isVisible()) == ("it", False)


def test_a_price_is_never_cut(qtbot: QtBot) -> None:
    """The dialog grows with what its button says."""
    dialog = shown(qtbot, Order("10", width=300))
    dialog.offer(LONG, Decimal(1), "all")
    qtbot.waitUntil(lambda: dialog.go.width() >= dialog.go.sizeHint().width())

    assert dialog.width() > dialog.go.width() + dialog.cancel.width() + dialog.free.width()


@pytest.mark.parametrize(
    ("balance", "most", "words"),
    [
        pytest.param("10", "4", "at least 6.00", id="some"),
        pytest.param("10", "0", "10.00", id="nothing is spent"),
        pytest.param("1500", "0.5", "at least 1,499.50", id="much"),
        pytest.param(None, "4", "not known yet", id="unknown"),
    ],
)
def test_what_is_left_afterwards(qtbot: QtBot, balance: str | None, most: str, words: str) -> None:
    """At least, since many cost nothing in the end."""
    assert shown(qtbot, Order(balance)).left_after(Decimal(most)) == words


def test_there_is_one_way_to_ask_a_second_time() -> None:
    """Within the form; as a question of its own only where a click has no dialog."""
    root = Path(app.__file__).parent / "ui"
    asking = {path.name for path in root.rglob("*.py") if "needs_second_question(" in path.read_text("utf-8")}

    assert asking == {"paid.py", "verbs.py"}
