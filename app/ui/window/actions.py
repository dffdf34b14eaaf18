"""The window's actions, made from their list: an action that cannot be used now is disabled and says why."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.theme import icon
from app.ui.window.action_list import SPECS, START_REASONS, ActionSpec

_ICONS = {spec.name: spec.icon for spec in SPECS}

# The table copies, marks and ticks by its own keys; a shortcut of the window would take them from every text field.
_KEYS_OF_THE_SHEET = frozenset({"action_copy", "action_select_all"})


def icon_of(action: QAction) -> str:
    """The name of the action's icon; empty where it has none."""
    return _ICONS.get(action.objectName(), "")


class Actions:
    """The window's actions by name; they are children of the window."""

    def __init__(self, window: QWidget) -> None:
        self._tips: dict[str, str] = {}
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            self._by_name[spec.name] = self._make(window, spec)
        for name, reason in START_REASONS.items():
            self.allow(name, reason)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._by_name)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def allow(self, name: str, reason: str = "") -> None:
        """Make an action usable, or, with a reason, unusable: its tooltip then says why."""
        action = self._by_name[name]
        action.setEnabled(not reason)
        tip = reason or self._tips[name]
        action.setToolTip(tip)
        action.setStatusTip(tip)

    def say(self, name: str, text: str, tip: str = "") -> None:
        """Change the words of an action."""
        self._by_name[name].setText(text)
        if tip:
            self._tips[name] = tip
            if self._by_name[name].isEnabled():
                self._by_name[name].setToolTip(tip)

    def _make(self, window: QWidget, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, window)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        keys = QKeySequence(spec.keys)
        tip = spec.tip
        if spec.keys and spec.name not in _KEYS_OF_THE_SHEET:
            action.setShortcut(keys)
            tip = f"{tip} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setIconVisibleInMenu(False)
        self._tips[spec.name] = tip
        action.setToolTip(tip)
        window.addAction(action)
        return action
