"""The form of all dialogs: as high as what it shows, never higher than its screen, its buttons always in sight."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel

LONG = "A sentence that is much too long for one line of a dialog that is so narrow, and so it takes a few of them."


class Lines(Form):
    """A dialog with so many lines."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Lines", width=400)
        self.lines = [QCheckBox(f"Line {at}") for at in range(lines)]
        for line in self.lines:
            self.body.addWidget(line)
        self.said = PlainLabel(wrap=True)
        self.said.hide()
        self.body.addWidget(self.said)
        self.go = verb("Go", "confirm_button", Kind.PRIMARY)
        self.buttons.addWidget(self.go)

    def show_lines(self, count: int) -> None:
        for at, line in enumerate(self.lines):
            line.setVisible(at < count)


def shown(qtbot: QtBot, dialog: Lines) -> Lines:
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def in_sight(dialog: Form, part: QWidget) -> bool:
    """Whether all of it is seen in the dialog."""
    return QRect(QPoint(0, 0), part.size()) == part.visibleRegion().boundingRect() and dialog.rect().contains(
        QRect(part.mapTo(dialog, QPoint(0, 0)), part.size())
    )


def scrolls(dialog: Form) -> bool:
    return dialog.findChild(QScrollArea).verticalScrollBar().maximum() > 0


def rests(qtbot: QtBot, dialog: Form, height: int) -> None:
    """Wait until the dialog is so high, and nothing in it is cut."""
    qtbot.waitUntil(lambda: dialog.height() == height and not scrolls(dialog))


def test_all_of_it_is_in_sight_where_the_screen_lets_it(qtbot: QtBot) -> None:
    """Nothing scrolls, nothing is empty."""
    dialog = shown(qtbot, Lines(9))

    assert not scrolls(dialog)
    assert in_sight(dialog, dialog.lines[0])
    assert in_sight(dialog, dialog.lines[-1])


@pytest.mark.parametrize("lines", [30, 300])
def test_it_is_never_higher_than_its_screen_and_keeps_its_buttons_in_sight(qtbot: QtBot, lines: int) -> None:
    """What lies between title and buttons scrolls; the keyboard brings each part of it into sight."""
    dialog = shown(qtbot, Lines(lines))
    room = dialog.screen().availableGeometry()
    last_before = in_sight(dialog, dialog.lines[-1])
    dialog.lines[-2].setFocus()
    QTest.keyClick(dialog.lines[-2], Qt.Key.Key_Tab)

    assert room.contains(dialog.frameGeometry())
    assert scrolls(dialog)
    assert in_sight(dialog, dialog.go)
    assert (last_before, in_sight(dialog, dialog.lines[-1])) == (False, True)


def test_what_grows_beyond_the_lower_edge_of_the_screen_moves_up(qtbot: QtBot) -> None:
    """A dialog stands in the middle of its screen at first; the buttons must not leave below."""
    dialog = Lines(20)
    dialog.show_lines(2)
    shown(qtbot, dialog)
    dialog.move(100, 500)
    dialog.show_lines(20)
    room = dialog.screen().availableGeometry()
    qtbot.waitUntil(lambda: in_sight(dialog, dialog.go) and not scrolls(dialog))

    assert room.contains(dialog.frameGeometry())


def test_it_is_low_again_when_it_shows_less(qtbot: QtBot) -> None:
    """No holes between the lines that are left."""
    dialog = shown(qtbot, Lines(12))
    high = dialog.height()
    dialog.show_lines(3)
    qtbot.waitUntil(lambda: dialog.height() < high)
    low = dialog.height()
    gaps = {second.y() - first.y() for first, second in zip(dialog.lines[:2], dialog.lines[1:3], strict=True)}
    dialog.show_lines(12)
    rests(qtbot, dialog, high)
    dialog.show_lines(3)
    rests(qtbot, dialog, low)

    assert gaps == {dialog.lines[1].y() - dialog.lines[0].y()}
    assert gaps.pop() < 50


def test_a_size_that_somebody_gave_it_stays(qtbot: QtBot) -> None:
    """Until something would be cut."""
    dialog = shown(qtbot, Lines(6))
    own = dialog.height()
    dialog.resize(dialog.width(), own + 100)
    dialog.said.setText(LONG)
    dialog.said.show()
    qtbot.waitUntil(lambda: dialog.said.height() > 40)
    kept = dialog.height()
    dialog.resize(dialog.width(), own)
    dialog.said.setText(LONG * 2)
    qtbot.waitUntil(lambda: dialog.height() > own)

    assert kept == own + 100
    assert not scrolls(dialog)
