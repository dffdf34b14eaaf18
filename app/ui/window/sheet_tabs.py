"""The tabs at the foot, as in Excel: one a sheet, a list of all of them, and a way to a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QWidget

from app.ui.parts import IconButton
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import px
from app.workspace.sheets import Sheet

_HEIGHT = 34
_LONGEST = 40


class SheetTabs(QWidget):
    """Shows sheets as tabs; `chosen` and `rename_wanted` carry a sheet's id, `new_wanted` asks for a new search."""

    chosen = Signal(int)
    rename_wanted = Signal(int)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(_HEIGHT))
        self._sheets: tuple[Sheet, ...] = ()
        self._list = IconButton("list", "All sheets")
        self._list.clicked.connect(self.open_list)
        self.bar = _Bar()
        self.bar.setObjectName("sheet_tabs")
        self.bar.setAccessibleName("Sheets")
        self.bar.currentChanged.connect(self._changed)
        self.bar.tabBarDoubleClicked.connect(self._double_clicked)
        self._new = IconButton("plus", "New sheet")
        self._new.setObjectName("new_sheet")
        self._new.clicked.connect(self.open_new)
        self._ways: tuple[QAction, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), 0, px(8), 0)
        row.setSpacing(px(4))
        row.addWidget(self._list)
        row.addWidget(self.bar)
        row.addWidget(self._new)
        row.addStretch(1)

    def offer_new(self, ways: Sequence[QAction]) -> None:
        """What else than a new search makes a sheet."""
        self._ways = tuple(ways)

    def open_new(self) -> None:
        """Show what makes a new sheet, in a menu above its button."""
        menu = QMenu(self)
        menu.setObjectName("new_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("New search").triggered.connect(lambda _checked=False: self.new_wanted.emit())
        menu.addActions(self._ways)
        menu.popup(self._new.mapToGlobal(self._new.rect().topLeft()))

    def show_sheets(self, sheets: Sequence[Sheet], current: int | None) -> None:
        """Show these sheets in order and mark `current`; emits nothing."""
        self.bar.blockSignals(True)
        while self.bar.count() > len(sheets):
            self.bar.removeTab(self.bar.count() - 1)
        for at, sheet in enumerate(sheets):
            label = one_line(sheet.name, _LONGEST).replace("&", "&&")
            if at == self.bar.count():
                self.bar.addTab(label)
            self.bar.setTabText(at, label)
            self.bar.setTabData(at, sheet.id)
            self.bar.setTabToolTip(at, tip(sheet.name))
            self.bar.setAccessibleTabName(at, sheet.name)
            if sheet.id == current:
                self.bar.setCurrentIndex(at)
        self.bar.blockSignals(False)
        self.bar.setVisible(bool(sheets))
        self._sheets = tuple(sheets)

    def step(self, by: int) -> None:
        """The tab to the right or left."""
        at = self.bar.currentIndex() + by
        if 0 <= at < self.bar.count():
            self.bar.setCurrentIndex(at)

    def _changed(self, at: int) -> None:
        if at >= 0:
            self.chosen.emit(int(self.bar.tabData(at)))

    def _double_clicked(self, at: int) -> None:
        if at >= 0:
            self.rename_wanted.emit(int(self.bar.tabData(at)))

    def open_list(self) -> None:
        """Show all sheets, by campaign, in a menu above its button."""
        menu = QMenu(self)
        menu.setObjectName("sheet_list")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for campaign, members in by_campaign(self._sheets):
            if campaign:
                menu.addSection(one_line(campaign, _LONGEST).replace("&", "&&"))
            for at in members:
                line = menu.addAction(self.bar.tabText(at))
                line.setCheckable(True)
                line.setChecked(at == self.bar.currentIndex())
                line.triggered.connect(lambda _checked=False, at=at: self.bar.setCurrentIndex(at))
                group.addAction(line)
        if not self.bar.count():
            menu.addAction("No sheets yet").setEnabled(False)
        menu.popup(self._list.mapToGlobal(self._list.rect().topLeft()))


def by_campaign(sheets: Sequence[Sheet]) -> list[tuple[str, list[int]]]:
    """Campaigns by name, each with the places of its sheets; last those in none, with a heading beside others."""
    places: dict[tuple[str, int], list[int]] = {}
    for at, sheet in enumerate(sheets):
        places.setdefault((sheet.campaign, sheet.campaign_id or 0), []).append(at)
    none = places.pop(("", 0), [])
    named = [(name, members) for (name, _), members in sorted(places.items(), key=lambda one: one[0][0].casefold())]
    return [*named, ("No campaign" if named else "", none)] if none else named


class _Bar(QTabBar):
    """Tabs that hang from the sheet; Shift+F2 or a double click renames."""

    def __init__(self) -> None:
        super().__init__()
        self.setShape(QTabBar.Shape.RoundedSouth)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
