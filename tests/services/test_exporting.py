"""A sheet becomes a file that opens right: the columns people know, the rows they see, and what it cost."""

import csv
import re
from datetime import date

import openpyxl
import pytest

from app.bootstrap import PracticeService, open_app, practice_login
from app.domain.errors import InputError
from app.domain.fields import FIELDS
from app.services.exporting import AS_ON_SCREEN, EVERYTHING, Exports
from app.workspace import sheets
from app.workspace.store import open_for_reading
from tests.whole_app import FULL, found, handles_of, ids_of, listed

TOP = 5_000_000  # followers: 20 creators


def cells(path, sheet: str = "Creators") -> list[tuple]:
    book = openpyxl.load_workbook(path)
    found = list(book[sheet].iter_rows(values_only=True))
    book.close()
    return found


async def test_everything_has_every_field_and_own_column_once(app, tmp_path):
    """Human headings: no dot or underscore inside a word."""
    sheet_id, _ = await found(app, 20, least=TOP)
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx", preset=EVERYTHING)
    headings, *rows = cells(tmp_path / "a.xlsx")

    assert {field.label for field in FIELDS} | {"Status", "Note", "Tags"} <= set(headings)
    assert len(set(headings)) == len(headings)
    assert not any(re.search(r"\w[._]\w", heading) for heading in headings)
    assert len(rows) == 20


async def test_the_workbook_says_what_the_service_said(app, service, tmp_path):
    """Compared with the invented world, row by row."""
    sheet_id, _ = await found(app, 20, least=TOP)
    ids = ids_of(app, sheet_id)
    await app.enrichment.run(sheet_id, ids[:3], FULL)
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx")
    headings, *rows = cells(tmp_path / "a.xlsx")
    at = {heading: number for number, heading in enumerate(headings)}
    truths = [service.truth("instagram", name) for name in handles_of(app, sheet_id)]

    assert [row[at["Followers"]] for row in rows] == [truth["followers"] for truth in truths]
    assert [row[at["Email"]] for row in rows[:3]] == [truth["email"] for truth in truths[:3]]
    assert [row[at["Details"]] for row in rows] == ["Full"] * 3 + [None] * 17


async def test_as_on_screen_has_the_columns_shown_in_their_order(app, tmp_path):
    """The box for ticks is not one of them."""
    sheet_id, _ = await found(app, 20, least=TOP)
    columns = ["tick", "followers", "creator", "note"]
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx", preset=AS_ON_SCREEN, columns=columns)

    assert cells(tmp_path / "a.xlsx")[0] == ("Followers", "Creator", "Note")


async def test_only_the_rows_asked_for_in_their_order(app, tmp_path):
    """What is ticked, sorted as on screen."""
    sheet_id, _ = await found(app, 20, least=TOP)
    names = handles_of(app, sheet_id)
    ids = ids_of(app, sheet_id)
    written = await app.exports.sheet(sheet_id, tmp_path / "a.csv", ids=[ids[4], ids[1]])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert written.rows == 2
    assert [row["Creator"].lower() for row in rows] == [names[4], names[1]]


async def test_own_values_stand_beside_the_bought_ones(app, tmp_path):
    """Amounts as numbers."""
    sheet_id, ids = await listed(app, "hannadvorak")
    columns = {column.key: column for column in app.store.peek(sheets.own_columns)}
    for key, value in (("note", "=1+1"), ("agreed_fee", "1200.50"), ("status", "Shortlist")):
        await app.store.write(
            lambda db, key=key, value=value: sheets.set_own(db, columns[key], sheet_id, ids, value, 1)
        )
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx")
    headings, row = cells(tmp_path / "a.xlsx")
    told = dict(zip(headings, row, strict=True))

    assert (told["Note"], told["Agreed fee"], told["Status"]) == ("=1+1", 1200.5, "Shortlist")


async def test_the_about_page_tells_search_date_rows_and_cost(app, tmp_path):
    """What a colleague wants to know a year later."""
    sheet_id, _ = await found(app, 20, least=TOP)
    await app.exports.sheet(sheet_id, tmp_path / "a.xlsx")
    told = dict(row[:2] for row in cells(tmp_path / "a.xlsx", "About") if row[0])

    assert (told["Rows"], told["Platform"], told["Credits spent on this sheet"]) == (20, "Instagram", 0.2)
    assert told["Written"].date() == date.today()
    assert told["Order"] == "Followers, highest first"
    assert "5,000,000" in told["Filter"]


async def test_an_empty_sheet_is_a_file_with_headings(app, tmp_path):
    """Nothing found is not an error."""
    sheet_id, _ = await listed(app)
    written = await app.exports.sheet(sheet_id, tmp_path / "a.xlsx")

    assert written.rows == 0
    assert len(cells(tmp_path / "a.xlsx")) == 1


async def test_exporting_sends_nothing(app, spent, tmp_path):
    """It is free."""
    sheet_id, _ = await listed(app, "hannadvorak")
    await app.exports.sheet(sheet_id, tmp_path / "a.tsv")

    assert spent.arrivals == []


async def test_another_ending_is_refused_by_name(app, tmp_path):
    """And no file is left."""
    sheet_id, _ = await listed(app, "hannadvorak")
    with pytest.raises(InputError, match=r"a\.pdf") as told:
        await app.exports.sheet(sheet_id, tmp_path / "a.pdf")

    assert "xlsx" in told.value.sentences
    assert not (tmp_path / "a.pdf").exists()


async def test_export_works_beside_whoever_has_the_workspace_open(app, tmp_path):
    """A reader of its own is enough."""
    sheet_id, _ = await listed(app, "hannadvorak")
    store = open_for_reading(app.store.folder)
    written = await Exports(store, app.catalogue, date.today).sheet(sheet_id, tmp_path / "a.csv")
    store.close()

    assert written.rows == 1


async def test_the_proposed_name_is_fit_for_any_disk(app):
    """Signs that file systems forbid are left out."""
    sheet_id = await app.store.write(lambda db: sheets.add(db, 'a/b\\c: "d"?*', search_id=None, list_key="k", at_ms=1))

    assert app.exports.suggested_name(sheet_id) == f"abc d {date.today().isoformat()}.xlsx"


async def test_practice_files_say_so_in_their_proposed_name(service, tmp_path):
    """Nobody takes invented creators for real ones."""
    login = practice_login(PracticeService(process=None, url=service.url, key=service.key), tmp_path / "practice")
    app = await open_app(login)
    sheet_id, _ = await listed(app, "hannadvorak")
    name = app.exports.suggested_name(sheet_id)
    await app.close()

    assert name.startswith("PRACTICE ")
