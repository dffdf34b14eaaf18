"""The invented brands and games: some thousands of each, made of word parts, the best known first.

Order matters: creators store positions in these tables, so a change needs a new `data.VERSION`.
"""

import random
from dataclasses import dataclass

from app.sandbox.words import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """An invented brand; `cleaned` and `username` are the two disputed spellings of the filter value."""

    full_name: str
    cleaned: str
    username: str
    category: str


_KIND_LINES = """
Outdoor: Boots Tents Trails
Winter sports: Skis Boards
Cycling: Bikes Wheels
Coffee and tea: Coffee Tea Roasters
Food: Bakery Snacks Pasta Kitchens
Cosmetics: Cosmetics Colour
Skincare: Skin Botanics
Hair care: Hair
Clothing: Denim Knitwear Apparel Linen
Shoes: Sneakers Footwear
Watches: Watches
Jewellery: Jewels
Perfume: Scents
Consumer electronics: Phones Audio Labs
Photography: Cameras Lenses
Video games: Games Studios
Toys: Toys
Publishing: Books Press
Travel agencies: Travel Voyages
Hotels: Hotels Stays
Airlines: Airways
Cars: Motors Mobility
Banking: Bank Pay
Insurance: Insurance
Gyms: Fitness
Sportswear: Athletics Sports
Supplements: Nutrition Vitamins
Pet supplies: Pets Paws
Gardening: Garden
Furniture: Furniture Interiors
Household goods: Home Cookware
Drinks: Water Juices Soda
Utilities: Energy
Software: Software Cloud
Online courses: Learning Academy
Instruments: Music Strings
Baby goods: Baby
Craft supplies: Crafts Paints
Do it yourself: Tools
Wedding: Bridal
Music labels: Records
Eyewear: Eyewear
Bags: Bags
"""
_KINDS: tuple[tuple[str, str], ...] = tuple(
    (kind, category)
    for category, _, kinds in (line.partition(":") for line in _KIND_LINES.strip().split("\n"))
    for kind in kinds.split()
)
"""What a brand's name may end in, with the category of such a brand."""
_FIRST = split(
    "Nordvind Luma Kestrel Alder Bright Cobalt Drift Ember Fable Grove Harbor Indigo Juniper Kite Larch Meadow "
    "Nimbus Opal Pine Quill Ridge Saffron Tidal Umber Velvet Willowby Xylo Yonder Zephyr Arden Birch Copper "
    "Dune Elsinore Fennel Gannet Hollin Isla Jetty Koto Lumen Marlow Nettle Osprey Pollen Quarry Rowan Sable "
    "Thistle Verity Wren Yarrow"
)
_FOUNDERS = split(
    "Arlen Brack Corwin Dray Esker Farrow Garrick Hale Ives Jarrow Keld Lorne Marsh Neave Orrin Pell Quorn Rusk "
    "Selwyn Tarn Usher Vane Wolde Yardley"
)
_WHOLE = 0.7
"""How many of all possible pairs of a first word and a kind are brands."""


def _brands() -> tuple[Brand, ...]:
    rng = random.Random("brands")
    named = [
        (f"{first} {kind}", category)
        for first in _FIRST
        for kind, category in _KINDS
        if rng.random() < _WHOLE or (first, kind) == ("Luma", "Tea")
    ]
    named += [(f"{one} & {other}", rng.choice(_KINDS)[1]) for one in _FOUNDERS for other in _FOUNDERS if one != other]
    rng.shuffle(named)
    return tuple(
        Brand(
            full_name=name,
            cleaned=name.lower().replace(" & ", " "),
            username=name.lower().replace(" & ", "and").replace(" ", ""),
            category=category,
        )
        for name, category in named
    )


BRANDS: tuple[Brand, ...] = _brands()
CATEGORIES: tuple[str, ...] = tuple(sorted({category for _, category in _KINDS}))
BRANDS_IN: dict[str, tuple[int, ...]] = {
    category: tuple(at for at, brand in enumerate(BRANDS) if brand.category == category) for category in CATEGORIES
}
"""The positions of a category's brands."""


def _games() -> tuple[str, ...]:
    names = [
        f"{first} {second}"
        for first in split(
            "Crystal Iron Shadow Pixel Star Ancient Neon Frozen Lost Hollow Turbo Mystic Solar Rogue Tiny Silent "
            "Crimson Golden Savage Lunar Cursed Wild Broken Velvet Thunder Cosmic Hidden Emerald Mega Dusty Paper "
            "Clockwork Feral Haunted Arctic Steel Wandering Electric Final Little"
        )
        for second in split(
            "Quest Arena Tactics Kingdoms Racers Legends Frontier Harvest Dungeon Odyssey Siege Circuit Islands "
            "Chronicles Defenders Outpost Royale Simulator Voyage Warfare Empires Builders Heroes Rumble Protocol "
            "Valley Explorers Squad Drift Tycoon Survivors Labyrinth Uprising Alchemist Pirates Colony Souls "
            "Gladiators Express Planets Farm Cards Robots Horizons Kart Exodus Guardians Rivals"
        )
    ]
    random.Random("games").shuffle(names)
    return tuple(names)


GAMES: tuple[str, ...] = _games()
