"""Counted facts one below the other, in dialogs that say what will happen: how many, what, and at what price."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.dialogs.base import figure
from app.ui.parts import PlainLabel
from app.ui.theme import Role, line_height, px
from app.ui.window.words import number


@dataclass(slots=True)
class _Line:
    count: PlainLabel
    words: PlainLabel
    price: PlainLabel | None
    aside: QWidget | None

    @property
    def parts(self) -> list[QWidget]:
        return [part for part in (self.count, self.words, self.price, self.aside) if part is not None]


class Counts(QWidget):
    """Lines that are added once, `keys` from the start, and then shown with their figures, or hidden."""

    def __init__(self, *keys: str) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, px(48))
        self._lines: dict[str, _Line] = {}
        for key in keys:
            self.add(key)

    def add(self, key: str, aside: QWidget | None = None) -> None:
        """A line, hidden for now; `aside` stands in the place of its price."""
        price = figure() if aside is None else None
        made = _Line(figure(), PlainLabel(wrap=True), price, aside)
        made.words.setObjectName(f"count_{key}")
        row = len(self._lines)
        self._grid.addWidget(made.count, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(made.words, row, 1, Qt.AlignmentFlag.AlignTop)
        if aside is not None:
            aside.setFixedHeight(line_height(Role.BODY))  # as high as the line of words beside it
            self._grid.addWidget(aside, row, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        elif price is not None:
            self._grid.addWidget(price, row, 2, Qt.AlignmentFlag.AlignTop)
        self._lines[key] = made
        self.hide_line(key)

    def put(
        self, key: str, count: int | None, words: str, price: str = "", *, token: str = "text", always: bool = False
    ) -> None:
        """Show a line; one that counts nothing is hidden, unless `always`. `count` None: no figure at its left."""
        line = self._lines[key]
        line.count.setText("" if count is None else number(count))
        line.words.setText(words)
        line.words.setAccessibleName(f"{line.count.text()} {words} {price}".strip())
        if line.price is not None:
            line.price.setText(price)
            line.price.set_token(token)
        self._show(line, is_shown=always or count != 0)

    def hide_line(self, key: str) -> None:
        """Let a line say nothing."""
        self._show(self._lines[key], is_shown=False)

    def heavier(self, key: str) -> None:
        """Let a line stand out: it is what the button is about."""
        for part in (self._lines[key].count, self._lines[key].words):
            face = part.font()
            face.setWeight(face.Weight.DemiBold)
            part.setFont(face)

    def said(self, key: str) -> str:
        """What a line says; "" while it is hidden."""
        line = self._lines[key]
        parts = (line.count.text(), line.words.text(), line.price.text() if line.price is not None else "")
        return "" if line.words.isHidden() else " ".join(filter(None, parts))

    def _show(self, line: _Line, *, is_shown: bool) -> None:
        for part in line.parts:
            part.setVisible(is_shown)
