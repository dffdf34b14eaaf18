"""Bringing the results of a batch in: 600 MB go to a file beside the workspace, are read as a stream and merged in
chunks that can be repeated, so that neither memory nor a kill matters.

The rows of a chunk share a commit with the note that they are merged.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from app.api.batch_client import BatchClient, Way
from app.api.gate import Lane, Slot
from app.api.tolerant import Unreadable
from app.domain.errors import DiskError, Refused, ServiceFault
from app.domain.jobs import EnrichOptions
from app.services.batch_rows import End, Order, chunks
from app.services.queue import RequestQueue
from app.workspace import batch_rest, batches
from app.workspace import batch_results as stored
from app.workspace.batches import Batch
from app.workspace.store import Store

FOLDER = "batches"
MOST_TRIES = 4  # of a file that does not hold all that was found; then what there is has to do, before a run gives up


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
            work.exception()  # too late to be told: the next start goes on there
            raise
        except Unreadable as error:
            self._unreadable[batch.id] = self._unreadable.get(batch.id, 0) + 1
            await self._store.write(lambda db: batches.spooled(db, batch.id, None))
            await asyncio.to_thread(file.unlink, missing_ok=True)
            raise ServiceFault("The results of the batch did not come whole. They are fetched again.") from error
        if self._ending.is_set():
            return
        processed, final = _told_by(spool)
        at = self._now_ms()
        await self._store.write(lambda db: batch_rest.merged_all(db, batch.id, processed, at, final=final))
        await asyncio.to_thread(file.unlink, missing_ok=True)  # 600 MB take a while

    async def save_csv(self, batch: Batch, path: Path) -> None:
        """Save the file the service makes of the results. Free. Raises: Refused when it makes none, ServiceError,
        DiskError; then nothing is left at `path` but what was there."""
        fresh = path.with_name(f"{path.name}.part")
        try:
            await self._in_one_way(batch, (Way.CSV, Way.DOWNLOAD), fresh)
            try:
                fresh.replace(path)
            except OSError as error:
                raise DiskError(f"{path.name} could not be saved in {path.parent}.") from error
        finally:
            fresh.unlink(missing_ok=True)

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

    def _merge(self, batch: Batch, options: EnrichOptions | None, file: Path, told: Callable[[], None]) -> None:
        """Blocks until all is merged or `end` was called: for a worker thread. Raises: Unreadable, DiskError."""
        _, final = _told_by(file.name)
        order = Order(
            path=os.fsencode(file), skip=batch.merged_rows, final=final, platform=batch.platform, options=options
        )
        read = batch.merged_rows
        with closing(chunks(order)) as frames:
            for frame in frames:
                if self._ending.is_set():
                    return
                if isinstance(frame, End):
                    self._check(batch, frame)
                    return
                read += len(frame)
                merge = partial(stored.merge, batch_id=batch.id, results=frame, read=read, at_ms=self._now_ms())
                self._store.write_now(merge)
                told()

    def _check(self, batch: Batch, end: End) -> None:
        """A CSV file that was cut looks whole, so what came is compared with what the service said it found."""
        if end.unreadable:
            raise Unreadable(end.unreadable)
        if end.found < batch.found and self._unreadable.get(batch.id, 0) < MOST_TRIES:
            raise Unreadable(f"{batch.found} rows were found and {end.found} came")


def _told_by(spool: str) -> tuple[int, bool]:
    """What stands in a spool's name: the rows processed when it was fetched, and whether more can come."""
    _, processed, kind = spool.rpartition(".")[0].split("-")
    return int(processed), kind == "all"
