""" "Run again": a sheet's search is asked once more, into the same sheet; what is new, gone or changed is told.

Only what is new is bought where the creators that are had are left out. Those do not come back then, so whether they
changed or are gone is not known; that takes asking for everything again.
"""

import sqlite3
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.filters import Catalogue, Search
from app.domain.jobs import Job
from app.domain.money import DISCOVERY_PRICE, Purse, rows_for
from app.services.exclusions import Exclusions
from app.services.jobs import Jobs
from app.services.leaving_out import COMPARABLE_MS, LeftOut, left_out
from app.services.paging import MOST_RESULTS, Paging, Part
from app.workspace import again, finding, searches, sheets
from app.workspace.again import AgainResult
from app.workspace.searches import KnownSearch, NewSearch, Role, match_key, pages_for
from app.workspace.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPlan:
    """What running a sheet's search again would buy: `rows` and `most` credits, both at most.

    `wanted`: how many creators it asks for, those of a count included. `left_out`: who is left out for being had;
    None: everything is asked again. `total`: how many match beside those, where a count or search of the last day says
    so; None: the answer may bring far fewer than `rows`. `kept`: of them, those a count bought already.
    """

    sheet_id: int
    search: Search
    wanted: int
    rows: int
    most: Decimal
    left_out: LeftOut | None
    total: int | None
    kept: tuple[int, ...]

    def within(self, credits: Decimal) -> "AgainPlan":
        """The same for no more creators than these credits pay for; `rows` is 0 where they pay for nobody."""
        if self.most <= credits:
            return self
        pages, size = pages_for(rows_for(credits))
        rows = pages * size
        return replace(self, wanted=len(self.kept) + rows, rows=rows, most=DISCOVERY_PRICE * rows)


class RunAgain:
    """Runs searches of sheets again."""

    def __init__(self, store: Store, paging: Paging, jobs: Jobs, catalogue: Catalogue, exclusions: Exclusions) -> None:
        self._store = store
        self._paging = paging
        self._jobs = jobs
        self._catalogue = catalogue
        self._exclusions = exclusions

    def can(self, sheet_id: int) -> bool:
        """Whether a sheet has a search that can run again: not a list, not split into bands, all of it arrived."""
        known = self._known(sheet_id)
        return known is not None and known.role is Role.OWN and not known.missing

    async def plan(self, sheet_id: int, *, only_new: bool = True) -> AgainPlan:
        """What it would cost at most; reads the workspace only. A count with its `left_out` before makes it exact.

        `only_new`: leaving out all creators that are had, those of the sheet first.
        """
        known = self._known(sheet_id)
        assert known is not None
        key = match_key(known.search, known.seed)
        kept = await self._store.read(lambda db: tuple(finding.counted_only(db, key))) if only_new else ()
        kept = kept[: known.search.target]
        without = None
        if only_new:
            without = await left_out(self._store, self._catalogue, known.search, taken=len(kept), sheet_id=sheet_id)
        total = self._total(key, without, len(kept))
        wanted = max(known.search.target, self._rows(sheet_id)) if without is None else known.search.target
        wanted = min(wanted, MOST_RESULTS, wanted if total is None else total)
        pages, size = pages_for(wanted - len(kept))
        return AgainPlan(
            sheet_id=sheet_id,
            search=known.search,
            wanted=wanted,
            rows=pages * size,
            most=DISCOVERY_PRICE * pages * size,
            left_out=without,
            total=total,
            kept=kept,
        )

    async def run(self, plan: AgainPlan, *, purse: Purse | None = None) -> Job:
        """Buy it into the same sheet, behind its rows. Cost: at most `plan.most`.

        Raises: InputError naming an exclusion list that is gone.
        """
        known = self._known(plan.sheet_id)
        assert known is not None
        await self._exclusions.check(plan.search)
        at_ms = self._jobs.now_ms()

        def write(db: sqlite3.Connection) -> KnownSearch:
            had = plan.left_out.handles if plan.left_out else ()
            position = sheets.next_position(db, plan.sheet_id)
            new = NewSearch(
                search=replace(plan.search, target=max(plan.wanted, 1)),
                role=Role.AGAIN,
                of_search=known.id,
                seed=known.seed,
                first_position=position,
                kept=len(plan.kept),
                known_left_out=len(had),
                total=None if plan.total is None else plan.total - len(plan.kept),
                left_out=(*finding.handles_of(db, plan.kept), *had),
            )
            search_id = searches.add(db, new, at_ms)
            finding.take_over(db, search_id, plan.sheet_id, plan.kept, position, at_ms)
            return searches.get(db, search_id)

        run = await self._store.write(write)
        part = Part(search_id=run.id, page_size=run.page_size, pages=tuple(run.planned))
        job_id = await self._paging.start(plan.sheet_id, run.id, [part], title="Finding again", most=part.most)
        return await self._jobs.work(job_id, purse)

    def result(self, sheet_id: int) -> AgainResult | None:
        """What the newest run again brought so far; None where a sheet's search did not run again."""
        known = self._known(sheet_id)
        if known is None:
            return None
        return self._store.peek(lambda db: again.result(db, again.runs(db, known.id)[-1]))

    def result_of(self, job_id: int) -> AgainResult | None:
        """What the run again of a job brought so far; None for other jobs."""
        return self._store.peek(lambda db: again.result_of_job(db, job_id))

    def _known(self, sheet_id: int) -> KnownSearch | None:
        return self._store.peek(lambda db: finding.search_of_sheet(db, sheet_id))

    def _rows(self, sheet_id: int) -> int:
        return self._store.peek(lambda db: sheets.next_position(db, sheet_id))

    def _total(self, key: str, without: LeftOut | None, kept: int) -> int | None:
        """How many match beside those left out, where an answer of the last day tells it for the same ones."""
        told = self._store.peek(lambda db: finding.newest_total(db, key, whole=without is None))
        if told is None or self._jobs.now_ms() - told.at_ms >= COMPARABLE_MS:
            return None
        same = abs(told.known_left_out - (len(without.handles) if without else 0)) <= kept
        return told.matches if same else None
