"""Finding in the window: who is left out, how many match, searching again, and what each of it costs."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.errors import InputError
from app.domain.filters import Search, Sort
from app.domain.platforms import Handle, Platform
from app.services.run_again import AgainPlan
from app.ui.dialogs.choice_table import ChoiceTable
from app.ui.dialogs.members import MembersDialog
from app.ui.dialogs.questions import NameDialog, Question
from app.ui.dialogs.run_again import RunAgainDialog, Which
from app.ui.dialogs.saved_searches import SavedDialog, Want
from app.ui.dialogs.split import SplitDialog
from app.ui.dialogs.team_lists import PasteDialog, TeamListsDialog
from app.ui.dialogs.team_lists import Want as ListWant
from app.ui.filter_panel.count_line import CountLine
from app.ui.window.find_verbs import Wanted
from app.ui.window.sheet_room import Stand
from app.workspace import sheets
from tests.ui.desk import Desk
from tests.whole_app import MANY, Spent, listed

pytestmark = pytest.mark.usefixtures("own_folders")
BIG = Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": MANY}}, target=30)


def handles(desk: Desk) -> set[str]:
    model = desk.session.model
    assert model is not None
    return {row.handle.name for row in model.rows_now(list(model.ids()))}


def says(desk: Desk, text: str) -> Callable[[], bool]:
    """Whether the notice at the foot of the sheet says so now."""
    return lambda: text in desk.window.room.notice.text.text()


# -- leaving out creators one already has


async def test_the_second_search_brings_only_new_creators_and_tells_what_that_saved(desk: Desk, spent: Spent) -> None:
    """The tick box is on from the start."""
    await desk.find(BIG)
    first = handles(desk)
    await desk.find(replace(BIG, target=200))
    await desk.until(says(desk, "30 creators you already have were left out: 0.30 credits saved."))

    assert not first & handles(desk)
    assert desk.window.more.saved.text() == "30 left out, 0.30 saved"
    assert spent.credits == Decimal(len(first | handles(desk))) / 100


async def test_the_price_line_names_who_is_left_out_and_follows_the_tick_box(desk: Desk) -> None:
    """Before anything is paid."""
    await desk.find(BIG)
    desk.window.find_panel.foot.target.setValue(20)
    estimate, box = desk.window.find_panel.foot.estimate, desk.window.find_panel.foot.known
    await desk.until(lambda: "30 you already have are left out." in estimate.text())
    box.click()
    await desk.until(lambda: "left out" not in estimate.text())

    assert estimate.text().startswith("Up to 0.20 credits")


async def test_without_the_tick_the_same_creators_come_again(desk: Desk) -> None:
    """They are one creator each, in two sheets."""
    await desk.find(BIG)
    first = handles(desk)
    desk.window.find_panel.foot.known.click()
    await desk.find(replace(BIG, target=20))

    assert handles(desk) < first
    assert desk.window.more.saved.isHidden()


async def test_where_everybody_is_had_the_sheet_says_so(desk: Desk) -> None:
    """An empty sheet that cost nothing is not a search without matches."""
    await desk.find(replace(BIG, target=200))
    await desk.find(replace(BIG, target=100))

    assert desk.window.room.stand is Stand.ALL_HAD
    assert "You already have everybody" in desk.window.room.empty.sentence()


async def test_the_editor_of_exclusion_lists_offers_those_of_the_account(desk: Desk) -> None:
    """They are read when the editor is first seen, and for the platform of the search."""
    one = await desk.app.exclusions.create("Asked last spring", Platform.INSTAGRAM)
    other = await desk.app.exclusions.create("Asked elsewhere last spring", Platform.TIKTOK)
    desk.window.find_panel.form.reveal("exclude_list")
    tree = desk.window.find_panel.form.editor_of("exclude_list").tree
    await desk.until(lambda: list(tree.values()))

    assert str(one.id) in tree.values()
    assert str(other.id) not in tree.values()
    assert tree.label_of(str(one.id)) == "Asked last spring"


# -- counting before buying


def count_line(desk: Desk) -> CountLine:
    return desk.window.find_panel.foot.counted


async def count(desk: Desk, search: Search) -> None:
    """Count with the panel's button, and wait until the answer stands there."""
    desk.window.find_panel.set_search(search)
    desk.session.planned.renew()
    line = count_line(desk)
    await desk.until(lambda: line.count.isEnabled() and line.count.text() == "Count matches · 0.01")
    line.count.click()
    await desk.until(lambda: line.said.text() and line.count.isHidden())
    await desk.settled()


