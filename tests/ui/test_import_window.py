"""Importing in the window: a list from a file, the clipboard or a drop is shown before it comes in; nothing is sent."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QWidget

from app.domain.platforms import Platform
from app.services.importing import MAX_UNPACKED, Encoding, Role
from app.ui.dialogs.details import DetailsDialog
from app.ui.dialogs.importing.bad_lines import BadLinesDialog
from app.ui.dialogs.importing.dialog import ImportDialog
from app.ui.window.sheet_room import Stand
from tests.ui.desk import Desk
from tests.whole_app import Spent, listed

pytestmark = pytest.mark.usefixtures("own_folders")
CORPUS = Path(__file__).parent.parent / "services" / "import_corpus"
BEGUN = "Bringing in 0 of 4,000…"
LIST = "Handle;Team;Status\nvera;Köln;Shortlist\n@VERA;;\nhannadvorak;Ulm;\nnot a handle;;\ntom@x.example;;\n"


def written(folder: Path, text: str = LIST, name: str = "spring.csv", encoding: str = "utf-16") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


async def opened_dialog(desk: Desk) -> ImportDialog:
    desk.window.actions_["action_import"].trigger()
    return await desk.dialog(ImportDialog)


async def looked_at(desk: Desk, given: Path | str, platform: Platform | None = Platform.INSTAGRAM) -> ImportDialog:
    """The dialog with a list that was read, its bare handles on `platform`."""
    dialog = await opened_dialog(desk)
    dialog.take(given)
    await desk.until(lambda: is_read(dialog))
    if platform is not None:
        choose(dialog.look.platform, platform)
        await desk.until(lambda: is_read(dialog))
    return dialog


def is_read(dialog: ImportDialog) -> bool:
    return dialog.pages.currentWidget() is dialog.look and dialog.go.text() != "Reading…"


def choose(box: QComboBox, value: object) -> None:
    """Choose an entry as a person does."""
    at = box.findData(value)
    assert at >= 0, value
    box.setCurrentIndex(at)
    box.activated.emit(at)


def part(dialog: ImportDialog, kind: type, name: str) -> QWidget:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


async def bring_in(desk: Desk, dialog: ImportDialog) -> None:
    await desk.until(dialog.go.isEnabled)
    dialog.go.click()
    await desk.until(lambda: QApplication.activeModalWidget() is None)
    await desk.settled()


def handles(desk: Desk) -> list[str]:
    model = desk.session.model
    assert model is not None
    return [row.handle.name for row in model.rows_now(list(model.ids()))]


def headings(desk: Desk) -> list[str]:
    model = desk.session.model
    assert model is not None
    return [column.label for column in model.columns]


# -- from the list to the sheet


async def test_a_file_is_shown_as_it_is_understood_and_becomes_a_sheet(
    desk: Desk, spent: Spent, tmp_path: Path
) -> None:
    """Recognised, counted, brought in with its columns; no credit is spent and nobody's details are asked for."""
    dialog = await looked_at(desk, written(tmp_path))
    counts = dialog.look.counts

    assert dialog.look.recognised.text() == "Text (UTF-16) · semicolons between columns · 5 lines"
    assert dialog.aside.text() == "Importing is free"
    assert [counts.said(key) for key in ("new", "known", "repeats", "bad")] == [
        "2 new",
        "",
        "1 names somebody a second time",
        "1 line cannot be read",
    ]
    assert counts.said("emails") == "1 line has only an email. Looking up whose it is costs 0.05 credits each."
    assert dialog.go.text() == "Bring in 2 creators"
    await bring_in(desk, dialog)
    assert desk.session.sheet is not None
    assert (desk.session.sheet.name, handles(desk)) == ("spring", ["vera", "hannadvorak"])
    assert headings(desk)[-3:] == ["Status", "Team", "Note"]
    assert spent.credits == 0
    assert [arrival for arrival in spent.paid_arrivals if "exclu" not in arrival["path"]] == []


async def test_nothing_comes_in_before_the_platform_of_bare_handles_is_said(desk: Desk, tmp_path: Path) -> None:
    """A wrong guess would be paid for later; addresses need no answer."""
    dialog = await looked_at(desk, written(tmp_path), platform=None)
    await desk.until(lambda: dialog.look.trouble.isVisible())

    assert dialog.look.trouble.text() == "Choose the platform of 3 handles."
    assert dialog.look.counts.said("bad") == "1 line cannot be read"
    assert not dialog.go.isEnabled()
    choose(dialog.look.platform, Platform.TIKTOK)
    await desk.until(dialog.go.isEnabled)
    assert dialog.look.trouble.isHidden()
    await bring_in(desk, dialog)
    model = desk.session.model
    assert model is not None
    assert {row.handle.platform for row in model.rows_now(list(model.ids()))} == {Platform.TIKTOK}


