"""Values of own columns: how each kind is stored (always as text), read back from what people type, and shown.

Stored: text, choice and link as typed; money as a plain decimal "1250.50", a number as "1250" or "2.5"; date as
"2026-05-03"; flag "yes"; rating "1" to "5". "" is an empty cell.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QLocale

from app.domain.filters.typed import amount_from
from app.domain.readers import parse_day
from app.workspace.sheets import OwnColumn

FLAG_SET = "yes"
BEST_RATING = 5
LONGEST = 10_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CENTS = Decimal("0.01")
_MOST_MONEY = Decimal(10) ** 12


def stored(column: OwnColumn, typed: str) -> str | None:
    """What to store for what was typed, numbers in any of the ways people write them; None when it is not a value of
    this column."""
    text = typed.strip()
    if not text:
        return ""
    if column.kind == "money":
        return _money(text)
    if column.kind == "number":
        amount = _amount(text)
        return None if amount is None else f"{amount.normalize():f}"
    if column.kind == "date":
        return text if parse_day(text) else None
    if column.kind == "flag":
        return _flag(text)
    if column.kind == "rating":
        return text if text.isdecimal() and 1 <= int(text) <= BEST_RATING else None
    if column.kind == "choice":
        return next((choice for choice in column.choices if choice.casefold() == text.casefold()), None)
    return typed[:LONGEST]


def shown(column: OwnColumn, value: str, locale: QLocale, today: date) -> str:
    """The words of a stored value; one that another program wrote oddly is shown as it is."""
    if column.kind == "money" and (amount := as_decimal(value)) is not None:
        return locale.toString(float(amount), "f", 2)
    if column.kind == "number" and (amount := as_decimal(value)) is not None:
        return locale.toString(float(amount), "f", max(0, -int(amount.normalize().as_tuple().exponent)))
    if column.kind == "date" and (day := parse_day(value)) is not None:
        return day_words(day, today)
    if column.kind == "flag":
        return "Yes" if value else ""
    return value


def as_decimal(value: str) -> Decimal | None:
    """A stored amount or rating as a number."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def day_words(day: date, today: date) -> str:
    """ "3 May", with the year when it is another one."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def _money(text: str) -> str | None:
    amount = _amount(text)
    return None if amount is None else str(amount.quantize(_CENTS))


def _amount(text: str) -> Decimal | None:
    try:
        amount = amount_from(text, whole=False)
    except ValueError:
        amount = as_decimal(text)
    return amount if amount is not None and amount.is_finite() and abs(amount) < _MOST_MONEY else None


def _flag(text: str) -> str | None:
    word = text.casefold()
    if word in ("yes", "y", "1", "true", "x"):
        return FLAG_SET
    return "" if word in ("no", "n", "0", "false") else None
