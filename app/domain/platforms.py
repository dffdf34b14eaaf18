"""Platforms, and how a creator is named on each: a handle, however it was typed or pasted."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from app.domain.errors import InputError

MAX_HANDLE = 200  # contract, section 3: the vendor client's own check
MAX_EMAIL = 254  # characters; the longest that mail servers deliver to


class Platform(StrEnum):
    """A platform Discovery covers; the value is what the API and the workspace store (contract, section 5)."""

    INSTAGRAM = "instagram"
    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    TWITTER = "twitter"
    TWITCH = "twitch"
    ONLYFANS = "onlyfans"

    @property
    def label(self) -> str:
        """The name people know."""
        return _LABELS[self]

    @property
    def followers_word(self) -> str:
        """What this platform calls its audience."""
        return "Subscribers" if self is Platform.YOUTUBE else "Followers"


_LABELS = {
    Platform.INSTAGRAM: "Instagram",
    Platform.YOUTUBE: "YouTube",
    Platform.TIKTOK: "TikTok",
    Platform.TWITTER: "X / Twitter",
    Platform.TWITCH: "Twitch",
    Platform.ONLYFANS: "OnlyFans",
}
_WORDS = {
    **{platform.value: platform for platform in Platform},
    **dict.fromkeys(("ig", "insta", "instagramcom"), Platform.INSTAGRAM),
    **dict.fromkeys(("yt", "youtubecom", "youtubechannel"), Platform.YOUTUBE),
    **dict.fromkeys(("tt", "tiktokcom"), Platform.TIKTOK),
    **dict.fromkeys(("x", "tw", "xtwitter", "twitterx", "xcom", "twittercom"), Platform.TWITTER),
    **dict.fromkeys(("tv", "twitchtv"), Platform.TWITCH),
    **dict.fromkeys(("of", "onlyfanscom"), Platform.ONLYFANS),
}
_PROFILE_ADDRESS = {
    Platform.INSTAGRAM: "https://www.instagram.com/{}/",
    Platform.YOUTUBE: "https://www.youtube.com/@{}",
    Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.TWITTER: "https://x.com/{}",
    Platform.TWITCH: "https://www.twitch.tv/{}",
    Platform.ONLYFANS: "https://onlyfans.com/{}",
}
_HOSTS = {
    "instagram.com": Platform.INSTAGRAM,
    "instagr.am": Platform.INSTAGRAM,
    "youtube.com": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "twitter.com": Platform.TWITTER,
    "x.com": Platform.TWITTER,
    "twitch.tv": Platform.TWITCH,
    "onlyfans.com": Platform.ONLYFANS,
}
# Other subdomains, such as clips.twitch.tv, lead to posts and help pages.
_SUBDOMAINS = ("", "www.", "m.", "mobile.")
_SHORT_LINK = "This is a short link. Open it, and copy the address it leads to."
_LIST_OF_LINKS = "This is a page of links. Open it, and copy the address of the profile."
# Hosts that never name a creator by themselves, and why; subdomains of theirs neither.
_REFUSED_HOSTS = {
    **dict.fromkeys(("vm.tiktok.com", "vt.tiktok.com", "t.co", "bit.ly", "tinyurl.com", "goo.gl"), _SHORT_LINK),
    **dict.fromkeys(("linktr.ee", "beacons.ai", "linkin.bio", "lnk.bio", "bio.link", "allmylinks.com"), _LIST_OF_LINKS),
}
_SHORT_YOUTUBE = "youtu.be"  # for videos, but channels are written so too: youtu.be/@name
# First path parts that lead to a page of the platform, not to a creator.
_PAGES_ANYWHERE = frozenset({"about", "explore", "home", "login", "privacy", "search", "settings", "share"})
_PAGES = {
    Platform.INSTAGRAM: frozenset(
        {"p", "reel", "reels", "stories", "s", "tv", "accounts", "channel", "direct", "web", "legal", "developer"}
    ),
    Platform.YOUTUBE: frozenset(
        {"watch", "shorts", "playlist", "results", "hashtag", "feed", "embed", "live", "clip", "post", "v", "gaming"}
    ),
    Platform.TIKTOK: frozenset(
        {"t", "v", "tag", "discover", "music", "foryou", "following", "live", "embed", "video", "business"}
    ),
    Platform.TWITTER: frozenset({"i", "intent", "hashtag", "messages", "notifications", "compose", "tos", "jobs"}),
    Platform.TWITCH: frozenset(
        {"directory", "videos", "video", "clip", "popout", "moderator", "team", "p", "u", "downloads"}
    ),
    Platform.ONLYFANS: frozenset({"my", "posts", "terms", "help", "contact"}),
}
# First path parts behind which the creator's name stands.
_PREFIXES = {Platform.YOUTUBE: frozenset({"c", "user"}), Platform.INSTAGRAM: frozenset({"_u"})}
_ALL_HOSTS = (*_HOSTS, *_REFUSED_HOSTS, _SHORT_YOUTUBE)
_A_PAGE = "This address leads to a page, not to a creator."
# Signs that cannot be seen; spreadsheets and address books leave them around what is copied from them.
_BLANKS = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f/\\?#%<>\"',;|:()\[\]{}\u2026\ud800-\udfff]")
_NAMED_EMAIL = re.compile(r"[^<>]*<([^<>]+)>")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:/\"']+@[^\s@<>()\[\],;:/\"']+\.[^\s@<>()\[\],;:/\"'.]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """Who a creator is on one platform. Two spellings of the same account compare equal.

    `name` is lower case, without "@" and without an address around it, 1 to 200 characters.
    """

    platform: Platform
    name: str

    @classmethod
    def parse(cls, text: str, platform: Platform | None = None) -> "Handle":
        """Read a handle, an @handle or a profile address.

        An address names its own platform; it must agree with `platform` where that is given.
        Raises: InputError when it names no creator, another platform, or no platform at all.
        """
        cleaned = _BLANKS.sub("", unquote(text.strip()) if "%" in text else text.strip())
        if not cleaned:
            raise InputError("The line is empty.")
        if _looks_like_address(cleaned):
            found, name = _from_address(cleaned)
            if platform is not None and found is not platform:
                raise InputError(f"This is an address on {found.label}, not on {platform.label}.")
            return cls._checked(found, name)
        if platform is None:
            raise InputError("A handle needs its platform, or a full profile address.")
        return cls._checked(platform, cleaned)

    @classmethod
    def _checked(cls, platform: Platform, name: str) -> "Handle":
        name = unicodedata.normalize("NFC", name.lstrip("@\uff20").lower())
        handle = cls(platform=platform, name=name)
        if not name or len(handle.wire) > MAX_HANDLE or _FORBIDDEN.search(name) or "@" in name:
            raise InputError("This is not a handle or a profile address.")
        return handle

    @property
    def wire(self) -> str:
        """As enrichment calls want it: YouTube keeps its "@" (contract, section 7)."""
        return f"@{self.name}" if self.platform is Platform.YOUTUBE else self.name

    @property
    def address(self) -> str:
        """The public profile page."""
        return _PROFILE_ADDRESS[self.platform].format(self.name)

    def __str__(self) -> str:
        return f"@{self.name}"


def platform_named(text: str) -> Platform | None:
    """The platform that a person's word means ("IG", "tik tok", "X / Twitter"); None where it means none."""
    word = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", text).casefold())
    return _WORDS.get(word)


