# ruff: noqa: E501 - the tables below are data, one line an entry
"""What the invented creators talk about: niches, hashtags, interests, phrases, hostile texts."""

from dataclasses import dataclass

from app.sandbox.words import split


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


@dataclass(frozen=True, slots=True, kw_only=True)
class Niche:
    """A field of content: sub-fields, common hashtags, who follows it (women in %), what they like and buy.

    The first `common` sub-fields are those that most creators of the niche are in.
    """

    name: str
    women: int
    common: int
    subs: tuple[str, ...]
    tags: tuple[str, ...]
    interests: tuple[int, ...]
    categories: tuple[str, ...]


INTERESTS: tuple[str, ...] = _listed(
    "Sports,Travel,Restaurants and food,Coffee and tea,Clothes and shoes,Beauty and cosmetics,Music,Films,Gaming,"
    "Electronics,Cars,Pets,Friends and family,Art and design,Photography,Books,Fitness and yoga,Home and garden,"
    "Toys and children,Wedding,Business and careers,Healthy lifestyle,Television,Jewellery,Luxury goods,Camping,Tennis,"
    "Football,Winter sports,Science,Running,Cycling,Swimming,Basketball,Baseball,Golf,Martial arts,Climbing,Surfing,"
    "Sailing,Fishing,Hunting,Hiking,Horse riding,Motor sports,Motorcycles,Trains,Aviation,Boats,Public transport,"
    "Wine,Beer and spirits,Baking,Vegetarian food,Street food,Barbecue,Desserts,Healthy eating,Supplements,Skincare,Make-up,"
    "Hair care,Nails,Perfume,Tattoos,Streetwear,Luxury fashion,Second-hand fashion,Sneakers,Handbags,Watches,Eyewear,Lingerie,"
    "Pop music,Hip hop,Rock music,Classical music,Electronic music,Jazz,Concerts and festivals,Musical instruments,Dance,"
    "Theatre,Museums,Painting,Illustration,Ceramics,Handicrafts,Knitting and sewing,Woodworking,Architecture,"
    "Interior design,Gardening,Houseplants,Do it yourself,Real estate,Furniture,Household appliances,Smart home,Smartphones,"
    "Computers,Programming,Artificial intelligence,Video editing,Drones,Board games,Role-playing games,Mobile games,Esports,"
    "Comics,Anime and manga,Cosplay,Cartoons,Comedy,Talk shows,Reality television,Podcasts,News,Politics,History,"
    "Philosophy,Languages,Mathematics,Astronomy,Biology,Environment,Recycling,Animal welfare,Charity,Religion,"
    "Spirituality,Astrology,Meditation,Mental health,Medicine,Nursing,Parenting,Babies,School,University,Weddings abroad,"
    "Dating,Budget travel,Luxury travel,Beaches,Mountains,City breaks,Road trips,Cruises,Investing,Cryptocurrency,Banking,"
    "Start-ups,Marketing,Freelancing,Agriculture,Fashion shows,Celebrities,Collecting,Dogs,Cats,Birds,Reptiles"
)  # fmt: skip


def _niche(line: str) -> Niche:
    name, women, subs, tags, interests, categories = (part.strip() for part in line.split("|"))
    return Niche(
        name=name,
        women=int(women),
        common=len(_listed(subs.partition(";")[0])),
        subs=_listed(subs.replace(";", ",")),
        tags=split(tags),
        interests=tuple(INTERESTS.index(interest) for interest in _listed(interests)),
        categories=_listed(categories),
    )


