"""The box of choices inside a form that scrolls."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """The wheel scrolls the form over it: nobody should change a filter they only scrolled past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
