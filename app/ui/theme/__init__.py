"""How Scoutsheet looks: colours, type, measures, icons, and the style that draws Qt's controls with them."""

from app.ui.theme.icons import icon, paint_icon
from app.ui.theme.state import Role, colour, font, line_height, mix, number_font, px, tint, tokens
from app.ui.theme.style import plain_style
from app.ui.theme.theme import Scheme, Theme
from app.ui.theme.tokens import DARK, LIGHT, Tokens

__all__ = [
    "DARK",
    "LIGHT",
    "Role",
    "Scheme",
    "Theme",
    "Tokens",
    "colour",
    "font",
    "icon",
    "line_height",
    "mix",
    "number_font",
    "paint_icon",
    "plain_style",
    "px",
    "tint",
    "tokens",
]
