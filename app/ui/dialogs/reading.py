"""Plain pages to read: the keys, what the menus can do, what the words mean, and about the program."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app import __version__
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.action_list import SPECS

Lines = tuple[tuple[str, str], ...]
Part = tuple[str, Lines]
"""A heading, or "", and its lines: a word and what it means."""

_SHARES = (7, 9)  # how columns beside each other share the width
_ACTIONS = {spec.name: spec for spec in SPECS}

_IN_THE_SHEET = (
    ("Space", "Tick or untick the marked rows"),
    ("F2", "Change one of your own cells"),
    ("Esc", "Close the side panel"),
)
_WITH_KEYS = (
    *("action_search", "action_more", "action_run_again", "action_saved", "action_import", "action_enrich"),
    *("action_export", "action_filter_sheet", "action_creator_panel", "action_open_profile", "action_activity"),
    *("action_spending", "action_credits", "action_next_sheet"),
)
_CREATORS = (
    ("action_enrich", "email, audience and numbers of the ticked rows"),
    ("action_goal", "until so many of the ticked have an email"),
    ("action_fresh", "buy again what has grown old"),
    ("action_batch", "long lists; also while Scoutsheet is closed"),
    ("action_socials", "the same people on other platforms"),
    ("action_posts", "who posted for the campaign, and how it went"),
    ("action_overlap", "how many followers two to ten creators share"),
    ("action_emails", "whose addresses these are"),
    ("action_similar", "creators like the one you clicked"),
    ("action_hide", "on the team's list; colleagues see this too"),
    ("action_team_lists", "who is left out of searches"),
)
_FILE_AND_SHEET = (
    ("action_import", "your own list: Excel, CSV, clipboard; free"),
    ("action_saved", "every search you made; opening is free"),
    ("action_run_again", "the same search: who is new, changed or gone"),
    ("action_campaign", "what a sheet and its spending are booked to"),
    ("action_spending", "every payment, and your budgets"),
    ("action_restore", "back to how everything was before"),
)
_WORDS = (
    ("Full details", "email, audience, growth, posts and brands"),
    ("Contact only", "email, name and links to other accounts"),
    ("up to 6.00 credits", "the most it can cost; not found costs nothing"),
    ("Get all…", "more than 10,000 matches, found in parts"),
    ("set aside", "credits that a running job may still need"),
    ("batch", "sent as a whole; cannot be stopped once sent"),
    ("Check payment", "no answer came, so it may have been charged"),
    ("— and blank", "hidden by the platform, and not fetched yet"),
)


class ReadingDialog(Form):
    """A page to read, in one column or beside each other, with one way out."""

    def __init__(self, parent: QWidget | None, title: str, *columns: tuple[Part, ...], width: int = 560) -> None:
        super().__init__(parent, title, width=width)
        beside = QHBoxLayout()
        beside.setSpacing(px(32))
        for parts, share in zip(columns, _SHARES, strict=False):
            beside.addLayout(_column(parts), share)
        self.body.addLayout(beside)
        shut = verb("Close", "close_button", Kind.PRIMARY)
        shut.clicked.connect(self.accept)
        self.buttons.addStretch(1)
        self.buttons.addWidget(shut)


def _column(parts: tuple[Part, ...]) -> QGridLayout:
    """All parts of a column in one grid, so that what the words mean stands in line."""
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    top = Qt.AlignmentFlag.AlignTop
    for at, (heading, lines) in enumerate(parts):
        if heading:
            title = PlainLabel(heading, Role.HEADING)
            title.setContentsMargins(0, px(16) if at else 0, 0, px(4))
            grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for left, right in lines:
            row = grid.rowCount()
            grid.addWidget(PlainLabel(left), row, 0, top)
            grid.addWidget(PlainLabel(right, token="muted", wrap=True), row, 1, top)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _keys() -> Lines:
    """The keys as this system writes them."""
    found = [(_native(_ACTIONS[name].keys), _ACTIONS[name].text.rstrip("…")) for name in _WITH_KEYS]
    return (*_IN_THE_SHEET, *found)


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _named(lines: Lines) -> Lines:
    """Actions by the words they have in the menu."""
    return tuple((_ACTIONS[name].text.rstrip("…"), words) for name, words in lines)


def help_dialog(parent: QWidget | None) -> ReadingDialog:
    """The keys, what the menus can do, and what the words mean."""
    made = ReadingDialog(
        parent,
        "Keys and words",
        (("Keys", _keys()), ("Menus File and Sheet", _named(_FILE_AND_SHEET))),
        (("Menu Creators", _named(_CREATORS)), ("Words", _WORDS)),
        width=1040,
    )
    made.setObjectName("help_dialog")
    return made


def about_dialog(parent: QWidget | None) -> ReadingDialog:
    """Version and licences."""
    facts = (
        ("Version", __version__),
        ("Licence", "MIT"),
        ("Made with", "Qt for Python (LGPL), the Inter typeface (OFL), Phosphor icons (MIT)"),
        ("Service", "influencers.club; Scoutsheet is not made by them"),
    )
    made = ReadingDialog(parent, "About Scoutsheet", (("", facts),))
    made.setObjectName("about_dialog")
    return made
