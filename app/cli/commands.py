"""The reading commands: they work while another process has the workspace open."""

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.api.client import Client, open_http
from app.api.gate import Lane, RateGate
from app.bootstrap import Login, data_folder, load_catalogue, login_from_environment
from app.domain.errors import InputError
from app.domain.money import Balance, plain, show, total
from app.services.accounts import Accounts
from app.services.exporting import PRESETS, Exports
from app.services.queue import RequestQueue
from app.workspace import jobs as stored
from app.workspace import ledger as stored_ledger
from app.workspace import sheets
from app.workspace.sendlog import SqliteSendLog
from app.workspace.store import Store, open_for_reading


def workspace_of(environment: Mapping[str, str], workspace: Path | None) -> Path:
    """The folder a command means: named, from the environment, or the account's that was used last.

    Raises: InputError when there is none to mean.
    """
    login = login_from_environment(environment, workspace)
    if login is not None:
        return login.workspace
    if workspace is not None:
        return workspace
    if home := environment.get("SCOUTSHEET_HOME", "").strip():
        return Path(home)
    known = Accounts(data_folder()).all()
    if not known:
        raise InputError("There is no workspace yet.", field="--workspace", advice="Name its folder with --workspace.")
    return known[0].workspace


def _open(environment: Mapping[str, str], workspace: Path | None) -> Store:
    folder = workspace_of(environment, workspace)
    store = open_for_reading(folder)
    if store is None:
        raise InputError(f"There is no workspace in {folder}.", field="--workspace")
    return store


async def credits(environment: Mapping[str, str], workspace: Path | None, *, as_json: bool) -> int:
    """What the account has: asked for free where there is a key, else what the workspace knows."""
    login = login_from_environment(environment, workspace)
    if login is not None:
        balance: Balance | None = await ask_balance(login)
    else:
        store = _open(environment, workspace)
        try:
            balance = store.peek(stored_ledger.last_balance)
        finally:
            store.close()
    if balance is None:
        raise InputError("The balance is not known yet.", advice="Set SCOUTSHEET_API_KEY to ask for it; that is free.")
    if as_json:
        _print_json({"available": plain(balance.available), "used": plain(balance.used)})
    else:
        print(f"{show(balance.available)} credits left, {show(balance.used)} used")
    return 0


async def ask_balance(login: Login) -> Balance:
    """Ask the service for the balance, within the account's rate. Free."""
    log = SqliteSendLog(data_folder() / "sends" / f"{login.identity.fingerprint[:24]}.sqlite")
    queue = RequestQueue(RateGate(log=log, clock=time.monotonic), clock=time.monotonic)
    http = await asyncio.to_thread(open_http)
    try:
        client = Client(http, base_url=login.base_url, key=login.key)
        return await queue.call(lambda slot: client.balance(slot=slot), lane=Lane.USER)
    finally:
        await http.aclose()
        log.close()


def ledger(environment: Mapping[str, str], workspace: Path | None, *, as_json: bool) -> int:
    """Every charge, oldest first."""
    store = _open(environment, workspace)
    try:
        unanswered = store.peek(stored_ledger.unanswered)
        entries = [*reversed(store.peek(stored_ledger.entries)), *unanswered]
        sums = store.peek(stored_ledger.sums)
        uncertain = sums.uncertain + total(entry.expected for entry in unanswered)
    finally:
        store.close()
    if as_json:
        _print_json(
            {
                "entries": [
                    {
                        "at": _iso(entry.at_ms),
                        "what": entry.what,
                        "platform": entry.platform,
                        "handle": entry.handle,
                        "expected": plain(entry.expected),
                        "charged": plain(entry.charged),
                        "balance_after": None if entry.balance_after is None else plain(entry.balance_after),
                        "state": entry.state,
                        "job": entry.job_id,
                    }
                    for entry in entries
                ],
                "charged_total": plain(sums.charged),
                "uncertain_total": plain(uncertain),
                "other_use": plain(sums.other_use),
            }
        )
        return 0
    for entry in entries:
        about = " ".join(part for part in (entry.platform, entry.handle) if part)
        print(f"{_iso(entry.at_ms)}  {show(entry.charged):>10}  {entry.what}  {about}  {_state_of(entry)}")
    print(f"Charged {show(sums.charged)}, to check {show(uncertain)}, other use {show(sums.other_use)}")
    return 0


def _state_of(entry: stored_ledger.Entry) -> str:
    return f"{entry.state}, bought again" if entry.again else entry.state


def jobs(environment: Mapping[str, str], workspace: Path | None, *, as_json: bool) -> int:
    """What was started and where it stands, newest first."""
    store = _open(environment, workspace)
    try:
        found = store.peek(stored.all_jobs)
    finally:
        store.close()
    if as_json:
        _print_json(
            {
                "jobs": [
                    {
                        "id": job.id,
                        "kind": job.kind,
                        "state": job.state,
                        "reason": job.reason,
                        "title": job.title,
                        "done": job.totals.done,
                        "waiting": job.totals.waiting + job.totals.sent,
                        "not_found": job.totals.not_found,
                        "uncertain": job.totals.uncertain,
                        "failed": job.totals.failed,
                        "spent": plain(job.totals.spent),
                        "most": plain(job.most),
                    }
                    for job in found
                ]
            }
        )
        return 0
    for job in found:
        why = f" ({job.reason.sentence})" if job.reason else ""
        kept = job.totals.all - job.totals.cancelled  # what was taken back may have been asked for once more
        done = job.totals.settled - job.totals.cancelled
        print(f"{job.id:>5}  {job.state}{why}  {job.title}  {done} of {kept}", end="")
        open_ones = [(job.totals.sent, "without an answer yet"), (job.totals.uncertain, "to check")]
        told = "".join(f"  {count} {what}" for count, what in open_ones if count)
        print(f"  {show(job.totals.spent)} of up to {show(job.most)} credits{told}")
    return 0


async def export(environment: Mapping[str, str], workspace: Path | None, sheet: str, file: Path, *, preset: str) -> int:
    """Write one sheet, named as on its tab or by its number."""
    if preset not in PRESETS:
        raise InputError(f"There is no preset “{preset}”; there are {', '.join(PRESETS)}.", field="--preset")
    store = _open(environment, workspace)
    try:
        known = store.peek(sheets.all_sheets)
        matches = [entry for entry in known if sheet in (entry.name, str(entry.id))]
        if not matches:
            names = ", ".join(f"“{entry.name}”" for entry in known) or "none"
            raise InputError(f"There is no sheet “{sheet}”; there are: {names}.", field="SHEET")
        if len(matches) > 1:
            numbers = ", ".join(str(entry.id) for entry in matches)
            raise InputError(f"Several sheets are named “{sheet}”.", field="SHEET", advice=f"Use a number: {numbers}.")
        exports = Exports(store, load_catalogue(), date.today)
        written = await exports.sheet(matches[0].id, file, preset=preset)
    finally:
        store.close()
    print(f"{written.rows} rows written to {written.path}", file=sys.stderr)
    return 0


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


def _print_json(value: Mapping[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))
