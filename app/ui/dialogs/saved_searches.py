"""The saved searches: what they are called, what they brought and cost, and what can be done with one."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.money import show
from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.choice_table import ChoiceLine, ChoiceTable
from app.ui.parts import Button, Kind, PlainLabel, set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import Role, px
from app.ui.window.words import number
from app.workspace.saved import SavedSearch

_COLUMNS = (
    LineColumn(label="Name", width=200, share=1),
    LineColumn(label="Platform", width=92),
    LineColumn(label="Campaign", width=132),
    LineColumn(label="Last run", width=104),
    LineColumn(label="Rows", width=72, number=True),
    LineColumn(label="Spent", width=84, number=True, hint="In credits"),
)
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
        self.list = ChoiceTable("saved_searches", "Saved searches", _COLUMNS, "No search is saved yet.")
        self.list.setMinimumHeight(px(316))
        self.list.chosen_changed.connect(self._renew)
        self.list.activated.connect(lambda _index: self._ask(Want.OPEN))
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
        self._by_id = {one.id: one for one in found}
        self.list.show_lines([_line(one) for one in found], chosen)

    @property
    def chosen_id(self) -> int:
        """The id of the one that is marked; 0 where none is."""
        return self.list.chosen or 0

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


def _line(one: SavedSearch) -> ChoiceLine:
    run = datetime.fromtimestamp(one.last_run_ms / 1000).date() if one.last_run_ms is not None else None
    cells = (
        Cell(text=one_line(one.name, _LONGEST), tip=tip(one.name)),
        Cell(text=one.search.platform.label),
        Cell(text=one_line(one.campaign or "", _LONGEST), tip=tip(one.campaign or "")),
        Cell(text=day_words(run, date.today())) if run is not None else Cell(text="not run", token="muted"),
        Cell(text=number(one.rows)),
        Cell(text=show(one.spent)),
    )
    return ChoiceLine(id=one.id, cells=cells)
