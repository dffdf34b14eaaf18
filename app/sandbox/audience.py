"""The audience report of a creator (Instagram, TikTok, YouTube), agreeing with what audience filters look at."""

import random
from typing import Any

from app.sandbox.brands import BRANDS
from app.sandbox.columns import AGES, CITY_SHARE, CREDIBILITY, REGION_SHARE
from app.sandbox.places import CITIES, CITIES_OF, COUNTRIES, REGIONS
from app.sandbox.topics import INTERESTS
from app.sandbox.words import LANGUAGES, PEOPLE

Row = dict[str, Any]
_EMPTY = {"success": False, "error": "empty_audience"}
_CULTURES = tuple(PEOPLE)


def report(row: Row, rng: random.Random, platform: str) -> Row:
    """The three slices and two histograms; a creator below the size limit has an empty report."""
    whole: Row = {
        "audience_followers": dict(_EMPTY),
        "audience_likers": dict(_EMPTY),
        "audience_commenters": dict(_EMPTY),
        "audience_credibility_followers_histogram": None,
        "audience_credibility_likers_histogram": None,
    }
    if row["aud_country1"] is None:
        return whole
    followers = _people(row, rng)
    if platform == "instagram":
        followers |= _instagram_only(row, rng)
        whole["audience_likers"] = {"success": True, "data": _people(row, rng) | _joined(rng)}
        whole["audience_credibility_followers_histogram"] = [
            {"min": step / 20, "max": (step + 1) / 20, "total": rng.randint(10, 9_000)} for step in range(4, 20)
        ]
    elif platform == "youtube":
        whole["audience_commenters"] = {"success": True, "data": _people(row, rng)}
        whole["audience_credibility_likers_histogram"] = {}
    else:
        followers["audience_reachability"] = _reach(rng)
    followers["notable_users"] = [_account(rng, position, platform) for position in range(60)]
    followers["audience_lookalikes"] = [_account(rng, 60 + position, platform) for position in range(30)]
    whole["audience_followers"] = {"success": True, "is_hidden": False, "data": followers}
    return whole


def _fraction(percent: float) -> float:
    return round(percent / 100, 4)


def _people(row: Row, rng: random.Random) -> Row:
    female = _fraction(row["aud_female"])
    bands = [(code, _fraction(row[column])) for code, column in AGES.items() if code != "65+"]
    first, second = row["aud_country1"], row["aud_country2"]
    places = [(first, _fraction(row["aud_pct1"])), (second, _fraction(row["aud_pct2"]))]
    rest = 1 - sum(weight for _, weight in places)
    for step in range(8):
        places.append(((second + 3 + step * 5) % len(COUNTRIES), round(rest / 2 ** (step + 2), 4)))
    return {
        "notable_users_ratio": round(0.2 * rng.random(), 4),
        "audience_genders": [{"code": "FEMALE", "weight": female}, {"code": "MALE", "weight": round(1 - female, 4)}],
        "audience_ages": [{"code": code, "weight": weight} for code, weight in bands],
        "audience_genders_per_age": [
            {"code": code, "male": round(weight * (1 - female), 4), "female": round(weight * female, 4)}
            for code, weight in bands
        ],
        "audience_languages": [
            {"code": LANGUAGES[at][0], "name": LANGUAGES[at][1], "weight": weight}
            for at, weight in ((row["aud_lang"], _fraction(row["aud_lang_pct"])), ((row["aud_lang"] + 7) % 60, 0.05))
        ],
        "audience_geo": {"countries": [_country(at, weight) for at, weight in _unique(places)]},
    }


def _unique(places: list[tuple[int, float]]) -> list[tuple[int, float]]:
    kept: dict[int, float] = {}
    for at, weight in places:
        kept.setdefault(at, weight)
    return list(kept.items())


def _country(at: int, weight: float) -> Row:
    return {"id": 1000 + at, "name": COUNTRIES[at].name, "code": COUNTRIES[at].code, "weight": weight}


