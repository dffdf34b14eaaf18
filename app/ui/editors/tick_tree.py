"""A list of tick boxes, some of them with branches, that narrows to what is typed above it."""

from collections.abc import Container, Iterable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.filters import DictionaryItem
from app.domain.filters.words import plain
from app.ui.parts import tip_text
from app.ui.theme import px

ROW = 28
MOST_ROWS = 7
_VALUE = Qt.ItemDataRole.UserRole
_STATES = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class TickTree(QTreeWidget):
    """`switched` carries the values whose tick somebody changed, and whether they are ticked now.

    Ticking a branch ticks everything in it; taking a tick away inside takes the branch's away too. Space or Enter
    ticks, Left and Right close and open a branch.
    """

    switched = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIndentation(px(20))
        self.setTabKeyNavigation(False)
        self.itemClicked.connect(lambda row, _column: self._switch(row))
        self.itemExpanded.connect(lambda _row: self._fit())
        self.itemCollapsed.connect(lambda _row: self._fit())
        self._by_value: dict[str, QTreeWidgetItem] = {}
        self.set_items(())

    def set_items(self, items: Sequence[DictionaryItem]) -> None:
        """Show these items, those with a parent below it; nothing is ticked."""
        self.clear()
        self._by_value = {}
        tops: list[QTreeWidgetItem] = []
        for item in items:
            row = QTreeWidgetItem([plain(item.label)])
            row.setData(0, _VALUE, item.value)
            row.setToolTip(0, tip_text(item.label))
            row.setSizeHint(0, QSize(0, px(ROW)))
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            row.setCheckState(0, Qt.CheckState.Unchecked)
            above = self._by_value.get(item.parent) if item.parent else None
            if above is None:
                tops.append(row)
            else:
                above.addChild(row)
            self._by_value[item.value] = row
        self.addTopLevelItems(tops)
        self.setRootIsDecorated(any(row.childCount() for row in tops))
        self._fit()

    def values(self) -> Iterable[str]:
        """Every value there is."""
        return self._by_value.keys()

    def label_of(self, value: str) -> str | None:
        """The words for a value; None for one that is not in the list."""
        row = self._by_value.get(value)
        return None if row is None else row.text(0)

    def branch(self, value: str) -> tuple[str, ...]:
        """A value and everything below it."""
        row = self._by_value.get(value)
        return () if row is None else tuple(self._values_in(row))

    def show_ticks(self, ticked: Container[str]) -> None:
        """Tick these values; a branch of which only some are ticked is ticked partly. Emits nothing."""
        for row in _inside(self.invisibleRootItem()):
            self._tick(row, ticked)

    def narrow(self, text: str) -> int:
        """Show only what holds the text, with the branches it is in; returns how many rows fit."""
        typed = text.strip().casefold()
        count = sum(self._narrow(row, typed, False) for row in _inside(self.invisibleRootItem()))
        first = next((row for row in self._by_value.values() if not row.isHidden() and typed in _words(row)), None)
        if first is not None and typed:
            self.setCurrentItem(first)
        self._fit()
        return count

    def enter(self) -> None:
        """Take the focus, on the row marked or else on the first."""
        first = next((row for row in self._by_value.values() if not row.isHidden()), None)
        if self.currentItem() is None and first is not None:
            self.setCurrentItem(first)
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def switch_current(self) -> None:
        """Tick or untick the row that is marked."""
        row = self.currentItem()
        if row is not None and not row.isHidden():
            self._switch(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.switch_current()
        else:
            super().keyPressEvent(event)

    def _switch(self, row: QTreeWidgetItem) -> None:
        on = row.checkState(0) is not Qt.CheckState.Checked
        values = list(self._values_in(row))
        above = row.parent()
        if not on and above is not None:
            values.append(str(above.data(0, _VALUE)))
        self.switched.emit(tuple(values), on)

    def _tick(self, row: QTreeWidgetItem, ticked: Container[str]) -> bool:
        """Show one row and what is below it; returns whether anything of it is ticked."""
        inside = [self._tick(below, ticked) for below in _inside(row)]
        itself = row.data(0, _VALUE) in ticked
        partly = not itself and any(inside)
        row.setCheckState(0, Qt.CheckState.PartiallyChecked if partly else _STATES[itself])
        return itself or partly

    def _narrow(self, row: QTreeWidgetItem, typed: str, inherited: bool) -> int:
        fits = inherited or typed in _words(row)
        count = sum(self._narrow(below, typed, fits) for below in _inside(row))
        row.setHidden(not fits and not count)
        row.setExpanded(bool(typed and count and not fits))
        return count + int(fits)

    def _values_in(self, row: QTreeWidgetItem) -> Iterator[str]:
        yield str(row.data(0, _VALUE))
        for below in _inside(row):
            yield from self._values_in(below)

    def _fit(self) -> None:
        """As high as its rows, up to seven of them."""
        rows = min(MOST_ROWS, _seen(self.invisibleRootItem()))
        self.setFixedHeight(max(1, rows) * px(ROW) + 2 * self.frameWidth())
        self.setVisible(bool(rows))


def _inside(row: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The rows right below one."""
    return [below for at in range(row.childCount()) if (below := row.child(at)) is not None]


def _seen(row: QTreeWidgetItem) -> int:
    """How many rows below one are neither hidden nor in a closed branch."""
    shown = [below for below in _inside(row) if not below.isHidden()]
    return len(shown) + sum(_seen(below) for below in shown if below.isExpanded())


def _words(row: QTreeWidgetItem) -> str:
    return row.text(0).casefold()
