"""What is said about other accounts, live posts and compared audiences."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.jobs import Job, JobKind, JobState, Totals
from app.domain.overlap import Overlap
from app.domain.platforms import Platform
from app.domain.posts import Campaign, Post
from app.ui.window import question_words
from tests.ui.made_jobs import job

POST = Post(link="https://instagram.com/p/a", at_s=1_790_000_000, caption="", likes=1200, comments=3)
FOUND = Overlap(platform=Platform.INSTAGRAM, total=2000, unique=1800, shares=())


def ended(kind: JobKind, **totals: int) -> Job:
    return job(JobState.FINISHED, kind=kind, totals=Totals(spent=Decimal("6.00"), **totals))


def test_other_accounts_are_told_with_what_they_cost() -> None:
    """Who was not found, refused or is to be checked is named as far as there is anybody."""
    told = ended(JobKind.SOCIALS, done=12, not_found=3, failed=1, uncertain=2)

    assert question_words.socials_done(told, 9, 18) == (
        "9 of 18 have other accounts · 6.00 credits · 3 not found, free · 1 refused, free · 2 to check."
    )


@pytest.mark.parametrize(
    ("asked", "posts", "said"),
    [
        (3, [], "0 of 3 creators posted"),
        (1, [[POST]], "1 of 1 creator posted · 1 post · 1,200 likes · 3 comments"),
        (5, [[POST, POST], [POST]], "2 of 5 creators posted · 3 posts · 3,600 likes · 9 comments"),
    ],
)
def test_posts_are_summed_as_far_as_the_platform_tells(asked: int, posts: list[list[Post]], said: str) -> None:
    """Views that nobody tells are not 0."""
    assert question_words.posts_summary(asked, posts) == said


def test_the_end_of_a_check_names_what_it_cost() -> None:
    """Short enough for one line."""
    assert question_words.posts_done(ended(JobKind.POSTS, done=4), 2, []) == "0 of 2 creators posted · 6.00 credits."


@pytest.mark.parametrize(
    ("kept_back", "cut", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 cell of the sheet holds what you typed, and stayed as it was."),
        (3, 0, "3 cells of the sheet hold what you typed, and stayed as they were."),
        (0, 5, "5 had more posts than the pages that were looked through."),
    ],
)
def test_what_a_check_left_is_not_hidden(kept_back: int, cut: int, said: str) -> None:
    """Who had more to look through may have posted all the same."""
    assert question_words.posts_left(kept_back, cut) == said


def test_a_campaign_is_named_by_its_words_and_days() -> None:
    """The year only where it is another one."""
    campaign = Campaign.of(date(2025, 12, 1), date(2026, 1, 31), ["#summer", "@brand"])

    assert question_words.campaign_words(campaign, date(2026, 5, 3)) == "#summer @brand · 1 Dec 2025 – 31 Jan"


@pytest.mark.parametrize(
    ("totals", "found", "said"),
    [
        ({"done": 1}, FOUND, "1,800 different people among 2,000 followers · 6.00 credits."),
        (
            {"not_found": 1},
            None,
            "One of them is not known to influencers.club: nothing was compared, and it cost nothing.",
        ),
        ({"failed": 1}, None, "influencers.club refused to compare them. It cost nothing."),
        ({"uncertain": 1}, None, "No answer came. It may have been charged; Activity can check it."),
    ],
)
def test_a_comparison_says_what_came_of_it(totals: dict[str, int], found: Overlap | None, said: str) -> None:
    """And whether it was paid."""
    assert question_words.overlap_done(ended(JobKind.OVERLAP, **totals), found) == said
