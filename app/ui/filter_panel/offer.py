"""What the window tells the panel about the search in it: what it costs, and how many match. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.filters import Search
from app.domain.money import DISCOVERY_PRICE, rows_for, search_price, show
from app.domain.platforms import Handle
from app.ui.window.words import number, too_dear


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What `search` costs at most. `seed`: whose like is looked for, None for an ordinary search.

    `had`: how many creators are left out because they are had, `beyond` how many of those there was no room for.
    `there`: the whole search was bought before, so that it is only opened. `begun`: a part of it was.
    """

    search: Search
    seed: Handle | None
    most: Decimal
    had: int = 0
    beyond: int = 0
    there: bool = False
    begun: bool = False

    @classmethod
    def of(cls, search: Search, seed: Handle | None) -> "Offer":
        """What can be said before the workspace was looked at: every creator wanted is new."""
        return cls(search=search, seed=seed, most=search_price(search.target))

    def rows_for(self, balance: Decimal | None) -> int:
        """How many creators can be found with these credits: all that are wanted, or the first of them. What was begun
        is completed, as far as they go."""
        target = self.search.target
        if balance is None or self.most <= balance or (self.begun and balance >= DISCOVERY_PRICE):
            return target
        return min(target, rows_for(balance))

    def button(self, rows: int) -> str:
        """The words of the search button, for no more than so many creators."""
        if self.there:
            return f"Open this search · {show(self.most)} credits"
        if 0 < rows < self.search.target:
            return f"Find the first {number(rows)} · {show(search_price(rows))} credits"
        alike = f" like {self.seed.name}" if self.seed is not None and len(self.seed.name) <= _SHORT_NAME else ""
        return f"Find {number(self.search.target)}{alike} · {show(self.most)} credits"


_SHORT_NAME = 8  # longer ones do not fit on the button beside the price


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWords:
    """How many match, said in the panel: the sentence, the buttons with their prices ("" hides one), and a warning.

    `idle` are the keys of the filters the warning is about; `drop` is the button that removes the first of them.
    `busy`: it is being asked now, so that nothing can be asked again.
    """

    said: str = ""
    count: str = ""
    split: str = ""
    no_effect: str = ""
    drop: str = ""
    idle: tuple[str, ...] = ()
    busy: bool = False


NOT_COUNTED = CountWords(count=f"Count matches · {show(DISCOVERY_PRICE)}")


def price_words(offer: Offer, balance: Decimal | None) -> tuple[str, str]:
    """The price line and the token of its colour."""
    price, target = offer.most, offer.search.target
    if offer.there:
        return "You have this search already. Opening it costs nothing.", "muted"
    if balance is None:
        return f"Up to {show(price)} credits · balance not known yet", "muted"
    if balance < price:
        return too_dear(balance, rows_for(balance), target), "warn"
    return f"Up to {show(price)} credits · at least {show(balance - price)} left{_left_out(offer)}", "muted"


def _left_out(offer: Offer) -> str:
    """Who does not come, in a line of its own."""
    if not offer.had:
        return ""
    come_again = f"; {number(offer.beyond)} more may come again" if offer.beyond else ""
    return f"\n{number(offer.had)} you already have {'is' if offer.had == 1 else 'are'} left out{come_again}."
