"""The head of the Spending page: a few figures in a row, each with the words that explain it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.parts import ElidedLabel, PlainLabel
from app.ui.spending.words import Fact
from app.ui.theme import Role, colour, number_font, px


class FactRow(QWidget):
    """On the frame's ground, with a line above and below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(24))
        self._cards: dict[str, _Card] = {}

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these, in order."""
        if [fact.label for fact in facts] != list(self._cards):
            for old in self._cards.values():
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._cards = {fact.label: _Card() for fact in facts}
            for card in self._cards.values():
                self._row.addWidget(card, 1)
        for fact in facts:
            self._cards[fact.label].show_fact(fact)

    def figures(self) -> dict[str, str]:
        """What is shown, by label."""
        return {label: card.figure.text() for label, card in self._cards.items()}

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("window"))
        for top in (0, self.height() - 1):
            painter.fillRect(QRect(0, top, self.width(), 1), colour("line"))
        painter.end()


class _Card(QWidget):
    """Label, figure, and an explanation in as many lines as it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.label = ElidedLabel(role=Role.HINT, token="muted")
        self.figure = ElidedLabel(role=Role.TITLE)
        self.figure.setFont(number_font(Role.TITLE))
        self.hint = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.label, self.figure, self.hint):
            column.addWidget(part)

    def show_fact(self, fact: Fact) -> None:
        self.label.setText(fact.label)
        self.figure.setText(fact.figure)
        self.hint.setText(fact.hint)
        self.setAccessibleName(f"{fact.label}: {fact.figure}. {fact.hint}")
