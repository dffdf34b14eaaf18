"""Several processes on one account, each with a workspace of its own: `python -m tests.chaos.shared --rows 250`.

Two recipes as commands, and a third process that holds an open account as a window does. Together they stay within the
limit, and all finish. Takes about three minutes; `--hurried` a few seconds, in scaled time.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import checks
from tests.chaos.hurry import WINDOW_S
from tests.chaos.run import ROOT, environment
from tests.sandbox_server import SandboxProcess

COMMAND = ("-m", "app", "run")
HELD = ("-m", "tests.chaos.held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How it went: the exit codes, how many rows each had details of, and what arrived."""

    codes: tuple[int, ...]
    had: tuple[int, ...]
    arrivals: list[checks.Arrival]
    window_s: float

    @property
    def most(self) -> int:
        """Arrivals in the fullest window."""
        return checks.most_in_any_window(self.arrivals, self.window_s)

    @property
    def refused(self) -> int:
        return sum(one["status"] == 429 for one in self.arrivals)


def side_by_side(folder: Path, *, rows: int, hurried: bool) -> Shared:
    """Run all three to their end."""
    window_s = WINDOW_S if hurried else 60.0
    flags = ("--credits", "100000", "--window-s", str(window_s), "--latency-ms", "50-300")
    with SandboxProcess(*flags) as service:
        ways: list[tuple[Sequence[str], Sequence[str]]] = [(HELD, ["--hurried"])] * 3
        if not hurried:
            ways = [(COMMAND, ["--workspace"]), (COMMAND, ["--workspace"]), (HELD, [])]
        running = [_start(folder, number, *way, rows, service) for number, way in enumerate(ways)]
        told = [process.communicate()[0] for process in running]
        arrivals = service.books()["arrivals"]
    summaries = [json.loads(text.splitlines()[-1]) for text in told]
    return Shared(
        codes=tuple(process.returncode for process in running),
        had=tuple(one["enriched"] + one["not_found"] for one in summaries),
        arrivals=arrivals,
        window_s=window_s,
    )


def _start(
    folder: Path, number: int, way: Sequence[str], more: Sequence[str], rows: int, service: SandboxProcess
) -> "subprocess.Popen[str]":
    """A process with a search and a workspace of its own; the data folder with the log of sends is one for all."""
    filters = {"number_of_followers": {"min": 20_000 + number}}
    search = {"platform": "instagram", "filters": filters, "target": rows}
    recipe = folder / f"recipe {number}.json"
    recipe.write_text(json.dumps({"version": 1, "search": search, "enrich": {"tier": "raw"}, "budget": "1000"}))
    workspace = str(folder / f"workspace {number}")
    arguments = [workspace, *more] if way is HELD else [*more, workspace]
    return subprocess.Popen(
        [sys.executable, *way, str(recipe), *arguments],
        cwd=ROOT,
        env=environment(service, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=250)
    parser.add_argument("--hurried", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scoutsheet-shared-") as folder:
        shared = side_by_side(Path(folder), rows=chosen.rows, hurried=chosen.hurried)
    took = shared.arrivals[-1]["at"] - shared.arrivals[0]["at"]
    sys.stdout.write(
        f"exit codes {shared.codes}, rows had {shared.had}, {len(shared.arrivals)} arrivals in {took:.0f} s, "
        f"most in any {shared.window_s:.0f} s {shared.most}, refused {shared.refused}\n"
    )


if __name__ == "__main__":
    main()
