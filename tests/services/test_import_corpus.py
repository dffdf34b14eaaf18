"""Lists as they come: every file of `import_corpus` goes in right, or is refused with one sentence."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.errors import InputError
from app.domain.platforms import Platform
from app.services.importing import Preview, ReadList, Role, table_of
from app.services.importing.columns import preview
from app.services.importing.reading import read

CORPUS = Path(__file__).parent / "import_corpus"
IG, YT, TT, TW, TV, OF = Platform


@dataclass(frozen=True)
class Holds:
    """What a list names: creators (of Instagram where only a name stands), addresses, lines that name nobody."""

    creators: tuple[str | tuple[Platform, str], ...] = ()
    addresses: tuple[str, ...] = ()
    bad: tuple[int, ...] = ()
    repeats: int = 0


VERA = (("Name (list)", "Vera"),)
EVERYWHERE = (
    *("vera.kocht", "loppe_lars", "tofutom", (YT, "maren"), (YT, "anna.backt"), (YT, "hanne"), (TT, "maren.s")),
    *((TT, "olli"), (TW, "ridge_hanne"), (TW, "ivo"), (TV, "spielerin"), (OF, "maren")),
)
GOES_IN = {
    "addresses.txt": Holds(EVERYWHERE, repeats=1),
    "emails.csv": Holds(addresses=("vera@kocht.example", "tom@tofu.example"), repeats=1),
    "excel.xlsx": Holds(("vera.kocht", (TT, "olli")), bad=(5,)),
    "formulas.xlsx": Holds(("vera",)),
    "headings-only.csv": Holds(),
    "hidden-sheet.xlsx": Holds(("vera",)),
    "json.txt": Holds(bad=(2,)),
    "mac-classic.csv": Holds(("vera.kocht", "tofutom")),
    "mixed.txt": Holds(("vera.kocht", "loppe_lars", (TT, "olli")), ("tom@tofu.example",)),
    "nobody.txt": Holds(bad=(1, 2, 3, 4, 5, 6)),
    "numbers.csv": Holds(("vera", "123456")),
    "our-export.csv": Holds(("vera", "tom")),
    "own-columns.csv": Holds(("vera", "tom")),
    "pipes.csv": Holds(("vera", "tom")),
    "plain.txt": Holds(("vera.kocht", "loppe_lars", "tofutom")),
    "platform-column.csv": Holds(("vera", (TT, "vera"), (TW, "vera")), bad=(5,), repeats=1),
    "quoted-newlines.csv": Holds(("vera", "tom")),
    "ragged.csv": Holds(("vera", "tom"), bad=(5,)),
    "renamed.csv": Holds(("vera",)),
    "repeats.csv": Holds(("vera", "tom"), repeats=3),
    "sep.csv": Holds(("vera", "tom")),
    "unseen-signs.txt": Holds(("vera.kocht", "tofutom", "loppe_lars")),
    "utf16be-bare.txt": Holds(("vera.kocht", "tofutom")),
    "utf16le.csv": Holds(("vera.kocht", "tofutom")),
    "utf8-bom.csv": Holds(("vera.kocht", "tofutom")),
    "wide.csv": Holds(("vera.kocht", (YT, "vera"), "tofutom", (YT, "lars"))),
    "windows1252.csv": Holds(("vera.kocht", "tofutom")),
}
REFUSED = {
    "blank-lines.csv": "is empty",
    "empty.csv": "is empty",
    "entities.xlsx": "is damaged or not an Excel workbook",
    "letter.xlsx": "is damaged or not an Excel workbook",
    "old-excel.xls": "is not a list that Scoutsheet can read",
    "password.xlsx": "is protected by a password",
    "picture.csv": "is not a text file",
    "torn.xlsx": "is damaged or not an Excel workbook",
    "web-page.xlsx": "is not an Excel workbook",
}


def opened(name: str) -> tuple[Preview, ReadList]:
    table = table_of(CORPUS / name)
    shown = preview(table, platform=IG)
    return shown, read(table, shown)


@pytest.mark.parametrize("name", GOES_IN)
def test_a_list_goes_in_right(name: str) -> None:
    """Nothing is chosen by hand: the guesses alone read it."""
    _, found = opened(name)
    holds = GOES_IN[name]

    assert [(one.handle.platform, one.handle.name) for one in found.creators] == [
        (IG, one) if isinstance(one, str) else one for one in holds.creators
    ]
    assert tuple(one.email for one in found.addresses) == holds.addresses
    assert tuple(one.line for one in found.bad) == holds.bad
    assert found.repeats == holds.repeats


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_refused_with_one_sentence(name: str) -> None:
    """Naming the file, with what to do about it."""
    with pytest.raises(InputError, match=REFUSED[name]) as caught:
        table_of(CORPUS / name)

    assert name in caught.value.happened
    assert caught.value.happened.count(". ") == 0
    assert caught.value.advice


def test_every_file_of_the_corpus_is_judged() -> None:
    """A new one needs a line here."""
    files = {path.name for path in CORPUS.iterdir() if path.suffix not in (".py", "") and path.is_file()}

    assert files == {*GOES_IN, *REFUSED}
    assert len(files) >= 20


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("own-columns.csv", (*VERA, ("Agreed fee", "1,250.50"), ("Follow-up", "2026-05-03"), ("Team", "Köln"))),
        ("windows1252.csv", (("Ort", "Köln – Süd"),)),
        ("quoted-newlines.csv", (("note", 'two\nlines, and "quotes"'),)),
        ("our-export.csv", (("Note", "=1+1"),)),
        ("excel.xlsx", (*VERA, ("Since", "2026-05-03"), ("Fee", "1250.5"), ("Paid", "yes"))),
        ("utf16le.csv", (("Name (list)", "Jürgen"),)),
    ],
)
def test_other_columns_come_along_as_they_are_written(name: str, own: tuple[tuple[str, str], ...]) -> None:
    """Beside what Scoutsheet names itself, never in its place; nothing is calculated."""
    _, found = opened(name)

    assert found.creators[0].own == own


def test_each_reason_says_what_to_do_instead() -> None:
    """Line by line, in the file's own numbers."""
    _, found = opened("nobody.txt")

    assert [one.reason.split(".")[0] for one in found.bad] == [
        "This is a short link",
        "This is a page of links",
        "This address leads to a page, not to a creator",
        "This address leads to a page, not to a creator",
        "This address is not on a platform Scoutsheet knows",
        "This address holds a channel id",
    ]


def test_the_columns_are_guessed_by_what_they_hold() -> None:
    """Headings help; a column of follower counts is not taken for handles."""
    roles = {
        name: [column.role for column in opened(name)[0].columns]
        for name in ("platform-column.csv", "wide.csv", "emails.csv", "numbers.csv")
    }

    assert roles == {
        "platform-column.csv": [Role.PLATFORM, Role.CREATOR],
        "wide.csv": [Role.OWN, Role.CREATOR, Role.CREATOR],
        "emails.csv": [Role.OWN, Role.EMAIL],
        "numbers.csv": [Role.CREATOR, Role.OWN],
    }
