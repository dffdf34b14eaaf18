"""The room of the sheet: trouble above it, the rows or what stands in their place, notices at its foot."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.domain.jobs import Job
from app.ui.parts import EmptyState, MessageBar, Notice, SkeletonRows, set_tooltip
from app.ui.sheet_table import SheetState, SheetView
from app.ui.theme import colour, px
from app.ui.window.bars import MoreLine, SummaryLine
from app.ui.window.narrowed import NarrowedLine
from app.workspace.sheet_rows import Order


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from an empty place: a verb and what it does. That of an action can be used when the action can."""

    text: str
    act: Callable[[], None] | QAction


class Stand(Enum):
    """What stands in the place of the rows."""

    OPENING = "opening"
    NO_SHEET = "no sheet"
    LOADING = "loading"
    NO_MATCHES = "no matches"
    ALL_HAD = "all had"
    NOTHING_LEFT = "nothing left"
    NOTHING_OF_JOB = "nothing of this job"
    UNFINISHED = "unfinished"
    EMPTY_LIST = "empty list"
    ROWS = "rows"


_SAID = {
    Stand.NO_SHEET: ("table", "Start with a search or your own list."),
    Stand.NO_MATCHES: ("magnifying-glass", "No creators match. This search cost nothing."),
    Stand.ALL_HAD: ("check-circle", "You already have everybody who matches. This search cost nothing."),
    Stand.NOTHING_LEFT: ("funnel-simple", "No row of this sheet has these words."),
    Stand.NOTHING_OF_JOB: ("funnel-simple", "No row of this job stands so now."),
    Stand.UNFINISHED: ("pause", "This search brought no creators yet."),
    Stand.EMPTY_LIST: ("table", "This list is empty."),
}


def stand_of(*, rows: int, order: Order, is_search: bool, total: int | None, left_out: int, jobs: list[Job]) -> Stand:
    """What to show for a sheet. `jobs` are its own, newest first; `total` the matches the service named beside the
    creators `left_out`, who match but are had."""
    if rows:
        return Stand.ROWS
    if order.job is not None:
        return Stand.NOTHING_OF_JOB
    if any(job.is_going for job in jobs):
        return Stand.LOADING
    if order.words.strip():
        return Stand.NOTHING_LEFT
    if not is_search:
        return Stand.EMPTY_LIST
    if total != 0:
        return Stand.UNFINISHED
    return Stand.ALL_HAD if left_out else Stand.NO_MATCHES


class SheetRoom(QWidget):
    """Holds the table and shows it, grey bars, or an empty state with its ways on."""

    def __init__(self, view: SheetView, summary: SummaryLine, more: MoreLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stand = Stand.OPENING
        self._ways: dict[Stand, tuple[Way, ...]] = {}
        self._shown_ways: tuple[Way, ...] = ()
        self.view = view
        self.message = MessageBar()
        self.message.setObjectName("message_bar")
        self.interrupted = MessageBar()
        self.interrupted.setObjectName("interrupted_bar")
        self.batches = MessageBar()
        self.batches.setObjectName("batches_bar")
        self.narrowed = NarrowedLine()
        self._skeleton = SkeletonRows("Loading creators")
        self.empty = EmptyState("table", "")
        self.empty.setObjectName("empty_state")
        self._summary, self._more = summary, more
        place = QWidget()
        self._stack = QStackedLayout(place)
        for part in (self._skeleton, self.empty, view):
            self._stack.addWidget(part)
        self.notice = Notice(place)
        self.notice.setObjectName("notice")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(summary)
        whole.addWidget(self.interrupted)
        whole.addWidget(self.batches)
        whole.addWidget(self.message)
        whole.addWidget(self.narrowed)
        whole.addWidget(place, 1)
        whole.addWidget(more)
        self._expecting = False
        self._focus_was: QWidget | None = None
        self.show_stand(Stand.OPENING)

    def expect_rows(self) -> None:
        """Somebody waits for rows: once they are there the keyboard goes to them, unless it was moved meanwhile."""
        self._expecting, self._focus_was = True, self.window().focusWidget()

    def go_to_rows(self) -> None:
        """Put the keyboard on the rows: on the first creator, where none was chosen yet."""
        model, chosen = self.view.sheet_model, self.view.selectionModel()
        if model is not None and chosen is not None and not chosen.currentIndex().isValid():
            chosen.setCurrentIndex(model.index(0, 1), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.view.setFocus()

    def set_ways(self, stand: Stand, *ways: Way) -> None:
        """The ways on that an empty state offers, at most two."""
        self._ways[stand] = ways
        for way in ways:
            if isinstance(way.act, QAction):
                way.act.changed.connect(self._renew_ways)

    def show_stand(self, stand: Stand) -> None:
        """Show the rows or what stands in their place."""
        changed = stand is not self.stand
        self.stand = stand
        if stand in (Stand.ROWS, Stand.LOADING):
            self.view.set_state(SheetState.ROWS if stand is Stand.ROWS else SheetState.LOADING)
            self._stack.setCurrentWidget(self.view)
        elif stand is Stand.OPENING:
            self._stack.setCurrentWidget(self._skeleton)
        else:
            if changed or not self.empty.sentence():
                self._show_empty(stand)
            self._stack.setCurrentWidget(self.empty)
        if stand is Stand.ROWS and self._expecting:
            self._expecting = False
            if self.window().focusWidget() in (None, self._focus_was):
                self.go_to_rows()
        self._summary.setVisible(stand not in (Stand.NO_SHEET, Stand.OPENING))
        self._more.setVisible(stand in (Stand.ROWS, Stand.NOTHING_LEFT, Stand.NOTHING_OF_JOB))

    def _show_empty(self, stand: Stand) -> None:
        ways = self._ways.get(stand, ())
        does = [(way.text, way.act.trigger if isinstance(way.act, QAction) else way.act) for way in ways]
        self.empty.show_state(*_SAID[stand], does)
        self._shown_ways = ways
        self._renew_ways()

    def _renew_ways(self) -> None:
        for way, button in zip(self._shown_ways, self.empty.buttons(), strict=True):
            if isinstance(way.act, QAction):
                button.setEnabled(way.act.isEnabled())
                set_tooltip(button, "" if way.act.isEnabled() else way.act.toolTip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(0, 0, self.width(), px(40) if self._summary.isVisible() else 0, colour("window"))
        painter.end()
