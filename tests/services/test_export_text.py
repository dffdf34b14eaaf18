"""Comma and tab separated files, byte by byte."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fields import Kind
from app.services.export.cells import clean_text
from app.services.export.csv_file import write_text
from app.services.export.table import Cell, Column, FileKind, Layout


def written(kind: FileKind, kinds: Sequence[Kind], rows: Sequence[Sequence[Cell]]) -> bytes:
    columns = tuple(Column(label=f"Column {n}", kind=of, width=100, key=str(n)) for n, of in enumerate(kinds))
    file = io.BytesIO()
    write_text(file, kind, Layout(title="List", columns=columns, about=(), practice=False), rows)
    return file.getvalue()


def test_a_csv_is_utf8_with_a_mark_and_windows_line_ends() -> None:
    """Excel needs the mark to read umlauts."""
    data = written(FileKind.CSV, [Kind.TEXT, Kind.COUNT], [["Jürgen, Köln", 27412]])

    assert data == b'\xef\xbb\xbfColumn 0,Column 1\r\n"J\xc3\xbcrgen, K\xc3\xb6ln",27412\r\n'


def test_a_tsv_has_tabs_and_one_line_a_row() -> None:
    """Programs that read tabs do not know quoted line breaks."""
    data = written(FileKind.TSV, [Kind.TEXT, Kind.TEXT], [["a\tb", "one\r\ntwo"]])

    assert data.decode("utf-8-sig") == "Column 0\tColumn 1\r\na b\tone two\r\n"


def test_a_csv_keeps_line_breaks_inside_a_cell() -> None:
    """They stand in quotes and come back when the file is read."""
    data = written(FileKind.CSV, [Kind.TEXT], [["one\ntwo"]])

    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1] == ["one\ntwo"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+491", "-x", "@SUM(A1)", "\tx", "\rx", "  =1+1", "\u00a0=1", "\n@x", "＝1+1", "-5"]
)
def test_text_that_looks_like_a_formula_is_marked(text: str) -> None:
    """An apostrophe in front makes a spreadsheet show it and not run it."""
    data = written(FileKind.CSV, [Kind.TEXT], [[text]])

    cell = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1][0]
    assert cell == f"'{clean_text(text)}"


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        (Kind.NUMBER, -12.5, "-12.5"),
        (Kind.PERCENT, -3, "-3"),
        (Kind.MONEY, "-250", "-250"),
        (Kind.COUNT, 27412.0, "27412"),
        (Kind.PERCENT, 5.02, "5.02"),
        (Kind.DATE, "2026-05-03", "2026-05-03"),
        (Kind.FLAG, False, "No"),
        (Kind.COUNT, None, ""),
        (Kind.NUMBER, float("nan"), ""),
        (Kind.COUNT, 0, "0"),
    ],
)
def test_numbers_dates_and_gaps_are_plain(kind: Kind, value: Cell, field: str) -> None:
    """True numbers carry no apostrophe, not even negative ones; missing is nothing at all."""
    data = written(FileKind.CSV, [Kind.TEXT, kind], [["x", value]])

    assert data.decode("utf-8-sig").splitlines()[1] == f"x,{field}"


@given(st.lists(st.text(st.characters(codec=None, exclude_categories=())), min_size=1, max_size=20))
def test_any_text_comes_back_as_cleaned_and_never_as_a_formula(texts: list[str]) -> None:
    """Whatever creators write, the file parses to the same cells, marked where needed."""
    data = written(FileKind.CSV, [Kind.TEXT] * len(texts), [texts])

    found = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in found)
    assert [cell.removeprefix("'") for cell in found] == [clean_text(text).removeprefix("'") for text in texts]
