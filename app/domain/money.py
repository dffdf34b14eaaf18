"""Credits: exact amounts, the one price table, estimates, budgets, receipts.

Credits are `Decimal` in code and whole ten-thousandths in the workspace. The prices are for estimates only; what the
answer's `credits_cost` says is what gets booked (contract, section 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import IntFlag, StrEnum
from typing import Protocol

ZERO = Decimal("0.00")
UNITS_PER_CREDIT = 10_000
DISCOVERY_PRICE = Decimal("0.01")  # per creator returned
EMAIL_PRICE = Decimal("0.05")  # per address whose account is found
SOCIALS_PRICE = Decimal("0.50")  # per creator who is found
POSTS_PRICE = Decimal("0.15")  # per page of posts at most: 0.03 was metered (contract, Q5)
OVERLAP_PRICE = Decimal("1.00")  # per comparison, however many creators
PAGE_ROWS = 50  # the most one Discovery page returns
MOST_CREDITS = Decimal(10) ** 12  # an amount above it is not one
CONFIRM_ABOVE = Decimal("25.00")


class Tier(StrEnum):
    """What an enrichment buys; the value is the last part of the call's path (contract, section 7)."""

    RAW = "raw"
    PROFILE = "profile"
    ANALYTICS = "analytics"
    FULL = "full"

    @property
    def price(self) -> Decimal:
        """Credits for one creator that is found."""
        return TIER_PRICES[self]

    @property
    def label(self) -> str:
        """The words on screen (look.md, section 7)."""
        return _TIER_LABELS[self]

    @property
    def brings_email(self) -> bool:
        """Whether the details name an email where there is one."""
        return self in (Tier.PROFILE, Tier.FULL)


TIER_PRICES = {
    Tier.RAW: Decimal("0.03"),
    Tier.PROFILE: Decimal("0.20"),
    Tier.ANALYTICS: Decimal("0.80"),
    Tier.FULL: Decimal("1.00"),
}
_TIER_LABELS = {
    Tier.RAW: "Check that it exists",
    Tier.PROFILE: "Contact only",
    Tier.ANALYTICS: "Numbers and audience",
    Tier.FULL: "Full details",
}


class Had(IntFlag):
    """Which parts a creator's details have been bought; stored as a bit mask.

    FULL counts as PROFILE and ANALYTICS too: the service sells the two together as one (contract, section 2).
    """

    NOTHING = 0
    RAW = 1
    PROFILE = 2
    ANALYTICS = 4
    FULL_CALL = 8

    @property
    def full(self) -> bool:
        return self.covers(Tier.FULL)

    def covers(self, tier: Tier) -> bool:
        """Whether buying `tier` would bring nothing new."""
        wanted = PARTS_OF_TIER[tier]
        if tier is Tier.RAW:
            return bool(self & (Had.RAW | Had.PROFILE | Had.FULL_CALL))
        return (self & wanted) == wanted


PARTS_OF_TIER = {
    Tier.RAW: Had.RAW,
    Tier.PROFILE: Had.PROFILE,
    Tier.ANALYTICS: Had.ANALYTICS,
    Tier.FULL: Had.PROFILE | Had.ANALYTICS,
}


