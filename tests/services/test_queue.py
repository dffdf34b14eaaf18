"""The queue sends at the full rate, in fair order, within the budget, and tries again only what cost nothing."""

import asyncio
import random
import statistics
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.gate import Lane, RateGate, Slot
from app.api.send_log import MemoryLog, SendLog
from app.domain.errors import (
    AppError,
    BudgetReached,
    DiskError,
    KeyRefused,
    NotSent,
    RateLimited,
    ServiceFault,
    Uncertain,
    Withdrawn,
)
from app.domain.money import ZERO, Purse
from app.services.queue import RequestQueue
from app.services.stakes import Stake
from app.workspace.sendlog import SqliteSendLog
from tests import virtual_clock
from tests.virtual_clock import VirtualClock

ONE = Decimal("1.00")


class Service:
    """Takes requests in virtual time: `answers` come in order, then everything succeeds after `latency_s`."""

    def __init__(self, clock: VirtualClock, *answers: Exception | str, latency_s: float = 0.1) -> None:
        self.clock = clock
        self.answers = list(answers)
        self.latency_s = latency_s
        self.arrivals: list[tuple[float, str]] = []

    def request(self, name: str = "request") -> Callable[[Slot], Awaitable[str]]:
        async def send(slot: Slot) -> str:
            answer = self.answers.pop(0) if self.answers else name
            if not isinstance(answer, NotSent):
                slot.written()
                self.arrivals.append((self.clock.now, name))
            await asyncio.sleep(self.latency_s)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return send

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.arrivals]

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.arrivals]


def queue_on(clock: VirtualClock, *, log: SendLog | None = None, limit: int = 300, max_in_flight: int = 300):
    gate = RateGate(log=log or MemoryLog(), clock=clock, limit=limit, random=lambda: 1.0)
    return RequestQueue(gate, clock=clock, random=lambda: 1.0, max_in_flight=max_in_flight)


async def outcome(waiting: Awaitable[Any]) -> Any:
    """What came, or the class of the error that came instead."""
    try:
        return await waiting
    except AppError as error:
        return type(error)


def most_in_60_s(times: list[float]) -> int:
    most = first = 0
    for last, at in enumerate(times := sorted(times)):
        while at - times[first] > 60.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def per_full_minute(times: list[float]) -> list[int]:
    minutes = Counter(int((at - times[0]) // 60.0) for at in times)
    return [minutes[minute] for minute in range(max(minutes))]


# The rate.


@pytest.mark.parametrize("latency_s", [(0.1, 0.8), (15.0, 15.0), (20.0, 55.0)], ids=str)
def test_steady_work_uses_at_least_97_percent_of_the_limit_and_never_passes_it(latency_s):
    """Whether answers take a moment or a minute, with every "sent" written first, as on a slow disk."""
    chance = random.Random(1)

    async def main(clock: VirtualClock) -> list[float]:
        queue, times = queue_on(clock), []

        async def send(slot: Slot) -> None:
            await asyncio.sleep(chance.uniform(0.0, 0.1))
            slot.written()
            times.append(clock.now)
            await asyncio.sleep(chance.uniform(*latency_s))

        async def write() -> None:
            await asyncio.sleep(0.1)

        await asyncio.gather(*(queue.call(send, lane=Lane.WORK, job=1, before=write) for _ in range(3500)))
        return times

    times = virtual_clock.run(main)

    assert most_in_60_s(times) <= 300
    assert statistics.median(per_full_minute(times)) >= 0.97 * 295
    assert (len(times) - 295) / (times[-1] - times[0]) * 60.0 >= 0.97 * 295 * (1 - 295 / len(times))


def test_an_hour_of_work_takes_seconds_and_keeps_the_limit():
    """17,000 requests of three jobs, in order of time, none forgotten."""

    async def main(clock: VirtualClock) -> list[float]:
        queue, service = queue_on(clock), Service(clock, latency_s=0.4)
        await asyncio.gather(*(queue.call(service.request(), lane=Lane.WORK, job=n % 3) for n in range(17_000)))
        return service.times

    times = virtual_clock.run(main)

    assert len(times) == 17_000
    assert most_in_60_s(times) <= 300
    assert times[-1] - times[0] < 3600.0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), limit=st.integers(6, 25), restarts=st.integers(0, 4))
