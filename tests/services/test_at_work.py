"""Who wants a job at work to rest, and which of several wishes counts."""

import pytest

from app.domain.jobs import Job, JobKind, JobState, Totals
from app.domain.money import ZERO
from app.services.at_work import BY_YOU, DEARER, STOPPED, AtWork, Rest


@pytest.mark.parametrize(
    ("wishes", "counts"),
    [
        ((BY_YOU, STOPPED), STOPPED),
        ((STOPPED, BY_YOU), STOPPED),
        ((STOPPED, DEARER), STOPPED),
        ((DEARER, STOPPED), STOPPED),
        ((DEARER, BY_YOU), DEARER),
        ((BY_YOU, DEARER), DEARER),
    ],
)
def test_a_stop_is_for_good_and_a_dearer_price_is_told(wishes: tuple[Rest, ...], counts: Rest) -> None:
    """Whichever came first."""
    at_work = AtWork()
    job = Job(
        id=7, kind=JobKind.ENRICH, state=JobState.RUNNING, reason=None, title="", sheet_id=1, most=ZERO, totals=Totals()
    )  # fmt: skip
    at_work.begin(job)
    for wish in wishes:
        at_work.want(7, wish)

    assert at_work.wanted(7) == counts