def credits_from(value: object) -> Decimal | None:
    """An amount as the service sends it, a number or a text (contract, Q18); None where there is none.

    Rounded to ten-thousandths: 410.34999999999997 is a float's way to say 410.35, and balances are compared exactly.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):  # ValueError: an integer too long to be written out
        return None
    return from_units(to_units(amount)) if amount.is_finite() and abs(amount) < MOST_CREDITS else None


def to_units(amount: Decimal) -> int:
    """Credits as whole ten-thousandths, the form the workspace keeps."""
    return int((amount * UNITS_PER_CREDIT).to_integral_value(rounding=ROUND_HALF_EVEN))


def from_units(units: int) -> Decimal:
    """Ten-thousandths from the workspace as credits."""
    return Decimal(units) / UNITS_PER_CREDIT


def show(amount: Decimal) -> str:
    """Credits as text with at least two places: 8.42, 0.0312."""
    rounded = amount.quantize(Decimal("0.0001"))
    text = f"{rounded:f}"
    while text.endswith("0") and len(text) - text.index(".") > 3:
        text = text[:-1]
    return "0.00" if text == "-0.00" else text


def page_plan(target: int) -> tuple[int, int]:
    """How many pages of which size meet `target` exactly or just above it: (pages, page size).

    The size is ceil(target / ceil(target / 50)), so that one size serves the whole run (design.md, section 8).
    """
    pages = -(-target // PAGE_ROWS)
    return pages, -(-target // pages)


def search_price(target: int) -> Decimal:
    """The most a search for `target` creators can cost: its whole pages at 0.01 a creator (contract, section 2)."""
    pages, size = page_plan(target)
    return DISCOVERY_PRICE * pages * size


def rows_for(credits: Decimal) -> int:
    """For how many creators a search can be whose price these credits cover: the most."""
    return next((rows for rows in range(int(credits / DISCOVERY_PRICE), 0, -1) if search_price(rows) <= credits), 0)


def needs_second_question(price: Decimal, balance: Decimal) -> bool:
    """Money rule 2: ask again above the lower of 25.00 and a quarter of the balance."""
    return price > min(CONFIRM_ABOVE, balance / 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the service says the account has; `used` only ever grows and tells about charges without an answer."""

    available: Decimal
    used: Decimal
    trial_searches_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one answer cost. `estimated` is True where the service did not say and the price table had to."""

    rows: int
    expected: Decimal
    charged: Decimal
    estimated: bool
    balance_after: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The price of getting details for some rows, before anything is sent.

    `pending`: rows left out because another job is getting them, or because their payment is still to be checked.
    `not_found`: those of the new ones who were looked for last time and not found; asking again is up to a person.
    """

    tier: Tier
    had: int
    new: int
    pending: int = 0
    not_found: int = 0

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits of asking for all new ones."""
        return self.tier.price * self.new

    @property
    def without_not_found(self) -> "Estimate":
        """The same with those who were not found left out of the new ones."""
        return replace(self, new=self.new - self.not_found)


class Cap(Protocol):
    """A cap on spending that counts money in flight, so that it can never be passed by answers on their way."""

    @property
    def name(self) -> str:
        """What people call it, to begin a sentence with."""

    def try_set_aside(self, price: Decimal) -> bool:
        """Reserve the most a request can cost, in credits; False when the cap would be passed."""

    def book(self, price: Decimal, charged: Decimal) -> None:
        """Replace a reservation by what was really charged."""


@dataclass(slots=True)
class Purse:
    """The cap of one run or job; fits `Cap`. `limit` None means no cap. Amounts in credits."""

    limit: Decimal | None = None
    spent: Decimal = ZERO
    set_aside: Decimal = ZERO
    name: str = "The budget"

    def try_set_aside(self, price: Decimal) -> bool:
        """Reserve the most a request can cost; False when the cap would be passed."""
        if not self.covers(price):
            return False
        self.set_aside += price
        return True

    def covers(self, price: Decimal) -> bool:
        """Whether this much could still be reserved."""
        return self.limit is None or self.spent + self.set_aside + price <= self.limit

    def book(self, price: Decimal, charged: Decimal) -> None:
        """Replace a reservation by what was really charged."""
        self.set_aside -= price
        self.spent += charged


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What comparing `credits_used` with our books said about requests without an answer; amounts in credits.

    `free`: none of them was charged. `uncertain`: what of the change may be theirs. `other`: somebody else's use.
    """

    free: bool
    uncertain: Decimal
    other: Decimal


def settle(change: Decimal, at_most: Decimal, *, exact: bool = True) -> Settled:
    """Money rule 5: only a change of exactly nothing proves that nothing was charged.

    `change`: what `credits_used` grew by beyond what we booked. `at_most`: what the parked requests can have cost.
    `exact`: the service named every charge that was booked; a guess that was too high could hide one that it did not.
    Anything else may be ours or a colleague's, and nobody can tell: the requests wait for one click.
    """
    if change <= 0:
        return Settled(free=exact and change == 0, uncertain=ZERO, other=change)
    uncertain = min(change, at_most)
    return Settled(free=False, uncertain=uncertain, other=change - uncertain)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum that is 0.00 for nothing."""
    return sum(amounts, ZERO)
