"""Going back to a backup: it takes the workspace's place at once or not at all, and nothing is lost by it."""

import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import WorkspaceBusy, WorkspaceError, WorkspaceForeign, WorkspaceNewer
from app.domain.jobs import RequestState
from app.domain.money import Balance, Receipt
from app.workspace import account, backups, ledger, requests, uncertain
from app.workspace.account import Identity
from app.workspace.backups import Why
from app.workspace.database import FILE_NAME
from app.workspace.restoring import Bought, bought_since, restore
from app.workspace.store import open_for_reading
from tests.workspace.conftest import Workspace, reading

ROOT = Path(__file__).resolve().parent.parent.parent
HOUR_MS = 3_600_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def handles(workspace: Workspace) -> list[str]:
    return workspace.store.peek(lambda db: [row[0] for row in db.execute("SELECT handle FROM creators ORDER BY id")])


ME = Identity(origin="https://api.example", fingerprint="mine", name="api.example", practice=False)


def go_back(folder: Path, backup: backups.Backup, at_ms: int, identity: Identity = ME) -> None:
    restore(folder, backup, identity, at_ms)


def test_going_back_keeps_what_was_there_and_can_be_taken_back(workspace, reopened, folder):
    """The present workspace becomes a backup itself before it makes room."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.list_of("lars")
    workspace.store.close()
    go_back(folder, early, 2 * HOUR_MS)
    back = handles(reopened())
    kept = backups.listed(folder)[0]
    reopened().store.close()
    go_back(folder, kept, 3 * HOUR_MS)

    assert (kept.why, back, handles(reopened())) == (Why.RESTORE, ["vera"], ["vera", "lars"])


def test_whoever_reads_beside_us_goes_on_reading(workspace, folder):
    """A journal of the old file is never taken for one of the new."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.list_of("lars")
    beside = open_for_reading(folder)
    assert beside is not None
    count = "SELECT count(*) FROM creators"
    before = beside.peek(lambda db: db.execute(count).fetchone()[0])
    workspace.store.close()
    go_back(folder, early, 2 * HOUR_MS)
    after = beside.peek(lambda db: db.execute(count).fetchone()[0])
    whole = beside.peek(lambda db: db.execute("PRAGMA integrity_check").fetchone()[0])
    beside.close()

    assert (before, after, whole) == (2, 1, "ok")


def test_nothing_is_restored_into_an_open_workspace(workspace, folder):
    """What is at work there would write on into another file's books."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    with pytest.raises(WorkspaceBusy):
        go_back(folder, early, 2 * HOUR_MS)


def test_a_missing_workspace_comes_back(workspace, reopened, folder):
    """After a damaged one was set aside; there is nothing to keep then."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.store.close()
    (folder / FILE_NAME).unlink()
    go_back(folder, early, 2 * HOUR_MS)

    assert handles(reopened()) == ["vera"]
    assert backups.listed(folder) == [early]


def test_a_workspace_too_damaged_to_be_kept_is_set_aside(workspace, reopened, folder):
    """It is still there, under another name."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.store.close()
    (folder / FILE_NAME).write_bytes(b"x" * 5000)
    go_back(folder, early, 2 * HOUR_MS)

    assert handles(reopened()) == ["vera"]
    assert [path.read_bytes() for path in folder.glob(f"damaged-*-{FILE_NAME}")] == [b"x" * 5000]


def test_the_balance_that_was_told_last_stays_known(workspace, reopened, folder):
    """An older file must not offer credits that are spent since, not even without a connection."""
    workspace(lambda db: ledger.note_balance(db, Balance(available=Decimal(9), used=Decimal(1)), 1))
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    buy_details(workspace, "vera", "1")
    workspace.store.close()
    go_back(folder, early, 2 * HOUR_MS)

    assert reopened().store.peek(ledger.last_balance) == Balance(available=Decimal(8), used=Decimal(2))


def test_a_key_that_was_replaced_since_stays_the_accounts_key(workspace, reopened, folder):
    """The backup still names the old one, which may be revoked: the account must open all the same."""
    new = Identity(origin=ME.origin, fingerprint="new", name=ME.name, practice=False)
    workspace(lambda db: account.bind(db, ME, 1))
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace(lambda db: account.replace_key(db, new))
    workspace.store.close()
    go_back(folder, early, 2 * HOUR_MS, new)

    assert reopened().store.peek(account.owner) == new


def damage(file: Path) -> None:
    file.write_bytes(b"x" * 5000)


def make_newer(file: Path) -> None:
    with closing(backups.connect(file, read_only=False)) as db:
        db.execute("PRAGMA user_version = 999")


def give_away(file: Path) -> None:
    with closing(backups.connect(file, read_only=False)) as db:
        db.execute("UPDATE account SET origin = 'https://other.example'")


@pytest.mark.parametrize(
    ("spoil", "refused"), [(damage, WorkspaceError), (make_newer, WorkspaceNewer), (give_away, WorkspaceForeign)]
)
def test_a_backup_that_cannot_be_used_changes_nothing(workspace, reopened, folder, spoil, refused):
    """It is refused before anything is touched."""
    workspace(lambda db: account.bind(db, ME, 1))
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.list_of("lars")
    workspace.store.close()
    spoil(early.path)
    with pytest.raises(refused):
        go_back(folder, early, 2 * HOUR_MS)

    assert handles(reopened()) == ["vera", "lars"]
    assert backups.listed(folder)[0].path == early.path


_RESTORE = """
import resource, signal, sys
from pathlib import Path
from app.domain.errors import DiskError
from app.workspace import backups, restoring
from app.workspace.account import Identity
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, room = Path(sys.argv[1]), int(sys.argv[2])
make = restoring.make
def limited(*given):
    make(*given)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
