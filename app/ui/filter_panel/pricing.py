"""What the search in the panel costs at most, how many match, and what of it the credits allow."""

from dataclasses import replace
from decimal import Decimal

from app.domain.filters import Search
from app.domain.money import DISCOVERY_PRICE
from app.domain.platforms import Handle
from app.ui.filter_panel.foot import PanelFoot
from app.ui.filter_panel.form import FilterForm
from app.ui.filter_panel.offer import NOT_COUNTED, CountWords, Offer
from app.ui.window.words import NOT_KNOWN, why_not_paid


class Pricing:
    """Prices the search on the panel's button. `balance`: the credits that may be spent, None while they are not known;
    `running`: the most that the running search of the panel can cost, None while none is running.
    """

    def __init__(self, form: FilterForm, foot: PanelFoot) -> None:
        self._form = form
        self._foot = foot
        self.balance: Decimal | None = None
        self.running: Decimal | None = None
        self._offer: Offer | None = None
        self._counted = NOT_COUNTED

    def take(self, offer: Offer, counted: CountWords) -> None:
        """What the workspace says of a search; it holds for no other one."""
        self._offer, self._counted = offer, counted

    def forget(self) -> None:
        """What was said is no longer so."""
        self._offer = None

    def show(self, search: Search, seed: Handle | None, wrong: str) -> None:
        """Say what this search costs; `wrong` is why it cannot go out."""
        offer = self._told(search, seed)
        counted = self._counted if offer is self._offer else NOT_COUNTED if seed is None else CountWords()
        self._form.show_no_effect(counted.idle)
        why_not = self._why_not(offer, wrong)
        self._foot.show_price(offer, counted, self.balance, why_not, running=self.running)

    def wanted(self, search: Search, seed: Handle | None, wrong: str) -> Search | None:
        """What the button stands for: this search, or its first creators where the credits do not cover all; None
        while it cannot be pressed."""
        offer = self._told(search, seed)
        return None if self._why_not(offer, wrong) else replace(search, target=offer.rows_for(self.balance))

    def _told(self, search: Search, seed: Handle | None) -> Offer:
        """What was told about this very search, or what can be said without."""
        told = self._offer
        return told if told is not None and (told.search, told.seed) == (search, seed) else Offer.of(search, seed)

    def _why_not(self, offer: Offer, wrong: str) -> str:
        if self.running is not None:
            return "A search is running."
        if wrong:
            return wrong
        if offer.there:
            return NOT_KNOWN if self.balance is None else ""
        return why_not_paid(self.balance, DISCOVERY_PRICE, offer.search.target)
