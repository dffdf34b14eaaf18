"""A group that opens and closes, with the number of what is set in it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.parts.badge import Badge
from app.ui.theme import Role, colour, font, paint_icon, px
from app.ui.theme.draw import box
from app.ui.window.words import number

_HEIGHT = 36


class CollapsibleGroup(QWidget):
    """A heading with a chevron and a count; what belongs to the group goes into `body`."""

    toggled = Signal(bool)

    def __init__(self, title: str, *, is_open: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = _Header(title)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, px(4), 0, px(12))
        self.body.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.content)
        self.header.setChecked(is_open)
        self.content.setVisible(is_open)
        self.header.toggled.connect(self._toggle)

    def is_open(self) -> bool:
        return self.header.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or close; `toggled` is emitted when this changes something."""
        self.header.setChecked(is_open)

    def set_count(self, count: int) -> None:
        """Show how many things are set in the group; 0 shows nothing."""
        self.header.show_count(count)

    def _toggle(self, is_open: bool) -> None:
        self.content.setVisible(is_open)
        self.toggled.emit(is_open)


class _Header(QAbstractButton):
    """The heading: the whole line is the button; Left closes, Right opens, as in a tree."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setCheckable(True)
        self.setFont(font(Role.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = Badge(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(4), 0)
        row.addStretch(1)
        row.addWidget(self._badge)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self._badge.setText(number(count))
        self._badge.setVisible(count > 0)
        self.setAccessibleName(f"{self._title}, {count} set" if count else self._title)
        self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._title)
        return QSize(px(24) + words + px(48), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(96), px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() and self.isEnabled():
            box(painter, self.rect(), fill=colour("subtle"))
        ink = "text" if self.isEnabled() else "disabled"
        chevron = "caret-down" if self.isChecked() else "caret-right"
        paint_icon(painter, QRect(0, 0, px(16), self.height()), chevron, ink, 14)
        right = self._badge.width() + px(12) if self._badge.isVisible() else px(4)
        room = self.rect().adjusted(px(24), 0, -right, 0)
        painter.setFont(self.font())
        painter.setPen(colour(ink))
        words = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()
