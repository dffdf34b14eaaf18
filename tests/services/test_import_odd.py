"""Lists as people and programs write them: right, or a line left out with a sentence; never somebody else."""

import os
from pathlib import Path

import pytest
import xlsxwriter

from app.domain.errors import InputError
from app.domain.platforms import Platform
from app.services.importing import ReadList, Role, Table, table_of, table_of_text
from app.services.importing.columns import preview
from app.services.importing.reading import read

IG, YT = Platform.INSTAGRAM, Platform.YOUTUBE


def brought(table: Table) -> ReadList:
    return read(table, preview(table, platform=IG))


def names(text: str) -> list[str]:
    return [one.handle.name for one in brought(table_of_text(text)).creators]


@pytest.mark.parametrize(
    "cell",
    [
        *("@vera.kocht.", "@vera.kocht!", "(@vera.kocht)", "[@vera.kocht]", "@vera.kocht…", "“@vera.kocht”,"),
        *("Vera Kocht (@vera.kocht)", "• @vera.kocht", "- @vera.kocht", "1. @vera.kocht", "🔥 @vera.kocht"),
        *("(https://www.instagram.com/vera.kocht)", "https://www.instagram.com/vera.kocht."),
        *("https%3A%2F%2Fwww.instagram.com%2Fvera.kocht%2F", "\u200f@vera.kocht\u200e", "＠vera.kocht"),
    ],
)
def test_what_stands_around_a_name_is_not_part_of_it(cell: str) -> None:
    """Marks of sentences, brackets, bullets, and the name of the person."""
    assert names(f"Handle\tNote\n{cell}\tx\n") == ["vera.kocht"]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        *((cell, "This is not a handle or a profile address.") for cell in ("+4479123", "=vera", "vera🔥", "1.23E+10")),
        *((cell, "A handle has no spaces.") for cell in ("@vera & @tom", "@vera (TikTok)", "ig: @vera", "Vera Kocht")),
        ("UCabcdefghijklmnopqrstuv", "This is a channel id. Please use the @handle instead."),
    ],
)
def test_what_is_no_name_on_any_platform_is_left_out_with_its_reason(cell: str, why: str) -> None:
    """Somebody who is called so may exist; the list does not mean them."""
    found = brought(table_of_text(f"Handle\tNote\n{cell}\tx\ntom\ty\nlea\tz\n"))

    assert [one.handle.name for one in found.creators] == ["tom", "lea"]
    assert [(one.line, one.reason) for one in found.bad] == [(2, why)]


def test_headings_and_sums_between_the_lines_are_nobody() -> None:
    """Lists that were put together from several."""
    found = brought(table_of_text("Handle,Fee\nvera,100\n\ufeffHandle,Fee\ntom,200\nTotal,300\n"))

    assert [one.handle.name for one in found.creators] == ["vera", "tom"]
    assert [(one.line, one.reason) for one in found.bad] == [
        (3, "This line repeats the headings."),
        (5, "This line is a sum."),
    ]


def test_columns_that_are_ticked_off_name_nobody() -> None:
    """An "x" below "TikTok" says that somebody is there."""
    found = brought(table_of_text("Handle,Instagram,TikTok\nvera,x,\ntom,,x\n"))

    assert [one.handle.name for one in found.creators] == ["vera", "tom"]
    assert found.labels == ("Instagram", "TikTok")


def test_a_column_of_each_platform_says_more_than_the_main_one() -> None:
    """As the exports of agencies have them."""
    text = "Main platform,Instagram username,YouTube username\ninstagram,vera.kocht,verabakes\nyoutube,tom.x,tomtube\n"
    found = brought(table_of_text(text))

    assert [(one.handle.platform, one.handle.name) for one in found.creators] == [
        (IG, "vera.kocht"),
        (YT, "verabakes"),
        (IG, "tom.x"),
        (YT, "tomtube"),
    ]


@pytest.mark.parametrize(
    ("text", "has_heading"),
    [
        ("vera.kocht,Ulm\ntofu.tom,Rom\nlars99,Köln\n", False),
        ("vera,DE\ntom,FR\nlars,DE\n", False),
        ("vera,Ulm,mountains\n", False),
        ("Who,Where\nvera.kocht,Ulm\ntofu.tom,Rom\n", True),
        ("\u200fHandle\u200f,Note\nvera,x\n", True),
        ("Handle 📸,Note*\nvera,x\n", True),
    ],
)
def test_a_first_line_that_reads_on_below_is_no_heading(text: str, has_heading: bool) -> None:
    """The first creator of a list without headings is not lost."""
    assert preview(table_of_text(text)).has_heading == has_heading


def test_marks_around_a_heading_do_not_hide_it() -> None:
    """Pictures, stars for what must be filled in, and signs that cannot be seen."""
    shown = preview(table_of_text("\u200fName\u200f,Handle 📸*\nVera,vera\nTom,tom\n"))

    assert [column.role for column in shown.columns] == [Role.OWN, Role.CREATOR]
    assert shown.columns[1].sure


@pytest.mark.parametrize("cover", [[], ["Campaign", "Spring 2026"]])
def test_a_workbook_opens_at_its_list(tmp_path: Path, cover: list[str]) -> None:
    """Not at an empty sheet or a cover before it."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write_column(0, 0, cover)
        book.add_worksheet("List").write_column(0, 0, ["Handle", "vera"])
    table = table_of(path)

    assert (table.read_as.sheet, table.read_as.sheets) == ("List", ("Cover", "List"))
    assert [one.handle.name for one in brought(table).creators] == ["vera"]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"%PDF-1.4\nobj\nendobj\nxref\n", "is a PDF"), (b"\n<!DOCTYPE html><html>\nvera\n</html>", "is a web page")],
)
def test_a_document_that_was_renamed_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    """Its own words would become creators."""
    (tmp_path / "list.csv").write_bytes(data)

    with pytest.raises(InputError, match=why):
        table_of(tmp_path / "list.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no such files on Windows.")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """Reading a pipe would wait for ever."""
    os.mkfifo(tmp_path / "list.csv")

    with pytest.raises(InputError, match="is not a file"):
        table_of(tmp_path / "list.csv")
