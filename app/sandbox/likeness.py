"""How alike two creators are: what they talk about, who follows them, where they are and how large they are."""

import math
import sqlite3
from typing import Any

_AGES = ("age1", "age2", "age3", "age4", "age5", "age6")
COLUMNS = f"id, sub, tags, country, lang, followers, aud_country1, aud_female, {', '.join(_AGES)}"
"""What `likeness` looks at, of both creators."""

_TOPIC, _SUB, _TAGS = 0.15, 0.2, 0.1
_LIVES_IN, _WOMEN, _AGE_BANDS = 0.1, 0.08, 0.07
_COUNTRY, _LANGUAGE, _SIZE = 0.05, 0.05, 0.2
_SIZES_APART = 6.0
"""Sizes that differ e^6-fold (about 400 times) have nothing in common."""


class Likeness:
    """Compares others of the same niche with one creator."""

    def __init__(self, to: dict[str, Any]) -> None:
        self._to = to
        self._tags = set(to["tags"].split())
        self._size = math.log((to["followers"] or 0) + 10)
        self._ages = [to[column] for column in _AGES]

    def of(self, other: sqlite3.Row) -> float:
        """0-1, rounded to four places; a creator is at most 1 like itself."""
        to = self._to
        alike: float = _TOPIC + _SUB * (other["sub"] == to["sub"])
        alike += _TAGS * len(self._tags.intersection(other["tags"].split())) / len(self._tags)
        alike += _COUNTRY * (other["country"] == to["country"]) + _LANGUAGE * (other["lang"] == to["lang"])
        apart = abs(math.log((other["followers"] or 0) + 10) - self._size)
        alike += _SIZE * max(0.0, 1 - apart / _SIZES_APART)
        return round(alike + self._audience(other), 4)

    def _audience(self, other: sqlite3.Row) -> float:
        """Accounts too small for an audience report count as alike only where they are."""
        to = self._to
        if to["aud_country1"] is None or other["aud_country1"] is None:
            return _LIVES_IN if other["country"] == to["country"] else 0.0
        shared: float = sum(map(min, self._ages, (other[column] for column in _AGES)))
        apart: float = abs(other["aud_female"] - to["aud_female"])
        return (
            (_LIVES_IN if other["aud_country1"] == to["aud_country1"] else 0.0)
            + _WOMEN * max(0.0, 1 - apart / 50)
            + _AGE_BANDS * min(1.0, shared / 100)
        )
