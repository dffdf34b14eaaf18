"""Spending by day as bars: what was charged, and on top what is still to check. Painted here; no chart library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.money import ZERO, show
from app.ui.spending import words
from app.ui.theme import Role, colour, font, number_font, px
from app.workspace.spending import Amounts, added

MOST_DAYS = 62
"""Up to so many days each has its bar; more are shown by month."""
_HEIGHT, _HEAD, _FOOT = 148, 24, 20
_WIDEST, _GAP = 40, 0.3
_NOTHING = added(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day, or a month; both ends included."""

    first: date
    last: date
    amounts: Amounts

    @property
    def height(self) -> Decimal:
        return self.amounts.charged + self.amounts.at_most


def bars_of(days: Sequence[tuple[date, Amounts]]) -> tuple[Bar, ...]:
    """A bar for every day from the first to the last, empty ones too; months where these would be too many."""
    if not days:
        return ()
    first, last = days[0][0], days[-1][0]
    if (last - first).days >= MOST_DAYS:
        return tuple(_months(days))
    known = dict(days)
    every = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return tuple(Bar(first=day, last=day, amounts=known.get(day, _NOTHING)) for day in every)


def _months(days: Sequence[tuple[date, Amounts]]) -> Sequence[Bar]:
    known = {month: list(members) for month, members in groupby(days, key=lambda one: one[0].replace(day=1))}
    made, month, end = [], min(known), max(known)
    while month <= end:
        following = (month + timedelta(days=32)).replace(day=1)
        parts = [amounts for _, amounts in known.get(month, ())]
        made.append(Bar(first=month, last=following - timedelta(days=1), amounts=added(parts)))
        month = following
    return made


class SpendingChart(QWidget):
    """`chosen` carries the first and the last day of a bar. Left and Right walk, Enter or a click chooses."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spending_chart")
        self.setAccessibleName("Spending by day")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.bars: tuple[Bar, ...] = ()
        self._today = date.min
        self._at = -1
        self.show_days((), date.min)

    def show_days(self, days: Sequence[tuple[date, Amounts]], today: date) -> None:
        """Show these sums, oldest first."""
        bars = bars_of(days)
        if bars != self.bars:
            self._at = -1
        self.bars, self._today = bars, today
        self.setAccessibleDescription(words.chart(days, today))
        self.update()

    @property
    def said(self) -> str:
        """The words about the bar one stands on; empty while on none."""
        if not 0 <= self._at < len(self.bars):
            return ""
        bar = self.bars[self._at]
        return f"{words.span(bar.first, bar.last, self._today)}: {words.amounts(bar.amounts)}"

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(_HEIGHT))

    minimumSizeHint = sizeHint

    # -- walking

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0}
        steps[Qt.Key.Key_End] = last = len(self.bars) - 1
        key = Qt.Key(event.key())
        if self.bars and key in steps:
            start = last if self._at < 0 and key == Qt.Key.Key_Left else steps[key]
            self._stand_on(min(max(start, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._stand_on(self._bar_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._stand_on(self._bar_at(event.position().toPoint()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._stand_on(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stand_on(-1)

    def _stand_on(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.setAccessibleName(self.said or "Spending by day")
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
            self.update()

    def _choose(self) -> None:
        if 0 <= self._at < len(self.bars):
            self.chosen.emit(self.bars[self._at].first, self.bars[self._at].last)

    # -- drawing

    def _plot(self) -> QRect:
        return self.rect().adjusted(0, px(_HEAD), 0, -px(_FOOT))

    def _slot(self, at: int) -> QRect:
        """The whole column of a bar; bars stand at the left where a few would be too wide."""
        plot = self._plot()
        wide = min(plot.width() / max(1, len(self.bars)), px(_WIDEST))
        left, right = round(at * wide), round((at + 1) * wide)
        return QRect(plot.left() + left, plot.top(), right - left, plot.height())

    def _bar_at(self, place: QPoint) -> int:
        return next((at for at in range(len(self.bars)) if self._slot(at).contains(place)), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot = self._plot()
        most = max((bar.height for bar in self.bars), default=ZERO)
        self._paint_head(painter, most)
        painter.fillRect(plot.left(), plot.bottom() + 1, plot.width(), 1, colour("line"))
        for at, bar in enumerate(self.bars):
            slot = self._slot(at)
            if at == self._at:
                painter.fillRect(slot, colour("subtle"))
            if most:
                self._paint_bar(painter, slot, bar, most)
        self._paint_days(painter)
        painter.end()

    def _paint_head(self, painter: QPainter, most: Decimal) -> None:
        head = QRect(0, 0, self.width(), px(_HEAD))
        by_month = bool(self.bars) and self.bars[0].first != self.bars[0].last
        painter.setFont(font(Role.HEADING))
        painter.setPen(colour("text"))
        title = "Spending by month" if by_month else "Spending by day"
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), title)
        if any(bar.amounts.to_check for bar in self.bars):
            left = painter.fontMetrics().horizontalAdvance(title) + px(16)
            painter.fillRect(left, (px(_HEAD) - px(10)) // 2, px(10), px(10), colour("warn"))
            painter.setFont(font(Role.HINT))
            painter.setPen(colour("muted"))
            key = head.adjusted(left + px(16), 0, 0, 0)
            painter.drawText(key, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), "to check")
        dearest = f"highest {show(most)}" if most else ""
        painter.setFont(number_font(Role.BODY if self.said else Role.HINT))
        painter.setPen(colour("text" if self.said else "muted"))
        painter.drawText(head, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.said or dearest)

    def _paint_bar(self, painter: QPainter, slot: QRect, bar: Bar, most: Decimal) -> None:
        gap = max(1, round(slot.width() * _GAP / 2)) if slot.width() > 2 else 0
        left, wide, bottom = slot.left() + gap, slot.width() - 2 * gap, slot.bottom() + 1
        for amount, token in ((bar.amounts.charged, "accent"), (bar.amounts.at_most, "warn")):
            if amount > 0:
                high = max(2, round(float(amount / most) * (slot.height() - px(4))))
                painter.fillRect(left, bottom - high, wide, high, colour(token))
                bottom -= high

    def _paint_days(self, painter: QPainter) -> None:
        """As many days as fit below the bars, the first one always."""
        used = font(Role.HINT)
        metrics = QFontMetrics(used)
        painter.setFont(used)
        painter.setPen(colour("muted"))
        free = 0
        for at, bar in enumerate(self.bars):
            said = (
                bar.first.strftime("%b %Y") if bar.first != bar.last else words.span(bar.first, bar.last, self._today)
            )
            left, wide = self._slot(at).left(), metrics.horizontalAdvance(said)
            if left >= free and left + wide <= self.width():
                room = QRect(left, self.height() - px(_FOOT), wide + 1, px(_FOOT))
                painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)
                free = left + wide + px(16)
