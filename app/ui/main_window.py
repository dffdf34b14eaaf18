"""The main window: one account, its sheets, and the bars around them.

It is complete before an account is open: everything is there, disabled, and says why. `attach` brings an account in,
`detach` takes it out. The paid verbs are in window/verbs.py, what follows from the workspace in window/session.py.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.domain.errors import AppError, NotSent, Remedy
from app.domain.filters import Catalogue
from app.domain.money import ZERO
from app.ui.activity import Activity
from app.ui.creator_panel import CreatorPanel
from app.ui.filter_panel import FilterPanel
from app.ui.operation import Operation
from app.ui.parts import Kind, Mood
from app.ui.sheet_table.view import SheetView
from app.ui.theme import Theme, px
from app.ui.window import account_flow, around_sheet, job_words, wiring
from app.ui.window.action_list import START_REASONS
from app.ui.window.actions import Actions
from app.ui.window.bars import MoreLine, StatusLine, SummaryLine, TopBar
from app.ui.window.body import Body
from app.ui.window.pages import Pages
from app.ui.window.sheet_room import SheetRoom, Stand
from app.ui.window.sheet_tabs import SheetTabs
from app.workspace import sheets

if TYPE_CHECKING:
    from app.bootstrap import App
    from app.ui.window.logins import Logins
    from app.ui.window.session import Session
    from app.ui.window.verbs import Verbs

COMPACT_BELOW = 960
AVERAGES_FROM = 560
_NAME = "Scoutsheet"
_OFFLINE = "You are offline. Everything you already have still works."


class MainWindow(QMainWindow):
    """`closed` comes once, when everything is shut down and the window is gone; `scheme_chosen` with a `Scheme`."""

    closed = Signal()
    scheme_chosen = Signal(object)

    def __init__(self, catalogue: Catalogue, theme: Theme, logins: "Logins | None" = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(_NAME)
        self._catalogue = catalogue
        self._theme = theme
        self.logins = logins
        self.session: Session | None = None
        self.verbs: Verbs | None = None
        self.creator_id: int | None = None  # the one that one stands on
        self._may_close = False
        self._leaving = False
        self.actions_ = Actions(self)
        self._make_parts()
        self._arrange()
        wiring.make_menus(self, self._theme)
        wiring.connect_actions(self)
        self._connect_parts()
        self.resize(px(1280), px(800))
        self.find_panel.set_balance(None)

    # -- building

    def _make_parts(self) -> None:
        self.top = TopBar(self.actions_)
        self.find_panel = FilterPanel(self._catalogue)
        self.view = SheetView()
        self.summary = SummaryLine(self.actions_)
        self.more = MoreLine(self.actions_)
        self.room = SheetRoom(self.view, self.summary, self.more)
        self.activity = Activity()
        self.tabs = SheetTabs()
        self.creator = CreatorPanel()
        self.status = StatusLine()

    def _arrange(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.room, 1)
        column.addWidget(self.activity)
        column.addWidget(self.tabs)
        self.body = Body(self.find_panel, middle, self.creator)
        central = QWidget()
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        self.pages = Pages(self.body, self.status, self.room)
        whole.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(px(640), px(420))

    def _connect_parts(self) -> None:
        wiring.connect_finding(self)
        around_sheet.connect(self)
        wiring.offer_new(self)
        wiring.connect_jobs(self)
        wiring.offer_ways_on(self)
        wiring.take_lists(self)

    # -- an account

    def attach(self, app: "App") -> "Session":
        """Show an open account. The window closes it when it is closed itself."""
        from app.ui.window.session import Session  # with all it needs, it can wait until the window is painted
        from app.ui.window.verbs import Verbs

        practice = app.account.practice
        # Qt adds the program's name to every title that does not end with it.
        self.setWindowTitle(f"{'Practice' if practice else app.account.name} · {_NAME}")
        self.session = Session(self, app)
        self.verbs = Verbs(self, self.session)
        self.verbs.lists.use_standing_list()
        self.top.show_account(app.account)
        wiring.spending_of(self).show_account(app)
        self.actions_.allow("action_spending")
        self.find_panel.set_dictionary_source(app.dictionaries)
        self.find_panel.set_lists_source(wiring.lists_of(app.exclusions))
        self.creator.set_own_columns(app.store.peek(sheets.own_columns))
        return self.session

    def detach(self) -> "App | None":
        """Take the account out of the window and return it, still open."""
        session, self.session, self.verbs = self.session, None, None
        if session is None:
            return None
        session.dispose()
        self.find_panel.set_dictionary_source(None)
        self.find_panel.set_lists_source(None)
        self.find_panel.set_balance(None)
        self.find_panel.set_without_search(False)
        self.show_next_step(details=False)
        self.open_spending(False)
        wiring.spending_of(self).show_account(None)
        self.actions_.allow("action_spending", START_REASONS["action_spending"])
        self.top.show_account(None)
        self.top.show_credits(None, ZERO, practice=False)
        self.tabs.show_sheets((), None)
        self.creator.show_row(None)
        self.room.message.hide()
        self.room.narrowed.hide()
        self.setWindowTitle(_NAME)
        self.room.show_stand(Stand.OPENING)
        return session.app

    def open_account(self, *, refused: bool = False) -> None:
        """Ask which account to work with, or for another key after a refusal, and swap the window's content."""
        if self.logins is not None:
            Operation(self, lambda: account_flow.choose(self, refused=refused)).start(self)

    # -- what operations have to say

    def show_notice(
        self,
        text: str,
        action_text: str = "",
        callback: Callable[[], None] | None = None,
        second: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Success: a line at the foot of the sheet, or of the page in its place; as `Notice.show_notice`."""
        self.pages.front.notice.show_notice(text, action_text, callback, second)

    def show_error(self, error: AppError) -> None:
        """Trouble: three sentences above the sheet and the button that helps."""
        if isinstance(error, NotSent):
            self.show_offline("Try again", self.actions_["action_credits"].trigger)
            return
        if account_flow.told_damage(self, error):
            return
        callback = {
            Remedy.OPEN_ACCOUNT: lambda: self.open_account(refused=True),
            Remedy.TOP_UP: self.actions_["action_credits"].trigger,
            Remedy.EDIT: lambda: wiring.mend_search(self, error),
            Remedy.RETRY: self.actions_["action_credits"].trigger,
        }.get(error.remedy)
        action = "Check credits" if error.remedy is Remedy.RETRY else str(error.remedy)
        self.show_trouble(Mood.BAD, error.sentences, action if callback is not None else "", callback)

    def show_offline(self, action_text: str, callback: Callable[[], None]) -> None:
        """The service cannot be reached; the sheet stays usable."""
        self.show_trouble(Mood.WARN, _OFFLINE, action_text, callback)

    def show_trouble(
        self, mood: Mood, text: str, action_text: str = "", callback: Callable[[], None] | None = None
    ) -> None:
        """A bar above the sheet, or the page in its place, until it is dismissed."""
        self.pages.front.message.show_message(mood, text, action_text, callback)

    # -- small verbs

    def open_spending(self, is_open: bool = True) -> None:
        """Show the Spending page in place of the sheet, or the sheet again."""
        if is_open and self.session is not None:
            page = wiring.spending_of(self)
            self.pages.setCurrentWidget(page)
            page.open()
        elif self.pages.is_spending_open:
            self.pages.setCurrentIndex(0)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_find(self) -> None:
        """Open the find panel and put the focus on what one types first."""
        self.open_spending(False)
        self.body.set_open("find", True)
        self.find_panel.set_without_search(False)
        self.find_panel.finder.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_next_step(self, *, details: bool) -> None:
        """Fill the one button that is the next sensible step: the details of ticked rows, else the search."""
        self.top.details.set_kind(Kind.PRIMARY if details else Kind.OUTLINE)
        self.find_panel.foot.button.set_kind(Kind.OUTLINE if details else Kind.PRIMARY)

    def show_words(self, text: str) -> None:
        """Show the words a sheet is narrowed by, without narrowing again."""
        self.summary.filter.blockSignals(True)
        self.summary.filter.setText(text)
        self.summary.filter.blockSignals(False)

    def show_creator(self, creator_id: int | None) -> None:
        """Show this creator in the panel, if it is open."""
        self.creator_id = creator_id
        self.actions_.allow("action_open_profile", "" if creator_id else "Click a creator first.")
        self.with_session(lambda it: it.alike.allow(creator_id))
        if self.session is None or creator_id is None or creator_id <= 0:
            self.creator.show_row(None)
        else:
            self.creator.show_row(self.session.row_of(creator_id), self.session.offers_of(creator_id))

    def do(self, work: "Callable[[Verbs], object]") -> None:
        """Start one of the verbs of the open account; nothing happens while none is open."""
        verbs = self.verbs
        if verbs is not None:
            verbs.start(lambda: work(verbs))  # type: ignore[arg-type, return-value]

    def with_session(self, show: "Callable[[Session], None]") -> None:
        """Show something of the open account; nothing happens while none is open."""
        if self.session is not None:
            show(self.session)

    def tick_all(self, on: bool) -> None:
        """Tick all rows that are shown, or untick every row."""
        model = self.session.model if self.session is not None else None
        if model is not None:
            model.set_ticked(model.ids() if on else model.ticked_ids(), on)

    # -- the window itself

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pages.is_spending_open:
            self.open_spending(False)
        elif event.key() == Qt.Key.Key_Escape:
            self.body.set_open("creator" if self.body.is_open("creator") else "find", False)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.top.set_compact(self.width() < px(COMPACT_BELOW))
        self.status.range.setVisible(self.height() >= px(AVERAGES_FROM))
        self.activity.list.fit_into(self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits until what runs is asked about and stored: it is refused now and done afterwards."""
        if self._may_close or (self.session is None and not self._leaving):
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        if not self._leaving:
            self._leaving = True
            Operation(self, self._leave).start(self)

    @property
    def is_leaving(self) -> bool:
        """Whether a question about closing is open, or the account is being closed."""
        return self._leaving

    async def _leave(self) -> None:
        try:
            if not await account_flow.may_leave(self):
                return
            app = self.detach()
            if app is not None:
                if app.jobs.running():
                    self.show_trouble(Mood.INFO, job_words.CLOSING)
                await app.close()
            self._may_close = True
            self.close()
        finally:
            self._leaving = False
