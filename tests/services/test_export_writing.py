"""A file appears whole or not at all, whatever happens to the process that writes it."""

import asyncio
import errno
import io
import itertools
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.domain.errors import DiskError, InputError
from app.domain.fields import Kind
from app.services.export.table import Cell, Column, FileKind, Layout, Table
from app.services.export.worker import Order, run_worker
from app.services.export.writing import Written, disk_error, write_table

COLUMNS = (
    Column(label="Creator", kind=Kind.TEXT, width=172, key="creator"),
    Column(label="Followers", kind=Kind.COUNT, width=92, key="followers"),
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")


def table(rows: Any, columns: Sequence[Column] = COLUMNS) -> Table:
    return Table(title="List", columns=columns, rows=rows, about=[("Rows", "2")], practice=False)


class Deadly(str):
    """A text whose reading ends the process that reads it, as a crash would."""

    def __reduce__(self) -> Any:
        return signal.raise_signal, (signal.SIGKILL,)


class SeenByChild(str):
    """The name of an environment variable, which the process that reads it turns into its value there."""

    def __reduce__(self) -> Any:
        return os.getenv, (str(self), "not there")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"the old file")
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def is_untouched(old: Path) -> bool:
    return files(old.parent) == [old.name] and old.read_bytes() == b"the old file"


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list.tsv", "LIST.XLSX"])
async def test_the_ending_of_the_name_says_what_is_written(tmp_path: Path, name: str) -> None:
    """A finished file is the only thing in its folder."""
    path = tmp_path / name

    assert await write_table(table([["vera", 1], ["tom", None]]), path) == Written(path=path, rows=2)
    assert files(tmp_path) == [name]
    assert path.read_bytes().startswith(b"PK" if name.lower().endswith("xlsx") else b"\xef\xbb\xbfCreator")


async def test_all_rows_arrive_in_order(tmp_path: Path) -> None:
    """Rows travel to the child in many pieces."""
    path = tmp_path / "list.csv"

    done = await write_table(table([f"creator{n}", n] for n in range(5_001)), path)

    lines = path.read_text("utf-8-sig").splitlines()[1:]
    assert done.rows == 5_001
    assert lines == [f"creator{n},{n}" for n in range(5_001)]


async def test_an_old_file_is_replaced(old: Path) -> None:
    """The new one takes its place in one step."""
    await write_table(table([["vera", 1]]), old)

    assert openpyxl.load_workbook(old)["Creators"]["A2"].value == "vera"


async def test_rows_are_read_outside_the_event_loop(tmp_path: Path) -> None:
    """A slow row holds up nothing else."""
    threads: set[int] = set()

    def rows() -> Iterator[Sequence[Cell]]:
        for n in range(1_000):
            threads.add(threading.get_ident())
            yield ["vera", n]

    await write_table(table(rows()), tmp_path / "list.csv")

    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_the_child_does_not_get_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes files and needs nothing else; the rest of the environment is the same."""
    monkeypatch.setenv("SCOUTSHEET_API_KEY", "secret")
    monkeypatch.setenv("SCOUTSHEET_HOME", "home")

    await write_table(
        table([[SeenByChild("SCOUTSHEET_API_KEY"), 1], [SeenByChild("SCOUTSHEET_HOME"), 2]]), tmp_path / "x.csv"
    )

    assert (tmp_path / "x.csv").read_text("utf-8-sig").splitlines()[1:] == ["not there,1", "home,2"]


@pytest.mark.parametrize("name", ["list.xls", "list", "list.pdf", ".xlsx"])
async def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    """The error names the field and the endings there are."""
    with pytest.raises(InputError, match="cannot write") as caught:
        await write_table(table([]), tmp_path / name)

    assert caught.value.field == "path"
    assert ".xlsx, .csv or .tsv" in caught.value.advice
    assert files(tmp_path) == []


async def test_more_rows_than_excel_has_are_refused(old: Path) -> None:
    """The old file stays; the words name the way out."""
    with pytest.raises(InputError, match="1,048,575") as caught:
        await write_table(table(itertools.repeat(()), columns=()), old)

    assert ".csv" in caught.value.advice
    assert is_untouched(old)


@posix
async def test_a_killed_child_leaves_the_old_file(old: Path) -> None:
    """Also when the system ends it half-way, and nothing stays behind."""
    rows = [["vera", 1]] * 300 + [[Deadly("x"), 1]] + [["tom", 2]] * 5_000

    with pytest.raises(DiskError, match=r"“list\.xlsx” was not saved"):
        await write_table(table(rows), old)

    assert is_untouched(old)


async def test_a_failure_while_rows_are_read_passes_on_and_leaves_the_old_file(old: Path) -> None:
    """What the workspace says about a damaged file reaches the person unchanged."""

    def rows() -> Iterator[Sequence[Cell]]:
        yield ["vera", 1]
        raise DiskError("The workspace cannot be read.")

    with pytest.raises(DiskError, match="workspace"):
        await write_table(table(rows()), old)

    assert is_untouched(old)


async def test_a_row_that_does_not_fit_its_columns_is_a_bug_with_a_trace(old: Path) -> None:
    """It is no DiskError: nobody could do anything about it."""
    with pytest.raises(RuntimeError, match="ValueError"):
        await write_table(table([["vera"]]), old)

    assert is_untouched(old)


async def test_cancelling_ends_the_child_and_leaves_the_old_file(old: Path) -> None:
    """When the cancelled task is over, everything is cleared away."""
    loop, started = asyncio.get_running_loop(), asyncio.Event()

    def rows() -> Iterator[Sequence[Cell]]:
        for n in itertools.count():
            if n == 1_000:
                loop.call_soon_threadsafe(started.set)
            yield ["vera", n]

    task = asyncio.create_task(write_table(table(rows()), old.with_suffix(".csv")))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert is_untouched(old)


@posix
async def test_a_full_disk_is_told_and_leaves_the_old_file(old: Path) -> None:
    """The system's limit on file sizes stands in for the end of the disk: the write fails at the same place."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(DiskError, match=r"disk is full: “list\.xlsx” was not saved"):
            await write_table(table(["vera" * 20, n] for n in range(20_000)), old)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert is_untouched(old)


