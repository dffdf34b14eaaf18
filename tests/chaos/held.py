"""An open account carries out a recipe: `python -m tests.chaos.held RECIPE WORKSPACE [--hurried]`.

As a window holds it, or with `--hurried` a recipe in scaled time (tests/chaos/hurry.py).
"""

import asyncio
import os
import sys
from pathlib import Path

from app.bootstrap import REAL, load_catalogue, login_from_environment, open_app
from app.cli.recipe import carry_out
from app.services.recipe_run import Summary
from app.services.recipes import read_recipe
from tests.chaos.hurry import hurried_command


async def main(recipe: Path, workspace: Path, *, quick: bool) -> int:
    login = login_from_environment(os.environ, workspace)
    assert login is not None
    app = await open_app(login, pace=hurried_command() if quick else REAL)
    summary = Summary()
    try:
        code = await carry_out(app, read_recipe(recipe, load_catalogue()), summary, retry_uncertain=False)
    finally:
        await app.close()
    sys.stdout.write(summary.to_json() + "\n")
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), quick="--hurried" in sys.argv)))
