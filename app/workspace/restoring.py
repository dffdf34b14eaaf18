"""Putting a backup in the workspace's place, and what would be missing from it.

The backup is written into the open file in one transaction of SQLite, not renamed over it: whoever reads beside us
(`scoutsheet ledger`) goes on reading, no journal of the old file is ever taken for one of the new, and a killed
process or a power cut leaves the workspace as it was before.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.domain.errors import WorkspaceDamaged, WorkspaceError, WorkspaceForeign
from app.domain.money import Balance, from_units
from app.workspace import account, ledger
from app.workspace.account import Identity
from app.workspace.backups import Backup, Why, attach, copy_to, disk_told, make, open_backup
from app.workspace.database import FILE_NAME, connect, set_aside
from app.workspace.preparing import refuse_other_versions
from app.workspace.store import take_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What a workspace has and one of its backups has not. `details` and `found` are numbers of creators.

    `spent` was charged, `in_doubt` may have been; both in credits.
    """

    details: int
    found: int
    spent: Decimal
    in_doubt: Decimal


def bought_since(folder: Path, backup: Backup) -> Bought | None:
    """What was bought after a backup; None where there is no workspace to compare with. 0.1 s for 100,000 receipts.

    Recognised by identity, not by time: after an earlier restore the newer backup is not the one with more in it.
    Raises: DiskError, WorkspaceDamaged.
    """
    if not (folder / FILE_NAME).exists():
        return None
    with disk_told(folder), closing(connect(folder / FILE_NAME, read_only=True)) as db:
        attach(db, backup.path)
        (details,) = db.execute(
            "SELECT count(*) FROM main.readings r"
            " WHERE NOT EXISTS (SELECT 1 FROM kept.readings k WHERE k.uuid = r.uuid)"
        ).fetchone()
        found, spent, in_doubt = db.execute(
            "SELECT coalesce(sum(r.rows) FILTER (WHERE j.kind = 'search'), 0),"
            " coalesce(sum(r.charged_units) FILTER (WHERE r.state = 'booked'), 0),"
            " coalesce(sum(r.expected_units) FILTER (WHERE r.state = 'uncertain'), 0)"
            " FROM main.receipts r LEFT JOIN main.jobs j ON j.id = r.job_id"
            " WHERE NOT EXISTS (SELECT 1 FROM kept.receipts k WHERE k.uuid = r.uuid)"
        ).fetchone()
    return Bought(details=details, found=found, spent=from_units(spent), in_doubt=from_units(in_doubt))


def restore(folder: Path, backup: Backup, identity: Identity, at_ms: int) -> None:
    """Put a backup in the place of the workspace, which must not be open; that one is kept as a backup itself first.

    A workspace too damaged for that is set aside under another name. Takes about 5 s for 600 MB. `identity` is the
    account's present one: its key may have been replaced since.

    Raises: WorkspaceBusy; WorkspaceError, WorkspaceNewer or WorkspaceForeign for a backup that cannot be used;
    DiskError. Then the workspace is as it was.
    """
    file = folder / FILE_NAME
    with disk_told(folder), closing(take_lock(folder)):
        _check(backup, identity)
        said = _keep(folder, at_ms) if file.exists() else None
        with closing(open_backup(backup.path)) as source:
            if file.exists():
                _write_over(file, source)
            else:
                copy_to(source, file, backup.path.parent)
        _bring_along(file, identity, said, at_ms)


def _check(backup: Backup, identity: Identity) -> None:
    """Refuse a backup that cannot take the workspace's place. Raises: WorkspaceError and two of its kinds."""
    try:
        with closing(open_backup(backup.path)) as db:
            refuse_other_versions(db)
            whole = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            owner = account.owner(db) if whole else None
    except sqlite3.DatabaseError as error:
        raise _unusable() from error
    if not whole:
        raise _unusable()
    if owner is not None and owner.origin != identity.origin:
        raise WorkspaceForeign(f"This backup belongs to another account ({owner.name}).", advice="Choose another one.")


def _unusable() -> WorkspaceError:
    return WorkspaceError("This backup is damaged and cannot be restored.", advice="Choose another one.")


def _keep(folder: Path, at_ms: int) -> Balance | None:
    """Make a backup of what is there now, or set it aside where it cannot be read; returns the balance it knows."""
    file = folder / FILE_NAME
    try:
        make(folder, Why.RESTORE, at_ms)
        with disk_told(folder), closing(connect(file, read_only=True)) as db:
            return ledger.last_balance(db)
    except WorkspaceDamaged:
        set_aside(file)
        return None


def _write_over(file: Path, source: sqlite3.Connection) -> None:
    with closing(connect(file, read_only=False)) as db:
        source.backup(db)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bring_along(file: Path, identity: Identity, said: Balance | None, at_ms: int) -> None:
    """What is true of the account now, whichever file tells about it: its key's fingerprint and its balance."""
    with closing(connect(file, read_only=False)) as db:
        db.execute("BEGIN IMMEDIATE")
        if account.owner(db) is not None:
            account.replace_key(db, identity)
        if said is not None:
            ledger.note_balance(db, said, at_ms)
        db.execute("COMMIT")
