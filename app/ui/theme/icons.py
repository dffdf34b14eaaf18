"""Icons: Phosphor regular (`circle`), and platform marks from Font Awesome (`fa6b.instagram`).

The font files come with QtAwesome. Loading QtAwesome itself reads a dozen fonts and costs 0.2 s at the start,
so only the one or two files that are used are read, when the first icon is painted. An icon asks for its
colour when it is painted and so follows the theme by itself.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from app.ui.theme.state import colour, px
from app.ui.theme.tokens import ICON

_FILES = {
    "ph": ("phosphor-[0-9]*.ttf", "phosphor-charmap-*.json"),
    "fa6b": ("fontawesome6-brands-webfont-[0-9]*.ttf", "fontawesome6-brands-webfont-charmap-*.json"),
}


def icon(name: str, token: str = "text", size: int = ICON) -> QIcon:
    """An icon in the colour of a token, `size` logical pixels at the base text size.

    `name` is a Phosphor name, with or without `ph.`, or a brand with `fa6b.`. Raises KeyError for a name that
    does not exist.
    """
    prefix, _, plain = name.rpartition(".")
    prefix = prefix or "ph"
    return QIcon(_GlyphEngine(prefix, _glyphs(prefix)[plain], token, size))


def paint_icon(painter: QPainter, rect: QRect, name: str, token: str = "text", size: int = ICON) -> None:
    """Paint an icon in the middle of `rect`: for delegates, without building a QIcon a cell."""
    prefix, _, plain = name.rpartition(".")
    prefix = prefix or "ph"
    _paint_glyph(painter, rect, prefix, _glyphs(prefix)[plain], token, size)


class _GlyphEngine(QIconEngine):
    """Paints one glyph of an icon font, in the colour that is in force at that moment."""

    def __init__(self, prefix: str, glyph: str, token: str, size: int) -> None:
        super().__init__()
        self._glyph = (prefix, glyph, token, size)

    def clone(self) -> QIconEngine:
        return _GlyphEngine(*self._glyph)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = px(self._glyph[3])
        return QSize(min(size.width(), side), min(size.height(), side))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        prefix, glyph, token, size = self._glyph
        _paint_glyph(painter, rect, prefix, glyph, "disabled" if mode == QIcon.Mode.Disabled else token, size)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size / scale), mode, state)
        painter.end()
        return pixmap


def _paint_glyph(painter: QPainter, rect: QRect, prefix: str, glyph: str, token: str, size: int) -> None:
    side = min(px(size), rect.width(), rect.height())
    painter.save()
    painter.setFont(_glyph_font(prefix, side))
    painter.setPen(colour(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph)
    painter.restore()


@cache
def _glyph_font(prefix: str, side: int) -> QFont:
    made = QFont(_family(prefix))
    made.setPixelSize(max(1, side))
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


@cache
def _family(prefix: str) -> str:
    # FileNotFoundError for a missing file comes from _file; -1 means that Qt could not read what is there.
    number = QFontDatabase.addApplicationFont(str(_file(_FILES[prefix][0])))
    if number < 0:
        raise OSError(f"Qt cannot read the icon font for {prefix}.")
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _glyphs(prefix: str) -> dict[str, str]:
    codes = json.loads(_file(_FILES[prefix][1]).read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


def _file(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        for found in sorted(Path(folder, "fonts").glob(pattern)):
            return found
    raise FileNotFoundError(f"The icon font {pattern} of QtAwesome is missing; install Scoutsheet again.")
