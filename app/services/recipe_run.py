"""Carrying out a recipe: go on where an earlier run stopped, never buy again what the workspace has."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.batches import BatchMode
from app.domain.errors import AppError, InputError
from app.domain.jobs import EnrichOptions, Job, JobState, RequestState
from app.domain.money import DISCOVERY_PRICE, ZERO, Purse, needs_second_question, search_price, show, total
from app.services.batch import Batches
from app.services.credits import Credits
from app.services.discovery import Discovery
from app.services.enrichment import Enrichment, recipe_key, stands
from app.services.exporting import Exports
from app.services.importing import ImportedList, read_list
from app.services.jobs import Jobs
from app.services.recipes import Purchase, Recipe
from app.workspace import creators, ledger, settlements, sheets, uncertain
from app.workspace import jobs as stored
from app.workspace.store import Store


@dataclass(slots=True)
class Summary:
    """Where the recipe's rows stand now, whoever bought them when; credits and requests are this run's."""

    state: str = "finished"
    reason: str | None = None
    creators: int = 0
    enriched: int = 0
    not_found: int = 0
    uncertain: int = 0
    failed: int = 0
    requests: int = 0
    credits_spent: Decimal = ZERO
    credits_left: Decimal | None = None
    exports: tuple[str, ...] = ()

    def to_json(self) -> str:
        """One line; credits as text with at least two places."""
        left = None if self.credits_left is None else show(self.credits_left)
        values = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({**values, "credits_spent": show(self.credits_spent), "credits_left": left})


class Stopped(AppError):
    """The run ends here: `job` says why."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.error or (job.reason.sentence if job.reason else "The run was stopped."))
        self.job = job


