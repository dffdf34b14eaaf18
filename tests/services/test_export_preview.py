"""The preview of an export: the same words that are read back from the file itself."""

import csv
from pathlib import Path

import openpyxl
import pytest

from app.services.export.table import FileKind
from app.services.exporting import AS_ON_SCREEN, EVERYTHING, PRESETS
from app.workspace import sheets
from tests.whole_app import FULL, found, ids_of

TOP = 5_000_000  # followers: 20 creators
COLUMNS = ["tick", "creator", "name", "followers", "engagement", "details", "agreed_fee", "follow_up", "note"]


async def filled(app) -> int:  # type: ignore[no-untyped-def]
    """A sheet with details, amounts, a date, and a note that looks like a formula."""
    sheet_id, _ = await found(app, 20, least=TOP)
    ids = ids_of(app, sheet_id)
    await app.enrichment.run(sheet_id, ids[:2], FULL)
    own = {column.key: column for column in app.store.peek(sheets.own_columns)}
    for key, value in (("agreed_fee", "1250.50"), ("follow_up", "2026-12-01"), ("note", "=SUM(A1)\nagain")):
        await app.store.write(
            lambda db, key=key, value=value: sheets.set_own(db, own[key], sheet_id, ids[:1], value, 1)
        )
    return sheet_id


def as_excel_shows(cell) -> str:  # type: ignore[no-untyped-def]
    """The few number formats that Scoutsheet writes."""
    value, shape = cell.value, cell.number_format
    if value is None:
        return ""
    match shape:
        case "#,##0":
            return f"{value:,.0f}"
        case "#,##0.0":
            return f"{value:,.1f}"
        case "#,##0.00":
            return f"{value:,.2f}"
        case "0.00%":
            return f"{value * 100:.2f}%"
        case "yyyy-mm-dd":
            return value.date().isoformat()
    return str(value)


@pytest.mark.parametrize("preset", PRESETS)
async def test_the_preview_of_a_workbook_is_what_opens(app, tmp_path: Path, preset: str) -> None:
    """Headings and the first five rows, through the number formats of the file."""
    sheet_id = await filled(app)
    shown = await app.exports.preview(sheet_id, FileKind.XLSX, preset=preset, columns=COLUMNS)
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx", preset=preset, columns=COLUMNS)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    headings, *rows = [tuple(as_excel_shows(cell) for cell in row) for row in book["Creators"].iter_rows(max_row=6)]

    assert shown.headings == headings
    assert list(shown.rows) == rows


@pytest.mark.parametrize(("kind", "mark"), [(FileKind.CSV, ","), (FileKind.TSV, "\t")])
async def test_the_preview_of_a_text_file_is_what_stands_in_it(app, tmp_path: Path, kind: FileKind, mark: str) -> None:
    """Bare numbers, and formulas defused."""
    sheet_id = await filled(app)
    path = tmp_path / f"a{kind}"
    shown = await app.exports.preview(sheet_id, kind, preset=EVERYTHING)
    await app.exports.sheet(sheet_id, path, preset=EVERYTHING)
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = list(csv.reader(file, delimiter=mark))

    assert list(shown.headings) == headings
    assert [list(row) for row in shown.rows] == rows[:5]


async def test_the_preview_has_the_rows_asked_for_in_their_order(app) -> None:
    """At most five; none are none."""
    sheet_id, _ = await found(app, 20, least=TOP)
    ids = ids_of(app, sheet_id)
    (whole, turned, nobody) = [
        await app.exports.preview(sheet_id, FileKind.XLSX, preset=AS_ON_SCREEN, columns=["creator"], ids=some)
        for some in (None, ids[::-1], [])
    ]

    assert len(whole.rows) == len(turned.rows) == 5
    assert turned.rows[0] != whole.rows[0]
    assert nobody.rows == ()


async def test_only_columns_of_numbers_are_numeric(app) -> None:
    """They stand at the right, as in the file."""
    sheet_id, _ = await found(app, 20, least=TOP)
    shown = await app.exports.preview(sheet_id, FileKind.XLSX, preset=AS_ON_SCREEN, columns=COLUMNS)

    assert shown.numeric == (False, False, True, True, False, True, False, False)
