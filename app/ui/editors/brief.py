"""The plain-language box: a few words on whom one looks for, with a count against what the service takes."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.filters import FilterSpec
from app.ui.editors.base import Editor
from app.ui.editors.line import ENTER, leaves_undo
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px

_HEIGHT = 48


class BriefEditor(Editor):
    """A text over two lines; the count turns red where it is too short or too long to be sent."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.field = _Box(self)
        self._count = PlainLabel("", Role.HINT, "muted", parent=self)
        self.head.addWidget(self._count)
        self._silent = False
        self.field.textChanged.connect(self._text_changed)
        self.field.entered.connect(lambda: self.field.focusNextChild())
        self.add_body(self.field)
        self.take_focus_by(self.field)

    def value(self) -> str | None:
        """What stands there in one line."""
        return " ".join(self.field.toPlainText().split()) or None

    def set_value(self, value: object) -> None:
        self._silent = True
        self.field.setPlainText(value if isinstance(value, str) else "")
        self._silent = False

    def _text_changed(self) -> None:
        length, most = len(self.value() or ""), self.spec.max_length or 0
        fits = (self.spec.min_length or 0) <= length <= most
        self._count.setText(f"{length} of {most}" if length and most else "")
        self._count.set_token("muted" if fits else "bad")
        if not self._silent:
            self.changed.emit()


class _Box(QPlainTextEdit):
    """Tab and Enter go on; there are no lines to begin."""

    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(_HEIGHT))
        self.setPlaceholderText("Say it in your own words, e.g. vegan baking at home")

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