async def test_addresses_of_all_platforms_need_no_answer(desk: Desk) -> None:
    """Each says its own platform."""
    dialog = await looked_at(desk, CORPUS / "addresses.txt", platform=None)

    assert dialog.go.text() == "Bring in 12 creators"
    assert dialog.look.platform.parentWidget().isHidden()
    assert dialog.go.isEnabled()


async def test_what_a_column_holds_may_be_chosen_and_is_remembered(desk: Desk, tmp_path: Path) -> None:
    """Counts follow; the next list with that heading is understood in the same way."""
    dialog = await looked_at(desk, written(tmp_path))
    choose(part(dialog, QComboBox, "role_1"), Role.NONE.value)
    name = part(dialog, QLineEdit, "label_2")
    name.selectAll()
    QTest.keyClicks(name, "Stage")
    await desk.until(dialog.go.isEnabled)
    await bring_in(desk, dialog)

    assert headings(desk)[-3:] == ["Status", "Stage", "Note"]
    again = await looked_at(desk, written(tmp_path, name="summer.csv"))
    assert part(again, QComboBox, "role_1").currentData() == Role.NONE
    assert part(again, QLineEdit, "label_2").text() == "Stage"
    again.reject()


async def test_the_platform_chosen_for_a_file_is_there_the_next_time(desk: Desk, tmp_path: Path) -> None:
    """In sight, where it can be changed."""
    path = written(tmp_path)
    await bring_in(desk, await looked_at(desk, path, Platform.TIKTOK))
    again = await looked_at(desk, path, platform=None)

    assert again.look.platform.currentData() == Platform.TIKTOK
    assert again.look.platform.isVisible()
    assert again.go.isEnabled()
    again.reject()


async def test_the_letters_of_an_old_windows_list_may_be_chosen(desk: Desk, tmp_path: Path) -> None:
    """Its bytes do not tell which Windows wrote them; of other lists nothing is asked."""
    dialog = await looked_at(desk, written(tmp_path, "Handle;City\nvera;Łódź\n", encoding="cp1250"))
    look, rows = dialog.look, lambda: dialog.understood.shown.rows

    assert look.recognised.text() == "Semicolons between columns · 1 line"
    assert (look.encoding.isVisible(), look.encoding.currentText()) == (True, "Western (Windows-1252)")
    assert rows() == (("vera", "£ódŸ"),)
    choose(look.encoding, Encoding.CENTRAL)
    await desk.until(lambda: rows() == (("vera", "Łódź"),) and is_read(dialog))
    assert look.platform.currentData() == Platform.INSTAGRAM
    await bring_in(desk, dialog)
    other = await looked_at(desk, written(tmp_path), platform=None)
    assert other.look.encoding.isHidden()
    other.reject()


async def test_no_look_up_is_offered_while_a_platform_is_missing(desk: Desk) -> None:
    """Of a line with a handle and an address the platform is asked for; then only the others are to be paid."""
    dialog = await looked_at(desk, "Handle;Email\nvera;vera@x.example\n;tom@x.example\n", platform=None)
    counts = dialog.look.counts

    assert (dialog.go.text(), dialog.go.isEnabled()) == ("Bring in", False)
    assert counts.said("emails") == "1 line has only an email. Looking up whose it is costs 0.05 credits each."
    assert dialog.look.look_up.isHidden()
    choose(dialog.look.platform, Platform.INSTAGRAM)
    await desk.until(dialog.go.isEnabled)
    assert dialog.go.text() == "Bring in 1 creator"
    assert dialog.look.look_up.text() == "Look up 1 email…"
    dialog.reject()


