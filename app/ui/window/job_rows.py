"""A job opens its rows: its sheet, narrowed to the rows the job asked for or brought."""

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.jobs import RequestState
from app.ui.operation import Operation
from app.ui.window import job_words
from app.workspace import sheets

if TYPE_CHECKING:
    from app.ui.window.session import Session


class JobRows:
    """Narrows the shown sheet to a job, and says so above it."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_

    async def show(self, job_id: int, *, with_email: bool = False) -> None:
        """Show the sheet of a job with only its rows, or those with an email; all rows where it brought none yet."""
        session = self._session
        job = session.app.jobs.get(job_id)
        counts = await session.app.store.read(lambda db: sheets.rows_of_job(db, job.sheet_id, job_id))
        if session.sheet is None or session.sheet.id != job.sheet_id:
            await session.turn_to(job.sheet_id)
        self._window.show_words("")
        if session.model is not None:
            shown = replace(session.model.wanted_order, job=job_id if counts else None, state=None, words="")
            await self._order(replace(shown, with_email=with_email and bool(counts)))
        self._window.room.go_to_rows()

    def start_choosing(self, state: RequestState | None, with_email: bool) -> None:
        """Show only those rows of the job whose request stands so, or who have an email; else all rows of the job."""
        model = self._session.model
        if model is not None:
            self._start(replace(model.wanted_order, state=state, with_email=with_email))

    def start_leaving(self) -> None:
        """Show all rows of the sheet again."""
        model = self._session.model
        if model is not None:
            self._start(replace(model.wanted_order, job=None, state=None, with_email=False))

    def _start(self, order: sheets.Order) -> None:
        Operation(self._window, lambda: self._order(order)).start(self)

    async def _order(self, order: sheets.Order) -> None:
        if self._session.model is not None:
            await self._session.model.set_order(order)
            self._session.show_all()

    def show_line(self) -> None:
        """Say above the sheet that it is narrowed, and by which job."""
        session, line = self._session, self._window.room.narrowed
        order = session.model.wanted_order if session.model is not None else None
        if order is None or order.job is None or session.sheet is None:
            line.hide()
            return
        job_id, sheet_id = order.job, session.sheet.id
        counts = session.app.store.peek(lambda db: sheets.rows_of_job(db, sheet_id, job_id))
        job = session.app.jobs.get(job_id)
        emails = None
        if job_words.brings_email(job):
            wanted = sheets.Order(job=job_id, with_email=True)
            emails = session.app.store.peek(lambda db: len(sheets.order_ids(db, sheet_id, wanted)))
        line.show_job(job, counts, order, emails=emails)
