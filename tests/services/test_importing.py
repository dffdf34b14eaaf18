"""Lists of creators as people keep them: any spelling, any program, any mess."""

import gc
import io
import random
import re
import warnings
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import DiskError, InputError
from app.domain.platforms import Platform
from app.services.importing import MAX_UNPACKED, BadLine, Encoding, ImportedList, read_list
from app.services.importing.columns import preview
from app.services.importing.files import table_of
from app.services.importing.reading import read as read_table

INSTAGRAM = Platform.INSTAGRAM


def read(path: Path, *, platform: Platform | None = INSTAGRAM, column: str | None = None) -> ImportedList:
    return read_list(path, platform=platform, column=column)


def names(found: ImportedList) -> list[str]:
    return [handle.name for handle in found.handles]


def text_file(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, *rows: Sequence[object]) -> Path:
    path = folder / "list.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def with_part(path: Path, part: str, data: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in {**parts, part: data}.items():
            packed.writestr(name, held)
    return path


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ""), ("utf-8", "\ufeff"), ("utf-16", ""), ("utf-16-le", ""), ("utf-16-be", ""), ("cp1252", "")],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-le bare", "utf-16-be bare", "windows-1252"],
)
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str, mark: str) -> None:
    """Excel, Numbers and old Windows programs all save differently."""
    path = text_file(tmp_path, f"{mark}Name,Handle\r\nJürgen,@vera.kocht\r\nZoë,tofutom\r\n", encoding=encoding)

    assert names(read(path, column="handle")) == ["vera.kocht", "tofutom"]


@pytest.mark.parametrize(
    ("words", "said", "read"),
    [
        ("Žluťoučký kůň", None, "Žluťoučký kůň"),  # no Western program writes the sign of its ť
        ("Łódź", None, "£ódŸ"),
        ("Łódź", Encoding.CENTRAL, "Łódź"),
        ("Žluťoučký kůň", Encoding.CENTRAL, "Žluťoučký kůň"),
    ],
)
def test_a_central_european_list_is_read_as_it_is_said_to_be_written(
    tmp_path: Path, words: str, said: Encoding | None, read: str
) -> None:
    """Where nothing is said it is taken for Western, unless it cannot be: the bytes do not tell."""
    table = table_of(text_file(tmp_path, f"handle;note\nvera;{words}\n", encoding="cp1250"), encoding=said)

    assert table.lines[1][1] == ("vera", read)
    assert table.read_as.encoding is not None
    assert table.read_as.encoding.is_guess


@pytest.mark.parametrize("said", [Encoding.UTF_8, Encoding.UTF_16, Encoding.WESTERN])
def test_a_list_that_is_not_written_as_said_is_refused(tmp_path: Path, said: Encoding) -> None:
    """Wrong letters would go unseen."""
    path = text_file(tmp_path, "handle;note\nvera;kůň ť\n", encoding="cp1250")

    with pytest.raises(InputError, match=f"is not written in {re.escape(said.label)}") as caught:
        table_of(path, encoding=said)
    assert caught.value.field == "encoding"


