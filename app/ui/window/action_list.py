"""Every action of the window, stated once: its words, shortcut, icon, what its tooltip says, and its menu.

An action that cannot be used now is disabled and its tooltip says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.ui.window.words import TICK_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action of the window."""

    name: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False


_NO_SHEET = "Open or find a sheet first."

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        name="action_search",
        text="Find creators",
        tip="Choose filters and find creators",
        keys="Ctrl+N",
        icon="magnifying-glass",
    ),
    ActionSpec(
        name="action_saved",
        text="Saved searches…",
        tip="Open, run again, copy, rename or delete a search; opening is free",
        keys="Ctrl+O",
        icon="bookmarks-simple",
    ),
    ActionSpec(name="action_save_search", text="Save this search", tip="Keep what the find panel holds; free"),
    ActionSpec(
        name="action_import",
        text="Import…",
        tip="Bring in your own list from Excel, CSV or the clipboard; free",
        keys="Ctrl+I",
        icon="file-arrow-down",
    ),
    ActionSpec(
        name="action_export", text="Export…", tip="Save this sheet as a file; free", keys="Ctrl+E", icon="table"
    ),
    ActionSpec(name="action_account", text="Account…", tip="Practice or live account, and the key", icon="key"),
    ActionSpec(
        name="action_restore",
        text="Restore a backup…",
        tip="Go back to how everything was before",
        icon="clock-counter-clockwise",
    ),
    ActionSpec(name="action_close", text="Close Scoutsheet", tip="Close the window", keys="Ctrl+Q"),
    ActionSpec(name="action_copy", text="Copy", tip="Copy the marked cells", keys="Ctrl+C", icon="copy"),
    ActionSpec(name="action_select_all", text="Mark everything", tip="Mark all cells", keys="Ctrl+A"),
    ActionSpec(name="action_tick", text="Tick or untick marked rows", tip="The same as Space in the sheet"),
    ActionSpec(name="action_tick_all", text="Tick all shown rows", tip="Tick every row that is shown now"),
    ActionSpec(name="action_untick_all", text="Untick all rows", tip="Also those that are not shown now"),
    ActionSpec(
        name="action_filter_sheet",
        text="Filter sheet",
        tip="Show only rows with these words; free",
        keys="Ctrl+F",
        icon="funnel-simple",
    ),
    ActionSpec(
        name="action_find_panel",
        text="Find panel",
        tip="Show or hide the filters",
        keys="Ctrl+1",
        icon="layout",
        checkable=True,
    ),
    ActionSpec(
        name="action_creator_panel",
        text="Creator panel",
        tip="Show or hide the creator you stand on",
        keys="Ctrl+2",
        icon="user",
        checkable=True,
    ),
    ActionSpec(
        name="action_activity",
        text="Activity",
        tip="What is running, what waits for you",
        keys="Ctrl+3",
        icon="activity",
        checkable=True,
    ),
    ActionSpec(name="action_columns", text="Columns…", tip="Choose what the sheet shows", icon="columns"),
    ActionSpec(name="action_more", text="Get 50 more", tip="More creators of this search", keys="Ctrl+M"),
    ActionSpec(
        name="action_run_again",
        text="Run again…",
        tip="The same search once more, into this sheet: who is new, changed or gone",
        keys="Ctrl+R",
        icon="arrows-clockwise",
    ),
    ActionSpec(name="action_rename_sheet", text="Rename sheet…", tip="Give this sheet another name", keys="Shift+F2"),
    ActionSpec(name="action_campaign", text="Campaign…", tip="What this sheet and its spending are booked to"),
    ActionSpec(name="action_as_it_came", text="Order as it came", tip="Undo the sorting"),
    ActionSpec(name="action_next_sheet", text="Next sheet", tip="The tab to the right", keys="Ctrl+PgDown"),
    ActionSpec(name="action_previous_sheet", text="Previous sheet", tip="The tab to the left", keys="Ctrl+PgUp"),
    ActionSpec(
        name="action_enrich",
        text="Get details…",
        tip="Email, audience and numbers of the ticked creators",
        keys="Ctrl+D",
        icon="sparkle",
    ),
    ActionSpec(
        name="action_enrich_contact",
        text="Get contact only…",
        tip="Email, name and links of the ticked creators",
        icon="envelope-simple",
    ),
    ActionSpec(
        name="action_fresh",
        text="Get fresh details…",
        tip="Buy again what you have of the ticked creators, where it has grown old",
        icon="clock-clockwise",
    ),
    ActionSpec(
        name="action_batch",
        text="Send as one batch…",
        tip="influencers.club works through the ticked creators by itself; for long lists",
        icon="stack",
    ),
    ActionSpec(
        name="action_goal",
        text="Get details until there are enough…",
        tip="Say how many with an email you need, and the most it may cost",
        icon="target",
    ),
    ActionSpec(
        name="action_socials",
        text="Find their other accounts…",
        tip="The ticked creators on other platforms",
        icon="link",
    ),
    ActionSpec(
        name="action_posts",
        text="Check live posts…",
        tip="Did the ticked creators post for the campaign, and how did it go",
        icon="megaphone",
    ),
    ActionSpec(
        name="action_overlap",
        text="Compare audiences…",
        tip="How many followers two to ten ticked creators share",
        icon="intersect",
    ),
    ActionSpec(
        name="action_emails",
        text="Find creators by email…",
        tip="Whose addresses are these; 0.05 credits for each",
        icon="at",
    ),
    ActionSpec(
        name="action_similar",
        text="Find similar creators…",
        tip="Creators like the marked one, or like one you name; choosing is free",
        icon="users-three",
    ),
    ActionSpec(
        name="action_hide",
        text="Hide from future searches",
        tip="Put the ticked or marked creators on the team's list; free, colleagues see this too",
        icon="eye-slash",
    ),
    ActionSpec(
        name="action_team_lists", text="Team lists…", tip="Who is left out of searches; colleagues see this too"
    ),
    ActionSpec(
        name="action_open_profile",
        text="Open profile page",
        tip="Open this creator's page in the browser",
        keys="Ctrl+Return",
        icon="arrow-square-out",
    ),
    ActionSpec(name="action_pause", text="Pause", tip="Hold what is running", icon="pause"),
    ActionSpec(name="action_stop", text="Stop", tip="Send nothing more of what is running", icon="stop"),
    ActionSpec(name="action_credits", text="Check credits", tip="Ask for the balance; free", keys="F5", icon="coin"),
    ActionSpec(
        name="action_spending",
        text="Spending",
        tip="What was paid for what, budgets, campaigns",
        keys="Ctrl+4",
        icon="receipt",
    ),
    ActionSpec(name="action_help", text="Keys and words", tip="What the keys do and what the words mean", keys="F1"),
    ActionSpec(name="action_about", text="About Scoutsheet", tip="Version and licences"),
)

