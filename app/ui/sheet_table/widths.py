"""How wide the sheet's columns are: as the person set them, else as wide as they need and, in a wide window, wider."""

from PySide6.QtWidgets import QHeaderView, QTableView

from app.ui.sheet_table.columns import Source
from app.ui.sheet_table.model import SheetModel
from app.ui.theme import px

_MOST_MORE = 72  # what a column of names takes of the room that is free
_LEAST = 80  # the last column takes what the others leave, and gives way down to this before the sheet is scrolled


class Widths:
    """The widths of one table. What was set by hand is remembered by the column's key, for every sheet."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._by_hand: dict[str, int] = {}
        self._fitting = False
        self._changing = False  # the columns are about to be other ones: Qt resizes them by itself
        table.horizontalHeader().sectionResized.connect(self._resized)

    def expect_other_columns(self) -> None:
        """Take nothing for set by hand until `fit`."""
        self._changing = True

    def fit(self) -> None:
        """Set every width anew."""
        model = self._table.model()
        if self._fitting or not isinstance(model, SheetModel):
            return
        *columns, last = model.columns
        widths = [self._by_hand.get(column.key, px(column.width)) for column in columns]
        left = self._table.viewport().width() - sum(widths)
        free = left - px(last.width)
        widths.append(max(px(_LEAST), min(px(last.width), left)))
        names = [at for at, column in enumerate(columns) if column.is_name and column.key not in self._by_hand]
        more = min(px(_MOST_MORE), max(0, free) // len(names)) if names else 0
        for at in names:
            widths[at] += more
        header, modes = self._table.horizontalHeader(), QHeaderView.ResizeMode
        self._fitting = True
        for at, (column, width) in enumerate(zip(model.columns, widths, strict=True)):
            header.setSectionResizeMode(at, modes.Fixed if column.source is Source.TICK else modes.Interactive)
            header.resizeSection(at, width)
        self._fitting = self._changing = False

    def _resized(self, section: int, _before: int, width: int) -> None:
        model = self._table.model()
        if not (self._fitting or self._changing) and isinstance(model, SheetModel) and section < len(model.columns) - 1:
            self._by_hand[model.columns[section].key] = width
