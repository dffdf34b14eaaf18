"""The first rows of a file, as a small table to look at."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.export.preview import ROWS, Preview
from app.ui.sheet_table.ink import ink
from app.ui.sheet_table.plain import one_line
from app.ui.theme import colour, px

_HEADING, _ROW = 36, 28
_NARROWEST, _WIDEST = 64, 152
_WORTH_A_LOOK = 72  # less of a last column tells nothing
_LEAST = 400


class PreviewTable(QWidget):
    """Painted, not an item view: nothing in it can be clicked, and its place is the same whatever it shows.

    The last column that fits is cut at the right edge; the line above says how many there are.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.shown = Preview(headings=(), rows=(), numeric=())
        self._widths: list[int] = []

    def show_preview(self, preview: Preview) -> None:
        """Show these rows instead of those before."""
        self.shown = preview
        self._widths = [self._width_of(at) for at in range(len(preview.headings))]
        lines = (preview.headings, *preview.rows)
        self.setAccessibleName("The first rows of the file")
        self.setAccessibleDescription("; ".join(", ".join(filter(None, line)) for line in lines))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_LEAST), px(_HEADING) + ROWS * px(_ROW) + 2)

    minimumSizeHint = sizeHint

    def _width_of(self, at: int) -> int:
        used = ink()
        texts = [used.heading.metrics.horizontalAdvance(self.shown.headings[at])]
        texts += [used.numbers.metrics.horizontalAdvance(one_line(row[at])) for row in self.shown.rows]
        return min(max(max(texts) + 1 + 2 * used.padding, px(_NARROWEST)), px(_WIDEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        used, inside = ink(), self.rect().adjusted(1, 1, -1, -1)
        painter.fillRect(self.rect(), colour("line"))
        painter.fillRect(inside, colour("surface"))
        painter.fillRect(inside.left(), inside.top(), inside.width(), px(_HEADING), colour("subtle"))
        for row in range(1, ROWS + 1):
            painter.fillRect(inside.left(), self._top(row), inside.width(), 1, colour("line"))
        left = inside.left()
        for at, natural in enumerate(self._widths):
            width = min(natural, inside.right() + 1 - left)
            if width < min(natural, px(_WORTH_A_LOOK)):
                break
            right = self.shown.numeric[at]
            for row, line in enumerate((self.shown.headings, *self.shown.rows)):
                face = used.heading if row == 0 else used.numbers if right else used.words
                height = px(_ROW if row else _HEADING)
                room = QRect(left, self._top(row), width, height).adjusted(used.padding, 0, -used.padding, 0)
                face.draw(painter, room, one_line(line[at]), used.colours["text"], right=right)
            left += width
        painter.end()

    def _top(self, row: int) -> int:
        return 1 + (px(_HEADING) + (row - 1) * px(_ROW) if row else 0)
