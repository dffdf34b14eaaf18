"""How much of creators' audiences is the same people."""

from dataclasses import dataclass

from app.domain.platforms import Platform

COMPARABLE = frozenset({Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE})  # contract, section 5
FEWEST, MOST = 2, 10


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

    @property
    def repeated(self) -> int:
        """How many followers are counted more than once."""
        return max(self.total - self.unique, 0)

    @property
    def repeated_percent(self) -> float:
        """Their part of the sum, in percent."""
        return 100 * self.repeated / self.total if self.total else 0.0
