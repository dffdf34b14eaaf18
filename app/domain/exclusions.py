"""Exclusion lists: the team's lists of creators that searches may leave out (contract, section 6.6)."""

from dataclasses import dataclass

from app.domain.platforms import Platform

LONGEST_NAME = 300
MOST_IN_ONE_CALL = 10_000  # handles
LARGEST_PAGE = 2_000  # handles


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionList:
    """One list, shared with everybody on the account; `handles`: how many it holds.

    The default list of a platform can be neither renamed nor deleted.
    """

    id: int
    name: str
    platform: Platform
    default: bool
    handles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionEntries:
    """A page of a list's handles, alphabetical; `total`: how many the list holds."""

    total: int
    handles: tuple[str, ...]
