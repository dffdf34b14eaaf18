"""Opening a workspace, and the one way to read and write it.

The decision this module hides: SQLite in WAL mode with durable commits, one writer thread, and writes that wait at the
same moment share one commit, because a durable commit costs up to 20 ms and answers come five a second and faster.
Each write is its own savepoint, so that one that fails takes nothing of its neighbours with it.
"""

import asyncio
import queue
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import DiskError, WorkspaceBusy, WorkspaceDamaged, WorkspaceError, WorkspaceNewer
from app.workspace import backups
from app.workspace.database import DISK_FULL, FILE_NAME, as_app_error, connect, damaged_in, set_aside
from app.workspace.reserve import Reserve

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

LOCK_NAME = "workspace.lock"
MOST_IN_ONE_COMMIT = 400
QUICK_CHECK_BELOW_BYTES = 64 * 1024 * 1024  # above it the check would delay the first rows noticeably
_MIGRATION = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(slots=True)
class _Write:
    work: Work[Any]
    claims: bool = False
    future: "Future[Any]" = field(default_factory=Future)


class Store:
    """One open workspace. Made by `open_store` or `open_for_reading`; close it when done."""

    def __init__(self, folder: Path, *, read_only: bool, lock: sqlite3.Connection | None) -> None:
        self.folder = folder
        self.file = folder / FILE_NAME
        self.read_only = read_only
        self._lock = lock
        self._near: sqlite3.Connection | None = connect(self.file, read_only=True)  # for the thread that shows rows
        self._near_lock = threading.Lock()  # closing it in one thread while another reads would crash the process
        self._readers = ThreadPoolExecutor(1, "workspace-read")
        self._far: sqlite3.Connection | None = None
        self._writes: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="workspace-write", daemon=True)
        if not read_only:
            self._writer.start()

    async def write(self, work: Work[T], *, claims: bool = False) -> T:
        """Run `work` on the writer thread; returns once its changes are durable.

        A caller that is cancelled meanwhile takes nothing back: an answer that was paid for is stored all the same.
        `claims`: it sends something paid, so that room for the answer has to be held.
        Raises: DiskError when nothing could be stored; whatever `work` raises, with its changes undone.
        """
        return await asyncio.shield(asyncio.wrap_future(self._enqueue(work, claims=claims)))

    def write_now(self, work: Work[T]) -> T:
        """`write` for callers without an event loop; blocks until durable."""
        return self._enqueue(work).result()

    def _enqueue(self, work: Work[T], *, claims: bool = False) -> "Future[T]":
        if self.read_only:
            raise DiskError("This workspace is open for reading only.")
        waiting = _Write(work, claims)
        self._writes.put(waiting)
        return waiting.future

    async def read(self, work: Work[T]) -> T:
        """Run `work` on the reader thread: for what takes longer than a frame."""
        if self._near is None:
            raise WorkspaceError("The workspace is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read_far, work)

    def peek(self, work: Work[T]) -> T:
        """Run `work` here and now: only for what is far shorter than a frame (a page by ids takes 2 ms)."""
        with self._near_lock:
            if self._near is None:
                raise WorkspaceError("The workspace is closed.")
            return _translated(work, self._near, self.file)

    def _read_far(self, work: Work[T]) -> T:
        if self._far is None:
            self._far = connect(self.file, read_only=True)
        return _translated(work, self._far, self.file)

    def _write_all(self) -> None:
        db = connect(self.file, read_only=False)
        reserve = Reserve(self.file)
        try:
            while (first := self._writes.get()) is not None:
                batch, ended = [first], False
                while len(batch) < MOST_IN_ONE_COMMIT and not self._writes.empty():
                    waiting = self._writes.get()
                    if waiting is None:
                        ended = True
                        break
                    batch.append(waiting)
                _store(db, batch, self.file, reserve)
                if ended:
                    break
        finally:
            db.close()

    def close(self) -> None:
        """Finish the writes that wait, then let the folder go. Closing twice is one closing.

        The writer goes last: only then does SQLite move what stands in its journal into the one file.
        """
        self._readers.shutdown(wait=True)
        if self._far is not None:
            self._far.close()
            self._far = None
        with self._near_lock:
            if self._near is not None:
                self._near.close()
                self._near = None
        if self._writer.is_alive():
            self._writes.put(None)
            self._writer.join()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _store(db: sqlite3.Connection, batch: list[_Write], file: Path, reserve: Reserve) -> None:
    """Commit a batch, less what claims a request while room for its answer cannot be held."""
    if any(waiting.claims for waiting in batch) and not reserve.hold():
        full = DiskError(DISK_FULL, advice="What you paid for is kept. Free some space, then go on.")
        for waiting in batch:
            if waiting.claims:
                waiting.future.set_exception(full)
        batch = [waiting for waiting in batch if not waiting.claims]
    _commit_together(db, batch, file)


def _commit_together(db: sqlite3.Connection, batch: list[_Write], file: Path) -> None:
    results: list[tuple[_Write, Any]] = []
    try:
        db.execute("BEGIN IMMEDIATE")
        for waiting in batch:
            db.execute("SAVEPOINT one")
            try:
                results.append((waiting, waiting.work(db)))
            except Exception as error:
                if not db.in_transaction:  # SQLite itself gave the transaction up: disk full, I/O error
                    raise
                db.execute("ROLLBACK TO one")
                waiting.future.set_exception(as_app_error(error, file))
            db.execute("RELEASE one")
        db.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - nothing of this batch is stored: everyone is told
        if db.in_transaction:
            db.execute("ROLLBACK")
        for waiting in batch:
            if not waiting.future.done():
                waiting.future.set_exception(as_app_error(error, file))
        return
    for waiting, result in results:
        waiting.future.set_result(result)


def _translated(work: Work[T], db: sqlite3.Connection, file: Path) -> T:
    try:
        return work(db)
    except sqlite3.DatabaseError as error:
        raise as_app_error(error, file) from error


def open_store(folder: Path) -> Store:
    """Open a workspace for work, making it where there is none. Takes milliseconds; call it off the event loop.

    Raises: WorkspaceBusy, WorkspaceNewer, WorkspaceDamaged (the file was set aside beside it), DiskError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(f"Scoutsheet may not write in the folder {folder}.") from error
    lock = take_lock(folder)
    try:
        _prepare(folder / FILE_NAME)
        return Store(folder, read_only=False, lock=lock)
    except BaseException:
        lock.close()
        raise


def open_for_reading(folder: Path) -> Store | None:
    """Open a workspace beside whoever works in it; None where there is none yet.

    Raises: WorkspaceDamaged for one that was lost, WorkspaceNewer, DiskError.
    """
    file = folder / FILE_NAME
    if not file.exists():
        _refuse_lost(folder)
        return None
    try:
        if not file.stat().st_size:
            raise _lost(folder, "The workspace file is empty: it was damaged.", f"It is {file}.", "")
        db = connect(file, read_only=True)
        try:
            version = refuse_other_versions(db)
        finally:
            db.close()
        return Store(folder, read_only=True, lock=None) if version else None  # 0: being made at this moment
    except sqlite3.DatabaseError as error:
        raise as_app_error(error, file) from error


def begin_anew(folder: Path) -> None:
    """Make an empty workspace in the place of one that was lost, because the person said so.

    What lies beside it, damaged files and backups, stays. Raises: WorkspaceBusy, DiskError.
    """
    lock = take_lock(folder)
    try:
        if not (folder / FILE_NAME).exists():
            _make(folder / FILE_NAME)
    finally:
        lock.close()


def take_lock(folder: Path) -> sqlite3.Connection:
    """An exclusive lock that the operating system lets go when the process ends, however it ends.

    Raises: WorkspaceBusy, DiskError.
    """
    lock: sqlite3.Connection | None = None
    try:
        lock = sqlite3.connect(folder / LOCK_NAME, isolation_level=None, timeout=0, check_same_thread=False)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        if lock is not None:
            lock.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise WorkspaceBusy("This workspace is open in another Scoutsheet.") from error
        raise as_app_error(error, folder / LOCK_NAME) from error
    return lock


def _prepare(file: Path) -> None:
    if not file.exists():
        _refuse_lost(file.parent)
        _make(file)
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


def _make(file: Path) -> None:
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


def _refuse_lost(folder: Path) -> None:
    """Where a workspace was, none is begun unasked: what was bought would be bought again. Raises: WorkspaceDamaged."""
    kept = damaged_in(folder)
    if kept:
        happened = "The workspace was damaged, and nobody said yet how to go on."
        raise _lost(folder, happened, f"It was kept as {kept[-1].name}.", _begin_words(kept, folder))
    if backups.listed(folder):
        raise _lost(folder, "The workspace file is missing.", "", "")


def _put_aside(file: Path) -> WorkspaceDamaged:
    kept = set_aside(file)
    return _lost(
        file.parent,
        "The workspace file was damaged and could not be read.",
        f"It was kept as {kept.name}.",
        _begin_words(damaged_in(file.parent), file.parent),
    )


def _begin_words(kept: Sequence[Path], folder: Path) -> str:
    what = kept[0].name if len(kept) == 1 else f"the {len(kept)} files damaged-…-{FILE_NAME}"
    return f"To begin an empty workspace, which would buy everything again, move {what} out of {folder}."


def _lost(folder: Path, happened: str, kept: str, without_backup: str) -> WorkspaceDamaged:
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
