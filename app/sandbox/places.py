# ruff: noqa: E501 - the tables below are data, one line an entry
"""The places of the invented world: countries, regions and cities, some three thousand in all.

Countries, regions and large cities are real; towns are invented, from word parts of the tongue spoken there. Creators
live in them as people do: many in the first cities of a country, few in each of its towns. Order matters: creators
store positions in these tables, so a change needs a new `data.VERSION`.
"""

import random
from dataclasses import dataclass
from itertools import accumulate

from app.sandbox.countries import COUNTRY_LINES
from app.sandbox.words import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country: how often creators live there, what they speak, whose names they bear, and its large cities."""

    name: str
    code: str
    weight: int
    people: str
    languages: tuple[str, ...]
    large: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of a country, with the position of the country."""

    name: str
    country: int


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city or town, with the positions of its country and of its region (None in small countries)."""

    name: str
    country: int
    region: int | None


TOWN_PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    culture: (split(starts), split(ends))
    for culture, starts, ends in (
        ("en", "Ash Brook Clear Elm Fair Glen Hart Kings Lark Maple North Oak Pine Raven Stone Thorn West Wick Willow Alder", "bury dale field ford ham haven holm hurst ley mere minster mouth port shaw stead ton wood worth"),
        ("de", "Alten Birken Eichen Falken Grün Hohen Kalten Linden Mühl Neu Ober Rosen Schön Stein Tannen Unter Wald Weiden", "au bach berg brück burg dorf feld furt hagen hausen heim kirch stadt stein tal walde"),
        ("fr", "Beau Belle Clair Font Grand Haute Mont Neuve Pierre Roche Saint-Aubin- Sainte-Luce- Vau Ville Bois Champ", "bois bourg champ court fontaine lac lieu mont pré rive val vert ville"),
        ("es", "Alta Bella Campo Casa Fuente Monte Nueva Piedra Puente Rio Santa-Alba- Torre Valle Villa Vista Sierra", "alba blanca clara fría hermosa larga mayor real rubia seca verde viva"),
        ("pt", "Alto Bela Boa Campo Lagoa Monte Nova Pedra Ponte Porto Rio Santa-Rita- São-Bento- Serra Vale Vila", "alegre azul belo branco claro dourado formoso grande lindo novo verde viva"),
        ("it", "Bel Borgo Campo Castel Colle Fonte Monte Nova Poggio Ponte Rocca San-Vito- Torre Val Villa Pietra", "alto bello bianco chiaro donna fiore franco lago lungo nuovo reale rosso vecchio verde"),
        ("nl", "Acht Berk Dijk Eik Gras Hoog Kerk Lage Molen Nieuw Oost Riet Sluis Veen Water West", "bergen broek burg dam dijk drecht dorp horst kerk loo meer veen voort wijk woude"),
        ("nordic", "Ask Bjørk Elv Fjell Furu Gran Hav Kald Lang Myr Nor Sand Skog Sol Sten Vik", "berg borg by dal fjord havn holm lund nes strand sund vang vik ås"),
        ("pl", "Biało Brzo Czar Dąb Jasno Kamie Lipo Mira Nowo Olsz Rado Rusz Sosno Wierz Zielo Złoto", "brzeg bór chów dwór gród góra nica nów pol rzecz sław tyn wice wo"),
        ("hu", "Al Bala Csere Erdő Fehér Gyöngy Hegy Kis Ligat Nagy Ó Piros Szent Tó Új Zöld", "falva halom hely háza kő kút mező patak szeg telek vár völgy"),
        ("ro", "Alba Bistra Câmpu Dealu Făget Gura Izvor Lunca Mărul Poiana Râu Satu Stânca Valea", "-Lungă -Mare -Mică -Nouă -Verde -Albă eni ești oara uș -Rece -Soarelui"),
        ("el", "Agio Akro Ano Arga Chryso Elaio Kalo Kato Lefko Mavro Megalo Neo Palio Petro Pyrgo", "chori kastro limni lofos neri nisi platanos polis potamos pyrgos rema spilia vouni"),
        ("tr", "Ak Altın Ay Bağ Çam Dere Elma Gök Gül Kara Kızıl Orman Sarı Taş Yeni Yeşil", "bahçe bey dağ dere göl hisar kent köy kuyu ova pınar su tepe yurt"),
        ("ru", "Belo Berezo Cherno Dub Krasno Lugo Novo Ozero Pesch Reko Sosno Staro Tikho Verkhne Zelyo Yasno", "borsk gorsk grad kamensk lesk morsk ozersk polye rechensk selo vodsk yarsk"),
        ("uk", "Bilo Chervono Dubo Lypo Novo Ozero Stary Sosno Tykho Verkho Voznes Yasno Zeleno Zoloto", "brid dil hirsk horod lisk pil polye richka slav stav tsi yar"),
        ("ar", "Ain- Bab- Bani- Beit- Dar- Jabal- Kafr- Nahr- Qasr- Ras- Tell- Wadi- Umm- Madinat-", "Salam Nour Zaytun Warda Rimal Hilal Sahra Karim Yasmin Nakhil Jadid Safa Amal Marjan"),
        ("he", "Beit- Ein- Givat- Gan- Kfar- Kiryat- Maale- Neve- Ramat- Tel-", "Oren Alon Dekel Erez Gefen Hadas Nof Rimon Shaked Tamar Yarok Zohar"),
        ("hi", "Amar Chandra Deva Hari Indra Jaya Kamal Lakshmi Mani Nila Prem Raj Sura Uday Vijay Ananda", "bad ganj garh giri kot nagar pali pur puram sar tal vadi"),
        ("zh", "An Bai Chang Da Feng Gao Hai Jin Lan Long Ming Ning Qing Shan Tai Xin Yong Yun", "an cheng chuan feng gang he hu jiang kou lin ping quan shan shui tang zhou"),
        ("ja", "Aka Ao Asa Fuji Hana Hashi Hoshi Iwa Kawa Kita Kuro Matsu Mina Naga Shira Taka Tsuki Umi Yama Yuki", "be da gawa hama hara hashi mi mori moto mura no numa oka saka saki shima yama zawa"),
        ("ko", "Bam Cheong Dae Dong Geum Ha Hae Hwa Jin Mun Nam Pyeong San Seo So Won Yang Yeong", "an cheon chon do gok gu gye ho ju nam ni po san seong ul won yang"),
        ("th", "Ban- Bang- Chai Don- Khao- Mae- Mueang- Nakhon- Nong- Phra Sam Tha- Wang- Wiang-", "Bua Dao Kaeo Kham Klang Lom Luang Mai Nam Ngoen Pha Rung Sai Thong"),
        ("vi", "An Bình Cẩm Đông Hải Hòa Kim Long Minh Ngọc Phú Sơn Tân Thanh Vĩnh Xuân", "-An -Bình -Giang -Hà -Hải -Hòa -Khê -Lộc -Long -Mỹ -Phong -Sơn -Thành -Yên"),
        ("id", "Alun Banyu Bukit- Cipta Gunung- Kali Karang Kota- Kuta Muara- Padang- Pulau- Sumber Tanjung- Tirta Wana", "asri baru indah jaya jati kencana makmur mulia putih raya sari tengah timur wangi"),
        ("af", "Aba Dum Eko Gwa Imba Kasa Kwa Luma Mako Mba Nda Obu Sanga Tambo Uzo Zim", "bela beni dara futa kali lele mara nda ngo nzi rudo sani tala wezi"),
    )
}  # fmt: skip
"""Beginnings and ends of invented town names, by whose names people bear there; a hyphen becomes a space."""

_TOWNS_AT_LEAST = 3
_TOWNS_PER_WEIGHT = 1.4
_SPREAD = 0.95
"""How fast cities shrink with their rank in the country: the second has 1/2^0.95 of the first."""


def _town(rng: random.Random, culture: str) -> str:
    starts, ends = TOWN_PARTS[culture]
    name = rng.choice(starts) + rng.choice(ends)
    return " ".join(part[:1].upper() + part[1:] for part in name.split("-") if part)


def _regions(text: str) -> list[tuple[str, list[str]]]:
    parts = [entry.partition("=") for entry in text.split(";")]
    return [(name.strip(), [city for city in cities.split(",") if city]) for name, _, cities in parts]


def _world() -> tuple[tuple[Country, ...], tuple[Region, ...], tuple[City, ...]]:
    countries: list[Country] = []
    regions: list[Region] = []
    cities: list[City] = []
    for line in COUNTRY_LINES.strip().split("\n"):
        name, code, weight, people, languages, large, parts = line.split("|")
        at = len(countries)
        countries.append(
            Country(
                name=name,
                code=code,
                weight=int(weight),
                people=people,
                languages=tuple(languages.split()),
                large=int(large),
            )
        )
        ranked: list[tuple[int, City]] = []
        homes: list[int | None] = []
        for region, named in _regions(parts):
            home = len(regions) if region else None
            homes.append(home)
            if region:
                regions.append(Region(name=region, country=at))
            ranked += [(rank, City(name=city, country=at, region=home)) for rank, city in enumerate(named)]
        # The first cities of all regions are larger than the second ones.
        here = [city for _, city in sorted(ranked, key=lambda pair: pair[0])]
        cities += [*here, *_towns(countries[at], at, homes, {city.name for city in here})]
    return tuple(countries), tuple(regions), tuple(cities)


def _towns(country: Country, at: int, homes: list[int | None], taken: set[str]) -> list[City]:
    rng = random.Random(f"towns:{country.code}")
    towns: list[City] = []
    for number in range(_TOWNS_AT_LEAST + int(country.weight * _TOWNS_PER_WEIGHT)):
        name = _town(rng, country.people)
        if name not in taken:
            taken.add(name)
            towns.append(City(name=name, country=at, region=homes[number % len(homes)]))
    return towns


COUNTRIES, REGIONS, CITIES = _world()
CITIES_OF: tuple[tuple[int, ...], ...] = tuple(
    tuple(at for at, city in enumerate(CITIES) if city.country == country) for country in range(len(COUNTRIES))
)
"""The positions of each country's cities, real ones first."""
CITY_WEIGHTS: tuple[tuple[float, ...], ...] = tuple(
    tuple(accumulate(1 / (rank + 1) ** _SPREAD for rank in range(len(cities)))) for cities in CITIES_OF
)
"""Running sums of how often creators live in each of `CITIES_OF`, for `random.choices`."""


def in_country(place: City | Region) -> str:
    """How searches spell a city or a region: "Bergen, Norway"."""
    return f"{place.name}, {COUNTRIES[place.country].name}"


LOCATIONS: tuple[str, ...] = tuple(
    sorted({*(country.name for country in COUNTRIES), *map(in_country, REGIONS), *map(in_country, CITIES)})
)
"""Every place as the dictionaries spell it."""

_CITY_NAMES, _COUNTRY_NAMES = frozenset(map(in_country, CITIES)), frozenset(country.name for country in COUNTRIES)


def level_of(location: str) -> str:
    """What a place is: a state that is named as its city counts as the city."""
    return "country" if location in _COUNTRY_NAMES else "city" if location in _CITY_NAMES else "state"
