"""Colours, fonts, laid-out words and small drawings for a table's paint code, made once for each theme.

A full repaint has some 600 cells and 10 ms: laying a text out costs 18 us, drawing one that is laid out 4 us.
"""

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

from app.ui.theme import Role, Tokens, font, number_font, px, tokens

_MOST_WORDS = 8192


class Words:
    """Draws one line of text in one font, cut with "…" where it is too wide, and remembers the lines it drew."""

    def __init__(self, used: QFont) -> None:
        self.font = used
        self.metrics = QFontMetrics(used)
        self._known: dict[tuple[str, int], tuple[QStaticText, float, float]] = {}

    def draw(self, painter: QPainter, room: QRect, text: str, colour: QColor, *, right: bool = False) -> None:
        """In the middle of the height of `room`, at its left or its right."""
        known = self._known.get((text, room.width()))
        if known is None:
            known = self._lay_out(text, room.width())
        laid, width, height = known
        x = room.right() + 1 - width if right else room.left()
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawStaticText(QPointF(x, room.top() + (room.height() - height) / 2), laid)

    def _lay_out(self, text: str, width: int) -> tuple[QStaticText, float, float]:
        laid = QStaticText()
        laid.setTextFormat(Qt.TextFormat.PlainText)  # Qt would guess, and read a creator's "<b>" as markup
        laid.setText(self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
        laid.prepare(font=self.font)
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        made = self._known[text, width] = laid, laid.size().width(), laid.size().height()
        return made


class Ink:
    """What is in force now; `ink()` gives a fresh one after a change of theme or text size."""

    def __init__(self, scheme: Tokens) -> None:
        self.scheme = scheme
        self.size = px(100)
        self.colours: dict[str, QColor] = {entry.name: QColor(getattr(scheme, entry.name)) for entry in fields(scheme)}
        self.words = Words(font(Role.BODY))
        self.numbers = Words(number_font(Role.BODY))
        self.heading = Words(font(Role.HEADING))
        self.small = font(Role.HINT)
        self.padding, self.icon, self.gap, self.picture = px(8), px(14), px(6), px(24)
        self._sprites: dict[tuple[str, float], QPixmap] = {}

    def sprite(self, painter: QPainter, place: QRect, key: str, draw: Callable[[QPainter, QRect], None]) -> None:
        """Draw something small at `place` that always looks the same; `draw` is asked for it once."""
        ratio = painter.device().devicePixelRatio()
        made = self._sprites.get((key, ratio))
        if made is None:
            made = QPixmap(QSize(round(place.width() * ratio), round(place.height() * ratio)))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            inside = QPainter(made)
            draw(inside, QRect(0, 0, place.width(), place.height()))
            inside.end()
            self._sprites[key, ratio] = made
        painter.drawPixmap(place.topLeft(), made)


class _Now:
    ink: Ink | None = None


def ink() -> Ink:
    """The ink for the theme in force."""
    now = _Now.ink
    if now is None or now.scheme is not tokens() or now.size != px(100):
        now = _Now.ink = Ink(tokens())
    return now
