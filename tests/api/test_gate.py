"""The gate never lets more than its limit into any 60 s, and gives way when the service says so."""

import heapq
import math
import random
from collections import deque
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.gate import Full, Lane, RateGate, Slot
from app.api.send_log import MemoryLog
from app.domain.errors import NotSent
from tests.virtual_clock import VirtualClock


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def gate(log: MemoryLog, clock: VirtualClock) -> RateGate:
    return RateGate(log=log, clock=clock, random=lambda: 1.0)


def most_in_60_s(times: Iterable[float]) -> int:
    """The fullest 60 s there are."""
    ordered = sorted(times)
    most = first = 0
    for last, time in enumerate(ordered):
        while time - ordered[first] > 60.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def send_all_that_go(gate: RateGate, clock: VirtualClock, lane: Lane = Lane.WORK, most: int = 1000) -> list[Slot]:
    """Send one after another, as fast as the spacing lets them, until the gate wants more than a second of patience."""
    slots: list[Slot] = []
    while (wait := gate.wait_s(lane)) < 1.0 and len(slots) < most:
        clock.now += wait
        if wait == 0.0:
            slots.append(gate.take(lane))
            slots[-1].written()
    return slots


# The window.


def test_work_gets_the_limit_less_the_kept_slots(gate, clock):
    """295 of 300 slots are for jobs."""
    assert len(send_all_that_go(gate, clock)) == 295


def test_a_person_gets_the_kept_slots_while_work_saturates(gate, clock):
    """The last five go to what somebody looks at, and then the minute is full for everybody."""
    send_all_that_go(gate, clock)

    assert len(send_all_that_go(gate, clock, Lane.USER)) == 5
    assert gate.wait_s(Lane.USER) > 1.0


def test_a_slot_is_free_60_5_s_after_its_request_was_written(log, clock):
    """Not 60.5 s after it was reserved: connecting takes its time."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0)
    slot = gate.take(Lane.WORK)
    clock.now += 8.0
    slot.written()

    assert gate.wait_s(Lane.WORK) == pytest.approx(60.5)
    clock.now += 60.4
    assert gate.wait_s(Lane.WORK) == pytest.approx(0.1)
    clock.now += 0.11
    assert gate.wait_s(Lane.WORK) == 0.0


def test_sends_are_ten_milliseconds_apart(gate, clock):
    """A burst is spread, so that the service never meets a wall of requests."""
    gate.take(Lane.USER)

    assert gate.wait_s(Lane.USER) == pytest.approx(0.010)


def test_taking_without_room_is_refused(log, clock):
    """Who does not ask first, or was overtaken by another process, gets no slot."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0)
    gate.take(Lane.WORK)

    with pytest.raises(Full):
        gate.take(Lane.WORK)


def test_a_released_slot_is_free_at_once(log, clock):
    """A request that never left does not count."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0, spacing_s=0.0)
    gate.take(Lane.WORK).release()

    assert gate.wait_s(Lane.WORK) == 0.0


def test_a_written_slot_cannot_be_released(log, clock):
    """What went to the socket counts, whatever is said about it afterwards."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0, spacing_s=0.0)
    slot = gate.take(Lane.WORK)
    slot.written()
    slot.release()

    assert gate.wait_s(Lane.WORK) == pytest.approx(60.5)


def test_the_reservation_of_a_killed_process_lapses(log, clock):
    """A new gate on the same log gets the room of requests that nobody will ever write."""
    RateGate(log=log, clock=clock, limit=1, kept=0).take(Lane.WORK)
    restarted = RateGate(log=log, clock=clock, limit=1, kept=0)

    clock.now += 120.0
    assert restarted.wait_s(Lane.WORK) > 0.0
    clock.now += 0.6
    assert restarted.wait_s(Lane.WORK) == 0.0


