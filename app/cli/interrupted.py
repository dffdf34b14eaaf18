"""What a command that was interrupted before it began says; imports little, because a second Ctrl-C is near."""

from collections.abc import Sequence

from app.cli.exits import INTERRUPTED
from app.services.summary import Summary


def tell(arguments: Sequence[str]) -> int:
    """Print the last line of `scoutsheet run`, whose form scripts rely on; returns the exit code."""
    if arguments[:1] == ["run"]:
        print(Summary(state="paused", reason="interrupted").to_json(), flush=True)
    return INTERRUPTED
