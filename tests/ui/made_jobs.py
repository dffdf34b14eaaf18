"""Jobs as the workspace tells of them, made by hand: for what is said about them."""

from dataclasses import replace
from decimal import Decimal

from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, Totals
from app.domain.money import Tier


def job(state: JobState = JobState.RUNNING, *, number: int = 1, kind: JobKind = JobKind.ENRICH, **more: object) -> Job:
    """400 creators at 1.00: 120 done, 3 on their way, 277 waiting, unless said otherwise; pages bring 50 each."""
    totals = more.pop("totals", Totals(done=104, not_found=16, sent=3, waiting=277, spent=Decimal("104.00")))
    most = more.pop("most", Decimal("400.00"))
    return Job(
        id=number,
        kind=kind,
        state=state,
        reason=more.pop("reason", None),
        error=more.pop("error", ""),
        title="Finding creators" if kind is JobKind.SEARCH else "Getting details",
        sheet_id=more.pop("sheet_id", 1),
        most=most,
        totals=replace(
            totals,
            each=Decimal("0.50") if kind is JobKind.SEARCH else Decimal("1.00"),
            page_rows=50 if kind is JobKind.SEARCH else 1,
        ),
        options=EnrichOptions(tier=Tier.FULL, **more) if kind is JobKind.ENRICH else None,
    )
