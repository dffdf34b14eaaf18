"""The theme: one object that dresses a QApplication and follows the system's colour scheme."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from app import resources
from app.ui.theme import state
from app.ui.theme.focus import FocusRing
from app.ui.theme.state import BASE_PX, Role, colour, font
from app.ui.theme.style import Style
from app.ui.theme.tokens import DARK, LIGHT, Tokens

_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")

# Below this the hints would fall under 12 px, the smallest size that reads well: Windows' default is 12 px.
_SMALLEST_SCALE = 1.0


class Scheme(StrEnum):
    """What the user chose; its value is what the settings store."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Dresses the application: fonts, palette, style, focus ring. Make one, after the QApplication, and keep it.

    `text_px` is the system's text size in logical pixels; None reads it from the application's font, which must
    happen before anybody sets another font. Everything scales with it.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, *, text_px: float | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        size = text_px if text_px is not None else QFontInfo(app.font()).pixelSize()
        self.scale = max(_SMALLEST_SCALE, size / BASE_PX)
        load_fonts()
        state.use(self._wanted_tokens(), self.scale)
        self._style = Style()
        app.setStyle(self._style)
        self.ring = FocusRing(app)
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return state.tokens()

    def set_scheme(self, scheme: Scheme) -> None:
        """Change to another scheme at run time; every widget repaints itself."""
        self._scheme = scheme
        self._dress()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._scheme is Scheme.SYSTEM and self._wanted_tokens() is not state.tokens():
            self._dress()

    def _wanted_tokens(self) -> Tokens:
        if self._scheme is Scheme.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    def _dress(self) -> None:
        self._tell_platform()
        state.use(self._wanted_tokens(), self.scale)
        self._app.setFont(font(Role.BODY))
        palette = make_palette()
        self._app.setPalette(palette)
        QToolTip.setFont(font(Role.HINT))
        QToolTip.setPalette(palette)
        state.renew_tints()
        self.changed.emit()

    def _tell_platform(self) -> None:
        """Title bars and the system's file dialog follow the forced scheme."""
        hints = self._app.styleHints()
        if self._scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._scheme is Scheme.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)


def load_fonts() -> None:
    """Make Inter known to Qt, which takes the system's fonts for scripts it lacks. Raises OSError if it cannot."""
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(resources.path("fonts", name))) < 0:
            raise OSError(f"Qt cannot read the font {name}.")


def make_palette() -> QPalette:
    """A palette with every role set from the tokens in force; inactive windows look like active ones."""
    roles = QPalette.ColorRole
    by_token = {
        "window": (roles.Window,),
        "surface": (roles.Base, roles.AlternateBase, roles.Button, roles.Light, roles.ToolTipBase),
        "subtle": (roles.Midlight,),
        "line": (roles.Mid,),
        "outline": (roles.Dark, roles.Shadow),
        "text": (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText, roles.ToolTipText),
        "on_accent": (roles.BrightText,),
        "selected": (roles.Highlight,),
        "accent": (roles.Accent, roles.Link, roles.LinkVisited),
        "muted": (roles.PlaceholderText,),
    }
    palette = QPalette()
    for token, members in by_token.items():
        for role in members:
            palette.setColor(role, colour(token))
    _grey_out(palette, colour("disabled"))
    return palette


def _grey_out(palette: QPalette, grey: QColor) -> None:
    off = QPalette.ColorGroup.Disabled
    roles = QPalette.ColorRole
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText, roles.Link, roles.Accent):
        palette.setColor(off, role, grey)
    palette.setColor(off, roles.PlaceholderText, grey)
    palette.setColor(off, roles.Base, colour("window"))
    palette.setColor(off, roles.Button, colour("window"))
    palette.setColor(off, roles.Highlight, colour("subtle"))
