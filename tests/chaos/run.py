"""Random operations under fire, in scaled time: `python -m tests.chaos.run --operations 2000 --kills 50 --seed 1`.

A whole Scoutsheet lives in a child process that is killed at random moments and started again; so are the practice
service and the export's own process. Every kind of fault happens, a colleague takes half of the rate on the same key,
clocks jump, and some lives find another boot. The seed draws the operations, kills and jumps; which answers a kill
meets depends on the machine's timing, so a seed repeats what was done and not every race.
"""

import argparse
import json
import os
import queue
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from tests.chaos import checks
from tests.chaos.child import Order
from tests.chaos.hurry import MINUTE_S, WINDOW_S
from tests.sandbox_server import SandboxProcess

ROOT = Path(__file__).resolve().parent.parent.parent
QUICK_FAULTS = "429:0.004,500:0.014,502:0.014,503:0.014,reset:0.014,trunc:0.014,lost:0.014,504c:0.01"
FAULTS = f"{QUICK_FAULTS},hang:0.002"  # a hanging answer is waited for, and nothing is compared meanwhile
ENDLESS = 1_000_000  # operations of a life that is killed
SILENCE_S = 240.0  # without any news from a life, it is stuck
CLOCK_JUMPS_S = (-86_400.0, -600.0, 0.0, 0.0, 600.0, 86_400.0)
SERVICE_DIES, EXPORT_DIES, ANOTHER_BOOT = 0.3, 0.5, 0.2  # chances in a life, of an export, between two lives


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much, and how hard. `still_at_work_s`: real seconds for which the product doubts that "no charge" is final;
    it has to be above the practice service's longest answer."""

    operations: int
    kills: int
    seed: int
    rate: int = 300
    colleague_per_s: float = 25.0  # half of the limit
    faults: str = FAULTS
    latency_ms: str = "20-200"
    still_at_work_s: float = 1.0
    side_by_side: int = 5


@dataclass(slots=True)
class Story:
    """What happened."""

    operations: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    jobs: set[int] = field(default_factory=set)  # that the person was told of
    stopped: set[int] = field(default_factory=set)  # that the person wanted to stop
    arrivals: list[checks.Arrival] = field(default_factory=list)
    stored_at: dict[checks.Purchase, float] = field(default_factory=dict)


class Life:
    """A running child: what it tells comes out of `news`; None: it has ended."""

    def __init__(self, order: Order, folder: Path, service: SandboxProcess) -> None:
        self._trouble = folder / "trouble.txt"
        file = folder / "order.json"
        file.write_text(order.text)
        with self._trouble.open("w") as trouble:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.child", str(file)],
                cwd=ROOT,
                env=environment(service, folder),
                stdout=subprocess.PIPE,
                stderr=trouble,
                text=True,
            )
        assert self.process.stdout is not None
        self.news: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self._reader.start()

    def _read(self, told: TextIO) -> None:
        for line in told:
            with suppress(json.JSONDecodeError):  # a kill cuts a line in two
                self.news.put(json.loads(line))
        self.news.put(None)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def what_went_wrong(self) -> str:
        return self._trouble.read_text()[-8000:]

    def kill_export(self) -> bool:
        """Kill the process that writes a file just now; False where there is none, or the system does not tell."""
        for listed in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            with suppress(OSError):
                for pid in map(int, listed.read_text().split()):
                    os.kill(pid, signal.SIGKILL)
                    return True
        return False


def environment(service: SandboxProcess, folder: Path) -> dict[str, str]:
    """An account of this service, with a data folder of its own."""
    return {
        **os.environ,
        "SCOUTSHEET_API_KEY": service.key,
        "SCOUTSHEET_BASE_URL": service.url,
        "XDG_DATA_HOME": str(folder / "data"),
    }


