"""Labels for text that may come from anybody: never read as HTML, not even in the tooltip."""

import re
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from app.ui.theme import Role, font, line_height, tint


def set_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows `text` exactly, long lines wrapped; "" takes it away."""
    widget.setToolTip(tip_text(text))


def tip_text(text: str) -> str:
    """A tooltip that shows `text` exactly, for widgets and items.

    Qt guesses whether a tooltip is HTML, so it is given HTML whose text is escaped.
    """
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


_LONG_WORD = re.compile("[!-\u024f]{24,}")  # of Latin letters: others may join, or break by themselves
_EVERY = re.compile("(.{8})(?=.)")


def _breakable(text: str) -> str:
    """Qt breaks lines between words only: long ones get places (of no width) where they may be broken."""
    return _LONG_WORD.sub(lambda word: _EVERY.sub("\\1\u200b", word.group()), text)


class PlainLabel(QLabel):
    """A label in a step of the type scale and the colour of a token. Where it wraps, words wider than a line do too."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        token: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        self.setMinimumHeight(line_height(role))
        self.setWordWrap(wrap)
        tint(self, token)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._words = text
        super().setText(_breakable(text) if self.wordWrap() else text)

    def text(self) -> str:
        """The words as they were given."""
        return self._words

    def set_token(self, token: str) -> None:
        """Change the colour of the text."""
        tint(self, token)


class ElidedLabel(PlainLabel):
    """One line that ends in "…" where it does not fit, with the whole text as its tooltip."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, token: str = "text", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, token, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._renew_tooltip()

    def is_cut(self) -> bool:
        """Whether the text is wider than the label."""
        return self.fontMetrics().horizontalAdvance(self._line()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew_tooltip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        words = self.fontMetrics().elidedText(self._line(), Qt.TextElideMode.ElideRight, room.width())
        alignment = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(alignment) | int(Qt.TextFlag.TextSingleLine), words)
        painter.end()

    def _line(self) -> str:
        return " ".join(self.text().split("\n"))

    def _renew_tooltip(self) -> None:
        set_tooltip(self, self.text() if self.is_cut() else "")
