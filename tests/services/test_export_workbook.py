"""The workbook, re-read by two other libraries."""

import io
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.domain.fields import Kind
from app.services.export.cells import clean_text
from app.services.export.table import Cell, Column, Layout
from app.services.export.workbook import MAX_LINKS, write_workbook

CREATOR = Column(label="Creator", kind=Kind.TEXT, width=172, key="creator")


def column(kind: Kind, label: str = "Value", width: int = 120) -> Column:
    return Column(label=label, kind=kind, width=width, key=label.lower())


def layout(*columns: Column, about: Sequence[tuple[str, str]] = (), practice: bool = False) -> Layout:
    return Layout(title="Spring shortlist", columns=columns, about=tuple(about), practice=practice)


def written(what: Layout, rows: Sequence[Sequence[Cell]]) -> io.BytesIO:
    file = io.BytesIO()
    with tempfile.TemporaryDirectory() as scratch:
        write_workbook(file, Path(scratch), what, rows)
    file.seek(0)
    return file


def opened(what: Layout, rows: Sequence[Sequence[Cell]]) -> Any:
    return openpyxl.load_workbook(written(what, rows))


def test_the_creators_are_the_first_sheet_and_the_words_about_them_the_second() -> None:
    """Programs read the first sheet; people find the search on the second."""
    book = opened(layout(CREATOR, about=[("Search", "Vegan food, Berlin"), ("Rows", "2")]), [["vera"], ["tom"]])

    assert book.sheetnames == ["Creators", "About"]
    assert [cell.value for cell in book["Creators"]["A"]] == ["Creator", "vera", "tom"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(max_col=2)}
    assert about == {"Spring shortlist": None, None: None, "Search": "Vegan food, Berlin", "Rows": "2"}


def test_a_practice_workbook_says_so() -> None:
    """Invented creators must not be taken for real ones."""
    book = opened(layout(CREATOR, practice=True), [])

    assert "Practice: these creators are invented." in [cell.value for cell in book["About"]["B"]]
    assert book["Creators"].sheet_properties.tabColor.rgb == "FF653BB0"


def test_headings_are_words_and_each_stands_once() -> None:
    """No points or underscores inside a word, and no two columns of one name."""
    labels = ["Creator", "number_of_followers", "income.max", "Avg. likes", "Likes", "likes", "Likes (2)", "Likes", ""]
    book = opened(layout(*(column(Kind.TEXT, label) for label in labels)), [])

    found = [cell.value for cell in book["Creators"][1]]
    assert found[:4] == ["Creator", "number of followers", "income max", "Avg. likes"]
    assert found[4:] == ["Likes", "likes (3)", "Likes (2)", "Likes (4)", "Column"]


@pytest.mark.parametrize(
    ("kind", "value", "held", "style"),
    [
        (Kind.COUNT, 27412, 27412, "#,##0"),
        (Kind.NUMBER, 12.5, 12.5, "#,##0.0"),
        (Kind.PERCENT, 5.02, 0.0502, "0.00%"),
        (Kind.MONEY, 1200, 1200, "#,##0.00"),
        (Kind.DATE, "2026-05-03", datetime(2026, 5, 3), "yyyy-mm-dd"),
        (Kind.FLAG, True, "Yes", "General"),
        (Kind.TEXT, "0049", "0049", "@"),
        (Kind.TEXT, 17841400000000001, "17841400000000001", "@"),
    ],
)
def test_every_kind_is_what_excel_calls_it(kind: Kind, value: Cell, held: object, style: str) -> None:
    """Numbers sum, dates sort, and ids keep their digits."""
    cell = opened(layout(column(kind)), [[value]])["Creators"]["A2"]

    assert (cell.value, cell.number_format) == (held, style)


def test_missing_is_a_cell_that_is_not_there() -> None:
    """Empty cells do not count in averages, and filters offer them as blanks."""
    book = opened(layout(CREATOR, column(Kind.COUNT), column(Kind.PERCENT, "Rate")), [["vera", None, float("nan")]])

    assert [cell.value for cell in book["Creators"][2]] == ["vera", None, None]
    assert not book["Creators"]["B2"].has_style


