"""An example of what details bring: one invented creator, clearly said to be one. Nothing is sent."""

import json
from datetime import date

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app import resources
from app.domain.creators import Details, Row, Value
from app.domain.fields import BY_KEY, FIELDS, Group
from app.domain.money import PARTS_OF_TIER, Tier
from app.domain.platforms import Handle, Platform
from app.ui.creator_panel import facts
from app.ui.dialogs.base import Form, verb
from app.ui.parts import ElidedLabel, Kind, PlainLabel
from app.ui.theme import Role, colour, px
from app.ui.theme.draw import box
from app.ui.theme.tokens import CARD_RADIUS

_LEFT = (Group.CONTACT, Group.IDENTITY, Group.CONTENT, Group.WORK)
_LABEL = 160  # logical pixels: the values of all groups stand in line


def example_row(tier: Tier) -> Row:
    """The invented creator as these details would show them; what they do not bring is missing.

    Raises: FileNotFoundError where the program is not whole.
    """
    told = json.loads(resources.path("examples", "creator.json").read_text("utf-8"))
    parts = PARTS_OF_TIER[tier]
    values: dict[str, Value] = {entry.key: None for entry in FIELDS}
    values |= {key: value for key, value in told["values"].items() if BY_KEY[key].parts & parts}
    return Row(
        creator_id=0,
        handle=Handle(platform=Platform(told["platform"]), name=told["handle"]),
        shown_handle=told["handle"],
        picture=None,
        ticked=False,
        parts=parts,
        details=Details.of(parts),
        details_ms=None,
        values=values,
        own={},
    )


def example_facts(tier: Tier, today: date) -> dict[Group, list[facts.Fact]]:
    """What the example says, by group; groups that these details do not bring are left out."""
    row = example_row(tier)
    found = {
        group: [one for one in facts.facts(row, group, QLocale(), today) if not one.missing]
        for group in (*_LEFT, *(group for group in Group if group not in _LEFT))
    }
    return {group: told for group, told in found.items() if told}


class _Card(QWidget):
    """The ground of the example."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, self.rect(), fill=colour("window"), edge=colour("line"), radius=CARD_RADIUS)
        painter.end()


class ExampleDialog(Form):
    """A page to look at, with one way out."""

    def __init__(self, parent: QWidget | None, tier: Tier, today: date) -> None:
        super().__init__(parent, f"Example: {tier.label}", width=800)
        self.setObjectName("example_dialog")
        self.body.addWidget(
            PlainLabel("An invented creator. This is what you get for each creator who is found.", token="muted")
        )
        card = _Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(16), px(16), px(16), px(16))
        row = example_row(tier)
        inside.addWidget(PlainLabel(row.shown_handle, Role.TITLE))
        name, bio = row.values["name"], row.values["bio"]
        if name:
            inside.addWidget(PlainLabel(f"{name} · {bio}" if bio else str(name), token="muted"))
        columns = QHBoxLayout()
        columns.setSpacing(px(24))
        told = example_facts(tier, today)
        for side in ([one for one in told if one in _LEFT], [one for one in told if one not in _LEFT]):
            if side:
                columns.addLayout(self._column({group: told[group] for group in side}), 1)
        inside.addLayout(columns)
        self.body.addWidget(card)
        shut = verb("Close", "close_button", Kind.PRIMARY)
        shut.clicked.connect(self.accept)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)

    @staticmethod
    def _column(told: dict[Group, list[facts.Fact]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        for group, lines in told.items():
            column.addSpacing(px(8))
            column.addWidget(PlainLabel(str(group), Role.HEADING))
            grid = QGridLayout()
            grid.setHorizontalSpacing(px(12))
            grid.setVerticalSpacing(px(2))
            grid.setColumnStretch(1, 1)
            for at, fact in enumerate(lines):
                top = Qt.AlignmentFlag.AlignTop
                label = ElidedLabel(fact.label, token="muted")
                label.setFixedWidth(px(_LABEL))
                grid.addWidget(label, at, 0, top)
                grid.addWidget(ElidedLabel(fact.text), at, 1, top)
            column.addLayout(grid)
        column.addStretch(1)
        return column
