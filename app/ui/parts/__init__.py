"""Small widgets that the window is put together from; each speaks plain text only and works by keyboard."""

from app.ui.parts.badge import Badge, BadgeKind
from app.ui.parts.button import Button, IconButton, Kind
from app.ui.parts.chip import FilterChip, StatusChip, Tone, paint_chip
from app.ui.parts.collapsible import CollapsibleGroup
from app.ui.parts.day_field import DayField
from app.ui.parts.empty_state import EmptyState
from app.ui.parts.flow import FlowLayout
from app.ui.parts.label import ElidedLabel, PlainLabel, set_tooltip, tip_text
from app.ui.parts.message_bar import MessageBar, Mood
from app.ui.parts.notice import Notice
from app.ui.parts.number_box import AmountBox, WholeBox
from app.ui.parts.platform_mark import platform_mark
from app.ui.parts.progress_strip import ProgressStrip
from app.ui.parts.skeleton import SkeletonRows
from app.ui.parts.tabbing import tab_through

__all__ = [
    "AmountBox",
    "Badge",
    "BadgeKind",
    "Button",
    "CollapsibleGroup",
    "DayField",
    "ElidedLabel",
    "EmptyState",
    "FilterChip",
    "FlowLayout",
    "IconButton",
    "Kind",
    "MessageBar",
    "Mood",
    "Notice",
    "PlainLabel",
    "ProgressStrip",
    "SkeletonRows",
    "StatusChip",
    "Tone",
    "WholeBox",
    "paint_chip",
    "platform_mark",
    "set_tooltip",
    "tab_through",
    "tip_text",
]
