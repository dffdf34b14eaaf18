"""Errors: three sentences a person can use, for every one of them."""

import pytest

from app.domain import errors
from app.domain.errors import AppError, Charged, InputError, RateLimited, Remedy, ServiceError, Uncertain, Withdrawn


def leaves(kind: type[AppError]) -> list[type[AppError]]:
    below = [one for one in kind.__subclasses__() if one.__module__ == errors.__name__]
    return [kind] if not below else [leaf for one in below for leaf in leaves(one)]


EVERY = sorted({*leaves(AppError), ServiceError, errors.WorkspaceError}, key=lambda kind: kind.__name__)


def made(kind: type[AppError]) -> AppError:
    return RateLimited("It happened.", retry_after_s=7.0) if kind is RateLimited else kind("It happened.")


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_an_error_says_what_happened_and_what_it_cost(kind: type[AppError]) -> None:
    """The first two of three sentences (design.md, section 11)."""
    error = made(kind)

    assert str(error) == "It happened."
    assert error.sentences.startswith(f"It happened. {error.charged}")


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_only_an_uncertain_request_may_have_been_charged(kind: type[AppError]) -> None:
    """All others are known to have cost nothing (money rule 5)."""
    assert made(kind).charged is (Charged.UNKNOWN if kind is Uncertain else Charged.NO)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in EVERY if kind not in (InputError, ServiceError, errors.WorkspaceError, Withdrawn)],
    ids=lambda kind: kind.__name__,
)
def test_an_error_says_what_to_do_now(kind: type[AppError]) -> None:
    """The third sentence. Wrong input names its own remedy; a withdrawn request is never shown."""
    assert made(kind).advice.endswith(".")


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_a_remedy_is_a_button_with_a_word_on_it(kind: type[AppError]) -> None:
    """Or there is none."""
    assert isinstance(made(kind).remedy, Remedy)


def test_one_error_can_say_more_than_its_kind() -> None:
    """A free request without an answer is uncertain, and yet it cost nothing."""
    error = Uncertain("No answer came.", status=504, charged=Charged.NO, advice="Try again.")

    assert error.sentences == "No answer came. Nothing was charged. Try again."
    assert error.status == 504
    assert Uncertain("No answer came.").charged is Charged.UNKNOWN


def test_wrong_input_names_its_place() -> None:
    """A dotted name people find in their recipe."""
    assert InputError("It is too long.", field="search.filters.ai_search").field == "search.filters.ai_search"


def test_too_fast_carries_the_wait() -> None:
    """In seconds, and always with the status that says so."""
    error = RateLimited("Too fast.", retry_after_s=7.0)

    assert (error.retry_after_s, error.status) == (7.0, 429)


def test_every_kind_stands_in_the_tree_at_the_top_of_the_file() -> None:
    """The drawing is what people read first."""
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in EVERY)
