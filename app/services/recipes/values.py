"""What a recipe is, once it was read and checked."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from app.domain.batches import BatchMode
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions
from app.domain.platforms import Handle, Platform
from app.domain.posts import Campaign
from app.services.importing import Encoding


class Lookup(StrEnum):
    """How the accounts behind a list's e-mail addresses are found."""

    NONE = "none"  # they are left out, and said
    SINGLE = "single"
    BATCH = "batch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """A file with creators or addresses; `column` is a heading or letter. It and `encoding` are guessed where None."""

    path: Path
    platform: Platform | None
    column: str | None
    lookup: Lookup = Lookup.NONE
    encoding: Encoding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Which details for the first `rows` rows; all where it is None. `mode`: by a batch of this kind.

    `goal`: only until so many of them have an email.
    """

    options: EnrichOptions
    rows: int | None
    mode: BatchMode | None = None
    goal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Socials:
    """The other accounts of the first `rows` rows."""

    rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCheck:
    """The live posts of a campaign by the first `rows` rows."""

    campaign: Campaign
    rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How much the audiences of the first `rows` rows overlap."""

    rows: int | None


class What(StrEnum):
    """What an exported file holds."""

    CREATORS = "creators"
    ACCOUNTS = "accounts"
    POSTS = "posts"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """`written` is the path as the recipe spells it; `preset` is for creators."""

    path: Path
    written: str
    preset: str
    what: What = What.CREATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Exactly one of `search` and `source`. `budget` in credits is the consent to spend; it caps one run.

    `seed`: the search is for creators like this one. `leave_out_known`: it leaves out who is had when it begins.
    """

    search: Search | None
    source: ListSource | None
    purchase: Purchase | None
    exports: tuple[ExportFile, ...]
    budget: Decimal | None
    seed: Handle | None = None
    leave_out_known: bool = False
    socials: Socials | None = None
    posts: PostCheck | None = None
    comparison: Comparison | None = None
