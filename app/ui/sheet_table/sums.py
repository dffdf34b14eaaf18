"""The sum of what is selected, told once the selection rests: at once while it is small, else beside the window."""

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.ui.operation import Operation
from app.ui.sheet_table import ranges, reading
from app.ui.sheet_table.model import SheetModel

AFTER_MS = 40  # while the mouse draws a range, its sum is not worth a look
Selected = tuple[SheetModel | None, Sequence[ranges.Span]]


class RangeSum:
    """The sum for one view. `selected` says what is selected in which sheet; `tell` hears the result."""

    def __init__(self, view: QWidget, selected: Callable[[], Selected], tell: Callable[[ranges.Stats], object]) -> None:
        self._view = view
        self._selected = selected
        self._tell = tell
        self._counting: asyncio.Task[None] | None = None
        self._later = QTimer(view, singleShot=True, interval=AFTER_MS)
        self._later.timeout.connect(self._sum)

    def renew(self) -> None:
        """Something else is selected, or other values stand there."""
        self._later.start()

    def stop(self) -> None:
        """Nobody reads the sum, and at the end of the program nothing could compute it."""
        self._later.stop()

    def _sum(self) -> None:
        model, spans = self._selected()
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        if model is None or not spans:
            self._tell(ranges.Stats())
        elif ranges.row_count(spans) <= reading.AT_ONCE:
            self._tell(reading.stats_now(model, spans))
        else:
            counting = Operation(self._view, lambda: reading.stats_later(model, spans)).on_success(self._tell)
            self._counting = counting.start(self._view)
