"""The sheet: what its cells say, what stays where it is while rows come, go and change places, and what keys do."""

import asyncio
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolTip, QVBoxLayout, QWidget
from shiboken6 import delete, isValid

from app.domain.creators import Found, Reading
from app.domain.errors import AppError, DiskError
from app.domain.jobs import EnrichOptions, JobKind, JobState, RequestState
from app.domain.money import Had, Tier
from app.domain.platforms import Handle, Platform
from app.ui.sheet_table import SheetModel, SheetView, default_columns, every_column
from app.ui.sheet_table.cells import DASH, country_name, full_tip
from app.ui.sheet_table.column_facts import CHECK, TIP, VALUE
from app.ui.sheet_table.ink import ink
from app.ui.sheet_table.order import insertions
from app.ui.sheet_table.plain import one_line
from app.ui.theme import colour, px
from app.workspace import creators, jobs, requests, sheet_rows, sheets
from app.workspace.sheet_rows import Order
from app.workspace.store import Store, open_for_reading, open_store

MAY_3 = 1_777_800_000_000  # 3 May 2026, 09:20 UTC
TODAY = date(2026, 11, 22)
FULL = EnrichOptions(tier=Tier.FULL)
SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
Until = Callable[..., object]


class Window(QWidget):
    """The least of a window: it hears of errors as the real one does."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[AppError] = []
        self.resize(978, 560)
        self.view = SheetView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_notice(self, text: str, action_text: str, callback: Callable[[], None] | None) -> None:
        raise AssertionError(text)

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)


class Desk:
    """A real workspace with one sheet, and a window to see it in."""

    def __init__(self, store: Store, window: Window) -> None:
        self.store = store
        self.window = window
        self.view = window.view
        self.own = {column.key: column for column in store.peek(sheets.own_columns)}
        self.sheet_id = store.write_now(
            lambda db: sheets.add(db, "Berlin vegan", search_id=None, list_key=None, at_ms=0)
        )

    def add(
        self, *names: str, followers: int | None = 1000, engagement: float | None = 5.0, **more: object
    ) -> list[int]:
        """Creators as a search brings them; `name` may differ from the handle."""

        def work(db: object) -> list[int]:
            ids = []
            for name in names:
                handle = Handle(platform=Platform.INSTAGRAM, name=name.lower())
                found = Found(
                    handle=handle,
                    shown_handle=name,
                    name=more.get("name", name.title()),
                    followers=followers,
                    engagement=engagement,
                )
                creator_id = creators.add_found(db, found, 0)
                (last,) = db.execute("SELECT count(*) FROM sheet_rows").fetchone()
                sheets.add_row(db, self.sheet_id, creator_id, last, 0)
                ids.append(creator_id)
            return ids

        return self.store.write_now(work)

    def many(self, count: int) -> list[int]:
        return [self.add(f"creator{at:04}", followers=(at * 7919) % 1000 + 1)[0] for at in range(count)]

    def details(self, creator_id: int, parts: Had, **values: object) -> None:
        def work(db: object) -> None:
            handle = creators.handle_of(db, creator_id)
            reading = Reading(handle=handle, parts=parts, values=values, raw=b"{}")
            creators.add_reading(db, creator_id, reading, FULL.key, None, MAY_3)

        self.store.write_now(work)

    def request(self, creator_id: int, state: RequestState, outcome: str = "") -> None:
        """A request about the creator that came to this state."""

        def work(db: object) -> None:
            job = jobs.NewJob(kind=JobKind.ENRICH, title="", sheet_id=self.sheet_id, most=Decimal(1), options=FULL)
            job_id = jobs.add(db, job, 0)
            jobs.set_state(db, job_id, JobState.RUNNING, 0)
            requests.add_requests(db, job_id, Decimal(1), creators=[creator_id])
            (request,) = requests.in_state(db, job_id, RequestState.WAITING)
            requests.mark_sent(db, request.id, 0)
            if state is not RequestState.SENT:
                requests.settle(db, request.id, state, 1, outcome=outcome)

        self.store.write_now(work)

    def own_value(self, creator_id: int, key: str) -> str:
        (row,) = self.store.peek(lambda db: sheet_rows.rows(db, self.sheet_id, [creator_id]))
        return row.own.get(key, "")

    def stored_ticks(self) -> list[int]:
        return self.store.peek(lambda db: sheets.ticked_ids(db, self.sheet_id))

    async def open(self, *, details: bool = False, all_columns: bool = False) -> SheetModel:
        """Show the sheet; returns its model with the rows read."""
        own = list(self.own.values())
        columns = default_columns(Platform.INSTAGRAM, details, own)
        if all_columns:
            columns = every_column(Platform.INSTAGRAM, own)
        english = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
        model = SheetModel(self.store, self.sheet_id, columns, self.view, locale=english, today=lambda: TODAY)
        await model.reload()
        self.view.show_sheet(model)
        return model

    def select(self, top: int, left: int, bottom: int, right: int) -> None:
        model = self.view.sheet_model
        cells = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.view.setCurrentIndex(model.index(top, left))
        self.view.selectionModel().select(cells, SELECT)


@pytest.fixture
def desk(tmp_path: Path, qtbot) -> Iterator[Desk]:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    store = open_store(tmp_path)
    yield Desk(store, window)
    store.close()


def text(model: SheetModel, row: int, key: str) -> str | None:
    return model.index(row, model.column_of(key)).data()


def tip(model: SheetModel, row: int, key: str) -> str | None:
    return model.index(row, model.column_of(key)).data(TIP)


def handles(model: SheetModel) -> list[str | None]:
    return [text(model, row, "creator") for row in range(model.rowCount())]


# -- rows and their order


async def test_the_model_keeps_qts_rules_while_rows_come_go_and_change_places(desk: Desk, qtmodeltester) -> None:
    """Qt's own tester watches a model that grows at the end and in the middle, is re-sorted, narrowed and edited."""
    ids = desk.many(450)
    model = await desk.open()
    qtmodeltester.check(model)

    desk.add("late")
    await model.reload()
    await model.set_order(Order(by="followers"))
    desk.add("middle", followers=500)
    await model.reload()
    model.set_ticked(ids[:3], True)
    model.set_own(ids[:2], "note", "hello")
    await model.refresh()
    await model.set_order(Order(by="followers", descending=True, words="creator00"))
    model.set_columns(default_columns(Platform.INSTAGRAM, True, list(desk.own.values())))
    qtmodeltester.check(model)

    assert model.rowCount() == 100


