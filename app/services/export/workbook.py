"""The workbook: the rows with frozen heading and filter, then sheet "About" with where they came from.

XlsxWriter in `constant_memory` holds one row at a time (measured: 21 MB for 100,000 x 30); in turn a row cannot be
touched again, and every text stands in its own cell.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from app.domain.fields import Kind
from app.services.export.cells import clean_text, content, fraction, web_link
from app.services.export.table import Cell, Column, Layout

MAX_ROWS = 1_048_575  # Excel's, less the heading
MAX_LINKS = 65_530  # Excel's, per sheet; it calls a file with more of them damaged
_ABOUT = "About"
# The palette of look.md, section 2, light: a workbook has paper as its ground.
_SUBTLE, _LINE, _TEXT, _MUTED, _ACCENT, _PRACTICE = "#ECEFF3", "#D5DAE1", "#1B2430", "#556071", "#1F5FBF", "#653BB0"
_HEADING_HEIGHT = 30  # pixels
_FONT = {"font_color": _TEXT, "valign": "vcenter"}
_SAMPLE = 200  # rows that decide a text column's width
_GLYPH, _PADDING, _FILTER_BUTTON = 7, 14, 22  # pixels, at the default font
_NARROWEST, _WIDEST = 60, 480  # pixels


def write_workbook(file: BinaryIO, scratch: Path, layout: Layout, rows: Iterable[Sequence[Cell]]) -> None:
    """Write both sheets. `scratch` is a folder for pieces, which the caller empties.

    Raises: OSError as the file system gave it.
    """
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "tmpdir": str(scratch), "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"title": clean_text(layout.title)})
    try:
        _RowSheet(book, layout).write(rows)
        _write_about(book, layout)
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        for sheet in book.worksheets():
            sheet._opt_close()  # XlsxWriter closes its pieces only when all went well; Windows keeps open ones on disk


class _RowSheet:
    """The first sheet while it is written, row by row."""

    def __init__(self, book: Any, layout: Layout) -> None:
        self._sheet = book.add_worksheet(layout.sheet)
        self._layout = layout
        self._kinds = [column.kind for column in layout.columns]
        self._text = book.add_format({**_FONT, "num_format": "@"})
        self._link = book.add_format({**_FONT, "num_format": "@", "font_color": _ACCENT, "underline": 1})
        self._formats = [book.add_format({**_FONT, "num_format": kind.excel_format}) for kind in self._kinds]
        self._heading = book.add_format(
            {**_FONT, "bold": True, "bg_color": _SUBTLE, "bottom": 1, "bottom_color": _LINE, "num_format": "@"}
        )
        self._headings = layout.headings
        self._widths = [_Width(*pair) for pair in zip(layout.columns, self._headings, strict=True)]
        self._links = 0

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._write_headings()
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, (value, kind) in enumerate(zip(row, self._kinds, strict=True)):
                held = content(value, kind)
                if held is not None:
                    self._put(last, at, held)
        self._finish(last)

    def _write_headings(self) -> None:
        sheet = self._sheet
        sheet.set_row_pixels(0, _HEADING_HEIGHT)
        for at, heading in enumerate(self._headings):
            _put_text(sheet, 0, at, heading, self._heading)

    def _put(self, row: int, at: int, held: str | int | float | date) -> None:
        kind = self._kinds[at]
        if row <= _SAMPLE or not isinstance(held, str):
            self._widths[at].see(held)
        if isinstance(held, date):
            self._sheet.write_datetime(row, at, held, self._formats[at])
        elif not isinstance(held, str):
            self._sheet.write_number(row, at, fraction(held) if kind is Kind.PERCENT else held, self._formats[at])
        elif kind is Kind.LINK and self._links < MAX_LINKS and (link := web_link(held)) is not None:
            self._links += 1
            self._sheet.write_url(row, at, link, self._link, string=held)
        else:
            _put_text(self._sheet, row, at, held, self._formats[at] if kind is Kind.FLAG else self._text)

    def _finish(self, last: int) -> None:
        """What belongs to the whole sheet; it is stored when the workbook closes, so it may come after the rows."""
        sheet = self._sheet
        for at, width in enumerate(self._widths):
            sheet.set_column_pixels(at, at, width.pixels)
        if self._kinds:
            sheet.autofilter(0, 0, last, len(self._kinds) - 1)
            sheet.freeze_panes(1, self._layout.frozen)
            # Handles and ids that look like numbers are text on purpose: no green corner in every cell.
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        if self._layout.practice:
            sheet.set_tab_color(_PRACTICE)
        sheet.set_landscape()
        sheet.repeat_rows(0)


class _Width:
    """The width of one column: fits its heading, every number, and the texts of the first rows within bounds."""

    def __init__(self, column: Column, heading: str) -> None:
        self._kind = column.kind
        self._least = max(_NARROWEST, _pixels(heading) + _FILTER_BUTTON)
        self._most = max(self._least, min(2 * column.width, _WIDEST))
        self._widest = 0
        self._biggest = -1.0

    def see(self, held: str | int | float | date) -> None:
        """Take one cell into account. A number that does not fit shows as ####, so none may be missed."""
        if isinstance(held, str):
            first_line = held[:_WIDEST].partition("\n")[0]
            self._widest = max(self._widest, min(_pixels(first_line), self._most))
        elif isinstance(held, date):
            self._widest = max(self._widest, _pixels("2026-12-31"))
        elif abs(held) > self._biggest:
            self._biggest = abs(held)
            self._widest = max(self._widest, min(_pixels(f"-{held:,.2f}"), _WIDEST))

    @property
    def pixels(self) -> int:
        return max(self._least, self._widest)


