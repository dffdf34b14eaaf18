"""Exit codes (fixed: scripts of others rely on them)."""

from app.domain.errors import (
    AppError,
    BudgetReached,
    DiskError,
    FairUse,
    InputError,
    KeyRefused,
    OutOfCredits,
    Refused,
    ServiceError,
    WorkspaceBusy,
    WorkspaceDamaged,
    WorkspaceError,
)
from app.domain.jobs import PauseReason

FINISHED = 0
WRONG_INPUT = 2
PAUSED_FOR_MONEY = 3
KEY_REFUSED = 4
SERVICE_FAILED = 5
WORKSPACE_BUSY = 6
DISK = 7
INTERRUPTED = 130

_BY_ERROR: tuple[tuple[type[AppError], int], ...] = (
    (KeyRefused, KEY_REFUSED),
    (OutOfCredits, PAUSED_FOR_MONEY),
    (BudgetReached, PAUSED_FOR_MONEY),
    (FairUse, PAUSED_FOR_MONEY),
    (Refused, WRONG_INPUT),
    (ServiceError, SERVICE_FAILED),
    (WorkspaceBusy, WORKSPACE_BUSY),
    (WorkspaceDamaged, DISK),
    (DiskError, DISK),
    (WorkspaceError, WRONG_INPUT),
    (InputError, WRONG_INPUT),
)
_BY_REASON = {
    PauseReason.CREDITS: PAUSED_FOR_MONEY,
    PauseReason.BUDGET: PAUSED_FOR_MONEY,
    PauseReason.DEARER: PAUSED_FOR_MONEY,
    PauseReason.FAIR_USE: PAUSED_FOR_MONEY,
    PauseReason.KEY: KEY_REFUSED,
    PauseReason.SERVICE: SERVICE_FAILED,
    PauseReason.OFFLINE: SERVICE_FAILED,
    PauseReason.DISK: DISK,
    PauseReason.BY_YOU: INTERRUPTED,
    PauseReason.INTERRUPTED: INTERRUPTED,
}


def exit_code(error: AppError) -> int:
    """The code for an error that ended a command."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), WRONG_INPUT)


def exit_code_of_pause(reason: PauseReason | None, *, was_charged: bool = False) -> int:
    """The code for a job that waits for a person; a job the service refused has no reason.

    What it refuses after it charged something was no wrong input: that code promises that nothing was sent.
    """
    if reason is None:
        return SERVICE_FAILED if was_charged else WRONG_INPUT
    return _BY_REASON[reason]
