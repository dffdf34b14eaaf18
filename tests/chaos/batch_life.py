"""The life of a batch, killed at every step: `python -m tests.chaos.batch_life --rows 25600 --kills 30 --seed 1`.

The real command carries out one recipe, a messy list bought by a batch, and is killed as soon as its next run has sent
one request more than the one before, or a moment later. The practice service meets faults, is killed itself now and
then, and runs out of credits in the middle. Then the runs go on to their end, with one click for each upload that got
no answer. `check` compares both books.
"""

import argparse
import codecs
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.batches import MOST_ROWS
from tests.chaos import checks
from tests.chaos.run import ROOT, environment
from tests.sandbox_server import SandboxProcess

FAULTS = "500:0.03,502:0.03,503:0.03,reset:0.03,trunc:0.03,lost:0.03"
NOT_DONE = ("429", "500", "502", "503", "hang")  # faults after which the service did nothing
SERVICE_DIES = 0.15
MOST_REQUESTS = 9  # of a run that is killed; then it begins again with one
LONGEST_S = 240.0
OPENING = "40"
TAKES_S = 5.0  # all rows at the service, were they one file
MOST_RUNS_TO_THE_END = 40
TOP_UP = "60"
HAD = 1  # rows that were bought before
PEOPLE, REPEATS = 0.9766, 0.0156  # of the lines of a messy list; the rest names nobody
SPELLINGS = ("{}", "@{}", " {} ", "https://www.instagram.com/{}/?hl=en", "instagram.com/{}", "{}")


@dataclass(slots=True)
class Story:
    """What happened. `clicks`: runs with --retry-uncertain, each of which may upload again."""

    kills: int = 0
    services_killed: int = 0
    clicks: int = 0
    may_be_running: int = 0
    arrivals: list[checks.Arrival] = field(default_factory=list)
    summaries: list[dict[str, Any]] = field(default_factory=list)


def messy(names: Sequence[str], lines: int, chance: random.Random) -> bytes:
    """A list as it comes from offices: UTF-16, semicolons, CRLF, repeats in other spellings, blanks, junk."""
    people = [*names, *(f"nobody.{number}" for number in range(round(lines * PEOPLE) - len(names)))]
    cells = [chance.choice(SPELLINGS).format(name) for name in people]
    cells += [f"@{name.upper()}" for name in chance.sample(people, round(lines * REPEATS))]
    junk = ("", "   ", "n/a n/a n/a", "mail@creator.example")
    cells += [junk[at % len(junk)] for at in range(lines - len(cells))]
    chance.shuffle(cells)
    return codecs.BOM_UTF16_LE + "\r\n".join(["Creator;Comment", *(f"{cell};x" for cell in cells)]).encode("utf-16-le")


