"""Draws one invented creator after the other from a seed: the flat values that filters and sorts work on.

Sizes are log-normal per platform and engagement falls with size, as it does in real lists. The platform
blocks of an answer are made from these values later (`answers`), so both always agree.
"""

import math
import random
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from app.sandbox.brands import BRANDS, BRANDS_IN, GAMES
from app.sandbox.columns import BITS, COLUMNS, FLAGS, SCALES, SERVICES
from app.sandbox.places import CITIES, CITIES_OF, CITY_WEIGHTS, COUNTRIES
from app.sandbox.topics import (
    ABOUTS,
    CAPTIONS,
    EXTRAS,
    GREETINGS,
    HOSTILE_BIOS,
    HOSTILE_NAMES,
    INTERESTS,
    NICHES,
    SUBS,
)
from app.sandbox.words import LANGUAGES, PEOPLE

_LANGUAGE_AT = {abbreviation: position for position, (abbreviation, _) in enumerate(LANGUAGES)}
_MOST = 57
"""Most creators live in these first countries of the table; the others are reached through `_ELSEWHERE`."""
_MOST_WEIGHTS = tuple(accumulate(country.weight for country in COUNTRIES[:_MOST]))
_ELSEWHERE = {
    people: [at for at, country in enumerate(COUNTRIES) if country.people == people and at >= _MOST]
    for people in PEOPLE
}
"""By people's names: the other countries in which such people live."""
_ELSEWHERE_WEIGHTS = {
    people: tuple(accumulate(COUNTRIES[at].weight for at in others)) for people, others in _ELSEWHERE.items()
}
_MOST_OF_THEM = {
    people: sum(country.weight for country in COUNTRIES[:_MOST] if country.people == people) for people in PEOPLE
}
_BRANDS_OF = [sorted(at for category in niche.categories for at in BRANDS_IN[category]) for niche in NICHES]
_AT = {name: at for at, name in enumerate(COLUMNS)}
_SUBS_OF = [[at for at, (_, owner) in enumerate(SUBS) if owner == niche] for niche in range(len(NICHES))]
_NOT_LATIN = re.compile(r"[^a-z0-9]+")
_COMMON_SERVICES = {
    "instagram": 0.35,
    "youtube": 0.25,
    "tiktok": 0.3,
    "twitter": 0.2,
    "facebook": 0.25,
    "linktree": 0.2,
}


