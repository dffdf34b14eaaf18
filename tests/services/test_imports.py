"""Bringing lists in: what is shown before, what stands in the sheet after, and that nothing is sent."""

import asyncio
import random
from pathlib import Path

import pytest
import xlsxwriter

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform
from app.services.importing import Encoding, ReadAs, Role, table_of_text
from app.services.imports import AT_ONCE
from app.workspace import by_email, own, sheets
from tests.whole_app import RAW, handles_of, listed, opened, rows_of

CORPUS = Path(__file__).parent / "import_corpus"
IG = Platform.INSTAGRAM
LIST = """Handle;Status;Team;Rating
vera;Shortlist;Köln;5
@VERA;;;
hannadvorak;approved;;
not a handle;;;
tom@x.example;;;
"""


async def brought_in(app, text: str = LIST, **more) -> int:
    table = await app.imports.open_text(text)
    shown = app.imports.preview(table, IG)
    return await app.imports.add(await app.imports.read(table, shown), shown, **more)


def own_of(app, sheet_id: int, row: int = 0) -> dict[str, str]:
    """The own values of a row by the names of their columns."""
    labels = {column.key: column.label for column in app.store.peek(sheets.own_columns)}
    return {labels[key]: value for key, value in rows_of(app, sheet_id)[row].own.items()}


async def test_a_preview_says_how_a_list_is_understood(app):
    """Its first lines, what each column is, and what is missing."""
    table = await app.imports.open_text(LIST)
    shown = app.imports.preview(table)

    assert (shown.lines, shown.has_heading, shown.needs_platform) == (5, True, True)
    assert shown.rows[0] == ("vera", "Shortlist", "Köln", "5")
    assert [(one.heading, one.role) for one in shown.columns] == [
        ("Handle", Role.CREATOR),
        ("Status", Role.OWN),
        ("Team", Role.OWN),
        ("Rating", Role.OWN),
    ]
    assert not app.imports.preview(table, IG).needs_platform
    assert app.imports.preview(table, has_heading=False).lines == 6


async def test_the_counts_say_what_a_list_would_bring(app):
    """Against what is there; hidden ones are those the caller names."""
    _, ids = await listed(app, "hannadvorak", "vera")
    await app.enrichment.run(_, ids[:1], RAW)
    table = await app.imports.open_text(LIST)
    found = await app.imports.read(table, app.imports.preview(table, IG))
    counts = await app.imports.count(found, {Handle(platform=IG, name="vera")})

    assert (counts.creators, counts.known, counts.had, counts.hidden) == (2, 2, 1, 1)
    assert (counts.addresses, counts.bad, counts.repeats) == (1, 1, 1)


async def test_a_list_becomes_a_sheet_with_its_own_columns(app, spent):
    """A column that is there is filled, the others are made; nothing is sent."""
    sheet_id = await brought_in(app, name="Spring")
    labels = [column.label for column in app.store.peek(sheets.own_columns)]

    assert handles_of(app, sheet_id) == ["vera", "hannadvorak"]
    assert own_of(app, sheet_id) == {"Status": "Shortlist", "Team": "Köln", "Rating": "5"}
    assert own_of(app, sheet_id, 1) == {"Status": "Approved"}
    assert (labels.count("Status"), labels.count("Team")) == (1, 1)
    assert [sheet.name for sheet in app.store.peek(sheets.all_sheets)] == ["Spring"]
    assert spent.arrivals == []


async def test_a_second_list_goes_behind_the_rows_and_changes_nothing_typed(app):
    """Who is there already stays where they are."""
    sheet_id = await brought_in(app)
    again = await brought_in(app, "Handle,Team\nolli,Ulm\nvera,Bonn\nhannadvorak,Jena\n", sheet_id=sheet_id)

    assert again == sheet_id
    assert handles_of(app, sheet_id) == ["vera", "hannadvorak", "olli"]
    assert own_of(app, sheet_id)["Team"] == "Köln"
    assert own_of(app, sheet_id, 1)["Team"] == "Jena"


async def test_creators_may_be_left_out(app):
    """The hidden ones, if the person wants it so."""
    sheet_id = await brought_in(app, leave_out={Handle(platform=IG, name="vera")})

    assert handles_of(app, sheet_id) == ["hannadvorak"]


async def test_what_was_chosen_for_a_heading_is_remembered(service, tmp_path):
    """In other lists and after a restart, in any spelling of the heading; other headings are guessed."""
    async with opened(service, tmp_path) as app:
        table = await app.imports.open_text(LIST)
        shown = app.imports.preview(table, IG).with_role(2, Role.NONE).with_label(1, "Stage")
        await app.imports.add(await app.imports.read(table, shown), shown)
    async with opened(service, tmp_path) as app:
        again = app.imports.preview(await app.imports.open_text("handle,TEAM,Status,Fee\nvera,Köln,Done,1\n"), IG)

    assert [(one.role, one.label, one.remembered) for one in again.columns] == [
        (Role.CREATOR, "Handle", True),
        (Role.NONE, "Team", True),
        (Role.OWN, "Stage", True),
        (Role.OWN, "Fee", False),
    ]


