"""The mark of each platform, as the name of an icon."""

from app.domain.platforms import Platform

_MARKS = {
    Platform.INSTAGRAM: "fa6b.instagram",
    Platform.YOUTUBE: "fa6b.youtube",
    Platform.TIKTOK: "fa6b.tiktok",
    Platform.TWITTER: "fa6b.x-twitter",
    Platform.TWITCH: "fa6b.twitch",
}


def platform_mark(platform: Platform) -> str:
    """Its mark; a plain person for a platform whose mark the icon font lacks."""
    return _MARKS.get(platform, "user-circle")
