"""How fast and how exactly the queue sends: `python tests/benchmarks/bench_rate.py`, about four minutes.

1. 1,000 raw enrichments at 100-800 ms latency: arrivals at the practice service in any 60 s (at most 300), answers 429
   (none), median of the full minutes (at least 291). The rival is the limit itself: 300 a minute.
2. 250 cold Full enrichments of 15 s each: seconds from the first arrival to the last answer (at most 45). The rival
   is the same work with the service's own time and no limit on what may be open: 15 s.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.sandbox_server import SandboxProcess

MINUTE_S = 60.0


def run_recipe(sandbox: SandboxProcess, folder: Path, rows: int, tier: str) -> float:
    """Run search + enrichment through the command; returns its wall time in seconds."""
    recipe = folder / "recipe.json"
    recipe.write_text(
        json.dumps(
            {
                "version": 1,
                "search": {"platform": "instagram", "target": rows},
                "enrich": {"tier": tier},
                "budget": 5000,
            }
        )
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "app", "run", str(recipe), "--workspace", str(folder / "workspace")],
        env={
            **os.environ,
            "SCOUTSHEET_BASE_URL": sandbox.url,
            "SCOUTSHEET_API_KEY": sandbox.key,
            "XDG_DATA_HOME": str(folder / "data"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        text=True,
    )
    sys.stdout.write(done.stdout)
    return time.monotonic() - began


def most_in_any_minute(times: list[float]) -> int:
    """The largest number of arrivals in any 60 s."""
    first, most = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= MINUTE_S:
            first += 1
        most = max(most, last - first + 1)
    return most


def thousand_raw() -> None:
    with tempfile.TemporaryDirectory() as folder, SandboxProcess("--latency-ms", "100-800", "--credits", "5000") as box:
        run_recipe(box, Path(folder), 1000, "raw")
        arrivals = box.books()["arrivals"]
    times = sorted(entry["at"] for entry in arrivals)
    refused = sum(entry["status"] == 429 for entry in arrivals)
    minutes = int((times[-1] - times[0]) // MINUTE_S)
    full = [
        sum(at - times[0] >= m * MINUTE_S and at - times[0] < (m + 1) * MINUTE_S for at in times)
        for m in range(minutes)
    ]
    sys.stdout.write(
        f"1,000 raw: {len(times)} arrivals, most in any 60 s {most_in_any_minute(times)}, 429: {refused}, "
        f"full minutes {full}, median {statistics.median(full)} = {statistics.median(full) / 300:.3f} of the limit\n"
    )


def cold_full() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess("--cold-s", "15", "--credits", "5000") as box,
    ):
        wall = run_recipe(box, Path(folder), 250, "full")
        arrivals = [entry for entry in box.books()["arrivals"] if "enrich" in entry["path"]]
    first = min(entry["at"] for entry in arrivals)
    last = max(entry["at"] for entry in arrivals)
    sys.stdout.write(
        f"250 cold Full of 15 s: sent within {last - first:.1f} s, whole run {wall:.1f} s, "
        f"ratio to 15 s {wall / 15:.2f}\n"
    )


if __name__ == "__main__":
    cold_full()
    thousand_raw()
