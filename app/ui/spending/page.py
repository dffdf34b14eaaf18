"""The Spending page: it takes the place of the sheet until Back or Esc.

What is shown is read anew, never counted along: at once when the page opens or somebody asks for something else, at
most once a second while payments come in.
"""

from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.spending import Found, Overview, Period, Wanted
from app.ui.operation import Operation
from app.ui.parts import Button, EmptyState, Kind, MessageBar, Mood, Notice, PlainLabel
from app.ui.sheet_table.lines import LinesTable
from app.ui.sheet_table.plain import one_line
from app.ui.spending import words
from app.ui.spending.budgets import BudgetPanel
from app.ui.spending.chart import SpendingChart
from app.ui.spending.facts import FactRow
from app.ui.spending.filters import SpendingFilters
from app.ui.spending.models import LedgerModel, SumLine, SumsModel
from app.ui.theme import Role, colour, number_font, px
from app.workspace import campaigns
from app.workspace.campaigns import Campaign
from app.workspace.spending import FairUse

if TYPE_CHECKING:
    from app.bootstrap import App

_SIDE = 304
_SUMS_LEAST = 140
_LATER_MS = 1000
_SUMS = (("Day", "day"), ("Sheet", "sheet"), ("Campaign", "campaign"))


class SpendingPage(QWidget):
    """Give it an account with `show_account`; `refresh` when something changed there.

    `back_wanted` by Back and Esc, `check_wanted` to ask for the balance, `export_wanted` with what is shown,
    `jobs_wanted` to see the job that waits.
    """

    back_wanted = Signal()
    check_wanted = Signal()
    export_wanted = Signal(object)
    jobs_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spending")
        self.setAccessibleName("Spending")
        self._app: App | None = None
        self._found: Found | None = None
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._start_reading)
        self._reading = self._again = False
        self._told: FairUse | None = None  # once each time the page opens
        self.message = MessageBar()
        self.message.setObjectName("spending_message")
        self.facts = FactRow()
        self.filters = SpendingFilters()
        self.chart = SpendingChart()
        self.total = PlainLabel()
        self.total.setObjectName("spending_total")
        self.total.setFont(number_font())
        self.model = LedgerModel(self)
        self.table = LinesTable("ledger", "Payments")
        self.table.show_model(self.model)
        self.empty = EmptyState("receipt", words.NOTHING_YET)
        self.budgets = BudgetPanel()
        self.by = QTabBar()
        self.sums = SumsModel(self)
        self.sum_table = LinesTable("spending_sums", "Sums; Enter shows the payments", one_click=True)
        self.sum_table.show_model(self.sums)
        self._arrange()
        self._connect()

    # -- building

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._make_head())
        whole.addWidget(self.message)
        whole.addWidget(self.facts)
        body = QHBoxLayout()
        body.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(px(12), px(12), px(12), 0)
        left.setSpacing(px(12))
        left.addWidget(self.filters)
        left.addWidget(self.chart)
        left.addWidget(self.total)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        left.addWidget(place, 1)
        self.notice = Notice(place)
        self.notice.setObjectName("spending_notice")
        divider = QFrame()
        divider.setFrameShape(QFrame.Shape.VLine)
        body.addLayout(left, 1)
        body.addWidget(divider)
        body.addWidget(self._make_side())
        whole.addLayout(body, 1)

    def _make_head(self) -> QHBoxLayout:
        self.back = Button("Back", Kind.QUIET, icon_name="arrow-left")
        self.back.setObjectName("spending_back")
        self.back.setToolTip("Back to the sheet (Esc)")
        self.asked = PlainLabel(role=Role.HINT, token="muted")
        self.asked.setObjectName("balance_asked")
        self.check = Button("Check now · free")
        self.check.setObjectName("check_balance")
        self.check.setToolTip("Asks influencers.club for the balance")
        self.export = Button("Export payments…", icon_name="table")
        self.export.setObjectName("spending_export")
        self.export.setToolTip("Save the payments shown as a file; free")
        head = QHBoxLayout()
        head.setContentsMargins(px(8), px(8), px(12), px(8))
        head.setSpacing(px(8))
        head.addWidget(self.back)
        head.addWidget(PlainLabel("Spending", Role.DIALOG))
        head.addStretch(1)
        for part in (self.asked, self.check, self.export):
            head.addWidget(part)
        return head

    def _make_side(self) -> QWidget:
        self.by.setObjectName("spending_by")
        self.by.setAccessibleName("Sums by")
        self.by.setDrawBase(False)
        self.by.setExpanding(True)
        for label, key in _SUMS:
            self.by.setTabData(self.by.addTab(label), key)
        side = QWidget()
        side.setFixedWidth(px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.budgets, 1000)  # as high as its lines, as long as the sums keep their least
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        column.addWidget(line)
        column.addWidget(self.by)
        column.addWidget(self.sum_table, 1)
        column.addStretch(0)
        self.sum_table.setMinimumHeight(px(_SUMS_LEAST))
        return side

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.check.clicked.connect(self.check_wanted)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self.filters.wanted))
        self.filters.changed.connect(self._start_reading)
        self.chart.chosen.connect(self._show_days)
        self.by.currentChanged.connect(lambda _at: self._show_sums())
        self.sum_table.activated.connect(lambda index: self.filters.ask(self.sums.lines[index.row()].wanted))
        self.budgets.changed.connect(self._start_reading)

    # -- an account

    def show_account(self, app: "App | None") -> None:
        """Another account, or none; its page is read when it opens."""
        self._app, self._found = app, None
        self.filters.show_wanted(Wanted())
        self.model.show_ids(None, array("q"), date.min)
        self.message.hide()

    def open(self) -> None:
        """Read everything now."""
        self._told = None
        self._start_reading()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Something changed in the workspace; what is shown follows within a second."""
        if self.isVisible() and not self._later.isActive():
            self._later.start()

    @property
    def is_quiet(self) -> bool:
        """Whether what is shown is up to date."""
        return not self._reading and not self._later.isActive()

    def _start_reading(self) -> None:
        if self._reading:
            self._again = True
        elif self._app is not None:
            self._reading = True
            Operation(self, self._read).start(self)

    async def _read(self) -> None:
        app = self._app
        try:
            if app is None:
                return
            wanted = self.filters.wanted
            overview = await app.spending.overview()
            found = await app.spending.find(wanted)
            known = await app.store.read(campaigns.all_campaigns)
            if self._app is app:
                self._show(app, overview, found, known)
        finally:
            self._reading = False
            if self._again:
                self._again = False
                self._start_reading()

    # -- showing

    def _show(self, app: "App", overview: Overview, found: Found, known: list[Campaign]) -> None:
        today = date.today()
        self._found = found
        at_ms = overview.asked_ms
        self.asked.setText(words.asked(None if at_ms is None else app.spending.local(at_ms), today))
        self.facts.show_facts(words.facts(overview))
        self.filters.offer(found.choices)
        self.chart.show_days(found.days, today)
        self.total.setText(words.summary(found.total))
        self.model.show_ids(app.spending, found.ids, today)
        self.budgets.show_budgets(app.budgets, app.low_balance, known)
        self.budgets.setMaximumHeight(self.budgets.wanted_height(px(_SIDE)))
        self.export.setEnabled(bool(found.ids))
        self._show_empty(found)
        self._show_sums()
        if overview.fair_use is not None and overview.fair_use != self._told:
            self._told = overview.fair_use
            self.message.show_message(Mood.WARN, words.fair_use(overview.fair_use), "Show job", self.jobs_wanted.emit)

    def _show_empty(self, found: Found) -> None:
        narrowed = self.filters.wanted != Wanted()
        if not found.ids:
            ways = [("Show all", lambda: self.filters.ask(Wanted()))] if narrowed else []
            self.empty.show_state("receipt", words.NO_MATCH if narrowed else words.NOTHING_YET, ways)
        self._stack.setCurrentWidget(self.table if found.ids else self.empty)
        self.chart.setVisible(bool(found.days))
        self.filters.setVisible(bool(found.ids) or narrowed)
        self.total.setVisible(bool(found.ids))
        self.by.setVisible(bool(found.ids))
        self.sum_table.setVisible(bool(found.ids))

    def _show_sums(self) -> None:
        found, wanted = self._found, self.filters.wanted
        if found is None:
            return
        label, key = _SUMS[self.by.currentIndex()]
        if key == "day":
            lines = [
                SumLine(name=words.span(day, day, date.today()), amounts=amounts, wanted=_on(wanted, day, day))
                for day, amounts in reversed(found.days)
            ]
        elif key == "sheet":
            lines = [
                SumLine(name=one_line(one.name), amounts=one.amounts, wanted=replace(wanted, sheet_id=one.id))
                for one in found.sheets
            ]
        else:
            lines = [
                SumLine(name=one_line(one.name), amounts=one.amounts, wanted=replace(wanted, campaign_id=one.id))
                for one in found.campaigns
            ]
        self.sums.show_lines(label, lines)

    def _show_days(self, first: date, last: date) -> None:
        self.filters.ask(_on(self.filters.wanted, first, last))

    # -- what operations have to say

    def show_notice(self, text: str, action_text: str = "", callback: Callable[[], None] | None = None) -> None:
        """Success: a line at the foot of the payments."""
        self.notice.show_notice(text, action_text, callback)

    def show_error(self, error: AppError) -> None:
        """Trouble: three sentences under the page's head."""
        self.message.show_message(Mood.BAD, error.sentences)

    # -- the widget itself

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.end()


def _on(wanted: Wanted, first: date, last: date) -> Wanted:
    return replace(wanted, period=Period.BETWEEN, first=first, last=last)
