"""The foot of the find panel: order, how many, the price, and the button that names it."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from app.domain.filters import MAX_TARGET, Catalogue, Sort
from app.domain.money import show
from app.domain.platforms import Platform
from app.ui.editors.line import Line
from app.ui.filter_panel.count_line import CountLine
from app.ui.filter_panel.offer import CountWords, Offer, price_words
from app.ui.parts import Button, Kind, PlainLabel, WholeBox, set_tooltip
from app.ui.theme import Role, colour, line_height, number_font, px

START_TARGET = 50
LEAVE_OUT_KNOWN = "Leave out creators I already have"
_SPIN_WIDTH = 104
_ORDER_WORDS = {
    ("number_of_followers", "desc"): "Most {followers}",
    ("number_of_followers", "asc"): "Fewest {followers}",
    ("engagement_rate", "desc"): "Highest engagement",
    ("engagement_rate", "asc"): "Lowest engagement",
    ("growth_rate", "desc"): "Fastest growth",
    ("growth_rate", "asc"): "Slowest growth",
}


class PanelFoot(QWidget):
    """What stands below the filters and is always visible. `changed` comes with what somebody changes here and
    carries its object name; `show_wanted` asks to be led to what is wrong.
    """

    changed = Signal(str)
    requested = Signal()
    show_wanted = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.order = QComboBox(self)
        self.order.setObjectName("sort_by")
        self.order.setAccessibleName("Order")
        self.order.activated.connect(lambda _index: self.changed.emit("sort_by"))
        self.target = WholeBox(self)
        self.target.setObjectName("target_rows")
        self.target.setAccessibleName("How many creators")
        self.target.setLineEdit(Line(self.target))
        self.target.setRange(1, MAX_TARGET)
        self.target.setSingleStep(START_TARGET)
        self.target.setGroupSeparatorShown(True)
        self.target.setFont(number_font())
        self.target.setValue(START_TARGET)
        self.target.setFixedWidth(px(_SPIN_WIDTH))
        self.target.valueChanged.connect(lambda _value: self.changed.emit("target_rows"))
        self.known = QCheckBox(LEAVE_OUT_KNOWN, self)
        self.known.setObjectName("leave_out_known")
        self.known.setChecked(True)
        self.known.clicked.connect(lambda: self.changed.emit("leave_out_known"))
        set_tooltip(self.known, "You are not shown, and do not pay for, creators who are in this account already.")
        self.wrong = PlainLabel("", Role.HINT, "bad", wrap=True, parent=self)
        self.wrong.setObjectName("other_problem")
        self.show_wrong = Button("Show", Kind.LINK, parent=self)
        self.show_wrong.setObjectName("show_problem")
        self.show_wrong.setFixedHeight(px(20))
        self.show_wrong.clicked.connect(lambda: self.show_wanted.emit())
        self.counted = CountLine(self)
        self.estimate = PlainLabel("", Role.HINT, "muted", wrap=True, parent=self)
        self.estimate.setObjectName("estimate")
        self.estimate.setAccessibleName("Price")
        self.button = Button("", Kind.PRIMARY, parent=self)
        self.button.setObjectName("search_button")
        self.button.clicked.connect(lambda: self.requested.emit())
        self._arrange()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(px(16), px(12), px(16), px(16))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (text, field) in enumerate((("Order", self.order), ("How many", self.target))):
            label = PlainLabel(text, parent=self)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setAlignment(self.target, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.known, 2, 0, 1, 2)
        grid.addWidget(self.counted, 3, 0, 1, 2)
        grid.addLayout(self._price_place(), 4, 0, 1, 2)
        grid.addWidget(self.button, 5, 0, 1, 2)
        self.say_wrong("", can_show=False)

    def _price_place(self) -> QHBoxLayout:
        """Two lines for the price or for why there is none: so the filters keep their room while one is edited."""
        place = QHBoxLayout()
        place.setSpacing(px(8))
        place.addWidget(self.estimate, 1, Qt.AlignmentFlag.AlignBottom)
        place.addWidget(self.wrong, 1, Qt.AlignmentFlag.AlignBottom)
        place.addWidget(self.show_wrong, 0, Qt.AlignmentFlag.AlignTop)
        place.addStrut(2 * line_height(Role.HINT))
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line above, where the filters scroll away."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
        painter.end()

    def show_orders(self, platform: Platform) -> None:
        """Offer the orders of the platform, the best match first."""
        self.order.clear()
        for sort in self._catalogue.sorts_for(platform):
            for direction in reversed(sort.orders):
                words = _ORDER_WORDS.get((sort.value, direction), sort.label)
                self.order.addItem(
                    words.format(followers=platform.followers_word.lower()), Sort(by=sort.value, order=direction)
                )

    def sort(self) -> Sort:
        """The order chosen."""
        chosen = self.order.currentData()
        return chosen if isinstance(chosen, Sort) else Sort()

    def show_choice(self, sort: Sort, target: int) -> None:
        """Show order and number. Emits nothing; a number outside 1 to 10,000 is drawn to its limit."""
        self.target.blockSignals(True)
        self.target.setValue(target)
        self.target.blockSignals(False)
        at = next((at for at in range(self.order.count()) if self.order.itemData(at) == sort), 0)
        self.order.setCurrentIndex(at)

    def stops(self) -> list[QWidget]:
        """What Tab goes through, in order."""
        return [self.order, self.target, self.known, *self.counted.stops(), self.show_wrong, self.button]

    def say_wrong(self, text: str, *, can_show: bool) -> None:
        """One sentence in the price's place on why the search cannot go out; empty where it can, or where nobody is
        told yet."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        self.estimate.setVisible(not text)
        self.show_wrong.setVisible(bool(text) and can_show)

    def show_price(
        self, offer: Offer, counted: CountWords, balance: Decimal | None, why_not: str, *, running: Decimal | None
    ) -> None:
        """Name the exact maximum, and how many match; `why_not` disables the buttons and is their tooltip. Where the
        credits do not cover all that is wanted, the button is for the first of them.

        `running` is the most that the search on its way can cost: the button stands for none now.
        """
        self.button.setText("Finding…" if running is not None else offer.button(offer.rows_for(balance)))
        self.button.setEnabled(not why_not)
        self.button.setAccessibleDescription(why_not)
        set_tooltip(self.button, why_not)
        self.counted.show_words(counted, "This is being counted." if counted.busy else why_not)
        if running is None:
            text, token = price_words(offer, balance)
        else:
            text, token = f"Up to {show(running)} credits are set aside for it", "muted"
        self.estimate.setText(text)
        self.estimate.set_token(token)
