"""Goal runs as values: what a goal needs, how far it is, what it may still take, and why it ended."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPlan:
    """What a goal needs before anything is sent. `already`: rows that have what is wanted, and count.

    `without`: rows that have these details and no email; they are left out, like `pending` ones, which another job is
    getting or whose payment is to be checked. `candidates`: rows that can be asked for.
    `every_hit_counts`: who brings nothing costs nothing, so that whatever is paid is one of those who are missing.
    """

    wanted: int
    already: int
    candidates: int
    pending: int
    price: Decimal
    cap: Decimal
    without: int = 0
    every_hit_counts: bool = False

    @property
    def missing(self) -> int:
        return max(self.wanted - self.already, 0)

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        if not self.missing:
            return ZERO
        paid = min(self.candidates, self.missing) if self.every_hit_counts else self.candidates
        return self.price * min(paid, int(self.cap // self.price))


class GoalEnd(StrEnum):
    """Why a goal run asks for nobody any more."""

    REACHED = "reached"
    CAP = "cap"
    LIST = "list"  # nobody of the list is left


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStanding:
    """How far a goal run is; `end` None: it can go on. Amounts in credits.

    `reached` counts also those who had it before, `bought` only those of this run, of `answered` creators asked for.
    """

    wanted: int
    reached: int
    bought: int
    answered: int
    left: int
    spent: Decimal
    in_doubt: Decimal
    cap: Decimal
    end: GoalEnd | None

    @property
    def missing(self) -> int:
        return max(self.wanted - self.reached, 0)

    @property
    def hit_rate(self) -> float | None:
        """Which share of those asked for had what is wanted, 0 to 1; None before the first answer."""
        return self.bought / self.answered if self.answered else None

    @property
    def expected_more(self) -> Decimal | None:
        """What the missing ones will cost at this rate, never above the rest of the cap; None while nobody can tell."""
        if not self.missing:
            return ZERO
        if not self.bought:
            return None
        rest = max(self.cap - self.spent - self.in_doubt, ZERO)
        return min((self.spent / self.bought * self.missing).quantize(Decimal("0.01")), rest)
