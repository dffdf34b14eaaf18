"""What `packaging/run` does where there is no display: the main job, on a practice service of its own.

It never touches another account: whatever key, address or workspace the environment names is left alone.
"""

import asyncio
import sys
from decimal import Decimal
from pathlib import Path

from app.bootstrap import data_folder, open_app, practice_login, start_practice
from app.cli.recipe import carry_out
from app.domain.filters import Search, Sort
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.services.recipes import ExportFile, Purchase, Recipe
from app.services.summary import Summary

FIND = 50
GET = 5
FILE_NAME = "PRACTICE Scoutsheet creators.xlsx"


def recipe_into(folder: Path) -> Recipe:
    """Find 50, Full details for 5, one workbook."""
    path = folder / FILE_NAME
    return Recipe(
        search=Search(
            platform=Platform.INSTAGRAM,
            filters={"number_of_followers": {"min": 10000}},
            sort=Sort(by="number_of_followers", order="desc"),
            target=FIND,
        ),
        source=None,
        purchase=Purchase(options=EnrichOptions(tier=Tier.FULL), rows=GET),
        exports=(ExportFile(path=path, written=str(path), preset="everything"),),
        budget=Decimal("10.00"),
    )


async def run() -> int:
    """Do it; returns the exit code."""
    own = data_folder() / "without-window"
    documents = Path.home() / "Documents"
    folder = documents if documents.is_dir() else Path.home()
    service = await start_practice(own / "service")
    try:
        app = await open_app(practice_login(service, own / "workspace"))
        summary = Summary()
        try:
            code = await carry_out(app, recipe_into(folder), summary, retry_uncertain=False)
        finally:
            await app.close()
    finally:
        await service.stop()
    print(summary.to_json())
    if code == 0:
        print(
            f"No window: this machine shows no display (DISPLAY is not set). On the practice account, with invented\n"
            f"creators, Scoutsheet found {summary.creators}, got details for {summary.enriched} and wrote\n"
            f"    {folder / FILE_NAME}",
            file=sys.stderr,
        )
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(run()))