def test_profile_links_work_and_dangerous_ones_are_text() -> None:
    """A link cell shows its address; a script never becomes a link."""
    rows = [["https://www.instagram.com/vera/"], ["javascript:alert(1)"], ["mailto:vera@example.com"]]
    cells = opened(layout(column(Kind.LINK, "Profile")), rows)["Creators"]["A"][1:]

    assert [cell.value for cell in cells] == [row[0] for row in rows]
    targets = [cell.hyperlink and cell.hyperlink.target for cell in cells]
    assert targets == [rows[0][0], None, rows[2][0]]


def test_links_above_excels_limit_are_text() -> None:
    """Excel calls a sheet with more than 65,530 links damaged."""
    file = written(layout(column(Kind.LINK)), [[f"https://x.com/{n}"] for n in range(MAX_LINKS + 2)])

    book = openpyxl.load_workbook(file, read_only=True)
    with book._archive.open("xl/worksheets/sheet1.xml") as sheet:
        links = len(re.findall(rb"<hyperlink ", sheet.read()))
    book.close()
    assert links == MAX_LINKS


def test_heading_and_creator_stay_in_sight_and_everything_can_be_filtered() -> None:
    """The heading row and all columns up to the creator's are frozen."""
    book = opened(layout(column(Kind.TEXT, "Campaign"), CREATOR, column(Kind.COUNT)), [["a", "vera", 1]] * 7)

    assert book["Creators"].freeze_panes == "C2"
    assert book["Creators"].auto_filter.ref == "A1:C8"


def test_a_table_without_rows_has_headings() -> None:
    """Exporting nothing is not an error."""
    book = opened(layout(CREATOR), [])

    assert [[cell.value for cell in row] for row in book["Creators"].iter_rows()] == [["Creator"]]
    assert book["Creators"].auto_filter.ref == "A1"


def test_columns_fit_what_they_hold_within_bounds() -> None:
    """A long bio does not push the rest away, and no number turns into ####, however late it comes."""
    rows: list[list[Cell]] = [["v", 1, "long bio " * 99]] * 300 + [["v", 123_456_789_012, None]]
    book = opened(layout(column(Kind.TEXT, "A"), column(Kind.COUNT, "B"), column(Kind.TEXT, "C", 200)), rows)

    width = {name: book["Creators"].column_dimensions[name].width for name in "ABC"}
    assert width["A"] < 10  # Excel's unit: a digit
    assert width["B"] > len("123,456,789,012")
    assert 50 < width["C"] < 60  # twice the width on screen


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", "{=1}", "=cmd|' /C calc'!A0", "<r><t>x</t></r>", "<r></r>", "_x0041_", "#N/A"],
)
def test_text_stays_text(text: str) -> None:
    """Neither formulas, nor markup, nor the file format's own escapes are taken for more than text."""
    file = written(layout(CREATOR), [[text]])

    cell = openpyxl.load_workbook(file)["Creators"]["A2"]
    file.seek(0)
    assert cell.data_type == "s"
    assert CalamineWorkbook.from_filelike(file).get_sheet_by_name("Creators").to_python()[1] == [text]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(),
    st.text(st.characters(codec=None, exclude_categories=())),
    st.sampled_from(["=1+1", "@x", "\t=1", "\r", "<r>", "https://example.com/", "_x000D_", "2026-05-03"]),
    st.dates(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(Kind), VALUES), min_size=1, max_size=60))
@example([(Kind.NUMBER, sys.float_info.max)])
def test_whatever_comes_the_workbook_opens_and_no_cell_is_a_formula(cells: list[tuple[Kind, Cell]]) -> None:
    """Any value in any kind of column gives a readable workbook; every text is there as cleaned."""
    file = written(layout(*(column(kind, f"C{n}") for n, (kind, _) in enumerate(cells))), [[v for _, v in cells]])

    book = openpyxl.load_workbook(file)
    types = {cell.data_type for row in book["Creators"].iter_rows() for cell in row}
    assert "f" not in types
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("Creators").to_python(skip_empty_area=False)
    found = rows[1] if len(rows) > 1 else [""] * len(cells)
    found += [""] * (len(cells) - len(found))
    for (kind, value), read in zip(cells, found, strict=True):
        if isinstance(value, str) and kind in (Kind.TEXT, Kind.FLAG, Kind.LINK):
            assert read == clean_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and kind is Kind.NUMBER and read != "":
            assert float(read) == pytest.approx(value, rel=1e-14)  # text where it is too large for Excel
        if value is None:
            assert read == ""
        if isinstance(value, date) and kind is Kind.DATE and value > date(1900, 3, 1):
            assert read == value
