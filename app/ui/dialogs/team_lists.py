"""The team's exclusion lists of one platform, and what can be done with them; colleagues see each change."""

from collections.abc import Sequence
from enum import StrEnum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QWidget

from app.domain.exclusions import ExclusionList
from app.domain.platforms import Platform
from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.choice_table import ChoiceLine, ChoiceTable
from app.ui.parts import Button, Kind, PlainLabel, set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import Role, px
from app.ui.window.words import number

_COLUMNS = (LineColumn(label="Name", width=240, share=1), LineColumn(label="Creators", width=96, number=True))
_LONGEST = 80
_STANDING = "The platform's own list keeps its name and stays."


class Want(StrEnum):
    """What may be done with a list."""

    NEW = auto()
    RENAME = auto()
    TICKED = auto()
    PASTE = auto()
    FILE = auto()
    MEMBERS = auto()
    EMPTY = auto()
    DELETE = auto()


_VERBS = (
    (
        (Want.NEW, "New list…"),
        (Want.TICKED, "Add ticked rows"),
        (Want.PASTE, "Paste handles…"),
        (Want.FILE, "Add from a file…"),
    ),
    ((Want.MEMBERS, "Show who…"), (Want.RENAME, "Rename…"), (Want.EMPTY, "Empty…"), (Want.DELETE, "Delete…")),
)


class TeamListsDialog(Form):
    """`wanted` carries a `Want`; what it is about is `chosen` and `platform`. `undo_wanted` takes the last step back.

    `ticked`: how many rows are ticked in the sheet, by platform.
    """

    wanted = Signal(object)
    undo_wanted = Signal()
    platform_changed = Signal()

    def __init__(self, parent: QWidget | None, platform: Platform, ticked: dict[Platform, int]) -> None:
        super().__init__(parent, "Team lists", "Free", width=640)
        self.setObjectName("team_lists_dialog")
        self.aside.set_token("muted")
        self._ticked = ticked
        self._by_id: dict[int, ExclusionList] = {}
        said = "Creators on these lists can be left out of searches. Colleagues see this too."
        self.body.addWidget(PlainLabel(said, token="muted", wrap=True))
        self._platform = QComboBox()
        self._platform.setObjectName("list_platform")
        self._platform.setAccessibleName("Platform")
        for one in Platform:
            if one is not Platform.ONLYFANS or platform is Platform.ONLYFANS:
                self._platform.addItem(one.label, one)
        self._platform.setCurrentIndex(self._platform.findData(platform))
        self._platform.activated.connect(lambda _at: self.platform_changed.emit())
        self.body.addWidget(self._platform)
        self._add_list()
        self._add_verbs()
        shut = verb("Close", "cancel_button", Kind.PRIMARY)
        shut.clicked.connect(self.reject)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)
        self._renew()
        self.list.setFocus()

    @property
    def platform(self) -> Platform:
        """Whose lists are shown."""
        return Platform(self._platform.currentData())

    @property
    def chosen(self) -> ExclusionList | None:
        """The list that is marked."""
        return self._by_id.get(self.list.chosen) if self.list.chosen is not None else None

    def show_lists(self, lists: Sequence[ExclusionList], chosen: int | None = None) -> None:
        """Show these; `chosen` is marked, else the one that was."""
        self._by_id = {one.id: one for one in lists}
        self.list.show_lines([_line(one) for one in lists], chosen)

    def say(self, text: str, *, bad: bool = False, undo: bool = False) -> None:
        """One line below the list."""
        self.said.set_token("bad" if bad else "muted")
        self.said.setText(text)
        self.undo.setVisible(undo)

    def _add_list(self) -> None:
        self.list = ChoiceTable("team_lists", "Team lists", _COLUMNS, "There is no list for this platform yet.")
        self.list.setMinimumHeight(px(236))
        self.list.chosen_changed.connect(self._renew)
        self.body.addWidget(self.list)

    def _add_verbs(self) -> None:
        self.verbs: dict[Want, Button] = {}
        for line in _VERBS:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            for want, text in line:
                button = verb(text, f"{want}_list")
                button.clicked.connect(lambda _checked=False, want=want: self.wanted.emit(want))
                self.verbs[want] = button
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.said = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.said.setObjectName("lists_said")
        self.undo = Button("Undo", Kind.LINK)
        self.undo.setObjectName("undo_list")
        self.undo.hide()
        self.undo.clicked.connect(lambda: self.undo_wanted.emit())
        told = QHBoxLayout()
        told.addWidget(self.said, 1)
        told.addWidget(self.undo)
        self.body.addLayout(told)

    def _renew(self) -> None:
        one = self.chosen
        none = "" if one is not None else "Choose a list first."
        standing = _STANDING if one is not None and one.default else ""
        empty = "There is nobody on it." if one is not None and not one.handles else ""
        ticked = self._ticked.get(self.platform, 0)
        no_rows = "" if ticked else f"Tick rows of {self.platform.label} in the sheet first."
        reasons = {
            Want.NEW: "",
            Want.RENAME: none or standing,
            Want.TICKED: none or no_rows,
            Want.MEMBERS: none or empty,
            Want.EMPTY: none or empty,
            Want.DELETE: none or standing,
        }
        self.verbs[Want.TICKED].setText(f"Add {number(ticked)} ticked" if ticked else "Add ticked rows")
        for want, button in self.verbs.items():
            why_not = reasons.get(want, none)
            button.setEnabled(not why_not)
            set_tooltip(button, why_not)


def _line(one: ExclusionList) -> ChoiceLine:
    name = f"{one_line(one.name, _LONGEST)}{' · hidden from future searches' if one.default else ''}"
    return ChoiceLine(id=one.id, cells=(Cell(text=name, tip=tip(one.name)), Cell(text=number(one.handles))))


class PasteDialog(Form):
    """Handles or profile addresses, one a line or with commas between; `text` afterwards."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, f"Add to “{one_line(name, _LONGEST)}”", width=440)
        self.setObjectName("paste_dialog")
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Handles or profile addresses")
        self.field.setPlaceholderText("Handles or profile addresses, one a line")
        self.field.setTabChangesFocus(True)
        self.body.addWidget(self.field)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("Add", "confirm_button", Kind.PRIMARY)
        self._go.setEnabled(False)
        self._go.clicked.connect(self.accept)
        self.field.textChanged.connect(lambda: self._go.setEnabled(bool(self.text.strip())))
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)
        self.field.setFocus()

    @property
    def text(self) -> str:
        return self.field.toPlainText()
