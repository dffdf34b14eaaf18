"""The child process that writes a file: an order and rows come in on stdin, one JSON line goes out on stdout.

The parent owns the temporary file and the scratch folder and removes them. Only when the parent dies, which the child
sees as a stream that ends too soon, does the child clear away both itself.
"""

import json
import os
import pickle
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.services.export.csv_file import write_text
from app.services.export.table import Cell, FileKind, Layout
from app.services.export.workbook import write_workbook

COMMAND = "export-worker"  # a frozen build is started with this word, because it has no `python -m`


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to write and where. Paths are bytes as the file system has them: a name need not be valid text."""

    kind: FileKind
    path: bytes
    scratch: bytes
    layout: Layout


def run_worker(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Read an `Order`, lists of rows and None as pickles; write and sync the file; return the exit code.

    The stream comes from our own parent over a private pipe, which is what makes pickle safe here. The answer is
    `{"errno": null}`, or the number of the OSError. Any other failure is a bug: it leaves as a traceback on stderr.
    """
    order: Order = pickle.load(stdin)
    path, scratch = Path(os.fsdecode(order.path)), Path(os.fsdecode(order.scratch))
    answer: dict[str, Any] = {"errno": None}
    try:
        with path.open("wb") as file:
            if order.kind is FileKind.XLSX:
                write_workbook(file, scratch, order.layout, _rows(stdin))
            else:
                write_text(file, order.kind, order.layout, _rows(stdin))
            file.flush()
            os.fsync(file.fileno())
    except EOFError:
        path.unlink(missing_ok=True)
        shutil.rmtree(scratch, ignore_errors=True)
        return 1
    except OSError as error:
        answer["errno"] = error.errno or 0
    stdout.write(json.dumps(answer).encode() + b"\n")
    stdout.flush()
    return 0


def main() -> int:
    """Run as the child process; also what the frozen program does for `COMMAND`."""
    # By number: a windowed build has no sys.stdin, although the pipes are there.
    with open(0, "rb", closefd=False) as stdin, open(1, "wb", closefd=False) as stdout:
        return run_worker(stdin, stdout)


def _rows(stdin: BinaryIO) -> Iterator[Sequence[Cell]]:
    """The rows of all frames up to the closing None. Raises: EOFError when the stream ends before it."""
    while (frame := pickle.load(stdin)) is not None:
        yield from frame


if __name__ == "__main__":
    sys.exit(main())
