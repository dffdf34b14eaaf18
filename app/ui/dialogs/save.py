"""Saving a file: where it goes, whether it opens afterwards. What is in it is above, in the dialogs that need more."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.file_choice import FileChoice
from app.ui.parts import Kind


class SaveDialog(Form):
    """Accepted to write `file.path`. `suggested` is a whole file name; only its stem is proposed."""

    def __init__(self, parent: QWidget | None, title: str, suggested: str, folder: Path, *, width: int = 560) -> None:
        super().__init__(parent, title, "Exporting is free", width=width)
        self.setObjectName("save_dialog")
        self.aside.set_token("muted")
        self.file = FileChoice(Path(suggested).stem, folder)
        self.body.addWidget(self.file)
        self._open_after = QCheckBox("Open afterwards")
        self._open_after.setObjectName("open_after")
        self._open_after.setChecked(True)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("", "confirm_button", Kind.PRIMARY)
        self._go.setDefault(True)
        self._go.clicked.connect(self.agree)
        self.buttons.addWidget(self._open_after)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)
        self.file.changed.connect(self._renew_button)
        self._renew_button()

    @property
    def open_after(self) -> bool:
        """Whether to open the file when it is written."""
        return self._open_after.isChecked()

    def agree(self) -> None:
        """Save it."""
        self.accept()

    def _renew_button(self) -> None:
        problem = self.file.problem
        self._go.setText(self.file.save_words)
        self._go.setEnabled(not problem)
        self._go.setToolTip(problem)
