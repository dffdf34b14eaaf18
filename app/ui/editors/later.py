"""The place of a kind whose editor comes later: visible, disabled, and saying so."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.filters import FilterSpec
from app.ui.editors.base import Editor
from app.ui.parts import PlainLabel
from app.ui.theme import Role

COMES_LATER = "Comes with the next version of the search builder."


class LaterEditor(Editor):
    """Shows that the filter exists. A value that came with a search is kept as it is."""

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._kept: object | None = None
        field = QLineEdit(self)
        field.setEnabled(False)
        self.add_body(field)
        self.add_body(PlainLabel(COMES_LATER, Role.HINT, "muted", wrap=True, parent=self))
        self._field = field
        self.take_focus_by(field)
        field.setAccessibleDescription(COMES_LATER)

    def value(self) -> object | None:
        return self._kept

    def set_value(self, value: object) -> None:
        self._kept = value
        count = len(value) if isinstance(value, (list, Mapping)) else 0
        self._field.setText(f"{count} set" if count else "")
