"""How long a batch still takes: from its pace, else from the service's own word, else nobody knows."""

from dataclasses import replace

import pytest

from app.domain.batches import BatchMode
from app.services.batch_watch import Pace
from app.services.events import Changes
from app.workspace import batches as stored
from tests.batches import FAST, KNOWN, STILL, fast, over, upload
from tests.whole_app import FULL


@pytest.mark.parametrize(
    ("pace", "now_s", "left"),
    [
        pytest.param(Pace(first_s=0, first=100, last_s=0, last=100), 5, None, id="one look"),
        pytest.param(Pace(first_s=0, first=100, last_s=30, last=100), 30, None, id="it stands still"),
        pytest.param(Pace(first_s=0, first=100, last_s=30, last=400), 30, 60, id="ten rows a second"),
        pytest.param(Pace(first_s=0, first=100, last_s=30, last=400), 50, 40, id="some time after the look"),
        pytest.param(Pace(first_s=0, first=100, last_s=30, last=400), 999, 0, id="long after the look"),
    ],
)
def test_the_time_left_follows_from_two_looks(pace: Pace, now_s: float, left: float | None) -> None:
    """Of 1,000 rows; it goes down between two looks, and never below nothing."""
    assert pace.left_s(1_000, now_s) == left


@pytest.mark.parametrize(
    ("word", "known"), [("2999-01-01T00:00:00Z", True), ("2999-01-01T00:00:00", True), ("soon", False), ("", False)]
)
async def test_before_there_is_a_pace_the_services_word_counts(app, service, word: str, known: bool) -> None:
    """In its own words: what is no moment is no answer."""
    fast(service, **STILL)
    _, _, job = await upload(app, *KNOWN[:1])
    (batch,) = app.batches.of_job(job.id)
    left = app.watcher.time_left_s([replace(batch, done_at=word)])
    ended = app.watcher.time_left_s([replace(batch, done_at=word, state=stored.BatchState.FINISHED)])
    service.settings(**FAST)
    await over(app, job)

    assert (left is not None, ended) == (known, None)


@pytest.mark.parametrize("by_email", [False, True], ids=["details", "addresses"])
async def test_only_a_batch_that_brings_rows_has_the_sheet_read_anew(app, service, by_email: bool) -> None:
    """10,000 rows would be read and put in order every second while their details come in."""
    fast(service)
    sheet_id, ids, job = await upload(app, *KNOWN[:1], mode=BatchMode.RAW)
    await over(app, job)
    service.settings(**STILL)
    told: list[Changes] = []
    app.events.subscribe(lambda changes, _initiator: told.append(changes))
    if by_email:
        job = await app.batches.find_accounts(sheet_id, ["dora@creator.example"])
    else:
        job = await app.batches.run(sheet_id, ids, BatchMode.FULL, FULL)
    told.clear()  # what is said at its start
    service.settings(**FAST)
    await over(app, job)

    assert any(changes.creators for changes in told)
    assert any(changes.rows for changes in told) is by_email
