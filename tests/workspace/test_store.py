"""What is written is durable or refused in plain words, and a neighbour's failure takes nothing with it."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import DiskError, WorkspaceBusy, WorkspaceDamaged, WorkspaceNewer
from app.workspace import account
from app.workspace.database import FILE_NAME, damaged_in
from app.workspace.store import LOCK_NAME, begin_anew, open_for_reading, open_store

ROOT = Path(__file__).resolve().parent.parent.parent


def put(key: str, value: str = "x"):
    return lambda db: account.set_setting(db, key, value)


def keys(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT key FROM settings ORDER BY key")]


def block(workspace, gate: threading.Event):
    """Keep the writer busy, so that what comes now waits for one commit."""
    return workspace.store._enqueue(lambda db: gate.wait(10))


async def test_a_failing_write_takes_nothing_of_its_neighbours(workspace):
    """Writes that share one commit succeed or fail each for itself."""
    gate = threading.Event()
    block(workspace, gate)

    def half(db: sqlite3.Connection) -> None:
        account.set_setting(db, "half", "x")
        raise ValueError("mine")

    waiting = [asyncio.ensure_future(workspace.store.write(work)) for work in (put("before"), half, put("after"))]
    await asyncio.sleep(0)
    gate.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert workspace.store.peek(keys) == ["after", "before"]


async def test_writes_that_wait_together_share_one_commit(workspace, reopened):
    """A durable commit is dear, so a hundred waiting answers cost one."""
    gate = threading.Event()
    block(workspace, gate)
    versions: set[int] = set()

    def work(db: sqlite3.Connection) -> None:
        versions.add(workspace.store.peek(lambda near: near.execute("PRAGMA data_version").fetchone()[0]))
        account.set_setting(db, str(len(versions)), "x")

    waiting = [asyncio.ensure_future(workspace.store.write(work)) for _ in range(100)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*waiting)

    assert len(versions) <= 2  # the one they found, and the blocker's commit


async def test_an_answer_is_stored_although_its_caller_was_cancelled(workspace):
    """What was paid for is kept, whoever went away meanwhile."""
    gate = threading.Event()
    block(workspace, gate)
    caller = asyncio.create_task(workspace.store.write(put("paid")))
    await asyncio.sleep(0)
    caller.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await workspace.store.write(put("next"))

    assert "paid" in workspace.store.peek(keys)


def test_closing_finishes_the_writes_that_wait(workspace, reopened):
    """Nothing that was handed over is dropped at the end."""
    gate = threading.Event()
    block(workspace, gate)
    for number in range(20):
        workspace.store._enqueue(put(f"{number:02}"))
    gate.set()
    again = reopened()

    assert len(again.store.peek(keys)) == 20


def test_a_second_scoutsheet_is_told_that_the_workspace_is_open(workspace, tmp_path):
    """One window or recipe works in a workspace at a time."""
    with pytest.raises(WorkspaceBusy):
        open_store(tmp_path / "workspace")


def test_a_process_that_was_killed_leaves_no_lock(tmp_path):
    """The operating system lets the lock go, however the process ends."""
    script = "import sys, pathlib; from app.workspace.store import open_store; open_store(pathlib.Path(sys.argv[1]))"
    code = f"{script}; print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(WorkspaceBusy):
            open_store(tmp_path)
        child.kill()

    open_store(tmp_path).close()


def test_reading_goes_on_beside_whoever_writes(workspace, tmp_path):
    """Ledger, jobs and export work while a window has the workspace open."""
    beside = open_for_reading(tmp_path / "workspace")
    assert beside is not None
    workspace(put("fresh"))
    seen = beside.peek(keys)
    beside.close()

    assert seen == ["fresh"]


def test_a_reader_writes_nothing(workspace, tmp_path):
    """A workspace opened for reading refuses to be changed."""
    beside = open_for_reading(tmp_path / "workspace")
    assert beside is not None
    with pytest.raises(DiskError, match="reading only"):
        beside.write_now(put("x"))
    beside.close()


def test_there_is_nothing_to_read_where_no_workspace_is(tmp_path):
    """Looking does not make one."""
    assert open_for_reading(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opener", [open_store, open_for_reading])
def test_a_newer_file_is_refused_and_left_alone(workspace, tmp_path, opener):
    """An older Scoutsheet does not touch what it does not understand."""
    workspace.store.close()
    file = tmp_path / "workspace" / FILE_NAME
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    before = file.read_bytes()
    with pytest.raises(WorkspaceNewer):
        opener(tmp_path / "workspace")

    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", ["no database", "torn page", "empty middle"])
def test_a_damaged_file_is_kept_aside_whole_and_named(workspace, tmp_path, damage):
    """Nothing is deleted, the person is told under which name it was kept, and the next start works."""
    for number in range(2_000):
        workspace.store._enqueue(put(f"{number:05}", "x" * 50))
    workspace.store.close()
    file = tmp_path / "workspace" / FILE_NAME
    content = bytearray(file.read_bytes())
    if damage == "no database":
        content[:100] = b"x" * 100
    elif damage == "torn page":
        content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    else:
        content[4096 : len(content) - 4096] = bytes(len(content) - 8192)
    file.write_bytes(content)
    with pytest.raises(WorkspaceDamaged) as told:
        open_store(tmp_path / "workspace")
    kept = list((tmp_path / "workspace").glob(f"damaged-*-{FILE_NAME}"))

    assert [path.read_bytes() for path in kept] == [bytes(content)]
    assert kept[0].name in told.value.sentences


@pytest.mark.parametrize("open_it", [open_store, open_for_reading])
def test_after_damage_no_empty_workspace_is_begun_unasked(tmp_path, open_it):
    """At every start, until somebody moves the file away as the sentence says, or begins anew in the window."""
    (tmp_path / FILE_NAME).write_bytes(b"x" * 5000)
    with pytest.raises(WorkspaceDamaged):
        open_store(tmp_path)
    (kept,) = damaged_in(tmp_path)
    for _ in range(2):
        with pytest.raises(WorkspaceDamaged) as told:
            open_it(tmp_path)
        assert f"move {kept.name} out of {tmp_path}" in told.value.sentences

    assert not (tmp_path / FILE_NAME).exists()
    kept.rename(tmp_path.parent / kept.name)
    open_store(tmp_path).close()


def test_beginning_anew_keeps_what_lies_beside_it(tmp_path):
    """The next start opens the new one."""
    (tmp_path / FILE_NAME).write_bytes(b"x" * 5000)
    with pytest.raises(WorkspaceDamaged):
        open_store(tmp_path)
    begin_anew(tmp_path)
    open_store(tmp_path).close()

    assert [path.read_bytes() for path in damaged_in(tmp_path)] == [b"x" * 5000]


def test_beginning_anew_never_touches_a_workspace_that_is_there(workspace, tmp_path):
    """It was not lost."""
    workspace.list_of("vera")
    workspace.store.close()
    before = (tmp_path / "workspace" / FILE_NAME).read_bytes()
    begin_anew(tmp_path / "workspace")

    assert (tmp_path / "workspace" / FILE_NAME).read_bytes() == before


def test_a_file_cut_to_nothing_is_told_to_who_reads(tmp_path):
    """It is no workspace that is not there yet."""
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(WorkspaceDamaged, match="empty"):
        open_for_reading(tmp_path)


def test_a_kill_while_the_first_workspace_is_made_leaves_no_half_one(tmp_path):
    """What it left under another name is made anew."""
    (tmp_path / f"new-{FILE_NAME}").write_bytes(b"half")
    open_store(tmp_path).close()

    assert sorted(path.name for path in tmp_path.iterdir()) == [LOCK_NAME, FILE_NAME]


def test_two_damaged_files_are_both_kept(tmp_path):
    """A second accident does not overwrite the first one's file."""
    for content in (b"first" * 100, b"second" * 100):
        (tmp_path / FILE_NAME).write_bytes(content)
        with pytest.raises(WorkspaceDamaged):
            open_store(tmp_path)

    assert len(list(tmp_path.glob("damaged-*"))) == 2