async def test_rows_that_come_while_one_works_leave_everything_in_place(desk: Desk) -> None:
    """Selection, current cell and what is in sight stay when a new page comes in above them."""
    desk.many(300)
    model = await desk.open()
    await model.set_order(Order(by="followers"))
    desk.select(150, 2, 155, 4)
    desk.view.verticalScrollBar().setValue(140 * 32 + 7)
    seen = [model.creator_at(desk.view.rowAt(y)) for y in (0, 200, 400)]
    chosen = desk.view.selected_ids()
    current = model.creator_at(desk.view.currentIndex().row())

    desk.add("first", "second", followers=0)
    await model.reload()

    assert handles(model)[:2] == ["first", "second"]
    assert [model.creator_at(desk.view.rowAt(y)) for y in (0, 200, 400)] == seen
    assert desk.view.selected_ids() == chosen
    assert model.creator_at(desk.view.currentIndex().row()) == current


async def test_sorting_keeps_the_current_cell_and_the_selection_with_their_creators(desk: Desk) -> None:
    """A re-order moves the marks with the creators, not with the row numbers."""
    desk.add("b", followers=2)
    desk.add("c", followers=3)
    desk.add("a", followers=1)
    model = await desk.open()
    desk.select(0, 2, 1, 3)

    await model.set_order(Order(by="followers", descending=True))

    at = desk.view.currentIndex()
    assert handles(model) == ["c", "b", "a"]
    assert (text(model, at.row(), "creator"), at.column()) == ("b", 2)
    assert [(s.top, s.left, s.bottom, s.right) for s in desk.view._spans()] == [(0, 2, 1, 3)]


def marked(desk: Desk) -> set[tuple[str, str]]:
    """The selected cells as (creator, column)."""
    model = desk.view.sheet_model
    return {
        (text(model, row, "creator"), model.columns[at].key)
        for span in desk.view._spans()
        for row in range(span.top, span.bottom + 1)
        for at in range(span.left, span.right + 1)
    }


async def test_columns_that_come_in_leave_the_marked_cells_and_the_current_one(desk: Desk) -> None:
    """The first details bring columns while somebody works: the marks stay with creator and column."""
    desk.many(6)
    model = await desk.open()
    note = model.column_of("note")
    desk.select(1, model.column_of("followers"), 3, note)
    before, own = marked(desk), list(desk.own.values())

    model.set_columns(default_columns(Platform.INSTAGRAM, True, own))
    with_details = marked(desk), desk.view.currentIndex().row(), desk.view.currentIndex().column()
    moved = model.column_of("note"), model.column_of("followers")
    model.set_columns(default_columns(Platform.INSTAGRAM, False, own))

    assert moved[0] > note
    assert with_details == (before, 1, moved[1])
    assert marked(desk) == before
    assert len(before) == 3 * (note - moved[1] + 1)


async def test_a_row_marked_as_a_whole_stays_whole_with_more_columns(desk: Desk) -> None:
    """Who marked everything about a creator means what comes in, too."""
    desk.many(3)
    model = await desk.open()
    desk.select(1, 0, 1, model.columnCount() - 1)

    model.set_columns(default_columns(Platform.INSTAGRAM, True, list(desk.own.values())))

    assert [(s.top, s.left, s.bottom, s.right) for s in desk.view._spans()] == [(1, 0, 1, model.columnCount() - 1)]


async def test_the_whole_sheet_stays_selected_when_it_is_sorted(desk: Desk) -> None:
    """Select all, sort: everything is still selected, as one range."""
    desk.many(30)
    model = await desk.open()
    desk.view.selectAll()

    await model.set_order(Order(by="followers"))

    assert len(desk.view.selected_ids()) == 30
    assert desk.view.selectionModel().selection().count() == 1


@pytest.mark.parametrize("descending", [False, True], ids=["ascending", "descending"])
async def test_empty_cells_come_last_whichever_way_one_sorts(desk: Desk, descending: bool) -> None:
    """What nobody knows is neither the smallest nor the largest."""
    desk.add("hidden", followers=None)
    desk.add("small", followers=0)
    desk.add("big", followers=9)
    model = await desk.open()

    await model.set_order(Order(by="followers", descending=descending))

    known = ["big", "small"] if descending else ["small", "big"]
    assert handles(model) == [*known, "hidden"]


