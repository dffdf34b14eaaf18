"""A field with suggestions below it: type, go down with the arrow keys, take one with Enter or a click."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.editors.line import ENTER, STEPS, SteeringLine
from app.ui.parts import PlainLabel, tip_text
from app.ui.theme import Role, px

_ROWS = 6
_ROW_HEIGHT = 28


class TypeAhead(QWidget):
    """The suggestions open in place, below the field, so that nothing floats over the panel and nothing is cut off.

    `picked` carries the data of the suggestion taken, `submitted` the text where Enter came without one, `pasted`
    a text from the clipboard that has several lines or entries. `asked` means: suggest something for no text too.
    """

    typed = Signal(str)
    asked = Signal()
    picked = Signal(object)
    submitted = Signal(str)
    left = Signal()
    pasted = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stale = False  # suggestions for an older text are shown: Enter submits instead of taking one
        self.field = SteeringLine(self)
        self.field.setPlaceholderText(placeholder)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Suggestions")
        self.list.hide()
        self.note = PlainLabel("", Role.HINT, "muted", wrap=True, parent=self)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for part in (self.field, self.list, self.note):
            column.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self.typed)
        self.field.key.connect(self._key)
        self.field.left.connect(self._left)
        self.field.pasted.connect(self.pasted)
        self.list.itemClicked.connect(self._take)

    def text(self) -> str:
        """What stands in the field, without blanks around it."""
        return self.field.text().strip()

    def offer(self, suggestions: Iterable[tuple[str, object]], note: str = "", token: str = "muted") -> None:
        """Show suggestions (words, data), the first one current; `note` says something below them."""
        self.stale = False
        self.list.clear()
        for label, data in suggestions:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, data)
            item.setToolTip(tip_text(label))
            item.setSizeHint(QSize(0, px(_ROW_HEIGHT)))
            self.list.addItem(item)
        shown = min(self.list.count(), _ROWS)
        if shown:
            self.list.setCurrentRow(0)
            self.list.setFixedHeight(shown * px(_ROW_HEIGHT) + 2 * self.list.frameWidth())
        self.list.setVisible(bool(shown))
        self.note.set_token(token)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def close_list(self) -> None:
        """Take suggestions and note away."""
        self.offer(())

    def current(self) -> object | None:
        """The data of the suggestion that Enter takes; None where there is none."""
        item = self.list.currentItem()
        data: object = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return data

    def take_current(self) -> None:
        """Take the current suggestion, as Enter does."""
        current = self.list.currentItem()
        if current is not None:
            self._take(current)

    def reset(self) -> None:
        """Empty the field and take suggestions and note away."""
        self.field.clear()
        self.close_list()

    def _key(self, key: int) -> None:
        if key in STEPS:
            self._step(STEPS[Qt.Key(key)])
        elif key in ENTER:
            current = None if self.list.isHidden() or self.stale else self.list.currentItem()
            if current is not None:
                self._take(current)
            else:
                self.submitted.emit(self.text())
        else:
            self.reset()
            self.typed.emit("")

    def _step(self, step: int) -> None:
        if not self.list.count():
            self.asked.emit()
            return
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))

    def _take(self, item: QListWidgetItem) -> None:
        data = item.data(Qt.ItemDataRole.UserRole)
        self.reset()
        self.picked.emit(data)

    def _left(self) -> None:
        self.list.hide()
        self.left.emit()
