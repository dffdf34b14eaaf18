"""Creators as values: what a search found, what an answer told, and how a newer reading joins an older one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.money import Had
from app.domain.places import Mention
from app.domain.platforms import Handle

# A value of one field: text, a whole or decimal number, yes/no, or None: missing (not told, hidden by the platform).
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An account that an answer names with a few facts: a row of a search, the account behind an address, or another
    account of the same person (contract, sections 6.1 and 7). Engagement in percent.
    """

    handle: Handle
    shown_handle: str  # as the service spells it
    name: str | None = None
    picture: str | None = None  # lapses in about a day (contract, Q23)
    followers: int | None = None
    engagement: float | None = None
    similarity: float | None = None

    @property
    def platform_label(self) -> str:
        """The name people know."""
        return self.handle.platform.label

    @property
    def address(self) -> str:
        """The public profile page."""
        return self.handle.address

    @property
    def values(self) -> Mapping[str, Value]:
        """What it says about the fields of the sheet."""
        return {"name": self.name, "followers": self.followers, "engagement": self.engagement}


Account = Found | Mention
"""Another account of a creator's person; only a `Found` can be a row of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One answer about one creator at one time. `raw` is the answer's body as it came.

    `linked`: the person's other accounts that it names.
    """

    handle: Handle
    parts: Had
    values: Mapping[str, Value]
    raw: bytes = field(repr=False)
    platform_id: str | None = None
    shown_handle: str | None = None
    picture: str | None = None
    linked: tuple[Account, ...] = ()


def merge(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """The values to show after a newer reading: what it tells replaces, what it leaves out stays.

    An address that the platform hides today is still the one that was bought yesterday.
    """
    return {**old, **{key: value for key, value in new.items() if value is not None}}


class Details(StrEnum):
    """The one state of a row (look.md, section 3); the words stand in the window."""

    NOTHING = "nothing"
    EXISTS = "exists"  # only checked that the account is there
    CONTACT = "contact"
    AUDIENCE = "audience"
    FULL = "full"
    GETTING = "getting"
    WAITS_FOR_CREDITS = "waits_for_credits"  # in a batch that the service holds
    CHECK_PAYMENT = "check_payment"
    NOT_FOUND = "not_found"
    NO_EMAIL = "no_email"

    @classmethod
    def of(cls, parts: Had) -> "Details":
        """What has been bought, as one word."""
        if parts.full:
            return cls.FULL
        if parts & Had.PROFILE:
            return cls.CONTACT
        if parts & Had.ANALYTICS:
            return cls.AUDIENCE
        return cls.EXISTS if parts & Had.RAW else cls.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One creator in one sheet, as it is shown: bought values and own ones side by side.

    `values` has every key of `FIELDS`; `own` only the own columns that hold something. `details_ms` is when the newest
    details came, in milliseconds since 1970 UTC. `likeness`: 0 to 1, in sheets of similar creators.
    """

    creator_id: int
    handle: Handle
    shown_handle: str
    picture: str | None
    ticked: bool
    parts: Had
    details: Details
    details_ms: int | None
    values: Mapping[str, Value]
    own: Mapping[str, str]
    likeness: float | None = None