async def test_the_platform_of_bare_handles_is_remembered_for_the_file(service, tmp_path):
    """For this file and sheet alone, also after a restart: the same heading in another list says nothing of it."""
    for name in ("Spring", "Autumn"):
        with xlsxwriter.Workbook(tmp_path / f"{name}.xlsx") as book:
            for sheet in ("One", "Two"):
                book.add_worksheet(sheet).write_column(0, 0, ["Handle", "vera"])
    async with opened(service, tmp_path) as app:
        table = await app.imports.open_file(tmp_path / "Spring.xlsx")
        shown = app.imports.preview(table).with_platform(Platform.TIKTOK)
        await app.imports.add(await app.imports.read(table, shown), shown)
        pasted = await app.imports.open_text(LIST)
        of_text = app.imports.preview(pasted, IG)
        await app.imports.add(await app.imports.read(pasted, of_text), of_text)
    async with opened(service, tmp_path) as app:
        remembered = [
            app.imports.preview(await app.imports.open_file(tmp_path / f"{name}.xlsx", sheet)).platform
            for name, sheet in (("Spring", "One"), ("Spring", "Two"), ("Autumn", "One"))
        ]

        assert remembered == [Platform.TIKTOK, None, None]
        assert app.imports.preview(await app.imports.open_text(LIST)).platform is None


@pytest.mark.parametrize("key", ["import.columns", "import.platforms"])
async def test_damaged_memory_is_no_reason_to_fail(app, key):
    """Guesses still work."""
    for kept in ("[]", "{", '{"handle": 5}', '{"handle": ["nonsense", "x"]}'):
        await app.store.write(
            lambda db, kept=kept: db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, kept))
        )
        assert app.imports.preview(table_of_text("handle\nvera\n"), IG).columns[0].role is Role.CREATOR


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("vera", ["vera"]),
        ("vera\ttom\tolli", ["vera", "tom", "olli"]),
        ("@vera, @tom; @olli", ["vera", "tom", "olli"]),
        ("@vera;@tom", ["vera", "tom"]),
        ("@vera @tom https://www.instagram.com/olli/", ["vera", "tom", "olli"]),
        ("Vera Kocht", []),
        ("Handle\tNote\nvera\ta, b\n", ["vera"]),
        ("https://www.instagram.com/vera/?hl=de\n", ["vera"]),
    ],
)
async def test_what_is_pasted_is_a_range_lines_or_one_line(app, text, names):
    """As spreadsheets, chats and mails give it."""
    table = await app.imports.open_text(text)
    found = await app.imports.read(table, app.imports.preview(table, IG))

    assert [one.handle.name for one in found.creators] == names


@pytest.mark.parametrize("text", ["@vera, @tom, @olli\n", "vera; tom; olli", "@vera @tom @olli"])
async def test_a_text_file_of_one_line_is_a_list(app, tmp_path, text):
    """As mails and chats part names; what is bare beside blanks stays a sentence."""
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    table = await app.imports.open_file(tmp_path / "list.txt")
    found = await app.imports.read(table, app.imports.preview(table, IG))

    assert [one.handle.name for one in found.creators] == ["vera", "tom", "olli"]


MANY_NAMES = [f"creator_{number:02}" for number in range(40)]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["handle;note", *(f"{name};{chr(34) * (at == 5)}best" for at, name in enumerate(MANY_NAMES))], 7),
        (["handle;note", *(f"{name};{chr(34) * (at in (5, 20))}best" for at, name in enumerate(MANY_NAMES))], 7),
        (
            [
                "handle;note",
                *(f"{name};{chr(34) * (at == 5)}best{chr(34) * (at == 20)}" for at, name in enumerate(MANY_NAMES)),
            ],
            7,
        ),
        (["handle", *MANY_NAMES[:10], f'"{MANY_NAMES[10]}', *MANY_NAMES[11:]], 12),
    ],
)
async def test_a_quotation_mark_that_nothing_closes_swallows_no_line(app, tmp_path, lines, line):
    """It ends with its line, which is named; all creators come in."""
    (tmp_path / "list.csv").write_text("\r\n".join(lines), encoding="utf-8", newline="")
    table = await app.imports.open_file(tmp_path / "list.csv")
    found = await app.imports.read(table, app.imports.preview(table, IG))

    assert [one.handle.name for one in found.creators] == MANY_NAMES
    assert table.read_as.unclosed[0] == line