async def test_tab_goes_through_the_list_from_top_to_bottom(desk: Desk, tmp_path: Path) -> None:
    """Every choice has a name for screen readers."""
    dialog = await looked_at(desk, written(tmp_path))
    dialog.look.heading.setFocus()
    stops = []
    while (at := dialog.focusWidget()) is not dialog.go:
        stops.append(at.objectName())
        assert at.accessibleName() or getattr(at, "text", str)(), at.objectName()
        QTest.keyClick(at, Qt.Key.Key_Tab)

    columns = ["role_0", "role_1", "label_1", "role_2", "label_2"]
    found = ["handle_platform", "look_up_button", "show_bad_button", "into_new", "new_sheet_name"]
    assert stops == ["has_heading", *columns, *found, "back_button", "cancel_button"]
    dialog.reject()


async def test_tab_finds_every_column_of_a_wide_list(desk: Desk) -> None:
    """Columns are made when they come near the edge; what was chosen for one stays when it is far off."""
    text = "\n".join("\t".join([who, *(f"{who} {at}" for at in range(1, 40))]) for who in ("Handle", "vera", "tom"))
    dialog = await looked_at(desk, text)
    made = len(dialog.look.columns.stops()) // 2
    dialog.look.columns.first.setFocus()
    choose(part(dialog, QComboBox, "role_3"), Role.NONE.value)
    stops = []
    while (at := dialog.focusWidget()) is not dialog.look.platform:
        stops.append(at.objectName())
        QTest.keyClick(at, Qt.Key.Key_Tab)

    assert made < 12
    assert [name for name in stops if name.startswith("role_")] == [f"role_{at}" for at in range(40)]
    assert part(dialog, QComboBox, "role_3").currentData() == Role.NONE
    assert "label_3" not in stops
    dialog.reject()