class Chaos:
    """One account under fire; `run` it, then look at `story` and `check` it."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._plan = plan
        self._folder = folder
        self._chance = random.Random(f"chaos:{plan.seed}")
        self._boot, self._since_boot_s = "boot 0", 0.0
        self._lives = 0
        self._colleague: subprocess.Popen[bytes] | None = None
        self.workspace = folder / "workspace"
        self.story = Story()
        self.service = SandboxProcess(
            *("--state", str(folder / "service"), "--credits", "1000000", "--seed", str(plan.seed)),
            *("--rate", str(plan.rate), "--window-s", str(WINDOW_S)),
            *("--latency-ms", plan.latency_ms, "--faults", plan.faults),
        )

    def run(self) -> None:
        """All operations and kills, and the end at which nothing is open."""
        self._to_the_end()  # the sums count from the first comparison of a workspace on
        self._colleague = self._start_colleague()
        for kills_left in range(self._plan.kills, 0, -1):
            mean = (self._plan.operations - self.story.operations.total()) / kills_left
            self._live(max(1, round(self._chance.uniform(0.3, 1.7) * mean)), killed=True)
        left = self._plan.operations - self.story.operations.total()
        if left > 0:
            self._live(left, killed=False)
        self._end_colleague()
        self._to_the_end()
        self.story.arrivals += self.service.books()["arrivals"]

    def stop(self) -> None:
        """End every process."""
        self._end_colleague()
        self.service.stop()

    # One life.

    def _live(self, operations: int, *, killed: bool) -> None:
        """This many operations; then it is killed in the middle of more, or ends by itself."""
        life = self._start(operations=ENDLESS if killed else operations)
        service_dies_at = self._chance.randint(1, operations) if self._chance.random() < SERVICE_DIES else -1
        done = 0
        try:
            while done < operations:
                told = self._next(life)
                if told is None:
                    raise AssertionError(f"a life ended with {life.process.wait()}:\n{life.what_went_wrong()}")
                self._note(told)
                done += "operation" in told
                if done == service_dies_at and "operation" in told:
                    self._kill_service(life)
            if killed:
                with suppress(subprocess.TimeoutExpired):
                    life.process.wait(self._chance.uniform(0.0, 1.0))
                self.story.kills["app"] += 1
            elif life.process.wait():
                raise AssertionError(f"a life did not end well:\n{life.what_went_wrong()}")
        finally:
            life.kill()
        while (late := life.news.get()) is not None:
            self._note(late)
        self._note_stored()
        self._let_the_service_end()
        if self._chance.random() < ANOTHER_BOOT:
            self._boot, self._since_boot_s = f"boot {self._lives}", self._chance.uniform(-1e6, 1e6)

    def _note(self, told: dict[str, Any]) -> None:
        if "stopping" in told:
            self.story.stopped.add(told["stopping"])
        if "operation" in told:
            self.story.operations[told["operation"]] += 1
        if "job" in told:
            self.story.jobs.add(told["job"])

    def _next(self, life: Life) -> dict[str, Any] | None:
        """The next news of a life; its exports die meanwhile."""
        give_up = time.monotonic() + SILENCE_S
        while time.monotonic() < give_up:
            with suppress(queue.Empty):
                return life.news.get(timeout=0.05)
            if self._chance.random() < EXPORT_DIES and life.kill_export():
                self.story.kills["export"] += 1
        raise AssertionError(f"no news for {SILENCE_S:.0f} s:\n{life.what_went_wrong()}")

    def _start(self, *, operations: int, ending: bool = False) -> Life:
        self._lives += 1
        order = Order(
            workspace=str(self.workspace),
            files=str(self._folder),
            seed=f"{self._plan.seed}:{self._lives}",
            boot=self._boot,
            since_boot_s=self._since_boot_s,
            ahead_s=self._chance.choice(CLOCK_JUMPS_S),
            still_at_work_s=self._plan.still_at_work_s,
            side_by_side=self._plan.side_by_side,
            operations=operations,
            ending=ending,
        )
        return Life(order, self._folder, self.service)

    def _note_stored(self) -> None:
        """What is stored now must never be asked for again."""
        now = time.monotonic()
        for purchase in checks.stored(self.workspace):
            self.story.stored_at.setdefault(purchase, now)

    def _let_the_service_end(self) -> None:
        """Until it has charged what it was still working on: nobody can tell a charge that comes after the next
        comparison from the colleague's, and a busy machine would make many of them."""
        while any(_at_work(one) for one in checks.ours(self.service.books()["arrivals"])):
            time.sleep(0.1)

    def _to_the_end(self) -> None:
        """A life that clicks until nothing is open, and is not killed."""
        life = self._start(operations=0, ending=True)
        try:
            news = []
            while (told := self._next(life)) is not None:
                news.append(told)
            if life.process.wait():
                raise AssertionError(f"it did not come to an end: {news}\n{life.what_went_wrong()}")
        finally:
            life.kill()

    # The others.

    def _kill_service(self, life: Life) -> None:
        """kill -9 for the service, and its start. All others are held meanwhile, so that no arrival goes uncounted."""
        with _held(life.process, self._colleague):
            self.story.arrivals += self.service.books()["arrivals"]
            self.service.kill()
        self.story.kills["service"] += 1
        self.service.restart()

    def _start_colleague(self) -> "subprocess.Popen[bytes] | None":
        if not self._plan.colleague_per_s:
            return None
        command = [sys.executable, "-m", "tests.chaos.colleague", self.service.url, str(self._plan.colleague_per_s)]
        return subprocess.Popen(command, cwd=ROOT, env=environment(self.service, self._folder))

    def _end_colleague(self) -> None:
        if self._colleague is not None:
            self._colleague.kill()
            self._colleague.wait()
            self._colleague = None