async def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """It is not made: a mistyped folder should not appear."""
    with pytest.raises(DiskError, match=r"folder “.*elsewhere” is not there"):
        await write_table(table([]), tmp_path / "elsewhere" / "list.xlsx")


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder that even root may not write to")
async def test_a_read_only_folder_is_told() -> None:
    """The sentence names the folder."""
    with pytest.raises(DiskError, match="may not save files in “/sys”"):
        await write_table(table([]), Path("/sys/list.xlsx"))


async def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    """And stays."""
    (tmp_path / "list.xlsx").mkdir()

    with pytest.raises(DiskError, match="name of a folder"):
        await write_table(table([]), tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").is_dir()


@posix
async def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(DiskError, match="too long"):
        await write_table(table([]), tmp_path / f"{'x' * 300}.xlsx")


@pytest.mark.parametrize(
    ("number", "replacing", "words"),
    [
        (errno.EACCES, True, "open in another program"),
        (errno.EACCES, False, "may not save"),
        (errno.EROFS, False, "may not save"),
        (errno.ENOSPC, False, "disk is full"),
        (errno.ENOSPC, True, "disk is full"),
        (errno.EIO, False, "could not be saved"),
    ],
)
def test_every_failure_of_the_file_system_has_plain_words(number: int, replacing: bool, words: str) -> None:
    """Windows reports a target that Excel has open as a permission error at the last step."""
    error = disk_error(OSError(number, os.strerror(number)), Path("a/list.xlsx"), replacing=replacing)

    assert words in error.happened
    assert "try again" in error.advice


@posix
async def test_the_target_of_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    """A folder that is linked to a shared drive keeps working."""
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    await write_table(table([["vera", 1]]), tmp_path / "link.csv")

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().endswith(b"vera,1\r\n")


async def test_what_a_power_cut_left_is_cleared_by_the_next_export(tmp_path: Path) -> None:
    """Only what is old enough that no other export can still be writing it."""
    left, fresh = tmp_path / ".scoutsheet-0.part", tmp_path / ".scoutsheet-1.part"
    left.touch()
    fresh.touch()
    os.utime(left, (0, 0))

    await write_table(table([]), tmp_path / "list.csv")

    assert files(tmp_path) == [fresh.name, "list.csv"]


def order(path: Path, scratch: Path, kind: FileKind) -> bytes:
    layout = Layout(title="List", columns=COLUMNS, about=(), practice=False)
    return pickle.dumps(Order(kind=kind, path=os.fsencode(path), scratch=os.fsencode(scratch), layout=layout))


@pytest.mark.parametrize("kind", FileKind)
def test_a_worker_whose_parent_died_clears_away_what_it_wrote(tmp_path: Path, kind: FileKind) -> None:
    """The stream ends without the closing mark."""
    path, scratch = tmp_path / "x.part", tmp_path / "scratch"
    scratch.mkdir()
    stream = io.BytesIO(order(path, scratch, kind) + pickle.dumps([["vera", 1]]))

    code = run_worker(stream, answer := io.BytesIO())

    assert (code, answer.getvalue()) == (1, b"")
    assert files(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_worker_reports_the_full_disk_by_number(tmp_path: Path) -> None:
    """The parent turns the number into words."""
    stream = io.BytesIO(order(Path("/dev/full"), tmp_path, FileKind.CSV) + pickle.dumps(None))

    run_worker(stream, answer := io.BytesIO())

    assert answer.getvalue() == b'{"errno": %d}\n' % errno.ENOSPC
