"""A workspace's file before it is used: made, checked, brought up to date; or refused, where one was lost.

What was bought must not be bought again unasked. So where a workspace was damaged or is missing, no empty one is begun
by itself: a person restores a backup, begins anew, or moves away what lies there.
"""

import re
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path

from app.domain.errors import DiskError, WorkspaceDamaged, WorkspaceNewer
from app.workspace import backups
from app.workspace.database import FILE_NAME, as_app_error, connect, damaged_in, set_aside

QUICK_CHECK_BELOW_BYTES = 64 * 1024 * 1024  # above it the check would delay the first rows noticeably
_MIGRATION = re.compile(r"(\d{4})_\w+\.sql")


def prepare(file: Path) -> None:
    """Make the file ready for work, where it is not there yet by making it; the caller holds the folder's lock.

    Raises: WorkspaceDamaged (the file was set aside beside it, or was lost before), WorkspaceNewer, DiskError.
    """
    if not file.exists():
        refuse_lost(file.parent)
        make(file)
    if not file.stat().st_size:  # cut to nothing
        raise _put_aside(file)
    try:
        db = connect(file, read_only=False)
        try:
            if file.stat().st_size < QUICK_CHECK_BELOW_BYTES:
                answer = db.execute("PRAGMA quick_check(1)").fetchone()[0]
                if answer != "ok":
                    raise WorkspaceDamaged(f"The workspace file is damaged ({answer.splitlines()[0]}).")
            refuse_other_versions(db)
            _migrate(db, file.parent)
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        told = as_app_error(error, file)
        if isinstance(told, WorkspaceDamaged):
            raise _put_aside(file) from error
        raise told from error
    except WorkspaceDamaged as error:
        raise _put_aside(file) from error


def make(file: Path) -> None:
    """A new workspace has its name only once it is whole: a kill leaves no empty file that looks like a damaged one."""
    fresh = file.with_name(f"new-{file.name}")
    try:
        for part in (fresh, *(fresh.with_name(fresh.name + suffix) for suffix in ("-wal", "-shm"))):
            part.unlink(missing_ok=True)
        with closing(connect(fresh, read_only=False)) as db:
            _migrate(db, file.parent)
        fresh.replace(file)
        backups.sync_folder(file.parent)
    except sqlite3.DatabaseError as error:
        raise as_app_error(error, file) from error
    except OSError as error:
        raise DiskError(f"Scoutsheet may not write in the folder {file.parent}.") from error


def refuse_lost(folder: Path) -> None:
    """Where a workspace was, none is begun unasked: what was bought would be bought again. Raises: WorkspaceDamaged."""
    kept = damaged_in(folder)
    if kept:
        happened = "The workspace was damaged, and nobody said yet how to go on."
        raise lost(folder, happened, f"It was kept as {kept[-1].name}.", _begin_words(kept, folder))
    if backups.listed(folder):
        raise lost(folder, "The workspace file is missing.", "", "")


def _put_aside(file: Path) -> WorkspaceDamaged:
    kept = set_aside(file)
    return lost(
        file.parent,
        "The workspace file was damaged and could not be read.",
        f"It was kept as {kept.name}.",
        _begin_words(damaged_in(file.parent), file.parent),
    )


def _begin_words(kept: Sequence[Path], folder: Path) -> str:
    what = kept[0].name if len(kept) == 1 else f"the {len(kept)} files damaged-…-{FILE_NAME}"
    return f"To begin an empty workspace, which would buy everything again, move {what} out of {folder}."


def lost(folder: Path, happened: str, kept: str, without_backup: str) -> WorkspaceDamaged:
    """What to do about a workspace that is not there: a backup of it is better than an empty one."""
    made = backups.listed(folder)
    if not made:
        return WorkspaceDamaged(happened, advice=f"{kept} {without_backup}".strip())
    way_on = "open the Scoutsheet window on this account to restore it."
    return WorkspaceDamaged(
        happened, advice=f"{kept} The newest backup is from {backups.newest_words(made)}; {way_on}".strip()
    )


def migrations() -> list[tuple[int, str]]:
    """All migrations in order: (number, SQL)."""
    found = []
    for entry in resources.files("app.workspace").joinpath("migrations").iterdir():
        if match := _MIGRATION.fullmatch(entry.name):
            found.append((int(match[1]), entry.read_text(encoding="utf-8")))
    return sorted(found)


def refuse_other_versions(db: sqlite3.Connection) -> int:
    """The version of an open file. Raises: WorkspaceNewer."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > migrations()[-1][0]:
        raise WorkspaceNewer("This workspace was written by a newer Scoutsheet.")
    return int(version)


def _migrate(db: sqlite3.Connection, folder: Path) -> None:
    """Bring the schema up to date, after a backup of what is there. Raises: DiskError when none can be made."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    missing = [(number, sql) for number, sql in migrations() if number > version]
    if version and missing:
        try:
            backups.make(folder, backups.Why.UPDATE, time.time_ns() // 1_000_000)
        except DiskError as error:
            raise DiskError(
                "Before this version changes the workspace it needs a backup of it, and none could be made.",
                advice=f"{error.happened} {error.advice}",
            ) from error
    for number, sql in missing:
        db.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
