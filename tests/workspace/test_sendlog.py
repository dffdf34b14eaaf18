"""The log of sends is one for all processes of an account, survives being killed, and doubts what it cannot know."""

import math
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.gate import Lane, RateGate
from app.domain.errors import DiskError
from app.workspace.sendlog import SqliteSendLog
from tests.virtual_clock import VirtualClock

Opener = Callable[..., SqliteSendLog]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accounts" / "sends.sqlite"


@pytest.fixture
def opened(path: Path, clock: VirtualClock) -> Iterator[Opener]:
    """Opens the log as another process would; wall time is the clock's unless said otherwise."""
    logs: list[SqliteSendLog] = []

    def opener(*, boot: str = "this", wall: Callable[[], float] = clock, clock: Callable[[], float] = clock):
        logs.append(SqliteSendLog(path, clock=clock, wall=wall, boot=boot))
        return logs[-1]

    yield opener
    for log in logs:
        log.close()


def gate_on(log: SqliteSendLog, clock: VirtualClock, limit: int = 3) -> RateGate:
    return RateGate(log=log, clock=clock, limit=limit, kept=0, spacing_s=0.0, random=lambda: 1.0)


def send(gate: RateGate, times: int = 1) -> None:
    for _ in range(times):
        gate.take(Lane.WORK).written()


def test_windows_share_the_minute(opened, clock):
    """What one process sent is missing in the other's minute."""
    one, other = gate_on(opened(), clock), gate_on(opened(), clock)
    send(one, 2)
    send(other)

    assert one.wait_s(Lane.WORK) == other.wait_s(Lane.WORK) == pytest.approx(60.5)
    assert other.sent_lately() == 3


def test_a_restart_remembers_the_minute(opened, clock):
    """Closing and opening again gives no second minute."""
    log = opened()
    send(gate_on(log, clock), 3)
    log.close()
    clock.now += 10.0

    assert gate_on(opened(), clock).wait_s(Lane.WORK) == pytest.approx(50.5)


def test_a_stamp_moves_the_slot_and_a_release_removes_it(opened, clock):
    """The file keeps when a request was written, not when it was reserved."""
    log = opened()
    gate = gate_on(log, clock, limit=2)
    slow, failed = gate.take(Lane.WORK), gate.take(Lane.WORK)
    clock.now += 5.0
    slow.written()
    failed.release()

    assert log.recent(-math.inf) == [(1005.0, True)]


def test_a_slot_id_is_never_given_twice(opened):
    """A late stamp must not hit somebody else's slot."""
    log = opened()
    first = log.append(1.0, forget_before=0.0)
    log.clear()

    assert log.append(2.0, forget_before=0.0) > first
    assert not log.restamp(first, 3.0)


def test_old_slots_are_dropped(opened, clock):
    """The file stays small for ever: it holds two minutes at most."""
    log = opened()
    gate = gate_on(log, clock, limit=1)
    for _ in range(20):
        send(gate)
        clock.now += 60.5

    assert len(log.recent(-math.inf)) <= 2


def test_a_failed_block_changes_nothing(opened):
    """Count and insert are one step or none."""
    log = opened()

    def fail_halfway() -> None:
        with log.exclusive():
            log.append(1.0, forget_before=0.0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert log.recent(-math.inf) == []


def test_a_refusal_holds_every_window_back(opened, clock):
    """The "not before" of a 429 and the smaller share reach the other process, and the next start."""
    one, other = gate_on(opened(), clock, 300), gate_on(opened(), clock, 300)
    slot = one.take(Lane.WORK)
    slot.written()
    slot.refused(40.0)

    for gate in (other, gate_on(opened(), clock, 300)):
        assert (gate.wait_s(Lane.USER), gate.limit_now()) == (pytest.approx(40.0), 225)


# Another boot.


@pytest.mark.parametrize("uptime_s", [3.0, 90_000.0])
def test_after_a_restart_of_the_machine_the_minute_is_full(opened, clock, uptime_s):
    """Monotonic time began anew, so how old the sends are cannot be known."""
    send(gate_on(opened(), clock))
    clock.now += 20.0
    uptime = VirtualClock(uptime_s)
    gate = gate_on(opened(boot="next", clock=uptime), uptime)

    assert gate.wait_s(Lane.USER) == pytest.approx(60.5)
    uptime.now += 60.6
    assert gate.wait_s(Lane.USER) == 0.0


def test_sends_of_hours_ago_do_not_matter_after_a_restart(opened, clock):
    """Nobody waits a minute each morning."""
    send(gate_on(opened(), clock), 3)
    clock.now += 3600.0

    uptime = VirtualClock(3.0)
    assert gate_on(opened(boot="next", clock=uptime), uptime).wait_s(Lane.USER) == 0.0


def test_a_wall_clock_set_back_is_a_doubt(opened, clock):
    """A machine that starts in the past cannot say that a send is old."""
    send(gate_on(opened(), clock))
    uptime = VirtualClock(3.0)
    gate = gate_on(opened(boot="next", clock=uptime, wall=lambda: clock.now - 1e6), uptime)

    assert gate.wait_s(Lane.USER) == pytest.approx(60.5)


def test_a_retry_after_outlasts_a_restart_of_the_machine(opened, clock):
    """The service asked for five minutes; starting again after two leaves three."""
    gate = gate_on(opened(), clock)
    slot = gate.take(Lane.WORK)
    slot.written()
    slot.refused(450.0)
    clock.now += 310.0

    uptime = VirtualClock(3.0)
    assert gate_on(opened(boot="next", clock=uptime), uptime).wait_s(Lane.USER) == pytest.approx(140.0)


@pytest.mark.parametrize(
    ("clock_moves_s", "wait_s"),
    [
        pytest.param(10.0, 50.5, id="same boot: both clocks moved alike"),
        pytest.param(-900.0, 60.5, id="another boot: a younger one"),
        pytest.param(5000.0, 60.5, id="another boot: its monotonic time makes the sends look old"),
    ],
)
def test_without_a_boot_identity_two_clocks_tell_the_boot(opened, clock, clock_moves_s, wait_s):
    """Off Linux, wall time less monotonic time stays the same within one boot."""
    send(gate_on(opened(boot=""), clock), 3)
    later = VirtualClock(clock.now + clock_moves_s)
    log = opened(boot="", clock=later, wall=lambda: clock.now + 10.0)

    assert gate_on(log, later).wait_s(Lane.WORK) == pytest.approx(wait_s)


# Damage.


def test_a_damaged_file_is_kept_aside_and_the_minute_is_full(opened, path, clock):
    """Nothing is deleted, and nothing is sent on a guess."""
    path.parent.mkdir()
    path.write_bytes(b"this was a database once" * 100)
    gate = gate_on(opened(), clock)

    assert gate.wait_s(Lane.USER) == pytest.approx(60.5)
    assert path.with_name(path.name + ".damaged").read_bytes().startswith(b"this was")


def test_a_file_damaged_behind_its_head_is_kept_aside_too(opened, path, clock):
    """As a power cut may leave it: found when it is opened, else nothing could be sent any more."""
    log = opened()
    send(gate_on(log, clock, limit=300), 200)
    log.close()  # what stood in its journal stands in the file then
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes(len(content) - 4096))
    clock.now += 1.0

    assert gate_on(opened(), clock).wait_s(Lane.USER) == pytest.approx(60.5)
    assert path.with_name(path.name + ".damaged").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """The person hears about the disk, not about SQLite."""
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(DiskError):
        SqliteSendLog(tmp_path / "file" / "sends.sqlite")


