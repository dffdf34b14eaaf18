"""What is in force now: colours, scale and fonts, for everything that paints.

Painting code asks here at the moment it paints, so a change of scheme needs a repaint and nothing else.
Widgets whose colour Qt keeps for them (labels) are marked with `tint` and renewed by the theme.
"""

from enum import Enum

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.theme.tokens import LIGHT, Tokens

BASE_PX = 13
"""The system text size, in logical pixels, at which the look's measures are exact."""
FAMILY = "Inter"

_TINT = "tint"


class Role(Enum):
    """The type scale: (size, line height, weight) at the base text size. There is nothing else."""

    HINT = (12, 16, QFont.Weight.Normal)
    BODY = (13, 20, QFont.Weight.Normal)
    HEADING = (13, 20, QFont.Weight.DemiBold)
    TITLE = (15, 22, QFont.Weight.DemiBold)
    DIALOG = (18, 26, QFont.Weight.DemiBold)
    WELCOME = (24, 32, QFont.Weight.DemiBold)


class _State:
    tokens: Tokens = LIGHT
    scale: float = 1.0


_state = _State()


def use(tokens: Tokens, scale: float) -> None:
    """Put a scheme and a scale in force; only `Theme` calls it."""
    _state.tokens = tokens
    _state.scale = scale


def tokens() -> Tokens:
    """The colours in force."""
    return _state.tokens


def colour(token: str) -> QColor:
    """The colour of a token in force. Raises AttributeError for a name that is no token."""
    return QColor(getattr(_state.tokens, token))


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with `share` (0 to 1) of `other` in it, opaque."""
    keep = 1 - share
    return QColor.fromRgbF(
        one.redF() * keep + other.redF() * share,
        one.greenF() * keep + other.greenF() * share,
        one.blueF() * keep + other.blueF() * share,
    )


def px(size: float) -> int:
    """A measure of the look (logical pixels at a 13 px text), scaled to the system's text size."""
    return round(size * _state.scale)


def font(role: Role = Role.BODY) -> QFont:
    """The font of a step of the type scale, at the system's text size."""
    size, _, weight = role.value
    made = QFont(FAMILY)
    made.setPixelSize(px(size))
    made.setWeight(weight)
    return made


def line_height(role: Role = Role.BODY) -> int:
    """The height one line of this role takes, scaled."""
    return px(role.value[1])


def number_font(role: Role = Role.BODY) -> QFont:
    """The same with digits of equal width, so that columns of numbers stand in line."""
    made = font(role)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def tint(widget: QWidget, token: str) -> None:
    """Give the widget's text the colour of a token, now and after every change of theme.

    The rest of its palette stays the application's: what else was set on the widget itself is lost.
    """
    widget.setProperty(_TINT, token)
    _colour_text(widget, token)


def renew_tints() -> None:
    """Colour every marked widget again; only `Theme` calls it."""
    for widget in QApplication.allWidgets():
        token = widget.property(_TINT)
        if token:
            _colour_text(widget, token)


def _colour_text(widget: QWidget, token: str) -> None:
    palette = QPalette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, role, colour(token))
    widget.setPalette(palette)