async def test_a_heading_sorts_up_then_down_then_as_it_came(desk: Desk, qtbot, until: Until) -> None:
    """Three clicks on Followers."""
    desk.add("b", followers=2)
    desk.add("c", followers=3)
    desk.add("a", followers=1)
    model = await desk.open()
    heading = desk.view.heading
    place = QPoint(heading.sectionViewportPosition(3) + 20, 10)
    seen = []

    for _ in range(3):
        qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: model.order == model.wanted_order)
        seen.append("".join(handles(model)))

    assert seen == ["abc", "cba", "bca"]


@given(st.lists(st.integers(0, 400), unique=True), st.lists(st.tuples(st.integers(0, 50), st.integers(500, 900))))
def test_insertions_lead_from_the_old_rows_to_the_new(old: list[int], came: list[tuple[int, int]]) -> None:
    """Whatever comes in anywhere: putting the named runs into the old rows makes the new ones."""
    new = list(old)
    for at, creator_id in came:
        if creator_id not in new:
            new.insert(at % (len(new) + 1), creator_id)

    runs = insertions(array("q", old), array("q", new))

    made = list(old)
    for first, count in runs or ():
        made[first:first] = new[first : first + count]
    assert runs is not None
    assert made == new


@pytest.mark.parametrize(
    ("old", "new"), [([1, 2, 3], [1, 3]), ([1, 2, 3], [2, 1, 3]), ([1, 2], [3, 4, 5])], ids=["gone", "moved", "others"]
)
def test_rows_that_went_or_moved_are_no_insertion(old: list[int], new: list[int]) -> None:
    """Only rows that came leave the others in place."""
    assert insertions(array("q", old), array("q", new)) is None


async def test_changed_values_show_after_a_refresh(desk: Desk) -> None:
    """The page of a creator whose details came is read again, and the table is told of that row alone."""
    (first, _second) = desk.add("one", "two")
    model = await desk.open()
    before = text(model, 0, "details")
    told = []
    model.dataChanged.connect(lambda top, bottom, _roles: told.append((top.row(), bottom.row())))

    desk.details(first, Had.PROFILE | Had.ANALYTICS)
    await model.refresh()

    assert (before, text(model, 0, "details")) == ("nothing yet", "Full, 3 May")
    assert told == [(0, 0)]


async def test_a_refresh_tells_nobody_of_rows_that_are_as_they_were(desk: Desk) -> None:
    """Answers about creators further down are no reason to paint what is in sight."""
    desk.many(450)
    model = await desk.open()
    text(model, 0, "details")
    told = []
    model.dataChanged.connect(lambda top, bottom, _roles: told.append((top.row(), bottom.row())))

    desk.details(model.creator_at(440), Had.PROFILE)
    await model.refresh()

    assert told == []
    assert text(model, 440, "details") == "Contact, 3 May"


async def test_pages_left_behind_are_read_when_one_comes_back_to_them(desk: Desk) -> None:
    """Only what was looked at last is read anew at once; of the rest the table is told that it is to ask again."""
    desk.many(650)
    model = await desk.open()
    for row in (0, 250, 450, 649):
        text(model, row, "details")
    told = []
    model.dataChanged.connect(lambda top, bottom, _roles: told.append((top.row(), bottom.row())))

    desk.details(model.creator_at(5), Had.PROFILE)
    desk.details(model.creator_at(648), Had.PROFILE)
    await model.refresh()

    assert told == [(0, 199), (200, 399), (648, 648)]
    assert (text(model, 5, "details"), text(model, 648, "details")) == ("Contact, 3 May", "Contact, 3 May")


async def test_what_is_typed_while_a_refresh_reads_stays(desk: Desk, until: Until) -> None:
    """What was read before the value was stored is not shown over it."""
    (anna,) = desk.add("anna")
    model = await desk.open()
    text(model, 0, "note")

    refreshing = asyncio.ensure_future(model.refresh())
    await asyncio.sleep(0)  # it reads
    model.set_own([anna], "note", "typed")
    await until(lambda: not model.has_unsaved)
    await refreshing

    assert text(model, 0, "note") == "typed"


# -- ticks


async def test_ticks_survive_sorting_words_and_new_rows(desk: Desk, until: Until) -> None:
    """A tick belongs to the creator; those the words hide are counted apart."""
    anna, _bert, carla = desk.add("anna", "bert", "carla")
    model = await desk.open()

    model.toggle([anna, carla])
    await model.set_order(Order(by="creator", descending=True))
    desk.add("dora")
    await model.reload()
    await model.set_order(Order(words="carla"))

    assert [model.is_ticked(row) for row in range(model.rowCount())] == [True]
    assert (model.ticked_count, model.ticked_hidden) == (2, 1)
    await until(lambda: desk.stored_ticks() == [anna, carla])


async def test_a_tick_that_cannot_be_stored_is_taken_back_and_said(desk: Desk, tmp_path: Path, until: Until) -> None:
    """Where nothing can be written the row does not pretend."""
    desk.add("anna")
    store = open_for_reading(tmp_path)
    columns = default_columns(Platform.INSTAGRAM, False, list(desk.own.values()))
    model = SheetModel(store, desk.sheet_id, columns, desk.view)
    await model.reload()

    model.toggle([model.creator_at(0)])
    shown_at_once = model.ticked_count
    await until(lambda: desk.window.errors)
    await until(lambda: model.ticked_count == 0)
    store.close()

    assert shown_at_once == 1
    assert isinstance(desk.window.errors[0], DiskError)


