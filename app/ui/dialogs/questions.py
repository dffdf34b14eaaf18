"""Short questions: a dear search, closing while something runs, a sheet's new name."""

from decimal import Decimal

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.domain.money import show
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel


class Question(Form):
    """One sentence and two verbs; accepted when the second is chosen.

    Enter and Escape take the first, which changes nothing: the Enter that brought the question must not answer it. Nor
    must the second half of a double click, where the question opens under the mouse.
    `filled` says which of the two looks like the next step.
    """

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str, no: str, yes: str, *, filled: str = "yes"
    ) -> None:
        super().__init__(parent, title, width=440)
        self.setObjectName("question_dialog")
        self._said = PlainLabel(wrap=True)
        self.body.addWidget(self._said)
        self.say(sentence)
        self.no = verb(no, "cancel_button", Kind.PRIMARY if filled == "no" else Kind.OUTLINE)
        self.yes = verb(yes, "confirm_button", Kind.PRIMARY if filled == "yes" else Kind.OUTLINE)
        for button in (self.no, self.yes):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.no)
        self.buttons.addWidget(self.yes)
        self.no.setDefault(True)
        self.no.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.yes.hold_off()

    def say(self, sentence: str) -> None:
        """Change the sentence, where what it speaks of goes on meanwhile."""
        self._said.setText(sentence)
        self.setAccessibleDescription(sentence)


def may_cost(most: Decimal, balance: Decimal) -> str:
    """What the second question of money rule 2 says."""
    return f"This can cost up to {show(most)} of your {show(balance)} credits."


def dear(parent: QWidget | None, title: str, sentence: str, action: str) -> Question:
    """The second question of money rule 2, for what is clicked without a dialog; `action` is the verb with its price.

    A dialog that spends credits asks within itself (`PaidForm`).
    """
    return Question(parent, title, sentence, "Cancel", action)


def closing(parent: QWidget | None, sentence: str) -> Question:
    """Closing while something runs; accepted to close."""
    asked = Question(parent, "Close Scoutsheet?", sentence, "Keep open", "Close", filled="no")
    asked.setObjectName("closing_dialog")
    return asked


def begin_anew(parent: QWidget | None) -> Question:
    """An empty workspace instead of one that was lost; accepted to begin."""
    sentence = (
        "Your sheets and what you paid for are not in it; getting them again costs again."
        " The damaged file is kept, so that somebody may still save what is in it."
    )
    return Question(parent, "Begin with an empty workspace?", sentence, "Cancel", "Begin anew", filled="no")


class NameDialog(Form):
    """A name, for a sheet unless `title` says otherwise; `name` afterwards. `go` is the verb."""

    def __init__(
        self, parent: QWidget | None, name: str, title: str = "Rename sheet", go: str = "Rename", longest: int = 80
    ) -> None:
        super().__init__(parent, title, width=400)
        self.setObjectName("rename_dialog")
        self.field = QLineEdit(name)
        self.field.setObjectName("sheet_name")
        self.field.setMaxLength(longest)
        self.field.selectAll()
        label = QLabel("&Name")
        label.setBuddy(self.field)
        self.field.setAccessibleName(f"Name: {title}")
        self.body.addWidget(label)
        self.body.addWidget(self.field)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb(go, "confirm_button", Kind.PRIMARY)
        self._go.clicked.connect(self.accept)
        self._go.setEnabled(bool(name.strip()))
        self.field.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)

    @property
    def name(self) -> str:
        return " ".join(self.field.text().split())
