"""Budgets of a day and of a campaign, asked by the queue before every paid request (money rule 2).

What was spent is never counted here: the ledger says it, so that a restart, midnight, a settled payment or a sheet that
moves to another campaign need no bookkeeping. Only what is on its way is kept in memory. What may have been charged
without an answer counts as spent, and so does what running batches can still cost.
"""

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation

from app.domain.money import ZERO, show
from app.services.events import Changes, Events
from app.workspace import account, campaigns, ledger, totals
from app.workspace.store import Store

_DAY = "budget.day"


class Budget:
    """One cap that several jobs share; fits `domain.money.Cap`. Amounts in credits."""

    def __init__(self, name: str, limit: Callable[[], Decimal | None], spent: Callable[[], Decimal]) -> None:
        self._name = name
        self._limit = limit
        self._spent = spent
        self._on_its_way = ZERO

    @property
    def name(self) -> str:
        limit = self._limit()
        return self._name if limit is None else f"{self._name} of {show(limit)} credits"

    def try_set_aside(self, price: Decimal) -> bool:
        limit = self._limit()
        if limit is not None and self._spent() + self._on_its_way + price > limit:
            return False
        self._on_its_way += price
        return True

    def book(self, price: Decimal, charged: Decimal) -> None:
        """`charged` stands in the ledger by now."""
        self._on_its_way -= price


def midnight_ms(day: date, zone: tzinfo | None) -> int:
    """When a day began there, in ms since 1970 UTC: by the zone's rules, because its offset at noon may be another."""
    return int(datetime.combine(day, time.min, zone).timestamp() * 1000)


class Budgets:
    """The budgets of one workspace. `zone`: whose midnight begins a day; None means the computer's own."""

    def __init__(self, store: Store, events: Events, now_ms: Callable[[], int], zone: tzinfo | None = None) -> None:
        self._store = store
        self._events = events
        self._now_ms = now_ms
        self._zone = zone
        self._day = Budget("Today's budget", self.day_limit, self._taken_today)
        self._campaigns: dict[int, Budget] = {}
        self._of_job: dict[int, tuple[Budget, ...]] = {}

    def caps(self, job_id: int) -> tuple[Budget, ...]:
        """What a paid request of this job must fit into, beside its run's own budget."""
        known = self._of_job.get(job_id)
        if known is None:
            campaign = self._store.peek(lambda db: campaigns.of_job(db, job_id))
            known = self._of_job[job_id] = (self._day,) if campaign is None else (self._day, self._campaign(campaign))
        return known

    def _campaign(self, campaign: campaigns.Campaign) -> Budget:
        number = campaign.id
        if number not in self._campaigns:
            self._campaigns[number] = Budget(
                f"The budget of “{campaign.name}”", lambda: self.campaign_limit(number), lambda: self._taken_on(number)
            )
        return self._campaigns[number]

    def day_limit(self) -> Decimal | None:
        """The most that may be spent on one day; None: no limit."""
        kept = self._store.peek(lambda db: account.setting(db, _DAY))
        try:
            return Decimal(kept) if kept else None
        except InvalidOperation:  # somebody else's hand in the file: better no limit than no work
            return None

    def campaign_limit(self, campaign_id: int) -> Decimal | None:
        """The most that may be spent on a campaign; None: no limit."""
        known = self._store.peek(campaigns.all_campaigns)
        return next((campaign.budget for campaign in known if campaign.id == campaign_id), None)

    async def set_day(self, amount: Decimal | None) -> None:
        """Allow this much a day from now on; what waits for it may then be continued."""
        kept = "" if amount is None else str(amount)
        await self._store.write(lambda db: account.set_setting(db, _DAY, kept))
        self._events.publish(Changes(ledger=True))

    async def set_campaign(self, campaign_id: int, amount: Decimal | None) -> None:
        """Allow this much for a campaign from now on."""
        at = self._now_ms()
        await self._store.write(lambda db: campaigns.set_budget(db, campaign_id, amount, at))
        self._events.publish(Changes(ledger=True))

    def spent_today(self) -> Decimal:
        """Since the last local midnight, what is to be checked included."""
        today = datetime.fromtimestamp(self._now_ms() / 1000, self._zone).date()
        since = midnight_ms(today, self._zone)
        return self._store.peek(lambda db: ledger.spent_since(db, since))

    def spent_on(self, campaign_id: int) -> Decimal:
        """All that was booked to a campaign, what is to be checked included."""
        return self._store.peek(lambda db: ledger.spent_on(db, campaign_id))

    def _taken_today(self) -> Decimal:
        return self.spent_today() + self._store.peek(totals.away_at_most)

    def _taken_on(self, campaign_id: int) -> Decimal:
        return self.spent_on(campaign_id) + self._store.peek(lambda db: totals.away_at_most(db, campaign_id))
