"""Writes the lists in this folder: `python tests/services/import_corpus/build.py`. They are kept, so that a change of a
library that writes workbooks changes nothing here."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

HERE = Path(__file__).parent
MIXED_ADDRESSES = """\
https://www.instagram.com/vera.kocht/?hl=de&igshid=abc
instagram.com/_u/loppe_lars/
http://instagr.am/tofutom
https://m.youtube.com/@maren?si=xyz
https://youtu.be/@anna.backt
https://www.youtube.com/c/Hanne/videos
https://www.tiktok.com/@maren.s/video/7300000000000000000?lang=en
https://m.tiktok.com/@olli
https://twitter.com/ridge_hanne/status/1
https://x.com/ridge_hanne
https://mobile.twitter.com/ivo
https://m.twitch.tv/spielerin
https://onlyfans.com/maren
"""
NOBODY = """\
https://vm.tiktok.com/ZM8abc/
https://linktr.ee/maren
https://youtu.be/dQw4w9WgXcQ
https://www.instagram.com/p/C0FFEE/
https://www.facebook.com/maren
https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv
"""


def text(name: str, words: str, encoding: str = "utf-8") -> None:
    (HERE / name).write_bytes(words.encode(encoding))


def texts() -> None:
    text("plain.txt", "vera.kocht\nloppe_lars\n@tofutom\n")
    text("utf8-bom.csv", "\ufeffName;Handle\r\nJürgen;@vera.kocht\r\nZoë;tofutom\r\n")
    text("utf16le.csv", "Name\tHandle\r\nJürgen\t@vera.kocht\r\nZoë\ttofutom\r\n", "utf-16")
    text("utf16be-bare.txt", "@vera.kocht\r\n@tofutom\r\n", "utf-16-be")
    text("windows1252.csv", "Handle;Ort\r\nvera.kocht;Köln – Süd\r\ntofutom;Zürich\r\n", "cp1252")
    text("mac-classic.csv", "Handle,City\rvera.kocht,Bonn\rtofutom,Ulm\r")
    text("addresses.txt", MIXED_ADDRESSES)
    text("nobody.txt", NOBODY)
    text("platform-column.csv", "Platform,Username\nIG,vera\nTik Tok,vera\nX / Twitter,vera\nFacebook,vera\n,vera\n")
    text("wide.csv", "Name,Instagram,YouTube\nVera,@vera.kocht,@vera\nTom,tofutom,\nLars,,https://youtube.com/@lars\n")
    text(
        "emails.csv",
        "Contact,E-mail\nVera,Vera <VERA@kocht.example>\nTom,mailto:tom@tofu.example\nTom,tom@tofu.example\n",
    )
    text("mixed.txt", "@vera.kocht\ntom@tofu.example\n@loppe_lars\nhttps://tiktok.com/@olli\n")
    text(
        "own-columns.csv",
        'Name,Handle,Agreed fee,Follow-up,Team\nVera,vera,"1,250.50",2026-05-03,Köln\nTom,tom,,soon,\n',
    )
    text("quoted-newlines.csv", 'handle,note\nvera,"two\nlines, and ""quotes"""\ntom,\n')
    text("sep.csv", "sep=;\r\nHandle;Note\r\nvera;a,b\r\ntom;\r\n")
    text("pipes.csv", "Handle|Note\nvera|a, b; c\ntom|d\n")
    text("repeats.csv", "handle\nvera\n@VERA\nhttps://instagram.com/Vera/?x=1\n\u200bvera\u200b\ntom\n")
    text("our-export.csv", "\ufeffCreator,Note\r\n'@vera,'=1+1\r\ntom,plain\r\n")
    text("unseen-signs.txt", "\u202a@vera.kocht\u202c\n\u2068tofu\u00adtom\u2069\n\uff20loppe_lars\n")
    text("ragged.csv", "Handle,Note,More\nvera\ntom,a,b,c,d\n,,\n,no handle\n")
    text("headings-only.csv", "Handle,Name\n")
    text("json.txt", '["vera", "tom"]\n{"handle": "vera"}\n')
    text("numbers.csv", "Handle,Instagram followers\nvera,1000\n123456,2000\n")
    text("empty.csv", "")
    text("blank-lines.csv", "\ufeff\r\n \r\n;;\r\n")
    text("web-page.xlsx", "<html><table><tr><td>vera</td></tr></table></html>")
    text("old-excel.xls", "vera")
    (HERE / "password.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    (HERE / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))


def workbook(name: str, *rows: list[object]) -> Path:
    path = HERE / name
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def with_part(path: Path, part: str, data: bytes) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in {**parts, part: data}.items():
            packed.writestr(name, held)


def workbooks() -> None:
    workbook(
        "excel.xlsx",
        ["Name", "Profile link", "Since", "Fee", "Paid"],
        ["Vera", "https://www.instagram.com/vera.kocht/", datetime(2026, 5, 3), 1250.5, True],
        [],
        ["Olli", "https://tiktok.com/@olli", datetime(2026, 5, 4), 20, False],
        ["Date", datetime(2026, 5, 5), None, None, None],
    )
    with_part(
        workbook("formulas.xlsx", ["handle"]),
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>handle</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://evil.example","vera")</f><v>vera</v></c></row>'
        b'<row r="3"><c r="A3" t="str"><f>1+1</f></c></row>'
        b"</sheetData></worksheet>",
    )
    with_part(
        workbook("entities.xlsx", ["vera"]),
        "xl/sharedStrings.xml",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    )
    book = openpyxl.Workbook()
    book.active["A1"] = "hidden"
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Shown")
    shown["A1"], shown["A2"] = "handle", "vera"
    book.save(HERE / "hidden-sheet.xlsx")
    workbook("renamed.csv", ["handle"], ["vera"])
    whole = io.BytesIO(workbook("torn.xlsx", ["vera"]).read_bytes()).getvalue()
    (HERE / "torn.xlsx").write_bytes(whole[:1000])
    with zipfile.ZipFile(HERE / "letter.xlsx", "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")


if __name__ == "__main__":
    texts()
    workbooks()
