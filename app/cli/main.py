"""The commands of `scoutsheet` (design.md, section 4); each imports what it needs when it runs."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import __version__
from app.domain.errors import AppError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. A Ctrl-C that comes before the command listens for it is the caller's."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser(whole_sandbox=given[:1] == ["sandbox"]).parse_args(given)
    if chosen.command == "sandbox":
        from app.sandbox.server import serve

        return serve(chosen)
    return asyncio.run(_run(chosen))


async def _run(chosen: argparse.Namespace) -> int:
    from app.cli import commands, doctor, recipe

    workspace = Path(chosen.workspace) if chosen.workspace else None
    try:
        match chosen.command:
            case "run":
                return await recipe.run(
                    Path(chosen.recipe), os.environ, workspace, retry_uncertain=chosen.retry_uncertain
                )
            case "credits":
                return await commands.credits(os.environ, workspace, as_json=chosen.json)
            case "ledger":
                return commands.ledger(os.environ, workspace, as_json=chosen.json)
            case "jobs":
                return commands.jobs(os.environ, workspace, as_json=chosen.json)
            case "export":
                return await commands.export(
                    os.environ, workspace, chosen.sheet, Path(chosen.file), preset=chosen.preset
                )
            case _:
                return await doctor.doctor(os.environ, workspace, as_json=chosen.json)
    except AppError as error:
        from app.cli.exits import exit_code

        print(error.sentences, file=sys.stderr)
        return exit_code(error)


def _parser(*, whole_sandbox: bool) -> argparse.ArgumentParser:
    """`whole_sandbox`: with the practice service's options, whose module takes a web server to import."""
    parser = argparse.ArgumentParser(
        prog="scoutsheet",
        description="Find creators, buy details about them, export a workbook. Without a command: the window.",
    )
    parser.add_argument("--version", action="version", version=f"scoutsheet {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    run = commands.add_parser("run", help="carry out a recipe")
    run.add_argument("recipe", metavar="RECIPE.json")
    run.add_argument("--workspace", metavar="DIR", help="the folder that holds everything (else SCOUTSHEET_HOME)")
    run.add_argument(
        "--retry-uncertain", action="store_true", help="buy again what may have been charged without an answer"
    )

    sandbox = commands.add_parser("sandbox", help="start the practice service")
    if whole_sandbox:
        from app.sandbox.server import add_arguments

        add_arguments(sandbox)

    for name, words in (
        ("credits", "what the account has"),
        ("ledger", "every charge"),
        ("jobs", "what was started and where it stands"),
        ("doctor", "check this installation"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--workspace", metavar="DIR", help="the folder that holds everything")
        command.add_argument("--json", action="store_true", help="one JSON object instead of a table")

    export = commands.add_parser("export", help="write a sheet to a file")
    export.add_argument("sheet", metavar="SHEET", help="the sheet's name or number")
    export.add_argument("file", metavar="FILE", help="ends in .xlsx, .csv or .tsv")
    export.add_argument("--preset", default="everything", help='"everything" or "as on screen"')
    export.add_argument("--workspace", metavar="DIR", help="the folder that holds everything")
    return parser
