"""What the window says about other accounts, live posts and compared audiences. Pure text."""

from collections.abc import Sequence
from datetime import date

from app.domain.jobs import Job
from app.domain.money import show
from app.domain.overlap import Overlap
from app.domain.posts import Campaign, Post
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import isolated, one_line
from app.ui.window.words import counted, number

NOT_ON_THESE = "Posts can be looked at on Instagram, TikTok and YouTube only."


def cost(job: Job) -> list[str]:
    """What a job cost, and what of it cost nothing or is still to be checked."""
    totals = job.totals
    parts = [f"{show(totals.spent)} credits"]
    if totals.not_found:
        parts.append(f"{number(totals.not_found)} not found, free")
    if totals.failed:
        parts.append(f"{number(totals.failed)} refused, free")
    if totals.uncertain:
        parts.append(f"{number(totals.uncertain)} to check")
    return parts


def socials_done(job: Job, with_some: int, asked: int) -> str:
    """ "12 of 20 have other accounts · 6.00 credits · 3 not found, free." """
    said = f"{number(with_some)} of {number(asked)} have other accounts"
    return f"{' · '.join([said, *cost(job)])}."


def posts_summary(asked: int, posts: Sequence[Sequence[Post]]) -> str:
    """ "12 of 35 creators posted · 18 posts · 1,240,000 views · 34,000 likes · 912 comments" """
    every = [post for one in posts for post in one]
    parts = [f"{number(len(posts))} of {counted(asked, 'creator', 'creators')} posted"]
    if every:
        parts.append(counted(len(every), "post", "posts"))
        for name in ("views", "likes", "comments"):
            told = [count for post in every if (count := getattr(post, name)) is not None]
            if told:
                parts.append(f"{number(sum(told))} {name}")
    return " · ".join(parts)


def posts_done(job: Job, asked: int, posts: Sequence[Sequence[Post]]) -> str:
    """The summary, and what it cost."""
    return f"{' · '.join([posts_summary(asked, posts), *cost(job)])}."


def posts_left(kept_back: int, cut: int) -> str:
    """What the list does not have, and what the sheet has not taken; empty where there is neither.

    `kept_back`: cells that hold what a person typed instead. `cut`: creators with more posts than were looked through.
    """
    told = []
    if cut:
        told.append(f"{number(cut)} had more posts than the pages that were looked through.")
    if kept_back == 1:
        told.append("1 cell of the sheet holds what you typed, and stayed as it was.")
    elif kept_back:
        told.append(f"{number(kept_back)} cells of the sheet hold what you typed, and stayed as they were.")
    return " ".join(told)


def campaign_words(campaign: Campaign, today: date) -> str:
    """ "#summer @brand · 1 May – 31 May" """
    days = f"{day_words(campaign.first, today)} – {day_words(campaign.last, today)}"
    return f"{' '.join(campaign.words)} · {days}"


def without_audience(error: str, names: Sequence[str]) -> list[str]:
    """Whose audience the service does not know, of those that were compared: its refusal names them."""
    told = {word.strip(".,:;“”\"'@()").casefold() for word in error.split()}
    return [name for name in names if name.casefold() in told] if "audience" in error.casefold() else []


def no_audience(names: Sequence[str]) -> str:
    """The refusal in plain words."""
    *most, last = [isolated(one_line(name)) for name in names]
    whom = f"{', '.join(most)} and {last}" if most else last
    them = "them" if most else "it"
    return f"influencers.club knows no audience of {whom}. Nothing was compared, and it cost nothing. Untick {them}."


def overlap_done(job: Job, found: Overlap | None) -> str:
    """How many different people, or why nobody knows."""
    if found is None and job.totals.uncertain:
        return "No answer came. It may have been charged; Activity can check it."
    if found is None and job.totals.failed:
        return "influencers.club refused to compare them. It cost nothing."
    if found is None:
        return "One of them is not known to influencers.club: nothing was compared, and it cost nothing."
    said = f"{number(found.unique)} different people among {number(found.total)} followers"
    return f"{' · '.join([said, *cost(job)])}."