def _at_work(arrival: checks.Arrival) -> bool:
    """Whether the service may not have charged this yet; a cut answer has no status for ever, so it gets some time."""
    return arrival["status"] is None and time.monotonic() - arrival["at"] < 2.0


@contextmanager
def _held(*processes: "subprocess.Popen[Any] | None") -> Iterator[None]:
    """Processes that stand still meanwhile."""
    held = [one for one in processes if one is not None and one.poll() is None]
    for one in held:
        one.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in held:
            one.send_signal(signal.SIGCONT)


def check(chaos: Chaos) -> None:
    """The invariants, at the end of a run."""
    story, workspace = chaos.story, chaos.workspace
    told, there = story.jobs, {row[0] for row in checks.asked(workspace, "SELECT id FROM jobs")}
    assert told <= there, f"jobs that were lost: {told - there}"
    left = checks.still_open(workspace, story.stopped)
    assert not left, f"asked for, and neither had, nor nowhere, nor to be checked: {left[:5]}"
    assert not checks.stored_twice(workspace), checks.stored_twice(workspace)
    again = checks.asked_again(story.arrivals, story.stored_at)
    assert not again, f"asked for although stored: {again[:5]}"
    checks.check_money(checks.money(workspace, chaos.service.books()))
    assert checks.most_in_any_window(story.arrivals, WINDOW_S) <= 300


def figures(chaos: Chaos) -> str:
    """A run in a few lines."""
    story = chaos.story
    mine = checks.ours(story.arrivals)
    both = checks.money(chaos.workspace, chaos.service.books())
    took = mine[-1]["at"] - mine[0]["at"]
    refused = checks.refused_share(story.arrivals, first_s=MINUTE_S)
    return "\n".join(
        (
            f"{story.operations.total()} operations {dict(story.operations)}",
            f"kills {dict(story.kills)}; {len(story.jobs)} jobs; {len(story.stored_at)} purchases stored",
            f"{len(mine)} of {len(story.arrivals)} arrivals were ours, in {took:.0f} s = {took / MINUTE_S:.0f} minutes",
            f"most of ours in any window {checks.most_in_any_window(story.arrivals, WINDOW_S)}",
            f"refused by the rate after the first minute {refused:.2%}",
            f"statuses of ours {dict(Counter(str(one['status']) for one in mine))}",
            f"{both}; still to check: {checks.to_check(chaos.workspace)}",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default=FAULTS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scoutsheet-chaos-") as folder:
        plan = Plan(operations=chosen.operations, kills=chosen.kills, seed=chosen.seed, faults=chosen.faults)
        chaos = Chaos(Path(folder), plan)
        try:
            chaos.run()
            sys.stdout.write(figures(chaos) + "\n")
            check(chaos)
        finally:
            chaos.stop()


if __name__ == "__main__":
    main()
