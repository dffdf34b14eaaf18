# ruff: noqa: E501 - the tables below are data, one line an entry
"""What the invented creators talk about: niches, hashtags, brands, games, interests, phrases, hostile texts."""

from dataclasses import dataclass

from app.sandbox.words import split


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class Niche:
    """A field of content with its sub-fields, and the words and hashtags people there use."""

    name: str
    subs: tuple[str, ...]
    tags: tuple[str, ...]


def _niche(line: str) -> Niche:
    name, subs, tags = (part.strip() for part in line.split("|"))
    return Niche(name=name, subs=tuple(sub.strip() for sub in subs.split(",")), tags=tuple(tags.split()))


_NICHE_LINES = """
Sport|Trail running,Marathon,Cycling,Climbing,Swimming,Football,Tennis|trailrunning marathon cycling climbing ultra runners training strava raceday
Fitness|Strength training,Yoga,Pilates,Home workouts,CrossFit|fitness yoga gym workout pilates strength mobility homeworkout
Food|Vegan baking,Street food,Home cooking,Coffee,Barbecue,Healthy recipes|foodie vegan baking recipes coffee streetfood homecooking dinner sourdough
Beauty|Skincare,Makeup,Hair care,Nails,Fragrance|beauty skincare makeup haircare nails grwm glow fragrance
Fashion|Streetwear,Sustainable fashion,Vintage,Sneakers,Plus size,Modest fashion|fashion ootd streetwear vintage sneakers slowfashion style thrifted
Travel|Backpacking,Van life,Luxury travel,City guides,Solo travel|travel vanlife backpacking wanderlust citybreak solotravel roadtrip
Outdoors|Hiking,Camping,Fishing,Skiing,Surfing,Bushcraft|hiking camping outdoors skiing surfing mountains bushcraft nature
Gaming|Esports,Indie games,Speedruns,Retro gaming,Mobile games,Strategy games|gaming esports indiegame speedrun retrogaming letsplay streamer
Technology|Smartphones,Programming,Smart home,Artificial intelligence,Cameras|tech coding gadgets smarthome ai review programming camera
Music|Singing,Guitar,Music production,Classical music,Hip hop,Piano|music guitar singer producer piano cover hiphop newmusic
Dance|Street dance,Ballet,Salsa,Choreography|dance choreography ballet salsa streetdance dancer
Comedy|Sketches,Stand-up,Parody,Memes|comedy funny sketch standup memes parody
Family|Motherhood,Fatherhood,Homeschooling,Baby care|momlife dadlife family parenting baby homeschool
Pets|Dogs,Cats,Horses,Reptiles,Aquariums|dogsofinstagram catlovers pets horses puppy aquarium
Home|Interior design,Do it yourself,Gardening,Cleaning,Tiny houses|interior diy gardening homedecor cleaning renovation plants
Finance|Investing,Budgeting,Real estate,Frugal living|investing budgeting finance realestate moneytips frugal
Business|Entrepreneurship,Marketing,Productivity,Freelancing|entrepreneur marketing productivity startup freelance smallbusiness
Education|Languages,Science,History,Mathematics,Study tips|learnenglish science history studygram mathematics education
Art|Painting,Illustration,Ceramics,Calligraphy,Digital art|art painting illustration ceramics sketchbook digitalart
Photography|Portrait photography,Landscape photography,Street photography,Film photography|photography portrait landscape filmisnotdead streetphotography
Books|Fantasy novels,Book reviews,Poetry,Young adult|bookstagram booktok reading poetry fantasy bookreview
Film|Film reviews,Animation,Short films,Cosplay|film movies animation shortfilm cosplay cinema
Cars|Electric cars,Car restoration,Motorsport,Motorcycles|cars electriccar motorsport motorcycle restoration carsofinstagram
Health|Mental health,Nutrition,Sleep,Physiotherapy|mentalhealth nutrition wellness sleep physio selfcare
Crafts|Knitting,Sewing,Woodworking,Paper crafts,Jewellery|knitting sewing woodworking handmade crafts jewellery
Sustainability|Zero waste,Permaculture,Upcycling,Cycling cities|zerowaste sustainability permaculture upcycling ecofriendly
Lifestyle|Daily vlogs,Minimalism,Student life,Expat life|lifestyle vlog minimalism studentlife dayinmylife routine
News|Politics explained,Local news,Media criticism|news explained politics journalism localnews
Spirituality|Meditation,Astrology,Tarot|meditation astrology tarot mindfulness spirituality
Weddings|Wedding planning,Bridal fashion,Wedding photography|wedding bride weddingplanner bridal weddingday
"""
NICHES: tuple[Niche, ...] = tuple(_niche(line) for line in _NICHE_LINES.split("\n") if line)
SUBS: tuple[tuple[str, int], ...] = tuple(
    (sub, position) for position, niche in enumerate(NICHES) for sub in niche.subs
)
"""Every sub-niche with the position of its niche; a creator stores the position in this tuple."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """An invented brand; `cleaned` and `username` are the two disputed spellings of the filter value."""

    full_name: str
    cleaned: str
    username: str
    category: str


BRAND_CATEGORIES: tuple[str, ...] = _listed(
    "Boots:Outdoor,Tents:Outdoor,Skis:Winter sports,Bikes:Cycling,Coffee:Coffee and tea,Tea:Coffee and tea,"
    "Bakery:Food,Snacks:Food,Cosmetics:Cosmetics,Skin:Skincare,Hair:Hair care,Denim:Clothing,"
    "Knitwear:Clothing,Sneakers:Shoes,Watches:Watches,Jewels:Jewellery,Phones:Consumer electronics,"
    "Audio:Consumer electronics,Cameras:Photography,Games:Video games,Toys:Toys,Books:Publishing,"
    "Travel:Travel agencies,Hotels:Hotels,Airways:Airlines,Motors:Cars,Bank:Banking,Insurance:Insurance,"
    "Fitness:Gyms,Nutrition:Supplements,Pets:Pet supplies,Garden:Gardening,Furniture:Furniture,"
    "Kitchen:Household goods,Water:Drinks,Juices:Drinks,Energy:Utilities,Software:Software,"
    "Learning:Online courses,Music:Instruments"
)
_BRAND_FIRST = split(
    "Nordvind Luma Kestrel Alder Bright Cobalt Drift Ember Fable Grove Harbor Indigo Juniper Kite Larch Meadow "
    "Nimbus Opal Pine Quill Ridge Saffron Tidal Umber Velvet Willowby Xylo Yonder Zephyr Arden Birch Copper "
    "Dune"
)


def _brands() -> tuple[Brand, ...]:
    brands = []
    for first in _BRAND_FIRST:
        for entry in BRAND_CATEGORIES:
            second, _, category = entry.partition(":")
            name = f"{first} {second}"
            brands.append(
                Brand(
                    full_name=name,
                    cleaned=name.lower(),
                    username=f"{first}{second}".lower(),
                    category=category,
                )
            )
    return tuple(brands)


BRANDS: tuple[Brand, ...] = _brands()

GAMES: tuple[str, ...] = tuple(
    f"{first} {second}"
    for first in split("Crystal Iron Shadow Pixel Star Ancient Neon Frozen Lost Hollow Turbo Mystic Solar Rogue Tiny")
    for second in split(
        "Quest Arena Tactics Kingdoms Racers Legends Frontier Harvest Dungeon Odyssey Siege Circuit Islands "
        "Chronicles Defenders Outpost Royale Simulator Voyage Warfare"
    )
)

INTERESTS: tuple[str, ...] = tuple(
    f"{kind}{name}"
    for kind in ("", "Local ", "Professional ", "Vintage ")
    for name in _listed(
        "Sports,Travel,Restaurants and food,Coffee and tea,Clothes and shoes,Beauty and cosmetics,Music,"
        "Films,Gaming,Electronics,Cars,Pets,Friends and family,Art and design,Photography,Books,"
        "Fitness and yoga,Home and garden,Toys and children,Wedding,Business and careers,Healthy lifestyle,"
        "Television,Jewellery,Luxury goods,Camping,Tennis,Football,Winter sports,Science"
    )
)

GREETINGS: dict[str, str] = {
    "en": "Sharing {sub} from {city}.", "de": "Alles rund um {sub} aus {city}.", "fr": "{sub} depuis {city}.",
    "es": "Todo sobre {sub} desde {city}.", "pt": "{sub} direto de {city}.", "it": "{sub} da {city}, ogni giorno.",
    "nl": "Alles over {sub} uit {city}.", "pl": "{sub} prosto z {city}.", "tr": "{city} şehrinden {sub}.",
    "ru": "{sub} из города {city}. Каждый день новое.", "uk": "{sub} з міста {city}. Щодня.",
    "ar": "كل شيء عن {sub} من {city}", "he": "הכול על {sub} מתוך {city}", "hi": "{city} से {sub} की बातें।",
    "zh": "{city}的{sub}日記", "ja": "{city}から{sub}をお届け。", "ko": "{city}에서 전하는 {sub}.", "th": "{sub} จาก {city}",
    "el": "{sub} από {city}.", "vi": "{sub} từ {city}.", "id": "Cerita {sub} dari {city}.",
    "sv": "Allt om {sub} från {city}.", "no": "{sub} fra {city}.", "da": "Alt om {sub} fra {city}.",
}  # fmt: skip
EXTRAS: tuple[str, ...] = (
    "", "", "", " New every week.", " 📩 Work with me", " Mail for collabs", " ✨", " 🌍🎒", " 🏔️ since 2014", " ☕",
    " DM open", " She/her", " Ambassador", " #ad in posts", " Author, speaker, parent of two", " 👇 shop",
)  # fmt: skip
CAPTIONS: tuple[str, ...] = (
    "First {sub} day of the season.", "Behind the scenes of my {sub} week.", "Three things nobody tells you about {sub}.",
    "My honest {sub} routine, step by step.", "Asked a stranger about {sub}. Did not expect that.", "{sub} on a budget?",
    "What I learned after one year of {sub}.", "Sunday, {sub}, and far too much coffee.", "Giveaway! {sub} edition.",
    "Answering your {sub} questions.", "This changed how I see {sub}.", "{sub}: beginner mistakes.",
)  # fmt: skip

HOSTILE_NAMES: tuple[str, ...] = (
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"click\")", "@SUM(A1:A9)", "+49 30 1234567", "-2+3", "-x", "\t=cmd",
    "<b>Bold</b> name", "<img src=x onerror=alert(1)>", "Nul\x00 and bell\x07", "Line\nbreak\r\nname", "\u202egnp.exe",
    "\u2066iso\u2069late \u200fRTL", "😀😀😀", "👩🏽‍🚀 Astro 🧑‍🧑‍🧒", "Z̷͇a̴l̸g̵o̶", "' OR 1=1 --", "\"quoted, name\"", "   spaces   ", "\u200b", "0", "null",
    "TRUE", "2026-11-20", "1e9", "%s %d {0} ${x}", "&amp; &lt;script&gt;", "ﷺ ﷽", "\ufeffbom", "ı İ ß ﬁ",
)  # fmt: skip
HOSTILE_BIOS: tuple[str, ...] = (
    "=1+1", "@SUM(1;2)", "+49 170 0000000 call me", "-x and more", "<b>bold</b><script>alert(1)</script>",
    "<img src='http://tracker.example/p.png'>", "Bell\x07 escape\x1b[31mred\x1b[0m \x0b\x0c", "\u202eright to left override",
    "مرحبا \u200fhello\u200e עולם", "a\tb\tc\r\nd\n\n\ne", "javascript:alert(1)", "🎉" * 60, "word " * 180, "x" * 900,
    "ä́̂̃" * 225, "=cmd|' /C calc'!A0", "https://evil.example/\u202e", "\u2028line\u2029para", "~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./",
)  # fmt: skip
