"""`scoutsheet run`: progress to stderr, one JSON object as the last line of stdout."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from app.bootstrap import REAL, App, Pace, load_catalogue, login_from_environment, open_app
from app.cli.exits import (
    FINISHED,
    INTERRUPTED,
    KEY_REFUSED,
    PAUSED_FOR_MONEY,
    SERVICE_FAILED,
    exit_code,
    exit_code_of_pause,
)
from app.domain.errors import AppError, Charged, InputError
from app.domain.jobs import Job, JobState, PauseReason
from app.domain.money import show
from app.services.events import Changes
from app.services.recipe_run import RecipeRun, Stopped
from app.services.recipes import Recipe, read_recipe
from app.services.summary import Summary
from app.workspace import ledger, totals

TELL_EVERY_S = 1.0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def run(
    path: Path,
    environment: Mapping[str, str],
    workspace: Path | None,
    *,
    retry_uncertain: bool,
    pace: Pace = REAL,
) -> int:
    """Carry out the recipe at `path`; returns the exit code."""
    summary, code = Summary(), FINISHED
    try:
        recipe = read_recipe(path, load_catalogue())
        login = login_from_environment(environment, workspace)
        if login is None:
            raise InputError(
                "No key is set.",
                field="SCOUTSHEET_API_KEY",
                advice="Set SCOUTSHEET_API_KEY, and SCOUTSHEET_BASE_URL for another service than the live one.",
            )
        app = await open_app(login, pace=pace)
        try:
            code = await carry_out(app, recipe, summary, retry_uncertain=retry_uncertain)
        finally:
            await app.close()
    except AppError as error:
        code = _note(summary, error)
    print(summary.to_json(), flush=True)
    return code


async def carry_out(app: App, recipe: Recipe, summary: Summary, *, retry_uncertain: bool) -> int:
    """Carry a recipe out on an open account, keeping `summary` true; returns the exit code."""
    work = RecipeRun(recipe, summary, on=app, tell=_tell)
    app.events.subscribe(_Progress(app))
    interrupted = _listen_for_interrupts(app, lambda: _end_at_once(app, work))
    code, refused = FINISHED, False  # refused: by the service, for good
    try:
        await work.run(retry_uncertain=retry_uncertain)
    except Stopped as stopped:
        code = _note_stop(summary, stopped, retry_uncertain=retry_uncertain)
        refused = stopped.job is not None and stopped.job.state is JobState.FAILED
    except AppError as error:
        code = _note(summary, error)
    if interrupted.is_set():
        summary.state, summary.reason, code = "paused", "interrupted", INTERRUPTED
        if away := app.store.peek(totals.away_at_most):
            _tell(f"influencers.club goes on with what was sent as a batch, for up to {show(away)} credits more.")
    is_reached = code in (FINISHED, PAUSED_FOR_MONEY) or (refused and code != INTERRUPTED)
    if is_reached or (code in (KEY_REFUSED, SERVICE_FAILED) and summary.creators):  # what came is worth its files
        try:
            if not await _unless(interrupted, work.write_files()):
                summary.state, summary.reason, code = "paused", "interrupted", INTERRUPTED
        except AppError as error:  # a file, not the purchase: what was bought is safe
            code = exit_code(error)
            summary.state, summary.reason = "failed", error.happened
            _tell(f"{error.happened} What was bought is safe in the workspace. {error.advice}")
    if app.requests_sent and is_reached and code != INTERRUPTED:
        await _last_balance(app)
    await app.backups.make_due()  # a run of a minute would never see the half hour
    summary.requests = app.requests_sent
    summary.credits_left = app.credits.known.available if app.credits.known else None
    return code


async def _unless(interrupted: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do `work` to its end, unless an interrupt comes first: then it is given up. Returns whether it was done."""
    doing, stop = asyncio.ensure_future(work), asyncio.ensure_future(interrupted.wait())
    await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not doing.done():
        doing.cancel()
        await asyncio.wait({doing})
        return False
    await doing
    return True


