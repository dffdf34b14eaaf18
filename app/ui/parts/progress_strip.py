"""How far something is: a 6 px bar, and the facts in words."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from app.ui.parts.label import ElidedLabel, PlainLabel
from app.ui.theme import Role, number_font, px
from app.ui.window.words import number

_TITLE_LEAST = 160


class ProgressStrip(QWidget):
    """`Getting details  120 of 400 [===   ]  about 2 min left · 104.00 spent`: one line, of which the money and the
    count are never cut; the facts give way first, then the title.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(role=Role.HEADING)
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
        self.money = PlainLabel(token="muted")
        self.money.setFont(number_font())
        said = QHBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.facts)
        said.addWidget(self.money)
        said.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addWidget(self.bar, 1)
        row.addLayout(said, 2)

    def show_progress(self, title: str, done: int, total: int, facts: str = "", money: str = "") -> None:
        """Show `done` of `total`; a total of 0 means that it is not known, and the bar stays empty."""
        self.title.setText(title)
        self.title.setMinimumWidth(0)  # the hint is never under the minimum that the title before left
        self.title.setMinimumWidth(min(self.title.sizeHint().width(), px(_TITLE_LEAST)))
        self.count.setText(f"{number(done)} of {number(total)}" if total else number(done))
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleName(title)
        self.facts.setText(facts)
        self.money.setText(f" · {money}" if facts and money else money)
        self.bar.setAccessibleDescription(f"{self.count.text()} {facts}{self.money.text()}".strip())
