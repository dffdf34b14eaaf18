"""`--retry-uncertain`: what may have been charged without an answer is sent again for the rows of a recipe.

Whichever recipe of the workspace lost it: the word was given for these rows. The recipe's own jobs send their own
requests again; what other jobs lost waits aside meanwhile, so that the recipe takes those rows for new ones, and what
the budget did not allow is to be checked afterwards as before.
"""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from app.domain.goals import GoalEnd
from app.domain.jobs import JobKind, PauseReason, RequestState
from app.domain.money import total
from app.services.recipes.kit import Services, Stopped
from app.workspace import batch_rest, ledger, prices, to_check, uncertain
from app.workspace import jobs as stored


class Retries:
    """What one run sends again. `keys`: of the recipe's jobs; `budget` in credits."""

    def __init__(self, on: Services, keys: Sequence[str], budget: Decimal | None) -> None:
        self._on = on
        self._keys = keys
        self._budget = budget
        self._held_back: list[int] = []

    def most(self, sheet_id: int, ids: Sequence[int]) -> Decimal:
        """The most it can cost, in credits."""

        def read(db: sqlite3.Connection) -> Decimal:
            refused = (batch_rest.price_of_refused(db, job_id) for job_id in self._own(db))
            return total(refused) + to_check.price(db, sheet_id, ids)

        return self._on.store.peek(read)

    async def begin(self, sheet_id: int, ids: Sequence[int]) -> None:
        """Let it wait to be sent again, and uploads of the recipe that were refused with it."""

        def write(db: sqlite3.Connection) -> None:
            own = self._own(db)
            for job_id in own:
                batch_rest.send_refused(db, job_id)
            for job_id in to_check.jobs(db, sheet_id, ids):
                most = self._affordable(db, job_id, sheet_id) if job_id in own else None
                if most is not None and most < stored.get(db, job_id).totals.uncertain:
                    self._held_back.append(job_id)
                uncertain.retry(db, job_id, RequestState.UNCERTAIN, most)
                batch_rest.send_again(db, job_id, RequestState.UNCERTAIN, self._on.jobs.now_ms())
                stored.raise_most(db, job_id)

        await self._on.store.write(write)

    def raise_if_held_back(self) -> None:
        """Raises: Stopped where a goal was not reached because the budget did not allow to ask all of them again."""
        for job_id in self._held_back:
            if self._on.goals.standing(job_id).end is not GoalEnd.REACHED:
                raise Stopped(self._on.jobs.get(job_id), PauseReason.BUDGET)

    async def end(self) -> None:
        """What was not sent is to be checked as before."""
        await self._on.store.write(uncertain.leave_to_check)

    def _own(self, db: sqlite3.Connection) -> list[int]:
        found = (stored.of_recipe(db, key) for key in self._keys)
        return [job_id for job_id in found if job_id is not None]

    def _affordable(self, db: sqlite3.Connection, job_id: int, sheet_id: int) -> int | None:
        """How many requests of a goal's job may be sent again: the budget caps all its runs, and what may have been
        charged counts, also when it is bought once more; what waits goes first. None: the budget of this run is the
        only cap."""
        job, budget = stored.get(db, job_id), self._budget
        if job.kind is not JobKind.GOAL or job.options is None or budget is None:
            return None
        known = job.totals.spent + job.totals.in_doubt + job.totals.open_at_most
        left = budget - ledger.spent_on_rows(db, sheet_id) - known
        return max(int(left // prices.real(db, job_id, job.options.tier.price)), 0)