async def _last_balance(app: App) -> None:
    try:
        await app.credits.refresh()
    except AppError as error:  # the run is done; its result does not depend on this free question
        _tell(f"The balance could not be asked at the end: {error.happened}")


def _note_stop(summary: Summary, stopped: Stopped, *, retry_uncertain: bool) -> int:
    code = exit_code_of_pause(stopped.reason, was_charged=summary.credits_spent > 0)
    summary.state = "paused" if code in (PAUSED_FOR_MONEY, INTERRUPTED) else "failed"
    summary.reason = stopped.reason.value if stopped.reason else _with_charges(stopped.happened, summary)
    _tell(_with_charges(stopped.happened, summary))
    if stopped.job is not None and stopped.reason is PauseReason.DEARER:
        again = "Run the same recipe again with --retry-uncertain" if retry_uncertain else "Run the same recipe again"
        left = f"“{stopped.job.title}” can cost up to {show(stopped.job.go_on_at_most)} credits more"
        _tell(f"{again} to go on. {left}; other parts of the recipe come on top.")
    return code


def _with_charges(said: str, summary: Summary) -> str:
    """What one of a run's jobs says of its own money is not true of the run, where others were charged."""
    if not summary.credits_spent:
        return said
    spent = f"{show(summary.credits_spent)} credits were charged in this run; what came is kept."
    if Charged.NO in said:
        return said.replace(Charged.NO, spent)
    return f"{said} {spent}"


def _note(summary: Summary, error: AppError) -> int:
    code = exit_code(error)
    summary.state = "paused" if code == PAUSED_FOR_MONEY else "failed"
    summary.reason = error.happened
    field = getattr(error, "field", "")
    told = not field or error.happened.startswith(field)
    _tell(error.sentences if told else f"{field}: {error.sentences}")
    return code


def _end_at_once(app: App, work: RecipeRun) -> None:
    """Tell where the rows stand now and go: what is on its way is found by the next start."""
    work.note()
    work.summary.uncertain += len(app.store.peek(ledger.unanswered))
    work.summary.state, work.summary.reason = "paused", "interrupted"
    work.summary.requests = app.requests_sent
    work.summary.credits_left = app.credits.known.available if app.credits.known else None
    print(work.summary.to_json(), flush=True)
    os._exit(INTERRUPTED)


def _listen_for_interrupts(app: App, end_at_once: Callable[[], None]) -> asyncio.Event:
    """Ctrl-C and SIGTERM pause: nothing more is sent, what is on its way is kept. A second one ends at once."""
    interrupted = asyncio.Event()
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def stop() -> None:
        if interrupted.is_set():
            end_at_once()
        interrupted.set()
        waiting = "; waiting for the answers on their way" if app.jobs.running() else ""
        _tell(f"Stopping: nothing more is sent{waiting}.")
        closing.add(loop.create_task(app.jobs.close()))

    try:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, stop)
    except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt, and the next start finds what was open
        return interrupted
    return interrupted


class _Progress:
    """One line a second about the job that runs."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._told = 0.0
        self._last = ""

    def __call__(self, changes: Changes, initiator: object) -> None:
        if not changes.jobs:
            return
        for job in (*self._app.jobs.running(), *self._app.batches.away()):
            at_work = job.state is JobState.RUNNING
            line = _line(job, None if at_work else self._app.batches.processed(job.id))
            over = job.state.ended
            if line != self._last and (over or time.monotonic() - self._told >= TELL_EVERY_S):
                self._told, self._last = time.monotonic(), line
                _tell(line)


def _line(job: Job, at_service: int | None) -> str:
    """`at_service`: how many rows need nothing more from it, where it is at work."""
    totals = job.totals
    done = totals.settled - totals.cancelled if at_service is None else at_service
    parts = [
        f"{job.title}: {done} of {totals.all - totals.cancelled}",
        f"{show(totals.spent)} of up to {show(job.most)} credits",
    ]
    if totals.uncertain:
        parts.append(f"{totals.uncertain} to check")
    return " · ".join(parts)
