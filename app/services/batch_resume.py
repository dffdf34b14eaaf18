"""Batches that wait at the service for credits, and letting them go on."""

from collections.abc import Callable
from functools import partial

from app.api.batch_client import BatchClient
from app.api.gate import Lane
from app.domain.batches import BatchState
from app.domain.errors import OutOfCredits, Refused, Uncertain
from app.domain.money import ZERO, Purse
from app.services.batch_watch import BatchWatcher
from app.services.budgets import Budgets
from app.services.queue import RequestQueue
from app.services.stakes import Stake
from app.workspace import batches as stored
from app.workspace.batches import Batch
from app.workspace.store import Store


class PausedBatches:
    """Resumes batches of one workspace."""

    def __init__(
        self,
        store: Store,
        client: BatchClient,
        queue: RequestQueue,
        budgets: Budgets,
        watcher: BatchWatcher,
        now_ms: Callable[[], int],
    ) -> None:
        self._store = store
        self._client = client
        self._queue = queue
        self._budgets = budgets
        self._watcher = watcher
        self._now_ms = now_ms

    async def resume(self, job_id: int, batch: Batch, purse: Purse) -> None:
        """Let a paused batch go on. Cost: at most `batch.to_come`.

        The service is asked before, because another resume may have arrived without an answer, and afterwards, because
        only it knows what became of this one, which is claimed before it is sent.
        """
        status = await self._watcher.look(batch)
        if status.state is not BatchState.PAUSED:
            return
        batch = self._store.peek(lambda db: stored.get(db, batch.id))
        number, price, budgets = batch.service_id, batch.to_come, self._budgets.caps(job_id)
        assert number is not None

        async def move(state: BatchState) -> None:
            await self._store.write(lambda db: stored.move(db, batch.id, state, self._now_ms()))

        try:
            await self._queue.call(
                lambda slot: self._client.resume_batch(number, slot=slot),
                lane=Lane.USER,
                job=job_id,
                stake=Stake(price, (purse, *budgets)),
                before=partial(move, BatchState.RESUMING),
                back=partial(move, BatchState.PAUSED),
            )
        except (Refused, OutOfCredits) as error:  # resumed by somebody else, ended, or no credits yet: the look says
            await self._watcher.look(batch)
            if isinstance(error, OutOfCredits):
                raise
            return
        except Uncertain:  # as after an answer: it may go on
            pass
        for budget in budgets:
            budget.book(price, ZERO)  # the workspace says now that it can cost this much
        if (await self._watcher.look(batch)).state is BatchState.PAUSED:
            purse.book(price, ZERO)


def can_resume(batch: Batch) -> bool:
    """Whether it waits, or a resume was sent whose end nobody has seen."""
    return not batch.over and batch.state in (BatchState.PAUSED, BatchState.RESUMING)