def email_in(text: str) -> str | None:
    """The e-mail address a text is ("Vera <vera@kocht.example>", "mailto:…"), in lower case; None where it is none."""
    if "@" not in text:
        return None  # most cells of a list
    bare = _BLANKS.sub(" ", text).strip()
    named = _NAMED_EMAIL.fullmatch(bare)
    address = (named[1] if named else bare).strip().lower().removeprefix("mailto:").partition("?")[0]
    return address if len(address) <= MAX_EMAIL and is_email(address) else None


def is_email(text: str) -> bool:
    """Whether the text is one e-mail address, by its form only."""
    return _EMAIL.fullmatch(_BLANKS.sub(" ", text).strip()) is not None


def _looks_like_address(text: str) -> bool:
    lower = text.lower()
    if "/" not in text:
        return lower.removeprefix("www.") in _ALL_HOSTS
    return "://" in text or any(f"{host}/" in lower for host in _ALL_HOSTS)


def _from_address(text: str) -> tuple[Platform, str]:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise InputError("This is not a profile address.") from error
    if (why := next((why for h, why in _REFUSED_HOSTS.items() if _is_under(host, h)), None)) is not None:
        raise InputError(why)
    steps = [step for step in parts.path.split("/") if step]
    if _is_under(host, _SHORT_YOUTUBE) and steps and steps[0].startswith("@"):
        return Platform.YOUTUBE, steps[0]
    if _is_under(host, _SHORT_YOUTUBE):
        raise InputError(_A_PAGE)
    platform = next((p for h, p in _HOSTS.items() if _is_under(host, h)), None)
    if platform is None:
        raise InputError("This address is not on a platform Scoutsheet knows.")
    if not any(f"{start}{known}" == host for known in _HOSTS for start in _SUBDOMAINS):
        raise InputError(_A_PAGE)
    if steps and steps[0].lower() in _PREFIXES.get(platform, ()):
        steps = steps[1:]
    if platform is Platform.YOUTUBE and steps and steps[0].lower() == "channel":
        raise InputError("This address holds a channel id. Please use the @handle instead.")
    if not steps or steps[0].lower() in _PAGES_ANYWHERE | _PAGES[platform]:
        raise InputError(_A_PAGE)
    return platform, steps[0]


def _is_under(host: str, known: str) -> bool:
    return host == known or host.endswith(f".{known}")
