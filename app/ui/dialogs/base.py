"""What all dialogs share: 24 px around, a title, a body, and one row of buttons."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.parts import Button, Kind, PlainLabel
from app.ui.theme import Role, colour, line_height, number_font, px

MARGIN = 24  # logical pixels around a dialog's content


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

    Its flow deletes it after reading the answer (`deleteLater`); it never deletes itself.
    """

    def __init__(self, parent: QWidget | None, title: str, aside: str = "", *, width: int = 560) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(width))
        self.setModal(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        whole.setSpacing(px(16))
        head = QHBoxLayout()
        self.heading = PlainLabel(title, Role.DIALOG, wrap=True)
        self.aside = PlainLabel(aside, Role.HEADING)
        self.aside.setMinimumHeight(line_height(Role.DIALOG))  # in line with the first line of the title
        head.addWidget(self.heading, 1)
        head.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(8))
        whole.addLayout(self.body, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        whole.addSpacing(px(8))
        whole.addLayout(self.buttons)

    def fit_height(self) -> None:
        """Be as high as what is shown now needs, no more: a dialog keeps its size by itself when parts come and go."""
        layout = self.layout()
        if self.isVisible() and layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def event(self, event: QEvent) -> bool:
        """Keep room for every line: Qt reckons with wrapped text as if it had one."""
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            layout = self.layout()
            needed = layout.totalMinimumHeightForWidth(self.width()) if layout is not None else 0
            if needed > self.height():
                self.resize(self.width(), needed)
        return done

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dialogs lie on the colour of the sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.end()
