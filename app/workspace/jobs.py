"""Jobs: what they are, where they stand, totals by counting their requests (`requests`)."""

import sqlite3
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, PauseReason, RequestState
from app.domain.money import Tier, from_units, to_units
from app.workspace import doubt, meanwhile
from app.workspace.ids import author, new_uuid
from app.workspace.totals import REPLACED, totals, totals_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What a job is made of. `most` and `budget` in credits."""

    kind: JobKind
    title: str
    sheet_id: int
    most: Decimal
    search_id: int | None = None
    options: EnrichOptions | None = None
    recipe_key: str | None = None
    budget: Decimal | None = None


def add(db: sqlite3.Connection, job: NewJob, at_ms: int) -> int:
    options = job.options
    added = db.execute(
        "INSERT INTO jobs (uuid, kind, state, title, sheet_id, campaign_id, search_id, recipe_key, tier,"
        " email_required, audience, lookalikes, fresh, most_units, budget_units, author, created_ms, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, (SELECT campaign_id FROM sheets WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_uuid(),
            job.kind,
            JobState.WAITING,
            job.title,
            job.sheet_id,
            job.sheet_id,
            job.search_id,
            job.recipe_key,
            options.tier if options else None,
            int(options.email_required) if options else 0,
            int(options.audience) if options else 1,
            int(options.lookalikes) if options else 0,
            int(options.fresh) if options else 0,
            to_units(job.most),
            None if job.budget is None else to_units(job.budget),
            author(),
            at_ms,
            at_ms,
        ),
    )
    return int(added.lastrowid or 0)


def set_state(
    db: sqlite3.Connection,
    job_id: int,
    state: JobState,
    at_ms: int,
    *,
    reason: PauseReason | None = None,
    error: str = "",
) -> None:
    """Change a job's state. Stopping cancels what was not sent.

    What was to be bought again, and is not sent before the job rests, is to be checked as before: its first payment is
    still in doubt, and who takes it for new would pay twice without a word.
    """
    db.execute(
        "UPDATE jobs SET state = ?, reason = ?, error = ?, changed_ms = ?, news = 0 WHERE id = ?",
        (state, reason, error, at_ms, job_id),
    )
    if state not in (JobState.WAITING, JobState.RUNNING):
        doubt.leave_to_check(db, "q.job_id = ?", job_id)
    if state is JobState.STOPPED:
        db.execute(
            "UPDATE requests SET state = ? WHERE job_id = ? AND state = ?",
            (RequestState.CANCELLED, job_id, RequestState.WAITING),
        )


def raise_most(db: sqlite3.Connection, job_id: int) -> None:
    """The person agreed to more: the job may now cost what it did, what may have been charged, and what is open."""
    now = totals(db, job_id)
    most = now.spent + now.in_doubt + now.open_at_most + now.away_at_most
    db.execute("UPDATE jobs SET most_units = max(most_units, ?) WHERE id = ?", (to_units(most), job_id))


def agree_to(db: sqlite3.Connection, job_id: int, most: Decimal) -> None:
    """The most that the job may cost, all of its runs together."""
    db.execute("UPDATE jobs SET most_units = ? WHERE id = ?", (to_units(most), job_id))


def of_recipe(db: sqlite3.Connection, recipe_key: str) -> int | None:
    """The job an earlier run of the same recipe made."""
    row = db.execute("SELECT id FROM jobs WHERE recipe_key = ? ORDER BY id DESC", (recipe_key,)).fetchone()
    return int(row[0]) if row else None


def get(db: sqlite3.Connection, job_id: int) -> Job:
    return _jobs(db, "j.id = ?", (job_id,))[0]


def all_jobs(db: sqlite3.Connection, most: int = 200) -> list[Job]:
    """The newest jobs first: the last `most`, and all that wait for a person or were not looked at, however old."""
    newest = "SELECT id FROM jobs WHERE deleted_ms IS NULL ORDER BY id DESC LIMIT ?"
    to_check = "SELECT job_id FROM requests WHERE state = 'uncertain'"
    wanted = f"j.id IN ({newest}) OR j.state NOT IN ('finished', 'stopped') OR j.news OR j.id IN ({to_check})"
    return _jobs(db, f"j.deleted_ms IS NULL AND ({wanted})", (most,), -1)


def interrupted(db: sqlite3.Connection) -> list[Job]:
    """The jobs that wait because Scoutsheet was closed or killed, newest first."""
    return _jobs(db, "j.state = ? AND j.reason = ?", (JobState.PAUSED, PauseReason.INTERRUPTED), -1)


def clear_done(db: sqlite3.Connection, at_ms: int) -> None:
    """Take the ended jobs off the list, but not those with a payment to check. Receipts and requests stay."""
    db.execute(
        "UPDATE jobs SET deleted_ms = ? WHERE state IN (?, ?) AND deleted_ms IS NULL AND NOT EXISTS ("
        f"SELECT 1 FROM requests q WHERE q.job_id = jobs.id AND q.state = ? AND NOT {REPLACED})",
        (at_ms, JobState.FINISHED, JobState.STOPPED, RequestState.UNCERTAIN),
    )


def _jobs(db: sqlite3.Connection, where: str, parameters: tuple[object, ...], most: int = 1) -> list[Job]:
    found = db.execute(
        "SELECT j.id, j.kind, j.state, j.reason, j.error, j.title, j.sheet_id, j.search_id, j.tier, j.email_required,"
        " j.audience, j.lookalikes, j.fresh, j.most_units, j.news"
        f" FROM jobs j WHERE {where} ORDER BY j.id DESC LIMIT ?",
        (*parameters, most),
    ).fetchall()
    counted = totals_of(db, [job_id for job_id, *_ in found])
    made = [
        Job(
            id=job_id,
            kind=JobKind(kind),
            state=JobState(state),
            reason=PauseReason(reason) if reason else None,
            title=title,
            sheet_id=sheet_id,
            search_id=search_id,
            most=from_units(most_units),
            totals=counted[job_id],
            options=EnrichOptions(
                tier=Tier(tier),
                email_required=bool(email),
                audience=bool(audience),
                lookalikes=bool(lookalikes),
                fresh=bool(fresh),
            )
            if tier
            else None,
            error=error,
            is_news=bool(news),
        )
        for (
            job_id,
            kind,
            state,
            reason,
            error,
            title,
            sheet_id,
            search_id,
            tier,
            email,
            audience,
            lookalikes,
            fresh,
            most_units,
            news,
        ) in found
    ]
    return [
        replace(job, saved=meanwhile.saved(db, job.id, job.options)) if job.can_resume and job.totals.waiting else job
        for job in made
    ]