async def test_a_note_of_several_lines_stays_one_cell(app):
    """Also where one of its lines could pass for a row."""
    text = 'handle,note\nvera,"Great,\nfunny, nice\n\nand ""loud"", too"\ntom,ok\n'
    table = await app.imports.open_text(text)
    found = await app.imports.read(table, app.imports.preview(table, IG))

    assert [one.handle.name for one in found.creators] == ["vera", "tom"]
    assert found.creators[0].own == (("note", 'Great,\nfunny, nice\n\nand "loud", too'),)
    assert table.read_as.unclosed == ()


@pytest.mark.parametrize(
    ("heading", "words", "role"),
    [
        ("contacted", ("x", "", "x"), Role.OWN),
        ("contacted", ("X", "X", "X"), Role.OWN),
        ("contacted on", ("instagram", "", ""), Role.OWN),
        ("where", ("instagram", "x", "tiktok"), Role.PLATFORM),
        ("platform", ("x", "", ""), Role.PLATFORM),
    ],
)
async def test_a_column_of_platforms_is_told_from_one_of_ticks(app, heading, words, role):
    """By its heading, or by names that mean nothing else in most lines."""
    lines = "\n".join(f"{name};{word}" for name, word in zip(("vera", "tom", "olli"), words, strict=True))
    shown = app.imports.preview(await app.imports.open_text(f"handle;{heading}\n{lines}\n"), IG)

    assert shown.columns[1].role is role


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
async def test_an_empty_paste_is_told(app, text):
    """In one sentence."""
    with pytest.raises(InputError, match="nothing to import"):
        await app.imports.open_text(text)


async def test_a_sheet_is_seen_once_it_is_whole(app):
    """A kill in the middle leaves no half list."""
    seen = []
    app.events.subscribe(lambda changes, _: seen.append(len(app.store.peek(sheets.all_sheets))))
    await app.store.write(
        lambda db: db.execute("CREATE TRIGGER killed BEFORE INSERT ON handles BEGIN SELECT no(); END")
    )
    with pytest.raises(Exception, match="no such function"):
        await brought_in(app)
    await app.store.write(lambda db: db.execute("DROP TRIGGER killed"))

    assert app.store.peek(sheets.all_sheets) == []
    await brought_in(app)
    assert len(app.store.peek(sheets.all_sheets)) == 1
    assert 0 not in seen


async def test_a_messy_list_of_25_600_lines_comes_in_whole(app, tmp_path: Path):
    """UTF-16, semicolons, CRLF, repeats, addresses, blanks and junk: each line is a creator, a repeat or told."""
    rng = random.Random(1)
    lines = ["Handle;Note"]
    for number in range(25_600):
        name = f"creator.{rng.randrange(20_000)}"
        address = f"https://www.instagram.com/{name}/?hl=de"
        written = rng.choice((f"@{name}", name.upper(), address, f" {name}\u200b", "", "no handle"))
        lines.append(f"{written};note {number}")
    path = tmp_path / "messy.csv"
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    table = await app.imports.open_file(path)
    shown = app.imports.preview(table, IG)
    found = await app.imports.read(table, shown)
    counts = await app.imports.count(found)
    sheet_id = await app.imports.add(found, shown)

    assert len(handles_of(app, sheet_id)) == counts.creators > 10_000
    assert counts.creators + counts.repeats + counts.bad == 25_600


# -- how a list was recognised, and what else is told of it


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("utf16le.csv", ReadAs(encoding=Encoding.UTF_16, delimiter="\t")),
        ("utf16be-bare.txt", ReadAs(encoding=Encoding.UTF_16)),
        ("utf8-bom.csv", ReadAs(encoding=Encoding.UTF_8, delimiter=";")),
        ("windows1252.csv", ReadAs(encoding=Encoding.WESTERN, delimiter=";")),
        ("sep.csv", ReadAs(encoding=Encoding.UTF_8, delimiter=";")),
        ("pipes.csv", ReadAs(encoding=Encoding.UTF_8, delimiter="|")),
        ("plain.txt", ReadAs(encoding=Encoding.UTF_8)),
        ("hidden-sheet.xlsx", ReadAs(sheet="Shown", sheets=("Shown",))),
    ],
)
async def test_a_list_says_how_it_was_recognised(app, name, read_as):
    """Encoding, delimiter and sheet, to be shown before anything comes in."""
    table = await app.imports.open_file(CORPUS / name)

    assert table.read_as == read_as


