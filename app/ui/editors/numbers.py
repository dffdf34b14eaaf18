"""The field that takes one number as people type it: 10k, 1.5m, 20,000."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.filters.typed import amount_from, sent_amount
from app.domain.filters.words import compact
from app.ui.editors.base import quoted
from app.ui.editors.line import STEPS, Line

Steps = Callable[[float | None, int], float | None]
"""The next round number up (1) or down (-1) from one, in the unit typed; None for none."""


class NumberField(Line):
    """A field for one number. `scale` units sent make one unit typed; `whole` numbers are sent without a fraction.

    With `steps` the arrow keys go to the next round number.
    """

    edited = Signal()

    def __init__(
        self, *, whole: bool, scale: int = 1, steps: Steps | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._scale = scale
        self._steps = steps
        self._shown: tuple[str, float] | None = None
        self.setMinimumWidth(0)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def amount(self) -> float | None:
        """The number to send, None for an empty field. Raises ValueError for what cannot be sent."""
        if self._shown is not None and self._shown[0] == self.text():
            return self._shown[1]  # what was set comes back to the last digit, however it is shown
        typed = amount_from(self.text(), whole=self._whole)
        return None if typed is None else sent_amount(typed, whole=self._whole, scale=self._scale)

    def problem(self) -> str:
        """Why there is no number to send; empty where there is one, or none is wanted."""
        try:
            self.amount()
        except ValueError:
            what = "a whole number" if self._whole and self._scale == 1 else "a number"
            return f"{quoted(self.text().strip())} is not {what}. Type it like 20,000 or 20k."
        return ""

    def typed_amount(self) -> float | None:
        """The number in the unit typed; None where there is none."""
        amount = None if self.problem() else self.amount()
        return amount if amount is None or self._scale == 1 else amount / self._scale

    def set_amount(self, value: object) -> None:
        """Show a number as sent; anything else empties the field."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._shown = None
            self.clear()
            return
        shown = value / self._scale if self._scale != 1 else value
        self.setText(compact(int(shown) if isinstance(shown, float) and shown.is_integer() else shown))
        self.setCursorPosition(0)
        self._shown = (self.text(), value)

    def put_typed(self, amount: float | None) -> None:
        """Put a number in the unit typed, as if somebody had typed it."""
        self._shown = None
        self.setText("" if amount is None else compact(amount))
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._steps is None or event.key() not in STEPS:
            super().keyPressEvent(event)
        elif not self.problem():
            self.put_typed(self._steps(self.typed_amount(), -STEPS[Qt.Key(event.key())]))
            self.selectAll()
