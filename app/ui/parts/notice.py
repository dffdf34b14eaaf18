"""The notice at the foot of the sheet: something worked, and it can be undone or opened."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCursor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.ui.parts.button import Button, IconButton, Kind
from app.ui.parts.label import PlainLabel
from app.ui.theme import colour, paint_icon, px
from app.ui.theme.draw import box
from app.ui.theme.tokens import CARD_RADIUS

SHOWN_MS = 6000


class Notice(QWidget):
    """Lies over the foot of its parent, so that nothing below it moves.

    Goes after 6 s, but not while it is pointed at, nor before 6 s after that.
    """

    def __init__(self, parent: QWidget, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(parent)
        self._callbacks: list[Callable[[], None] | None] = [None, None]
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(shown_ms)
        self.timer.timeout.connect(self._time_is_up)
        self.text = PlainLabel(wrap=False)
        self.action = Button("", Kind.LINK)
        self.second = Button("", Kind.LINK)
        self.dismiss = IconButton("x", "Dismiss this notice")
        for at, button in enumerate((self.action, self.second)):
            button.clicked.connect(lambda _checked=False, at=at: self._act(at))
        self.dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12 + 18 + 8), px(4), px(4), px(4))
        row.setSpacing(px(16))
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.second)
        row.addWidget(self.dismiss)
        self._over = parent
        parent.installEventFilter(self)
        self.hide()

    def show_notice(
        self,
        text: str,
        action_text: str = "",
        callback: Callable[[], None] | None = None,
        second: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say `text`; with `action_text` (Undo, Open) a button that calls `callback`. Replaces an older notice.

        `second`: the words of another button, and what it calls.
        """
        second_text, second_callback = second or ("", None)
        self._callbacks = [callback, second_callback]
        self.text.setText(text)
        for button, words in ((self.action, action_text), (self.second, second_text)):
            button.setText(words)
            button.setVisible(bool(words))
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self.timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over and not self.isHidden():
            self._place()
        return False

    def enterEvent(self, _event: QEnterEvent) -> None:
        self.timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        self.timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour("surface"), edge=colour("outline"), radius=CARD_RADIUS)
        paint_icon(painter, QRect(px(12), 0, px(18), self.height()), "check-circle", "ok")
        painter.end()

    def _place(self) -> None:
        parent = self._over
        wanted = self.sizeHint()
        width = min(wanted.width(), parent.width() - 2 * px(12))
        left = (parent.width() - width) // 2
        self.setGeometry(left, parent.height() - wanted.height() - px(12), width, wanted.height())

    def _time_is_up(self) -> None:
        """A mouse that rests where the notice came up has not entered it."""
        rested_on = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if rested_on or (self.window().isActiveWindow() and self._has_keyboard()):
            self.timer.start()
        else:
            self.hide()

    def _has_keyboard(self) -> bool:
        """Whether somebody went to one of the buttons with Tab; Qt may also put the focus there by itself."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        return inside and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def _act(self, at: int) -> None:
        callback = self._callbacks[at]
        self.hide()
        if callback is not None:
            callback()