class RecipeRun:
    """One run of one recipe in one workspace."""

    def __init__(
        self,
        recipe: Recipe,
        summary: Summary,
        *,
        store: Store,
        discovery: Discovery,
        enrichment: Enrichment,
        batches: Batches,
        jobs: Jobs,
        credits: Credits,
        exports: Exports,
        tell: Callable[[str], None],
    ) -> None:
        self._recipe = recipe
        self._store = store
        self._discovery = discovery
        self._enrichment = enrichment
        self._batches = batches
        self._jobs = jobs
        self._credits = credits
        self._exports = exports
        self._tell = tell
        self._purse = Purse(limit=recipe.budget)
        self._sheet_id: int | None = None
        self._before = store.peek(ledger.known_spent)
        self._lost_before = total(one.request.price for one in store.peek(settlements.undecided))
        self._booked_before = store.peek(ledger.booked)
        self._newest_before = store.peek(ledger.newest)
        self.summary = summary

    async def run(self, *, retry_uncertain: bool) -> None:
        """Do what is still open; `summary` is true at any moment, also after an error.

        Raises: InputError before anything is sent, Stopped when a job waits for a person, DiskError, ServiceError.
        """
        try:
            imported = self._imported()
            sheet_id = self._sheet_id = self._known_sheet(imported)
            if sheet_id is not None and not retry_uncertain:
                await self._settle(sheet_id, imported)
            await self._ask_for_consent(sheet_id, imported, retry_uncertain=retry_uncertain)
            if sheet_id is None:
                sheet_id = self._sheet_id = await self._open_sheet(imported)
            if retry_uncertain:
                await self._wait_again(sheet_id)
            await self._buy(sheet_id, imported)
        finally:
            self.note()

    def note(self) -> None:
        """Make `summary` true now, also in the middle of a run."""
        booked = self._store.peek(ledger.booked) - self._booked_before
        lost = self._store.peek(ledger.known_spent) - self._before - booked - self._lost_before
        others = self._store.peek(lambda db: ledger.booked_for_batches(db, self._newest_before, self._sheet_id))
        self.summary.credits_spent = booked - others + max(lost, ZERO)  # what an earlier run had lost is not this one's
        if self._sheet_id is not None:
            self._count(self._sheet_id)

    async def _settle(self, sheet_id: int, imported: ImportedList | None) -> None:
        """What an earlier run lost: decided now where that is possible; waited for where nothing else is to be done."""
        await self._jobs.look()
        if not self._most(sheet_id, imported, retry_uncertain=False):
            for job_id in self._store.peek(lambda db: uncertain.uncertain_jobs(db, sheet_id)):
                await self._jobs.settle(job_id)

    async def write_files(self) -> None:
        """Write the recipe's files from what is there. Raises: DiskError, InputError."""
        sheet_id = self._sheet_id
        if sheet_id is None:
            return
        for file in self._recipe.exports:
            self._tell(f"Writing {file.written}")
            await self._exports.sheet(sheet_id, file.path, preset=file.preset)
            self.summary.exports += (file.written,)

    def _imported(self) -> ImportedList | None:
        source = self._recipe.source
        return None if source is None else read_list(source.path, platform=source.platform, column=source.column)

    def _rows_key(self, imported: ImportedList | None) -> str:
        if self._recipe.search is not None:
            return self._recipe.search.key
        source = self._recipe.source
        assert imported is not None
        assert source is not None
        words = [f"{source.platform}|{source.column}", *(f"{h.platform}:{h.name}" for h in imported.handles)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()

    def _purchase_key(self, purchase: Purchase, imported: ImportedList | None) -> str:
        rows = self._rows_key(imported)
        return recipe_key(f"{rows}|batch" if purchase.mode else rows, purchase.options, purchase.rows)

    def _known_sheet(self, imported: ImportedList | None) -> int | None:
        if self._recipe.search is not None:
            return self._discovery.sheet_of(self._recipe.search, whole=True)
        key = self._rows_key(imported)
        return self._store.peek(lambda db: sheets.of_list(db, key))

    async def _open_sheet(self, imported: ImportedList | None) -> int:
        if self._recipe.search is not None:
            return await self._discovery.open_sheet(self._recipe.search)
        assert imported is not None
        source = self._recipe.source
        assert source is not None
        for bad in imported.bad:
            self._tell(f"Line {bad.line} left out: {bad.reason}")
        key, at = self._rows_key(imported), self._jobs.now_ms()
        return await self._store.write(
            lambda db: sheets.add_list(db, source.path.stem, key, _ensured(db, imported, at), at)
        )

    async def _ask_for_consent(
        self, sheet_id: int | None, imported: ImportedList | None, *, retry_uncertain: bool
    ) -> None:
        """Money rule 2 without a dialog: the budget is the consent; without one only what needs no second question."""
        most = self._most(sheet_id, imported, retry_uncertain=retry_uncertain)
        if most == 0:
            return
        balance = await self._credits.refresh()
        if self._recipe.budget is None and needs_second_question(most, balance.available):
            raise InputError(
                f"This recipe could cost up to {show(most)} of your {show(balance.available)} credits.",
                field="budget",
                advice=f'If that is what you want, add "budget": "{show(most)}" to the recipe.',
            )

    def _most(self, sheet_id: int | None, imported: ImportedList | None, *, retry_uncertain: bool) -> Decimal:
        search, purchase = self._recipe.search, self._recipe.purchase
        if sheet_id is None:
            if search is None:
                return ZERO if purchase is None or imported is None else self._most_of_list(imported, purchase)
            details = purchase.options.tier.price * _first(purchase, search.target) if purchase else ZERO
            return search_price(search.target) + details
        most = self._discovery.open_price(sheet_id)
        if purchase is not None:
            ids, to_come = self._ids(sheet_id), self._discovery.open_rows(sheet_id)
            most += self._to_pay(ids, purchase, self._purchase_key(purchase, imported))
            most += purchase.options.tier.price * (_first(purchase, len(ids) + to_come) - len(ids))
        if retry_uncertain:
            most += self._store.peek(lambda db: uncertain.uncertain_price(db, sheet_id))
        elif most:
            most += self._store.peek(lambda db: uncertain.undecided_price(db, sheet_id))
        return most

    def _to_pay(self, ids: Sequence[int], purchase: Purchase, key: str) -> Decimal:
        """The most that details for these rows can newly cost."""
        if purchase.mode is not None:
            return self._batches.to_pay(ids, purchase.mode, purchase.options, key)
        return purchase.options.tier.price * self._enrichment.to_send(ids, purchase.options, key)

    def _most_of_list(self, imported: ImportedList, purchase: Purchase) -> Decimal:
        """What a list that has no sheet yet can cost: creators that the workspace has got already cost nothing."""
        wanted = imported.handles[: _first(purchase, len(imported.handles))]
        known = self._store.peek(lambda db: [creators.of_handle(db, handle) for handle in wanted])
        had = self._enrichment.estimate([one for one in known if one is not None], purchase.options)
        return purchase.options.tier.price * known.count(None) + had.most

    async def _wait_again(self, sheet_id: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            for job_id in uncertain.uncertain_jobs(db, sheet_id):
                uncertain.retry(db, job_id, RequestState.UNCERTAIN)
                stored.raise_most(db, job_id)

        await self._store.write(write)

    async def _buy(self, sheet_id: int, imported: ImportedList | None) -> None:
        search, purchase = self._recipe.search, self._recipe.purchase
        if search is not None and self._search_is_open(sheet_id):
            self._go_on_or_stop(await self._discovery.find(search, sheet_id=sheet_id, purse=self._purse))
        if purchase is None:
            return
        ids, options = self._ids(sheet_id), purchase.options
        key = self._purchase_key(purchase, imported)
        pays = self._to_pay(ids, purchase, key) > 0
        if purchase.mode is not None:
            await self._buy_batch(sheet_id, ids, purchase.mode, options, key, pays=pays)
        elif pays:
            job = await self._enrichment.run(sheet_id, ids, options, purse=self._purse, recipe_key=key)
            self._go_on_or_stop(job)

    async def _buy_batch(
        self, sheet_id: int, ids: Sequence[int], mode: BatchMode, options: EnrichOptions, key: str, *, pays: bool
    ) -> None:
        """Upload what was not, resume what paused, and wait for the end; what an earlier run uploaded is waited for."""
        known = self._store.peek(lambda db: stored.of_recipe(db, key))
        job = None if known is None else self._jobs.get(known)
        if pays or (job is not None and job.state is JobState.PAUSED):
            job = await self._batches.run(sheet_id, ids, mode, options, purse=self._purse, recipe_key=key)
        if job is None:
            return
        if uploads := self._batches.may_be_running(job.id):
            self._tell(
                f"{uploads} of its uploads got no answer: they may be running, and nothing is uploaded again."
                " If credits do not move for a day, run the recipe with --retry-uncertain."
            )
        self._go_on_or_stop(await self._batches.wait(job.id))

    def _search_is_open(self, sheet_id: int) -> bool:
        """Whether planned pages can still be bought: those that were never asked for, or wait to be sent again."""
        known = self._discovery.known(sheet_id)
        assert known is not None
        if self._store.peek(lambda db: uncertain.open_search_job(db, known.id)) is not None:
            return True
        return bool(self._discovery.open_pages(known))

    def _go_on_or_stop(self, job: Job) -> None:
        if job.state is not JobState.FINISHED:
            raise Stopped(job)

    def _ids(self, sheet_id: int) -> Sequence[int]:
        """The rows to buy details for. Places of pages that are not there yet are kept for them: else a page that
        comes late would push others, already paid for, out of the first rows."""
        purchase, known = self._recipe.purchase, self._discovery.known(sheet_id)
        most = purchase.rows if purchase else None
        if most is not None and known is not None:
            size, wanted = known.page_size, most
            most -= sum(max(0, min(size, wanted - page * size)) for page in known.missing)
        return self._store.peek(lambda db: sheets.first_ids(db, sheet_id, most))

    def _count(self, sheet_id: int) -> None:
        rows = self._store.peek(lambda db: len(sheets.first_ids(db, sheet_id, None)))
        self.summary.creators = rows
        purchase = self._recipe.purchase
        if purchase is not None:
            ids = self._ids(sheet_id)
            for name, count in self._store.peek(lambda db: stands(db, ids, purchase.options)).items():
                setattr(self.summary, name, count)
        known = self._discovery.known(sheet_id)
        if known is not None and known.repeats:
            price = show(DISCOVERY_PRICE * known.repeats)
            self._tell(f"{known.repeats} creators came twice and are listed once; the repeats cost {price}.")
        if known is not None:  # a lost page has no rows to stand for it
            self.summary.uncertain += self._store.peek(lambda db: uncertain.pages_to_check(db, known.id))


def _first(purchase: Purchase, rows: int) -> int:
    return rows if purchase.rows is None else min(purchase.rows, rows)


def _ensured(db: sqlite3.Connection, imported: ImportedList, at_ms: int) -> list[int]:
    return [creators.ensure(db, handle, handle.name, at_ms) for handle in imported.handles]
