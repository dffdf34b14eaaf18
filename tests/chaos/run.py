"""Runs of a recipe under fire: `python -m tests.chaos.run --operations 2000 --seed 1`.

An operation is a run that may be killed, a restart, a click on "Check payment", or a colleague's purchase, drawn from
the seed. Which answers a kill meets depends on the machine's timing, so the same seed repeats the operations, not
every race. At the end the invariants are checked.
"""

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from app.domain.creators import Details
from app.workspace import ledger, sheets
from app.workspace.store import Store, open_for_reading
from tests.sandbox_server import SandboxProcess

FAULTS = "429:0.01,500:0.02,502:0.015,503:0.015,reset:0.02,trunc:0.015,lost:0.02,504c:0.01"
ROOT = Path(__file__).resolve().parent.parent.parent
MOST_RUNS_TO_THE_END = 30
PATIENCE_S = 120


class Chaos:
    """One workspace and one practice service, and what is done to them."""

    def __init__(self, folder: Path, seed: int, *, rows: int) -> None:
        self._random = random.Random(f"chaos:{seed}")
        self._folder = folder
        flags = ("--rate", "1000000", "--credits", "100000", "--faults", FAULTS, "--seed", str(seed))
        self.service = SandboxProcess("--latency-ms", "60", *flags)
        self._recipe = folder / "recipe.json"
        self._rows_wanted = rows
        self._search = {
            "platform": "instagram",
            "filters": {"number_of_followers": {"min": 100_000}},
            "sort": {"by": "number_of_followers", "order": "desc"},
            "target": rows,
        }
        self.kills = 0
        self.spent_by_colleague = Decimal(0)

    def want(self, share: float) -> None:
        """Ask for the details of this share of the rows, so that every run has something to do."""
        details = {"tier": "raw", "rows": max(1, round(share * self._rows_wanted))}
        recipe = {"version": 1, "search": self._search, "enrich": details, "budget": "1000"}
        self._recipe.write_text(json.dumps(recipe))

    def operate(self) -> None:
        """One operation."""
        draw = self._random.random()
        if draw < 0.35:
            self._spend()
        else:
            self.run(click=draw > 0.9, kill_after_s=self._random.uniform(0.6, 1.8))

    def end(self) -> None:
        """Runs, then clicks, until nothing is open."""
        for _ in range(MOST_RUNS_TO_THE_END):
            if self.run(click=True) == 0 and not self.open_rows():
                return
        raise AssertionError(f"still open after {MOST_RUNS_TO_THE_END} runs: {self.open_rows()}")

    def stored(self) -> set[str]:
        """Whose details are stored now."""
        return {row.handle.name for row in self._rows() if row.parts}

    def open_rows(self) -> list[str]:
        """Whose details are neither had nor known to be nowhere."""
        return [row.handle.name for row in self._rows() if not row.parts and row.details is not Details.NOT_FOUND]

    def sums(self) -> ledger.Sums:
        store = self._store()
        assert store is not None
        try:
            return store.peek(ledger.sums)
        finally:
            store.close()

    def bought(self) -> Counter[str]:
        """How often each creator's details were charged and delivered, the colleague's own left out."""
        entries = self.service.books()["entries"]
        return Counter(entry["handle"] for entry in entries if entry["call"] == "raw" and entry["delivered"])

    def _rows(self) -> list[Any]:
        store = self._store()
        if store is None:
            return []
        try:
            return [
                row
                for sheet in store.peek(sheets.all_sheets)
                for row in store.peek(lambda db, i=sheet.id: sheets.rows(db, i, sheets.first_ids(db, i, None)))  # type: ignore[misc]
            ]
        finally:
            store.close()

    def _store(self) -> Store | None:
        return open_for_reading(self._folder / "workspace")

    def _spend(self) -> None:
        """A colleague buys full details on the same key, which no recipe here does."""
        body = {
            "handle": "hannadvorak",
            "platform": "instagram",
            "include_lookalikes": False,
            "include_audience_data": True,
        }
        url = f"{self.service.url}/public/v1/creators/enrich/handle/full/"
        before = Decimal(self.service.books()["used"])
        with contextlib.suppress(httpx.TransportError):  # the colleague meets faults too
            httpx.post(url, json=body, headers=self.service.headers, trust_env=False)
        self.spent_by_colleague += Decimal(self.service.books()["used"]) - before

    def run(self, *, click: bool, kill_after_s: float | None = None) -> int | None:
        """Run the recipe; None when it was killed."""
        command = [sys.executable, "-m", "tests.chaos.child", str(self._recipe), str(self._folder / "workspace")]
        process = subprocess.Popen(
            [*command, *(["--click"] if click else [])],
            cwd=ROOT,
            env={
                **os.environ,
                "SCOUTSHEET_API_KEY": self.service.key,
                "SCOUTSHEET_BASE_URL": self.service.url,
                "XDG_DATA_HOME": str(self._folder / "data"),
            },
            stderr=subprocess.DEVNULL,
        )
        try:
            return process.wait(kill_after_s or PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kills += 1
            return None
        finally:
            process.kill()
            process.wait()


def check(chaos: Chaos, *, operations: int) -> None:
    """Operations, each followed by a look that nothing stored was bought again; then the end and the sums."""
    chaos.want(0)
    chaos.run(click=False)  # the sums count from the first comparison of a workspace on
    for number in range(operations):
        chaos.want((number + 1) / operations)
        had, before = chaos.stored(), chaos.bought()
        chaos.operate()
        again = {handle for handle in had if chaos.bought()[handle] > before[handle]}
        assert not again, f"bought although stored: {again}"
    chaos.end()
    sums, used = chaos.sums(), Decimal(chaos.service.books()["used"])
    assert sums.charged + sums.uncertain + sums.other_use == used, (sums, used)
    assert sums.other_use <= chaos.spent_by_colleague <= sums.other_use + sums.uncertain, (sums, chaos)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=400)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scoutsheet-chaos-") as folder:
        chaos = Chaos(Path(folder), chosen.seed, rows=chosen.rows)
        try:
            check(chaos, operations=chosen.operations)
            sys.stdout.write(f"{chosen.operations} operations, {chaos.kills} kills, {chaos.sums()}\n")
        finally:
            chaos.service.stop()


if __name__ == "__main__":
    main()
