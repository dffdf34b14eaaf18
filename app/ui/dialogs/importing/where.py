"""Into which sheet something goes: a new one, or the one that is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QRadioButton, QWidget

from app.ui.parts import PlainLabel, set_tooltip
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px
from app.workspace.sheets import Sheet

LONGEST_NAME = 80
_SHOWN = 34


class Where(QWidget):
    """`changed` when another sheet was chosen. `sheet` is the shown one; None where there is none."""

    changed = Signal()

    def __init__(self, sheet: Sheet | None) -> None:
        super().__init__()
        self._sheet = sheet
        self._typed = False
        self.new = QRadioButton("A new sheet")
        self.new.setObjectName("into_new")
        self.new.setChecked(True)
        self.name = QLineEdit()
        self.name.setObjectName("new_sheet_name")
        self.name.setAccessibleName("Name of the new sheet")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setMinimumWidth(px(160))
        self.name.textEdited.connect(self._note_typed)
        here = one_line(sheet.name, _SHOWN) if sheet is not None else ""
        self.there = QRadioButton(f"“{here}”, behind its rows".replace("&", "&&"))
        self.there.setObjectName("into_shown")
        self.there.setVisible(sheet is not None)
        set_tooltip(self.there, sheet.name if sheet is not None else "")
        self.new.toggled.connect(self._switched)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(px(8))
        grid.setHorizontalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        grid.addWidget(PlainLabel("Where to", Role.HEADING), 0, 0, 1, 2)
        grid.addWidget(self.new, 1, 0)
        grid.addWidget(self.name, 1, 1)
        grid.addWidget(self.there, 2, 0, 1, 2)
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)

    @property
    def sheet_id(self) -> int | None:
        """The sheet that is there already; None: a new one."""
        return self._sheet.id if self._sheet is not None and self.there.isChecked() else None

    @property
    def sheet_name(self) -> str:
        """What the sheet is called, or will be; "" where nobody named it."""
        if self._sheet is not None and self.there.isChecked():
            return self._sheet.name
        return " ".join(self.name.text().split())

    def propose(self, name: str) -> None:
        """A name for the new sheet, unless somebody typed one."""
        if not self._typed:
            self.name.setText(name[:LONGEST_NAME])

    def _note_typed(self, text: str) -> None:
        self._typed = bool(text.strip())

    def _switched(self, new: bool) -> None:
        self.name.setEnabled(new)
        self.changed.emit()