def test_a_slow_connect_is_asked_about_every_second(log, clock):
    """When it will be written cannot be known, so the gate does not send anybody away for long."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0)
    gate.take(Lane.WORK)
    clock.now += 70.0

    assert gate.wait_s(Lane.WORK) == pytest.approx(1.0)


def test_a_lapsed_reservation_may_not_be_written(log, clock):
    """Its room belongs to somebody else, so the sender is stopped before the first byte."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0)
    late = gate.take(Lane.WORK)
    clock.now += 121.0
    gate.take(Lane.WORK)

    with pytest.raises(NotSent):
        late.written()


def test_the_last_stamp_of_a_request_counts(log, clock):
    """Writing it may take a while; its slot is occupied from the end of that."""
    gate = RateGate(log=log, clock=clock, limit=1, kept=0)
    slot = gate.take(Lane.WORK)
    slot.written()
    clock.now += 3.0
    slot.written()

    assert gate.wait_s(Lane.WORK) == pytest.approx(60.5)


def test_a_request_that_has_left_is_never_called_unsent(log, clock):
    """Even when its slot is gone by the time its last byte is written."""
    slot = RateGate(log=log, clock=clock).take(Lane.WORK)
    slot.written()
    left_at = slot.written_at
    log.clear()
    slot.written()

    assert slot.written_at == left_at


def test_a_restart_does_not_forget_the_minute(log, clock, gate):
    """The log outlives the gate."""
    send_all_that_go(gate, clock)

    assert RateGate(log=log, clock=clock).wait_s(Lane.WORK) > 50.0


@pytest.mark.parametrize("back_s", [0.5, 30.0, 5000.0])
def test_a_clock_that_stepped_back_means_a_full_minute(gate, clock, back_s):
    """Ages mean nothing then, so everybody waits a whole window, once."""
    gate.take(Lane.WORK).written()
    clock.now -= back_s

    assert gate.wait_s(Lane.USER) == pytest.approx(60.5)
    clock.now += 60.6
    assert gate.wait_s(Lane.USER) == 0.0


def test_the_meter_shows_written_sends_of_the_last_minute(gate, clock):
    """Neither reservations nor older sends are speed."""
    gate.take(Lane.WORK).written()
    clock.now += 60.1
    gate.take(Lane.WORK).written()
    clock.now += 0.1
    gate.take(Lane.WORK)

    assert (gate.sent_lately(), gate.limit_now()) == (1, 300)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(1, 30)),  # as many as go, written at once
        st.tuples(st.just("reserve"), st.integers(1, 30)),  # as many as go, written later or never
        st.tuples(st.just("write"), st.integers(1, 30)),
        st.tuples(st.just("release"), st.integers(1, 5)),
        st.tuples(st.just("refuse"), st.sampled_from([None, 0.0, 0.5, 20.0, 1e9, -1.0, math.nan])),
        st.tuples(st.just("answer"), st.integers(1, 5)),
        st.tuples(st.just("pass"), st.floats(0.0, 70.0)),
        st.tuples(st.just("wait"), st.just(0)),  # exactly as long as the gate says: the tightest schedule
        st.tuples(st.just("restart"), st.just(0)),  # what was reserved is never written
        st.tuples(st.just("step back"), st.floats(0.001, 300.0)),
    ),
    min_size=5,
    max_size=80,
)


