"""The child process that reads a file of batch results: an order comes in on stdin, chunks of results go out on stdout;
`batch_rows` is the side that asks."""

import os
import pickle
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.api import batch_wire
from app.api.tolerant import Unreadable
from app.domain.batches import ResultRow
from app.domain.platforms import Handle
from app.services.batch_plan import input_of
from app.services.batch_rows import End, Order
from app.workspace.batch_results import Result
from app.workspace.creators import packed

CHUNK_ROWS = 40
YIELDS = 10  # nobody waits for it: the window's work goes first where cores are few
_NOT_DECIDED = ("", "pending", "queued", "processing", "waiting")
_FAILED = ("failed", "error", "invalid")


def run_reader(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Read an `Order`, write lists of `Result` and an `End` as pickles; returns the exit code.

    The stream comes from our own parent over a private pipe, which is what makes pickle safe here.
    """
    order: Order = pickle.load(stdin)
    path = Path(os.fsdecode(order.path))
    found, unreadable = 0, ""
    try:
        with path.open("rb") as file:
            rows = (batch_wire.rows_of_json if path.suffix == ".json" else batch_wire.rows_of_csv)(file)
            for row in islice(rows, order.skip):
                found += row.data is not None
            while chunk := list(islice(rows, CHUNK_ROWS)):
                found += sum(row.data is not None for row in chunk)
                pickle.dump([_result(row, order) for row in chunk], stdout, protocol=5)
                stdout.flush()
    except Unreadable as error:
        unreadable = str(error)
    pickle.dump(End(found=found, unreadable=unreadable), stdout, protocol=5)
    stdout.flush()
    return 0


def main() -> int:
    """Run as the child process; also what the frozen program does for `COMMAND`."""
    if hasattr(os, "nice"):
        os.nice(YIELDS)
    # By number: a windowed build has no sys.stdin, although the pipes are there.
    with open(0, "rb", closefd=False) as stdin, open(1, "wb", closefd=False) as stdout:
        return run_reader(stdin, stdout)


def _result(row: ResultRow, order: Order) -> Result:
    text = input_of(row.input, order.platform)
    word = row.word.lower()
    if row.data is None:
        return Result(input=text, failed=word in _FAILED, undecided=not order.final and word in _NOT_DECIDED)
    if order.platform is None or order.options is None:
        account, raw = batch_wire.row_account(row.data)
        return Result(input=text, account=account, raw=raw)
    handle = Handle(platform=order.platform, name=text)
    reading = batch_wire.row_reading(row.data, handle, order.options)
    if reading is None:
        return Result(input=text)
    # Packed here, where it takes no time from the window, and a quarter goes through the pipe.
    return Result(input=text, reading=replace(reading, raw=b""), body=packed(reading.raw))


if __name__ == "__main__":
    sys.exit(main())