def test_no_mix_of_answers_failures_and_restarts_passes_the_limit(seed, limit, restarts):
    """Latencies, 429s with and without Retry-After, faults, failed connects and new queues on the same log."""
    chance = random.Random(seed)

    async def send(slot: Slot) -> None:
        kind = chance.choice(["ok", "ok", "ok", "429", "503", "connect"])
        await asyncio.sleep(chance.choice([0.0, 0.05, 8.0]))
        if kind == "connect":
            raise NotSent("")
        slot.written()
        times.append(asyncio.get_running_loop().time())
        await asyncio.sleep(chance.choice([0.0, 0.2, 50.0]))
        if kind == "429":
            raise RateLimited("", retry_after_s=chance.choice([None, 3.0, 30.0]))
        if kind == "503":
            raise ServiceFault("", status=503)

    async def main(clock: VirtualClock) -> None:
        log = MemoryLog()
        for _ in range(restarts + 1):
            queue = queue_on(clock, log=log, limit=limit)
            lanes = (chance.choice(list(Lane)) for _ in range(40))
            work = [asyncio.create_task(outcome(queue.call(send, lane=lane))) for lane in lanes]
            await asyncio.sleep(chance.uniform(0.0, 300.0))
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    times: list[float] = []
    virtual_clock.run(main)

    assert most_in_60_s(times) <= limit


def test_two_windows_on_one_file_share_the_limit(tmp_path: Path):
    """Each has its queue; together they send what one would, and neither starves."""

    async def main(clock: VirtualClock) -> tuple[list[float], Counter[str]]:
        logs = [SqliteSendLog(tmp_path / "sends", clock=clock, wall=clock, boot="this") for _ in range(2)]
        queues, service = [queue_on(clock, log=log, limit=60) for log in logs], Service(clock)
        names = ["one", "other"] * 200
        await asyncio.gather(
            *(queues[n % 2].call(service.request(name), lane=Lane.WORK) for n, name in enumerate(names))
        )
        for log in logs:
            log.close()
        return service.times, Counter(service.names[:200])

    times, early = virtual_clock.run(main)

    assert most_in_60_s(times) <= 60
    assert statistics.median(per_full_minute(times)) >= 0.97 * 55
    assert min(early["one"], early["other"]) >= 60


def test_open_requests_are_capped_but_a_person_still_gets_through():
    """Ten may be open: five slow ones of a job wait for answers, the kept flights are for people."""

    async def main(clock: VirtualClock) -> tuple[int, float]:
        queue, service = queue_on(clock, max_in_flight=10), Service(clock, latency_s=50.0)
        work = [asyncio.create_task(queue.call(service.request(), lane=Lane.WORK, job=1)) for _ in range(20)]
        await asyncio.sleep(1.0)
        open_now, start = queue.in_flight(1), clock.now
        await queue.call(service.request("person"), lane=Lane.USER)
        waited = clock.now - start
        await asyncio.gather(*work)
        return open_now, waited

    assert virtual_clock.run(main) == (5, pytest.approx(50.0))


def test_speed_is_what_was_sent_in_the_last_minute():
    """The window's meter reads it: sends, and how many are ours."""

    async def main(clock: VirtualClock) -> list[tuple[int, int]]:
        queue, service = queue_on(clock), Service(clock)
        await asyncio.gather(*(queue.call(service.request(), lane=Lane.WORK) for _ in range(12)))
        seen = [queue.speed()]
        await asyncio.sleep(60.0)
        return [*seen, queue.speed()]

    assert virtual_clock.run(main) == [(12, 300), (0, 300)]


# The order.


def test_what_a_person_waits_for_goes_first_while_work_saturates():
    """A thousand requests wait for the next minute; the credits come at once."""

    async def main(clock: VirtualClock) -> float:
        queue, service = queue_on(clock), Service(clock)
        work = [asyncio.create_task(queue.call(service.request(), lane=Lane.WORK, job=1)) for _ in range(1000)]
        await asyncio.sleep(20.0)
        start = clock.now
        await queue.call(service.request("credits"), lane=Lane.USER)
        waited = clock.now - start
        await asyncio.gather(*work)
        return waited

    assert virtual_clock.run(main) < 0.2


