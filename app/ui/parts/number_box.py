"""Fields for a number with arrows, that read it however people write it: 1,500 and 1.500, 12.50 and 12,50."""

from decimal import Decimal

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from app.domain.filters.typed import amount_from

_State = QValidator.State
_PARTS = frozenset("0123456789.,'’ \u00a0\u202f")


def _read(text: str, *, whole: bool) -> Decimal | None:
    """The number typed so far; None where there is none yet. Qt would take 12,50 for 1,250."""
    try:
        amount = amount_from(text, whole=whole)
    except ValueError:
        return None
    return None if amount is None or (whole and amount != amount.to_integral_value()) else amount


def _state(text: str, *, whole: bool, least: float, most: float) -> QValidator.State:
    if not _PARTS.issuperset(text):
        return _State.Invalid
    amount = _read(text, whole=whole)
    return _State.Acceptable if amount is not None and least <= amount <= most else _State.Intermediate


class WholeBox(QSpinBox):
    """A whole number."""

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        return _state(text, whole=True, least=self.minimum(), most=self.maximum()), text, at

    def valueFromText(self, text: str) -> int:
        amount = _read(text, whole=True)
        return self.value() if amount is None else int(amount)


class AmountBox(QDoubleSpinBox):
    """An amount with two places."""

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        return _state(text, whole=False, least=self.minimum(), most=self.maximum()), text, at

    def valueFromText(self, text: str) -> float:
        amount = _read(text, whole=False)
        return self.value() if amount is None else float(amount)
