"""What all dialogs share: 24 px around, a title, a body, and one row of buttons."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.dialogs.scrolling import RING_ROOM, ScrollingBody
from app.ui.parts import Button, Kind, PlainLabel
from app.ui.theme import Role, colour, line_height, number_font, px

MARGIN = 24  # logical pixels around a dialog's content
_TITLE_BAR = 40  # logical pixels, as long as nobody knows what the desktop draws


def figure(text: str = "", role: Role = Role.BODY, token: str = "text") -> PlainLabel:
    """A number at the right, with digits of equal width."""
    made = PlainLabel(text, role, token)
    made.setFont(number_font(role))
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def verb(text: str, name: str, kind: Kind = Kind.OUTLINE) -> Button:
    """A button of a dialog; only the primary one answers Enter."""
    made = Button(text, kind)
    made.setObjectName(name)
    made.setAutoDefault(kind is Kind.PRIMARY)
    return made


class Form(QDialog):
    """A dialog to be filled: `body` and `buttons` are its layouts, `aside` stands right of the title.

    It is as high as what it shows needs, less when that becomes less, and never higher than its screen: what lies
    between title and `foot` then scrolls. A size that somebody gave it stays, as long as everything fits.
    Its flow deletes it after reading the answer (`deleteLater`); it never deletes itself.
    """

    def __init__(self, parent: QWidget | None, title: str, aside: str = "", *, width: int = 560) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(width))
        self.setModal(True)
        self._fitted: int | None = None  # the height it gave itself
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, px(MARGIN), 0, px(MARGIN))
        whole.setSpacing(px(16 - RING_ROOM))
        head = QHBoxLayout()
        head.setContentsMargins(px(MARGIN), 0, px(MARGIN), 0)
        self.heading = PlainLabel(title, Role.DIALOG, wrap=True)
        self.aside = PlainLabel(aside, Role.HEADING)
        self.aside.setMinimumHeight(line_height(Role.DIALOG))  # in line with the first line of the title
        head.addWidget(self.heading, 1)
        head.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self._middle = ScrollingBody(MARGIN)
        self.body = self._middle.column
        whole.addWidget(self._middle, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(px(MARGIN), px(8), px(MARGIN), 0)
        self.foot.setSpacing(px(16))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        self.foot.addLayout(self.buttons)
        whole.addLayout(self.foot)

    def event(self, event: QEvent) -> bool:
        """Follow what is shown. Qt reckons with wrapped text as if it had one line, and makes no dialog smaller."""
        if event.type() == QEvent.Type.Show:
            self._fit()  # before Qt chooses its place
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        wide = max(self.width(), self.minimumSizeHint().width())
        around = layout.totalHeightForWidth(wide) - self._middle.heightForWidth(wide)
        is_ours = self._fitted == self.height() or not self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        wanted = self._middle.heightForWidth(wide) if is_ours else self._middle.least_height(wide)
        high = min(around + wanted, self._room())
        if is_ours or high > self.height():
            self.resize(wide, high)
            self._fitted = self.height()
            self._stay_on_screen()

    def _room(self) -> int:
        """How high the screen lets it be, below the title bar that a desktop draws."""
        frame = max(self.frameGeometry().height() - self.height(), px(_TITLE_BAR))
        return self.screen().availableGeometry().height() - frame

    def _stay_on_screen(self) -> None:
        """Up as far as it grew beyond the lower edge."""
        beyond = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if self.isVisible() and beyond > 0:
            self.move(self.x(), max(self.y() - beyond, self.screen().availableGeometry().top()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dialogs lie on the colour of the sheet; a line ends what is cut."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        if self._middle.is_cut:
            painter.fillRect(0, self._middle.geometry().bottom() + 1, self.width(), 1, colour("line"))
        painter.end()
