"""What one request has set aside while it waits for its answer."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.money import ZERO, Cap


class Stake:
    """The most that a request can cost, set aside in all of its caps or in none. Amounts in credits."""

    __slots__ = ("_caps", "_is_held", "price")

    def __init__(self, price: Decimal = ZERO, caps: Sequence[Cap] = ()) -> None:
        self.price = price
        self._caps = caps
        self._is_held = False

    def set_aside(self) -> Cap | None:
        """Reserve the price in every cap, or in none; returns the one that does not allow it."""
        for at, cap in enumerate(self._caps):
            if not cap.try_set_aside(self.price):
                for earlier in self._caps[:at]:
                    earlier.book(self.price, ZERO)
                return cap
        self._is_held = True
        return None

    def give_back(self) -> None:
        """It cost nothing."""
        self._is_held = False
        for cap in self._caps:
            cap.book(self.price, ZERO)

    def raise_to(self, price: Decimal) -> None:
        """It can cost this much after all: what is on its way weighs that from now on, whatever its caps allow."""
        if self._is_held:
            for cap in self._caps:
                cap.book(self.price - price, ZERO)
        self.price = price