def test_jobs_take_turns_and_each_keeps_its_order():
    """A late small job is not stuck behind a long one."""

    async def main(clock: VirtualClock) -> list[str]:
        queue, service = queue_on(clock), Service(clock)
        names = ["a1", "a2", "a3", "a4", "b1", "b2", "c1"]
        await asyncio.gather(*(queue.call(service.request(name), lane=Lane.WORK, job=ord(name[0])) for name in names))
        return service.names

    assert virtual_clock.run(main) == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_a_refused_request_goes_back_to_the_head_of_its_job():
    """It was there first; what was already under way is not held up."""

    async def main(clock: VirtualClock) -> list[str]:
        queue = queue_on(clock)
        service = Service(clock, RateLimited("", retry_after_s=5.0), latency_s=0.001)
        await asyncio.gather(
            *(queue.call(service.request(name), lane=Lane.WORK, job=1) for name in ("first", "second", "third"))
        )
        return service.names

    assert virtual_clock.run(main) == ["first", "first", "second", "third"]


# Refusals and failures.


def test_nothing_is_sent_before_a_retry_after_has_passed():
    """It holds for other jobs and for people too."""

    async def main(clock: VirtualClock) -> list[float]:
        queue, service = queue_on(clock), Service(clock, RateLimited("", retry_after_s=25.0))
        refused = asyncio.create_task(queue.call(service.request(), lane=Lane.WORK, job=1))
        await asyncio.sleep(1.0)
        await asyncio.gather(
            refused,
            queue.call(service.request(), lane=Lane.WORK, job=2),
            queue.call(service.request(), lane=Lane.USER),
        )
        return [at - service.times[0] for at in service.times]

    times = virtual_clock.run(main)

    assert times[1] == pytest.approx(25.1)
    assert len(times) == 4


def test_a_burst_of_refusals_slows_down_once_and_all_of_it_is_answered():
    """Thirty 429s in flight cost a quarter of the share, and no request."""

    async def main(clock: VirtualClock) -> tuple[list[str], int]:
        queue = queue_on(clock)
        service = Service(clock, *[RateLimited("", retry_after_s=2.0) for _ in range(30)], latency_s=1.0)
        work = [asyncio.create_task(queue.call(service.request("ok"), lane=Lane.WORK)) for _ in range(60)]
        await asyncio.sleep(3.0)
        limit = queue.speed()[1]
        return await asyncio.gather(*work), limit

    answers, limit = virtual_clock.run(main)

    assert answers == ["ok"] * 60
    assert limit == 225


def test_refusals_are_tried_again_without_end():
    """Twenty in a row are no reason to fail a job."""

    async def main(clock: VirtualClock) -> str:
        service = Service(clock, *[RateLimited("", retry_after_s=None) for _ in range(20)])
        return await queue_on(clock).call(service.request("ok"), lane=Lane.WORK)

    assert virtual_clock.run(main) == "ok"


@pytest.mark.parametrize("fault", [ServiceFault("", status=503), NotSent("")], ids=lambda fault: type(fault).__name__)
def test_faults_are_tried_five_times_with_growing_pauses(fault):
    """After 1, 2, 4 and 8 seconds; then the caller hears of it."""

    async def main(clock: VirtualClock) -> tuple[Any, int, float]:
        queue, service, start = queue_on(clock), Service(clock, *[fault] * 9, latency_s=0.0), clock.now
        came = await outcome(queue.call(service.request(), lane=Lane.WORK, job=1))
        return came, 9 - len(service.answers), clock.now - start

    assert virtual_clock.run(main) == (type(fault), 5, pytest.approx(15.0))


def test_a_fault_holds_up_nobody_else():
    """While one request rests, the next of its job is sent."""

    async def main(clock: VirtualClock) -> list[str]:
        queue, service = queue_on(clock), Service(clock, ServiceFault("", status=500))
        await asyncio.gather(
            *(queue.call(service.request(name), lane=Lane.WORK, job=1) for name in ("rests", "goes on"))
        )
        return service.names

    assert virtual_clock.run(main) == ["rests", "goes on", "rests"]


def test_a_persons_retry_does_not_wait_for_the_next_minute_of_work():
    """The backoff of a second is over long before jobs have room again."""

    async def main(clock: VirtualClock) -> float:
        queue, service = queue_on(clock), Service(clock)
        work = [asyncio.create_task(queue.call(service.request(), lane=Lane.WORK)) for _ in range(400)]
        await asyncio.sleep(10.0)
        service.answers, start = [ServiceFault("", status=500)], clock.now
        await queue.call(service.request("credits"), lane=Lane.USER)
        waited = clock.now - start
        await asyncio.gather(*work)
        return waited

    assert virtual_clock.run(main) == pytest.approx(1.2)


