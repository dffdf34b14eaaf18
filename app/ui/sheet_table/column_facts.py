"""What Qt asks about whole columns of a sheet: their headings, how their cells lie, and what may be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.plain import tip

_ROLE = Qt.ItemDataRole
DISPLAY, EDIT, SPOKEN = int(_ROLE.DisplayRole), int(_ROLE.EditRole), int(_ROLE.AccessibleTextRole)
TIP, CHECK, ALIGN = int(_ROLE.ToolTipRole), int(_ROLE.CheckStateRole), int(_ROLE.TextAlignmentRole)
VALUE = int(_ROLE.UserRole)
"""What stands behind the words: a number, text, yes/no or None."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_FLAGS = {
    Source.TICK: _SHOWN | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren,
    Source.OWN: _SHOWN | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren,
}
_PLAIN_FLAGS = _SHOWN | Qt.ItemFlag.ItemNeverHasChildren


class ColumnFacts:
    """The answers for these columns, ready: Qt asks for them cell by cell (design.md, section 13)."""

    def __init__(self, columns: Sequence[ColumnSpec]) -> None:
        self._columns = columns
        self.flags = [_FLAGS.get(column.source, _PLAIN_FLAGS) for column in columns]
        self.aligned = [
            _CENTRE if column.source is Source.TICK else _RIGHT if column.is_number else _LEFT for column in columns
        ]
        self.tick_at = next((at for at, column in enumerate(columns) if column.source is Source.TICK), -1)

    def heading(self, section: int, role: int) -> object:
        """What a heading says in this role; nothing where there is no such column."""
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == DISPLAY:
            return column.label
        if role == SPOKEN:
            return column.label or column.hint
        if role == TIP:
            return column.hint or tip(column.label) or None
        return self.aligned[section] if role == ALIGN else None
