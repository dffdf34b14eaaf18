"""What a recipe buys for its rows: one class for each kind of purchase, all with the same few verbs."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from app.api.wire import parts_of
from app.domain.batches import BatchMode
from app.domain.errors import InputError
from app.domain.goals import GoalEnd
from app.domain.jobs import EnrichOptions, Job, PauseReason, RequestState
from app.domain.money import OVERLAP_PRICE, POSTS_PRICE, SOCIALS_PRICE, ZERO, Purse
from app.domain.overlap import FEWEST, MOST, why_not_together
from app.domain.platforms import Handle
from app.domain.posts import WITH_POSTS, Campaign
from app.services.enrichment import recipe_key, stands
from app.services.recipes.kit import First, Services, Stopped, Tell, go_on_or_stop, job_of, real_price
from app.services.recipes.uploads import to_the_end
from app.services.recipes.values import Recipe
from app.services.summary import Summary
from app.workspace import already, creators, goals, ledger, requests


class Step(Protocol):
    """One purchase for the first `rows` rows; None: for all of them. `key` is that of its job."""

    rows: int | None
    key: str

    def refuse(self, handles: Sequence[Handle], *, more: bool) -> None:
        """Before anything is sent: whether it can be bought for these rows of a list; `more` of unknown platforms may
        come. Raises: InputError."""

    def most(self, first: First) -> Decimal:
        """The most it can newly cost, in credits."""

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        """Buy what is missing. Raises: Stopped."""

    def count(self, ids: Sequence[int], summary: Summary) -> None:
        """Add where it stands."""


def steps_of(recipe: Recipe, rows_key: str, on: Services, tell: Tell) -> list[Step]:
    """What the recipe buys, in this order."""
    steps: list[Step] = []
    purchase = recipe.purchase
    if purchase is not None and purchase.mode is not None:
        key = recipe_key(f"{rows_key}|batch", purchase.options, purchase.rows)
        steps.append(DetailsByBatch(on, tell, key, purchase.options, purchase.rows, purchase.mode))
    elif purchase is not None and purchase.goal is not None:
        key = recipe_key(f"{rows_key}|goal {purchase.goal}", purchase.options, purchase.rows)
        steps.append(UntilGoal(on, tell, key, purchase.options, purchase.rows, purchase.goal, recipe.budget))
    elif purchase is not None:
        key = recipe_key(rows_key, purchase.options, purchase.rows)
        steps.append(DetailsOneByOne(on, key, purchase.options, purchase.rows))
    if recipe.socials is not None:
        steps.append(OtherAccounts(on, _key(rows_key, "socials", recipe.socials.rows), recipe.socials.rows))
    if recipe.posts is not None:
        campaign, rows = recipe.posts.campaign, recipe.posts.rows
        key = _key(rows_key, f"{campaign.key}|{campaign.pages}", rows)
        steps.append(LivePosts(on, tell, key, rows, campaign))
    if recipe.comparison is not None:
        steps.append(Overlapping(on, tell, _key(rows_key, "overlap", recipe.comparison.rows), recipe.comparison.rows))
    return steps


def _key(rows_key: str, what: str, rows: int | None) -> str:
    return hashlib.sha256(f"{rows_key}|{what}|{rows}".encode()).hexdigest()


class _Details:
    """What all ways to buy details share."""

    def __init__(self, on: Services, key: str, options: EnrichOptions, rows: int | None) -> None:
        self.rows = rows
        self._on = on
        self.key = key
        self._options = options

    def refuse(self, handles: Sequence[Handle], *, more: bool) -> None:
        """Details can be asked for everywhere."""

    def count(self, ids: Sequence[int], summary: Summary) -> None:
        for name, number in self._on.store.peek(lambda db: stands(db, ids, self._options)).items():
            setattr(summary, name, getattr(summary, name) + number)


class DetailsOneByOne(_Details):
    """Details by single calls."""

    def most(self, first: First) -> Decimal:
        sends = self._on.enrichment.to_send(first.ids, self._options, self.key)
        return real_price(self._on, self.key, self._options.tier.price) * (sends + first.to_come)

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        if self._on.enrichment.to_send(ids, self._options, self.key):
            job = await self._on.enrichment.run(sheet_id, ids, self._options, purse=purse, recipe_key=self.key)
            go_on_or_stop(job)


class DetailsByBatch(_Details):
    """Details by batches, which run at the service."""

    def __init__(
        self, on: Services, tell: Tell, key: str, options: EnrichOptions, rows: int | None, mode: BatchMode
    ) -> None:
        super().__init__(on, key, options, rows)
        self._tell = tell
        self._mode = mode

    def most(self, first: First) -> Decimal:
        return self._to_pay(first.ids) + self._options.tier.price * first.to_come

    def _to_pay(self, ids: Sequence[int]) -> Decimal:
        return self._on.batches.to_pay(ids, self._mode, self._options, self.key)

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        await to_the_end(
            self._on,
            self._tell,
            self.key,
            self._to_pay(ids),
            lambda: self._on.batches.run(sheet_id, ids, self._mode, self._options, purse=purse, recipe_key=self.key),
        )


class UntilGoal(_Details):
    """Details down the list until so many have an email. The budget caps all runs together, with what the rows cost:
    a second run with the same budget buys nothing beyond it."""

    def __init__(
        self,
        on: Services,
        tell: Tell,
        key: str,
        options: EnrichOptions,
        rows: int | None,
        wanted: int,
        budget: Decimal | None,
    ) -> None:
        super().__init__(on, key, options, rows)
        self._tell = tell
        self._wanted = wanted
        self._budget = budget

    def most(self, first: First) -> Decimal:
        if self._reached(first.ids) >= self._wanted:
            return ZERO
        price = self._price()
        most = price * (self._candidates(first.ids) + first.to_come)
        job = job_of(self._on, self.key)
        left = most if self._budget is None or job is None else self._cap(self._budget, job.sheet_id) - self._spent()
        return min(most, left) if left >= price else ZERO

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        candidates = self._candidates(ids)
        if self._reached(ids) >= self._wanted or not candidates:
            return
        spent, price = self._spent(), self._price()
        cap = spent + price * candidates
        if self._budget is not None:
            cap = min(cap, self._cap(self._budget, sheet_id))
        if cap < spent + price:
            raise Stopped(job_of(self._on, self.key), PauseReason.BUDGET)
        job = await self._on.goals.run(
            sheet_id, ids, self._wanted, self._options, cap, purse=purse, recipe_key=self.key
        )
        go_on_or_stop(job)
        if self._on.goals.standing(job.id).end is GoalEnd.CAP and self._candidates(ids):
            raise Stopped(job, PauseReason.BUDGET)

    def count(self, ids: Sequence[int], summary: Summary) -> None:
        super().count(ids, summary)
        job = job_of(self._on, self.key)
        asked = self._on.goals.standing(job.id).answered if job else 0
        summary.goal = {"wanted": self._wanted, "reached": self._reached(ids), "asked": asked}
        self._tell(f"{summary.goal['reached']} of {self._wanted} wanted have an email; {asked} were asked.")

    def _price(self) -> Decimal:
        return real_price(self._on, self.key, self._options.tier.price)

    def _reached(self, ids: Sequence[int]) -> int:
        return self._on.store.peek(lambda db: goals.reached(db, ids, parts_of(self._options)))

    def _cap(self, budget: Decimal, sheet_id: int) -> Decimal:
        """What of the budget is left beside what the sheet's rows cost."""
        return budget - self._on.store.peek(lambda db: ledger.spent_on_rows(db, sheet_id))

    def _spent(self) -> Decimal:
        """By earlier runs, what is to be checked included."""
        job = job_of(self._on, self.key)
        return job.totals.spent + job.totals.in_doubt if job else ZERO

    def _candidates(self, ids: Sequence[int]) -> int:
        """How many can still be asked: those nobody asked yet, and those whose question waits or was refused."""
        job = job_of(self._on, self.key)
        if job is None:
            return self._on.enrichment.estimate(ids, self._options).new

        def closed(db: sqlite3.Connection) -> set[int]:
            open_again = {
                request.creator_id
                for state in (RequestState.WAITING, RequestState.FAILED)
                for request in requests.in_state(db, job.id, state)
            }
            return already.still_asked(db, job.id) - open_again

        done = self._on.store.peek(closed)
        return self._on.enrichment.estimate([i for i in ids if i not in done], self._options).new