def test_a_slot_that_was_not_used_goes_to_the_next_at_once():
    """One slot for two: what the first could not write down, the second sends."""

    async def main(clock: VirtualClock) -> list[float]:
        queue, service, start = queue_on(clock, limit=1), Service(clock), clock.now

        async def slow_full_disk() -> None:
            await asyncio.sleep(5.0)
            raise DiskError("The disk is full.")

        await asyncio.gather(
            outcome(queue.call(service.request(), lane=Lane.WORK, before=slow_full_disk)),
            queue.call(service.request(), lane=Lane.WORK),
        )
        return [at - start for at in service.times]

    assert virtual_clock.run(main) == [pytest.approx(5.0)]


def test_a_slot_that_another_window_takes_first_costs_a_wait_and_no_money():
    """Between asking and taking the last slot went elsewhere; the request goes in the next minute, set aside once."""

    class RacedLog(MemoryLog):
        """Another window sends right after this one's first look."""

        looks = 0

        def exclusive(self) -> AbstractContextManager[None]:
            self.looks += 1
            if self.looks == 2:
                self.restamp(self.append(1000.0, forget_before=0.0), 1000.0)
            return super().exclusive()

    async def main(clock: VirtualClock) -> tuple[list[float], Purse]:
        queue, service, purse = queue_on(clock, log=RacedLog(), limit=1), Service(clock), Purse(limit=ONE)
        await queue.call(service.request(), lane=Lane.WORK, stake=Stake(ONE, [purse]))
        return service.times, purse

    assert virtual_clock.run(main) == ([pytest.approx(1060.5)], Purse(limit=ONE, set_aside=ONE))


def test_failed_connects_use_up_no_slots():
    """An hour offline leaves the whole minute for when the line is back."""

    async def main(clock: VirtualClock) -> int:
        queue, service = queue_on(clock, limit=10), Service(clock, *[NotSent("")] * 200, latency_s=0.0)
        await asyncio.gather(*(outcome(queue.call(service.request(), lane=Lane.WORK)) for _ in range(40)))
        start = clock.now
        await queue.call(service.request(), lane=Lane.WORK)
        return round(clock.now - start)

    assert virtual_clock.run(main) == 0


@pytest.mark.parametrize("error", [KeyRefused("", status=401), Uncertain(""), ZeroDivisionError()], ids=repr)
def test_everything_else_is_raised_at_once(error):
    """Only what certainly cost nothing, and may pass by itself, is tried again."""

    async def main(clock: VirtualClock) -> int:
        service = Service(clock, error)
        with pytest.raises(type(error)):
            await queue_on(clock).call(service.request(), lane=Lane.WORK)
        return len(service.arrivals)

    assert virtual_clock.run(main) == 1


def test_every_send_is_written_down_before_and_every_retry_after():
    """ "sent" stands before the request leaves, "waiting" before it is tried again."""

    async def main(clock: VirtualClock) -> list[str]:
        story: list[str] = []
        answers = [ServiceFault("", status=500), RateLimited("", retry_after_s=1.0), None]

        async def write(what: str) -> None:
            await asyncio.sleep(0.1)
            story.append(what)

        async def send(slot: Slot) -> None:
            slot.written()
            story.append("leaves")
            if (error := answers.pop(0)) is not None:
                raise error

        await queue_on(clock).call(send, lane=Lane.WORK, before=lambda: write("sent"), back=lambda: write("waiting"))
        return story

    assert virtual_clock.run(main) == ["sent", "leaves", "waiting"] * 2 + ["sent", "leaves"]


def test_what_cannot_be_written_down_is_not_sent():
    """The slot, the flight and the money are free again, and the caller hears why."""

    async def main(clock: VirtualClock) -> tuple[Any, list[str], int, tuple[int, int], Purse]:
        queue, service, purse = queue_on(clock), Service(clock), Purse()

        async def full_disk() -> None:
            raise DiskError("The disk is full.")

        came = await outcome(queue.call(service.request(), lane=Lane.WORK, before=full_disk, stake=Stake(ONE, [purse])))
        return came, service.names, queue.in_flight(), queue.speed(), purse

    assert virtual_clock.run(main) == (DiskError, [], 0, (0, 300), Purse())


def test_a_log_that_cannot_be_written_fails_its_callers_and_hangs_nobody(tmp_path: Path):
    """Without counting there is no sending; every caller is told."""

    async def main(clock: VirtualClock) -> list[Any]:
        log = SqliteSendLog(tmp_path / "sends", clock=clock, wall=clock, boot="this")
        queue, service = queue_on(clock, log=log), Service(clock)
        log.close()
        return await asyncio.gather(*(outcome(queue.call(service.request(), lane=Lane.WORK)) for _ in range(3)))

    assert virtual_clock.run(main) == [DiskError] * 3


