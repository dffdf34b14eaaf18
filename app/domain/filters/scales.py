"""The stops of a range's slider and of the arrow keys in its fields: round numbers, further apart as they grow.

Nothing here limits what can be typed. Numbers are in the unit people type.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from app.domain.filters.specs import FilterSpec

_IN_A_DECADE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_RATES = (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)
_SHARES = tuple(range(5, 100, 5))
_BY_KEY: dict[str, tuple[float, ...]] = {"engagement_percent": _RATES}


def stops(spec: FilterSpec) -> tuple[float, ...]:
    """The slider's stops between "from anything" and "to anything", rising."""
    if spec.key in _BY_KEY:
        return _BY_KEY[spec.key]
    if spec.unit == "percent":
        return _SHARES
    if spec.same_concept == "audience_size":
        return _decades(1_000, 50_000_000)
    if spec.key == "subscription_price":
        return _decades(3, 50)
    if spec.unit in ("minutes", "seconds", "hours"):
        return _decades(1, 500)
    if spec.group == "volume":
        return _decades(10, 100_000)
    return _decades(100, 10_000_000)


def next_stop(spec: FilterSpec, amount: float | None, step: int) -> float | None:
    """The stop above (`step` > 0) or below an amount; None below the lowest, and up from nothing the lowest."""
    every = stops(spec)
    if amount is None:
        return every[0] if step > 0 else None
    if step > 0:
        return every[min(bisect_right(every, amount), len(every) - 1)] if amount < every[-1] else amount
    at = bisect_left(every, amount) - 1
    return every[at] if at >= 0 else None


def place(every: Sequence[float], amount: float) -> float:
    """Where an amount lies among the stops, 0 at the first one, fractions between two; not beyond the ends."""
    at = bisect_right(every, amount) - 1
    if at < 0:
        return 0.0
    if at >= len(every) - 1:
        return float(len(every) - 1)
    return at + (amount - every[at]) / (every[at + 1] - every[at])


def _decades(low: float, high: float) -> tuple[float, ...]:
    found: list[float] = []
    size = 1.0
    while size <= high:
        found += [step * size for step in _IN_A_DECADE if low <= step * size <= high and (step * size) % 1 == 0]
        size *= 10
    return tuple(int(stop) for stop in found)
