"""How much of creators' audiences is the same people."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from app.domain.platforms import Platform

_COMPARABLE = frozenset({Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE})  # contract, section 5
FEWEST, MOST = 2, 10


def why_not_together(platforms: Set[Platform]) -> str:
    """Why audiences on these platforms cannot be compared with each other; "" where they can."""
    if len(platforms) > 1:
        return "Only creators of one platform can be compared."
    return "".join(f"Audiences on {one.label} cannot be compared." for one in platforms - _COMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One of the creators compared. Percent of their own audience: `unique` follows none of the others, `shared` does.

    The service compares each with all others together; it has no pairs (contract, section 6.3).
    """

    handle: str
    followers: int | None
    unique: float | None
    shared: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a comparison said. `total` counts a person once per creator, `unique` once."""

    platform: Platform
    total: int
    unique: int
    shares: tuple[Share, ...]

    def in_order(self, names: Sequence[str]) -> "Overlap":
        """The same with the creators in the order of `names`; whoever is not among them comes last."""
        places = {name.casefold(): place for place, name in enumerate(names)}
        shares = sorted(self.shares, key=lambda one: places.get(one.handle.casefold(), len(places)))
        return replace(self, shares=tuple(shares))

    @property
    def repeated(self) -> int:
        """How many followers are counted more than once."""
        return max(self.total - self.unique, 0)

    @property
    def repeated_percent(self) -> float:
        """Their part of the sum, in percent."""
        return 100 * self.repeated / self.total if self.total else 0.0
