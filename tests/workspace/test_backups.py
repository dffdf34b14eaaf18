"""Backups are whole, listed only when they are on the disk, made only of what is new, and few enough to keep."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import DiskError, WorkspaceDamaged
from app.domain.money import Balance
from app.workspace import account, backups, ledger, preparing, sheets, store
from app.workspace.backups import Abandoned, Why
from app.workspace.database import FILE_NAME
from tests.workspace.conftest import reading

ROOT = Path(__file__).resolve().parent.parent.parent
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def names_in(backup: backups.Backup) -> list[str]:
    with closing(backups.open_backup(backup.path)) as db:
        return [row[0] for row in db.execute("SELECT handle FROM creators ORDER BY id")]


def test_a_backup_holds_what_was_stored_and_leaves_the_workspace_as_it_is(workspace, folder):
    """Also what still stands in the journal; the copy needs no other file beside it."""
    workspace.list_of("vera", "lars")
    made = backups.make(folder, Why.HALF_HOURLY, 1_500)

    assert names_in(made) == ["vera", "lars"]
    assert [path.name for path in (folder / "backups").iterdir()] == [made.path.name]
    assert backups.listed(folder) == [made]
    assert (made.at_ms, made.why, made.size_bytes) == (1_500, Why.HALF_HOURLY, made.path.stat().st_size)


def test_what_is_stored_while_a_copy_is_made_is_neither_held_up_nor_half_in_it(workspace, folder):
    """The copy is of one moment; writing goes on in the middle of it."""
    workspace.list_of("before")
    workspace(lambda db: account.set_setting(db, "large", "x" * 9_000_000))  # more than one step
    asked: list[int] = []

    def write_meanwhile() -> bool:
        if not asked:
            workspace.list_of("meanwhile")
        asked.append(1)
        return False

    made = backups.make(folder, Why.HALF_HOURLY, 1, ending=write_meanwhile)

    assert len(asked) > 1
    assert names_in(made) == ["before"]
    assert backups.changed(folder)


def test_the_list_is_dated_newest_first_and_says_why(workspace, folder):
    """Two at the same moment get two names; what is no backup is not listed."""
    for at_ms, why in (
        (DAY_MS, Why.UPDATE),
        (HOUR_MS, Why.HALF_HOURLY),
        (DAY_MS, Why.UPDATE),
        (2 * DAY_MS, Why.RESTORE),
    ):
        backups.make(folder, why, at_ms)
    for name in ("making.part", "notes.txt", "2026-05-03-143000-000-because.sqlite"):
        (folder / "backups" / name).write_text("x")
    told = [(one.at_ms, one.why) for one in backups.listed(folder)]

    assert told == [
        (2 * DAY_MS, "before restoring"),
        (DAY_MS + 1, "before an update"),
        (DAY_MS, "before an update"),
        (HOUR_MS, "half-hourly"),
    ]


def test_a_workspace_without_backups_has_an_empty_list(tmp_path):
    """Looking makes no folder."""
    assert backups.listed(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def tick(workspace, on: bool) -> None:
    (creator,) = workspace.store.peek(lambda db: sheets.first_ids(db, 1, 1))
    workspace(lambda db: sheets.set_ticked(db, 1, [creator], on))


def test_only_what_people_have_or_bought_counts_as_a_change(workspace, folder):
    """A tick counts, and taken back it does not; what the service said about the balance never does."""
    workspace.list_of("vera")
    backups.make(folder, Why.HALF_HOURLY, 1)
    told = [backups.changed(folder)]
    tick(workspace, True)
    told.append(backups.changed(folder))
    tick(workspace, False)
    told.append(backups.changed(folder))
    workspace(lambda db: ledger.note_balance(db, Balance(available=Decimal(1), used=Decimal(1)), 1))
    workspace(lambda db: account.set_setting(db, "window.sheet", "1"))
    told.append(backups.changed(folder))

    assert told == [False, True, False, False]


def test_a_restart_is_no_change_and_a_change_before_it_is_one(workspace, reopened, folder):
    """The comparison is with the file, not with anything a process remembers."""
    workspace.list_of("vera")
    backups.make(folder, Why.HALF_HOURLY, 1)
    reopened()
    unchanged = backups.changed(folder)
    reopened().buy(1, reading("vera"))
    reopened()

    assert (unchanged, backups.changed(folder)) == (False, True)


def test_something_deleted_is_a_change(workspace, folder):
    """Fewer rows and none new."""
    _, ids = workspace.list_of("vera", "lars")
    backups.make(folder, Why.HALF_HOURLY, 1)
    workspace(lambda db: db.execute("DELETE FROM sheet_rows WHERE creator_id = ?", (ids[0],)))

    assert backups.changed(folder)


def test_an_empty_workspace_is_worth_no_backup(workspace, folder):
    """The first one comes after the first sheet."""
    empty = backups.changed(folder)
    workspace.list_of("vera")

    assert (empty, backups.changed(folder)) == (False, True)


def test_an_unreadable_newest_backup_proves_nothing(workspace, folder):
    """Then another one is made."""
    workspace.list_of("vera")
    made = backups.make(folder, Why.HALF_HOURLY, 1)
    made.path.write_bytes(b"x" * 5000)

    assert backups.changed(folder)


def test_pruning_keeps_the_newest_eight_and_one_a_day_and_every_special_one(workspace, folder):
    """Of 20 days with a backup at 6 and one at 12 o'clock, and some made before updates and restoring."""
    first = backups.make(folder, Why.HALF_HOURLY, 0)
    for day in range(20):
        for hour in (6, 12):
            at = datetime(2026, 5, 1 + day, hour).astimezone(UTC)
            shutil.copy(first.path, first.path.with_name(f"{at:%Y-%m-%d-%H%M%S}-000-half-hourly.sqlite"))
    backups.make(folder, Why.UPDATE, 1)
    backups.make(folder, Why.RESTORE, 2)
    backups.prune(folder)
    left = backups.listed(folder)
    hours = [datetime.fromtimestamp(one.at_ms / 1000) for one in left if one.why is Why.HALF_HOURLY]

    assert [(at.day, at.hour) for at in hours[:8]] == [(day, hour) for day in (20, 19, 18, 17) for hour in (12, 6)]
    assert [(at.day, at.hour) for at in hours[8:]] == [(day, 12) for day in range(16, 6, -1)]
    assert [one.why for one in left[len(hours) :]] == [Why.RESTORE, Why.UPDATE]