def test_a_folder_that_cannot_be_made_is_a_disk_error(tmp_path):
    """A plain sentence names the folder."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskError, match="folder"):
        open_store(tmp_path / "file" / "workspace")


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.domain.errors import DiskError
from app.workspace import account
from app.workspace.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path(sys.argv[1]))
store.write_now(lambda db: account.set_setting(db, "kept", "x"))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    for number in range(200):
        store.write_now(lambda db: account.set_setting(db, f"big {number}", "x" * 20_000))
        print(number, flush=True)
except DiskError as error:
    print("told", error.sentences)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.write_now(lambda db: account.set_setting(db, "after", "x"))
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
def test_a_full_disk_is_told_and_loses_nothing(tmp_path):
    """What was reported as stored is there afterwards, what was not is not, and work goes on when there is room."""
    ran = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    *stored, told = ran.stdout.splitlines()
    store = open_store(tmp_path)
    there = store.peek(keys)
    store.close()

    assert ran.stderr == ""
    assert told.startswith("told ")
    assert there == sorted(["kept", "after", *(f"big {number}" for number in stored)])


def test_the_lock_file_holds_nothing(workspace, tmp_path):
    """It only carries the operating system's lock."""
    assert (tmp_path / "workspace" / LOCK_NAME).stat().st_size == 0


def test_a_closed_workspace_is_one_file(workspace, tmp_path):
    """Who copies the file copies everything: no journal is left beside it."""
    workspace(put("x"))
    workspace.store.close()

    assert sorted(path.name for path in (tmp_path / "workspace").iterdir()) == [LOCK_NAME, FILE_NAME]
