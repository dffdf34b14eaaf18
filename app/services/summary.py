"""What a run says at its end: the last line of `scoutsheet run` (design.md, section 4). Quick to import."""

import json
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import ZERO, plain


@dataclass(slots=True)
class Summary:
    """Where the recipe's rows stand now, whoever bought them when; credits and requests are this run's.

    `goal` is there for a recipe that has one: how many of `wanted` were reached, of how many who were `asked`.
    """

    state: str = "finished"
    reason: str | None = None
    creators: int = 0
    enriched: int = 0
    not_found: int = 0
    uncertain: int = 0
    failed: int = 0
    requests: int = 0
    credits_spent: Decimal = ZERO
    credits_left: Decimal | None = None
    exports: tuple[str, ...] = ()
    goal: dict[str, int] | None = None

    def to_json(self) -> str:
        """One line; credits as text with at least two places."""
        left = None if self.credits_left is None else plain(self.credits_left)
        values = {name: getattr(self, name) for name in self.__slots__}
        if self.goal is None:
            del values["goal"]
        return json.dumps({**values, "credits_spent": plain(self.credits_spent), "credits_left": left})
