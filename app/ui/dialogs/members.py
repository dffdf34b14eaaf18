"""Who is on a team list, and taking some of them off."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.choice_table import ChoiceLine, ChoiceTable
from app.ui.parts import Kind, set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.sheet_table.plain import one_line, tip
from app.ui.theme import px
from app.ui.window.words import counted, number

_LONGEST = 60


class MembersDialog(Form):
    """Accepted to take `marked` off the list; colleagues see that too."""

    def __init__(self, parent: QWidget | None, name: str, handles: Sequence[str]) -> None:
        super().__init__(parent, f"Who is on “{one_line(name, _LONGEST)}”", number(len(handles)), width=440)
        self.setObjectName("members_dialog")
        self._handles = tuple(handles)
        self.finder = QLineEdit()
        self.finder.setObjectName("find_member")
        self.finder.setAccessibleName("Find in the list")
        self.finder.setPlaceholderText("Find in the list")
        self.finder.textChanged.connect(self._narrow)
        self.body.addWidget(self.finder)
        self.list = ChoiceTable(
            "members", "Creators on the list", [LineColumn(label="Creator", width=200, share=1)], "Nobody is called so."
        )
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(px(316))
        self.list.chosen_changed.connect(self._renew)
        self.body.addWidget(self.list)
        shut = verb("Close", "cancel_button", Kind.PRIMARY)
        shut.clicked.connect(self.reject)
        self.off = verb("", "take_off")
        self.off.clicked.connect(self.accept)
        self.buttons.addWidget(self.off)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)
        self._narrow("")
        self.finder.setFocus()

    @property
    def marked(self) -> list[str]:
        """The handles that are marked."""
        return [self._handles[at] for at in self.list.all_chosen]

    def _narrow(self, text: str) -> None:
        typed = text.strip().lstrip("@").casefold()
        fitting = [at for at, handle in enumerate(self._handles) if typed in handle.casefold()]
        self.list.show_lines([self._line(at) for at in fitting])
        self.list.clearSelection()

    def _line(self, at: int) -> ChoiceLine:
        handle = self._handles[at]
        return ChoiceLine(id=at, cells=(Cell(text=one_line(handle), tip=tip(handle)),))

    def _renew(self) -> None:
        count = len(self.list.all_chosen)
        why_not = "" if count else "Mark creators in the list first."
        self.off.setText(f"Take {counted(count, 'creator', 'creators')} off" if count else "Take off")
        self.off.setEnabled(bool(count))
        set_tooltip(self.off, why_not)