restoring.make = limited
try:
    me = Identity(origin="", fingerprint="", name="", practice=False)
    restoring.restore(folder, backups.listed(folder)[-1], me, 7_200_000)
except DiskError:
    print("told")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes there")
@pytest.mark.parametrize("room", [4096, 3_000_000])
def test_a_disk_that_fills_up_in_the_middle_leaves_the_workspace_as_it_was(workspace, reopened, folder, room):
    """The backup comes in one transaction, or not at all."""
    workspace.list_of("vera")
    workspace(lambda db: account.set_setting(db, "big", "x" * 9_000_000))
    backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.list_of("lars")
    workspace.store.close()
    ran = subprocess.run(
        [sys.executable, "-c", _RESTORE, str(folder), str(room)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (ran.stdout, ran.stderr) == ("told\n", "")
    assert handles(reopened()) == ["vera", "lars"]


# What would be missing.


def buy_details(workspace: Workspace, name: str, charged: str) -> None:
    """One creator's details with their receipt."""
    sheet_id, ids = workspace.list_of(name)
    _, (request,) = workspace.job(sheet_id, ids)
    workspace.buy(ids[0], reading(name))
    receipt = Receipt(rows=1, expected=Decimal(charged), charged=Decimal(charged), estimated=False)
    workspace(lambda db: ledger.book(db, receipt, what="Full details", request_id=request.id, at_ms=1))


def test_what_was_bought_since_is_counted_in_creators_and_credits(workspace, folder):
    """Details, found creators, what was charged, and what may have been."""
    buy_details(workspace, "vera", "1")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    nothing = bought_since(folder, early)
    buy_details(workspace, "lars", "1")
    buy_details(workspace, "tofu", "0.2")
    _, (page, *_) = workspace.search_job(50)
    found = Receipt(rows=50, expected=Decimal("0.5"), charged=Decimal("0.5"), estimated=False)
    workspace(lambda db: ledger.book(db, found, what="Find creators", request_id=page.id, at_ms=1))
    _, (lost,) = workspace.job(*workspace.list_of("gone"))

    def lose(db) -> None:
        requests.change(db, lost.id, RequestState.SENT)
        uncertain.park(db, lost, 1, outcome="")

    workspace(lose)

    assert nothing == Bought(details=0, found=0, spent=Decimal(0), in_doubt=Decimal(0))
    assert bought_since(folder, early) == Bought(details=2, found=50, spent=Decimal("1.7"), in_doubt=lost.price)


def test_purchases_are_told_apart_by_identity_not_by_number_or_time(workspace, reopened, folder):
    """After going back and buying something else, the newer backup holds what the present workspace does not."""
    buy_details(workspace, "vera", "1")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    buy_details(workspace, "lars", "1")
    workspace.store.close()
    go_back(folder, early, 2 * HOUR_MS)
    buy_details(reopened(), "tofu", "0.2")
    kept = backups.listed(folder)[0]

    assert bought_since(folder, kept) == bought_since(folder, early)
    assert bought_since(folder, early).spent == Decimal("0.2")


def test_without_a_workspace_nobody_can_tell(workspace, folder):
    """A damaged one was set aside: there is nothing to compare with."""
    workspace.list_of("vera")
    early = backups.make(folder, Why.HALF_HOURLY, HOUR_MS)
    workspace.store.close()
    (folder / FILE_NAME).unlink()

    assert bought_since(folder, early) is None