def _write_about(book: Any, layout: Layout) -> None:
    sheet = book.add_worksheet(_ABOUT)
    title = book.add_format({**_FONT, "bold": True, "font_size": 14, "num_format": "@"})
    label = book.add_format({"font_color": _MUTED, "valign": "top", "num_format": "@"})
    text = book.add_format({"font_color": _TEXT, "valign": "top", "text_wrap": True, "num_format": "@"})
    figure = {"font_color": _TEXT, "valign": "top", "align": "left"}
    day = book.add_format({**figure, "num_format": Kind.DATE.excel_format})
    count = book.add_format({**figure, "num_format": Kind.COUNT.excel_format})
    amount = book.add_format({**figure, "num_format": Kind.MONEY.excel_format})
    lines = list(layout.about)
    if layout.practice:
        sheet.set_tab_color(_PRACTICE)
        lines.insert(0, ("Account", "Practice: these creators are invented."))
    _put_text(sheet, 0, 0, clean_text(layout.title), title)
    for row, (name, words) in enumerate(lines, start=2):
        _put_text(sheet, row, 0, clean_text(name), label)
        if isinstance(words, date):
            sheet.write_datetime(row, 1, words, day)
        elif isinstance(words, str):
            _put_text(sheet, row, 1, clean_text(words), text)
        else:
            sheet.write_number(row, 1, words, amount if isinstance(words, float) else count)
    sheet.set_column_pixels(0, 0, 160)
    sheet.set_column_pixels(1, 1, _WIDEST)
    sheet.hide_gridlines(2)


def _put_text(sheet: Any, row: int, at: int, text: str, style: Any) -> None:
    """Write text as text.

    WORKAROUND: in constant_memory XlsxWriter 3.3 takes any text from "<r>" to "</r>" for its own markup and writes it
    into the sheet unescaped. Written as a rich text of three pieces (the least it takes) it is escaped and reads the
    same.
    """
    if not text:
        return
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, at, text[:1], text[1:2], text[2:], style)
    else:
        sheet.write_string(row, at, text, style)


def _pixels(text: str) -> int:
    if text.isascii():
        return len(text) * _GLYPH + _PADDING
    wide = sum(unicodedata.east_asian_width(mark) in "WF" for mark in text)
    return (len(text) + wide) * _GLYPH + _PADDING
