"""A field for a day, with a calendar that opens by the mouse and by the keyboard, in the look's colours."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QDateEdit, QToolButton, QWidget

from app.ui.theme import colour, icon, px

_OPENS = ((Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier))
_ARROWS = (("qt_calendar_prevmonth", "caret-left"), ("qt_calendar_nextmonth", "caret-right"))
_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class DayField(QDateEdit):
    """`label` is what it asks for. Alt+Down or F4 opens the calendar: arrow keys, Enter to take a day, Esc to leave."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self.setAccessibleDescription("Alt and Down open a calendar")
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)  # a day half typed is not asked for
        self.setDisplayFormat("d MMM yyyy")

    @property
    def day(self) -> date:
        """The day in the field."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_day(self, day: date) -> None:
        """Put a day into the field."""
        self.setDate(QDate(day.year, day.month, day.day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (event.key(), pressed) in _OPENS:
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dress()
        super().mousePressEvent(event)

    def _open(self) -> None:
        """Qt opens its calendar for a press on the arrow only."""
        at = QPointF(self.width() - px(8), self.height() / 2)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        press = QMouseEvent(QEvent.Type.MouseButtonPress, at, self.mapToGlobal(at), left, left, none)
        self.mousePressEvent(press)

    def _dress(self) -> None:
        """Qt's calendar has red weekends, arrows of its own colour and room for short months only."""
        calendar = self.calendarWidget()
        if calendar is None:
            return
        calendar.setFirstDayOfWeek(QLocale.system().firstDayOfWeek())
        plain = QTextCharFormat()
        plain.setForeground(colour("text"))
        for day in _WEEKEND:
            calendar.setWeekdayTextFormat(day, plain)
        for name, glyph in _ARROWS:
            button = calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(glyph))
        month = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
        if month is not None:
            month.setMinimumWidth(px(112))
