"""Numbers as people type them: 10k, 1.5m, 20,000; and the field that takes one."""

import re
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.filters.words import compact

_LETTERS = {"": 1, "k": 1_000, "m": 1_000_000, "mio": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
_TYPED = re.compile(r"([-+]?[\d.,]*\d[.,]?)([a-z]*)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_IGNORED = re.compile(r"[\s\u00a0\u202f'’_%$]+")


def amount_from(text: str, *, whole: bool) -> Decimal | None:
    """The number somebody typed; None for no text.

    A comma before three digits separates thousands; in a field for whole numbers a point does too.
    Raises ValueError for what is not a number.
    """
    bare = _IGNORED.sub("", text).casefold()
    if not bare:
        return None
    match = _TYPED.fullmatch(bare)
    if match is None or match[2] not in _LETTERS:
        raise ValueError(text)
    try:
        return Decimal(_digits(match[1], points_too=whole and not match[2])) * _LETTERS[match[2]]
    except InvalidOperation as error:
        raise ValueError(text) from error


def _digits(typed: str, *, points_too: bool) -> str:
    grouped = _THOUSANDS.fullmatch(typed)
    if grouped is not None and (grouped[1] == "," or points_too):
        return typed.replace(grouped[1], "")
    if "," in typed and "." in typed:  # 1,234.5 or 1.234,5: the last of the two is the decimal sign
        thousands = "," if typed.rindex(".") > typed.rindex(",") else "."
        return typed.replace(thousands, "").replace(",", ".")
    return typed.replace(",", ".")


class NumberField(QLineEdit):
    """A field for one number. `scale` units sent make one unit typed; `whole` numbers are sent without a fraction."""

    edited = Signal()

    def __init__(self, *, whole: bool, scale: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = whole
        self._scale = scale
        self._shown: tuple[str, float] | None = None
        self.setMinimumWidth(0)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def amount(self) -> float | None:
        """The number to send, None for an empty field. Raises ValueError for what cannot be sent."""
        if self._shown is not None and self._shown[0] == self.text():
            return self._shown[1]  # what was set comes back to the last digit, however it is shown
        typed = amount_from(self.text(), whole=self._whole)
        if typed is None:
            return None
        sent = typed * self._scale
        if sent == sent.to_integral_value():
            return int(sent)
        if self._whole and self._scale == 1:
            raise ValueError(self.text())
        return int(sent.to_integral_value()) if self._whole else float(sent)

    def problem(self) -> str:
        """Why there is no number to send; empty where there is one, or none is wanted."""
        try:
            self.amount()
        except ValueError:
            what = "a whole number" if self._whole and self._scale == 1 else "a number"
            return f"“{self.text().strip()}” is not {what}. Type it like 20,000 or 20k."
        return ""

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
