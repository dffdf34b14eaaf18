"""What the window says about a goal run: how far, at which rate, what is expected, and how it ended. Pure text."""

from app.domain.goals import GoalEnd, GoalStanding
from app.domain.jobs import Job
from app.domain.money import show
from app.ui.window import job_words
from app.ui.window.job_words import ProgressWords
from app.ui.window.words import counted, number


def rate(at: GoalStanding) -> str:
    """ "62 % have an email"; empty before the first answer."""
    return "" if at.hit_rate is None else f"{round(at.hit_rate * 100)} % have an email"


def expected(at: GoalStanding) -> str:
    """ "about 19.00 more"; empty while nobody can tell, and at the end."""
    more = at.expected_more if at.end is None else None
    return f"about {show(more)} more" if more else ""


def progress(job: Job, at: GoalStanding) -> ProgressWords:
    """A goal run in the words of the strip: counted by those who have an email."""
    state = "" if job.is_going else job_words.job_state(job)
    reached = min(at.reached, at.wanted)
    return ProgressWords(
        title=job.title,
        count=f"{number(reached)} of {number(at.wanted)}",
        facts=" · ".join(part for part in (state, rate(at), expected(at)) if part),
        money=job_words.spent(job, short=job.can_resume),
        done=reached,
        all=at.wanted,
    )


def facts(at: GoalStanding, others: str) -> str:
    """The second line of the list: the rate and what is expected before what is said of every job."""
    return " · ".join(part for part in (rate(at), expected(at), others) if part)


_ENDS = {
    GoalEnd.REACHED: "That is what you wanted.",
    GoalEnd.CAP: "The next one could cost more than {cap}you allowed.",
    GoalEnd.LIST: "Nobody of the list is left to ask.",
}


def ended(at: GoalStanding) -> str:
    """The end, told in one of three ways, with the rate and the cost.

    Getting lost ones again adds to what was allowed at first, so that the sum is then one that nobody named.
    """
    why = _ENDS[at.end or GoalEnd.LIST].format(cap="" if at.in_doubt else f"the {show(at.cap)} ")
    asked = counted(at.answered, "creator was asked", "creators were asked")
    reached = min(at.reached, at.wanted)
    lost = f", and up to {show(at.in_doubt)} for what got no answer" if at.in_doubt else ""
    parts = [f"{number(reached)} of {number(at.wanted)} have an email", asked, f"{show(at.spent)} credits{lost}"]
    return f"{' · '.join(parts)}. {why}"