def test_a_log_lost_after_the_first_byte_does_not_call_the_request_unsent(opened, clock):
    """The first stamp stands; only a stamp that comes before anything left may stop a request."""
    log = opened()
    gate = gate_on(log, clock)
    left, waits = gate.take(Lane.WORK), gate.take(Lane.WORK)
    left.written()
    log.close()
    left.written()

    with pytest.raises(DiskError):
        waits.written()


def test_a_file_that_stays_locked_is_told(opened, path):
    """A stopped process that holds the lock does not hang the window for ever."""
    log = opened()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(DiskError), log.exclusive():
        pass
    holder.close()


# Real processes.

HAMMER = """
import sys
from pathlib import Path
import time
from app.api.gate import Full, Lane, RateGate
from app.workspace.sendlog import SqliteSendLog

gate = RateGate(log=SqliteSendLog(Path(sys.argv[1])), clock=time.monotonic, limit=200, kept=0, spacing_s=0.0)
print("ready", flush=True)
sys.stdin.readline()
sent = 0
try:
    while True:
        gate.take(Lane.WORK).written()
        sent += 1
except Full:
    print(sent, flush=True)
sys.stdin.readline()
"""


def hammer(path: Path) -> subprocess.Popen[str]:
    """Another process that sends whatever the gate gives as soon as it gets a line, then waits to be killed."""
    command = [sys.executable, "-c", HAMMER, str(path)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_that_send_at_once_share_one_limit_and_a_kill_forgets_nothing(path):
    """Three processes race for 200 slots: exactly 200 are given, and they still count after kill -9."""
    racers = [hammer(path) for _ in range(3)]
    try:
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        sent = [int(racer.stdout.readline()) for racer in racers if racer.stdout is not None]
    finally:
        for racer in racers:
            racer.send_signal(signal.SIGKILL)
            racer.communicate()
    log = SqliteSendLog(path)
    gate = RateGate(log=log, clock=time.monotonic, limit=200, kept=0)

    assert sum(sent) == 200
    assert gate.wait_s(Lane.USER) > 1.0
    assert gate.sent_lately() == 200
    log.close()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 1), st.integers(1, 6), st.floats(0.0, 20.0), st.booleans()), min_size=5, max_size=40
    )
)
def test_two_gates_on_one_file_never_pass_the_limit(tmp_path_factory, steps):
    """Whoever sends, however late it is written, restarts included: at most 6 in any 60 s."""
    clock, path, times = VirtualClock(), tmp_path_factory.mktemp("two") / "sends.sqlite", []
    logs = [SqliteSendLog(path, clock=clock, wall=clock, boot="this") for _ in range(2)]
    for which, most, pause_s, restart in steps:
        if restart:
            logs[which].close()
            logs[which] = SqliteSendLog(path, clock=clock, wall=clock, boot="this")
        gate = gate_on(logs[which], clock, limit=6)
        slots = []
        while len(slots) < most and gate.wait_s(Lane.USER) == 0.0:
            slots.append(gate.take(Lane.USER))
        clock.now += pause_s
        for slot in slots:
            slot.written()
            times.append(clock.now)
    for log in logs:
        log.close()

    assert all(sum(1 for time in times if start <= time <= start + 60.0) <= 6 for start in times)