class World:
    """Two gates on one log; real time goes on evenly, whatever the clock says."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clock = VirtualClock()
        self.set_back = 0.0
        self.log = MemoryLog()
        self.gates = [self.new_gate(), self.new_gate()]
        self.reserved: list[Slot] = []
        self.sent: list[Slot] = []
        self.times: list[float] = []

    def new_gate(self) -> RateGate:
        return RateGate(log=self.log, clock=self.clock, limit=self.limit, kept=1, spacing_s=0.0, random=lambda: 0.5)

    def reserve(self, most: int) -> list[Slot]:
        gate, lane = self.gates[most % 2], Lane(most % 2)
        slots = []
        while len(slots) < most and gate.wait_s(lane) == 0.0:
            slots.append(gate.take(lane))
        return slots

    def write(self, slots: list[Slot]) -> None:
        for slot in slots:
            try:
                slot.written()
            except NotSent:
                continue
            self.times.append(self.clock.now + self.set_back)
            self.sent.append(slot)

    def step(self, what: str, much: float) -> None:
        match what:
            case "send":
                self.write(self.reserve(int(much)))
            case "reserve":
                self.reserved += self.reserve(int(much))
            case "write":
                now, self.reserved = self.reserved[: int(much)], self.reserved[int(much) :]
                self.write(now)
            case "release":
                for slot in self.reserved[-int(much) :]:
                    slot.release()
                del self.reserved[-int(much) :]
            case "refuse" if self.sent:
                self.sent[-1].refused(much)
            case "answer":
                for slot in self.sent[-int(much) :]:
                    slot.answered()
            case "pass":
                self.clock.now += much
            case "wait":
                self.clock.now += self.gates[0].wait_s(Lane.USER)
            case "restart":
                self.gates, self.reserved = [self.new_gate(), self.new_gate()], []
            case "step back":
                self.clock.now -= much
                self.set_back += much


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(limit=st.integers(1, 12), steps=STEPS)
def test_no_schedule_puts_more_than_the_limit_into_60_s(limit, steps):
    """Sends, late writes, failures, refusals, waits to the millisecond, restarts, two gates, a clock stepping back."""
    world = World(limit)
    for what, much in steps:
        world.step(what, much)
        world.step("send", limit)

    assert most_in_60_s(world.times) <= limit


@settings(max_examples=15, deadline=None)
@given(pauses=st.lists(st.floats(0.0, 90.0), min_size=2, max_size=8), delay=st.floats(0.0, 10.0))
def test_the_real_limit_holds_for_any_bursts(pauses, delay):
    """300 a minute, in both lanes, written up to ten seconds after they were reserved."""
    world = World(300)
    for pause in pauses:
        world.step("pass", pause)
        world.reserved += world.reserve(300) + world.reserve(301)
        world.step("pass", delay)
        world.step("write", 600)
        world.step("wait", 0)

    assert 300 >= most_in_60_s(world.times) >= 299


# Refusals.


def refuse(gate: RateGate, clock: VirtualClock, retry_after_s: float | None = None) -> None:
    """Send one when it may go, and have it refused a moment later."""
    clock.now += gate.wait_s(Lane.USER)
    slot = gate.take(Lane.USER)
    slot.written()
    clock.now += 0.1
    slot.refused(retry_after_s)


@pytest.mark.parametrize("lane", list(Lane))
def test_retry_after_wins(gate, clock, lane):
    """Nothing is sent before it has passed, not even what a person waits for."""
    refuse(gate, clock, 17.0)

    assert gate.wait_s(lane) == pytest.approx(17.0)


def test_a_short_retry_after_wins_over_the_backoff(gate, clock):
    """The service knows better than a guess that grows."""
    for _ in range(4):
        refuse(gate, clock, 0.5)

    assert gate.wait_s(Lane.USER) == pytest.approx(0.5)


def test_an_absurd_retry_after_is_ten_minutes(gate, clock):
    """A day is a mistake of the service, not a plan."""
    refuse(gate, clock, 86_400.0)

    assert gate.wait_s(Lane.USER) == pytest.approx(600.0)


@pytest.mark.parametrize("nonsense", [None, 0.0, -5.0, math.nan])
def test_without_a_usable_retry_after_the_wait_doubles(gate, clock, nonsense):
    """2, 4, 8 seconds, to a minute."""
    waits = []
    for _ in range(7):
        refuse(gate, clock, nonsense)
        waits.append(gate.wait_s(Lane.USER))

    assert waits == pytest.approx([2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0])


def test_the_backoff_has_jitter(log, clock):
    """Two windows refused together do not come back together: half of the wait is chance."""
    gate = RateGate(log=log, clock=clock, random=lambda: 0.0)
    refuse(gate, clock)

    assert gate.wait_s(Lane.USER) == pytest.approx(1.0)


def test_an_answer_starts_the_backoff_anew(gate, clock):
    """Once the service takes requests again, the next refusal is a first one."""
    refuse(gate, clock)
    refuse(gate, clock)
    clock.now += gate.wait_s(Lane.USER)
    slot = gate.take(Lane.USER)
    slot.written()
    slot.answered()
    refuse(gate, clock)

    assert gate.wait_s(Lane.USER) == pytest.approx(2.0)


def test_a_late_answer_does_not_start_the_backoff_anew(gate, clock):
    """It says nothing about requests sent after the refusal."""
    early = gate.take(Lane.USER)
    early.written()
    refuse(gate, clock)
    early.answered()
    refuse(gate, clock)

    assert gate.wait_s(Lane.USER) == pytest.approx(4.0)


def test_a_burst_of_refusals_slows_down_once(gate, clock):
    """Forty requests in flight meet the same wall: one lesson, not forty."""
    burst = send_all_that_go(gate, clock, most=40)
    for slot in burst:
        clock.now += 0.01
        slot.refused(None)

    assert gate.limit_now() == 225
    assert gate.wait_s(Lane.USER) == pytest.approx(2.0 - 0.39)


def test_a_burst_waits_for_its_longest_retry_after(gate, clock):
    """Each Retry-After of a burst counts, though it slows down once."""
    burst = send_all_that_go(gate, clock, most=3)
    for slot, retry_after_s in zip(burst, (5.0, 9.0, 7.0), strict=True):
        slot.refused(retry_after_s)

    assert (gate.wait_s(Lane.USER), gate.limit_now()) == (pytest.approx(9.0), 225)


def test_refusal_after_refusal_shrinks_our_share_to_a_tenth(gate, clock):
    """Colleagues use the account, so each lesson costs a quarter, but something always goes on."""
    shares = []
    for _ in range(12):
        refuse(gate, clock, 0.001)
        shares.append(gate.limit_now())

    assert shares[:3] == [225, 168, 126]
    assert shares[-1] == 30


def test_a_smaller_share_holds_for_work(gate, clock):
    """After a refusal 225 of 300 are left, five of them kept: those that were sent before it count too."""
    send_all_that_go(gate, clock, most=219)
    refuse(gate, clock, 1.0)
    clock.now += 1.0

    assert gate.wait_s(Lane.WORK) > 1.0


def test_work_that_holds_back_spreads_its_sends_over_the_minute(gate, clock):
    """Nine tenths of a 225th of 60.5 s apart, while a person goes at once: a burst would meet the next refusal."""
    refuse(gate, clock, 1.0)
    clock.now += 1.0
    gate.take(Lane.WORK).written()
    clock.now += 0.010

    assert gate.wait_s(Lane.USER) == 0.0
    assert gate.wait_s(Lane.WORK) == pytest.approx(0.9 * 60.5 / 225 - 0.010)


def test_all_gates_of_the_account_spread_their_sends_together(log, gate, clock):
    """Another window's send counts for the distance."""
    refuse(gate, clock, 1.0)
    clock.now += 1.0
    gate.take(Lane.WORK).written()
    clock.now += 0.010

    assert RateGate(log=log, clock=clock).wait_s(Lane.WORK) > 0.1