async def test_the_heading_and_the_sheet_of_a_workbook_may_be_chosen(desk: Desk, tmp_path: Path) -> None:
    """What was chosen for a column stays when the heading changes."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_column(0, 0, ["read me", "please"])
        book.add_worksheet("Creators").write_column(0, 0, ["vera", "tom"])
    dialog = await looked_at(desk, path)
    choose(dialog.look.sheets, "Creators")
    await desk.until(lambda: is_read(dialog))
    await desk.until(lambda: dialog.go.text() == "Bring in 2 creators")

    assert dialog.look.where.name.text() == "Creators"
    dialog.look.heading.click()
    await desk.until(lambda: dialog.go.text() == "Bring in 1 creator")
    assert dialog.look.recognised.text() == "Excel workbook · 1 line"
    dialog.reject()


async def test_who_is_there_already_and_who_is_hidden_is_counted(desk: Desk, tmp_path: Path) -> None:
    """The hidden ones stay out unless somebody wants them."""
    await listed(desk.app, "hannadvorak")
    hidden = await desk.app.exclusions.default(Platform.INSTAGRAM)
    await desk.app.exclusions.add(hidden.id, ["vera"])
    dialog = await looked_at(desk, written(tmp_path))
    counts = dialog.look.counts
    await desk.until(lambda: counts.said("hidden"))
    await desk.until(dialog.go.isEnabled)

    assert counts.said("known") == "1 already in My creators"
    assert (counts.said("hidden"), dialog.go.text()) == ("1 hidden from future searches", "Bring in 1 creator")
    dialog.look.leave_out.click()
    assert dialog.go.text() == "Bring in 2 creators"
    dialog.look.leave_out.click()
    await bring_in(desk, dialog)
    assert handles(desk) == ["hannadvorak"]
    await desk.app.exclusions.remove(hidden.id, ["vera"])


async def test_lines_that_cannot_be_read_are_listed_and_can_be_copied(desk: Desk, tmp_path: Path) -> None:
    """With their line in the file and the reason."""
    dialog = await looked_at(desk, written(tmp_path))
    dialog.look.show_bad.click()
    lines = await desk.dialog(BadLinesDialog)
    lines._copy.click()

    item = lines.list.topLevelItem(0)
    assert [item.text(column) for column in range(3)] == ["5", "not a handle", "A handle has no spaces."]
    assert QGuiApplication.clipboard().text() == "Line\tText\tWhy\n5\tnot a handle\tA handle has no spaces."
    lines.accept()
    dialog.reject()


async def test_a_list_may_go_behind_the_rows_of_the_shown_sheet(desk: Desk, tmp_path: Path) -> None:
    """Who stands there already is counted and stays where they are."""
    sheet_id, _ = await listed(desk.app, "olli", "vera")
    await desk.session.show_sheet(sheet_id)
    dialog = await looked_at(desk, written(tmp_path))
    dialog.look.where.there.click()
    await desk.until(lambda: dialog.look.counts.said("in_sheet"))

    assert dialog.look.counts.said("in_sheet") == "1 stands in “List” already"
    await bring_in(desk, dialog)
    assert handles(desk) == ["olli", "vera", "hannadvorak"]
    assert "Team" in headings(desk)


async def test_details_of_who_came_in_are_one_click_and_a_price_away(desk: Desk, spent: Spent, tmp_path: Path) -> None:
    """The notice ticks them and asks; nothing is bought by importing."""
    await bring_in(desk, await looked_at(desk, written(tmp_path)))
    notice = desk.window.room.notice
    await desk.until(lambda: "2 creators are in “spring”. Nothing was charged." in notice.text.text())
    notice.action.click()
    details = await desk.dialog(DetailsDialog)

    assert details.heading.text() == "Get details for 2 creators"
    details.reject()
    assert spent.credits == 0


# -- ways to give a list


@contextmanager
def data_of(*paths: Path, text: str = "") -> Iterator[QMimeData]:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    yield data


def drop(over: QWidget, data: QMimeData) -> tuple[bool, bool]:
    """Drag something over a widget and let it go; returns whether each was accepted."""
    middle, actions = QPoint(over.width() // 2, over.height() // 2), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(middle, actions, data, buttons, keys)
    QApplication.sendEvent(over, enter)
    let_go = QDropEvent(QPointF(middle), actions, data, buttons, keys)
    QApplication.sendEvent(over, let_go)
    return enter.isAccepted(), let_go.isAccepted()


async def test_a_file_dropped_on_the_window_is_looked_at(desk: Desk, tmp_path: Path) -> None:
    """Nothing comes in before the button is pressed."""
    with data_of(written(tmp_path)) as data:
        assert drop(desk.window, data) == (True, True)
    dialog = await desk.dialog(ImportDialog)
    await desk.until(lambda: is_read(dialog))

    assert dialog.heading.text() == "Import “spring.csv”"
    assert desk.session.sheet is None
    dialog.reject()


async def test_text_dropped_on_the_dialog_is_a_list_too(desk: Desk) -> None:
    """Another list takes the place of the first."""
    dialog = await looked_at(desk, "@vera\n@tom", platform=Platform.INSTAGRAM)
    with data_of(text="https://tiktok.com/@olli") as data:
        assert drop(dialog, data) == (True, True)
    await desk.until(lambda: dialog.go.text() == "Bring in 1 creator")
    dialog.reject()


async def test_of_two_lists_dropped_at_once_none_is_taken(desk: Desk, tmp_path: Path) -> None:
    """It is said, on the window as in the dialog; one of them can be dropped at once."""
    both = (written(tmp_path), written(tmp_path, name="summer.csv"))
    with data_of(*both) as data:
        assert drop(desk.window, data) == (True, True)
    dialog = await desk.dialog(ImportDialog)
    assert dialog.source.said.text() == "Drop one list at a time."
    with data_of(both[1]) as data:
        drop(dialog, data)
    await desk.until(lambda: is_read(dialog))
    with data_of(*both) as data:
        drop(dialog, data)

    assert dialog.heading.text() == "Import “summer.csv”"
    assert dialog.look.trouble.text() == "Drop one list at a time."
    dialog.reject()


async def test_a_dropped_folder_is_told_as_one(desk: Desk, tmp_path: Path) -> None:
    """With what to drop instead."""
    folder = tmp_path / "Lists"
    folder.mkdir()
    with data_of(folder) as data:
        drop(desk.window, data)
    dialog = await desk.dialog(ImportDialog)
    await desk.until(lambda: dialog.source.said.text())

    assert dialog.source.said.text() == "“Lists” is a folder. Choose the list itself."
    dialog.reject()


async def test_a_picture_is_not_taken(desk: Desk) -> None:
    """What is neither a file nor text is refused while it is dragged."""
    data = QMimeData()
    data.setData("image/png", b"\x89PNG")

    assert drop(desk.window, data) == (False, False)


async def test_a_list_pasted_where_no_rows_are_is_looked_at(desk: Desk) -> None:
    """Ctrl+V in the empty place; with rows it does nothing."""
    QGuiApplication.clipboard().setText("https://tiktok.com/@olli\nhttps://tiktok.com/@maren.s")
    assert desk.window.room.stand is Stand.NO_SHEET
    QTest.keyClick(desk.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = await desk.dialog(ImportDialog)
    await desk.until(lambda: is_read(dialog))
    await bring_in(desk, dialog)
    QTest.keyClick(desk.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert handles(desk) == ["olli", "maren.s"]
    assert QApplication.activeModalWidget() is None


async def test_a_list_is_pasted_and_nothing_of_it_is_lost_on_the_way_back(desk: Desk) -> None:
    """What was typed stays through looking, going back and what cannot be read."""
    dialog = await opened_dialog(desk)
    assert not dialog.go.isEnabled()
    dialog.source.field.setPlainText("@vera\n@tom")
    dialog.go.click()
    await desk.until(lambda: is_read(dialog))
    dialog.back.click()

    assert dialog.source.text == "@vera\n@tom"
    dialog.take(CORPUS / "picture.csv")
    await desk.until(lambda: dialog.source.said.text())
    assert dialog.source.text == "@vera\n@tom"
    dialog.reject()


async def test_a_file_is_chosen_with_the_keyboard(desk: Desk, tmp_path: Path) -> None:
    """Qt's own dialog, which nests no loop; the next one begins in that folder."""
    path = written(tmp_path)
    dialog = await opened_dialog(desk)
    dialog.source.choose.setFocus()
    QTest.keyClick(dialog.source.choose, Qt.Key.Key_Space)
    picker = await desk.dialog(QFileDialog)
    picker.setDirectory(str(path.parent))
    picker.findChild(QLineEdit, "fileNameEdit").setText(path.name)
    picker.accept()
    await desk.until(lambda: is_read(dialog))
    dialog.reject()
    dialog = await opened_dialog(desk)
    dialog.source.choose.click()
    picker = await desk.dialog(QFileDialog)

    assert picker.directory().path() == str(tmp_path)
    picker.reject()
    await desk.dialog(ImportDialog)
    dialog.reject()


