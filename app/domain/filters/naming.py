"""What some filters are called on screen, where the catalogue has several words for one thing.

Creators are "left out" of a search; those of the team's standing list are "hidden"; the service's exclusion lists are
"team lists", since colleagues see them too. The catalogue's own words stay findable (`finding.SYNONYMS`).
"""

_OURS: dict[str, tuple[str, str]] = {
    "exclude_handles": ("Leave out these handles", "Handles to leave out of this search only."),
    "exclude_role_based_emails": (
        "Leave out team mailboxes",
        "Leave out creators who can only be reached through info@, support@ and the like.",
    ),
    "exclude_private_profile": (
        "Leave out private accounts",
        "Leave out accounts that only approved followers can see.",
    ),
    "exclude_list": ("Leave out team lists", "Leave out everybody on these team lists. Colleagues see them too."),
    "exclude_default_list": (
        "Leave out who is hidden",
        "Leave out everybody whom you or colleagues hid from future searches on this platform.",
    ),
    "exclude_all_lists": (
        "Leave out all team lists",
        "Leave out everybody who is hidden from future searches or on any team list of this platform.",
    ),
    "exclude_previous": (
        "Leave out creators shown before",
        "Leave out creators that this account has been shown before.",
    ),
}


def named(key: str, label: str, said: str) -> tuple[str, str]:
    """A filter's name and its help on screen; the catalogue's where we have none of our own."""
    return _OURS.get(key, (label, said))