# Pause and stop.


def test_withdrawing_takes_back_what_waits_and_lets_go_on_what_is_in_flight():
    """Of this job only: in line, resting after a fault, and refused on its way; nothing of it is sent afterwards."""

    async def main(clock: VirtualClock) -> tuple[list[Any], list[str]]:
        queue = queue_on(clock, max_in_flight=9)
        service = Service(clock, ServiceFault("", status=500), latency_s=1.0)

        async def slow(slot: Slot) -> str:
            slot.written()
            await asyncio.sleep(5.0)
            return "in flight"

        async def slowly_refused(slot: Slot) -> str:
            slot.written()
            await asyncio.sleep(5.0)
            raise RateLimited("", retry_after_s=None)

        sends = [service.request("rests"), slow, slowly_refused]
        calls = [asyncio.create_task(outcome(queue.call(send, lane=Lane.WORK, job=1))) for send in sends]
        await asyncio.sleep(1.5)
        fill = [asyncio.create_task(queue.call(slow, lane=Lane.WORK, job=2)) for _ in range(2)]
        await asyncio.sleep(0.1)
        calls += [asyncio.create_task(outcome(queue.call(service.request("waits"), lane=Lane.WORK, job=1)))]
        calls += [asyncio.create_task(outcome(queue.call(service.request("other"), lane=Lane.WORK, job=3)))]
        await asyncio.sleep(0.1)
        queue.withdraw(1)
        came = await asyncio.gather(*calls)
        await asyncio.gather(*fill)
        return came, service.names

    came, arrived = virtual_clock.run(main)

    assert came == [Withdrawn, "in flight", Withdrawn, Withdrawn, "other"]
    assert arrived == ["rests", "other"]


def test_a_withdrawal_while_waiting_is_written_back_counts():
    """Pause pressed in the moment between a fault and its retry."""

    async def main(clock: VirtualClock) -> tuple[Any, list[str]]:
        queue, service = queue_on(clock), Service(clock, RateLimited("", retry_after_s=None))

        async def write_waiting() -> None:
            queue.withdraw(1)

        return await outcome(queue.call(service.request(), lane=Lane.WORK, job=1, back=write_waiting)), service.names

    assert virtual_clock.run(main) == (Withdrawn, ["request"])


def test_a_job_goes_on_after_a_pause():
    """Withdrawing is for what waited then, not for what comes later."""

    async def main(clock: VirtualClock) -> str:
        queue = queue_on(clock)
        queue.withdraw(1)
        return await queue.call(Service(clock).request("ok"), lane=Lane.WORK, job=1)

    assert virtual_clock.run(main) == "ok"


def test_a_cancelled_waiter_leaves_no_hole():
    """Its place, its money and its slot go to the next in line."""

    async def main(clock: VirtualClock) -> tuple[list[str], int, Purse]:
        queue, service, purse = queue_on(clock), Service(clock), Purse(limit=Decimal("2.00"))
        calls = [
            asyncio.create_task(queue.call(service.request(name), lane=Lane.WORK, job=1, stake=Stake(ONE, [purse])))
            for name in ("a", "b", "c", "d")
        ]
        await asyncio.sleep(0)
        calls[1].cancel()
        calls[2].cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        return service.names, queue.in_flight(), purse

    names, in_flight, purse = virtual_clock.run(main)

    assert (names, in_flight, purse.set_aside) == (["a", "d"], 0, Decimal("2.00"))


def test_a_waiter_cancelled_in_the_moment_it_is_given_its_slot_leaves_no_trace():
    """Neither a flight, nor money, nor a send stays behind."""

    async def main(clock: VirtualClock) -> tuple[int, int, Purse, float]:
        purse, gate = Purse(), RateGate(log=MemoryLog(), clock=clock, limit=1, kept=0, spacing_s=0.0)
        queue = RequestQueue(gate, clock=clock)
        call = asyncio.create_task(queue.call(Service(clock).request(), lane=Lane.WORK, stake=Stake(ONE, [purse])))
        for _ in range(10):
            if queue.in_flight():
                break
            await asyncio.sleep(0)
        given = queue.in_flight()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        return given, queue.in_flight(), purse, gate.wait_s(Lane.WORK)

    assert virtual_clock.run(main) == (1, 0, Purse(), 0.0)