def test_without_room_there_is_no_backup_and_nothing_is_lost(workspace, folder):
    """Room for what is bought comes first."""
    workspace.list_of("vera")
    with pytest.raises(DiskError, match="too little room"):
        backups.make(folder, Why.HALF_HOURLY, 1, reserve_bytes=2**60)

    assert list((folder / "backups").iterdir()) == []
    assert len(workspace.rows(1)) == 1


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.domain.errors import DiskError
from app.workspace import account, backups
from app.workspace.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path(sys.argv[1]))
store.write_now(lambda db: account.set_setting(db, "big", "x" * 9_000_000))
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, resource.RLIM_INFINITY))
try:
    backups.make(Path(sys.argv[1]), backups.Why.HALF_HOURLY, 1)
except DiskError as error:
    print(type(error).__name__)
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_behind(tmp_path):
    """It is told, and the half copy's room is given back."""
    ran = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (ran.stdout, ran.stderr) == ("DiskError\n", "")
    assert list((tmp_path / "backups").iterdir()) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from app.workspace import account, backups
from app.workspace.store import open_store
store = open_store(Path(sys.argv[1]))
store.write_now(lambda db: account.set_setting(db, "big", "x" * 9_000_000))
backups.make(Path(sys.argv[1]), backups.Why.HALF_HOURLY, 1, ending=lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_kill_in_the_middle_leaves_nothing_listed_and_is_cleaned_up(tmp_path):
    """The half copy has a name nobody lists, and the next backup takes its place."""
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], cwd=ROOT, timeout=60, check=False)
    half = [path.name for path in (tmp_path / "backups").iterdir()]
    listed = backups.listed(tmp_path)
    made = backups.make(tmp_path, Why.HALF_HOURLY, 2)

    assert (half, listed) == (["making.part"], [])
    assert list((tmp_path / "backups").iterdir()) == [made.path]