class _Question:
    """What the smaller purchases share: each row's question is a request of one job."""

    def __init__(self, on: Services, key: str, rows: int | None) -> None:
        self.rows = rows
        self._on = on
        self.key = key

    def count(self, ids: Sequence[int], summary: Summary) -> None:
        """A row without an answer is nobody who does not exist: only what is open or refused is counted."""
        counts = self._stands(ids)
        summary.uncertain += counts["uncertain"]
        summary.failed += counts["failed"]

    def _stands(self, ids: Sequence[int]) -> Counter[str]:
        raise NotImplementedError

    def _is_new(self) -> bool:
        return job_of(self._on, self.key) is None


class OtherAccounts(_Question):
    """The same person's accounts elsewhere; they go into columns of their own."""

    def refuse(self, handles: Sequence[Handle], *, more: bool) -> None:
        """They can be asked for everywhere."""

    def _stands(self, ids: Sequence[int]) -> Counter[str]:
        return self._on.socials.stands(ids)

    def most(self, first: First) -> Decimal:
        listed = self._on.socials.plan(first.ids, recipe_key=self.key).most + SOCIALS_PRICE * first.to_come
        return real_price(self._on, self.key, listed)

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        stopped: Job | None = None
        if self._on.socials.plan(ids, recipe_key=self.key).new:
            stopped = await self._on.socials.run(sheet_id, ids, purse=purse, recipe_key=self.key)
        await self._on.socials.fill_columns(sheet_id, ids)  # a kill may have come before it
        if stopped is not None:
            go_on_or_stop(stopped)


