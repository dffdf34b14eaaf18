"""A job opens its rows: its sheet, narrowed to the rows the job asked for or brought."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.jobs import RequestState
from app.ui.operation import Operation
from app.ui.window import find_words, job_words
from app.ui.window.narrowed import Choice
from app.ui.window.words import number
from app.workspace import sheet_rows
from app.workspace.again import Part

if TYPE_CHECKING:
    from app.ui.window.session import Session


class JobRows:
    """Narrows the shown sheet to a job, and says so above it."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_

    async def show(self, job_id: int, part: Part | None = None) -> None:
        """Show the sheet of a job with only its rows, or that part of them; all rows where it brought none yet."""
        session = self._session
        job = session.app.jobs.get(job_id)
        counts = await session.app.store.read(lambda db: sheet_rows.rows_of_job(db, job.sheet_id, job_id))
        if session.sheet is None or session.sheet.id != job.sheet_id:
            await session.turn_to(job.sheet_id)
        self._window.show_words("")
        if session.model is not None:
            only = job_id if counts or part is not None else None
            await self._order(replace(session.model.wanted_order, job=only, state=None, part=part, words=""))
        self._window.room.go_to_rows()

    def start_choosing(self, which: RequestState | Part | None) -> None:
        """Show only those rows of the job whose request stands so, or that part of it; None: all rows of the job."""
        model = self._session.model
        if model is not None:
            part = which if isinstance(which, Part) else None
            state = which if isinstance(which, RequestState) else None
            self._start(replace(model.wanted_order, state=state, part=part))

    def start_leaving(self) -> None:
        """Show all rows of the sheet again."""
        model = self._session.model
        if model is not None:
            self._start(replace(model.wanted_order, job=None, state=None, part=None))

    def _start(self, order: sheet_rows.Order) -> None:
        Operation(self._window, lambda: self._order(order)).start(self)

    async def _order(self, order: sheet_rows.Order) -> None:
        if self._session.model is not None:
            self._session.columns.follow(order)
            await self._session.model.set_order(order)
            self._session.columns.renew()
            self._session.show_all()

    def show_line(self) -> None:
        """Say above the sheet that it is narrowed, and by which job."""
        session, line = self._session, self._window.room.narrowed
        order = session.model.wanted_order if session.model is not None else None
        if order is None or order.job is None or session.sheet is None:
            line.hide()
            return
        job_id, sheet_id = order.job, session.sheet.id
        counts = session.app.store.peek(lambda db: sheet_rows.rows_of_job(db, sheet_id, job_id))
        job = session.app.jobs.get(job_id)
        result, every = session.app.run_again.result_of(job_id), sum(counts.values())
        parts: dict[RequestState | Part, int] = {}
        if result is not None:
            parts.update(find_words.parts_of(result).items())
        else:
            parts.update({one: counts.get(one, 0) for one in job_words.STATES if counts.get(one) or one is order.state})
        emails = self._emails(sheet_id, job_id) if job_words.brings_email(job) else 0
        if emails or order.part is Part.WITH_EMAIL:
            parts[Part.WITH_EMAIL] = emails
        chosen = order.part or order.state
        shown = every if chosen is None else parts.get(chosen, 0)
        if result is not None and order.part is not None:
            said = find_words.showing(order.part, shown)
        else:
            said = job_words.showing(job, shown, every)
        line.show_choices(said, _choices(every, parts), chosen)

    def _emails(self, sheet_id: int, job_id: int) -> int:
        """How many of a job's rows have an email now."""
        wanted = sheet_rows.Order(job=job_id, part=Part.WITH_EMAIL)
        return self._session.app.store.peek(lambda db: sheet_rows.count_of(db, sheet_id, wanted))


def _choices(every: int, parts: Mapping[RequestState | Part, int]) -> list[Choice]:
    """What of a job can be shown: all of it, and those parts of it that are not all."""
    some: list[Choice] = [(f"{number(count)} {_words(which)}", which) for which, count in parts.items()]
    only = len(some) == 1 and every == sum(parts.values())
    return [(f"All {number(every)}", None), *([] if only else some)]


def _words(which: RequestState | Part) -> str:
    return find_words.PARTS[which] if isinstance(which, Part) else job_words.STATES[which]
