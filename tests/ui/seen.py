"""What a person sees of the window's own marks."""

from PySide6.QtWidgets import QWidget

from app.ui.parts.badge import Badge
from app.ui.parts.collapsible import CollapsibleGroup
from app.ui.theme import Theme


def ringed(theme: Theme) -> QWidget | None:
    """The widget that the focus ring is around now, or None."""
    frame = theme.ring._frame
    return None if frame is None else frame.widget()


def badge_of(group: CollapsibleGroup) -> str:
    """What the badge of a group's heading says; "" where there is none."""
    badge = group.header.findChild(Badge)
    return "" if badge.isHidden() else badge.text()