MENUS: Mapping[str, tuple[str, ...]] = {
    "&File": (
        "action_search",
        "action_saved",
        "action_save_search",
        "-",
        "action_import",
        "action_export",
        "-",
        "action_account",
        "action_credits",
        "action_spending",
        "-",
        "action_restore",
        "-",
        "action_close",
    ),
    "&Edit": (
        "action_copy",
        "action_select_all",
        "-",
        "action_tick",
        "action_tick_all",
        "action_untick_all",
        "-",
        "action_filter_sheet",
    ),
    "&View": ("action_find_panel", "action_creator_panel", "action_activity", "-", "action_columns", "-"),
    "&Sheet": (
        "action_more",
        "action_run_again",
        "-",
        "action_rename_sheet",
        "action_campaign",
        "action_as_it_came",
        "-",
        "action_next_sheet",
        "action_previous_sheet",
    ),
    "&Creators": (
        "action_enrich",
        "action_enrich_contact",
        "action_goal",
        "action_fresh",
        "action_batch",
        "-",
        "action_pause",
        "action_stop",
        "-",
        "action_socials",
        "action_posts",
        "action_overlap",
        "action_emails",
        "-",
        "action_similar",
        "action_open_profile",
        "-",
        "action_hide",
        "action_team_lists",
    ),
    "&Help": ("action_help", "action_about"),
}

START_REASONS: Mapping[str, str] = {
    "action_more": "This sheet has no search with more to get.",
    "action_similar": "Open an account first.",
    "action_hide": "Tick or mark creators first.",
    "action_team_lists": "Open an account first.",
    "action_import": "Open an account first.",
    "action_emails": "Open an account first.",
    "action_saved": "Open an account first.",
    "action_save_search": "Open an account first.",
    "action_run_again": "This sheet has no search that is done.",
    "action_enrich": TICK_FIRST,
    "action_enrich_contact": TICK_FIRST,
    "action_socials": TICK_FIRST,
    "action_posts": TICK_FIRST,
    "action_overlap": "Tick 2 to 10 creators to compare their audiences.",
    "action_batch": TICK_FIRST,
    "action_fresh": TICK_FIRST,
    "action_goal": _NO_SHEET,
    "action_export": _NO_SHEET,
    "action_columns": _NO_SHEET,
    "action_restore": "Open an account first.",
    "action_rename_sheet": _NO_SHEET,
    "action_campaign": _NO_SHEET,
    "action_spending": "Open an account first.",
    "action_pause": "Nothing is running.",
    "action_stop": "Nothing is running.",
    "action_open_profile": "Click a creator first.",
}


WITH_ACCOUNT = (
    "action_import",
    "action_emails",
    "action_saved",
    "action_save_search",
    "action_similar",
    "action_team_lists",
)
"""What needs an open account and nothing else."""
