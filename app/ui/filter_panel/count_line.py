"""How many match, in the panel's foot: what is known, and the buttons that ask for more of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.filter_panel.offer import CountWords
from app.ui.parts import Button, Kind, PlainLabel, set_tooltip
from app.ui.theme import Role, px

_LINK = 20


class CountLine(QWidget):
    """`count_wanted` asks how many match, `split_wanted` for all of them where one search cannot give them;
    `drop_wanted` carries the key of a filter that changed nothing.
    """

    count_wanted = Signal()
    split_wanted = Signal()
    drop_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = PlainLabel("", Role.HINT, wrap=True, parent=self)
        self.said.setObjectName("count_said")
        self.no_effect = PlainLabel("", Role.HINT, "warn", wrap=True, parent=self)
        self.no_effect.setObjectName("no_effect")
        self.drop = self._link("drop_button")
        self.drop.clicked.connect(self._ask_to_drop)
        self._idle: tuple[str, ...] = ()
        self.count = self._link("count_button")
        self.count.clicked.connect(lambda: self.count_wanted.emit())
        self.split = self._link("split_button")
        self.split.clicked.connect(lambda: self.split_wanted.emit())
        self.setMinimumHeight(px(_LINK))  # a sentence is lower than a link: the foot keeps its height
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        for part in (self.said, self.no_effect):
            column.addWidget(part)
        for link in (self.drop, self.count, self.split):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_words(CountWords(), "")

    def show_words(self, words: CountWords, why_not: str) -> None:
        """Say what is known and offer the rest; `why_not` is why nothing can be asked now."""
        self._idle = words.idle
        parts: tuple[tuple[PlainLabel | Button, str], ...] = (
            (self.said, words.said),
            (self.no_effect, words.no_effect),
            (self.drop, words.drop),
            (self.count, words.count),
            (self.split, words.split),
        )
        for part, text in sorted(parts, key=lambda one: bool(one[1])):  # what goes, goes first: or the foot jumps
            part.setText(text)
            part.setVisible(bool(text))
        set_tooltip(self.drop, words.drop)
        self.setVisible(words != CountWords())
        for link in (self.count, self.split):
            link.setEnabled(not why_not)
            link.setAccessibleDescription(why_not)
            set_tooltip(link, why_not)

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [self.drop, self.count, self.split]

    def _ask_to_drop(self) -> None:
        if self._idle:
            self.drop_wanted.emit(self._idle[0])

    def _link(self, name: str) -> Button:
        link = Button("", Kind.LINK, parent=self)
        link.setObjectName(name)
        link.setFixedHeight(px(_LINK))
        return link
