"""What every filter editor has: a label above, a problem below, and a value in the form it is sent in."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.filters import DictionaryItem, FilterSpec
from app.domain.filters.words import plain
from app.domain.platforms import Platform
from app.ui.editors.remark import NoEffectRemark
from app.ui.parts import PlainLabel, set_tooltip
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px

_QUOTED = 40


def quoted(text: str) -> str:
    """What somebody typed or chose, as it is named in a sentence under an editor."""
    return f"“{one_line(plain(text), _QUOTED)}”"


class WordSource(Protocol):
    """Where editors look up the service's dictionaries. All raise AppError where nothing can be told."""

    def find(self, name: str, platform: Platform, text: str) -> Awaitable[list[DictionaryItem]]:
        """What fits the text typed so far; everything for no text where the dictionary comes whole."""

    def gone(self, name: str, platform: Platform, values: Sequence[str]) -> Awaitable[tuple[str, ...]]:
        """Those of the values that the dictionary no longer has."""

    def meant(self, name: str, platform: Platform, value: str) -> Awaitable[DictionaryItem | None]:
        """What is most like a value that is gone, or like what was typed; None where nothing is near."""


ListSource = Callable[[Platform], Awaitable[Sequence[DictionaryItem]]]
"""The team's exclusion lists of a platform, the number as text in `value`. Raises AppError."""


class Editor(QWidget):
    """One filter in the panel. A subclass puts its controls into `body` and names the one that takes the focus.

    `value()` is as sent, None when nothing is set. `changed` comes with every change somebody makes, not with
    `set_value` and `clear`. `problem()` is why the typed text has no value; the panel adds the catalogue's reasons.
    `checked` means that the problem may be another one without anybody having changed anything. `remove_wanted` comes
    from the remark that the filter changed nothing.
    """

    changed = Signal()
    checked = Signal()
    remove_wanted = Signal()

    def __init__(self, spec: FilterSpec, parent: QWidget | None = None, *, heading: str | None = None) -> None:
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
        heading = spec.title if heading is None else heading
        self._label = PlainLabel(heading, Role.HINT, "muted", wrap=True, parent=self)
        self._label.setVisible(bool(heading))
        self.head.addWidget(self._label, 1)
        self.body.addLayout(self.head)
        self._reason = PlainLabel("", Role.HINT, "bad", wrap=True, parent=self)
        self._reason.setObjectName("problem")
        self._reason.hide()
        self.body.addWidget(self._reason)
        self._remark: NoEffectRemark | None = None

    def add_body(self, part: QWidget | QHBoxLayout) -> None:
        """Put a control above the line for problems."""
        at = self.body.indexOf(self._reason)
        if isinstance(part, QWidget):
            self.body.insertWidget(at, part)
        else:
            self.body.insertLayout(at, part)

    def take_focus_by(self, control: QWidget, name: str = "") -> None:
        """The control that gets the focus, and what a screen reader calls it: the filter's title, or `name`."""
        self.setFocusProxy(control)
        self._label.setBuddy(control)
        control.setAccessibleName(name or self.spec.title)
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

    def use_source(self, source: WordSource | None, platform: Platform) -> None:
        """Tell the editor where it is and where words are looked up; most have no use for it."""

    def use_lists(self, source: ListSource | None) -> None:
        """Tell the editor where the team's exclusion lists are read; most have no use for it."""

    def show_reason(self, reason: str) -> None:
        """Say under the editor why the search cannot go out; nothing for an empty text."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))

    def show_no_effect(self, without_effect: bool) -> None:
        """Say under the editor that a count showed no difference, or take that away; the remark is made when needed."""
        if without_effect and self._remark is None:
            self._remark = NoEffectRemark(self.spec.name, self)
            self._remark.remove_wanted.connect(self.remove_wanted)
            self.body.addWidget(self._remark)
        if self._remark is not None:
            self._remark.setVisible(without_effect)

    @property
    def is_without_effect(self) -> bool:
        """Whether it is said that the filter changed nothing."""
        return self._remark is not None and not self._remark.isHidden()

    def reason(self) -> str:
        """What stands under the editor now."""
        return self._reason.text()
