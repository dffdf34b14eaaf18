"""The log of sends of one account, as a small SQLite file that its windows, recipes and restarts share.

It fits `SendLog` of app/api/send_log.py by shape: this layer and that one do not import each other. Times are monotonic
seconds, which all processes of one boot share; wall time and boot identity stand beside them only to notice another
boot. It has to survive a killed process, not a power cut (which another boot follows), so nothing waits for the disk
and a call stays far below a millisecond.
"""

import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import DiskError

LONG_PAST_S = 300.0  # by wall time; clocks get corrected after a start, so only a send older than this is surely old
LONGEST_HOLD_S = 600.0
SAME_BOOT_S = 2.0  # within one boot, wall time less monotonic time moves by less than this between neighbouring sends
BUSY_S = 2.0  # others hold the file for less than a millisecond; this long only a process that was stopped does
BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sends (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: a late stamp must not hit somebody else's slot
    at REAL NOT NULL,
    written INTEGER NOT NULL,
    wall REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hold (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    boot TEXT NOT NULL,
    until REAL NOT NULL,
    wall REAL NOT NULL  -- the same moment as `until`, by wall time
) STRICT;
"""


def boot_identity() -> str:
    """What tells this boot from every other, or "" where the system does not say (everywhere but on Linux)."""
    try:
        return BOOT_ID_FILE.read_text(encoding="ascii").strip()
    except OSError:
        return ""


class SqliteSendLog:
    """The sends of one account in the file `path`, which is made when missing, its folder too.

    A file that is no database is kept aside as `*.damaged`, and the minute counts as full. Raises DiskError when the
    file cannot be read or written, then and in `exclusive`, inside which all other methods are called. For one thread.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        boot: str | None = None,
    ) -> None:
        self._clock = clock
        self._wall = wall
        self._boot = boot_identity() if boot is None else boot
        with _told():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._db = _open(path)
            except sqlite3.OperationalError:  # locked, full, not allowed: not the file's content
                raise
            except sqlite3.DatabaseError:
                _set_aside(path)
                self._db = _open(path)
                self._db.execute("INSERT INTO sends (at, written, wall) VALUES (?, 1, ?)", (math.inf, wall()))
        with self.exclusive():
            self._enter_boot()

    def close(self) -> None:
        """Let go of the file; closing twice is one close."""
        self._db.close()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One write transaction: other processes wait meanwhile. Undone when the block raises."""
        with _told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("ROLLBACK")
                raise

    def recent(self, since: float) -> Sequence[tuple[float, bool]]:
        """Slots newer than `since` in any order: (time, whether written); infinite where the age is unknown."""
        return self._db.execute("SELECT at, written FROM sends WHERE at > ?", (since,)).fetchall()

    def append(self, at: float, *, forget_before: float) -> int:
        """Add a reservation, drop the slots up to `forget_before`; returns the new slot's id, never given twice."""
        self._db.execute("DELETE FROM sends WHERE at <= ?", (forget_before,))
        done = self._db.execute("INSERT INTO sends (at, written, wall) VALUES (?, 0, ?)", (at, self._wall()))
        assert done.lastrowid is not None
        return done.lastrowid

    def restamp(self, slot_id: int, at: float) -> bool:
        """The slot's request is written at `at`; False when it is not in the log any more."""
        changed = self._db.execute(
            "UPDATE sends SET at = ?, written = 1, wall = ? WHERE id = ?", (at, self._wall(), slot_id)
        )
        return changed.rowcount == 1

    def remove(self, slot_id: int) -> None:
        """Forget a slot; an unknown one is no error."""
        self._db.execute("DELETE FROM sends WHERE id = ?", (slot_id,))

    def clear(self) -> None:
        """Forget all slots."""
        self._db.execute("DELETE FROM sends")

    def hold(self) -> float:
        """Nothing may be sent before this time; minus infinity at first."""
        return float(self._db.execute("SELECT until FROM hold").fetchone()[0])

    def hold_until(self, at: float) -> None:
        """Share a "not before" with every process; it outlasts a restart of the machine, by wall time."""
        self._db.execute(
            "INSERT OR REPLACE INTO hold (one, boot, until, wall) VALUES (1, ?, ?, ?)",
            (self._boot, at, self._wall() + at - self._clock()),
        )

    def notes(self) -> Mapping[str, float]:
        """Numbers the gates share, by name; empty at first."""
        return dict(self._db.execute("SELECT name, value FROM notes").fetchall())

    def note(self, numbers: Mapping[str, float]) -> None:
        """Replace the numbers of these names."""
        self._db.executemany("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", list(numbers.items()))

    def _enter_boot(self) -> None:
        """Make what another boot left speak of this one: its sends, if they may be fresh, are of unknown age."""
        held = self._db.execute("SELECT boot, wall FROM hold").fetchone()
        if held is not None and self._is_this_boot(held[0]):
            return
        now, wall = self._clock(), self._wall()
        self._db.execute("DELETE FROM sends WHERE wall < ?", (wall - LONG_PAST_S,))
        self._db.execute("UPDATE sends SET at = ?", (math.inf,))
        self._db.execute("DELETE FROM notes")
        left = -math.inf if held is None else held[1] - wall
        self.hold_until(now + min(left, LONGEST_HOLD_S) if left > 0.0 else -math.inf)

    def _is_this_boot(self, boot: str) -> bool:
        if self._boot:
            return boot == self._boot
        last = self._db.execute("SELECT wall - at FROM sends ORDER BY id DESC LIMIT 1").fetchone()
        return last is not None and abs(last[0] - (self._wall() - self._clock())) < SAME_BOOT_S


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged behind its head")
        db.executescript(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db


def _set_aside(path: Path) -> None:
    path.replace(path.with_name(path.name + ".damaged"))
    for extra in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + extra).unlink()


@contextmanager
def _told() -> Iterator[None]:
    """Failures of the disk in the words of people."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DiskError("Scoutsheet cannot keep count of what it sent: the disk refused.") from error