def test_one_line_of_another_encoding_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    """Lists that several programs wrote into: each line is read as what it is."""
    path = tmp_path / "mixed.csv"
    path.write_bytes("handle;note\nanna;schön\nvera;žluť\n".encode() + "lars;über\n".encode("cp1252"))

    assert [cells[1] for _, cells in table_of(path).lines] == ["note", "schön", "žluť", "über"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    """Excel writes semicolons in half of Europe."""
    lines = [["Name", "Handle", "Note"], ["Vera", "vera", "a, b"], ["Tom", "tom", "c"]]
    path = text_file(tmp_path, "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines))

    assert names(read(path, column="Handle")) == ["vera", "tom"]


def test_one_line_with_a_mark_too_many_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    """Most lines decide, although every note holds a comma; the cell that is too many is kept."""
    lines = [f"creator_{number};Ulm;fine, so far" for number in range(24)]
    lines[6] += ";but late"
    table = table_of(text_file(tmp_path, "\n".join(["handle;city;note", *lines])))
    shown = preview(table, platform=INSTAGRAM)
    found = read_table(table, shown)

    assert (table.read_as.delimiter, len(found.creators), len(found.bad)) == (";", 24, 0)
    assert found.creators[0].own == (("city", "Ulm"), ("note", "fine, so far"))
    assert found.creators[6].own == (("city", "Ulm"), ("note", "fine, so far"), ("Column 4", "but late"))


def test_a_title_above_the_headings_does_not_hide_the_delimiter(tmp_path: Path) -> None:
    """Its line has one cell only, and is left away."""
    text = "Spring 2026\nhandle;note\n" + "".join(f"creator_{number};a, b\n" for number in range(9))
    table = table_of(text_file(tmp_path, text))

    assert (table.read_as.delimiter, *table.lines[:2]) == (";", (2, ("handle", "note")), (3, ("creator_0", "a, b")))


def test_a_line_that_names_the_delimiter_is_heeded(tmp_path: Path) -> None:
    """Excel's own `sep=;` is no heading."""
    path = text_file(tmp_path, "sep=;\r\nHandle;Note\r\nvera;a,b\r\nx y;\r\n")

    found = read(path, column="Handle")
    assert names(found) == ["vera"]
    assert found.bad[0].line == 4


@pytest.mark.parametrize("column", ["Handle", "HANDLE", " handle ", "B", "b"])
def test_a_column_is_named_by_heading_or_letter(tmp_path: Path, column: str) -> None:
    """In any case; the heading itself is no creator."""
    path = text_file(tmp_path, "Name,Handle\nVera,vera\nTom,tom\n")

    assert names(read(path, column=column)) == ["vera", "tom"]


@pytest.mark.parametrize("column", ["Email", "C", "ZZZ", "", "1"])
def test_a_missing_column_is_told_with_those_that_exist(tmp_path: Path, column: str) -> None:
    """The remedy is in the sentence."""
    path = text_file(tmp_path, "Name,Handle\nVera,vera\n")

    with pytest.raises(InputError, match=f"no column “{column}”") as caught:
        read(path, column=column)
    assert caught.value.field == "column"
    assert "“Name”, “Handle”" in caught.value.advice
    assert "A to B" in caught.value.advice


def test_without_a_column_the_heading_decides(tmp_path: Path) -> None:
    """A heading that speaks of handles or profiles, wherever it stands."""
    path = text_file(tmp_path, "No,Name,Profile_Link\n1,Vera,https://instagram.com/vera/\n")

    assert names(read(path)) == ["vera"]


@pytest.mark.parametrize(
    "first", ["vera_kocht", "@vera_kocht", "https://www.instagram.com/vera_kocht/?hl=de"], ids=["name", "@", "address"]
)
def test_a_list_without_heading_keeps_its_first_line(tmp_path: Path, first: str) -> None:
    """A plain list of names is the most common of all."""
    path = text_file(tmp_path, f"{first}\ntom\n", "list.txt")

    assert names(read(path)) == ["vera_kocht", "tom"]


def test_a_repeated_creator_counts_once_in_any_spelling(tmp_path: Path) -> None:
    """The first place in the file stays; nothing is bought twice."""
    path = text_file(tmp_path, "Tom\n@vera\nVERA\nhttps://instagram.com/Vera/\ntom\n", "list.txt")

    found = read(path)
    assert (names(found), found.repeats, found.bad) == (["tom", "vera"], 3, ())


def test_bad_lines_are_told_and_the_good_go_on(tmp_path: Path) -> None:
    """Line numbers are the file's own, blank lines included."""
    path = text_file(
        tmp_path,
        'handle,note\nvera,"two\nlines"\n\nvera kocht,\nvera@example.com,\nhttps://tiktok.com/@tom,\n --- ,\ntom,\n',
    )

    found = read(path, column="handle")
    assert names(found) == ["vera", "tom"]
    assert found.bad == (
        BadLine(line=5, text="vera kocht", reason="A handle has no spaces."),
        BadLine(line=6, text="vera@example.com", reason="This is an e-mail address, not a handle."),
        BadLine(line=7, text="https://tiktok.com/@tom", reason="This is an address on TikTok, not on Instagram."),
        BadLine(line=8, text="---", reason="“---” names nobody."),
    )


@pytest.mark.parametrize("text", ["“vera”", "„vera“", "«vera»", "`vera`", "<vera>", "'vera'", "“@vera”"])
def test_quotes_around_a_handle_are_no_part_of_it(tmp_path: Path, text: str) -> None:
    """Mails and other programs put them there."""
    assert names(read(text_file(tmp_path, f"handle\n{text}\ntom\n"))) == ["vera", "tom"]


@pytest.mark.parametrize("word", ["none", "NULL", "n/a", "-", "–", "#N/A", "NaN", "unknown", "TBD"])
def test_a_word_for_nobody_is_no_creator(tmp_path: Path, word: str) -> None:
    """It is told with its line, also at the top of a list; with an "@" before it it is somebody."""
    path = text_file(tmp_path, f"{word}\nvera\n{word}\n@none\n", "list.txt")
    table = table_of(path)
    found = read_table(table, preview(table, platform=INSTAGRAM))

    assert [one.handle.name for one in found.creators] == names(read(path)) == ["vera", "none"]
    assert [(bad.line, bad.reason) for bad in found.bad] == [(line, f"“{word}” names nobody.") for line in (1, 3)]
    assert list(found.bad) == list(read(path).bad)


def test_words_for_nobody_say_nothing_about_a_column(tmp_path: Path) -> None:
    """A column of which most is still open is that of the creators all the same; an open platform is none."""
    text = "handle;platform;note\n" + "tbd;n/a;\n" * 9 + "vera;-;first\ntom;tiktok;n/a\n"
    table = table_of(text_file(tmp_path, text))
    found = read_table(table, preview(table, platform=INSTAGRAM))

    assert [(str(one.handle.platform), one.handle.name) for one in found.creators] == [
        ("instagram", "vera"),
        ("tiktok", "tom"),
    ]
    assert (len(found.bad), found.creators[1].own) == (9, (("note", "n/a"),))


def test_what_stands_far_down_in_a_column_is_not_lost(tmp_path: Path) -> None:
    """The guess looks at the first lines only: a column that begins below them, and a cell too many there, are kept."""
    lines = [f"creator_{number};" for number in range(300)]
    lines[250] += "agreed;and more"
    table = table_of(text_file(tmp_path, "\n".join(["handle;fee", *lines])))
    found = read_table(table, preview(table, platform=INSTAGRAM))

    assert found.creators[250].own == (("fee", "agreed"), ("Column 3", "and more"))
    assert found.creators[0].own == ()


def test_a_long_list_is_nothing_to_pythons_collector(tmp_path: Path) -> None:
    """It walks over every object it knows on the window's thread: creators as objects would hold up the window."""
    table = table_of(text_file(tmp_path, "handle;note\n" + "".join(f"creator_{i};n{i}\n" for i in range(5000))))
    shown = preview(table, platform=INSTAGRAM)
    gc.collect()
    before = len(gc.get_objects())
    found = read_table(table, shown)
    after = len(gc.get_objects())

    assert (len(found.creators), after - before < 200) == (5000, True)


def test_without_a_platform_only_addresses_name_a_creator(tmp_path: Path) -> None:
    """One list may then hold several platforms."""
    path = text_file(tmp_path, "https://instagram.com/vera\nhttps://tiktok.com/@tom\nanna\n", "list.txt")

    found = read(path, platform=None)
    assert [(handle.platform, handle.name) for handle in found.handles] == [
        (Platform.INSTAGRAM, "vera"),
        (Platform.TIKTOK, "tom"),
    ]
    assert [bad.line for bad in found.bad] == [3]


def test_the_mark_of_our_own_csv_is_taken_off(tmp_path: Path) -> None:
    """What Scoutsheet exported comes back."""
    assert names(read(text_file(tmp_path, "handle\n'@vera\n"))) == ["vera"]


def test_a_workbook_is_read(tmp_path: Path) -> None:
    """Handles of digits, which Excel keeps as numbers, included."""
    path = workbook(
        tmp_path, ["Name", "Handle"], ["Vera", "@vera"], [], ["Digits", 123456], ["More", 20.0], ["x", None]
    )

    found = read(path, column="Handle")
    assert (names(found), found.bad) == (["vera", "123456", "20"], ())


def test_what_excel_took_for_something_else_is_told(tmp_path: Path) -> None:
    """A date is no handle, although it would look like one."""
    found = read(workbook(tmp_path, ["handle"], ["vera"], [datetime(2026, 5, 3)], [True]))

    assert names(found) == ["vera"]
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (3, "Excel took this for a date or a yes/no."),
        (4, "Excel took this for a date or a yes/no."),
    ]


def test_a_formula_counts_as_what_it_last_showed(tmp_path: Path) -> None:
    """Nothing is calculated here."""
    path = with_part(
        workbook(tmp_path, ["handle"]),
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2">'
        b'<c r="A2" t="str"><f>CONCATENATE("ve","ra")</f><v>vera</v></c></row></sheetData></worksheet>',
    )

    assert names(read(path)) == ["vera"]


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    """Hidden sheets hold lookups and old copies."""
    book = openpyxl.Workbook()
    book.active["A1"] = "hidden"
    book.active.sheet_state = "hidden"
    book.create_sheet("Shown")["A1"] = "vera"
    book.save(tmp_path / "list.xlsx")

    assert names(read(tmp_path / "list.xlsx")) == ["vera"]


def test_a_workbook_named_csv_is_still_a_workbook(tmp_path: Path) -> None:
    """The content decides."""
    path = workbook(tmp_path, ["vera"]).rename(tmp_path / "list.csv")

    assert names(read(path)) == ["vera"]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """By the size it says it unpacks to, which is also the most that is ever unpacked."""
    path = workbook(tmp_path, ["vera"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed, packed.open("bomb", "w") as part:
        for _ in range(MAX_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))

    with pytest.raises(InputError, match="unpacks to more than 400 MB"):
        read(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_entities_are_refused(tmp_path: Path, part: str) -> None:
    """A few hundred bytes of them can fill the memory."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    path = with_part(workbook(tmp_path, ["vera"]), part, bomb)

    with pytest.raises(InputError, match="damaged or not an Excel workbook"):
        read(path)


def test_a_workbook_that_lies_about_its_size_takes_no_longer(tmp_path: Path) -> None:
    """Neither its stated size nor a row far below the last one that Excel has is believed."""
    path = with_part(
        workbook(tmp_path, ["vera"]),
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>vera</v></c></row>'
        b'<row r="99999999999"><c r="A99999999999" t="str"><v>tom</v></c></row></sheetData></worksheet>',
    )

    assert names(read(path)) == ["vera"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param("list.csv", b"", "is empty", id="empty"),
        pytest.param("list.csv", b"\xef\xbb\xbf\r\n \r\n", "is empty", id="only blank lines"),
        pytest.param("list.xlsx", b"", "is empty", id="empty workbook"),
        pytest.param("list.csv", b"handle\n", "No line of", id="only a heading"),
        pytest.param("list.csv", b"handle\na b\n", "Line 2: A handle has no spaces", id="no good line"),
        pytest.param("list.xlsx", b"handle\nvera\n", "is not an Excel workbook", id="text named xlsx"),
        pytest.param("list.xlsx", b"PK\x03\x04 not a zip", "damaged", id="damaged workbook"),
        pytest.param("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password", id="password"),
        pytest.param("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "is not a text file", id="picture"),
        pytest.param("list.csv", b"handle;note\nvera;a\0b\ntom;c\n", "is not a text file", id="a stray zero"),
        pytest.param("list.csv", b'handle\n"' + b"x" * 200_000, "cannot be read", id="endless cell"),
        pytest.param("list.pdf", b"%PDF", "is not a list", id="other ending"),
        pytest.param("list.xls", b"", "is not a list", id="old Excel"),
    ],
)
def test_a_file_that_is_no_list_gets_one_plain_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """Naming the file, with what to do about it."""
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(InputError, match=words) as caught:
        read(path)
    assert caught.value.field == "path"
    assert name in caught.value.happened
    assert caught.value.advice


@pytest.mark.parametrize("name", ["missing.csv", "missing.xlsx"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    """With its whole path: it may be the folder that is wrong."""
    with pytest.raises(InputError, match="There is no file") as caught:
        read(tmp_path / name)

    assert str(tmp_path / name) in caught.value.happened


def test_a_folder_is_told(tmp_path: Path) -> None:
    """A folder may be named like a file."""
    (tmp_path / "list.csv").mkdir()

    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path / "list.csv")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_that_cannot_be_read_is_a_matter_of_the_disk(tmp_path: Path) -> None:
    """Exit code 7, not 2."""
    (tmp_path / "list.csv").symlink_to("/proc/self/mem")

    with pytest.raises(DiskError, match=r"“list\.csv” could not be opened"):
        read(tmp_path / "list.csv")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 2**32), data=st.binary(max_size=60))
def test_a_damaged_workbook_never_raises_anything_else(tmp_path: Path, seed: int, data: bytes) -> None:
    """Whatever is overwritten, a list comes out or an InputError."""
    path = workbook(tmp_path, ["handle"], ["vera"], ["tom"])
    with zipfile.ZipFile(path) as packed:
        part = random.Random(seed).choice(packed.namelist())
        held = packed.read(part)
    at = random.Random(seed).randrange(len(held))
    with_part(path, part, held[:at] + data + held[at + len(data) :])

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = read(path)
        except InputError:
            return
    assert found.handles


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_list_or_an_input_error(tmp_path: Path, data: bytes) -> None:
    """Nothing that a file may hold is a bug report."""
    path = tmp_path / "list.csv"
    path.write_bytes(data)

    try:
        found = read(path)
    except InputError:
        return
    assert len(set(found.handles)) == len(found.handles) > 0


@pytest.mark.parametrize("broken", [b"PK\x03\x04", b"PK\x05\x06"])
def test_a_torn_download_is_told(tmp_path: Path, broken: bytes) -> None:
    """Half a workbook is damaged, wherever it was cut."""
    whole = io.BytesIO(workbook(tmp_path, ["vera"]).read_bytes())
    path = tmp_path / "torn.xlsx"
    path.write_bytes(broken + whole.getvalue()[4:1000])

    with pytest.raises(InputError, match="Excel workbook"):
        read(path)


def test_the_address_behind_a_word_is_meant(tmp_path: Path) -> None:
    """Excel shows "Link"; a text that says something itself stays."""
    book = openpyxl.Workbook()
    shown = [("Profile", "Name"), ("Link", "Vera"), ("profile", "Tom"), ("Write", "Lars")]
    behind = {2: "https://www.instagram.com/vera/", 3: "https://www.tiktok.com/@tom", 4: "mailto:lars@creator.example"}
    for line, cells in enumerate(shown, start=1):
        book.active.append(cells)
        if line in behind:
            book.active.cell(line, 1).hyperlink = behind[line]
            book.active.cell(line, 1).value = cells[0]
            book.active.cell(line, 2).hyperlink = behind[line]
            book.active.cell(line, 2).value = cells[1]
    book.active["A4"] = "E-mail"
    book.save(tmp_path / "list.xlsx")
    table = table_of(tmp_path / "list.xlsx")

    assert [cells for _, cells in table.lines][1:] == [
        ("https://www.instagram.com/vera/", "Vera"),
        ("https://www.tiktok.com/@tom", "Tom"),
        ("lars@creator.example", "Lars"),
    ]
