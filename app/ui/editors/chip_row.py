"""Chips in lines, each with its ×; a long list shows its beginning and how many more there are."""

from collections.abc import Container, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.parts import Button, FilterChip, FlowLayout, Kind, StatusChip, Tone
from app.ui.theme import px
from app.ui.theme.tokens import CHIP
from app.ui.window.words import number

MOST_SHOWN = 24


class ChipRow(QWidget):
    """`removed` carries the place of the entry in the list; `cleared` means all of them. Hidden while empty."""

    removed = Signal(int)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=4)
        self._parts: list[QWidget] = []
        self.hide()

    def set_labels(self, labels: Sequence[str], wrong: Container[int] = (), tone: Tone = Tone.ACTIVE) -> None:
        """Show these entries instead of those before; `wrong` are the places of those with a problem."""
        for old in self._parts:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = []
        for at, label in enumerate(labels[:MOST_SHOWN]):
            chip = FilterChip(label, tone=Tone.BAD if at in wrong else tone, parent=self)
            chip.removed.connect(lambda at=at: self.removed.emit(at))
            self._add(chip)
        if len(labels) > MOST_SHOWN:
            self._add(StatusChip(f"+{number(len(labels) - MOST_SHOWN)}", parent=self))
            clear = Button(f"Remove all {number(len(labels))}", Kind.LINK, parent=self)
            clear.setFixedHeight(px(CHIP))
            clear.clicked.connect(lambda: self.cleared.emit())
            self._add(clear)
        self.setVisible(bool(labels))

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [part for part in self._parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._flow.addWidget(part)
        part.show()