class Inventor:
    """The creators of one platform, always the same for the same seed; `rows(n)` gives them in order of relevance."""

    def __init__(self, seed: int, platform: str) -> None:
        self._platform = platform
        self._scale = SCALES[platform]
        self._rng = random.Random(f"creators:{seed}:{platform}")
        # Details come from a second source, so that a new one leaves everybody else as they were.
        self._details = random.Random(f"details:{seed}:{platform}")
        self._taken: set[str] = set()
        self._services = [
            (1 << at, _COMMON_SERVICES.get(name, 0.03)) for at, name in enumerate(SERVICES) if name != platform
        ]
        self._flags = [(BITS[name], share) for name, share in FLAGS.items()]

    def rows(self, count: int) -> Iterator[tuple[Any, ...]]:
        """Yield `count` rows in the order of `columns.COLUMNS`."""
        for number in range(1, count + 1):
            place = self._place()
            topic = self._topic()
            size = self._size()
            facts = self._facts(topic[0])
            audience = self._audience(size[0], place[0], place[3], topic[0])
            row = [number, *self._words(place, topic), *size, *place, *topic, *facts, *audience]
            self._agree(row)
            yield tuple(row)

    def _agree(self, row: list[Any]) -> None:
        """Let the yes/no facts and the numbers say the same."""
        flags = row[_AT["flags"]] & ~BITS["free_account"]
        if row[_AT["price"]] == 0:
            flags |= BITS["free_account"]
        if flags & BITS["streams_live"]:
            flags |= BITS["streaming"]
        row[_AT["flags"]] = flags
        if self._platform == "youtube" and not flags & BITS["shorts"]:
            row[_AT["short_pct"]], row[_AT["views_short"]], row[_AT["short_days"]] = 0.0, 0, None

    def _place(self) -> tuple[Any, ...]:
        rng = self._rng
        country = rng.choices(range(_MOST), cum_weights=_MOST_WEIGHTS)[0]
        large = rng.randrange(COUNTRIES[country].large)
        moved = self._moved(country)
        spoken = COUNTRIES[moved].languages
        first = _LANGUAGE_AT[spoken[0] if rng.random() < 0.8 else spoken[-1]]
        second = _LANGUAGE_AT["en"] if rng.random() < 0.25 else None
        if moved == country and self._details.random() < 0.3:
            city = CITIES_OF[country][large]
        else:
            city = self._details.choices(CITIES_OF[moved], cum_weights=CITY_WEIGHTS[moved])[0]
        return moved, CITIES[city].region, city, first, second if second != first else None

    def _moved(self, country: int) -> int:
        """The country itself, or for some one of the smaller ones where people bear the same names."""
        people = COUNTRIES[country].people
        others = _ELSEWHERE[people]
        share = sum(COUNTRIES[at].weight for at in others) / (_MOST_OF_THEM[people] + 1)
        if not others or self._details.random() > share / (1 + share):
            return country
        return self._details.choices(others, cum_weights=_ELSEWHERE_WEIGHTS[people])[0]

    def _topic(self) -> tuple[int, int, int | None, int]:
        rng = self._rng
        niche = int(len(NICHES) * rng.random() ** 1.3)
        business = int(rng.random() < 0.13)
        gender = None if business or rng.random() < 0.05 else int(rng.random() < 0.54)
        sub = _SUBS_OF[niche][rng.randrange(NICHES[niche].common)]
        if self._details.random() < 0.3:
            sub = self._details.choice(_SUBS_OF[niche])
        return niche, sub, gender, business

    def _size(self) -> tuple[Any, ...]:
        rng, scale, platform = self._rng, self._scale, self._platform
        followers = max(12, int(scale.median * math.exp(scale.spread * rng.gauss(0.0, 1.0))))
        rate = scale.engagement * (followers / 10_000) ** -0.14 * math.exp(0.6 * rng.gauss(0.0, 1.0))
        rate = min(round(rate, 3), 60.0)
        shown: int | None = followers
        likes: int | None = int(followers * rate * 0.0094) + 1
        comments: int | None = int(followers * rate * 0.0006 * (0.4 + rng.random()))
        engagement: float | None = rate
        odd = rng.random()
        if odd < 0.03:
            engagement, likes, comments = 0.0, 0, 0
        elif odd < 0.045:
            engagement, likes, comments = None, None, None
        elif odd < 0.05:
            shown = None
        elif odd < 0.053:
            shown, engagement, likes, comments = 0, 0.0, 0, 0
        views = int(followers * (0.05 + 0.6 * rng.random() ** 2)) + 3
        long_views = int(views * (0.4 + rng.random()))
        shown = None if platform == "onlyfans" else shown
        trend = self._trend(followers * rate)
        return (shown, engagement, *trend, *self._volume(followers, likes, comments, views, long_views))

    def _trend(self, reactions: float) -> tuple[Any, ...]:
        """Growth over 3, 6, 9 and 12 months, and estimated income with its bounds."""
        rng, platform = self._rng, self._platform
        drift = rng.gauss(0.012, 0.035)
        growth: list[float | None] = [
            round(100 * ((1 + drift) ** months - 1) + rng.gauss(0, 1.5), 2) for months in (3, 6, 9, 12)
        ]
        if platform in ("twitter", "twitch", "onlyfans") or rng.random() < 0.04:
            growth = [None] * 4
        earned = reactions * 0.04 * (0.5 + rng.random())
        if platform not in ("instagram", "youtube") or rng.random() < 0.25:
            return (*growth, None, None, None)
        income = int(earned) + 20
        return (*growth, income, int(income * 0.6), int(income * 1.5))

    def _volume(
        self, followers: int, likes: int | None, comments: int | None, views: int, long_views: int
    ) -> tuple[Any, ...]:
        """How much there is and how lately, from `pace` to `stream_days`."""
        rng = self._rng
        last = int(rng.expovariate(1 / 12)) if rng.random() < 0.9 else int(rng.expovariate(1 / 300))
        share = round(100 * rng.random(), 2)
        hours = 0.0 if last > 30 else round(rng.expovariate(1 / 40), 1)
        return (
            round(rng.expovariate(1 / 3.2), 2),
            likes,
            comments,
            views,
            views // (40 + int(60 * rng.random())),
            long_views,
            int(long_views * (0.5 + 0.4 * rng.random())),
            int(views * (0.6 + 1.5 * rng.random())),
            views // 4,
            int(1800 + 9000 * rng.random()),
            views * (3 + int(20 * rng.random())),
            int(rng.lognormvariate(5.6, 1.1)) + 1,
            int(rng.lognormvariate(4.8, 1.0)),
            (likes or 0) * 300 + followers,
            share,
            round(share + (100 - share) * self._details.random() ** 2, 2),
            round(2 + 28 * rng.random() ** 1.5, 1),
            hours,
            int(hours / 3.5) + (1 if hours else 0),
            0.0 if rng.random() < 0.3 else round(4.99 + 25 * rng.random(), 2),
            int(followers * 0.01 * rng.random()),
            int(hours * (10 + 40 * rng.random())),
            last,
            last + int(20 * rng.random()),
            last + int(40 * rng.random()),
            last + int(60 * rng.random()),
        )

    def _facts(self, niche: int) -> tuple[Any, ...]:
        rng = self._rng
        draw = rng.random
        flags = 0
        for bit, chance in self._flags:
            if draw() < chance:
                flags |= bit
        has = 0
        for bit, chance in self._services:
            if draw() < chance:
                has |= bit
        sponsored = flags & BITS["brand_deals"]
        email = 0 if draw() > 0.6 else (1 if draw() < 0.7 else 2)
        return (
            flags | (BITS["identity"] if email else 0),
            has,
            has & self._details.getrandbits(len(SERVICES)),
            self._brand(niche, draw()) if sponsored else None,
            self._brand(niche, draw()) if sponsored and draw() < 0.5 else None,
            int(len(GAMES) * draw() ** 2) if self._platform == "twitch" and draw() < 0.95 else None,
            email,
            int(draw() < 0.02),
        )

    def _brand(self, niche: int, fame: float) -> int:
        """A brand, mostly one that suits the niche; `fame` is 0-1, nearer to 0 for the better known."""
        fitting = _BRANDS_OF[niche]
        if self._details.random() < 0.7:
            return fitting[int(len(fitting) * fame**2)]
        return int(len(BRANDS) * fame**2)

    def _audience(self, followers: int | None, country: int, language: int, niche: int) -> tuple[Any, ...]:
        floor = self._scale.audience_from
        if floor is None or followers is None or followers < floor:
            return (None,) * 20
        rng = self._rng
        top = round(25 + 55 * rng.random(), 1)
        other = (country + 1 + int((len(COUNTRIES) - 1) * rng.random())) % len(COUNTRIES)
        shares = [rng.random() * weight for weight in (8, 34, 38, 15, 7, 1)]
        whole = sum(shares)
        women, liked = NICHES[niche].women, NICHES[niche].interests
        return (
            country,
            top,
            other,
            round((100 - top) * (0.1 + 0.3 * rng.random()), 1),
            round(min(98.0, max(2.0, women + 60 * (rng.random() - 0.5))), 1),
            *(round(100 * share / whole, 1) for share in shares),
            language,
            round(40 + 50 * rng.random(), 1),
            liked[int(len(liked) * rng.random())],
            round(15 + 40 * rng.random(), 1),
            int(len(INTERESTS) * rng.random()),
            round(3 + 12 * rng.random(), 1),
            self._brand(niche, rng.random()),
            self._brand(niche, rng.random()),
            round(min(99.0, max(20.0, rng.gauss(76, 12))), 1),
        )

    def _words(self, place: tuple[Any, ...], topic: tuple[int, int, int | None, int]) -> tuple[Any, ...]:
        rng = self._rng
        country, _, city, language, _ = place
        niche, sub, gender, business = topic
        sub_name = SUBS[sub][0]
        tags = rng.sample(NICHES[niche].tags, 4)
        people = PEOPLE[COUNTRIES[country].people]
        given = rng.choice(people.women if gender else people.men)
        family = rng.choice(people.families)
        handle = self._handle(given[1], family[1], tags[0], bool(business))
        hostile = rng.random()
        name: str | None
        if hostile < 0.015:
            name = rng.choice(HOSTILE_NAMES)
        elif hostile < 0.045:
            name = None
        elif business:
            name = f"{family[0]} {sub_name} Studio"
        else:
            name = f"{given[0]} {family[0]}" if rng.random() < 0.75 else f"{given[0]} | {sub_name}"
        if rng.random() < 0.015:
            bio: str | None = rng.choice(HOSTILE_BIOS)
        elif rng.random() < 0.04:
            bio = None
        else:
            greeting = GREETINGS.get(LANGUAGES[language][0], GREETINGS["en"])
            if rng.random() < 0.3:
                greeting = GREETINGS["en"]
            bio = greeting.format(sub=sub_name, city=CITIES[city].name) + rng.choice(EXTRAS)
        caption = rng.choice(CAPTIONS).format(sub=sub_name.lower())
        about = self._details.choice(ABOUTS).format(sub=sub_name.lower(), city=CITIES[city].name)
        tags[-1] = _NOT_LATIN.sub("", sub_name.lower())
        return handle, handle.lower(), name, bio, (bio or "").lower(), caption, about, " ".join(dict.fromkeys(tags))

    def _handle(self, given: str, family: str, tag: str, business: bool) -> str:
        rng, scale = self._rng, self._scale
        first = _NOT_LATIN.sub("", given.lower())
        second = _NOT_LATIN.sub("", family.lower())
        shape = rng.random()
        joint = rng.choice(scale.separators)
        if business or shape < 0.2:
            stem = f"{second}{joint}{tag}"
        elif shape < 0.5:
            stem = f"{first}{joint}{second}"
        elif shape < 0.8:
            stem = f"{first}{joint}{tag}"
        else:
            stem = f"{first}{second}{int(90 * rng.random()) + 10}"
        stem = stem[: scale.handle_limit].strip("._-")
        if len(stem) < 4:
            stem = f"{stem}hq{int(90 * rng.random()) + 10}"
        handle = stem
        while handle in self._taken:
            tail = str(int(100_000 * rng.random()))
            handle = stem[: scale.handle_limit - len(tail)] + tail
        self._taken.add(handle)
        return handle.title() if scale.capitals and shape < 0.06 else handle
