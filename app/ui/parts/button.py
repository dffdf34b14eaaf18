"""Buttons of the four kinds of the look, and the square one with only an icon."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from app.ui.parts.label import set_tooltip
from app.ui.theme import Role, font, icon, px
from app.ui.theme.draw import KIND
from app.ui.theme.tokens import CONTROL, ICON


class Kind(StrEnum):
    """How a button looks. One PRIMARY per window or dialog: the next sensible step."""

    PRIMARY = "primary"
    OUTLINE = "outline"
    QUIET = "quiet"
    LINK = "link"


_ICON_TOKENS = {Kind.PRIMARY: "on_accent", Kind.LINK: "accent"}


class Button(QPushButton):
    """A button with words, which are verbs, and perhaps an icon (a Phosphor name)."""

    def __init__(
        self, text: str, kind: Kind = Kind.OUTLINE, *, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon_name
        self._deaf: QTimer | None = None
        self.setFont(font(Role.BODY))
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind is Kind.LINK else Qt.CursorShape.ArrowCursor)
        self.set_kind(kind)

    @property
    def kind(self) -> Kind:
        return Kind(self.property(KIND))

    def set_kind(self, kind: Kind) -> None:
        """Change the kind at run time."""
        if kind == self.property(KIND):
            return
        self.setProperty(KIND, kind.value)
        self.setFont(font(Role.HEADING if kind is Kind.PRIMARY else Role.BODY))
        if self._icon_name:
            self.setIcon(icon(self._icon_name, _ICON_TOKENS.get(kind, "text")))
        self.updateGeometry()
        self.update()

    def hold_off(self) -> None:
        """Take no mouse press until the time of a double click is over, reckoned anew from each press that comes.

        For a button that appears under the mouse: the click that asked must not answer as well, nor take the focus.
        """
        if self._deaf is None:
            self._deaf = QTimer(self, singleShot=True)
            self._deaf.timeout.connect(lambda: self.setFocusPolicy(Qt.FocusPolicy.StrongFocus))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._deaf.start(QApplication.doubleClickInterval())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._deaf is not None and self._deaf.isActive():
            self.hold_off()
            event.accept()  # else it would go to what lies below
            return
        super().mousePressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """A button may become narrower than its words; they then end in an ellipsis."""
        full = super().sizeHint()
        return QSize(min(full.width(), px(CONTROL)), full.height())


class IconButton(QToolButton):
    """A 32x32 button with an icon; `name` is what it does, as tooltip and for screen readers.

    Never for an action that costs or destroys: those carry words.
    """

    def __init__(self, icon_name: str, name: str, *, token: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setAutoRaise(True)
        self.setFixedSize(px(CONTROL), px(CONTROL))
        self.setIconSize(QSize(px(ICON), px(ICON)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_as(icon_name, name)

    def show_as(self, icon_name: str, name: str) -> None:
        """Change icon and name, for a button that toggles between two actions."""
        self.setIcon(icon(icon_name, self._token))
        self.setAccessibleName(name)
        set_tooltip(self, name)
