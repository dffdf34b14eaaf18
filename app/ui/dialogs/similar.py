"""Whose like is looked for, where nobody's row says it: a handle or a profile address."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role


class SimilarDialog(Form):
    """Accepted with `seed` set. `read` makes a creator of what was typed, or raises InputError, which is said.

    `platform`: where a bare handle is looked for; an address says that itself.
    """

    def __init__(self, parent: QWidget | None, platform: Platform, read: Callable[[str], Handle]) -> None:
        super().__init__(parent, "Find similar creators", width=440)
        self.setObjectName("similar_dialog")
        self.seed: Handle | None = None
        self._read = read
        self.field = QLineEdit()
        self.field.setObjectName("similar_name")
        self.field.setPlaceholderText("Handle or profile address")
        self.field.setAccessibleName("Find creators like: handle or profile address")
        label = PlainLabel("Like whom?")
        label.setBuddy(self.field)
        self.said = PlainLabel("", Role.HINT, "muted", wrap=True)
        self.said.setObjectName("similar_said")
        self._hint = f"A handle is looked for on {platform.label}. An address says where it leads."
        for part in (label, self.field, self.said):
            self.body.addWidget(part)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("Choose filters", "confirm_button", Kind.PRIMARY)
        self._go.clicked.connect(self._agree)
        self.field.textChanged.connect(self._typed)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)
        self._typed("")

    def _typed(self, text: str) -> None:
        self.said.set_token("muted")
        self.said.setText(self._hint)
        self._go.setEnabled(bool(text.strip()))
        self._go.setToolTip("" if text.strip() else "Type whose like you want first.")

    def _agree(self) -> None:
        try:
            self.seed = self._read(self.field.text())
        except InputError as error:
            self.said.set_token("bad")
            self.said.setText(error.happened)
            self.field.selectAll()
            self.field.setFocus()
        else:
            self.accept()