def test_a_person_is_served_while_work_holds_back(gate, clock):
    """After a refusal jobs are over their new share; a person's request still finds room once the wait is over."""
    send_all_that_go(gate, clock)
    refuse(gate, clock, 1.0)
    clock.now += 1.0

    assert gate.wait_s(Lane.USER) == 0.0
    assert gate.wait_s(Lane.WORK) > 0.0


def test_quiet_time_wins_the_share_back(gate, clock):
    """15 of 300 a minute, counted from the end of the wait."""
    refuse(gate, clock, 10.0)
    clock.now += 10.0 + 120.1

    assert gate.limit_now() == 255
    clock.now += 180.5
    assert gate.limit_now() == 300


def test_refusals_are_shared_through_the_log(log, gate, clock):
    """Another window holds back too, and a burst spread over both counts once."""
    other = RateGate(log=log, clock=clock)
    slot = other.take(Lane.WORK)
    slot.written()
    refuse(gate, clock, 30.0)
    slot.refused(None)

    assert (other.wait_s(Lane.USER), other.limit_now()) == (pytest.approx(30.0), 225)


class Account:
    """The service's side: at most 300 accepted requests in any 60 s, ours and a colleague's, who sends by chance.

    Answers take 0.1 to 0.8 s, a refusal 0.1 s.
    """

    def __init__(self, *, colleague_per_minute: float, busy: Callable[[float], bool] = lambda now: True) -> None:
        self.clock = VirtualClock(0.0)
        self.chance = random.Random(1)
        self.gate = RateGate(log=MemoryLog(), clock=self.clock, random=self.chance.random)
        self.colleague_per_s = colleague_per_minute / 60.0
        self.busy = busy
        self.accepted: deque[float] = deque()
        self.ours: list[tuple[float, bool]] = []  # (when, whether it was refused)
        self.theirs_accepted = 0

    def run(self, minutes: float) -> None:
        """Endless work of ours beside the colleague."""
        answers: list[tuple[float, int, Slot, float | None]] = []
        colleague = self.chance.expovariate(self.colleague_per_s)
        while self.clock.now < minutes * 60.0:
            wait = self.gate.wait_s(Lane.WORK) if self.busy(self.clock.now) else 1.0
            next_answer = answers[0][0] if answers else math.inf
            self.clock.now = min(self.clock.now + wait, colleague, next_answer)
            if self.clock.now == next_answer:
                _, _, slot, retry_after_s = heapq.heappop(answers)
                slot.answered() if retry_after_s is None else slot.refused(retry_after_s)
            elif self.clock.now == colleague:
                self.theirs_accepted += self.refusal() is None
                colleague += self.chance.expovariate(self.colleague_per_s)
            elif wait == 0.0:
                slot = self.gate.take(Lane.WORK)
                slot.written()
                retry_after_s = self.refusal()
                self.ours.append((self.clock.now, retry_after_s is not None))
                took = 0.1 if retry_after_s is not None else self.chance.uniform(0.1, 0.8)
                heapq.heappush(answers, (self.clock.now + took, slot.id, slot, retry_after_s))

    def refusal(self) -> float | None:
        """Seconds until there is room again; None: accepted."""
        while self.accepted and self.accepted[0] <= self.clock.now - 60.0:
            self.accepted.popleft()
        if len(self.accepted) < 300:
            self.accepted.append(self.clock.now)
            return None
        return max(1.0, math.ceil(self.accepted[0] + 60.0 - self.clock.now))

    def refused_share(self) -> float:
        """Of what we sent after the first minute."""
        later = [refused for at, refused in self.ours if at >= 60.0]
        return sum(later) / len(later)


@pytest.mark.parametrize(("colleague", "most"), [(75, 0.01), (150, 0.01), (225, 0.02)])
def test_beside_a_colleague_few_requests_are_refused_and_most_of_the_rest_is_used(colleague, most):
    """Half an hour beside somebody who takes a quarter, half or three quarters of the account's minute."""
    account = Account(colleague_per_minute=colleague)
    account.run(minutes=30)
    minutes_left = (300 * 30 - account.theirs_accepted) / 300
    accepted = sum(not refused for _, refused in account.ours)

    assert account.refused_share() < most
    assert accepted > 0.8 * 300 * minutes_left


def test_work_in_waves_does_not_storm_a_shared_account():
    """Four busy minutes in ten: what was learnt in one wave still spreads the next."""
    account = Account(colleague_per_minute=150, busy=lambda now: now % 600.0 < 240.0)
    account.run(minutes=60)

    assert account.refused_share() < 0.01
