"""Searches as values, and the catalogue that says which filters they may hold.

The catalogue is data (`resources/api/filters.json`), read elsewhere and passed in as a parsed mapping. The service
ignores keys it does not know and charges for the wide search that follows (contract, Q7), so nothing goes out that
the catalogue has not passed.
"""

from app.domain.filters.catalogue import Catalogue, Moved
from app.domain.filters.checks import Problem
from app.domain.filters.dictionaries import DictionaryItem
from app.domain.filters.search import BEST_MATCH, MAX_TARGET, Order, Search, Sort
from app.domain.filters.specs import Choice, Expose, Field, FilterSpec, Group, Kind, Shape, SortSpec
from app.domain.filters.words import FilterWords

__all__ = [
    "BEST_MATCH",
    "MAX_TARGET",
    "Catalogue",
    "Choice",
    "DictionaryItem",
    "Expose",
    "Field",
    "FilterSpec",
    "FilterWords",
    "Group",
    "Kind",
    "Moved",
    "Order",
    "Problem",
    "Search",
    "Shape",
    "Sort",
    "SortSpec",
]
