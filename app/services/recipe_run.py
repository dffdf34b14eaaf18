"""Carrying out a recipe: go on where an earlier run stopped, never buy again what the workspace has."""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from app.domain.errors import Charged, InputError
from app.domain.jobs import JobKind, RequestState
from app.domain.money import ZERO, Purse, needs_second_question, plain, show, total
from app.services.recipes import Recipe, tables
from app.services.recipes.kit import Services, Stopped, Tell
from app.services.recipes.sources import ListRows, Source, source_of
from app.services.recipes.steps import Step, steps_of
from app.services.recipes.uploads import tell_of_lost
from app.services.recipes.values import What
from app.services.summary import Summary
from app.workspace import batch_rest, ledger, prices, settlements, uncertain
from app.workspace import jobs as stored

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
            sheet_id = self._sheet_id = source.sheet_id()
            if sheet_id is not None:
                await self._ask_again(sheet_id)
            if sheet_id is not None and not retry_uncertain:
                await self._settle(source, sheet_id)
            await self._ask_for_consent(source, retry_uncertain=retry_uncertain)
            if sheet_id is None:
                sheet_id = self._sheet_id = await source.open_sheet()
            await self._tell_of_lost(source, sheet_id, retries=retry_uncertain)
            if retry_uncertain:
                await self._wait_again(sheet_id)
            await source.get(sheet_id, self._purse)
            for step in self._steps:
                await self._buy(step, sheet_id, source.first(sheet_id, step.rows).ids)
        finally:
            if retry_uncertain and self._sheet_id is not None:
                await self._on.store.write(partial(uncertain.leave_to_check, sheet_id=self._sheet_id))
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

    async def _buy(self, step: Step, sheet_id: int, ids: Sequence[int]) -> None:
        """A part that the service refuses is told and counts as failed, as a refused row does; the others go on."""
        try:
            await step.buy(sheet_id, ids, self._purse)
        except Stopped as stopped:
            if not stopped.was_refused or stopped.job is None:
                raise
            why = stopped.happened.replace(Charged.NO, "That cost nothing, and the rest of the recipe goes on.")
            self._tell(f"“{stopped.job.title}” was refused: {why}")

    async def _ask_again(self, sheet_id: int) -> None:
        """What earlier batches charged for and did not bring may be there now."""
        for job_id in self._on.store.peek(lambda db: batch_rest.jobs_to_check(db, sheet_id)):
            await self._on.batches.ask_again(job_id)

    async def _settle(self, source: Source, sheet_id: int) -> None:
        """What an earlier run lost: decided now where that is possible; waited for where nothing else is to be done."""
        await self._on.jobs.look()
        if not self._most(source, retry_uncertain=False):
            for job_id in self._on.store.peek(lambda db: uncertain.uncertain_jobs(db, sheet_id)):
                await self._on.jobs.settle(job_id)

    async def _ask_for_consent(self, source: Source, *, retry_uncertain: bool) -> None:
        """Money rule 2 without a dialog: the budget is the consent; without one only what needs no second question."""
        most = self._most(source, retry_uncertain=retry_uncertain)
        if most == 0:
            return
        balance = await self._on.credits.refresh()
        if self._recipe.budget is None and needs_second_question(most, balance.available):
            raise InputError(
                f"This recipe could cost up to {show(most)} of your {show(balance.available)} credits.",
                field="budget",
                advice=f'If that is what you want, add "budget": "{plain(most)}" to the recipe.',
            )

    def _most(self, source: Source, *, retry_uncertain: bool) -> Decimal:
        """The most that this run can cost."""
        sheet_id = self._sheet_id
        most = source.most(sheet_id)
        most += total(step.most(source.first(sheet_id, step.rows)) for step in self._steps)
        if sheet_id is None:
            return most
        if retry_uncertain:
            most += self._on.store.peek(lambda db: uncertain.uncertain_price(db, sheet_id))
        elif most:
            most += self._on.store.peek(lambda db: uncertain.undecided_price(db, sheet_id))
        return most

    async def _tell_of_lost(self, source: Source, sheet_id: int, *, retries: bool) -> None:
        """Which rows an earlier upload may be getting; what it used up to now is not this run's."""
        ids = {i for step in self._steps for i in source.first(sheet_id, step.rows).ids}
        await tell_of_lost(self._on, self._tell, sheet_id, sorted(ids), retries=retries)
        undecided = self._on.store.peek(settlements.undecided)
        self._lost_before = total(one.request.price for one in undecided)
        self._shown_before = self._on.store.peek(ledger.shown_lost)

    async def _wait_again(self, sheet_id: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            for job_id in uncertain.uncertain_jobs(db, sheet_id):
                uncertain.retry(db, job_id, RequestState.UNCERTAIN, self._affordable(db, job_id, sheet_id))
                batch_rest.send_again(db, job_id, RequestState.UNCERTAIN, self._on.jobs.now_ms())
                stored.raise_most(db, job_id)

        await self._on.store.write(write)

    def _affordable(self, db: sqlite3.Connection, job_id: int, sheet_id: int) -> int | None:
        """How many requests of a goal's job may be sent again: the budget caps all its runs, and what may have been
        charged counts, also when it is bought once more; what waits goes first. None: the budget of this run is the
        only cap."""
        job, budget = stored.get(db, job_id), self._recipe.budget
        if job.kind is not JobKind.GOAL or job.options is None or budget is None:
            return None
        known = job.totals.spent + job.totals.in_doubt + job.totals.open_at_most
        left = budget - ledger.spent_on_rows(db, sheet_id) - known
        return max(int(left // prices.real(db, job_id, job.options.tier.price)), 0)

    def _count(self, source: Source, sheet_id: int) -> None:
        summary, counts = self.summary, source.counts(sheet_id)
        summary.creators = len(source.first(sheet_id, None).ids)
        summary.enriched = 0
        summary.not_found, summary.uncertain, summary.failed = (
            counts[name] for name in ("not_found", "uncertain", "failed")
        )
        for step in self._steps:
            step.count(source.first(sheet_id, step.rows).ids, summary)
