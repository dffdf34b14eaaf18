"""How each kind of cell is drawn: tick box, creator with a round initial and perhaps the platform's mark, state of the
details, chips, words, numbers.

Drawing happens in the delegate and not in a style sheet or by roles: one call into Python a cell keeps a full repaint
of the table within a frame.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOption

from app.ui.parts.chip import Tone, paint_chip
from app.ui.sheet_table.cells import Cell, initial
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.ink import Ink
from app.ui.theme import paint_icon, px
from app.ui.theme.draw import tick_box

Paint = Callable[[QPainter, QRect, Cell, Ink, bool], None]
"""Draws a cell; the last argument says whether its row is tinted because the mouse is over it."""

_TONES = {
    "to review": Tone.WAITING,
    "maybe": Tone.WAITING,
    "approved": Tone.OK,
    "done": Tone.OK,
    "yes": Tone.OK,
    "declined": Tone.BAD,
    "no": Tone.BAD,
}


def painter_for(column: ColumnSpec) -> Paint:
    """The drawing of a column's cells; ticks are drawn by `tick`."""
    if column.source is Source.CREATOR:
        return creator
    if column.source is Source.DETAILS:
        return details
    if column.own is not None and column.own.kind == "choice":
        return choice
    return number if column.is_number else words


def words(painter: QPainter, rect: QRect, cell: Cell, ink: Ink, _tinted: bool) -> None:
    if cell.text:
        room = rect.adjusted(ink.padding, 0, -ink.padding, 0)
        ink.words.draw(painter, room, cell.text, ink.colours[cell.token])


def number(painter: QPainter, rect: QRect, cell: Cell, ink: Ink, _tinted: bool) -> None:
    if cell.text:
        room = rect.adjusted(ink.padding, 0, -ink.padding, 0)
        ink.numbers.draw(painter, room, cell.text, ink.colours[cell.token], right=True)


def creator(painter: QPainter, rect: QRect, cell: Cell, ink: Ink, tinted: bool) -> None:
    side = ink.picture
    place = QRect(rect.left() + ink.padding, rect.top() + (rect.height() - side) // 2, side, side)
    letter, ground = initial(cell.text), "surface" if tinted else "subtle"  # a circle in the row's tint would be gone
    ink.sprite(
        painter, place, f"initial {letter} {ground}", lambda inside, at: _circle(inside, at, letter, ground, ink)
    )
    left = place.right() + 1 + ink.padding
    right = rect.right() - ink.padding
    if cell.icon:
        right -= ink.icon
        mark = QRect(right, rect.top() + (rect.height() - ink.icon) // 2, ink.icon, ink.icon)
        _icon(painter, mark, cell.icon, "muted", ink)
        right -= ink.gap
    ink.words.draw(painter, QRect(left, rect.top(), right - left, rect.height()), cell.text, ink.colours["text"])


def _icon(painter: QPainter, place: QRect, name: str, token: str, ink: Ink) -> None:
    ink.sprite(painter, place, f"icon {name} {token}", lambda inside, at: paint_icon(inside, at, name, token, 14))


def _circle(painter: QPainter, rect: QRect, letter: str, ground: str, ink: Ink) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colours[ground])
    painter.drawEllipse(rect)
    painter.setFont(ink.small)
    painter.setPen(ink.colours["muted"])
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), letter)


def details(painter: QPainter, rect: QRect, cell: Cell, ink: Ink, _tinted: bool) -> None:
    if not cell.icon:
        return
    side = ink.icon
    place = QRect(rect.left() + ink.padding, rect.top() + (rect.height() - side) // 2, side, side)
    _icon(painter, place, cell.icon, cell.token, ink)
    left = place.right() + 1 + ink.gap
    room = QRect(left, rect.top(), rect.right() - ink.padding - left, rect.height())
    ink.words.draw(painter, room, cell.text, ink.colours[cell.token])


def choice(painter: QPainter, rect: QRect, cell: Cell, ink: Ink, tinted: bool) -> None:
    if cell.text:
        tone = _TONES.get(cell.text.casefold(), Tone.ACTIVE)
        if tinted and tone is Tone.WAITING:
            tone = Tone.LIFTED
        paint_chip(painter, rect.adjusted(ink.padding, 0, -ink.padding, 0), cell.text, tone)


def tick(painter: QPainter, rect: QRect, ticked: bool | None, ink: Ink) -> None:
    """A tick box in the middle of a cell; None: partly ticked."""
    side = px(18)
    place = QRect(0, 0, side, side)
    place.moveCenter(rect.center())
    ink.sprite(painter, place, f"tick {ticked}", lambda inside, at: _tick_box(inside, at, ticked))


def _tick_box(painter: QPainter, rect: QRect, ticked: bool | None) -> None:
    option = QStyleOption()
    option.rect = rect
    state = QStyle.StateFlag.State_NoChange if ticked is None else QStyle.StateFlag.State_None
    state |= QStyle.StateFlag.State_On if ticked else QStyle.StateFlag.State_Off
    option.state = state | QStyle.StateFlag.State_Enabled
    tick_box(option, painter)


def frame(painter: QPainter, rect: QRect, ink: Ink, *, focused: bool) -> None:
    """The mark of the current cell: 2 px of accent, fainter while the keyboard is elsewhere."""
    width = 2 if focused else 1
    painter.setPen(QPen(ink.colours["accent" if focused else "outline"], width, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width // 2
    painter.drawRect(rect.adjusted(inset, inset, -inset - width % 2, -inset - width % 2 - 1))


def wanted_width(cell: Cell, column: ColumnSpec, ink: Ink) -> int:
    """How wide a column must be for this cell, in pixels."""
    mark = ink.icon + ink.gap if cell.icon else 0
    extra = {Source.CREATOR: ink.picture + ink.padding + mark, Source.DETAILS: ink.icon + ink.gap}.get(column.source, 0)
    if column.own is not None and column.own.kind == "choice":
        extra = px(20)
    return ink.numbers.metrics.horizontalAdvance(cell.text) + extra + 2 * ink.padding + 1
