"""Posts of creators, and which of them belong to a campaign: its days, and a hashtag or a brand's name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.errors import InputError
from app.domain.platforms import Platform

WITH_POSTS = frozenset({Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE})  # contract, section 5
MOST_PAGES = 20
_MARKED = re.compile(r"[#@][\w.]*\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `at_s`: when it was made, Unix seconds; counts None where the platform does not tell them."""

    link: str
    at_s: int
    caption: str
    likes: int | None = None
    comments: int | None = None
    views: int | None = None

    @property
    def day(self) -> date:
        """The day it was made, in UTC."""
        return datetime.fromtimestamp(self.at_s, UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Which posts to look for: made from `first` to `last`, both included and in UTC, and naming any of `words`.

    A word is a hashtag ("#summer"), a name ("@brand"), or either of the two ("summer"); as typed, in any case. `pages`:
    the most pages read of one creator.
    """

    first: date
    last: date
    words: tuple[str, ...]
    pages: int

    @classmethod
    def of(cls, first: date, last: date, words: Iterable[str], pages: int = 3) -> "Campaign":
        """From what a person typed, each word once. Raises: InputError naming what is wrong."""
        if first > last:
            raise InputError("The first day lies after the last day.", field="dates")
        if not 1 <= pages <= MOST_PAGES:
            raise InputError(f"Between 1 and {MOST_PAGES} pages can be read of each creator.", field="pages")
        once: dict[str, str] = {}
        for word in filter(None, map(str.strip, words)):
            once.setdefault(word.casefold(), word)
        if not once:
            raise InputError("Enter a hashtag or an @name to look for.", field="words")
        for word in once.values():
            if not all(_MARKED.fullmatch(mark) for mark in _marks(word)):
                raise InputError(f"“{word}” is not a hashtag or an @name.", field="words")
        return cls(first=first, last=last, words=tuple(once.values()), pages=pages)

    @property
    def key(self) -> str:
        """Same campaign, same key: the same question, however its words are typed and however many pages are read."""
        return f"posts:{self.first}:{self.last}:{' '.join(sorted(self._all_marks))}"

    def has(self, post: Post) -> bool:
        """Whether a post belongs to it. A word counts only as a whole: #summer is not in #summertime."""
        return self.first <= post.day <= self.last and any(_named(mark, post.caption) for mark in self._all_marks)

    @property
    def _all_marks(self) -> set[str]:
        return {mark for word in self.words for mark in _marks(word)}

    def is_before(self, post: Post) -> bool:
        """Whether a post is older than the campaign."""
        return post.day < self.first


def _marks(word: str) -> tuple[str, ...]:
    """What a word stands for: without its sign a hashtag and a name."""
    plain = word.casefold()
    return (plain,) if plain[0] in "#@" else (f"#{plain}", f"@{plain}")


def _named(mark: str, caption: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(mark)}(?!\w)(?!\.\w)", caption.casefold()) is not None
