"""Backups of a workspace: whole copies with dated names in its `backups` folder, made while others go on writing.

The decision this module hides: a copy is taken from one moment's snapshot in steps that are put on the disk one by
one, because a commit that waits behind 600 MB of unwritten copy takes a quarter of a second (measured; 0.07 s so). It
has a name that nobody lists until it is complete, checked and on the disk, so a power cut leaves no half backup.
Whether there is something new to keep is found by comparing with the newest backup: that is right across restarts,
other processes and restored files, and costs half a second for 100,000 creators.

Whoever calls `make` or `prune` holds the workspace's lock.
"""

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from app.domain.errors import DiskError, WorkspaceDamaged
from app.workspace.database import FILE_NAME, as_app_error, connect

FOLDER_NAME = "backups"
NEWEST_KEPT = 8  # of the half-hourly ones: the last half day of work
DAYS_KEPT = 14  # and the last of each of this many days on which there was one
RESERVE_BYTES = 50 * 1024 * 1024  # stays free for the workspace itself: what is paid for comes first
PAGES_AT_ONCE = 1000  # 4 MB between two looks at `ending`
_PART = "making.part"
_STAMP = "%Y-%m-%d-%H%M%S"

# What the service says about the account is asked anew at each start, and no reason to keep a copy.
_NEWS_OF_THE_SERVICE = frozenset({"balances", "settlements", "dictionaries"})
_ONLY_GROWS = frozenset({"bodies"})  # compared by its count: its rows are large and never change
_BUT_NOT = {"settings": "WHERE key NOT LIKE 'window.%'"}  # which sheet was shown last and the like


class Why(StrEnum):
    """Why a backup was made, in the words people see."""

    HALF_HOURLY = "half-hourly"
    UPDATE = "before an update"
    RESTORE = "before restoring"

    @property
    def slug(self) -> str:
        return self.replace(" ", "-")


_NAME = re.compile(rf"(\d{{4}}-\d\d-\d\d-\d{{6}})-(\d{{3}})-({'|'.join(why.slug for why in Why)})\.sqlite")


class Abandoned(Exception):
    """`ending` said so while a backup was being made; nothing of it is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One whole copy of a workspace; `at_ms` in milliseconds since 1970 UTC."""

    path: Path
    at_ms: int
    why: Why
    size_bytes: int


def listed(folder: Path) -> list[Backup]:
    """The backups of the workspace in `folder`, newest first; none where there are none. Reads names only."""
    try:
        found = [(_NAME.fullmatch(path.name), path) for path in (folder / FOLDER_NAME).iterdir()]
    except OSError:
        return []
    whole = [_backup_of(path, match) for match, path in found if match is not None]
    return sorted(whole, key=lambda one: one.path.name, reverse=True)


def make(
    folder: Path,
    why: Why,
    at_ms: int,
    *,
    ending: Callable[[], bool] = lambda: False,
    reserve_bytes: int = RESERVE_BYTES,
) -> Backup:
    """Copy the workspace as it is at this moment. About 2 s for 600 MB; nobody who writes waits longer than 0.1 s.

    `ending` is asked every few milliseconds; once it says yes, the copy is given up.

    Raises: DiskError without room or permission, WorkspaceDamaged when the copy is not whole, Abandoned. Then nothing
    of it is left.
    """
    source, place = folder / FILE_NAME, folder / FOLDER_NAME
    try:
        with disk_told(place), closing(connect(source, read_only=True)) as db:
            place.mkdir(exist_ok=True)
            (place / _PART).unlink(missing_ok=True)  # of one that was killed: its room is needed
            _need_room(source, place, reserve_bytes)
            target = _free_name(place, why, at_ms)
            copy_to(db, target, place, ending)
            sync_folder(folder)
    except WorkspaceDamaged as error:
        raise WorkspaceDamaged(
            "The workspace file is damaged, so no whole copy of it can be made.",
            advice="Go back to an earlier backup: File, Restore a backup.",
        ) from error
    match = _NAME.fullmatch(target.name)
    assert match is not None
    return _backup_of(target, match)


def prune(folder: Path) -> None:
    """Delete the half-hourly backups that are neither among the newest 8 nor the last of one of 14 days.

    Those before an update or before restoring are kept for good. Raises: DiskError.
    """
    regular = [one for one in listed(folder) if one.why is Why.HALF_HOURLY]
    last_of_day: dict[str, Backup] = {}
    for one in regular:
        last_of_day.setdefault(datetime.fromtimestamp(one.at_ms / 1000).strftime("%Y-%m-%d"), one)
    kept = [*regular[:NEWEST_KEPT], *list(last_of_day.values())[:DAYS_KEPT]]
    with disk_told(folder / FOLDER_NAME):
        for one in regular:
            if one not in kept:
                one.path.unlink(missing_ok=True)


