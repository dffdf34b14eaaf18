"""Copying cells: tab-separated text that a spreadsheet takes apart again, and an HTML table beside it.

Numbers go out bare, so that they arrive as numbers. Text that a spreadsheet would run as a formula is marked as text.
"""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QLocale, QMimeData, QStringListModel

from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.plain import one_line

MOST_HTML_ROWS = 5_000
_LONGEST = 32_767  # what a spreadsheet's cell can hold
_FORMULA_STARTS = ("=", "+", "-", "@")


def decimal_point() -> str:
    """That of the system, and so of its spreadsheets: another one would arrive as text or as a day."""
    return str(QLocale.system().decimalPoint())


def mime(rows: Sequence[Sequence[str]]) -> QMimeData:
    """What goes to the clipboard. Long copies leave the HTML out: it would be many times their size."""
    data = _empty_data()
    data.setText(tab_separated(rows))
    if len(rows) <= MOST_HTML_ROWS:
        data.setHtml(html_table(rows))
    return data


def _empty_data() -> QMimeData:
    """A QMimeData made by Qt itself.

    WORKAROUND (PySide6 6.11.3): what lies on the clipboard at the end is destroyed after Python is gone, and an object
    that Python made crashes there (seen offscreen: exit code 139).
    """
    source = QStringListModel([""])
    data = source.mimeData([source.index(0)])
    for kind in data.formats():
        data.removeFormat(kind)
    return data


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def html_table(rows: Iterable[Sequence[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<meta charset="utf-8"><table>{body}</table>'


def text_of(cell: Cell, column: ColumnSpec, *, ticked: bool, decimal_point: str) -> str:
    """One cell as it is copied: a bare number, or one line of harmless text; hidden and missing are empty."""
    if column.source is Source.TICK:
        return "Yes" if ticked else ""
    if cell.value is None:
        return ""
    if column.is_number and column.own is None and isinstance(cell.value, (int, float)):
        written = f"{cell.value:.2f}%" if column.is_percent else f"{cell.value:.10g}"
        return written.replace(".", decimal_point)
    if column.is_number:
        return str(cell.value).replace(".", decimal_point)
    if isinstance(cell.value, bool):
        return cell.text
    return harmless(one_line(str(cell.value), _LONGEST))


def harmless(text: str) -> str:
    """Text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