async def test_space_ticks_the_selected_rows_and_again_unticks_them(desk: Desk, qtbot, until: Until) -> None:
    """Rows 2 to 4 by the keyboard: first all of them, then none."""
    ids = desk.many(6)
    model = await desk.open()
    model.toggle([ids[2]])
    desk.select(1, 3, 3, 4)

    qtbot.keyClick(desk.view, Qt.Key.Key_Space)
    ticked = model.ticked_ids()
    await until(lambda: desk.stored_ticks() == ids[1:4])
    qtbot.keyClick(desk.view, Qt.Key.Key_Space)

    assert ticked == ids[1:4]
    assert model.ticked_ids() == []
    await until(lambda: desk.stored_ticks() == [])


async def test_a_click_ticks_one_row_and_shift_ticks_up_to_there(desk: Desk, qtbot) -> None:
    """The selected range stays as it was: it is for copying, the ticks are for paying."""
    ids = desk.many(8)
    model = await desk.open()
    desk.select(0, 2, 1, 3)

    def click(row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = desk.view.visualRect(model.index(row, 0)).center()
        qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, held, place)

    click(2)
    click(5, Qt.KeyboardModifier.ShiftModifier)

    assert model.ticked_ids() == ids[2:6]
    assert desk.view.selected_ids() == ids[0:2]


async def test_a_hand_that_shakes_on_a_tick_box_draws_no_range(desk: Desk, qtbot) -> None:
    """The mouse moves to the next rows before the button comes up."""
    ids = desk.many(8)
    model = await desk.open()
    desk.select(0, 2, 1, 3)
    viewport = desk.view.viewport()

    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(18, 80))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(300, 200),
        QPointF(viewport.mapToGlobal(QPoint(300, 200))),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(viewport, move)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))

    assert model.ticked_ids() == [ids[2]]
    assert desk.view.selected_ids() == ids[0:2]


async def test_the_headings_box_ticks_all_shown_rows_and_shows_when_only_some_are(desk: Desk, qtbot) -> None:
    """None, some, all; and a tick that the words hide stays."""
    anna, bert, carla = desk.add("anna", "bert", "carla")
    model = await desk.open()
    states = [model.all_ticked]
    model.toggle([anna])
    states.append(model.all_ticked)
    await model.set_order(Order(words="r"))
    qtbot.mouseClick(desk.view.heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 18))
    states.append(model.all_ticked)
    qtbot.mouseClick(desk.view.heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(18, 18))

    assert states == [False, None, True]
    assert model.all_ticked is False
    assert model.ticked_ids() == [anna]
    assert {bert, carla} == set(model.ids())


async def test_ticks_can_be_read_and_set_as_qt_check_states(desk: Desk) -> None:
    """Assistive technology ticks through the check state role."""
    desk.add("anna")
    model = await desk.open()
    index = model.index(0, 0)

    done = model.setData(index, Qt.CheckState.Checked, CHECK)

    assert done
    assert Qt.CheckState(index.data(CHECK)) == Qt.CheckState.Checked
    assert index.flags() & Qt.ItemFlag.ItemIsUserCheckable


# -- what cells say


async def test_zero_hidden_and_not_fetched_are_three_different_cells(desk: Desk) -> None:
    """0 is a number, a dash is hidden by the platform, blank was never bought."""
    owned, found = desk.add("owned", "found", followers=0, engagement=None)
    desk.details(owned, Had.PROFILE, country="DE")
    model = await desk.open(details=True)

    assert text(model, 0, "followers") == "0"
    assert (text(model, 0, "email"), tip(model, 0, "email")) == (DASH, "Hidden by the platform")
    assert (text(model, 1, "engagement"), tip(model, 1, "engagement")) == (DASH, "Hidden by the platform")
    assert (text(model, 1, "email"), tip(model, 1, "email")) == (None, "Not fetched yet")
    assert model.creator_at(1) == found


async def test_an_imported_handle_has_nothing_fetched_yet(desk: Desk) -> None:
    """Nobody has told anything about it, so nothing is hidden."""
    desk.add("imported", followers=None, engagement=None, name=None)
    model = await desk.open()

    assert [tip(model, 0, key) for key in ("name", "followers", "engagement")] == ["Not fetched yet"] * 3


async def test_what_a_platform_never_tells_is_said_so(desk: Desk) -> None:
    """A Twitch number on an Instagram row."""
    desk.add("anna")
    columns = every_column(None, list(desk.own.values()))
    model = SheetModel(desk.store, desk.sheet_id, columns, desk.view)
    await model.reload()

    assert (text(model, 0, "streams"), tip(model, 0, "streams")) == (DASH, "Instagram does not tell this")


async def test_numbers_percentages_countries_and_days_are_written_for_people(desk: Desk) -> None:
    """Thousands by locale, two places for percent, countries by name, the year only when it is another."""
    (anna,) = desk.add("anna", followers=1_234_567, engagement=5.0249)
    desk.details(anna, Had.PROFILE | Had.ANALYTICS, country="DE", last_post="2025-05-03", verified=True)
    model = await desk.open(all_columns=True)

    keys = ("followers", "engagement", "country", "last_post", "verified")
    assert [text(model, 0, key) for key in keys] == ["1,234,567", "5.02\u00a0%", "Germany", "3 May 2025", "Yes"]


