"""Live posts in the window: the campaign, the exact price before, what goes into the sheet, and looking again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.jobs import JobState
from app.domain.platforms import Handle, Platform
from app.domain.posts import Campaign, Post
from app.ui.dialogs.posts import PostsDialog
from app.ui.dialogs.posts_found import PostsFoundDialog
from app.ui.parts import Kind
from app.ui.window import question_words
from app.workspace import creators
from tests.lists import add_list
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk
from tests.whole_app import Spent, rows_of

pytestmark = pytest.mark.usefixtures("own_folders")
OTHER, BUSY = "aaravnair55", "hannadvorak"
LAST = date(2026, 11, 20)  # the practice world's newest day
FIRST = LAST - timedelta(days=60)
DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def tag(service: SandboxProcess) -> str:
    """A hashtag of one of the creators."""
    return f"#{service.truth('instagram', OTHER)['tags'].split()[0]}"


async def ask(desk: Desk) -> PostsDialog:
    desk.window.actions_["action_posts"].trigger()
    return await desk.dialog(PostsDialog)


async def fill(desk: Desk, dialog: PostsDialog, words: str, *, pages: int = 3) -> None:
    """Type a campaign of 60 days and wait for its price."""
    dialog.first.set_day(FIRST)
    dialog.last.set_day(LAST)
    dialog.pages.setValue(pages)
    dialog.words.setText(words)
    await desk.until(lambda: dialog.campaign is not None and not dialog.go.text().startswith("Check 0"))
    await desk.until(lambda: dialog.go.isEnabled() or dialog.known.isEnabled())


async def checked(desk: Desk, tag: str, *, text: str = "posted") -> None:
    """Check the ticked rows through the window."""
    dialog = await ask(desk)
    await fill(desk, dialog, tag)
    dialog.go.click()
    await desk.until(lambda: text in notice(desk))
    await desk.settled()


async def days_pass(desk: Desk, days: int) -> None:
    """What was checked was checked so many days ago."""
    for table in ("checked_posts", "questions"):
        change = f"UPDATE {table} SET at_ms = at_ms - {days * DAY_MS}"
        await desk.app.store.write(lambda db, change=change: db.execute(change))  # type: ignore[misc]


def notice(desk: Desk) -> str:
    return desk.window.room.notice.text.text()


async def test_other_platforms_are_refused_with_the_reason(desk: Desk) -> None:
    """Posts are known on three platforms; one such row among the ticked ones is enough."""
    await desk.show_list(OTHER)
    action = desk.window.actions_["action_posts"]
    on_instagram = action.isEnabled()
    handle = Handle(platform=Platform.TWITCH, name="maren")
    creator_id = await desk.app.store.write(lambda db: creators.ensure(db, handle, "maren", 1))
    twitch = await desk.app.store.write(lambda db: add_list(db, "Twitch", "other", [creator_id], 1))
    await desk.session.turn_to(twitch)
    desk.tick(1)

    assert (on_instagram, action.isEnabled()) == (True, False)
    assert action.toolTip() == question_words.NOT_ON_THESE


async def test_nothing_can_be_asked_before_the_campaign_is_whole(desk: Desk, spent: Spent) -> None:
    """The button says what is missing; a wrong word is named beside the field."""
    await desk.show_list(OTHER)
    dialog = await ask(desk)
    empty = (dialog.go.isEnabled(), dialog.go.toolTip())
    dialog.words.setText("#not/a/tag")
    await desk.until(lambda: "is not a hashtag" in dialog.go.toolTip())
    said = dialog._said.text()
    dialog.words.setText("#summer")
    dialog.first.set_day(LAST)
    dialog.last.set_day(FIRST)
    await desk.until(lambda: dialog.go.toolTip() == "The first day lies after the last day.")
    dialog.reject()

    assert empty == (False, "Enter a hashtag or an @name to look for.")
    assert "is not a hashtag or an @name" in said
    assert spent.paid_arrivals == []


async def test_the_button_names_rows_times_pages_and_the_end_tells_the_totals(
    desk: Desk, spent: Spent, tag: str
) -> None:
    """A page that is not needed is not bought."""
    sheet_id = await desk.show_list(OTHER, BUSY)
    dialog = await ask(desk)
    await fill(desk, dialog, tag, pages=2)
    words, before = dialog.go.text(), len(spent.paid_arrivals)
    dialog.go.click()
    await desk.until(lambda: "posted" in notice(desk))
    await desk.settled()
    job = desk.session.jobs[0]
    own = rows_of(desk.app, sheet_id)[0].own

    assert (words, before) == ("Check 2 · up to 0.60 credits", 0)
    assert notice(desk).startswith("1 of 2 creators posted · ")
    assert f"{int(own['likes']):,} likes" in notice(desk)
    assert f"{spent.credits} credits" in notice(desk)
    assert (job.state, job.totals.spent) == (JobState.FINISHED, spent.credits)


async def test_its_columns_appear_with_their_first_values(desk: Desk, tag: str) -> None:
    """Also where somebody chose the columns by hand."""
    await desk.show_list(OTHER)
    model = desk.session.model
    assert model is not None
    before = [column.key for column in model.columns]
    await desk.session.columns.choose([key for key in before if key not in ("tick", "creator", "note")])
    await checked(desk, tag)

    assert "post_link" not in before
    assert [column.key for column in model.columns][-5:] == ["post_link", "live_date", "views", "likes", "comments"]


async def test_the_campaign_is_remembered(desk: Desk, tag: str) -> None:
    """The dialog begins with what was looked for last."""
    await desk.show_list(OTHER)
    await checked(desk, tag)
    dialog = await ask(desk)
    fields = (dialog.first.day, dialog.last.day, dialog.words.text(), dialog.pages.value())
    dialog.reject()

    assert fields == (FIRST, LAST, tag.casefold(), 3)


async def test_what_was_found_is_shown_again_for_nothing(desk: Desk, spent: Spent, tag: str) -> None:
    """Who was checked costs nothing; the free button is the next step."""
    await desk.show_list(OTHER)
    await checked(desk, tag)
    paid = len(spent.paid_arrivals)
    dialog = await ask(desk)
    state = (dialog.go.isEnabled(), dialog.known.kind, dialog.again.isHidden())
    dialog.known.click()
    found = await desk.dialog(PostsFoundDialog)
    likes = [row[4].value for row in found.table.lines.rows]
    said = found.head.text()
    found.shut.click()

    assert state == (False, Kind.PRIMARY, True)
    assert f"{int(sum(likes)):,} likes" in said
    assert len(spent.paid_arrivals) == paid


async def test_fresh_numbers_are_a_new_question_that_says_the_age(desk: Desk, spent: Spent, tag: str) -> None:
    """With its own price, and not taken unless somebody ticks it."""
    await desk.show_list(OTHER)
    await checked(desk, tag)
    await days_pass(desk, 1)
    paid = spent.credits
    dialog = await ask(desk)
    plain, offered = dialog.go.isEnabled(), dialog.again.text()
    dialog.again.click()
    words = dialog.go.text()
    dialog.go.click()
    await desk.until(lambda: spent.credits > paid and not desk.app.jobs.running())
    day = datetime.now(UTC) - timedelta(days=1)

    assert not plain
    assert offered.startswith("Fresh numbers also for the one checked already (oldest: ")
    assert str(day.day) in offered
    assert offered.endswith("up to 0.45 credits more")
    assert words == "Check 1 · up to 0.45 credits"


async def test_what_a_person_typed_stays_until_they_say_otherwise(desk: Desk, tag: str) -> None:
    """The list of posts counts the cells, and writes over them when asked."""
    sheet_id = await desk.show_list(OTHER)
    (creator_id,) = desk.session.ticks.ids()
    desk.session.store_own(creator_id, "likes", "7")
    await desk.until(lambda: rows_of(desk.app, sheet_id)[0].own.get("likes") == "7")
    await checked(desk, tag)
    typed = rows_of(desk.app, sheet_id)[0].own["likes"]
    desk.window.room.notice.action.click()
    found = await desk.dialog(PostsFoundDialog)
    words = (found.replace.text(), found.said.text())
    found.replace.click()
    await desk.until(lambda: found.said.text() == "The sheet now has what was found.")
    hidden = found.replace.isHidden()
    found.shut.click()

    assert typed == "7"
    assert words == ("Write over 1 cell you typed", "1 cell of the sheet holds what you typed, and stayed as it was.")
    assert hidden
    assert int(rows_of(desk.app, sheet_id)[0].own["likes"]) > 7


def posts_found(*links: str) -> PostsFoundDialog:
    """A list of posts with these links."""
    campaign = Campaign.of(FIRST, LAST, ["#summer"])
    dialog = PostsFoundDialog(None, {1: "vera", 2: "lars"}, campaign, LAST)
    posts = [Post(link=link, at_s=1_790_000_000, caption="=1+1", likes=1200, comments=3) for link in links]
    dialog.show_posts({1: posts}, 0, 0)
    return dialog


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        ("https://instagram.com/p/abc", True),
        ("http://instagram.com/p/abc", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_web_addresses_are_opened(qapp: QApplication, link: str, opens: bool) -> None:
    """A link comes from the service, and from whoever wrote it there."""
    opened_ones: list[QUrl] = []

    class Opener(QObject):
        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            opened_ones.append(url)

    dialog, opener = posts_found(link), Opener()
    scheme = link.partition(":")[0]
    QDesktopServices.setUrlHandler(scheme, opener, "take")
    try:
        dialog.open_post.click()
    finally:
        QDesktopServices.unsetUrlHandler(scheme)
        dialog.deleteLater()
        opener.deleteLater()

    assert bool(opened_ones) == opens


def test_the_list_is_copied_as_a_spreadsheet_takes_it(qapp: QApplication) -> None:
    """Whole links, bare numbers, days that sort, and no formula from a creator's text; Ctrl+C takes the marked rows."""
    dialog = posts_found("https://instagram.com/p/abc", "https://instagram.com/p/def")
    dialog.copy.click()
    head, line, _second = (row.split("\t") for row in QGuiApplication.clipboard().text().split("\n"))
    QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    marked = QGuiApplication.clipboard().text().split("\n")
    dialog.deleteLater()

    assert head == ["Creator", "Live date", "Post link", "Views", "Likes", "Comments", "Text"]
    assert line == ["vera", "2026-09-21", "https://instagram.com/p/abc", "", "1200", "3", "'=1+1"]
    assert len(marked) == 2


async def test_a_day_is_chosen_with_the_keyboard(desk: Desk) -> None:
    """Alt+Down opens the calendar, an arrow key moves a day, Enter takes it."""
    await desk.show_list(OTHER)
    dialog = await ask(desk)
    dialog.first.set_day(date(2026, 9, 23))
    dialog.first.setFocus()
    QTest.keyClick(dialog.first, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = dialog.first.calendarWidget()
    await desk.until(calendar.isVisible)
    view = calendar.focusProxy() or calendar
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    await desk.until(lambda: not calendar.isVisible())
    day = dialog.first.day
    dialog.reject()

    assert day == date(2026, 9, 24)
