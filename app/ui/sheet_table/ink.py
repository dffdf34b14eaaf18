"""Colours and fonts for a table's paint code, made once for each theme instead of once for each cell."""

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics

from app.ui.theme import Role, Tokens, font, number_font, px, tokens

_MOST_CUTS = 8192


class Ink:
    """What is in force now; `ink()` gives a fresh one after a change of theme or text size."""

    def __init__(self, scheme: Tokens) -> None:
        self.scheme = scheme
        self.size = px(100)
        self.colours: dict[str, QColor] = {entry.name: QColor(getattr(scheme, entry.name)) for entry in fields(scheme)}
        self.words: QFont = font(Role.BODY)
        self.numbers: QFont = number_font(Role.BODY)
        self.small: QFont = font(Role.HINT)
        self.heading: QFont = font(Role.HEADING)
        self.cut_words = _cutter(self.words)
        self.cut_numbers = _cutter(self.numbers)
        self.cut_heading = _cutter(self.heading)
        self.width = QFontMetrics(self.numbers).horizontalAdvance
        self.padding, self.icon, self.gap, self.picture = px(8), px(14), px(6), px(24)


class _Now:
    ink: Ink | None = None


def ink() -> Ink:
    """The ink for the theme in force."""
    now = _Now.ink
    if now is None or now.scheme is not tokens() or now.size != px(100):
        now = _Now.ink = Ink(tokens())
    return now


def _cutter(used: QFont) -> Callable[[str, int], str]:
    """A function that ends a text in "…" where it is wider than so many pixels, and remembers its answers."""
    metrics = QFontMetrics(used)
    known: dict[tuple[str, int], str] = {}

    def cut(text: str, width: int) -> str:
        answer = known.get((text, width))
        if answer is None:
            if len(known) >= _MOST_CUTS:
                known.clear()
            answer = known[text, width] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return answer

    return cut