# -- lists that are none


def bomb(folder: Path) -> Path:
    """A workbook that unpacks to more than may be."""
    import zipfile

    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed, packed.open("a.xml", "w") as part:
        for _ in range(MAX_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    return path


def huge(folder: Path) -> Path:
    """200 MB that take no room on the disk."""
    path = folder / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.csv", "“empty.csv” is empty. Choose another file."),
        ("picture.csv", "“picture.csv” is not a text file."),
        ("password.xlsx", "“password.xlsx” is protected by a password or from an old version of Excel."),
        ("bomb", "“bomb.xlsx” unpacks to more than 400 MB. Save only the list itself."),
        ("huge", "“huge.csv” is larger than 100 MB. Split it into smaller files."),
        ("old-excel.xls", "“old-excel.xls” is not a list that Scoutsheet can read."),
    ],
)
async def test_what_is_no_list_is_told_in_a_sentence_and_the_dialog_stays(
    desk: Desk, tmp_path: Path, name: str, said: str
) -> None:
    """And another list can be given at once."""
    path = {"bomb": bomb, "huge": huge}.get(name, lambda _folder: CORPUS / name)(tmp_path)
    dialog = await opened_dialog(desk)
    dialog.take(path)
    await desk.until(lambda: dialog.source.said.text())

    assert dialog.source.said.text().startswith(said)
    assert dialog.isVisible()
    dialog.take(CORPUS / "addresses.txt")
    await desk.until(lambda: is_read(dialog))
    assert dialog.go.isEnabled()
    dialog.reject()


async def test_a_list_that_names_nobody_says_so_on_the_button(desk: Desk) -> None:
    """The lines are there to be looked at."""
    dialog = await looked_at(desk, CORPUS / "nobody.txt", platform=None)
    await desk.until(lambda: dialog.look.counts.said("bad"))

    assert not dialog.go.isEnabled()
    assert dialog.go.toolTip() == "No line names a creator. Choose which column holds the handles."
    assert dialog.look.counts.said("bad") == "6 lines cannot be read"
    dialog.reject()


