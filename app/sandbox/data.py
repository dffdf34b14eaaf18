"""The cached creators: one SQLite file per seed and platform, built once, then only read.

A file per platform, because a platform is built when it is first asked for and a finished file is never
written again (so it can be read without locks). Building goes to a temporary file that is renamed.
"""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from app.sandbox.columns import COLUMNS, SORTED, TEXTS
from app.sandbox.invent import Inventor

VERSION = 4
"""Raised whenever the same seed would give other creators; older files are then left alone and unused."""
CREATORS_PER_PLATFORM = 100_000
READERS = 4

_BUILD_WAIT_S = 120.0
_Result = TypeVar("_Result")


def cache_folder() -> Path:
    """Where built creators are kept: `SCOUTSHEET_CACHE`, else the user's cache folder."""
    named = os.environ.get("SCOUTSHEET_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("scoutsheet"))


def _write(path: Path, seed: int, platform: str) -> None:
    kinds = ", ".join(
        f"{name} {'INTEGER PRIMARY KEY' if name == 'id' else 'TEXT' if name in TEXTS else 'NUMERIC'}"
        for name in COLUMNS
    )
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA page_size = 8192")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE creators ({kinds})")
        marks = ", ".join("?" * len(COLUMNS))
        database.executemany(
            f"INSERT INTO creators VALUES ({marks})", Inventor(seed, platform).rows(CREATORS_PER_PLATFORM)
        )
        database.execute("CREATE UNIQUE INDEX by_handle ON creators (handle_key)")
        for column in SORTED:
            database.execute(f"CREATE INDEX by_{column} ON creators ({column} DESC)")
        database.execute("COMMIT")
    finally:
        database.close()


def build(seed: int, platform: str, folder: Path) -> Path:
    """Make sure the file of (seed, platform) is there and return it; takes a few seconds the first time.

    Two processes may call this at once: an SQLite lock, which ends with its process, lets one build and the
    other wait.
    """
    target = folder / f"practice-v{VERSION}-seed{seed}-{platform}.sqlite3"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(
        folder / f"{target.stem}.lock", timeout=_BUILD_WAIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        lock.execute("BEGIN EXCLUSIVE")
        if not target.exists():
            rough = target.with_suffix(f".{os.getpid()}.part")
            rough.unlink(missing_ok=True)
            _write(rough, seed, platform)
            rough.replace(target)
    finally:
        lock.close()
    return target


class Dataset:
    """Read access to the creators of one seed, for a server: every read runs in a small pool of threads."""

    def __init__(self, *, seed: int, folder: Path) -> None:
        self._seed = seed
        self._folder = folder
        self._pool = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="practice-read")
        self._local = threading.local()
        self._building: dict[str, asyncio.Task[Path]] = {}

    async def ready(self, platform: str) -> None:
        """Return once the platform's file exists; the first caller starts the build in a thread."""
        task = self._building.get(platform)
        if task is None or (task.done() and task.exception() is not None):
            task = asyncio.create_task(asyncio.to_thread(build, self._seed, platform, self._folder))
            self._building[platform] = task
        await asyncio.shield(task)

    async def read(self, platform: str, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Run `work` with a read-only connection to the platform's creators."""
        await self.ready(platform)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: work(self._connection(platform)))

    async def creator(self, platform: str, handle_key: str) -> dict[str, Any] | None:
        """The row of a handle (lower case, no "@"), or None."""
        return await self.read(platform, lambda database: by_handle(database, handle_key))

    def _connection(self, platform: str) -> sqlite3.Connection:
        opened: dict[str, sqlite3.Connection] = self._local.__dict__.setdefault("opened", {})
        if platform not in opened:
            path = build(self._seed, platform, self._folder)
            database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA mmap_size = 268435456")
            opened[platform] = database
        return opened[platform]

    def close(self) -> None:
        """Finish the reads that run and let the threads go."""
        self._pool.shutdown(wait=True)


def by_handle(database: sqlite3.Connection, handle_key: str) -> dict[str, Any] | None:
    """The whole row of one creator, keyed by column, or None."""
    row = database.execute("SELECT * FROM creators WHERE handle_key = ?", (handle_key,)).fetchone()
    return None if row is None else dict(row)


def by_id(database: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """The whole row of one creator, by the number the invented world gave, or None."""
    row = database.execute("SELECT * FROM creators WHERE id = ?", (number,)).fetchone()
    return None if row is None else dict(row)
