"""What getting details for some creators would mean, before anything is sent: who is had, who is new, what is enough.

It reads the workspace only.
"""

import sqlite3
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.domain.fields import WITH_AUDIENCE
from app.domain.jobs import EnrichOptions
from app.domain.money import Had, Tier
from app.domain.platforms import Platform
from app.services.enrichment import left_out
from app.services.socials import SamePerson, same_people
from app.workspace import details
from app.workspace.store import Store

# Full details are these two together: whoever has the one needs only the other.
_OTHER_HALF = {Tier.PROFILE: Tier.ANALYTICS, Tier.ANALYTICS: Tier.PROFILE}
_HALVES = {Tier.PROFILE: Had.PROFILE, Tier.ANALYTICS: Had.ANALYTICS}
_BRING_AUDIENCE = (Tier.FULL, Tier.ANALYTICS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """New creators of a plan who have half of it: `has` is what they have, `enough` what they still need."""

    has: Tier
    enough: Tier
    ids: tuple[int, ...]

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits of getting only what is missing."""
        return self.enough.price * len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsPlan:
    """The price of details for some creators. `new`: who would be asked for, in the order given.

    `had`: have them already; `getting`: on their way; `to_check`: perhaps paid without an answer. `not_found`: were
    looked for last time and not found; they are left out unless they are asked for again. `elsewhere`: new ones whose
    person's contact is there under another account. `without_audience`: new ones on platforms where the service has no
    numbers about the audience.
    """

    options: EnrichOptions
    new: tuple[int, ...]
    had: int = 0
    getting: int = 0
    to_check: int = 0
    not_found: tuple[int, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    elsewhere: tuple[SamePerson, ...] = ()
    without_audience: Mapping[Platform, int] = field(default_factory=dict)

    @property
    def price(self) -> Decimal:
        """Of one creator, in credits."""
        return self.options.tier.price

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        return self.price * len(self.new)

    def without(self, ids: Set[int]) -> "DetailsPlan":
        """The same with these creators left out of what would be asked for; who they are stays known."""
        if not ids:
            return self
        upgrades = (replace(one, ids=tuple(i for i in one.ids if i not in ids)) for one in self.upgrades)
        return replace(
            self,
            new=tuple(i for i in self.new if i not in ids),
            upgrades=tuple(one for one in upgrades if one.ids),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshPlan:
    """What buying details again would mean. `ids`: who has them; `pending`: on their way or to check; `never`:
    the others.

    `oldest_ms` and `newest_ms`: between when they came; None where nobody has them.
    """

    options: EnrichOptions
    ids: tuple[int, ...]
    pending: int
    never: int
    oldest_ms: int | None
    newest_ms: int | None

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        return self.options.tier.price * len(self.ids)


class DetailsPlans:
    """Counts before anything is bought."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def plan(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan:
        """Who of these is had, new and so on; `again`: those who were not found are asked for again, which is free
        where they are not found again. Sends nothing. 10,000 creators take some 30 ms.
        """
        return self._store.peek(lambda db: _counted(db, list(dict.fromkeys(ids)), options, again=again))

    async def plan_later(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan:
        """The same, beside the loop's thread: 100,000 creators take some 0.5 s."""
        return await self._store.read(lambda db: _counted(db, list(dict.fromkeys(ids)), options, again=again))

    def fresh(self, ids: Sequence[int], tier: Tier) -> FreshPlan:
        """Who of these has details of this tier, since when, to buy them again (money rule 6); sends nothing."""
        return self._store.peek(lambda db: _fresh(db, list(dict.fromkeys(ids)), tier))

    async def fresh_later(self, ids: Sequence[int], tier: Tier) -> FreshPlan:
        """The same, beside the loop's thread: 100,000 creators take some 0.2 s."""
        return await self._store.read(lambda db: _fresh(db, list(dict.fromkeys(ids)), tier))


def _fresh(db: sqlite3.Connection, ids: list[int], tier: Tier) -> FreshPlan:
    options = EnrichOptions(tier=tier, fresh=True)
    had = details.since(db, ids, tier)
    _, pending = left_out(db, list(had), options)
    ages = [had[i] for i in had if i not in pending]
    return FreshPlan(
        options=options,
        ids=tuple(i for i in ids if i in had and i not in pending),
        pending=len(pending),
        never=len(ids) - len(had),
        oldest_ms=min(ages, default=None),
        newest_ms=max(ages, default=None),
    )


def _counted(db: sqlite3.Connection, ids: list[int], options: EnrichOptions, *, again: bool) -> DetailsPlan:
    had, pending = left_out(db, ids, options)
    open_ones = [i for i in ids if i not in had and i not in pending]
    not_found = details.not_found(db, open_ones, options)
    new = tuple(i for i in open_ones if again or i not in not_found)
    to_check = len(pending & details.to_check(db, pending, options.tier))
    asks_audience = options.tier in _BRING_AUDIENCE and options.audience
    return DetailsPlan(
        options=options,
        new=new,
        had=len(had),
        getting=len(pending) - to_check,
        to_check=to_check,
        not_found=tuple(i for i in open_ones if i in not_found),
        upgrades=_upgrades(db, new, options),
        elsewhere=tuple(same_people(db, new, options.tier)),
        without_audience=details.platforms(db, new, besides=WITH_AUDIENCE) if asks_audience else {},
    )


def _upgrades(db: sqlite3.Connection, new: Sequence[int], options: EnrichOptions) -> tuple[Upgrade, ...]:
    """Nothing less is enough where full details are wanted another way than the two halves bring them."""
    if options.tier is not Tier.FULL or options.lookalikes or not options.audience:
        return ()
    having = details.having(db, new, _HALVES.values())
    found = [
        Upgrade(has=has, enough=_OTHER_HALF[has], ids=tuple(i for i in new if i in having[part]))
        for has, part in _HALVES.items()
    ]
    return tuple(one for one in found if one.ids)