async def test_zero_engagement_says_that_it_may_be_hidden(desk: Desk) -> None:
    """The service sends 0 for both."""
    desk.add("anna", engagement=0.0)
    model = await desk.open()

    assert (text(model, 0, "engagement"), tip(model, 0, "engagement")) == ("0.00\u00a0%", "0 or hidden")


@pytest.mark.parametrize(
    ("parts", "state", "outcome", "icon", "words"),
    [
        (Had.NOTHING, None, "", "circle", "nothing yet"),
        (Had.PROFILE, None, "", "circle-half", "Contact, 3 May"),
        (Had.ANALYTICS, None, "", "circle-half", "Audience, 3 May"),
        (Had.PROFILE | Had.ANALYTICS, None, "", "circle-fill", "Full, 3 May"),
        (Had.NOTHING, RequestState.SENT, "", "hourglass-medium", "getting"),
        (Had.NOTHING, RequestState.UNCERTAIN, "", "warning", "Check payment"),
        (Had.NOTHING, RequestState.NOT_FOUND, "", "x", "No such account, free"),
        (Had.NOTHING, RequestState.NOT_FOUND, "no_email", "x", "No email, free"),
    ],
    ids=["nothing", "contact", "audience", "full", "getting", "check payment", "not found", "no email"],
)
async def test_details_is_one_icon_and_its_words(
    desk: Desk, parts: Had, state: RequestState | None, outcome: str, icon: str, words: str
) -> None:
    """The one state of a row, in the look's words."""
    (anna,) = desk.add("anna")
    if parts:
        desk.details(anna, parts)
    if state is not None:
        desk.request(anna, state, outcome)
    model = await desk.open()

    cell = model.cells(0)[model.column_of("details")]
    assert (cell.icon, cell.text) == (icon, words)


async def test_check_payment_says_what_happened(desk: Desk) -> None:
    """Its tooltip is the look's sentence."""
    (anna,) = desk.add("anna")
    desk.request(anna, RequestState.UNCERTAIN)
    model = await desk.open()

    assert tip(model, 0, "details") == "No answer came. It may have been charged."


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("<b>bold</b>", "<b>bold</b>"),
        ("two\r\nlines\there", "two lines here"),
        ("bell\x07 and null\x00", "bell and null"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2067right\u2069 to left", "right to left"),
        ("=1+1", "=1+1"),
        ("&amp;", "&amp;"),
        ("👩\u200d🍳", "👩\u200d🍳"),
        ("Z" + "\u0338" * 40 + "a", "Z" + "\u0338" * 3 + "a"),
    ],
    ids=["html", "lines", "controls", "override", "isolates", "formula", "entity", "joined emoji", "piled marks"],
)
async def test_foreign_text_stays_plain_and_on_one_line(desk: Desk, hostile: str, shown: str) -> None:
    """What a creator wrote cannot break a line, run as markup or turn the words around it."""
    desk.add("anna", name=hostile)
    model = await desk.open()

    assert text(model, 0, "name") == shown


async def test_the_tooltip_of_a_cut_name_shows_markup_as_text(desk: Desk) -> None:
    """900 characters are cut in the cell; the tooltip is escaped, so Qt shows the letters."""
    desk.add("anna", name="<img src=x>" + "L" * 900)
    model = await desk.open()
    cell = model.cells(0)[model.column_of("name")]

    assert (len(cell.text), cell.text[-1]) == (300, "…")
    assert full_tip(cell).startswith("<qt>&lt;img src=x&gt;LLL")


async def test_a_cut_cell_tells_all_its_words_under_the_mouse(desk: Desk) -> None:
    """A name that fits has no tooltip; one that does not shows whole, its markup as letters."""
    desk.add("anna", name="Anna")
    desk.add("bert", name="<b>Bert</b> of the very long name that no column holds")
    model = await desk.open()
    told = []

    for row in (0, 1):
        place = desk.view.visualRect(model.index(row, 2)).center()
        asked = QHelpEvent(QEvent.Type.ToolTip, place, desk.view.viewport().mapToGlobal(place))
        QGuiApplication.sendEvent(desk.view.viewport(), asked)
        told.append(QToolTip.text())

    assert told == ["", "<qt>&lt;b&gt;Bert&lt;/b&gt; of the very long name that no column holds</qt>"]


