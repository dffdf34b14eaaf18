"""500 details at full speed, killed ten times and restarted at once: `python -m tests.chaos.ten_kills`.

In real time, at the real 300 in 60 s, with the real command. Takes about five minutes.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.chaos import checks
from tests.chaos.run import ROOT, environment
from tests.sandbox_server import SandboxProcess

MOST_RUNS_TO_THE_END = 10


def run(folder: Path, service: SandboxProcess, *, click: bool = False, kill_after_s: float | None = None) -> str | None:
    """Run the recipe; its last line, or None when it was killed."""
    command = ["-m", "app", "run", str(folder / "recipe.json"), "--workspace", str(folder / "workspace")]
    process = subprocess.Popen(
        [sys.executable, *command, *(["--retry-uncertain"] if click else [])],
        cwd=ROOT,
        env=environment(service, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with suppress(subprocess.TimeoutExpired):
        return process.communicate(timeout=kill_after_s)[0].splitlines()[-1]
    process.kill()
    process.communicate()
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    chosen = parser.parse_args()
    chance = random.Random(f"ten kills:{chosen.seed}")
    recipe = {
        "version": 1,
        "search": {"platform": "instagram", "target": chosen.rows},
        "enrich": {"tier": "raw"},
        "budget": "1000",
    }
    with (
        tempfile.TemporaryDirectory(prefix="scoutsheet-kills-") as name,
        SandboxProcess("--credits", "100000", "--latency-ms", "100-800") as service,
    ):
        folder = Path(name)
        (folder / "recipe.json").write_text(json.dumps(recipe))
        kills = 0
        while kills < chosen.kills:
            kills += run(folder, service, kill_after_s=chance.uniform(2.0, 9.0)) is None
            sys.stdout.write(f"{kills} kills, {len(service.books()['arrivals'])} arrivals\n")
        for number in range(MOST_RUNS_TO_THE_END):
            told = run(folder, service, click=number > 0) or "{}"
            sys.stdout.write(told + "\n")
            if not json.loads(told)["uncertain"]:
                break
        arrivals = service.books()["arrivals"]
    most, refused = checks.most_in_any_window(arrivals, 60.0), sum(one["status"] == 429 for one in arrivals)
    took = arrivals[-1]["at"] - arrivals[0]["at"]
    sys.stdout.write(f"{len(arrivals)} arrivals in {took:.0f} s; most in any 60 s {most}; refused {refused}\n")


if __name__ == "__main__":
    main()
