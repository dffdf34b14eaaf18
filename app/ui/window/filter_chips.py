"""The chips over the sheet: the search its rows came from."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.domain.filters import FilterWords
from app.ui.parts import Button, FilterChip, Kind, tab_through
from app.ui.theme import px


class FilterChips(QWidget):
    """The filters the rows came from, as many as fit; the rest behind "+2", which opens the list."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_chips")
        self.setAccessibleName("Filters of these rows")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(32))
        self._filters: tuple[FilterWords, ...] = ()
        self._chips: list[FilterChip] = []
        self._rest = Button("", Kind.QUIET, icon_name="funnel", parent=self)
        self._rest.setAccessibleName("More filters")
        self._rest.clicked.connect(self._open_rest)
        self._rest.hide()
        self._shown = 0

    def show_filters(self, filters: Sequence[FilterWords]) -> None:
        """Show these filters in their order."""
        if tuple(filters) == self._filters:
            return
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._filters = tuple(filters)
        self._chips = []
        for entry in self._filters:
            chip = FilterChip(entry.short, parent=self)
            chip.setProperty("key", entry.key)
            chip.removed.connect(lambda key=entry.key: self.removed.emit(key))
            self._chips.append(chip)
        tab_through([self._rest, *self._chips, self._rest])  # the button holds their place in the window's order
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(72) if self._chips else 0, px(32))

    def sizeHint(self) -> QSize:
        return QSize(sum(chip.sizeHint().width() + px(8) for chip in self._chips), px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room, gap, left = self.width(), px(8), 0
        widths = [chip.sizeHint().width() for chip in self._chips]
        button = self._rest.sizeHint().width() + px(16)
        self._shown = 0
        for at, width in enumerate(widths):
            needed = left + width + (0 if at == len(widths) - 1 else gap + button)
            if needed > room:
                break
            left += width + gap
            self._shown = at + 1
        left = 0
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < self._shown)
            if at < self._shown:
                chip.setGeometry(left, (self.height() - chip.sizeHint().height()) // 2, widths[at], px(24))
                left += widths[at] + gap
        rest = len(self._chips) - self._shown
        self._rest.setText(f"+{rest}")
        self._rest.setVisible(rest > 0)
        self._rest.setGeometry(left, 0, self._rest.sizeHint().width(), self.height())

    def _open_rest(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self._filters[self._shown :]:
            line = menu.addAction(f"{entry.long}   ×".replace("&", "&&"))
            line.triggered.connect(lambda _checked=False, key=entry.key: self.removed.emit(key))
        menu.popup(self._rest.mapToGlobal(self._rest.rect().bottomLeft()))
