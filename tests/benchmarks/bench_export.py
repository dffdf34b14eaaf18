"""Time and memory of a workbook of 100,000 x 30 against openpyxl's write-only mode, in one run.

By hand: `python tests/benchmarks/bench_export.py [ROWS]`. The rival writes the same values with the same number formats
in this process; ours includes starting the child, sending the rows, the link column and the About sheet. Also printed:
how late the event loop woke up while ours was written.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from app.domain.fields import FIELDS, Kind
from app.services.export.cells import content, fraction
from app.services.export.table import Cell, Column, Table
from app.services.export.writing import write_table

COLUMNS = (
    Column(label="Creator", kind=Kind.TEXT, width=172, key="creator"),
    Column(label="Profile", kind=Kind.LINK, width=200, key="profile"),
    *(Column(label=f.label, kind=f.kind, width=f.width, key=f.key) for f in FIELDS[:28]),
)


def value(kind: Kind, n: int) -> Cell:
    match kind:
        case Kind.LINK:
            return f"https://www.instagram.com/creator{n}/"
        case Kind.COUNT:
            return n * 37 % 1_000_000
        case Kind.PERCENT | Kind.NUMBER | Kind.MONEY:
            return n % 1_000 / 100
        case Kind.DATE:
            return f"2026-05-{n % 28 + 1:02}"
        case Kind.FLAG:
            return n % 3 == 0
    return None if n % 5 == 0 else f"Some words about creator {n}, söme of them öf length"


def rows(count: int) -> Iterator[list[Cell]]:
    for n in range(count):
        yield [value(column.kind, n + at) for at, column in enumerate(COLUMNS)]


def rival(path: Path, count: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Creators")
    sheet.append([column.label for column in COLUMNS])
    for row in rows(count):
        cells = []
        for held, column in zip(row, COLUMNS, strict=True):
            made = content(held, column.kind)
            made = fraction(made) if column.kind is Kind.PERCENT and isinstance(made, int | float) else made
            cell = WriteOnlyCell(sheet, value=made)
            cell.number_format = column.kind.excel_format
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


async def ours(path: Path, count: int) -> tuple[float, list[float]]:
    late: list[float] = []

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append(time.perf_counter() - start - 0.005)

    watcher = asyncio.create_task(watch())
    start = time.perf_counter()
    await write_table(
        Table(title="Benchmark", columns=COLUMNS, rows=rows(count), about=[("Rows", str(count))], practice=True), path
    )
    watcher.cancel()
    return time.perf_counter() - start, sorted(late)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        took_s, late = asyncio.run(ours(Path(folder) / "ours.xlsx", count))
        start = time.perf_counter()
        rival(Path(folder) / "rival.xlsx", count)
        rival_s = time.perf_counter() - start
        sizes = [(Path(folder) / name).stat().st_size / 2**20 for name in ("ours.xlsx", "rival.xlsx")]
    out = sys.stdout.write
    out(f"{count:,} x {len(COLUMNS)}: ours {took_s:.1f} s, {sizes[0]:.1f} MB\n")
    out(f"openpyxl write-only: {rival_s:.1f} s, {sizes[1]:.1f} MB; ratio {took_s / rival_s:.2f}\n")
    p99, p999 = (late[int(len(late) * share)] * 1000 for share in (0.99, 0.999))
    out(f"event loop late: p99 {p99:.1f} ms, p99.9 {p999:.1f} ms, worst {late[-1] * 1000:.1f} ms\n")


if __name__ == "__main__":
    main()