def test_markup_is_drawn_letter_by_letter(qapp) -> None:
    """Drawing does not read HTML either: the tags take room."""

    def width(words: str) -> int:
        sheet = QImage(200, 32, QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        ink().words.draw(painter, sheet.rect(), words, QColor(Qt.GlobalColor.black))
        painter.end()
        dark = [x for x in range(200) for y in range(32) if sheet.pixelColor(x, y).lightness() < 128]
        return max(dark) - min(dark)

    assert width("<b>iii</b>") > 3 * width("iii")


@given(st.text())
def test_any_text_becomes_one_harmless_line(anything: str) -> None:
    """No line break, no control character, no mark that turns the direction."""
    line = one_line(anything)

    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u2028\u2029")
    assert len(line) <= 300


@pytest.mark.parametrize(
    ("value", "name"), [("DE", "Germany"), ("gb", "United Kingdom"), ("Germany", "Germany"), ("ZZ", "ZZ"), ("", "")]
)
def test_a_country_code_becomes_a_name_and_a_name_stays(value: str, name: str) -> None:
    """The service sends either."""
    assert country_name(value) == name


# -- copying and sums


async def test_copied_cells_arrive_as_numbers_and_harmless_text(desk: Desk, qtbot) -> None:
    """Tabs and lines for a spreadsheet: bare numbers, formulas as text, hidden as empty."""
    desk.add("=cmd", name='=HYPERLINK("x")', followers=27_412, engagement=5.0249)
    desk.add("bert", name="<b>Bert</b>\tB", followers=3, engagement=None)
    await desk.open()
    desk.select(0, 1, 1, 5)

    qtbot.keyClick(desk.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text().split("\n") == [
        "'=cmd\t'=HYPERLINK(\"x\")\t27412\t5.02%\tnothing yet",
        "bert\t<b>Bert</b> B\t3\t\tnothing yet",
    ]
    assert "<td>&lt;b&gt;Bert&lt;/b&gt; B</td>" in copied.html()


def test_the_program_ends_well_with_a_copy_on_the_clipboard() -> None:
    """What Python made and left on the clipboard would be destroyed after Python, and crash."""
    program = (
        "from PySide6.QtWidgets import QApplication\n"
        "from app.ui.sheet_table import clipboard\n"
        "app = QApplication([])\n"
        "app.clipboard().setMimeData(clipboard.mime([['a', 'b']]))\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False, timeout=60)

    assert ended.returncode == 0


async def test_a_long_copy_is_read_beside_the_window_and_loses_no_row(desk: Desk, until: Until) -> None:
    """More rows than a frame can read."""
    desk.many(1100)
    await desk.open()
    QGuiApplication.clipboard().clear()
    summed = []
    desk.view.range_stats.connect(lambda *stats: summed.append(stats))
    desk.select(0, 1, 1099, 3)

    desk.view.copy()
    await until(lambda: QGuiApplication.clipboard().text() and summed)

    lines = QGuiApplication.clipboard().text().split("\n")
    assert (len(lines), lines[0], lines[-1]) == (
        1100,
        "creator0000\tCreator0000\t1",
        "creator1099\tCreator1099\t982",
    )
    assert summed[-1][0] == 1100


async def test_the_range_tells_count_sum_and_average_without_the_hidden_ones(desk: Desk, until: Until) -> None:
    """Three rows, one of them hidden: two numbers."""
    desk.add("a", followers=10)
    desk.add("b", followers=None)
    desk.add("c", followers=20)
    await desk.open()
    told = []
    desk.view.range_stats.connect(lambda *stats: told.append(stats))

    desk.select(0, 2, 2, 3)
    await until(lambda: told)

    assert told[-1] == (2, 30.0, 15.0)


async def test_a_whole_column_is_summed_like_its_parts(desk: Desk, until: Until) -> None:
    """By one question to the workspace where every row is selected, row by row where one is missing."""
    desk.many(1100)
    desk.add("hidden", followers=None)
    model = await desk.open()
    told = []
    desk.view.range_stats.connect(lambda *stats: told.append(stats))

    desk.select(0, 3, 1100, 3)
    await until(lambda: told)
    desk.select(1, 3, 1100, 3)
    await until(lambda: len(told) > 1)

    numbers = [model.index(row, 3).data(VALUE) for row in range(1100)]
    assert told[0] == (1100, float(sum(numbers)), sum(numbers) / 1100)
    assert told[1][:2] == (1099, float(sum(numbers[1:])))


async def test_a_narrowed_column_is_summed_as_it_is_shown(desk: Desk, until: Until) -> None:
    """Rows that the words of the filter hide are not part of a range, however long it is."""
    desk.many(500)
    desk.add("annabel", followers=10)
    model = await desk.open()
    await model.set_order(Order(words="creator"))
    told = []
    desk.view.range_stats.connect(lambda *stats: told.append(stats))
    desk.select(0, 3, 499, 3)
    await until(lambda: told)

    assert told[-1][0] == 500


async def test_nothing_in_a_row_fades_under_the_mouse(desk: Desk) -> None:
    """The circle and the waiting chip have the ground that the row takes; they change theirs."""
    (anna,) = desk.add("anna")
    desk.store.write_now(lambda db: sheets.set_own(db, desk.own["status"], desk.sheet_id, [anna], "To review", 0))
    model = await desk.open()
    view = desk.view
    places = {}
    for key, inset in (("creator", 12), ("status", 4)):
        rect = view.visualRect(model.index(0, model.column_of(key)))
        places[key] = QPoint(rect.left() + px(8) + inset, rect.center().y() - (px(9) if key == "creator" else 0))

    def grounds() -> dict[str, str]:
        picture = view.viewport().grab().toImage()
        return {key: picture.pixelColor(at).name() for key, at in places.items()}

    calm = grounds()
    view.set_hovered(0)
    hovered = grounds()

    assert set(calm.values()) == {colour("subtle").name()}
    assert set(hovered.values()) == {colour("surface").name()}


async def test_percentages_are_averaged_and_never_summed(desk: Desk, until: Until) -> None:
    """A sum of rates means nothing; numbers of different units mean nothing together."""
    desk.add("a", followers=10, engagement=2.0)
    desk.add("b", followers=20, engagement=4.0)
    await desk.open()
    told = []
    desk.view.range_stats.connect(lambda *stats: told.append(stats))

    desk.select(0, 4, 1, 4)
    await until(lambda: told)
    desk.select(0, 3, 1, 4)
    await until(lambda: len(told) > 1)

    assert told == [(2, None, 3.0), (4, None, None)]


# -- own columns


async def test_typing_writes_a_note_and_enter_goes_on_to_the_next_row(desk: Desk, qtbot, until: Until) -> None:
    """As in any spreadsheet."""
    anna, _bert = desk.add("anna", "bert")
    model = await desk.open()
    note = model.column_of("note")
    desk.view.setCurrentIndex(model.index(0, note))
    edited = []
    desk.view.own_edited.connect(lambda *what: edited.append(what))

    qtbot.keyClick(desk.view, Qt.Key.Key_H)
    editor = desk.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "ello")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    await until(lambda: desk.own_value(anna, "note") == "hello")

    assert text(model, 0, "note") == "hello"
    assert edited == [([anna], "note", "hello")]
    assert desk.view.currentIndex().row() == 1


async def test_a_status_is_chosen_from_its_list(desk: Desk, qtbot, until: Until) -> None:
    """F2 opens the choices; picking one stores it and closes the list."""
    (anna,) = desk.add("anna")
    model = await desk.open()
    desk.view.setCurrentIndex(model.index(0, model.column_of("status")))

    qtbot.keyClick(desk.view, Qt.Key.Key_F2)
    editor = desk.view.findChild(QComboBox)
    choices = [editor.itemText(at) for at in range(editor.count())]
    editor.setCurrentIndex(editor.findText("Approved"))
    editor.activated.emit(editor.currentIndex())
    await until(lambda: desk.own_value(anna, "status") == "Approved")

    assert choices == ["", *desk.own["status"].choices]
    assert text(model, 0, "status") == "Approved"


async def test_delete_clears_own_cells_and_leaves_bought_ones(desk: Desk, qtbot, until: Until) -> None:
    """The range spans bought and own columns."""
    anna, bert = desk.add("anna", "bert")
    model = await desk.open()
    model.set_own([anna, bert], "status", "Approved")
    model.set_own([anna], "note", "keep me")
    desk.select(0, 2, 1, model.column_of("status"))

    qtbot.keyClick(desk.view, Qt.Key.Key_Delete)
    await until(lambda: not model.has_unsaved)
    await model.refresh()

    assert (text(model, 0, "status"), text(model, 1, "status")) == (None, None)
    assert (text(model, 0, "name"), text(model, 0, "note")) == ("Anna", "keep me")


@pytest.mark.parametrize(
    ("key", "typed", "stored", "shown"),
    [
        ("agreed_fee", "1,250.5", "1250.50", "1,250.50"),
        ("agreed_fee", "1.250,50", "1250.50", "1,250.50"),
        ("agreed_fee", "12,50", "12.50", "12.50"),
        ("follow_up", "2026-05-03", "2026-05-03", "3 May"),
        ("rating", "4", "4", "4"),
        ("do_not_contact", "Yes", "yes", "Yes"),
        ("status", "approved", "Approved", "Approved"),
        ("note", " two\nlines ", " two\nlines ", " two lines "),
    ],
)
async def test_each_kind_of_own_column_keeps_and_shows_its_values(
    desk: Desk, until: Until, key: str, typed: str, stored: str, shown: str
) -> None:
    """Stored the same way on every machine, shown for people."""
    (anna,) = desk.add("anna")
    model = await desk.open(all_columns=True)

    done = model.set_own([anna], key, typed)
    await until(lambda: desk.own_value(anna, key))

    assert done
    assert (desk.own_value(anna, key), text(model, 0, key)) == (stored, shown)


@pytest.mark.parametrize(
    ("key", "typed"), [("agreed_fee", "a lot"), ("follow_up", "soon"), ("rating", "6"), ("status", "Perhaps")]
)
async def test_what_is_no_value_of_a_column_changes_nothing(desk: Desk, key: str, typed: str) -> None:
    """A day that is none, a rating above five."""
    (anna,) = desk.add("anna")
    model = await desk.open(all_columns=True)

    done = model.set_own([anna], key, typed)

    assert not done
    assert text(model, 0, key) is None


async def test_an_open_editor_keeps_its_text_when_the_rows_are_re_ordered(desk: Desk, qtbot, until: Until) -> None:
    """What was typed goes to the creator it was typed for."""
    anna, _bert = desk.add("anna", "bert")
    model = await desk.open()
    desk.view.setCurrentIndex(model.index(0, model.column_of("note")))
    qtbot.keyClick(desk.view, Qt.Key.Key_H)

    await model.set_order(Order(by="creator", descending=True))
    await until(lambda: desk.own_value(anna, "note") == "h")

    assert (text(model, 1, "creator"), text(model, 1, "note")) == ("anna", "h")


async def test_only_own_cells_can_be_edited(desk: Desk) -> None:
    """Bought values are facts."""
    desk.add("anna")
    model = await desk.open()

    editable = [c.key for at, c in enumerate(model.columns) if model.index(0, at).flags() & Qt.ItemFlag.ItemIsEditable]
    assert editable == ["status", "note"]


# -- columns and the view


def test_the_first_columns_are_those_of_the_look(desk: Desk) -> None:
    """Before details nothing is empty; afterwards the bought ones stand before Note."""
    own = list(desk.own.values())

    before = [column.label for column in default_columns(Platform.INSTAGRAM, False, own)]
    after = [column.label for column in default_columns(Platform.YOUTUBE, True, own)]

    assert before == ["", "Creator", "Name", "Followers", "Eng. rate", "Details", "Status", "Note"]
    assert after == [
        *["", "Creator", "Name", "Subscribers", "Eng. rate", "Details", "Status"],
        *["Email", "Country", "Niche", "Note"],
    ]


@pytest.mark.parametrize(
    ("wide", "creator", "name"), [(926, 172, 150), (956, 172, 150), (1040, 214, 192), (1630, 244, 222)]
)
async def test_names_take_room_that_is_free(desk: Desk, wide: int, creator: int, name: int) -> None:
    """At 1280 every column is as wide as it needs and nothing is scrolled, also beside a creator; in a wide window long
    names are whole, and Note has what they leave."""
    desk.add("anna")
    await desk.open()
    desk.window.resize(wide, 560)
    widths = [desk.view.columnWidth(at) for at in range(8)]

    assert widths[:-1] == [36, creator, name, 92, 84, 176, 126]
    assert sum(widths) == desk.view.viewport().width()


async def test_a_width_set_by_hand_stays(desk: Desk) -> None:
    """However wide the window becomes, and with other columns beside it."""
    desk.add("anna")
    model = await desk.open()
    desk.view.heading.resizeSection(2, 100)
    desk.window.resize(1630, 560)
    wide = desk.view.columnWidth(2)
    model.set_columns(default_columns(Platform.INSTAGRAM, True, list(desk.own.values())))

    assert (wide, desk.view.columnWidth(2)) == (100, 100)


async def test_columns_that_come_with_details_are_as_wide_as_they_need(desk: Desk) -> None:
    """What Qt does to the widths while the columns change is nobody's wish: Email was left with 120 for ever."""
    desk.add("anna")
    model = await desk.open()
    desk.window.resize(1630, 560)
    model.set_columns(default_columns(Platform.INSTAGRAM, True, list(desk.own.values())))
    desk.window.resize(1631, 560)
    widths = {column.key: desk.view.columnWidth(at) for at, column in enumerate(model.columns)}

    assert widths["email"] >= 200
    assert (widths["country"], widths["niche"]) == (150, 150)


async def test_tick_and_creator_stay_in_sight_while_the_rest_scrolls(desk: Desk, qtbot) -> None:
    """They are found, ticked and shown at their first place, and no other column hides behind them."""
    ids = desk.many(40)
    model = await desk.open(details=True)
    view = desk.view
    view.horizontalScrollBar().setValue(300)
    creator = model.index(1, 1)

    found = [view.indexAt(QPoint(x, 40)).column() for x in (10, 100)]
    place = view.visualRect(creator)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 40))
    view.setCurrentIndex(model.index(1, 2))

    assert found == [0, 1]
    assert (place.left(), place.width()) == (36, 172)
    assert model.ticked_ids() == [ids[1]]
    assert view.visualRect(model.index(1, 2)).left() == 36 + 172