async def test_counting_tells_how_many_match_for_one_row(desk: Desk, spent: Spent, matches: int) -> None:
    """No sheet comes of it, and the counted creator is not bought a second time."""
    await count(desk, BIG)
    button = desk.window.find_panel.foot.button
    await desk.until(lambda: button.text() == "Find 30 · 0.29 credits")

    assert count_line(desk).said.text() == f"{matches} creators match"
    assert spent.credits == Decimal("0.01")
    assert desk.session.sheet is None


async def test_a_count_in_activity_opens_no_sheet(desk: Desk) -> None:
    """It belongs to none that is ever shown."""
    await count(desk, BIG)
    desk.window.activity.open_list(True)
    (line,) = desk.window.activity.list.lines.values()

    assert line.title.text() == "Counting matches"
    assert not line.title.isEnabled()


async def test_another_search_is_not_told_the_count_of_this_one(desk: Desk) -> None:
    """What stands in the panel is always about the search in it."""
    await count(desk, BIG)
    desk.window.find_panel.change_search(BIG.with_filter("location", ["Germany"]))

    assert count_line(desk).said.isHidden()
    assert count_line(desk).count.text() == "Count matches · 0.01"


async def test_after_a_count_the_button_names_no_more_than_match(desk: Desk, spent: Spent, matches: int) -> None:
    """Whoever wants 500 of 154 is not told the price of 500."""
    await count(desk, replace(BIG, target=500))
    button = desk.window.find_panel.foot.button
    await desk.until(lambda: button.text() != "Find 500 · 5.00 credits")
    named = Decimal(button.text().split()[-2])
    button.click()
    await desk.until(lambda: desk.session.search is not None and desk.session.sheet_jobs())
    await desk.settled()

    assert Decimal(matches - 1) / 100 <= named <= Decimal(matches + 3) / 100
    assert spent.credits == Decimal(matches) / 100
    assert len(handles(desk)) == matches


async def test_a_search_that_was_bought_is_offered_to_be_opened_for_nothing(desk: Desk, spent: Spent) -> None:
    """The button does not name the price of finding it again; another search does have one."""
    await desk.find(BIG)
    foot = desk.window.find_panel.foot
    await desk.until(lambda: foot.button.text() == "Open this search · 0.00 credits")
    said, paid = foot.estimate.text(), spent.credits
    foot.button.click()
    await desk.until(says(desk, "You already have this search. Opening it cost nothing."))
    foot.target.setValue(20)
    await desk.until(lambda: foot.button.text() == "Find 20 · 0.20 credits")
    await desk.settled()

    assert said == "You have this search already. Opening it costs nothing."
    assert spent.credits == paid


IDLE = BIG.with_filter("exclude_handles", ["nobody.of.this.name"])


async def test_a_filter_that_changed_nothing_is_pointed_out_there_and_in_the_count(desk: Desk) -> None:
    """Nobody of that name is there to be left out: as many match with the filter as without."""
    form, line = desk.window.find_panel.form, count_line(desk)
    await count(desk, BIG)
    before = [key for key, editor in form.editors.items() if editor.is_without_effect]
    await count(desk, IDLE)
    marked = [key for key, editor in form.editors.items() if editor.is_without_effect]
    spec = desk.app.catalogue.by_key["exclude_handles"]

    assert (before, marked) == ([], ["exclude_handles"])
    assert form.editor_of("exclude_handles").isVisible()
    assert line.no_effect.text() == f"“{spec.name}” changed nothing: as many match without it."
    assert line.drop.text() == f"Remove “{spec.name}”"


@pytest.mark.parametrize("where", ["drop_button", "remove_filter"])
async def test_one_click_takes_a_filter_away_that_changed_nothing(desk: Desk, spent: Spent, where: str) -> None:
    """In the count line or at the filter; it is free, the count is known then, and Undo brings the filter back."""
    await count(desk, BIG)
    await count(desk, IDLE)
    paid, panel = spent.credits, desk.window.find_panel
    button = panel.findChild(QPushButton, where)
    button.setFocus()
    button.click()
    await desk.settled()
    left, focus = panel.search(), panel.window().focusWidget()
    said, mark = count_line(desk).said.text(), panel.form.editor_of("exclude_handles").is_without_effect
    panel.said.undo.click()
    await desk.settled()

    assert left == BIG
    assert focus is panel.form.editor_of("exclude_handles").focusProxy()
    assert (said.endswith("creators match"), mark) == (True, False)
    assert count_line(desk).no_effect.text() != ""
    assert panel.search() == IDLE
    assert spent.credits == paid


async def test_several_filters_that_changed_nothing_are_not_said_to_do_nothing_together(desk: Desk) -> None:
    """Each may do what the other does: they are removed one by one."""
    twice = IDLE.with_filter("exclude_keywords_in_bio", ["qqqqqqqq"])
    for search in (IDLE, IDLE.without("exclude_handles").with_filter("exclude_keywords_in_bio", ["qqqqqqqq"]), twice):
        await count(desk, search)

    assert count_line(desk).no_effect.text().endswith("” each changed nothing by itself.")
    assert len([key for key, one in desk.window.find_panel.form.editors.items() if one.is_without_effect]) == 2