def test_a_whole_job_of_ten_thousand_is_lined_up_and_taken_back():
    """All that were not on their way come back, and nothing of them is sent."""

    async def main(clock: VirtualClock) -> tuple[int, int]:
        queue, service = queue_on(clock), Service(clock)
        calls = [outcome(queue.call(service.request(), lane=Lane.WORK, job=1)) for _ in range(10_000)]
        lined_up = [asyncio.create_task(call) for call in calls]
        await asyncio.sleep(1.0)
        queue.withdraw(1)
        came = await asyncio.gather(*lined_up)
        return came.count(Withdrawn), len(service.arrivals)

    withdrawn, sent = virtual_clock.run(main)

    assert 9_800 < withdrawn < 10_000
    assert withdrawn + sent == 10_000


def test_the_queue_leaves_no_task_behind():
    """When nobody waits, nothing runs: a loop can end."""

    async def main(clock: VirtualClock) -> int:
        queue, service = queue_on(clock), Service(clock, ServiceFault("", status=500))
        await asyncio.gather(*(queue.call(service.request(), lane=Lane.WORK) for _ in range(5)))
        await asyncio.sleep(0.001)
        return len(asyncio.all_tasks())

    assert virtual_clock.run(main) == 1


# Money.


@settings(max_examples=30, deadline=None)
@given(
    prices=st.lists(st.sampled_from(["0.03", "0.20", "1.00", "0.50"]), min_size=1, max_size=40), limit=st.integers(0, 9)
)
def test_the_budget_is_never_passed_with_answers_in_flight(prices, limit):
    """Whatever is under way counts with the most it can cost; who does not fit is told, nobody else."""

    async def main(clock: VirtualClock) -> tuple[list[Any], Purse, Decimal]:
        queue, purse, highest = queue_on(clock), Purse(limit=Decimal(limit)), ZERO

        async def buy(price: Decimal) -> str:
            async def send(slot: Slot) -> str:
                nonlocal highest
                slot.written()
                highest = max(highest, purse.spent + purse.set_aside)
                await asyncio.sleep(3.0)
                return "bought"

            answer = await queue.call(send, lane=Lane.WORK, job=1, stake=Stake(price, [purse]))
            purse.book(price, price)
            return answer

        came = await asyncio.gather(*(outcome(buy(Decimal(price))) for price in prices))
        return came, purse, highest

    came, purse, highest = virtual_clock.run(main)
    bought = sum((Decimal(p) for p, what in zip(prices, came, strict=True) if what == "bought"), ZERO)

    assert set(came) <= {"bought", BudgetReached}
    assert highest <= limit
    assert (purse.spent, purse.set_aside) == (bought, ZERO)
    assert all(bought + Decimal(p) > limit for p, what in zip(prices, came, strict=True) if what != "bought")


@pytest.mark.parametrize(
    ("error", "set_aside"),
    [
        pytest.param(KeyRefused("", status=401), ZERO, id="refused: nothing was charged"),
        pytest.param(ServiceFault("", status=500), ZERO, id="a fault tried five times: nothing was charged"),
        pytest.param(NotSent(""), ZERO, id="never left"),
        pytest.param(Uncertain(""), ONE, id="no answer: it may have been charged"),
        pytest.param(ValueError(), ONE, id="a bug after the request left: it may have been charged"),
    ],
)
def test_a_failure_gives_the_money_back_unless_it_may_be_gone(error, set_aside):
    """What may have been charged stays set aside until it is settled."""

    async def main(clock: VirtualClock) -> Purse:
        purse = Purse(limit=ONE)
        call = queue_on(clock).call(Service(clock, *[error] * 5).request(), lane=Lane.WORK, stake=Stake(ONE, [purse]))
        with pytest.raises(type(error)):
            await call
        return purse

    assert virtual_clock.run(main) == Purse(limit=ONE, set_aside=set_aside)


def test_a_call_cancelled_in_flight_keeps_its_money_set_aside():
    """The service may go on working for it."""

    async def main(clock: VirtualClock) -> tuple[Decimal, int]:
        queue, purse = queue_on(clock), Purse()
        call = asyncio.create_task(
            queue.call(Service(clock, latency_s=9.0).request(), lane=Lane.WORK, stake=Stake(ONE, [purse]))
        )
        await asyncio.sleep(1.0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return purse.set_aside, queue.in_flight()

    assert virtual_clock.run(main) == (ONE, 0)
