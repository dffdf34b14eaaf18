"""Reading a file of batch results in a child process, chunk by chunk.

Reading 600 MB of JSON takes tens of seconds in which the interpreter's lock is held; in a thread every look into the
workspace on the event loop waited for it, up to a tenth of a second (measured with tests/benchmarks/bench_batch.py).
"""

import pickle
from collections.abc import Generator
from dataclasses import dataclass

from app.domain.errors import DiskError
from app.domain.jobs import EnrichOptions
from app.domain.platforms import Platform
from app.services.child import start_child
from app.workspace.batch_results import Result

READER = "app.services.batch_reader"
COMMAND = "batch-reader"  # a frozen build is started with this word, because it has no `python -m`


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to read. `skip`: rows that were merged before. `final`: no more rows will be decided. `platform` is None for
    addresses, and so are `options`."""

    path: bytes
    skip: int
    final: bool
    platform: Platform | None
    options: EnrichOptions | None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last word of the child: how many rows brought something, the skipped ones included, or why it stopped."""

    found: int
    unreadable: str = ""


def chunks(order: Order) -> Generator[list[Result] | End, None, None]:
    """The results of a file, 40 rows at a time, and the end. Blocks: for a worker thread.

    Raises: DiskError when the system ended the child.
    """
    child = start_child(COMMAND, READER)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        pickle.dump(order, child.stdin)
        child.stdin.flush()
        frame = None
        while not isinstance(frame, End):
            frame = pickle.load(child.stdout)
            yield frame
    except (EOFError, BrokenPipeError) as error:
        _, trace = child.communicate()
        if trace:
            raise RuntimeError(f"Reading the results failed.\n{trace.decode(errors='replace')}") from error
        raise DiskError(
            "The results of a batch were not read: the system ended it before it was done.",
            advice="Close other programs to free memory. It is tried again by itself.",
        ) from error
    finally:
        child.kill()
        child.communicate()