def test_a_backup_is_given_up_when_the_account_is_closed(workspace, folder):
    """Closing does not wait for a copy of 600 MB."""
    ending = threading.Event()
    ending.set()
    with pytest.raises(Abandoned):
        backups.make(folder, Why.HALF_HOURLY, 1, ending=ending.is_set)

    assert list((folder / "backups").iterdir()) == []


def test_a_damaged_workspace_makes_no_backup(workspace, folder):
    """A copy that is not whole would push out one that is."""
    for number in range(2_000):
        workspace.store._enqueue(lambda db, key=f"{number:05}": account.set_setting(db, key, "x" * 500))
    workspace.store.close()
    file = folder / FILE_NAME
    content = bytearray(file.read_bytes())
    content[-len(content) // 4 :] = b"\xff" * (len(content) // 4)
    file.write_bytes(content)
    with pytest.raises(WorkspaceDamaged, match="no whole copy"):
        backups.make(folder, Why.HALF_HOURLY, 1)

    assert list(folder.glob("backups/*")) == []


# Before an update.


def old_workspace(folder: Path, version: int) -> None:
    """A workspace as an earlier Scoutsheet left it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        for number, sql in preparing.migrations():
            if number <= version:
                db.executescript(sql)
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("INSERT INTO settings VALUES ('from', 'before')")
        db.commit()


def version_of(file: Path) -> int:
    with closing(backups.open_backup(file)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


@pytest.mark.parametrize("version", [number for number, _ in preparing.migrations()[:-1]])
def test_before_an_update_changes_a_workspace_it_is_copied(reopened, folder, version):
    """The copy is of the old version; the workspace is of the new one and has what it had."""
    old_workspace(folder, version)
    workspace = reopened()
    (made,) = backups.listed(folder)

    assert (made.why, version_of(made.path)) == (Why.UPDATE, version)
    assert workspace.store.peek(lambda db: account.setting(db, "from")) == "before"
    assert workspace.store.peek(preparing.refuse_other_versions) == preparing.migrations()[-1][0]


def test_a_new_workspace_and_one_that_is_up_to_date_need_no_copy(reopened, folder):
    """Opening is no update."""
    reopened()
    reopened()

    assert backups.listed(folder) == []


def test_an_update_without_a_backup_does_not_happen(folder):
    """It says why, and the workspace stays as it was."""
    old_workspace(folder, 1)
    (folder / "backups").write_text("in the way")
    with pytest.raises(DiskError) as told:
        store.open_store(folder)

    assert "needs a backup" in told.value.sentences
    assert "may not write" in told.value.sentences
    assert version_of(folder / FILE_NAME) == 1


# A workspace that is lost.


@pytest.mark.parametrize("open_it", [store.open_store, store.open_for_reading])
def test_a_missing_workspace_with_backups_is_no_new_one(workspace, folder, open_it):
    """Neither for work nor for reading."""
    workspace.list_of("vera")
    backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.store.close()
    (folder / FILE_NAME).unlink()
    with pytest.raises(WorkspaceDamaged, match="The workspace file is missing"):
        open_it(folder)

    assert not (folder / FILE_NAME).exists()


def test_a_damaged_workspace_names_its_newest_backup(workspace, folder):
    """As long as there is one, no empty workspace is made: what was bought would be bought again."""
    workspace.list_of("vera")
    backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    made = backups.make(folder, Why.HALF_HOURLY, DAY_MS)
    workspace.store.close()
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    told = []
    for _ in range(2):
        with pytest.raises(WorkspaceDamaged) as error:
            store.open_store(folder)
        told.append(error.value.sentences)

    when = datetime.fromtimestamp(made.at_ms / 1000)
    assert all(f"The newest backup is from {when.day} January 1970, {when:%H:%M}" in sentence for sentence in told)
    assert told[0].startswith("The workspace file was damaged")
    assert told[1].startswith("The workspace was damaged, and nobody said yet how to go on.")
    assert not (folder / FILE_NAME).exists()
