"""One run of a recipe as a process of its own, to be killed: `python -m tests.chaos.child RECIPE WORKSPACE [--click]`.

As `scoutsheet run`, with a practice service that does not go on working on lost requests for a minute.
"""

import asyncio
import os
import sys
from pathlib import Path

from app.bootstrap import load_catalogue, login_from_environment, open_app
from app.cli.recipe import carry_out
from app.services.recipe_run import Summary
from app.services.recipes import read_recipe

STILL_AT_WORK_S = 0.3  # the practice service's slowest answer in these runs takes a tenth


async def main(recipe: Path, workspace: Path, *, click: bool) -> int:
    login = login_from_environment(os.environ, workspace)
    assert login is not None
    app = await open_app(login, still_at_work_s=STILL_AT_WORK_S)
    try:
        return await carry_out(app, read_recipe(recipe, load_catalogue()), Summary(), retry_uncertain=click)
    finally:
        await app.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), click="--click" in sys.argv)))
