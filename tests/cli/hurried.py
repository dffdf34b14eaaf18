"""`scoutsheet run` in scaled time (tests/chaos/hurry.py): `python -m tests.cli.hurried run RECIPE [flags]`."""

import asyncio
import os
import sys
from pathlib import Path

from app.cli.recipe import run
from tests.chaos.hurry import hurried_command

if __name__ == "__main__":
    _, recipe, *flags = sys.argv[1:]
    again = "--retry-uncertain" in flags
    sys.exit(asyncio.run(run(Path(recipe), os.environ, None, retry_uncertain=again, pace=hurried_command())))
