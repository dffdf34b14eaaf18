"""Every error a person can meet, named for what they can do about it.

AppError
├── InputError            what was typed, pasted or configured is wrong; nothing was sent
├── ServiceError          influencers.club answered, or did not
│   ├── KeyRefused        401: the key is missing, wrong or revoked
│   ├── NotAllowed        403: the plan does not include this
│   ├── OutOfCredits      402, or a 4xx that speaks of credits
│   ├── RateLimited       429: too fast; not sent to the work, not charged
│   ├── FairUse           429 about the monthly fair-use cap; waiting a minute does not help
│   ├── Refused           any other 4xx: the service did not like the request
│   ├── NotSent           the connection could not be made; nothing left this machine
│   ├── ServiceFault      a JSON 5xx: the service failed and charged nothing
│   └── Uncertain         no answer, or a cut one: it may have been charged
├── BudgetReached         our own cap; the queue refused to send
├── Withdrawn             the person paused or stopped the job before this request was sent
├── WorkspaceError        the folder that holds everything
│   ├── WorkspaceBusy     another window or recipe has it open
│   ├── WorkspaceNewer    written by a newer Scoutsheet
│   ├── WorkspaceForeign  it belongs to another account
│   └── WorkspaceDamaged  the file cannot be read; it was kept aside
└── DiskError             full disk, missing permission, a file that is open elsewhere

Anything else that escapes is a bug and gets the report dialog. A message has three sentences: what happened,
whether credits were charged, what to do now (design.md, section 11).
"""

from enum import StrEnum


class Charged(StrEnum):
    """The second sentence: did this cost anything?"""

    NO = "Nothing was charged."
    YES = "It was charged."
    UNKNOWN = "It may have been charged."


class Remedy(StrEnum):
    """The third sentence's action; the window turns it into a button."""

    NONE = ""
    RETRY = "Try again"
    OPEN_ACCOUNT = "Open account"
    TOP_UP = "Check credits"
    EDIT = "Change it"
    CHOOSE_FOLDER = "Choose another place"


class AppError(Exception):
    """Something a person should hear about, in words they can use.

    `happened` is one plain sentence. `advice` is one plain sentence on what to do now; `remedy` is the
    button that does it. `charged_so_far` is the second sentence where the amount is known.
    """

    charged = Charged.NO
    charged_so_far = ""
    remedy = Remedy.NONE
    advice = ""

    def __init__(self, happened: str, *, advice: str | None = None, charged: Charged | None = None) -> None:
        super().__init__(happened)
        self.happened = happened
        if advice is not None:
            self.advice = advice
        if charged is not None:
            self.charged = charged

    @property
    def sentences(self) -> str:
        """All three sentences in one line."""
        return " ".join(part for part in (self.happened, self.charged_so_far or str(self.charged), self.advice) if part)


class InputError(AppError):
    """Wrong input; nothing was sent. `field` names the place, such as `search.filters.location`."""

    remedy = Remedy.EDIT

    def __init__(self, happened: str, *, field: str = "", advice: str | None = None) -> None:
        super().__init__(happened, advice=advice)
        self.field = field


class ServiceError(AppError):
    """The service answered with an error, or did not answer. `status` is None where no answer came."""

    def __init__(
        self,
        happened: str,
        *,
        status: int | None = None,
        advice: str | None = None,
        charged: Charged | None = None,
    ) -> None:
        super().__init__(happened, advice=advice, charged=charged)
        self.status = status


class KeyRefused(ServiceError):
    remedy = Remedy.OPEN_ACCOUNT
    advice = "Check the key in the account settings."


class NotAllowed(ServiceError):
    advice = "Your influencers.club plan may not include this."


class OutOfCredits(ServiceError):
    remedy = Remedy.TOP_UP
    advice = "Add credits at influencers.club, then continue. What you already have stays."


class RateLimited(ServiceError):
    remedy = Remedy.RETRY
    advice = "It goes on by itself in a moment."

    def __init__(self, happened: str, *, retry_after_s: float | None) -> None:
        super().__init__(happened, status=429)
        self.retry_after_s = retry_after_s


class FairUse(ServiceError):
    advice = "The service limits how many creators a plan may look at each month. Ask influencers.club, or wait."


class Refused(ServiceError):
    remedy = Remedy.EDIT
    advice = "Change the request and try again."


class NotSent(ServiceError):
    remedy = Remedy.RETRY
    advice = "Check the internet connection, then try again."


class ServiceFault(ServiceError):
    remedy = Remedy.RETRY
    advice = "Try again in a few minutes."


class Uncertain(ServiceError):
    charged = Charged.UNKNOWN
    remedy = Remedy.RETRY
    advice = "Scoutsheet compares it with your balance before it asks you."


class BudgetReached(AppError):
    advice = "Raise the budget to go on. What you already have stays."


class Withdrawn(AppError):
    """Not an error for people: the request was taken back before it was sent."""


class WorkspaceError(AppError):
    remedy = Remedy.CHOOSE_FOLDER


class WorkspaceBusy(WorkspaceError):
    advice = "Close the other Scoutsheet, or wait until it is done."


class WorkspaceNewer(WorkspaceError):
    advice = "Update Scoutsheet to open it."


class WorkspaceForeign(WorkspaceError):
    advice = "Choose another folder with --workspace, or use the account it belongs to."


class WorkspaceDamaged(WorkspaceError):
    advice = "Open Scoutsheet: where there is a backup, it offers it."


class DiskError(AppError):
    remedy = Remedy.CHOOSE_FOLDER
    advice = "Free some space or choose another folder, then try again."