async def test_nobody_matches_is_said_and_free(desk: Desk, spent: Spent) -> None:
    """A count of nobody costs nothing."""
    await count(desk, BIG.with_filter("number_of_followers", {"min": 2_000_000_000}))

    assert count_line(desk).said.text() == "Nobody matches"
    assert spent.entries == []


async def test_more_than_one_search_gives_are_offered_in_parts_for_their_own_price(desk: Desk) -> None:
    """Planned for up to 0.40, then bought by a button with the whole price, after a second question."""
    await count(desk, BIG.with_filter("number_of_followers", {"min": 133_000}))
    split = count_line(desk).split
    await desk.until(lambda: split.isVisible() and split.isEnabled())
    offered = split.text()
    split.click()
    dialog = await desk.dialog(SplitDialog)
    go = dialog.findChild(QPushButton, "confirm_button")
    matched = int(count_line(desk).said.text().split()[0].replace(",", ""))
    parts, price = dialog.parts.count(), go.text()
    go.click()
    asked = go.text(), dialog.warning.text()
    dialog.cancel.click()
    dialog.cancel.click()
    await desk.settled()

    assert offered == f"Get all {matched:,}… · plan up to 0.40"
    assert price.startswith(f"Get all {matched:,} in {parts} parts · up to 1")
    assert asked[0] == f"Spend {price.partition(' · ')[2]}"
    assert asked[1].endswith(" credits. Go ahead?")
    assert desk.session.sheet is None


# -- running again


async def run_again(desk: Desk) -> RunAgainDialog:
    action = desk.window.actions_["action_run_again"]
    await desk.until(action.isEnabled)
    action.trigger()
    return await desk.dialog(RunAgainDialog)


async def forget(desk: Desk, count: int) -> set[str]:
    """Make the last creators of the sheet ones that came to the platform since: nobody here knows them."""
    model = desk.session.model
    assert model is not None
    gone = list(model.ids())[-count:]
    names = {row.handle.name for row in model.rows_now(gone)}

    def write(db: sqlite3.Connection) -> None:
        for one in gone:
            db.execute("DELETE FROM sheet_rows WHERE creator_id = ?", (one,))
            db.execute("DELETE FROM found_rows WHERE creator_id = ?", (one,))

    await desk.app.store.write(write)
    await model.reload()
    return names