def changed(folder: Path) -> bool:
    """Whether the workspace holds anything that its newest backup does not, or the other way round.

    A workspace without a sheet is worth no backup. Raises: DiskError, WorkspaceDamaged.
    """
    newest = next(iter(listed(folder)), None)
    with disk_told(folder), closing(connect(folder / FILE_NAME, read_only=True)) as db:
        if newest is None:
            return bool(db.execute("SELECT EXISTS (SELECT 1 FROM sheets)").fetchone()[0])
        try:
            attach(db, newest.path)
            return _differs(db)
        except sqlite3.DatabaseError:  # an unreadable backup, or one of another version: nothing to rely on
            return True


def _differs(db: sqlite3.Connection) -> bool:
    """Whether `main` and `kept` differ. Rows are unique, so the same count and no new row mean the same rows."""
    tables = [
        (f'"{name}" {_BUT_NOT.get(name, "")}', name in _ONLY_GROWS)
        for (name,) in db.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        if name not in _NEWS_OF_THE_SERVICE
    ]
    counts = (
        db.execute(f"SELECT (SELECT count(*) FROM main.{rows}) <> (SELECT count(*) FROM kept.{rows})").fetchone()[0]
        for rows, _ in tables
    )
    news = (
        db.execute(f"SELECT EXISTS (SELECT * FROM main.{rows} EXCEPT SELECT * FROM kept.{rows})").fetchone()[0]
        for rows, only_grows in tables
        if not only_grows
    )
    return any(counts) or any(news)


def attach(db: sqlite3.Connection, backup: Path) -> None:
    """Make a backup readable as `kept` beside the workspace. Nobody writes to it, so SQLite leaves no file there."""
    db.execute("ATTACH ? AS kept", (_unchanging(backup),))


def open_backup(backup: Path) -> sqlite3.Connection:
    """A backup to be read."""
    return sqlite3.connect(_unchanging(backup), uri=True, isolation_level=None)


def copy_to(db: sqlite3.Connection, target: Path, place: Path, ending: Callable[[], bool] = lambda: False) -> None:
    """Copy what `db` holds now into `place`, on the disk and checked, then give it its name `target`.

    Raises: Abandoned, WorkspaceDamaged; sqlite3.Error and OSError untranslated. Then nothing of it is left.
    """
    part = place / _PART
    part.unlink(missing_ok=True)
    try:
        db.execute("BEGIN")
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()  # from here on this moment, whoever writes meanwhile
        _copy_pages(db, part, ending)
        with closing(open_backup(part)) as copy:
            answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            raise WorkspaceDamaged("The copy is damaged.")
        os.replace(part, target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _copy_pages(db: sqlite3.Connection, part: Path, ending: Callable[[], bool]) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copy, part.open("rb+") as written:
        copy.execute("PRAGMA journal_mode = OFF")  # a copy that does not come to its end is thrown away
        copy.execute("PRAGMA synchronous = OFF")

        def step(*_: int) -> None:
            if ending():
                raise Abandoned
            os.fsync(written.fileno())

        db.backup(copy, pages=PAGES_AT_ONCE, progress=step, sleep=0)
        os.fsync(written.fileno())


def _need_room(source: Path, place: Path, reserve_bytes: int) -> None:
    needed = sum(path.stat().st_size for path in (source, source.with_name(source.name + "-wal")) if path.exists())
    if shutil.disk_usage(place).free < needed + reserve_bytes:
        raise DiskError(
            f"The disk has too little room for a backup of {max(1, needed // 1_000_000)} MB.",
            advice="Free some space on it.",
        )


def _free_name(place: Path, why: Why, at_ms: int) -> Path:
    while True:
        at = datetime.fromtimestamp(at_ms // 1000, UTC)
        target = place / f"{at.strftime(_STAMP)}-{at_ms % 1000:03}-{why.slug}.sqlite"
        if not target.exists():
            return target
        at_ms += 1


def _backup_of(path: Path, match: "re.Match[str]") -> Backup:
    at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    why = next(why for why in Why if why.slug == match[3])
    return Backup(
        path=path, at_ms=round(at.timestamp()) * 1000 + int(match[2]), why=why, size_bytes=path.stat().st_size
    )


def _unchanging(backup: Path) -> str:
    return f"{backup.absolute().as_uri()}?mode=ro&immutable=1"


def sync_folder(folder: Path) -> None:
    """Put a folder's names on the disk, so that a rename outlasts a power cut. Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_told(place: Path) -> Iterator[None]:
    """Failures of the disk in the words of people."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise as_app_error(error, place / FILE_NAME) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskError("The disk is full.") from error
        raise DiskError(f"Scoutsheet may not write in the folder {place}.") from error


def newest_words(backups: Sequence[Backup]) -> str:
    """The newest one's time on this computer's clock, for commands: "3 May 2026, 14:30"."""
    at = datetime.fromtimestamp(backups[0].at_ms / 1000)
    return f"{at.day} {at.strftime('%B %Y, %H:%M')}"
