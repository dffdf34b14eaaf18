"""Carrying out a recipe: go on where an earlier run stopped, never buy again what the workspace has."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.errors import Charged, InputError
from app.domain.jobs import JobKind
from app.domain.money import ZERO, Purse, needs_second_question, plain, show, total
from app.services.recipes import Recipe, tables
from app.services.recipes.kit import Services, Stopped, Tell
from app.services.recipes.retries import Retries
from app.services.recipes.sources import ListRows, Source, source_of
from app.services.recipes.steps import Step, steps_of
from app.services.recipes.uploads import tell_of_lost, tell_of_retries
from app.services.recipes.values import What
from app.services.summary import Summary
from app.workspace import batch_rest, ledger, settlements, uncertain

__all__ = ["RecipeRun", "Stopped", "Summary"]


class RecipeRun:
    """One run of one recipe in one workspace: its rows, then each of its purchases, then its files."""

    def __init__(self, recipe: Recipe, summary: Summary, *, on: Services, tell: Tell) -> None:
        self._recipe = recipe
        self._on = on
        self._tell = tell
        self._purse = Purse(limit=recipe.budget)
        self._source: Source | None = None
        self._steps: list[Step] = []
        self._retries: Retries | None = None
        self._refused: Stopped | None = None
        self._sheet_id: int | None = None
        self._shown_before = on.store.peek(ledger.shown_lost)
        self._lost_before = total(one.request.price for one in on.store.peek(settlements.undecided))
        self._booked_before = on.store.peek(ledger.booked)
        self._newest_before = on.store.peek(ledger.newest)
        self.summary = summary

    async def run(self, *, retry_uncertain: bool) -> None:
        """Do what is still open; `summary` is true at any moment, also after an error.

        Raises: InputError before anything is sent, Stopped when a job waits for a person, DiskError, ServiceError.
        """
        try:
            source = self._source = await source_of(self._recipe, self._on, self._tell)
            self._steps = steps_of(self._recipe, source.key, self._on, self._tell)
            self._refuse(source)
            if retry_uncertain:
                keys = [source.lookup_key, *(step.key for step in self._steps)]
                self._retries = Retries(self._on, keys, self._recipe.budget)
            await self._on.batches.merge_fetched()
            sheet_id = self._sheet_id = source.sheet_id()
            if sheet_id is not None:
                await self._ask_again(sheet_id)
            if sheet_id is not None and not retry_uncertain:
                await self._settle(source, sheet_id)
            await self._ask_for_consent(source)
            if sheet_id is None:
                sheet_id = self._sheet_id = await source.open_sheet()
            ids = self._covered(source, sheet_id)
            await self._tell_of_lost(sheet_id, ids)
            if self._retries is not None:
                await self._retries.begin(sheet_id, ids)
            await self._buy_all(source, sheet_id)
        finally:
            if self._retries is not None:
                await self._retries.end()
            self.note()
            if above := self._on.store.peek(lambda db: ledger.above_list(db, self._newest_before)):
                self._tell(f"influencers.club charged {show(above)} credits more than its price list says.")

    def note(self) -> None:
        """Make `summary` true now, also in the middle of a run."""
        booked = self._on.store.peek(ledger.booked) - self._booked_before
        lost = self._on.store.peek(ledger.shown_lost) - self._shown_before - self._lost_before
        others = self._on.store.peek(lambda db: ledger.booked_for_batches(db, self._newest_before, self._sheet_id))
        self.summary.credits_spent = booked - others + max(lost, ZERO)  # what an earlier run had lost is not this one's
        if self._source is not None and self._sheet_id is not None:
            self._count(self._source, self._sheet_id)

    async def write_files(self) -> None:
        """Write the recipe's files from what is there. Raises: DiskError, InputError."""
        source, sheet_id = self._source, self._sheet_id
        if source is None or sheet_id is None:
            return
        rows = {
            What.ACCOUNTS: self._recipe.socials,
            What.POSTS: self._recipe.posts,
            What.OVERLAP: self._recipe.comparison,
        }
        for file in self._recipe.exports:
            self._tell(f"Writing {file.written}")
            part = rows.get(file.what)
            if part is None:
                await self._on.exports.sheet(sheet_id, file.path, preset=file.preset)
            else:
                ids = source.first(sheet_id, part.rows).ids
                await tables.write(self._on, self._recipe, file, sheet_id, ids)
            self.summary.exports += (file.written,)

    def _refuse(self, source: Source) -> None:
        """What cannot be bought for a list's rows is said before anything is sent; of a search it was said already."""
        if isinstance(source, ListRows):
            for step in self._steps:
                step.refuse(source.handles[: step.rows], more=bool(source.addresses))

    async def _buy_all(self, source: Source, sheet_id: int) -> None:
        await source.get(sheet_id, self._purse)
        for step in self._steps:
            await self._buy(step, sheet_id, source.first(sheet_id, step.rows).ids)
        if self._retries is not None:
            self._retries.raise_if_held_back()
        if self._refused is not None:
            raise self._refused

    async def _buy(self, step: Step, sheet_id: int, ids: Sequence[int]) -> None:
        """A part that the service refuses is told and counts as failed, as a refused row does; the others go on. A
        batch that it refuses is all that was wanted, so the run fails in the end."""
        try:
            await step.buy(sheet_id, ids, self._purse)
        except Stopped as stopped:
            if not stopped.was_refused or stopped.job is None:
                raise
            if stopped.job.kind is JobKind.BATCH:
                self._refused = stopped
                return
            why = stopped.happened.replace(Charged.NO, "That cost nothing, and the rest of the recipe goes on.")
            self._tell(f"“{stopped.job.title}” was refused: {why}")

    async def _ask_again(self, sheet_id: int) -> None:
        """What earlier batches charged for and did not bring may be there now."""
        for job_id in self._on.store.peek(lambda db: batch_rest.jobs_to_check(db, sheet_id)):
            await self._on.batches.ask_again(job_id)

    async def _settle(self, source: Source, sheet_id: int) -> None:
        """What an earlier run lost: decided now where that is possible; waited for where nothing else is to be done."""
        await self._on.jobs.look()
        if not self._most(source):
            for job_id in self._on.store.peek(lambda db: uncertain.uncertain_jobs(db, sheet_id)):
                await self._on.jobs.settle(job_id)

    async def _ask_for_consent(self, source: Source) -> None:
        """Money rule 2 without a dialog: the budget is the consent; without one only what needs no second question."""
        most = self._most(source)
        if most == 0:
            return
        balance = await self._on.credits.refresh()
        if self._recipe.budget is None and needs_second_question(most, balance.available):
            raise InputError(
                f"This recipe could cost up to {show(most)} of your {show(balance.available)} credits.",
                field="budget",
                advice=f'If that is what you want, add "budget": "{plain(most)}" to the recipe.',
            )

    def _most(self, source: Source) -> Decimal:
        """The most that this run can cost."""
        sheet_id = self._sheet_id
        most = source.most(sheet_id)
        most += total(step.most(source.first(sheet_id, step.rows)) for step in self._steps)
        if sheet_id is None:
            return most
        if self._retries is not None:
            most += self._retries.most(sheet_id, self._covered(source, sheet_id))
        elif most:
            most += self._on.store.peek(lambda db: uncertain.undecided_price(db, sheet_id))
        return most

    def _covered(self, source: Source, sheet_id: int) -> list[int]:
        """The rows that something is to be bought for, as far as they are there."""
        return sorted({i for step in self._steps for i in source.first(sheet_id, step.rows).ids})

    async def _tell_of_lost(self, sheet_id: int, ids: Sequence[int]) -> None:
        """Which rows an earlier upload may be getting; what it used up to now is not this run's."""
        if self._retries is None:
            await tell_of_lost(self._on, self._tell, sheet_id, ids)
        else:
            await tell_of_retries(self._on, self._tell, sheet_id, ids, self._recipe.budget)
        undecided = self._on.store.peek(settlements.undecided)
        self._lost_before = total(one.request.price for one in undecided)
        self._shown_before = self._on.store.peek(ledger.shown_lost)

    def _count(self, source: Source, sheet_id: int) -> None:
        summary, counts = self.summary, source.counts(sheet_id)
        summary.creators = len(source.first(sheet_id, None).ids)
        summary.enriched = 0
        summary.not_found, summary.uncertain, summary.failed = (
            counts[name] for name in ("not_found", "uncertain", "failed")
        )
        for step in self._steps:
            step.count(source.first(sheet_id, step.rows).ids, summary)
