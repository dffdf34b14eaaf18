"""The rule that makes details free where they name no email: a box and what it means, the same in every dialog."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.ui.parts import PlainLabel
from app.ui.theme import Role, px

_MEANS = "Without one you get nothing and pay nothing."
_NO_EMAIL = "These details bring no email."


class EmailRule(QWidget):
    """`toggled` when it is ticked or unticked."""

    toggled = Signal(bool)

    def __init__(self, name: str = "email_required") -> None:
        super().__init__()
        self.box = QCheckBox("Only when an email is found")
        self.box.setObjectName(name)
        self.box.toggled.connect(self.toggled)
        self.hint = PlainLabel(role=Role.HINT, token="muted")
        self.hint.setContentsMargins(px(26), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.box)
        column.addWidget(self.hint)
        self.allow(True)

    @property
    def is_wanted(self) -> bool:
        return self.box.isChecked()

    def allow(self, brings_email: bool) -> None:
        """Details that bring no email cannot have the rule."""
        self.box.setEnabled(brings_email)
        self.hint.setText(_MEANS if brings_email else _NO_EMAIL)
