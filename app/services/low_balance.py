"""The warning before the credits end: told once when the balance falls under a limit, again only after it was above."""

from decimal import Decimal, InvalidOperation

from app.services.credits import Credits
from app.workspace import account
from app.workspace.store import Store

WARN_BELOW = Decimal("10.00")
_LIMIT_KEY, _TOLD_KEY = "credits.warn_below", "credits.low_told"
_NEVER = "never"


class LowBalance:
    """Watches one account's balance. The limit and whether it was told are kept in the workspace."""

    def __init__(self, store: Store, credits: Credits) -> None:
        self._store = store
        self._credits = credits
        self._told = store.peek(lambda db: account.setting(db, _TOLD_KEY)) == "yes"

    def limit(self) -> Decimal | None:
        """Under how many credits to warn; None: never."""
        kept = self._store.peek(lambda db: account.setting(db, _LIMIT_KEY))
        if kept == _NEVER:
            return None
        try:
            return Decimal(kept) if kept else WARN_BELOW
        except InvalidOperation:  # somebody else's hand in the file
            return WARN_BELOW

    async def set_limit(self, amount: Decimal | None) -> None:
        """Warn under this many credits from now on; None: never."""
        kept = _NEVER if amount is None else str(amount)
        await self._store.write(lambda db: account.set_setting(db, _LIMIT_KEY, kept))

    @property
    def is_due(self) -> bool:
        """Whether the balance crossed the limit, downwards or upwards, since `take` was called last."""
        known, limit = self._credits.known, self.limit()
        return known is not None and (limit is not None and known.available < limit) is not self._told

    async def take(self) -> Decimal | None:
        """What is left, where that is to be told now; None where it rose above the limit, or nothing changed."""
        if not self.is_due or self._credits.known is None:
            return None
        self._told = not self._told
        kept = "yes" if self._told else ""
        await self._store.write(lambda db: account.set_setting(db, _TOLD_KEY, kept))
        return self._credits.known.available if self._told else None