async def test_a_count_outlives_the_dialog_that_asked_for_it(
    desk: Desk, spent: Spent, matches: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Closed meanwhile, the dialog hears no more of it."""
    await desk.find(replace(BIG, target=200))
    await forget(desk, 30)
    paid = spent.credits
    dialog = await run_again(desk)
    dialog.count.click()
    dialog.cancel.click()
    await desk.until(lambda: spent.credits > paid)
    await desk.settled()

    assert caplog.records == []


@pytest.mark.parametrize(
    ("balance", "words", "warning"),
    [
        (None, "Run again", "Your credits are not known yet."),
        ("2", "Run again · up to 2.00 credits", ""),
        ("1.51", "Run again for the first 150 · up to 1.50 credits", "Your 1.51 credits cover 150 of these 200."),
        ("0.001", "Run again", "Your 0.001 credits cover none of these 200."),
    ],
)
def test_running_again_offers_no_more_than_the_credits_cover(
    qtbot: QtBot, balance: str | None, words: str, warning: str
) -> None:
    """The first of them are still to be had, for the price that the button names."""
    plan = AgainPlan(
        sheet_id=1, search=BIG, wanted=200, rows=200, most=Decimal("2.00"), left_out=None, total=None, kept=()
    )
    credits = None if balance is None else Decimal(balance)
    dialog = RunAgainDialog(None, "Berlin", dict.fromkeys(Which, plan), credits, None)
    qtbot.addWidget(dialog)
    said = (dialog.go.text(), dialog.warning.text())
    dialog.go.click()
    if dialog.is_asking:
        dialog.go.click()
    chosen = dialog.chosen

    assert said == (words, warning)
    assert (chosen is not None and f"up to {chosen.most} credits" in words) == dialog.go.isEnabled()


async def test_running_again_buys_only_who_is_new_and_shows_them(desk: Desk, spent: Spent, matches: int) -> None:
    """Counted first, the price is exact; the rows come into the same sheet."""
    await desk.find(replace(BIG, target=200))
    late = await forget(desk, 30)
    paid = spent.credits
    dialog = await run_again(desk)
    before = dialog.go.text()
    dialog.count.click()
    await desk.until(lambda: dialog.go.text() == "Run again · 0.29 credits")
    said, balance = dialog.said.text(), dialog.balance
    left = desk.app.credits.free()
    dialog.go.click()
    await desk.until(says(desk, "30 new."))
    desk.window.room.notice.action.click()
    await desk.until(lambda: not desk.window.room.narrowed.isHidden())
    await desk.settled()

    assert before == "Run again · up to 2.00 credits"
    assert said == "30 new match today."
    assert balance == left
    assert spent.credits - paid == Decimal("0.30")
    assert handles(desk) <= late
    assert desk.session.sheet is not None
    assert desk.session.sheet.rows == matches
    assert desk.window.tabs.bar.count() == 1


async def test_running_everything_again_tells_who_changed(desk: Desk, spent: Spent, matches: int) -> None:
    """It costs what all of them cost, and the dialog says so."""
    await desk.find(replace(BIG, target=200))
    paid = spent.credits
    await desk.app.store.write(
        lambda db: db.execute("UPDATE found_rows SET followers = 1 WHERE creator_id = 3").rowcount
    )
    dialog = await run_again(desk)
    dialog.findChild(QRadioButton, "again_all").click()
    price = dialog.go.text()
    dialog.go.click()
    await desk.until(says(desk, "Nobody new · 1 changed."))

    assert price.startswith("Run again · ")
    assert Decimal(price.split()[-2]) >= spent.credits - paid
    assert spent.credits - paid == Decimal(matches) / 100


async def otherwise(desk: Desk, changed: int, gone: int) -> tuple[list[int], list[int]]:
    """Make it so that the sheet's search told other numbers of some, and brought others who are no more."""
    sheet_id = desk.session.sheet.id
    _, lost = await listed(desk.app, *(f"left.the.platform.{at}" for at in range(gone)))
    some = list(desk.session.model.ids())[:changed]

    def write(db: sqlite3.Connection) -> None:
        for one in some:
            db.execute("UPDATE found_rows SET followers = 1000 WHERE creator_id = ?", (one,))
        for at, one in enumerate(lost):
            db.execute("INSERT INTO found_rows (search_id, creator_id, at_ms) VALUES (1, ?, 1)", (one,))
            sheets.add_row(db, sheet_id, one, 500 + at, 1)

    await desk.app.store.write(write)
    await desk.session.model.reload()
    return some, lost


async def choose(desk: Desk, words: str) -> None:
    """Choose what of the job is shown, in the line above the rows."""
    states = desk.window.room.narrowed.states
    at = states.findText(words)
    assert at >= 0, [states.itemText(one) for one in range(states.count())]
    states.setCurrentIndex(at)
    states.activated.emit(at)


async def test_who_is_new_changed_and_gone_are_lists_to_look_at(desk: Desk, matches: int) -> None:
    """The newest first; the line above the rows leads to the others, and back to all."""
    await desk.find(replace(BIG, target=200))
    late = await forget(desk, 30)
    changed, gone = await otherwise(desk, 4, 2)
    dialog = await run_again(desk)
    dialog.findChild(QRadioButton, "again_all").click()
    dialog.go.click()
    await desk.until(says(desk, "30 new · 4 changed · 2 gone."))
    offered = desk.window.room.notice.action.text()
    desk.window.room.notice.action.click()
    line, model = desk.window.room.narrowed, desk.session.model
    await desk.until(lambda: handles(desk) == late)
    told = [line.said.text()]
    choices = [line.states.itemText(at) for at in range(line.states.count())]
    await choose(desk, "4 changed")
    await desk.until(lambda: set(desk.session.model.ids()) == set(changed))
    told.append(line.said.text())
    await choose(desk, "2 gone")
    await desk.until(lambda: set(desk.session.model.ids()) == set(gone))
    told.append(line.said.text())
    line.back.click()
    await desk.until(lambda: desk.session.model.rowCount() == matches + 2)
    await desk.settled()

    assert (offered, model) == ("Show the 30 new", desk.session.model)
    assert choices == [f"All {matches}", "30 new", "4 changed", "2 gone"]
    assert told == [
        "Showing the 30 creators who came new",
        "Showing the 4 creators whose numbers changed",
        "Showing the 2 creators that the search does not find any more",
    ]
    assert line.isHidden()


async def test_those_who_changed_are_shown_with_both_numbers(desk: Desk) -> None:
    """In a column of its own, which goes with them; the tooltip names what the numbers are."""
    await desk.find(replace(BIG, target=200))
    changed, _ = await otherwise(desk, 1, 0)
    dialog = await run_again(desk)
    dialog.findChild(QRadioButton, "again_all").click()
    dialog.go.click()
    await desk.until(says(desk, "Nobody new · 1 changed."))
    desk.window.room.notice.action.click()
    await desk.until(lambda: desk.session.model.column_of("change") is not None and desk.session.model.rowCount() == 1)
    await desk.settled()
    model = desk.session.model
    cell, at = model.index(0, model.column_of("change")), model.column_of("followers")
    now = model.index(0, at).data()
    said, tip, heading = cell.data(), cell.data(Qt.ItemDataRole.ToolTipRole), model.columns[2].label
    desk.window.room.narrowed.back.click()
    await desk.until(lambda: model.column_of("change") is None)
    await desk.settled()

    assert list(changed) == [changed[0]]
    assert (heading, said) == ("Before → now", f"1,000 → {now}")
    assert f"Followers: 1,000 → {now}" in tip


async def test_a_job_that_ran_again_opens_its_parts_later_too(desk: Desk) -> None:
    """Out of Activity, also after the notice is gone."""
    await desk.find(replace(BIG, target=200))
    await otherwise(desk, 3, 0)
    dialog = await run_again(desk)
    dialog.findChild(QRadioButton, "again_all").click()
    dialog.go.click()
    await desk.until(says(desk, "3 changed."))
    await desk.settled()
    job = desk.session.sheet_jobs()[0]
    await desk.session.rows.show(job.id)
    await choose(desk, "3 changed")
    await desk.until(lambda: desk.session.model.rowCount() == 3)
    await desk.settled()

    assert job.title == "Finding again"
    assert desk.window.room.narrowed.states.currentText() == "3 changed"


async def test_only_a_sheet_with_a_finished_search_runs_again(desk: Desk) -> None:
    """The reason stands in the tooltip."""
    action = desk.window.actions_["action_run_again"]

    assert not action.isEnabled()
    assert action.toolTip() == "This sheet has no search that is done."


# -- saved searches


async def saved(desk: Desk) -> SavedDialog:
    desk.window.find_panel.saved_requested.emit()
    return await desk.dialog(SavedDialog)


def line(dialog: SavedDialog) -> list[str]:
    return words_of(dialog.list)


def words_of(table: ChoiceTable) -> list[str]:
    """The marked line's cells."""
    row, model = table.currentIndex().row(), table.model()
    return [model.index(row, at).data() or "" for at in range(model.columnCount())]


async def test_a_search_is_listed_with_what_it_brought_and_opens_for_nothing(desk: Desk, spent: Spent) -> None:
    """Its sheet and its filters, from the workspace."""
    await desk.find(BIG)
    await desk.find(replace(BIG, target=20))
    asked = len(spent.arrivals)
    dialog = await saved(desk)
    dialog.list.selectRow(1)
    told = line(dialog)
    dialog.go.click()
    await desk.until(lambda: desk.session.search == BIG)

    assert (told[1], told[4], told[5]) == ("Instagram", "30", "0.30")
    assert desk.window.find_panel.search() == BIG
    assert len(spent.arrivals) == asked


async def test_a_deleted_search_comes_back_with_undo(desk: Desk) -> None:
    """Its sheet goes and comes with it."""
    await desk.find(BIG)
    dialog = await saved(desk)
    dialog.verbs[Want.DELETE].click()
    await desk.until(dialog.undo.isVisible)
    await desk.until(lambda: desk.window.tabs.bar.count() == 0)
    gone = (dialog.list.model().rowCount(), dialog.verbs[Want.DELETE].isEnabled())
    dialog.undo.click()
    await desk.until(lambda: desk.window.tabs.bar.count() == 1)

    assert gone == (0, False)
    assert dialog.list.model().rowCount() == 1
    dialog.reject()


async def test_finding_what_was_deleted_brings_it_back_instead_of_buying_it(desk: Desk, spent: Spent) -> None:
    """Buying it once more is a button of its own."""
    await desk.find(BIG)
    (one,) = desk.app.saved_searches.all()
    await desk.app.saved_searches.delete(one.id)
    await desk.settled()
    paid = spent.credits
    desk.window.find_panel.foot.button.click()
    await desk.until(says(desk, "You had deleted this search. It is back, and cost nothing."))

    assert spent.credits == paid
    assert desk.session.sheet is not None


async def test_a_search_is_kept_without_running_it_copied_and_renamed(desk: Desk, spent: Spent) -> None:
    """All of it is free."""
    desk.window.find_panel.set_search(BIG)
    desk.window.actions_["action_save_search"].trigger()
    await desk.until(says(desk, "It was not run."))
    dialog = await saved(desk)
    not_run = (line(dialog)[3], dialog.verbs[Want.AGAIN].isEnabled())
    dialog.verbs[Want.DUPLICATE].click()
    await desk.until(lambda: dialog.list.model().rowCount() == 2)
    dialog.verbs[Want.RENAME].click()
    asked = await desk.dialog(NameDialog)
    asked.field.setText("Big ones")
    asked.accept()
    await desk.until(lambda: line(dialog)[0] == "Big ones")
    dialog.reject()

    assert not_run == ("not run", False)
    assert spent.entries == []


async def test_a_recipe_goes_out_and_comes_in(desk: Desk, tmp_path: Path) -> None:
    """A file that is wrong is told in the dialog."""
    await desk.app.saved_searches.save(BIG, "Big ones")
    dialog = await saved(desk)
    dialog.verbs[Want.WRITE].click()
    await pick(desk, tmp_path / "big.json")
    await desk.until(lambda: dialog.said.text() == "Saved big.json.")
    dialog.wanted.emit(Want.READ, 0)
    await pick(desk, tmp_path / "big.json")
    await desk.until(lambda: dialog.list.model().rowCount() == 2)
    read = line(dialog)[0]
    (tmp_path / "wrong.json").write_text("{", encoding="utf-8")
    dialog.wanted.emit(Want.READ, 0)
    await pick(desk, tmp_path / "wrong.json")
    await desk.until(lambda: "JSON" in dialog.said.text())
    dialog.reject()

    assert read == "big"


async def pick(desk: Desk, path: Path) -> None:
    """Choose a file in the dialog for it."""
    picker = await desk.dialog(QFileDialog)
    picker.setDirectory(str(path.parent))
    picker.findChild(QLineEdit, "fileNameEdit").setText(path.name)
    picker.accept()


# -- sorting


async def test_sorting_says_that_it_sorts_only_the_loaded_rows_and_offers_the_search_in_that_order(
    desk: Desk, spent: Spent
) -> None:
    """The panel then names the price; nothing is paid by the offer."""
    await desk.find(BIG)
    paid, line = spent.credits, desk.window.more
    desk.window.view.sort_by("followers", descending=True)
    await desk.until(line.sorted.isVisible)
    said = line.sorted.text()
    line.in_order.click()
    held = desk.window.find_panel.search()
    desk.window.view.sort_by("creator")
    await desk.until(line.in_order.isHidden)
    still = line.sorted.text()
    desk.window.view.sort_by(None)
    await desk.until(line.sorted.isHidden)
    await desk.settled()

    assert said == still == "Sorted: the 30 loaded rows"
    assert held is not None
    assert held.sort == Sort(by="number_of_followers", order="desc")
    assert spent.credits == paid


# -- similar creators


async def test_similar_creators_of_a_row_come_with_their_likeness_for_the_price_on_the_button(
    desk: Desk, spent: Spent
) -> None:
    """The panel says whose like it is; its filters narrow them; nothing is sent before its button."""
    await desk.find(BIG)
    desk.window.view.setCurrentIndex(desk.session.model.index(0, 1))
    seed = desk.session.model.rows_now(list(desk.session.model.ids())[:1])[0].handle
    paid = spent.credits
    await desk.until(lambda: bool(desk.window.creator_id))
    desk.window.actions_["action_similar"].trigger()
    panel = desk.window.find_panel
    said, before = panel.seed_line.said.text(), spent.credits
    panel.foot.target.setValue(10)
    await desk.until(panel.foot.button.isEnabled)
    price = panel.foot.button.text()
    panel.foot.button.click()
    await desk.until(lambda: desk.session.seed == seed and desk.session.sheet_jobs())
    await desk.settled()
    columns = [column.label for column in desk.session.model.columns]
    shown = desk.session.model.index(0, columns.index("Likeness")).data()

    assert (said, before) == (f"Creators like {seed.name}", paid)
    assert price.endswith("· 0.10 credits")
    assert spent.credits - paid == Decimal("0.10")
    assert shown.endswith("%")
    assert not desk.window.summary.changed.isVisible()


async def test_another_platform_or_the_x_goes_back_to_an_ordinary_search_and_undo_brings_it_back(desk: Desk) -> None:
    """Somebody on Instagram has no like on TikTok."""
    panel = desk.window.find_panel
    seed = Handle(platform=Platform.INSTAGRAM, name="anna")
    panel.set_search(BIG, seed)
    panel.seed_line.away.click()
    dropped = (panel.seed, panel.seed_line.isHidden(), panel.search())
    panel.undo()
    back = panel.seed
    panel.platform.setCurrentIndex(panel.platform.findData(Platform.TIKTOK))
    panel.platform.activated.emit(panel.platform.currentIndex())
    await desk.settled()

    assert dropped == (None, True, BIG)
    assert back == seed
    assert panel.seed is None


async def test_a_list_offers_similar_creators_by_handle_or_address(desk: Desk) -> None:
    """What names nobody, and X, is told at the field."""
    sheet_id, _ = await listed(desk.app, "anna")
    await desk.session.turn_to(sheet_id)
    offer, told = desk.window.find_panel.no_search, []
    for text in ("https://x.com/anna", "https://www.instagram.com/p/abc/"):
        offer.field.setText(text)
        offer.similar.click()
        told.append(offer.problem.text())
    offer.field.setText("https://www.instagram.com/ben/")
    offer.similar.click()
    await desk.settled()

    assert told[0] == "The service finds no similar creators on X / Twitter."
    assert told[1] == "This address leads to a page, not to a creator."
    assert desk.window.find_panel.seed == Handle(platform=Platform.INSTAGRAM, name="ben")


async def test_a_row_of_x_cannot_be_the_example(desk: Desk) -> None:
    """The action says why."""
    search = Search(platform=Platform.TWITTER, target=5)
    await desk.find(search)
    desk.window.view.setCurrentIndex(desk.session.model.index(0, 1))
    action = desk.window.actions_["action_similar"]
    await desk.until(lambda: "X / Twitter" in action.toolTip())
    await desk.settled()

    assert not action.isEnabled()


# -- the team's lists


async def team_lists(desk: Desk) -> TeamListsDialog:
    desk.window.actions_["action_team_lists"].trigger()
    dialog = await desk.dialog(TeamListsDialog)
    await desk.until(lambda: dialog.list.model().rowCount())
    return dialog


async def test_hidden_rows_do_not_come_in_the_next_search_until_undo(desk: Desk, spent: Spent) -> None:
    """They go to the platform's own list, and the panel's search names it."""
    desk.window.find_panel.foot.known.click()
    await desk.find(BIG)
    desk.tick(3)
    hidden = {row.handle.name for row in desk.session.model.rows_now(desk.session.ticks.ids())}
    await desk.until(desk.window.actions_["action_hide"].isEnabled)
    desk.window.actions_["action_hide"].trigger()
    await desk.until(says(desk, "3 creators are hidden from future searches. Colleagues see this too."))
    search = desk.window.find_panel.search()
    await desk.find(search)
    standing = await desk.app.exclusions.default(Platform.INSTAGRAM)

    assert search is not None
    assert search.value("exclude_default_list") is True
    assert not hidden & handles(desk)
    assert (standing.default, standing.handles) == (True, 3)
    await desk.app.exclusions.empty(standing.id)


async def test_undo_takes_only_those_off_that_were_not_hidden_before(desk: Desk) -> None:
    """What a colleague hid stays hidden."""
    await desk.find(BIG)
    ids = desk.tick(3)
    standing = await desk.app.exclusions.default(Platform.INSTAGRAM)
    await desk.app.exclusions.add_creators(standing.id, ids[:1])
    desk.window.actions_["action_hide"].trigger()
    await desk.until(says(desk, "2 creators are hidden"))
    desk.window.room.notice.action.click()
    await desk.until(says(desk, "They can be found again."))
    held = await desk.app.exclusions.empty(standing.id)

    assert held == 1


async def test_a_list_is_made_filled_and_deleted_in_two_steps(desk: Desk) -> None:
    """Repeats and lines that name nobody are told; the service's own list stays."""
    await desk.app.exclusions.default(Platform.INSTAGRAM)
    dialog = await team_lists(desk)
    standing = [dialog.verbs[one].isEnabled() for one in (ListWant.RENAME, ListWant.DELETE, ListWant.PASTE)]
    dialog.verbs[ListWant.NEW].click()
    asked = await desk.dialog(NameDialog)
    asked.field.setText("Asked last autumn")
    asked.accept()
    await desk.until(lambda: dialog.chosen is not None and dialog.chosen.name == "Asked last autumn")
    dialog.verbs[ListWant.PASTE].click()
    paste = await desk.dialog(PasteDialog)
    paste.field.setPlainText("@anna, ben\nhttps://www.instagram.com/carla/ anna\nhttps://example.com/x")
    paste.accept()
    await desk.until(lambda: dialog.said.text().startswith("3 creators added."))
    told = dialog.said.text()
    await desk.until(lambda: words_of(dialog.list)[1] == "3")
    dialog.verbs[ListWant.DELETE].click()
    question = await desk.dialog(Question)
    warned = question.accessibleDescription()
    question.yes.click()
    await desk.until(lambda: dialog.said.text() == "Deleted.")
    dialog.reject()

    assert standing == [False, False, True]
    assert told == "3 creators added. 1 line names no creator of Instagram."
    assert "Colleagues see this too." in warned
    assert all(one.name != "Asked last autumn" for one in desk.app.exclusions.known())


async def test_emptying_a_list_can_be_taken_back(desk: Desk) -> None:
    """The handles are remembered until then."""
    one = await desk.app.exclusions.create("To be emptied", Platform.INSTAGRAM)
    await desk.app.exclusions.add(one.id, ["anna", "ben"])
    dialog = await team_lists(desk)
    dialog.show_lists(desk.app.exclusions.known(Platform.INSTAGRAM), one.id)
    dialog.verbs[ListWant.EMPTY].click()
    (await desk.dialog(Question)).yes.click()
    await desk.until(dialog.undo.isVisible)
    emptied = dialog.chosen
    dialog.undo.click()
    await desk.until(lambda: dialog.said.text() == "Taken back.")
    dialog.reject()

    assert emptied is not None
    assert emptied.handles == 0
    assert await desk.app.exclusions.handles(one.id) == ["anna", "ben"]
    await desk.app.exclusions.delete(one.id)


async def test_who_is_on_a_list_is_shown_and_some_are_taken_off(desk: Desk) -> None:
    """Found by a part of their handle; Undo puts them on again."""
    one = await desk.app.exclusions.create("Looked at", Platform.INSTAGRAM)
    await desk.app.exclusions.add(one.id, ["anna", "ben", "carla", "benedikt"])
    dialog = await team_lists(desk)
    dialog.show_lists(desk.app.exclusions.known(Platform.INSTAGRAM), one.id)
    dialog.verbs[ListWant.MEMBERS].click()
    members = await desk.dialog(MembersDialog)
    before = members.list.model().rowCount(), members.off.isEnabled()
    members.finder.setText("@BEN")
    members.list.selectAll()
    narrowed, offered = members.marked, members.off.text()
    members.off.click()
    await desk.until(lambda: dialog.said.text() == "2 creators taken off.")
    left = await desk.app.exclusions.handles(one.id)
    dialog.undo.click()
    await desk.until(lambda: dialog.said.text() == "Taken back.")
    dialog.reject()

    assert before == (4, False)
    assert (sorted(narrowed), offered) == (["ben", "benedikt"], "Take 2 creators off")
    assert sorted(left) == ["anna", "carla"]
    assert len(await desk.app.exclusions.handles(one.id)) == 4
    await desk.app.exclusions.delete(one.id)


async def test_a_list_that_a_colleague_deleted_is_led_to_and_marked(desk: Desk, spent: Spent) -> None:
    """Nothing is sent; the button of the message leads to the editor, which then says so and keeps the search back."""
    one = await desk.app.exclusions.create("Soon gone", Platform.INSTAGRAM)
    panel = desk.window.find_panel
    panel.set_search(BIG.with_filter("exclude_list", [one.id]))
    await desk.until(panel.foot.button.isEnabled)
    await desk.app.exclusions.delete(one.id)
    panel.foot.button.click()
    await desk.until(desk.window.room.message.isVisible)
    desk.window.room.message.action.click()
    editor = panel.form.editor_of("exclude_list")
    await desk.until(lambda: "not in the list" in editor.reason())
    await desk.settled()

    assert panel.search() is None
    assert not panel.foot.button.isEnabled()
    assert spent.entries == []


async def test_a_search_with_a_word_of_no_dictionary_is_not_bought_counted_or_planned(desk: Desk, spent: Spent) -> None:
    """Also where the panel could not know it yet; the message leads to the filter, which marks it."""
    panel, verbs = desk.window.find_panel, desk.window.verbs
    wrong = Search(platform=Platform.INSTAGRAM, filters={"brands": ["Nonexistent GmbH"]}, target=50)
    refused = []
    assert verbs is not None
    for work in (
        verbs.finding.find(Wanted(search=wrong)),
        verbs.counts.count(wrong),
        verbs.counts.split(wrong, leave_out=True),
    ):
        with pytest.raises(InputError) as told:
            await work
        refused.append((told.value.field, told.value.happened))
    panel.set_search(wrong)
    await desk.until(lambda: "not in the list" in panel.form.editor_of("brands").reason())

    assert refused == [("brands", "Worked with brands: “Nonexistent GmbH” is not in the service's list.")] * 3
    assert not panel.foot.button.isEnabled()
    assert spent.entries == []


async def test_the_search_of_the_sheet_is_not_mixed_with_a_creator_in_the_panel(desk: Desk) -> None:
    """Sorting's offer and the chips over the sheet stand for the sheet's search: nobody's like."""
    await desk.find(BIG)
    panel, prepared = desk.window.find_panel, Search(platform=Platform.INSTAGRAM, target=50)
    panel.set_search(prepared, Handle(platform=Platform.INSTAGRAM, name="anna"))
    desk.window.view.sort_by("followers", descending=True)
    await desk.until(desk.window.more.in_order.isVisible)
    desk.window.more.in_order.click()
    sorted_seed = panel.seed
    panel.set_search(prepared, Handle(platform=Platform.INSTAGRAM, name="anna"))
    desk.window.summary.chips.removed.emit("number_of_followers")
    await desk.settled()

    assert (sorted_seed, panel.seed) == (None, None)
    assert panel.search() == BIG.without("number_of_followers")