_NICHE_LINES = """
Sport|38|Trail running,Marathon,Cycling,Climbing,Swimming,Football,Tennis;Basketball,Triathlon,Rowing,Martial arts,Golf|trailrunning marathon cycling climbing ultra runners training strava raceday|Sports,Running,Football,Cycling|Sportswear,Outdoor,Shoes,Supplements
Fitness|58|Strength training,Yoga,Pilates,Home workouts,CrossFit;Calisthenics,Stretching,Weight loss,Bodybuilding|fitness yoga gym workout pilates strength mobility homeworkout|Fitness and yoga,Healthy lifestyle,Supplements|Gyms,Sportswear,Supplements
Food|66|Vegan baking,Street food,Home cooking,Coffee,Barbecue,Healthy recipes;Vegan cooking,Meal prep,Desserts,Fermentation,Regional cuisine,Restaurant reviews|foodie vegan baking recipes coffee streetfood homecooking dinner sourdough|Restaurants and food,Baking,Vegetarian food,Coffee and tea|Food,Coffee and tea,Household goods,Drinks
Beauty|86|Skincare,Makeup,Hair care,Nails,Fragrance;Natural cosmetics,Korean beauty,Men's grooming|beauty skincare makeup haircare nails grwm glow fragrance|Beauty and cosmetics,Skincare,Make-up,Hair care|Cosmetics,Skincare,Hair care,Perfume
Fashion|76|Streetwear,Sustainable fashion,Vintage,Sneakers,Plus size,Modest fashion;Menswear,Capsule wardrobe,Accessories|fashion ootd streetwear vintage sneakers slowfashion style thrifted|Clothes and shoes,Luxury fashion,Sneakers,Handbags|Clothing,Shoes,Jewellery,Bags,Eyewear
Travel|57|Backpacking,Van life,Luxury travel,City guides,Solo travel;Family travel,Island life,Rail journeys,Digital nomads|travel vanlife backpacking wanderlust citybreak solotravel roadtrip|Travel,Budget travel,Luxury travel,Beaches|Travel agencies,Hotels,Airlines,Bags
Outdoors|40|Hiking,Camping,Fishing,Skiing,Surfing,Bushcraft;Kayaking,Mountaineering,Wild swimming|hiking camping outdoors skiing surfing mountains bushcraft nature|Camping,Hiking,Winter sports,Mountains|Outdoor,Winter sports
Gaming|26|Esports,Indie games,Speedruns,Retro gaming,Mobile games,Strategy games;Shooters,Role-playing games,Simulation games,Game development|gaming esports indiegame speedrun retrogaming letsplay streamer|Gaming,Esports,Mobile games,Computers|Video games,Consumer electronics
Technology|28|Smartphones,Programming,Smart home,Artificial intelligence,Cameras;Robotics,Computer building,Cyber security,3D printing|tech coding gadgets smarthome ai review programming camera|Electronics,Smartphones,Programming,Computers|Consumer electronics,Software
Music|50|Singing,Guitar,Music production,Classical music,Hip hop,Piano;Drums,Songwriting,Electronic music,Vinyl records|music guitar singer producer piano cover hiphop newmusic|Music,Pop music,Hip hop,Musical instruments|Instruments,Music labels,Consumer electronics
Dance|71|Street dance,Ballet,Salsa,Choreography;Ballroom,Breaking,K-pop covers|dance choreography ballet salsa streetdance dancer|Dance,Pop music|Sportswear,Clothing
Comedy|47|Sketches,Stand-up,Parody,Memes;Pranks,Impressions,Satire|comedy funny sketch standup memes parody|Comedy,Television|Drinks,Food
Family|79|Motherhood,Fatherhood,Homeschooling,Baby care;Pregnancy,Twins,Adoption,Family organisation|momlife dadlife family parenting baby homeschool|Friends and family,Parenting,Babies,Toys and children|Baby goods,Toys,Household goods
Pets|67|Dogs,Cats,Horses,Reptiles,Aquariums;Birds,Small pets,Dog training,Animal rescue|dogsofinstagram catlovers pets horses puppy aquarium|Pets,Dogs,Cats,Animal welfare|Pet supplies
Home|73|Interior design,Do it yourself,Gardening,Cleaning,Tiny houses;Renovation,Houseplants,Minimal homes,Smart storage|interior diy gardening homedecor cleaning renovation plants|Home and garden,Interior design,Gardening,Do it yourself|Furniture,Household goods,Gardening,Do it yourself
Finance|36|Investing,Budgeting,Real estate,Frugal living;Retirement,Taxes,Cryptocurrency|investing budgeting finance realestate moneytips frugal|Investing,Banking,Business and careers|Banking,Insurance
Business|45|Entrepreneurship,Marketing,Productivity,Freelancing;Leadership,Online shops,Public speaking|entrepreneur marketing productivity startup freelance smallbusiness|Business and careers,Start-ups,Marketing|Software,Banking,Online courses
Education|55|Languages,Science,History,Mathematics,Study tips;Geography,Teaching,Biology,Astronomy|learnenglish science history studygram mathematics education|Science,Languages,History,School|Online courses,Publishing,Software
Art|64|Painting,Illustration,Ceramics,Calligraphy,Digital art;Sculpture,Street art,Watercolour,Comics|art painting illustration ceramics sketchbook digitalart|Art and design,Painting,Illustration|Craft supplies
Photography|46|Portrait photography,Landscape photography,Street photography,Film photography;Wildlife photography,Drone photography|photography portrait landscape filmisnotdead streetphotography|Photography,Art and design,Drones|Photography
Books|80|Fantasy novels,Book reviews,Poetry,Young adult;Crime novels,Romance novels,Non-fiction,Writing advice|bookstagram booktok reading poetry fantasy bookreview|Books,History|Publishing
Film|44|Film reviews,Animation,Short films,Cosplay;Screenwriting,Documentaries,Series recaps|film movies animation shortfilm cosplay cinema|Films,Television,Cosplay|Video games,Publishing
Cars|18|Electric cars,Car restoration,Motorsport,Motorcycles;Off-road,Car reviews,Detailing|cars electriccar motorsport motorcycle restoration carsofinstagram|Cars,Motor sports,Motorcycles|Cars,Insurance
Health|70|Mental health,Nutrition,Sleep,Physiotherapy;Nursing,Chronic illness,Women's health|mentalhealth nutrition wellness sleep physio selfcare|Healthy lifestyle,Mental health,Medicine|Supplements,Gyms
Crafts|84|Knitting,Sewing,Woodworking,Paper crafts,Jewellery making;Crochet,Embroidery,Leatherwork|knitting sewing woodworking handmade crafts jewellery|Handicrafts,Knitting and sewing,Woodworking|Craft supplies,Do it yourself
Sustainability|69|Zero waste,Permaculture,Upcycling,Cycling cities;Solar living,Ethical shopping|zerowaste sustainability permaculture upcycling ecofriendly|Environment,Recycling,Gardening|Gardening,Utilities,Clothing
Lifestyle|74|Daily vlogs,Minimalism,Student life,Expat life;Morning routines,Journaling,Slow living|lifestyle vlog minimalism studentlife dayinmylife routine|Healthy lifestyle,Friends and family,Travel|Clothing,Cosmetics,Coffee and tea
News|42|Politics explained,Local news,Media criticism;Economy explained,Fact checking|news explained politics journalism localnews|News,Politics,History|Publishing
Spirituality|78|Meditation,Astrology,Tarot;Mindfulness,Breathwork|meditation astrology tarot mindfulness spirituality|Spirituality,Astrology,Meditation|Online courses
Weddings|88|Wedding planning,Bridal fashion,Wedding photography;Wedding cakes,Event decoration|wedding bride weddingplanner bridal weddingday|Wedding,Weddings abroad,Jewellery|Wedding,Jewellery,Photography
"""
NICHES: tuple[Niche, ...] = tuple(_niche(line) for line in _NICHE_LINES.split("\n") if line)
SUBS: tuple[tuple[str, int], ...] = tuple(
    (sub, position) for position, niche in enumerate(NICHES) for sub in niche.subs
)
"""Every sub-niche with the position of its niche; a creator stores the position in this tuple."""

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
ABOUTS: tuple[str, ...] = (
    "All about {sub}, filmed in {city}.", "Chapters, tools and sources for this {sub} episode.", "Thanks for watching {sub} from {city}!",
    "Music and gear used in this {sub} video below.", "Part of my series on {sub} for beginners.", "Questions about {sub}? Write a comment.",
    "Filmed over one weekend in {city}.", "Subscribe for {sub} twice a week.", "Sponsored episode: {sub} with a discount code.",
)  # fmt: skip
"""What stands below videos."""

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
