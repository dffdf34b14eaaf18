"""The saved searches: what they are called, what they brought and cost, and what can be done with one."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.money import show
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Button, Kind, PlainLabel, set_tooltip
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import Role, number_font, px
from app.ui.window.words import number
from app.workspace.saved import SavedSearch

_ID = Qt.ItemDataRole.UserRole
_HEADINGS = ("Name", "Platform", "Campaign", "Last run", "Rows", "Spent")
_WIDTHS = (250, 92, 132, 92, 72, 84)
_NUMBERS = (4, 5)
_LONGEST = 80


class Want(StrEnum):
    """What may be done with a saved search, or with the list."""

    OPEN = auto()
    AGAIN = auto()
    DUPLICATE = auto()
    RENAME = auto()
    DELETE = auto()
    WRITE = auto()
    READ = auto()


_VERBS = (
    (Want.AGAIN, "Run again…"),
    (Want.DUPLICATE, "Duplicate"),
    (Want.RENAME, "Rename…"),
    (Want.DELETE, "Delete"),
    (Want.WRITE, "Save as recipe…"),
)


class SavedDialog(Form):
    """`wanted` carries a `Want` and a search's id (0 for READ); `undo_wanted` the id of what was deleted.

    What it shows comes by `show_searches`; `say` tells what was done, or why it could not be.
    """

    wanted = Signal(object, int)
    undo_wanted = Signal(int)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "Saved searches", "Opening is free", width=820)
        self.setObjectName("saved_dialog")
        self.aside.set_token("muted")
        self._by_id: dict[int, SavedSearch] = {}
        self._deleted = 0
        self.list = QTreeWidget()
        self.list.setObjectName("saved_searches")
        self.list.setAccessibleName("Saved searches")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels(_HEADINGS)
        for at in _NUMBERS:
            self.list.headerItem().setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.list.setMinimumHeight(px(280))
        self.list.header().setStretchLastSection(False)
        for at, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(at, px(width))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.itemSelectionChanged.connect(self._renew)
        self.list.itemActivated.connect(lambda _item, _column: self._ask(Want.OPEN))
        self.body.addWidget(self.list)
        self._add_verbs()
        self._add_said()
        read = verb("Open a recipe…", "read_recipe")
        read.clicked.connect(lambda: self.wanted.emit(Want.READ, 0))
        shut = verb("Close", "cancel_button")
        shut.clicked.connect(self.reject)
        self.go = verb("Open", "confirm_button", Kind.PRIMARY)
        self.go.clicked.connect(lambda: self._ask(Want.OPEN))
        self.buttons.addWidget(read)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)
        self.buttons.addWidget(self.go)
        self._renew()
        self.list.setFocus()

    def show_searches(self, found: Sequence[SavedSearch], chosen: int | None = None) -> None:
        """Show these; `chosen` is marked, else the one that was."""
        marked = chosen or self.chosen_id
        self._by_id = {one.id: one for one in found}
        self.list.clear()
        for one in found:
            item = _line(one)
            self.list.addTopLevelItem(item)
            if one.id == marked:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if first is not None and not self.list.selectedItems():
            self.list.setCurrentItem(first)
        self._renew()

    @property
    def chosen_id(self) -> int:
        """The id of the one that is marked; 0 where none is."""
        items = self.list.selectedItems()
        return int(items[0].data(0, _ID)) if items else 0

    @property
    def chosen(self) -> SavedSearch | None:
        """The one that is marked."""
        return self._by_id.get(self.chosen_id)

    def say(self, text: str, *, bad: bool = False, deleted: int = 0) -> None:
        """One line below the list; `deleted`: Undo brings that search back."""
        self.said.set_token("bad" if bad else "muted")
        self.said.setText(text)
        self._deleted = deleted
        self.undo.setVisible(bool(deleted))

    def _add_verbs(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.verbs: dict[Want, Button] = {}
        for want, text in _VERBS:
            button = verb(text, f"{want}_saved")
            button.clicked.connect(lambda _checked=False, want=want: self._ask(want))
            self.verbs[want] = button
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_said(self) -> None:
        self.said = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.said.setObjectName("saved_said")
        self.undo = Button("Undo", Kind.LINK)
        self.undo.setObjectName("undo_delete")
        self.undo.hide()
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self._deleted))
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.undo)
        self.body.addLayout(row)

    def _ask(self, want: Want) -> None:
        if self.chosen_id:
            self.wanted.emit(want, self.chosen_id)

    def _renew(self) -> None:
        one = self.chosen
        none = "" if one is not None else "Choose a search first."
        not_run = "It was never run: open it, then find." if one is not None and one.sheet_id is None else ""
        split = "It is found in parts: open it, and count again." if one is not None and one.split else ""
        seeded = "Similar creators cannot be a recipe." if one is not None and one.seed is not None else ""
        reasons = {Want.AGAIN: not_run or split, Want.WRITE: seeded}
        for want, button in self.verbs.items():
            why_not = none or reasons.get(want, "")
            button.setEnabled(not why_not)
            set_tooltip(button, why_not)
        self.go.setEnabled(not none)
        set_tooltip(self.go, none)


def _line(one: SavedSearch) -> QTreeWidgetItem:
    run = datetime.fromtimestamp(one.last_run_ms / 1000).date() if one.last_run_ms is not None else None
    item = QTreeWidgetItem(
        [
            one_line(one.name, _LONGEST),
            one.search.platform.label,
            one_line(one.campaign or "", _LONGEST),
            day_words(run, date.today()) if run is not None else "not run",
            number(one.rows),
            show(one.spent),
        ]
    )
    item.setData(0, _ID, one.id)
    item.setToolTip(0, tip(one.name))
    for at in _NUMBERS:
        item.setTextAlignment(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(at, number_font())
    return item