class BatchLife:
    """One recipe under fire; `run` it, then look at `story` and `check` it."""

    def __init__(
        self,
        folder: Path,
        *,
        rows: int,
        kills: int,
        seed: int,
        faults: str,
        credits: str,
        names: Sequence[str],
        takes_s: float,
    ) -> None:
        self._folder = folder
        self._kills = kills
        self._chance = random.Random(f"batch life:{seed}")
        self.workspace = folder / "workspace"
        self.rows = round(rows * PEOPLE)
        self.story = Story()
        self.service = SandboxProcess(
            *("--state", str(folder / "service"), "--credits", credits, "--seed", str(seed)),
            *("--latency-ms", "20-120", "--rate", "100000", "--faults", faults),
        )
        self.service.settings(batch_rows_per_s=rows / takes_s, batch_queued_s=0.1)
        (folder / "list.csv").write_bytes(messy(names, rows, self._chance))
        (folder / "few.csv").write_text("handle\n" + "\n".join(names[:HAD]))
        self.had = self._recipe("few", {"import": {"path": "few.csv", "platform": "instagram"}, "enrich": {}})
        source = {"path": "list.csv", "platform": "instagram", "column": "Creator"}
        self.recipe = self._recipe("list", {"import": source, "batch": {"mode": "full"}})

    def _recipe(self, name: str, parts: dict[str, Any]) -> Path:
        file = self._folder / f"{name}.json"
        file.write_text(json.dumps({"version": 1, **parts, "budget": "100000"}))
        return file

    def run(self) -> None:
        """Some rows are had before; then the kills, and the runs to the end."""
        for _ in range(MOST_RUNS_TO_THE_END):
            if self._to_its_end(self.had)["enriched"] == HAD:
                break
        for number in range(2 * self._kills):
            if self.story.kills == self._kills:
                break
            if self._killed_after(number % MOST_REQUESTS + 1):
                self.story.kills += 1
            else:
                self.service.top_up(TOP_UP)
            if self._chance.random() < SERVICE_DIES:
                self._kill_service()
        self.finish()

    def finish(self) -> None:
        """Without kills: a top-up whenever credits are out, one click for what may be running."""
        for _ in range(MOST_RUNS_TO_THE_END):
            told = self._to_its_end(self.recipe)
            if told["reason"] == "credits":
                self.service.top_up(TOP_UP)
            elif told["state"] == "finished" and told["uncertain"]:
                self.story.clicks += 1
                self._to_its_end(self.recipe, "--retry-uncertain")
            elif told["state"] == "finished":
                self.story.arrivals += self.service.books()["arrivals"]
                return
        raise AssertionError(f"it did not come to an end: {self.story.summaries[-3:]}")

    def _start(self, recipe: Path, *flags: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "app", "run", str(recipe), "--workspace", str(self.workspace), *flags],
            cwd=ROOT,
            env={**environment(self.service, self._folder), "SCOUTSHEET_BATCH_POLL_S": "0.2"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _to_its_end(self, recipe: Path, *flags: str) -> dict[str, Any]:
        process = self._start(recipe, *flags)
        try:
            out, err = process.communicate(timeout=LONGEST_S)
        finally:
            process.kill()
        assert process.returncode in (0, 3, 5), err[-3000:]
        told: dict[str, Any] = json.loads(out.splitlines()[-1])
        self.story.summaries.append(told)
        self.story.may_be_running += "may be running" in err
        return told

    def _killed_after(self, requests: int) -> bool:
        """Kill a run soon after it sent this many requests; False when it ended before."""
        before = len(self.service.books()["arrivals"])
        process = self._start(self.recipe)
        try:
            give_up = time.monotonic() + LONGEST_S
            while process.poll() is None and len(self.service.books()["arrivals"]) < before + requests:
                assert time.monotonic() < give_up, "a run neither ended nor went on"
                time.sleep(0.01)
            time.sleep(self._chance.choice((0.0, 0.0, 0.05, 0.3)))
            ended = process.poll() is not None
        finally:
            process.kill()
            process.communicate()
        return not ended

    def _kill_service(self) -> None:
        self.story.arrivals += self.service.books()["arrivals"]
        self.service.kill()
        self.service.restart()
        self.story.services_killed += 1

    def stop(self) -> None:
        self.service.stop()


def check(life: BatchLife) -> None:
    """The invariants: every creator has an end, and was bought once but for what a click bought again."""
    story, books, rows = life.story, life.service.books(), life.rows
    files = -(-(rows - HAD) // MOST_ROWS)
    last = story.summaries[-1]
    assert (last["creators"], last["enriched"] + last["not_found"]) == (rows, rows), last
    taken = [one for one in story.arrivals if _is_upload(one) and one["fault"] not in NOT_DONE]
    assert files <= len(taken) <= files * (1 + story.clicks), (len(taken), story)
    bought = Counter(one["handle"] for one in books["entries"])
    assert max(bought.values()) <= 1 + story.clicks, bought.most_common(3)
    assert not checks.stored_twice(life.workspace), checks.stored_twice(life.workspace)
    both = checks.money(life.workspace, books)
    assert both.sums.charged + both.sums.uncertain + both.sums.other_use == both.used, both
    assert both.sums.charged == last["enriched"], both  # 1.00 each, also where a click bought them again
    assert story.clicks or both.used == both.sums.charged, both


def _is_upload(arrival: checks.Arrival) -> bool:
    return bool(arrival["path"].endswith("/enrichment/batch/"))


def known_names(folder: Path, count: int) -> list[str]:
    """Creators the practice service knows, from its own world and another account."""
    with SandboxProcess("--credits", "100", "--rate", "100000", "--latency-ms", "1") as service:
        recipe = folder / "find.json"
        search = {"platform": "instagram", "target": count}
        recipe.write_text(json.dumps({"version": 1, "search": search, "budget": "50", "export": [{"path": "f.csv"}]}))
        command = [sys.executable, "-m", "app", "run", str(recipe), "--workspace", str(folder / "finder")]
        subprocess.run(command, cwd=ROOT, env=environment(service, folder), check=True, capture_output=True)
    lines = (folder / "f.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return [line.split(",")[0].lstrip("'@") for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=25_600)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default=FAULTS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scoutsheet-batches-") as kept:
        folder = Path(kept)
        names = known_names(folder, 300)
        life = BatchLife(
            folder,
            rows=chosen.rows,
            kills=chosen.kills,
            seed=chosen.seed,
            faults=chosen.faults,
            names=names,
            credits=OPENING,
            takes_s=TAKES_S,
        )
        try:
            life.run()
            story, books = life.story, life.service.books()
            paths = Counter((one["path"].rstrip("/").rsplit("/", 1)[-1][:4], one["fault"]) for one in story.arrivals)
            sys.stdout.write(
                f"{story.kills} kills, {story.services_killed} of the service, {len(story.summaries)} runs to an end,"
                f" {story.clicks} clicks, {story.may_be_running} times it may be running\n"
                f"{dict(paths)}\nused {books['used']}; {checks.money(life.workspace, books)}\n{story.summaries[-1]}\n"
            )
            check(life)
        finally:
            life.stop()


if __name__ == "__main__":
    main()
