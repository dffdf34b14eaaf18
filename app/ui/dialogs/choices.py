"""One of several things, chosen by radio buttons; where they are bought, with what each brings and costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from app.domain.money import show
from app.ui.dialogs.base import figure
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px


def radio(group: QButtonGroup, name: str, key: str, label: str) -> QRadioButton:
    """A choice of `group` that stands for `key`; its object name is `name_key`."""
    made = QRadioButton(label)
    made.setObjectName(f"{name}_{key.replace(' ', '_')}")
    made.setProperty("key", key)
    group.addButton(made)
    return made


def chosen_in(group: QButtonGroup) -> str:
    """The key of the choice that is chosen; one always is."""
    button = group.checkedButton()
    assert button is not None
    return str(button.property("key"))


def add_explained(into: QVBoxLayout, choice: QRadioButton, hint: str, price: QWidget | None = None) -> None:
    """A choice with a sentence below it, and perhaps its price at the right."""
    choice.setAccessibleDescription(hint)
    line = QGridLayout()
    line.setColumnStretch(0, 1)
    line.setVerticalSpacing(px(8))
    line.addWidget(choice, 0, 0)
    if price is not None:
        line.addWidget(price, 0, 1)
    said = PlainLabel(hint, Role.HINT, "muted", wrap=True)
    said.setContentsMargins(px(26), 0, 0, px(4))
    line.addWidget(said, 1, 0, 1, 2)
    into.addLayout(line)


@dataclass(frozen=True, slots=True)
class _Line:
    choice: QRadioButton
    brings: PlainLabel
    price: PlainLabel


class PricedChoices(QGridLayout):
    """Choices in lines: the name, what it brings, the price of one. `widths`: of the columns, at least, in pixels."""

    def __init__(self, group: QButtonGroup, name: str, widths: Sequence[int] = ()) -> None:
        super().__init__()
        self._group = group
        self._name = name
        self._lines: dict[str, _Line] = {}
        self.setHorizontalSpacing(px(8 if widths else 16))
        self.setVerticalSpacing(px(4))
        self.setColumnStretch(1, 1)
        for at, width in enumerate(widths):
            self.setColumnMinimumWidth(at, px(width))

    def add(self, key: str, label: str, brings: str, each: Decimal, *, aside: QWidget | None = None) -> QRadioButton:
        """One more line; `aside` stands behind the price."""
        choice = radio(self._group, self._name, key, label)
        line = self._lines[key] = _Line(choice, PlainLabel(token="muted"), figure(f"{show(each)} each"))
        row = self.rowCount()
        for column, part in enumerate((line.choice, line.brings, line.price)):
            self.addWidget(part, row, column)
        if aside is not None:
            self.addWidget(aside, row, 3, Qt.AlignmentFlag.AlignRight)
        self.tell(key, brings)
        return choice

    def tell(self, key: str, brings: str, *, is_possible: bool = True) -> None:
        """Say what a choice brings, and whether it can be chosen."""
        line = self._lines[key]
        line.brings.setText(brings)
        said = ", ".join(filter(None, (brings, line.price.text().replace("each", "credits each"))))
        line.choice.setAccessibleName(f"{line.choice.text()}: {said}")
        line.choice.setEnabled(is_possible)
        line.price.set_token("text" if is_possible else "disabled")