async def test_another_sheet_of_a_workbook_is_read_by_its_name(app, tmp_path: Path):
    """An empty one says which it is; a name that is not there means the first."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "read me")
        book.add_worksheet("Creators").write_column(0, 0, ["vera", "tom"])
        book.add_worksheet("Blank")
    creators = await app.imports.open_file(path, "Creators")
    with pytest.raises(InputError, match=r"The sheet “Blank” of “book\.xlsx” is empty"):
        await app.imports.open_file(path, "Blank")

    assert creators.read_as == ReadAs(sheet="Creators", sheets=("Notes", "Creators", "Blank"))
    assert [cells for _, cells in creators.lines] == [("vera",), ("tom",)]
    assert (await app.imports.open_file(path, "Gone")).read_as.sheet == "Notes"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Name;Email\nVera;Vera <vera@x.example>\nTom;no address\n", ["Vera <vera@x.example>", "no address"]),
        ("a@x.example, b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example\n\nb@x.example\n", ["a@x.example", "b@x.example"]),
        ("Note\tMore\nask her\t@vera\nbusy\tc@x.example\nfree\t@tom\n", ["c@x.example"]),
    ],
)
async def test_the_addresses_of_a_list_are_those_of_its_columns_of_emails(app, text, found):
    """Also what is no address there; without such a column every cell that is one."""
    assert list((await app.imports.addresses(await app.imports.open_text(text))).texts) == found


async def test_what_a_list_says_beside_an_address_comes_along(app):
    """Where the list names its columns: nobody is shown them before, and "Column 2" says nothing."""
    named = "Email;Team;Fee\nvera@x.example;Blue;\nVERA@x.example;Red;5\ntom@x.example;;\n"
    of_named = await app.imports.addresses(await app.imports.open_text(named))
    of_nameless = await app.imports.addresses(await app.imports.open_text("vera@x.example;Blue\ntom@x.example;Red\n"))

    assert (of_named.own, of_named.labels) == ({"vera@x.example": (("Team", "Blue"),)}, ("Team",))
    assert of_nameless.own == {}


async def test_what_was_typed_stays_when_a_creator_is_found_by_email(app):
    """What the list says is noted for a sheet until then, and changes nothing that is there."""
    sheet_id, (vera,) = await listed(app, "vera")
    await app.imports.note_beside(sheet_id, {"vera@x.example": (("Team", "Blue"), ("Status", "approved"))})
    columns = {column.label: column for column in app.store.peek(sheets.own_columns)}
    await app.store.write(lambda db: sheets.set_own(db, columns["Team"], sheet_id, [vera], "Red", 1))
    for _ in range(2):
        await app.store.write(lambda db: by_email.add_row(db, sheet_id, "vera@x.example", vera, 1, 2))

    assert own_of(app, sheet_id) == {"Team": "Red", "Status": "Approved"}


async def test_a_list_without_any_address_says_so(app):
    """There is nothing to look up."""
    with pytest.raises(InputError, match="There is no email in “Pasted list”"):
        await app.imports.addresses(await app.imports.open_text("@vera\n@tom"))


async def test_who_stands_in_a_sheet_already_is_counted(app):
    """Before rows go behind its own."""
    sheet_id, _ = await listed(app, "vera")
    table = await app.imports.open_text(LIST)
    found = await app.imports.read(table, app.imports.preview(table, IG))

    assert (await app.imports.count(found, sheet_id=sheet_id)).in_sheet == 1
    assert (await app.imports.count(found)).in_sheet == 0


async def test_a_sheet_knows_the_columns_that_lists_brought(app):
    """In their order, each once."""
    sheet_id = await brought_in(app)
    await brought_in(app, "Handle,Team,City\nolli,Ulm,Bonn\n", sheet_id=sheet_id)
    keys = app.store.peek(lambda db: own.brought(db, sheet_id))
    labels = {column.key: column.label for column in app.store.peek(sheets.own_columns)}

    assert [labels[key] for key in keys] == ["Status", "Team", "Rating", "City"]


async def test_handles_wait_for_their_platform(app):
    """They are told apart from what is no handle at all."""
    table = await app.imports.open_text(LIST)
    found = await app.imports.read(table, app.imports.preview(table))

    assert (len(found.creators), found.unplaced, len(found.bad)) == (0, 3, 4)


async def test_an_import_tells_how_far_it_is_and_may_be_cancelled(app):
    """A new sheet is then never seen; one that was there keeps what came before."""
    text = "Handle\n" + "\n".join(f"creator{number}" for number in range(3 * AT_ONCE))
    for into in (None, (await listed(app))[0]):
        heard: asyncio.Queue[int] = asyncio.Queue()
        work = asyncio.create_task(brought_in(app, text, sheet_id=into, progress=heard.put_nowait))
        assert await heard.get() == AT_ONCE
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    (left,) = app.store.peek(sheets.all_sheets)
    assert left.id == into
    assert AT_ONCE <= left.rows < 3 * AT_ONCE


async def test_the_preview_shows_dates_and_flags_as_they_will_be_kept(app):
    """Not as the program holds them."""
    shown = app.imports.preview(await app.imports.open_file(CORPUS / "excel.xlsx"))

    assert shown.rows[0][2:] == ("2026-05-03", "1250.5", "yes")