async def test_the_heading_of_a_frozen_column_sorts_by_it_while_scrolled(desk: Desk, qtbot) -> None:
    """The click goes to what is seen."""
    desk.add("anna", "bert")
    model = await desk.open(details=True)
    desk.view.horizontalScrollBar().setValue(300)

    qtbot.mouseClick(desk.view.heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 18))

    assert model.wanted_order.by == "creator"


async def test_the_window_hears_of_the_current_creator_and_of_a_double_click(desk: Desk, qtbot) -> None:
    """Moving sideways within a row is no news; a double click on a bought cell opens the creator."""
    anna, bert = desk.add("anna", "bert")
    model = await desk.open()
    current, opened = [], []
    desk.view.current_creator_changed.connect(current.append)
    desk.view.creator_activated.connect(opened.append)

    for row, column in ((0, 1), (0, 2), (1, 2)):
        desk.view.setCurrentIndex(model.index(row, column))
    place = desk.view.visualRect(model.index(1, 2)).center()
    qtbot.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)  # else it stays pressed

    assert current == [anna, bert]
    assert opened == [bert]


async def test_another_sheet_takes_the_place_of_the_first(desk: Desk) -> None:
    """Signals of a sheet that is not shown any more reach nobody."""
    desk.add("anna")
    first = await desk.open()
    second = await desk.open()
    heard = []
    desk.view.ticks_changed.connect(lambda: heard.append(1))

    first.toggle([first.creator_at(0)])

    assert desk.view.sheet_model is second
    assert heard == []


async def test_a_sheet_that_is_closed_while_it_is_read_says_nothing(desk: Desk) -> None:
    """Its rows arrive after the model is gone."""
    desk.add("anna")
    model = await desk.open()
    await desk.open()
    reading = asyncio.ensure_future(model.reload())
    await asyncio.sleep(0)

    delete(model)
    await reading

    assert not isValid(model)


async def test_loading_and_empty_cover_the_rows(desk: Desk) -> None:
    """Six grey bars, or what the window puts there; rows again afterwards."""
    await desk.open()
    empty = QWidget()
    desk.view.set_empty_widget(empty)

    seen = []
    for state in ("empty", "loading", "rows"):
        desk.view.set_state(state)
        seen.append(empty.isVisible())

    assert seen == [True, False, False]
    assert empty.geometry() == desk.view.viewport().geometry()