def _instagram_only(row: Row, rng: random.Random) -> Row:
    top, weight = row["aud_country1"], _fraction(row["aud_pct1"])
    credibility = row["credibility"]
    cities = [(row["city"], CITY_SHARE)]
    cities += [(at, 0.02) for at in CITIES_OF[top][:12] if at != row["city"]]
    regions = [] if row["region"] is None else [(row["region"], REGION_SHARE)]
    regions += [(at, 0.08) for at, region in enumerate(REGIONS) if region.country == top and at != row["region"]][:3]
    countries = _people(row, rng)["audience_geo"]["countries"]
    place = _country(top, weight)
    return {
        "audience_credibility": _fraction(credibility),
        "credibility_class": next(name for name, (low, high) in CREDIBILITY.items() if low <= credibility < high),
        "audience_types": [
            {"code": code, "weight": round(share * rng.random(), 4)}
            for code, share in (("real", 0.8), ("influencers", 0.1), ("mass_followers", 0.2), ("suspicious", 0.2))
        ],
        "audience_reachability": _reach(rng),
        "audience_geo": {
            "countries": countries,
            "states": [
                {"id": 20_000 + at, "name": REGIONS[at].name, "weight": round(weight * share, 4), "country": place}
                for at, share in regions
            ],
            "subdivisions": [],
            "cities": [
                {
                    "id": 30_000 + at,
                    "name": CITIES[at].name,
                    "weight": round(weight * share, 4),
                    "coords": {"lat": round(60 * rng.random(), 4), "lon": round(120 * rng.random(), 4)},
                    "country": place,
                }
                for at, share in cities
            ],
        },
        "audience_interests": _interests(row, rng),
        "audience_brand_affinity": _brands(row, rng),
        "audience_ethnicities": [{"code": "undisclosed", "name": "Undisclosed", "weight": 1.0}],
    }


def _interests(row: Row, rng: random.Random) -> list[Row]:
    named = [(row["aud_interest1"], row["aud_interest1_pct"]), (row["aud_interest2"], row["aud_interest2_pct"])]
    named += [((row["aud_interest2"] + 7 * step) % len(INTERESTS), 12 / step) for step in range(1, 16)]
    return [
        {
            "id": 100 + at,
            "name": INTERESTS[at],
            "weight": _fraction(share),
            "affinity": round(0.5 + 2 * rng.random(), 4),
        }
        for at, share in _unique(named)
    ]


def _brands(row: Row, rng: random.Random) -> list[Row]:
    positions = [row["aud_brand1"], row["aud_brand2"]]
    positions += [(row["aud_brand1"] + 37 * step) % len(BRANDS) for step in range(1, 40)]
    return [
        {
            "id": 5000 + at,
            "name": BRANDS[at].full_name,
            "interest": [{"id": 9, "name": BRANDS[at].category}],
            "weight": round(0.3 * rng.random(), 4),
            "affinity": round(0.5 + 3 * rng.random(), 4),
        }
        for at in dict.fromkeys(positions)
    ]


def _joined(rng: random.Random) -> Row:
    quarters = [f"{year}-Q{quarter}" for year in range(2019, 2026) for quarter in range(1, 5)]
    return {
        "audience_accounts_created_at": [{"code": code, "weight": round(0.06 * rng.random(), 4)} for code in quarters]
    }


def _reach(rng: random.Random) -> list[Row]:
    return [
        {"code": code, "weight": round(share * (0.8 + 0.4 * rng.random()), 4)}
        for code, share in (("-500", 0.35), ("500-1000", 0.25), ("1000-1500", 0.15), ("1500-", 0.25))
    ]


def _account(rng: random.Random, position: int, platform: str) -> Row:
    people = PEOPLE[_CULTURES[int(len(_CULTURES) * rng.random())]]
    given = people.women[int(len(people.women) * rng.random())]
    family = people.families[int(len(people.families) * rng.random())]
    handle = f"{given[1]}{family[1]}{position}".lower()
    followers = int(rng.lognormvariate(10.5, 1.4))
    name = "custom_name" if platform == "youtube" else "fullname"
    return {
        "user_id": str(30_000_000_000 + rng.getrandbits(32)),
        ("handle" if platform == "youtube" else "username"): handle,
        name: f"{given[0]} {family[0]}",
        "url": f"https://{platform}.example/{handle}",
        "picture": None,
        "followers": followers,
        "is_verified": rng.random() < 0.1,
        "engagements": int(followers * 0.03 * rng.random()),
    }