class LivePosts(_Question):
    """The posts of a campaign; what is found goes into the columns Post link, Live date, Views, Likes and Comments.

    A creator is checked once by a recipe, also where posts may have come since.
    """

    def __init__(self, on: Services, tell: Tell, key: str, rows: int | None, campaign: Campaign) -> None:
        super().__init__(on, key, rows)
        self._tell = tell
        self._campaign = campaign

    def refuse(self, handles: Sequence[Handle], *, more: bool) -> None:
        if not more and not any(handle.platform in WITH_POSTS for handle in handles):
            raise InputError("Posts of none of these creators can be checked.", field="posts")

    def _stands(self, ids: Sequence[int]) -> Counter[str]:
        return self._on.posts.stands(ids, self._campaign)

    def most(self, first: First) -> Decimal:
        plan = self._on.posts.plan(first.ids, self._campaign, recipe_key=self.key)
        listed = plan.most + POSTS_PRICE * self._campaign.pages * first.to_come
        return real_price(self._on, self.key, listed)

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        if self._is_new() or self._on.posts.plan(ids, self._campaign, recipe_key=self.key).new:
            job = await self._on.posts.run(sheet_id, ids, self._campaign, purse=purse, recipe_key=self.key)
            go_on_or_stop(job)

    def count(self, ids: Sequence[int], summary: Summary) -> None:
        super().count(ids, summary)
        found = self._on.posts.found(ids, self._campaign)
        posts = sum(map(len, found.values()))
        self._tell(f"{posts} live posts by {len(found)} of {len(ids)} creators.")


class Overlapping(_Question):
    """How much the audiences are the same people."""

    def __init__(self, on: Services, tell: Tell, key: str, rows: int | None) -> None:
        super().__init__(on, key, rows)
        self._tell = tell

    def refuse(self, handles: Sequence[Handle], *, more: bool) -> None:
        if len(handles) > MOST or (len(handles) < FEWEST and not more):
            raise InputError(f"overlap.rows must say which of the first: {FEWEST} to {MOST}.", field="overlap.rows")
        reason = why_not_together({handle.platform for handle in handles})
        if reason:
            raise InputError(reason, field="overlap")

    def _stands(self, ids: Sequence[int]) -> Counter[str]:
        return Counter() if self._why_not(ids) else self._on.overlaps.stands(ids)

    def most(self, first: First) -> Decimal:
        if first.to_come:
            return OVERLAP_PRICE if len(first.ids) + first.to_come >= FEWEST else ZERO
        return ZERO if self._why_not(first.ids) else self._to_pay(first.ids)

    def _why_not(self, ids: Sequence[int]) -> str:
        """Why these cannot be compared, in one sentence; empty where they can. Whom lookups find is known late."""
        if len(ids) < FEWEST:
            return f"There are fewer than {FEWEST} creators: nothing to compare."
        if len(ids) > MOST:
            return f"There are {len(ids)} creators: overlap.rows must say which of the first, {FEWEST} to {MOST}."
        return why_not_together(self._on.store.peek(lambda db: {creators.handle_of(db, i).platform for i in ids}))

    def _to_pay(self, ids: Sequence[int]) -> Decimal:
        return ZERO if self._on.overlaps.has_answer(ids, self.key) else self._on.overlaps.plan(ids).most

    async def buy(self, sheet_id: int, ids: Sequence[int], purse: Purse) -> None:
        if reason := self._why_not(ids):
            self._tell(reason)
        elif self._to_pay(ids):
            go_on_or_stop(await self._on.overlaps.run(sheet_id, ids, purse=purse, recipe_key=self.key))