async def test_a_full_disk_leaves_the_list_in_the_dialog(desk: Desk, tmp_path: Path) -> None:
    """The sentence says what to do; the same button tries again."""
    dialog = await looked_at(desk, written(tmp_path))
    await desk.app.store.write(lambda db: db.execute("PRAGMA max_page_count = 1"))
    text = "Handle;Team\n" + "\n".join(f"creator{number};{'x' * 2000}" for number in range(2000))
    dialog.take(written(tmp_path, text, "big.csv"))
    await desk.until(lambda: is_read(dialog) and dialog.look.recognised.text().endswith("2,000 lines"))
    choose(dialog.look.platform, Platform.INSTAGRAM)
    await desk.until(dialog.go.isEnabled)
    dialog.go.click()
    await desk.until(lambda: dialog.look.trouble.text())

    assert dialog.isVisible()
    assert desk.session.sheet is None
    await desk.app.store.write(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
    await bring_in(desk, dialog)
    assert len(handles(desk)) == 2000


async def test_bringing_in_can_be_stopped_and_the_list_is_still_there(desk: Desk, tmp_path: Path) -> None:
    """A new sheet is kept whole or not at all; the same button begins again."""
    text = "Handle\n" + "\n".join(f"creator{number}" for number in range(4000))
    dialog = await looked_at(desk, written(tmp_path, text))
    dialog.go.click()
    await desk.until(lambda: dialog.go.text() not in (BEGUN, "Bring in 4,000 creators"))
    assert dialog.cancel.text() == "Stop"
    dialog.cancel.click()
    await desk.until(lambda: dialog.go.text() == "Bring in 4,000 creators")

    assert dialog.look.trouble.text() == "Stopped. Nothing came in."
    assert desk.session.sheet_names() == {}
    await bring_in(desk, dialog)
    assert len(handles(desk)) == 4000


async def test_a_messy_list_of_25_600_lines_leaves_the_window_alive(desk: Desk, tmp_path: Path, spent: Spent) -> None:
    """Repeats, addresses, blanks and junk; it is read and written beside the window's own work."""
    rng = random.Random(1)
    lines = ["Handle;Note"]
    for line in range(25_600):
        name = f"creator.{rng.randrange(20_000)}"
        said = rng.choice((f"@{name}", name.upper(), f"https://www.instagram.com/{name}/?hl=de", "", "no handle"))
        lines.append(f"{said};note {line}")
    dialog = await looked_at(desk, written(tmp_path, "\r\n".join(lines)))
    await desk.until(dialog.go.isEnabled)
    told = dialog.look.counts.said("new")
    await bring_in(desk, dialog)

    assert f"{len(handles(desk)):,} new" == told
    assert len(set(handles(desk))) == len(handles(desk)) > 10_000
    assert spent.credits == Decimal(0)


async def test_the_rows_of_a_list_say_which_platform_they_are_on(desk: Desk) -> None:
    """It may mix platforms: by the mark in the Creator cell, in words where the mouse rests."""
    dialog = await looked_at(desk, "https://tiktok.com/@vera\nhttps://youtube.com/@olli\n", None)
    await desk.until(dialog.go.isEnabled)
    dialog.go.click()
    await desk.until(lambda: desk.session.model is not None and desk.session.model.rowCount() == 2)
    await desk.settled()
    model = desk.session.model
    cells = [model.cells(row)[1] for row in range(2)]

    assert [cell.icon for cell in cells] == ["fa6b.tiktok", "fa6b.youtube"]
    assert ["TikTok" in cells[0].tip, "YouTube" in cells[1].tip] == [True, True]


async def test_a_pasted_list_survives_the_closing_of_the_dialog(desk: Desk) -> None:
    """It is there the next time, and gone once somebody took it out."""
    dialog = await opened_dialog(desk)
    dialog.source.field.setPlainText("@vera")
    dialog.reject()
    dialog = await opened_dialog(desk)
    kept = dialog.source.text
    dialog.source.field.clear()
    dialog.reject()
    dialog = await opened_dialog(desk)
    cleared = dialog.source.text
    dialog.reject()

    assert (kept, cleared) == ("@vera", "")


async def test_a_pasted_list_stays_while_a_file_is_brought_in(desk: Desk, tmp_path: Path) -> None:
    """Only the list that came in is done with."""
    dialog = await opened_dialog(desk)
    dialog.source.field.setPlainText("https://tiktok.com/@vera")
    dialog.take(CORPUS / "addresses.txt")
    await desk.until(lambda: is_read(dialog))
    await bring_in(desk, dialog)
    dialog = await opened_dialog(desk)
    kept = dialog.source.text
    dialog.go.click()
    await desk.until(lambda: is_read(dialog))
    await bring_in(desk, dialog)
    dialog = await opened_dialog(desk)
    afterwards = dialog.source.text
    dialog.reject()

    assert (kept, afterwards) == ("https://tiktok.com/@vera", "")
