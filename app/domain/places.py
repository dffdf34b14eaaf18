"""Places beyond the platforms that can be asked: what they are called, and the accounts there that answers name."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from app.domain.platforms import platform_named

OTHER = "other"
"""The place of an account whose platform an answer leaves out."""
_LONGEST_PLACE = 40  # characters; it names a column
# The catalogue's words for the values of `creator_has`, where they are more than the value with a capital.
_NAMES = {
    "amazonaffiliates": "Amazon affiliates",
    "applemusic": "Apple Music",
    "buymeacoffee": "Buy Me a Coffee",
    "github": "GitHub",
    "gofundme": "GoFundMe",
    "kofi": "Ko-fi",
    "linkedin": "LinkedIn",
    "onlyfans": "OnlyFans",
    "phone": "Phone number",
    "shopltk": "LTK shop",
    "soundcloud": "SoundCloud",
    "tiktok": "TikTok",
    "twitter": "Twitter / X",
    "vk": "VK",
    "whatsapp": "WhatsApp",
    "youtube": "YouTube",
}
# Public pages by the name of an account. Discord has none: its people are found by name in the program.
_PAGES = {
    "snapchat": "https://www.snapchat.com/add/{}",
    "pinterest": "https://www.pinterest.com/{}/",
    "facebook": "https://www.facebook.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An account that can be opened but not asked about: on a place that is no `Platform`, or with no handle of use.

    `place`: the wire's word in lower case. `shown_handle`: never empty; without a name, the person's, or the address.
    `address`: http or https, "" where none is known. Engagement in percent.
    """

    place: str
    shown_handle: str
    address: str = ""
    name: str | None = None
    picture: str | None = None  # lapses in about a day (contract, Q23)
    followers: int | None = None
    engagement: float | None = None

    @property
    def platform_label(self) -> str:
        """The name people know."""
        platform = platform_named(self.place)
        return place_name(self.place) if platform is None else platform.label


def place_key(said: str | None) -> str:
    """A place as it is stored: short, in lower case, one platform under one word."""
    word = " ".join((said or OTHER).casefold().split())[:_LONGEST_PLACE]
    platform = platform_named(word)
    return word if platform is None else platform.value


def place_name(name: str) -> str:
    """A service by the name it gives itself; one that is not known here as it came, capitalised."""
    return _NAMES.get(name.casefold()) or sentence(name)


def page_of(place: str, name: str) -> str:
    """The public page of an account on a smaller platform; "" where there is none, or none is known."""
    return _PAGES[place].format(quote(name.lstrip("@"), safe="")) if place in _PAGES else ""


def is_page(address: str) -> bool:
    """Whether a text is a web address that leads further than to the front page."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path.strip("/") != ""
    except ValueError:
        return False


def sentence(word: str) -> str:
    """A word of the wire for people: "business_email" as "Business email"."""
    words = " ".join(word.replace("_", " ").split())
    return words[:1].upper() + words[1:]
