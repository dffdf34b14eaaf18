"""Bringing the results of a batch in: 600 MB go to a file beside the workspace, are read as a stream and merged in
chunks that can be repeated, so that neither memory nor a kill matters."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from app.api import batch_wire
from app.api.batch_client import BatchClient, Way
from app.api.gate import Lane, Slot
from app.api.tolerant import Unreadable
from app.domain.batches import BatchMode, ResultRow
from app.domain.errors import DiskError, Refused, ServiceFault
from app.domain.jobs import EnrichOptions
from app.domain.platforms import Handle
from app.services.batch_plan import input_of
from app.services.queue import RequestQueue
from app.workspace import batch_results as stored
from app.workspace import batches
from app.workspace.batch_results import Result
from app.workspace.batches import Batch
from app.workspace.store import Store

CHUNK_ROWS = 40  # share a commit with the note that they are merged: a kill repeats at most as many, without harm
FOLDER = "batches"
MOST_TRIES = 6  # of a file that does not hold all that was found; then what there is has to do
_NOT_DECIDED = ("", "pending", "queued", "processing", "waiting")
_FAILED = ("failed", "error", "invalid")


class BatchResults:
    """Fetches and merges the results of the batches of one workspace."""

    def __init__(self, store: Store, client: BatchClient, queue: RequestQueue, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._now_ms = now_ms
        self._ending = threading.Event()
        self._unreadable: dict[int, int] = {}  # by batch: how often a file could not be read to its end

    def end(self) -> None:
        """Stop merging after the chunk at hand; the next start goes on there."""
        self._ending.set()

    async def bring_in(self, batch: Batch, options: EnrichOptions | None, told: Callable[[], None]) -> None:
        """Fetch the results there are, unless a file of them is here, and merge them. Free.

        `told` is called on the loop after every chunk. Raises: Refused when there are none, ServiceError, DiskError.
        """
        spool = batch.spool
        if spool is None or not (self._store.folder / FOLDER / spool).exists():
            spool = await self._fetch(batch)
            batch = self._store.peek(lambda db: batches.get(db, batch.id))
        file = self._store.folder / FOLDER / spool
        loop = asyncio.get_running_loop()

        def tell() -> None:
            loop.call_soon_threadsafe(told)

        work = asyncio.ensure_future(asyncio.to_thread(self._merge, batch, options, file, tell))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            self.end()
            await asyncio.wait([work])  # the workspace must not be closed under it
            raise
        except Unreadable as error:
            self._unreadable[batch.id] = self._unreadable.get(batch.id, 0) + 1
            await self._store.write(lambda db: batches.spooled(db, batch.id, None))
            file.unlink(missing_ok=True)
            raise ServiceFault("The results of the batch did not come whole. They are fetched again.") from error
        if self._ending.is_set():
            return
        processed, final = _told_by(spool)
        at = self._now_ms()
        await self._store.write(lambda db: batches.merged_all(db, batch.id, processed, at, final=final))
        file.unlink(missing_ok=True)

    async def save_csv(self, batch: Batch, path: Path) -> None:
        """Save the file the service makes of the results. Free. Raises: Refused when it makes none, DiskError."""
        await self._in_one_way(batch, (Way.CSV, Way.DOWNLOAD), path)

    async def _fetch(self, batch: Batch) -> str:
        """Bring the results into the spool; returns its name."""
        ways = tuple(Way)
        first = self._unreadable.get(batch.id, 0) // 2 % len(ways)  # each way twice
        folder = self._store.folder / FOLDER
        fresh = folder / f"{batch.id}.part"
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise DiskError(f"Scoutsheet may not write in the folder {folder}.") from error
        way = await self._in_one_way(batch, ways[first:] + ways[:first], fresh)
        name = f"{batch.id}-{batch.processed}-{'all' if batch.state.ended else 'some'}.{way.ending}"
        fresh.replace(folder / name)
        await self._store.write(lambda db: batches.spooled(db, batch.id, name))
        return name

    async def _in_one_way(self, batch: Batch, ways: tuple[Way, ...], path: Path) -> Way:
        """Which of the ways is there nobody can tell before (contract, Q11). Raises: the last one's refusal."""
        refusal: Refused | None = None
        for way in ways:
            try:
                await self._queue.call(partial(self._into, batch, way, path), lane=Lane.WORK)
            except Refused as error:
                refusal = error
            else:
                return way
        assert refusal is not None
        raise refusal

    async def _into(self, batch: Batch, way: Way, path: Path, slot: Slot) -> None:
        assert batch.service_id is not None
        try:
            with path.open("wb") as file:

                async def sink(piece: bytes) -> None:
                    await asyncio.to_thread(file.write, piece)

                await self._client.batch_results(batch.service_id, way, sink, slot)
        except OSError as error:
            raise DiskError(f"The results of a batch could not be saved in {path.parent}.") from error

    # On a worker thread.

    def _merge(self, batch: Batch, options: EnrichOptions | None, file: Path, told: Callable[[], None]) -> None:
        with _opened(file) as source:
            found = _Found(batch_wire.rows_of_json if file.suffix == ".json" else batch_wire.rows_of_csv)
            read = batch.merged_rows
            rows = islice(found.counted(source), read, None)
            while not self._ending.is_set() and (chunk := list(islice(rows, CHUNK_ROWS))):
                read += len(chunk)
                results = [_result(row, batch, options) for row in chunk]
                merge = partial(stored.merge, batch_id=batch.id, results=results, read=read, at_ms=self._now_ms())
                self._store.write_now(merge)
                told()
        missing = found.count < batch.found and not self._ending.is_set()
        if missing and self._unreadable.get(batch.id, 0) < MOST_TRIES:
            raise Unreadable(f"{batch.found} rows were found and {found.count} came")


class _Found:
    """Counts the rows that brought something: a CSV file that was cut looks whole."""

    def __init__(self, reader: Callable[[IO[bytes]], Iterator[ResultRow]]) -> None:
        self._reader = reader
        self.count = 0

    def counted(self, source: IO[bytes]) -> Iterator[ResultRow]:
        for row in self._reader(source):
            self.count += row.data is not None
            yield row


def _opened(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise DiskError(f"The results in {file} could not be read.") from error


def _told_by(spool: str) -> tuple[int, bool]:
    """What stands in a spool's name: the rows processed when it was fetched, and whether more can come."""
    _, processed, kind = spool.rpartition(".")[0].split("-")
    return int(processed), kind == "all"


def _result(row: ResultRow, batch: Batch, options: EnrichOptions | None) -> Result:
    text = input_of(row.input, batch.platform)
    word = row.word.lower()
    if row.data is None:
        return Result(input=text, failed=word in _FAILED, undecided=not batch.state.ended and word in _NOT_DECIDED)
    if batch.mode is BatchMode.BASIC or batch.platform is None:
        account = batch_wire.row_account(row.data)
        return Result(input=text, account=account, raw=batch_wire.as_answer(row.data))
    assert options is not None
    handle = Handle(platform=batch.platform, name=text)
    return Result(input=text, reading=batch_wire.row_reading(row.data, handle, options))
