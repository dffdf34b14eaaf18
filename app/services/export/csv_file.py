"""Comma or tab separated text that a spreadsheet opens without harm: UTF-8 with a mark, CRLF, formulas defused."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

from app.services.export.cells import Content, content, digits
from app.services.export.table import Cell, FileKind, Layout

# A program that opens the file takes such text for a formula; the wide forms work in East Asian versions of Excel.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ONE_LINE = str.maketrans("\t\n", "  ")


def write_text(file: BinaryIO, kind: FileKind, layout: Layout, rows: Iterable[Sequence[Cell]]) -> None:
    """Write headings and rows; a .tsv keeps every row on one line, a .csv keeps line breaks inside quotes."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, delimiter="\t" if kind is FileKind.TSV else ",", lineterminator="\r\n")
    kinds = [column.kind for column in layout.columns]
    one_line = kind is FileKind.TSV
    lines.writerow([field_text(heading, one_line=one_line) for heading in layout.headings])
    for row in rows:
        lines.writerow(
            [field_text(content(value, of), one_line=one_line) for value, of in zip(row, kinds, strict=True)]
        )
    text.detach()  # flushes, and leaves the file open to its owner


def field_text(held: Content, *, one_line: bool) -> str:
    """The text of one field, harmless to a program that looks for formulas."""
    if held is None:
        return ""
    if isinstance(held, date):
        return held.isoformat()
    if not isinstance(held, str):
        return digits(held)
    if held.startswith(("\t", "\n")) or held.lstrip().startswith(_FORMULA_STARTS):
        held = f"'{held}"
    return held.translate(_ONE_LINE) if one_line else held
