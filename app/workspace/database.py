"""The workspace's file: how it is opened, what SQLite's failures mean to people, and where a damaged one goes."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import AppError, DiskError, WorkspaceDamaged

FILE_NAME = "workspace.sqlite"
DISK_FULL = "The disk is full, so nothing more can be saved."


def connect(file: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time. What it commits survives a power cut."""
    mode = "ro" if read_only else "rwc"
    db = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=10
    )
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cache_size = -16000")
    if not read_only:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")  # an answer that cost money survives a power cut
    return db


def as_app_error(error: BaseException, file: Path) -> BaseException:
    """Environment failures in words; our own mistakes (a wrong statement, a broken constraint) stay what they are."""
    if isinstance(error, AppError) or not isinstance(error, sqlite3.DatabaseError):
        return error
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    told: AppError
    if code == sqlite3.SQLITE_FULL:
        told = DiskError(DISK_FULL)
    elif code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
        told = DiskError(f"Scoutsheet may not write in the folder {file.parent}.")
    elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        told = WorkspaceDamaged("The workspace file is damaged.")
    else:
        return error
    told.__cause__ = error
    return told


def damaged_in(folder: Path) -> list[Path]:
    """The damaged workspaces that were set aside here, oldest first."""
    return sorted(folder.glob(f"damaged-*-{FILE_NAME}"))


def set_aside(file: Path) -> Path:
    """Rename a damaged file and its companions; nothing is deleted. Returns the name it was kept under."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
    kept = file.with_name(f"damaged-{stamp}-{file.name}")
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept
