"""The one-line field of the find panel: it hands on the keys that steer what stands below it, and pastes lists."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from app.domain.filters.typed import LIST_MARKS

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def leaves_undo(event: QEvent) -> bool:
    """Whether the event is Ctrl+Z or its like on its way to a field: the panel takes back its last change instead."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and any(event.matches(key) for key in _UNDO)
    )


class Line(QLineEdit):
    """A line whose undo is the panel's."""

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)


class SteeringLine(Line):
    """`key` carries Up, Down, Enter, and Escape while there is text; `pasted` a text of several entries."""

    key = Signal(int)
    left = Signal()
    pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() in (*STEPS, *ENTER) or (event.key() == Qt.Key.Key_Escape and self.text()):
            self.key.emit(event.key())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._paste)
        menu.popup(event.globalPos())

    def _paste(self) -> None:
        """Qt's own paste turns line breaks into blanks, and a pasted column into one long word."""
        text = QGuiApplication.clipboard().text()
        if any(mark in text.strip() for mark in LIST_MARKS):
            self.pasted.emit(text)
        else:
            self.insert(text)
            self.textEdited.emit(self.text())
