"""Activity: the strip over the tabs while something runs or waits, and the list of jobs it opens to."""

from app.ui.activity.activity import Activity
from app.ui.activity.offers import Ask, Group, WorkNow, current, group_of, offers

__all__ = ["Activity", "Ask", "Group", "WorkNow", "current", "group_of", "offers"]
