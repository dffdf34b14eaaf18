"""Write a table to a file in a child process: all of it or nothing, while the event loop stays free.

The file grows under another name in the target's folder and takes the target's place in one step, so that a failure,
a full disk or a power cut leaves the old file as it was.

A plain child process with pipes, not `multiprocessing`: its spawned child would import the parent's main module again
(in the window that is Qt), and it leaves a resource tracker running. A frozen program has no `-m`: it starts itself
with `worker.COMMAND` as the only argument, which its entry point must hand to `worker.main`.
"""

import asyncio
import errno
import json
import os
import pickle
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.domain.errors import AppError, DiskError, InputError
from app.services.child import start_child
from app.services.export import worker
from app.services.export.table import Cell, FileKind, Table
from app.services.export.workbook import MAX_ROWS

_CHUNK = 200  # rows a frame: about 2 ms of pickling for 30 columns, after which the event loop gets its turn
_PART, _PART_END = ".scoutsheet-", ".part"
_LEFT_BEHIND_S = 3600.0  # no export rests for an hour: what is older was left by a power cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A finished file: where it is and how many rows it holds, the heading not counted."""

    path: Path
    rows: int


async def write_table(table: Table, path: Path) -> Written:
    """Write the table as the kind of file that the name asks for; replaces what is there.

    `table.rows` is read in a worker thread, a few rows ahead of the child. Cancelling ends the child and leaves
    nothing behind. About 15 s for 100,000 rows of 30 columns as a workbook.
    Raises: InputError (another ending, or more rows than a workbook takes), DiskError, and what `table.rows` raises.
    """
    export = _Export(table, path)
    thread = asyncio.ensure_future(asyncio.to_thread(export.run))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        export.stop()
        await asyncio.wait([thread])
        if not thread.cancelled():
            thread.exception()  # looked at, so that asyncio does not report what stopping brought about
        raise


class _Stopped(Exception):
    """The export was cancelled; never leaves this module but into a task that is cancelled already."""


class _Export:
    """One export. `run` belongs to a worker thread; `stop` may be called from any."""

    def __init__(self, table: Table, path: Path) -> None:
        self._table = table
        self._path = path
        self._kind = FileKind.of(path)
        self._target = Path(os.path.realpath(path))  # through a link: the file it leads to is replaced, not the link
        self._child: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()

    def stop(self) -> None:
        """End it as soon as possible; `run` then clears away what there is."""
        self._stop.set()
        if self._child is not None:
            self._child.kill()

    def run(self) -> Written:
        """Write the file. Blocks until it is in its place or has failed."""
        part = self._create_part()
        try:
            scratch = Path(self._on_disk(tempfile.mkdtemp, prefix="scoutsheet-"))
            try:
                rows = self._in_child(part, scratch)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
            self._replace(part)
        finally:
            part.unlink(missing_ok=True)
        return Written(path=self._path, rows=rows)

    def _create_part(self) -> Path:
        """An empty file beside the target: shows at once whether the folder can be written."""
        folder = self._target.parent
        part = folder / f"{_PART}{secrets.token_hex(8)}{_PART_END}"
        try:
            if self._target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            _clear_left_behind(folder)
            # Not mkstemp: the finished file gets the permissions of any other new file.
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except OSError as error:
            raise disk_error(error, self._path) from error
        return part

    def _on_disk(self, act: Callable[..., str], **options: str) -> str:
        try:
            return act(**options)
        except OSError as error:
            raise disk_error(error, self._path) from error

    def _in_child(self, part: Path, scratch: Path) -> int:
        order = worker.Order(
            kind=self._kind, path=os.fsencode(part), scratch=os.fsencode(scratch), layout=self._table.layout
        )
        child = start_child(worker.COMMAND, worker.__name__)
        self._child = child
        try:
            rows = self._feed(child, order)
            answer, trace = child.communicate()
        except BaseException:
            child.kill()
            child.communicate()
            raise
        if self._stop.is_set():
            raise _Stopped
        self._check(answer, trace)
        return rows

    def _feed(self, child: subprocess.Popen[bytes], order: worker.Order) -> int:
        """Send everything; a child that is gone is no error here, its answer tells why."""
        if not _send(child, order):
            return 0
        count = 0
        for frame in _frames(self._table):
            if self._stop.is_set():
                raise _Stopped
            count += len(frame)
            if self._kind is FileKind.XLSX and count > MAX_ROWS:
                raise InputError(
                    f"An Excel sheet holds {MAX_ROWS:,} rows at most.",
                    field="path",
                    advice="Export fewer rows, or save as .csv.",
                )
            if not _send(child, frame):
                return count
        _send(child, None)
        return count

    def _check(self, answer: bytes, trace: bytes) -> None:
        if answer:
            number = json.loads(answer)["errno"]
            if number is None:
                return
            error = OSError(number, os.strerror(number))
            raise disk_error(error, self._path) from error
        if trace:
            raise RuntimeError(f"The export worker failed.\n{trace.decode(errors='replace')}")
        raise DiskError(
            f"“{self._path.name}” was not saved: the system ended the export before it was done.",
            advice="Close other programs to free memory, then try again.",
        )

    def _replace(self, part: Path) -> None:
        try:
            os.replace(part, self._target)
        except OSError as error:
            raise disk_error(error, self._path, replacing=True) from error
        _sync_folder(self._target.parent)


def disk_error(error: OSError, path: Path, *, replacing: bool = False) -> AppError:
    """What a failed write of `path` means to a person. `replacing`: the new file was whole, its place not free."""
    name, folder = path.name, str(path.parent)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return DiskError(f"The disk is full: “{name}” was not saved.")
        case errno.EACCES | errno.EPERM | errno.EBUSY if replacing:
            return DiskError(
                f"“{name}” is open in another program, or protected.",
                advice="Close it there or choose another name, then try again.",
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return DiskError(
                f"Scoutsheet may not save files in “{folder}”.", advice="Choose another folder, then try again."
            )
        case errno.ENOENT | errno.ENOTDIR:
            return DiskError(f"The folder “{folder}” is not there.", advice="Choose another folder, then try again.")
        case errno.EISDIR:
            return DiskError(f"“{name}” is the name of a folder.", advice="Choose another name, then try again.")
        case errno.ENAMETOOLONG:
            return DiskError("The name of the file is too long.", advice="Choose a shorter name, then try again.")
    return DiskError(f"“{name}” could not be saved ({error.strerror or 'unknown reason'}).")


def _send(child: subprocess.Popen[bytes], message: object) -> bool:
    """Whether the child took it. Windows reports a pipe without reader as EINVAL."""
    assert child.stdin is not None
    frame = pickle.dumps(message, protocol=5)
    try:
        child.stdin.write(frame)
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise
        return False
    return True


def _frames(table: Table) -> Iterator[list[Sequence[Cell]]]:
    rows = iter(table.rows)
    while frame := list(islice(rows, _CHUNK)):
        yield frame


def _clear_left_behind(folder: Path) -> None:
    for part in folder.glob(f"{_PART}*{_PART_END}"):
        if time.time() - part.stat().st_mtime > _LEFT_BEHIND_S:
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:  # some network folders refuse it; the file itself is synced
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
