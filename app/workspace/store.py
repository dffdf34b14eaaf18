"""Opening a workspace, and the one way to read and write it.

The decision this module hides: SQLite in WAL mode with durable commits, one writer thread, and writes that wait at the
same moment share one commit, because a durable commit costs up to 20 ms and answers come five a second and faster.
Each write is its own savepoint, so that one that fails takes nothing of its neighbours with it.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import DiskError, WorkspaceBusy, WorkspaceError
from app.workspace.database import DISK_FULL, FILE_NAME, as_app_error, connect
from app.workspace.preparing import lost, make, prepare, refuse_lost, refuse_other_versions
from app.workspace.reserve import Reserve

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

LOCK_NAME = "workspace.lock"
MOST_IN_ONE_COMMIT = 400


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
        prepare(folder / FILE_NAME)
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
        refuse_lost(folder)
        return None
    try:
        if not file.stat().st_size:
            raise lost(folder, "The workspace file is empty: it was damaged.", f"It is {file}.", "")
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
            make(folder / FILE_NAME)
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
