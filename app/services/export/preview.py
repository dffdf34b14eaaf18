"""The first rows of a file as it will read when it is opened, without writing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.fields import Kind
from app.services.export.cells import Content, content
from app.services.export.csv_file import field_text
from app.services.export.table import Cell, FileKind, Layout

ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Headings, rows of text, and for each column whether it holds numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


def preview(kind: FileKind, layout: Layout, rows: Iterable[Sequence[Cell]]) -> Preview:
    """What the first rows read like: in a workbook through each column's number format, in text files as stored."""
    kinds = [column.kind for column in layout.columns]

    def text(value: Cell, of: Kind) -> str:
        held = content(value, of)
        return _in_workbook(held, of) if kind is FileKind.XLSX else field_text(held, one_line=kind is FileKind.TSV)

    return Preview(
        headings=tuple(layout.headings),
        rows=tuple(tuple(text(value, of) for value, of in zip(row, kinds, strict=True)) for row in rows),
        numeric=tuple(of.is_number for of in kinds),
    )


def _in_workbook(held: Content, kind: Kind) -> str:
    if held is None:
        return ""
    if isinstance(held, str):
        return held
    if isinstance(held, date):
        return held.isoformat()
    return _WRITTEN[kind].format(held)


_WRITTEN = {Kind.COUNT: "{:,.0f}", Kind.NUMBER: "{:,.1f}", Kind.PERCENT: "{:.2f}%", Kind.MONEY: "{:,.2f}"}
"""The formats of `Kind.excel_format` in Python's words."""
