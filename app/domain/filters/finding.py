"""Finding a filter by everyday words: "country", "age", "sponsor"."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.domain.filters.specs import FilterSpec

# What people say -> parts of the keys they mean, the likeliest first; matched by beginning.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "country": ("location",),
    "city": ("location",),
    "region": ("location",),
    "place": ("location",),
    "where": ("location",),
    "age": ("audience.age",),
    "old": ("audience.age",),
    "young": ("audience.age",),
    "teenagers": ("audience.age",),
    "demographics": ("audience.",),
    "women": ("gender",),
    "female": ("gender",),
    "men": ("gender",),
    "male": ("gender",),
    "sex": ("gender",),
    "sponsor": ("has_done_brand_deals", "brands", "promotes_affiliate_links"),
    "sponsored": ("has_done_brand_deals", "brands"),
    "advertising": ("has_done_brand_deals", "brands", "is_monetizing"),
    "collaboration": ("has_done_brand_deals", "brands"),
    "partnership": ("has_done_brand_deals", "brands"),
    "deals": ("has_done_brand_deals",),
    "fans": ("number_of_followers", "number_of_subscribers", "followers"),
    "followers": ("number_of_followers", "number_of_subscribers", "followers"),
    "subscribers": ("number_of_followers", "number_of_subscribers", "followers"),
    "size": ("number_of_followers", "number_of_subscribers", "followers"),
    "reach": ("number_of_followers", "number_of_subscribers", "followers", "views"),
    "growing": ("growth",),
    "interaction": ("engagement_percent",),
    "rate": ("engagement_percent",),
    "niche": ("ai_search", "topics"),
    "category": ("ai_search", "topics", "audience.brand_categories"),
    "theme": ("ai_search", "topics"),
    "about": ("ai_search", "keywords_in_bio", "keywords_in_description"),
    "keyword": ("keywords", "video_description"),
    "tag": ("hashtags",),
    "email": ("exclude_role_based_emails",),
    "contact": ("creator_has", "exclude_role_based_emails"),
    "mail": ("exclude_role_based_emails",),
    "website": ("link", "creator_has"),
    "url": ("link",),
    "social": ("creator_has",),
    "shop": ("has_merch", "has_tik_tok_shop", "creator_has"),
    "store": ("has_merch", "has_tik_tok_shop", "creator_has"),
    "money": ("income", "is_monetizing"),
    "earn": ("income", "is_monetizing"),
    "salary": ("income",),
    "price": ("subscription_price",),
    "cost": ("subscription_price",),
    "real": ("audience.credibility",),
    "fake": ("audience.credibility",),
    "bots": ("audience.credibility",),
    "quality": ("audience.credibility",),
    "badge": ("is_verified",),
    "tick": ("is_verified",),
    "company": ("type",),
    "business": ("type",),
    "person": ("type",),
    "often": ("posting_frequency",),
    "active": ("posting_frequency",),
    "stream": ("stream", "live"),
    "speaks": ("profile_language", "audience.language"),
    "exclude": ("exclude", "not_"),
    "without": ("exclude", "not_"),
    "block": ("exclude",),
    "hide": ("exclude_default_list", "exclude"),
    "clips": ("reels", "shorts"),
    "watch": ("views",),
    "likes": ("likes",),
    "paying": ("has_membership", "subscription_price"),
    "nationality": ("location",),
    "based": ("location",),
    "german": ("profile_language", "location"),
    "english": ("profile_language", "location"),
    "french": ("profile_language", "location"),
    "spanish": ("profile_language", "location"),
    "kids": ("audience.age",),
    "adults": ("audience.age",),
    "generation": ("audience.age",),
    "parents": ("audience.interests", "ai_search"),
    "hobbies": ("audience.interests", "ai_search"),
    "hobby": ("audience.interests", "ai_search"),
    "lifestyle": ("ai_search", "topics", "audience.interests"),
    "genre": ("ai_search", "topics", "games_played"),
    "gaming": ("games_played", "topics", "ai_search"),
    "gamer": ("games_played", "topics", "ai_search"),
    "competitors": ("brands", "audience.brands"),
    "ambassador": ("has_done_brand_deals", "brands"),
    "advert": ("has_done_brand_deals", "brands", "is_monetizing"),
    "discount": ("promotes_affiliate_links",),
    "coupon": ("promotes_affiliate_links",),
    "promotion": ("promotes_affiliate_links", "has_done_brand_deals"),
    "blue": ("is_verified",),
    "famous": ("number_of_followers", "number_of_subscribers", "followers", "is_verified"),
    "micro": ("number_of_followers", "number_of_subscribers", "followers"),
    "nano": ("number_of_followers", "number_of_subscribers", "followers"),
    "popular": ("number_of_followers", "number_of_subscribers", "followers", "views"),
    "viral": ("views", "growth"),
    "trending": ("growth", "views"),
    "newsletter": ("creator_has",),
    "phone": ("creator_has",),
    "telephone": ("creator_has",),
    "networks": ("creator_has",),
    "agency": ("type", "exclude_role_based_emails"),
    "caption": ("captions", "video_description"),
    "mention": ("keywords",),
    "competition": ("brands",),
    "followed": ("number_of_followers", "number_of_subscribers", "followers"),
    "already": ("exclude_list", "exclude_handles", "exclude_all_lists", "exclude_default_list"),
    "known": ("exclude_list", "exclude_handles", "exclude_all_lists", "exclude_default_list"),
    "blacklist": ("exclude_list", "exclude_handles", "exclude_all_lists", "exclude_default_list"),
    "duplicates": ("exclude_list", "exclude_handles"),
    "skip": ("exclude_handles", "exclude"),
    "exclusion": ("exclude_list", "exclude_all_lists", "exclude_default_list", "exclude_handles"),
    "apply": ("exclude_list", "exclude_all_lists", "exclude_default_list"),
    "every": ("exclude_all_lists",),
    "hidden": ("exclude_default_list", "exclude_all_lists"),
    "frequency": ("posting_frequency",),
    "duration": ("duration",),
    "minutes": ("duration",),
    "fee": ("subscription_price",),
    "authentic": ("audience.credibility",),
    "suspicious": ("audience.credibility",),
}
_LABEL_START, _LABEL, _MEANT, _KEY, _HELP = 0, 1, 2, 3, 4


def find_specs(specs: Iterable[FilterSpec], text: str) -> tuple[FilterSpec, ...]:
    """The filters where every word of `text` fits somewhere, best first; a misspelled word is tried as a near one."""
    every = tuple(specs)
    words = _words(text)
    if not words:
        return ()
    found = _ranked(every, words)
    return found or _ranked(every, [_near(word, every) for word in words])


def _ranked(specs: Iterable[FilterSpec], words: list[str]) -> tuple[FilterSpec, ...]:
    ranks = [(spec, [_rank(spec, word) for word in words]) for spec in specs]
    fitting = [(sum(rank for rank in row if rank is not None), spec) for spec, row in ranks if None not in row]
    return tuple(spec for _, spec in sorted(fitting, key=lambda pair: pair[0]))


def _rank(spec: FilterSpec, word: str) -> float | None:
    """How well one word fits, 0 best; None where it does not. A beginning counts, the middle of a word does not."""
    label = _words(spec.label)
    if label and label[0].startswith(word):
        return _LABEL_START
    if any(part.startswith(word) for part in label):
        return _LABEL
    for at, meant in enumerate(_meanings(word)):
        if meant in spec.key:
            return _MEANT + at / 1000
    if any(part.startswith(word) for part in spec.key.replace(".", "_").split("_")):
        return _KEY
    if any(part.startswith(word) for part in _words(f"{spec.help} {' '.join(value.label for value in spec.values)}")):
        return _HELP
    return None


def _meanings(word: str) -> Iterable[str]:
    """What people mean by a word; from three letters on its beginning is enough, unless it is one itself."""
    if word in SYNONYMS:
        yield from SYNONYMS[word]
        return
    for said, keys in SYNONYMS.items():
        if len(word) > 2 and said.startswith(word):
            yield from keys


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _near(word: str, specs: tuple[FilterSpec, ...]) -> str:
    known = {part for spec in specs for part in _words(spec.label)} | set(SYNONYMS)
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.75)), word)
