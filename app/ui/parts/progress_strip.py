"""How far something is: a 6 px bar, and the facts in words."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from app.ui.parts.label import ElidedLabel, PlainLabel
from app.ui.theme import Role, number_font, px
from app.ui.window.words import number


class ProgressStrip(QWidget):
    """`Getting details  120 of 400 [===   ]  about 2 min left · 104.00 spent`: one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(role=Role.HEADING)
        self.count = PlainLabel()
        self.count.setFont(number_font())
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        self.bar.setMinimumWidth(px(96))
        self.bar.setMaximumWidth(px(176))
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.facts = ElidedLabel(token="muted")
        self.facts.setFont(number_font())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addWidget(self.bar, 1)
        row.addWidget(self.facts, 2)

    def show_progress(self, title: str, done: int, total: int, facts: str = "") -> None:
        """Show `done` of `total`; a total of 0 means that it is not known, and the bar stays empty."""
        self.title.setText(title)
        self.count.setText(f"{number(done)} of {number(total)}" if total else number(done))
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleName(title)
        self.bar.setAccessibleDescription(f"{self.count.text()} {facts}".strip())
        self.facts.setText(facts)
