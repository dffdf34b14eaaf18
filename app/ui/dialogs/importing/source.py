"""Where a list comes from: a file that is chosen or dropped, or what is pasted."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.parts import EmptyState, PlainLabel
from app.ui.theme import Role, colour, px
from app.ui.theme.tokens import CARD_RADIUS

PATIENCE_MS = 400  # nobody is told to wait before
KINDS = "Lists (*.csv *.tsv *.txt *.xlsx)"


class SourcePage(QWidget):
    """`file_wanted` when a file is to be chosen, `text_changed` after each change of what is pasted."""

    file_wanted = Signal()
    text_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place = _DropPlace()
        self._place.show_state(
            "file-arrow-down",
            "Drop a list here: Excel, CSV or text.",
            [("Choose a file…", self.file_wanted.emit)],
        )
        self.choose = self._place.buttons()[0]
        self.choose.setObjectName("choose_file_button")
        self.field = QPlainTextEdit()
        self.field.setObjectName("pasted_list")
        self.field.setAccessibleName("Paste a list")
        self.field.setPlaceholderText("One creator a line, or cells copied from a spreadsheet")
        self.field.setTabChangesFocus(True)
        self.field.setAcceptDrops(False)  # what is dropped is a list of its own, and goes to the dialog
        self.field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.field.textChanged.connect(self.text_changed)
        self.said = PlainLabel(wrap=True)
        self.said.setObjectName("import_said")
        self._wait = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._wait.timeout.connect(lambda: self._say("Reading the list…", "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._place, 1)
        column.addSpacing(px(8))
        column.addWidget(PlainLabel("Or paste a list", Role.HEADING))
        column.addWidget(self.field, 1)
        column.addWidget(self.said)
        self.say("")

    @property
    def text(self) -> str:
        return self.field.toPlainText()

    def wait(self) -> None:
        """A list is being read."""
        self.say("")
        self._wait.start()

    def say(self, trouble: str) -> None:
        """Why a list cannot be used; "" where nothing is wrong."""
        self._wait.stop()
        self._say(trouble, "bad")

    def _say(self, text: str, token: str) -> None:
        self.said.set_token(token)
        self.said.setText(text)
        self.said.setVisible(bool(text))


class _DropPlace(EmptyState):
    """A dashed frame says that things may be dropped here."""

    def __init__(self) -> None:
        super().__init__("file-arrow-down", "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("outline"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), px(CARD_RADIUS), px(CARD_RADIUS))
        painter.end()
