"""What every filter editor has: a label above, a problem below, and a value in the form it is sent in."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.filters import DictionaryItem, FilterSpec
from app.domain.platforms import Platform
from app.ui.parts import PlainLabel, set_tooltip
from app.ui.theme import Role, px

DictionarySource = Callable[[str, Platform, str], Awaitable[list[DictionaryItem]]]
"""Looks words up in one of the service's dictionaries: name, platform, what was typed so far. Raises AppError."""


class Editor(QWidget):
    """One filter in the panel. A subclass puts its controls into `body` and names the one that takes the focus.

    `value()` is as sent, None when nothing is set. `changed` comes with every change somebody makes, not with
    `set_value` and `clear`. `problem()` is why the typed text has no value; the panel adds the catalogue's reasons.
    """

    changed = Signal()

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None, *, label_above: bool = True) -> None:
        super().__init__(parent)
        self.spec = spec
        self.setObjectName(f"filter:{spec.key}")
        self.setAccessibleName(spec.name)
        self.setAccessibleDescription(spec.help)
        set_tooltip(self, spec.help)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # without it `tab_through` cannot place it
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(4))
        self.head = QHBoxLayout()
        self.head.setSpacing(px(8))
        if label_above:
            self.head.addWidget(PlainLabel(spec.title, Role.HINT, "muted", wrap=True, parent=self), 1)
            self.body.addLayout(self.head)
        self._reason = PlainLabel("", Role.HINT, "bad", wrap=True, parent=self)
        self._reason.setObjectName("problem")
        self._reason.hide()
        self.body.addWidget(self._reason)

    def add_body(self, part: QWidget | QHBoxLayout) -> None:
        """Put a control above the line for problems."""
        at = self.body.indexOf(self._reason)
        if isinstance(part, QWidget):
            self.body.insertWidget(at, part)
        else:
            self.body.insertLayout(at, part)

    def take_focus_by(self, control: QWidget) -> None:
        """The control that gets the focus, and whose name a screen reader says."""
        self.setFocusProxy(control)
        control.setAccessibleName(self.spec.title)
        control.setAccessibleDescription(self.spec.help)

    def value(self) -> object | None:
        """What is sent for this filter; None when it is not set."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show a value as sent. Emits nothing."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty the editor. Emits nothing."""
        self.set_value(None)

    def problem(self) -> str:
        """One sentence on why what stands here has no value; empty where it has one, or is not set."""
        return ""

    def is_unfinished(self) -> bool:
        """Whether somebody is still choosing what they began to type: its problem is not said yet."""
        return False

    def use_source(self, source: DictionarySource | None, platform: Platform) -> None:
        """Tell the editor where it is and where words are looked up; most have no use for it."""

    def show_reason(self, reason: str) -> None:
        """Say under the editor why the search cannot go out; nothing for an empty text."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def reason(self) -> str:
        """What stands under the editor now."""
        return self._reason.text()
