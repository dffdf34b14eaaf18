"""Editors of own columns: a line of text, an amount, a day, or one of a few choices."""

from PySide6.QtCore import QDate, QRegularExpression, Qt, QTimer
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from app.domain.readers import parse_day
from app.ui.sheet_table.own_values import BEST_RATING, FLAG_SET, LONGEST, as_decimal
from app.workspace.sheets import OwnColumn

_MONEY = QRegularExpression("-?[\\d.,'’ \u00a0\u202f]{0,20}")


def make(column: OwnColumn, parent: QWidget) -> QWidget:
    """An editor for a cell of this column."""
    editor: QWidget
    if column.kind in ("choice", "flag", "rating"):
        editor = _choices(column, parent)
    elif column.kind == "date":
        editor = QDateEdit(parent)
        editor.setCalendarPopup(True)
        editor.setDisplayFormat("d MMM yyyy")
    else:
        editor = QLineEdit(parent)
        editor.setMaxLength(LONGEST)
        if column.kind == "money":
            editor.setValidator(QRegularExpressionValidator(_MONEY, editor))
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
    editor.setAccessibleName(column.label)
    return editor


def show_value(editor: QWidget, column: OwnColumn, value: str) -> None:
    """Put a stored value into its editor."""
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(0, editor.findData(value)))
    elif isinstance(editor, QDateEdit):
        day = parse_day(value)
        editor.setDate(QDate(day.year, day.month, day.day) if day else QDate.currentDate())
    elif isinstance(editor, QLineEdit):
        amount = as_decimal(value) if column.kind == "money" else None
        editor.setText(editor.locale().toString(float(amount), "f", 2) if amount is not None else value)


def value_of(editor: QWidget) -> str:
    """What the editor holds, as `own_values.stored` reads it."""
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    if isinstance(editor, QDateEdit):
        return editor.date().toString(Qt.DateFormat.ISODate)
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _choices(column: OwnColumn, parent: QWidget) -> QComboBox:
    editor = QComboBox(parent)
    editor.addItem("", "")
    if column.kind == "flag":
        editor.addItem("Yes", FLAG_SET)
    elif column.kind == "rating":
        for stars in range(1, BEST_RATING + 1):
            editor.addItem(str(stars), str(stars))
    for choice in column.choices:
        editor.addItem(choice, choice)
    QTimer.singleShot(0, editor, editor.showPopup)
    return editor
