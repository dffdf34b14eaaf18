"""Searches as values, the filter catalogue's checks, and its words."""

import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.filters import Catalogue, DictionaryItem, Expose, Field, FilterSpec, Kind, Problem, Search, Sort
from app.domain.filters.dictionaries import fitting, is_gone, nearest
from app.domain.filters.scales import next_stop, place, stops
from app.domain.filters.shaping import (
    flags_of,
    growth_of,
    level_field,
    likely_level,
    range_ends,
    range_of,
    share_of,
    shares_in,
)
from app.domain.filters.typed import Entries, amount_from, entries_from, sent_amount
from app.domain.platforms import Handle, Platform

FILE = Path(__file__).parents[2] / "resources" / "api" / "filters.json"
CATALOGUE = Catalogue.from_mapping(json.loads(FILE.read_text("utf-8")))
RANGE_KINDS = (Kind.RANGE_INT, Kind.RANGE_FLOAT)
SPECS = [pytest.param(spec, id=spec.key) for spec in CATALOGUE.specs]
NORMAL = [spec for spec in CATALOGUE.specs if spec.expose in (Expose.NORMAL, Expose.ADVANCED)]


def search(
    platform: Platform = Platform.INSTAGRAM, /, *, sort: Sort | None = None, target: int = 50, **filters: Any
) -> Search:
    return Search(platform=platform, filters=filters, sort=sort or Sort(), target=target)


def asking(spec: FilterSpec, value: object) -> Search:
    """A search on the first of the filter's platforms with only this filter."""
    platform = next(platform for platform in Platform if platform in spec.platforms)
    node: Any = value
    for part in reversed(spec.key.split(".")):
        node = {part: node}
    return Search(platform=platform, filters=node)


def keys(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.key for problem in problems]


def good_numbers(shape: FilterSpec | Field) -> st.SearchStrategy[Any]:
    low = 0 if shape.min is None else shape.min
    high = 10_000_000 if shape.max is None else shape.max
    if isinstance(shape, Field) and shape.suggested:
        return st.sampled_from(shape.suggested)
    return st.integers(int(low), int(high)) if shape.kind.is_whole else st.floats(low, high)


def good_part(field: Field) -> st.SearchStrategy[Any]:
    if field.kind is Kind.ENUM:
        return st.sampled_from([choice.value for choice in field.values])
    return words if field.kind is Kind.TEXT else good_numbers(field)


def good_object(spec: FilterSpec) -> st.SearchStrategy[dict[str, Any]]:
    parts = {field.key: good_part(field) for field in spec.fields}
    required = {field.key for field in spec.fields if field.required}
    return st.fixed_dictionaries(
        {key: part for key, part in parts.items() if key in required},
        optional={key: part for key, part in parts.items() if key not in required},
    )


words = st.text("abc xyzäß日本", min_size=1, max_size=20).filter(str.strip)
handles = st.text("abcdefgh0123._", min_size=1, max_size=20)


def good_range(spec: FilterSpec) -> st.SearchStrategy[dict[str, Any]]:
    numbers = good_numbers(spec)
    both = st.lists(numbers, min_size=2, max_size=2).map(lambda two: {"min": min(two), "max": max(two)})
    return st.one_of(numbers.map(lambda n: {"min": n}), numbers.map(lambda n: {"max": n}), both)


def good_values(spec: FilterSpec) -> st.SearchStrategy[Any]:
    """Every value that this filter should take."""
    match spec.kind:
        case Kind.RANGE_INT | Kind.RANGE_FLOAT:
            return good_range(spec)
        case Kind.NUMBER_INT | Kind.NUMBER_FLOAT:
            return good_numbers(spec)
        case Kind.BOOL:
            return st.just(True)
        case Kind.ENUM:
            return st.sampled_from([choice.value for choice in spec.values])
        case Kind.TEXT:
            return st.text("abc de", min_size=3, max_size=150).filter(lambda text: len(text.strip()) >= 3)
        case Kind.KEYWORD_LIST | Kind.DICTIONARY_LIST:
            return st.lists(words, min_size=1, max_size=5)
        case Kind.HANDLE_LIST:
            return st.lists(handles, min_size=1, max_size=5)
        case Kind.ID_LIST:
            return st.lists(st.integers(1, 9999), min_size=1, max_size=5)
        case Kind.BOOL_MAP:
            names = [choice.value for choice in spec.values]
            return st.dictionaries(st.sampled_from(names), st.just(True), min_size=1, max_size=4)
        case Kind.GROWTH | Kind.WEIGHTED_SINGLE:
            return good_object(spec)
        case Kind.WEIGHTED_LIST | Kind.WEIGHTED_DICTIONARY_LIST:
            return st.lists(good_object(spec), min_size=1, max_size=3)


EMPTY_OR_ALIEN: list[Any] = [None, False, "", "  ", [], {}, object()]
BAD: dict[Kind, list[Any]] = {
    Kind.RANGE_INT: [3, "10k", [1, 2], {"min": "1"}, {"min": 1.5}, {"min": True}, {"min": None}, {"from": 1},
                     {"min": 2, "max": 1}, {"min": -1}],
    Kind.RANGE_FLOAT: [3.5, {"max": "1"}, {"max": math.nan}, {"max": math.inf}, {"min": 9, "max": 8.5}, {"min": -0.1}],
    Kind.NUMBER_INT: ["90", 1.5, True, {"min": 1}],
    Kind.NUMBER_FLOAT: ["3", True, math.nan, -1, {"min": 1}],
    Kind.BOOL: [1, "true", "yes", [True]],
    Kind.ENUM: ["neither", 1, True, ["male"]],
    Kind.TEXT: ["ab", "x" * 151, 12, ["trail running"]],
    Kind.KEYWORD_LIST: ["vegan", [""], ["a", "  "], [1], {"a": True}],
    Kind.DICTIONARY_LIST: ["Germany", [""], [1], [["Germany"]]],
    Kind.HANDLE_LIST: ["anna", [""], [1], ["two words,"], ["https://www.instagram.com/anna/"], ["a@b.example"]],
    Kind.ID_LIST: [7, ["7"], [True], [0], [1.5]],
    Kind.GROWTH: [5, {"growth_percentage": "5"}, {"time_range_months": 3},
                  {"growth_percentage": 5, "time_range_months": 4}, {"growth_percentage": 5, "months": 3}],
    Kind.BOOL_MAP: [["has_youtube"], {"has_everything": True}, {"has_youtube": False}, {"has_youtube": 1}],
    Kind.WEIGHTED_SINGLE: [["female"], {"type": "women"}, {"min_pct": 30}, {"type": "female", "min_pct": 101},
                           {"type": "female", "share": 30}],
    Kind.WEIGHTED_LIST: [{"range": "18-24"}, [{"range": "65+"}], [{"min_pct": 10}], ["18-24"],
                         [{"range": "18-24", "min_pct": -1}], [{}]],
    Kind.WEIGHTED_DICTIONARY_LIST: [{"name": "Germany"}, [{"min_pct": 10}], ["Germany"], [{}], [{"name": ""}]],
}  # fmt: skip
BAD_ROWS = [
    pytest.param(spec, bad, id=f"{spec.key}-{at}")
    for spec in NORMAL
    for at, bad in enumerate(EMPTY_OR_ALIEN + BAD[spec.kind])
]


@pytest.mark.parametrize("spec", SPECS)
def test_every_filter_is_complete(spec: FilterSpec) -> None:
    """Each entry has words for people, a kind, a known group and at least one platform."""
    groups = {group.key for group in CATALOGUE.groups}

    assert spec.label.strip()
    assert spec.help.strip()
    assert isinstance(spec.kind, Kind)
    assert spec.group in groups
    assert spec.platforms
    assert (spec.kind is not Kind.ENUM and spec.kind is not Kind.BOOL_MAP) or spec.values
    assert (spec.expose is Expose.HIDDEN) == (spec.duplicate_of is not None)


@pytest.mark.parametrize("spec", NORMAL, ids=lambda spec: spec.key)
def test_every_good_value_passes_and_has_words(spec: FilterSpec) -> None:
    """Whatever the catalogue allows is let through unchanged, and can be said in words."""

    @given(good_values(spec))
    def prove(value: object) -> None:
        wanted = asking(spec, value)
        said = CATALOGUE.describe(wanted)

        assert CATALOGUE.check(wanted) == ()
        assert [entry.key for entry in said] == [spec.key]
        assert said[0].short.strip()
        assert spec.name in said[0].long

    prove()


@pytest.mark.parametrize(("spec", "value"), BAD_ROWS)
def test_every_bad_value_is_refused_under_the_filters_own_key(spec: FilterSpec, value: object) -> None:
    """A wrong value is named with the full key, in one sentence."""
    problems = CATALOGUE.check(asking(spec, value))

    assert problems
    assert all(problem.key == spec.key or problem.key.startswith(f"{spec.key}.") for problem in problems)
    assert all(problem.reason.endswith((".", "?")) for problem in problems)


@pytest.mark.parametrize(
    ("wanted", "key", "says"),
    [
        pytest.param(search(number_of_folowers={"min": 1}), "number_of_folowers", "Did you mean number_of_followers?",
                     id="misspelled"),
        pytest.param(search(zzz=1), "zzz", "There is no such filter.", id="unknown"),
        pytest.param(search(audience={"gendr": {}}), "audience.gendr", "Did you mean audience.gender?",
                     id="misspelled inside"),
        pytest.param(search(audience={}), "audience", "empty", id="empty container"),
        pytest.param(search(audience=[1]), "audience", "object", id="container of the wrong form"),
        pytest.param(search(**{"audience.gender": {"type": "female"}}), "audience.gender",
                     '{"audience": {"gender": …}}', id="dotted key as such"),
        pytest.param(search(Platform.YOUTUBE, number_of_followers={"min": 1}), "number_of_followers",
                     "Use number_of_subscribers instead.", id="another platform's key with a twin"),
        pytest.param(search(Platform.ONLYFANS, hashtags=["a"]), "hashtags",
                     "only Instagram, YouTube, TikTok and X / Twitter.", id="another platform's key"),
        pytest.param(search(Platform.TWITTER, number_of_tweets={"min": 1}), "number_of_tweets", "use tweets_count",
                     id="hidden twin"),
        pytest.param(search(Platform.TWITTER, tweets=["a"]), "tweets", "use keywords_in_tweets",
                     id="other hidden twin"),
        pytest.param(search(last_post=90), "last_post", "switched off", id="not confirmed"),
        pytest.param(search(audience={"gender": {"type": "female", "min_pct": 130}}), "audience.gender.min_pct",
                     "100 or less", id="full key of a part"),
        pytest.param(search(audience={"age": [{"range": "18-24"}, {"range": "65-", "min_pct": "5"}]}),
                     "audience.age.min_pct", "Entry 2", id="entry of a list"),
        pytest.param(search(number_of_followers={"max": 9_999}, audience={"credibility": "good"}),
                     "audience.credibility", "10,000 followers", id="audience of small creators"),
        pytest.param(search(type="business", gender="female"), "gender", "Business", id="gender of a company"),
        pytest.param(search(exclude_list=[3], exclude_all_lists=True), "exclude_list", "Leave out all team lists",
                     id="one list and all lists"),
        pytest.param(search(exclude_handles=["anna"] * 10_001), "exclude_handles", "10,000 is the most",
                     id="too many handles"),
        pytest.param(search(hashtags=["#vegan"]), "hashtags", "without #", id="hashtag with its sign"),
        pytest.param(search(creator_has={"has_whatsapp": True}), "creator_has.has_whatsapp",
                     "Did you mean has_whatsApp?", id="a letter's case"),
        pytest.param(search(number_of_followers={"min": 5, "maks": 7}), "number_of_followers.maks", "min and max",
                     id="a range's third end"),
        pytest.param(search(sort=Sort(by="followers")), "sort.by", "number_of_followers", id="unknown sort"),
        pytest.param(search(Platform.TWITCH, sort=Sort(by="growth_rate")), "sort.by", "Twitch",
                     id="another platform's sort"),
        pytest.param(search(sort=Sort(order="asc")), "sort.order", "desc", id="best match backwards"),
        pytest.param(search(sort=Sort(by="growth_rate", order="up")), "sort.order", "asc or desc", id="unknown order"),
        pytest.param(search(target=0), "target", "between 1 and 10,000", id="nobody"),
        pytest.param(search(target=10_001), "target", "between 1 and 10,000", id="too many"),
    ],
)  # fmt: skip
def test_what_cannot_go_out_is_named_once_with_the_remedy(wanted: Search, key: str, says: str) -> None:
    """One problem, its full key, and a sentence that says what to do."""
    problems = CATALOGUE.check(wanted)

    assert keys(problems) == [key]
    assert says in problems[0].reason


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(search(), id="no filter"),
        pytest.param(
            search(number_of_followers={"max": 10_000}, audience={"credibility": "good"}), id="exactly 10,000"
        ),
        pytest.param(search(audience={"credibility": "good"}), id="audience without a size"),
        pytest.param(search(type="creator", gender="male"), id="gender of a person"),
        pytest.param(search(exclude_list=[3], exclude_default_list=True), id="two kinds of lists"),
        pytest.param(search(exclude_handles=["@anna", "ben"]), id="handles with a sign"),
        pytest.param(search(sort=Sort(by="growth_rate", order="asc"), target=10_000), id="growth on Instagram"),
        pytest.param(search(engagement_percent={"min": 3}, income={"min": 0.5, "max": 0.5}), id="whole and equal"),
    ],
)
def test_what_can_go_out_has_no_problems(wanted: Search) -> None:
    """The limits themselves, and pairs that go together, pass."""
    assert CATALOGUE.check(wanted) == ()


@pytest.mark.parametrize("spec", [spec for spec in CATALOGUE.specs if spec.expose is Expose.UNVERIFIED],
                         ids=lambda spec: spec.key)  # fmt: skip
def test_unconfirmed_filters_go_out_only_when_asked_for(spec: FilterSpec) -> None:
    """They are refused unless the caller lets them through; then their values are still checked."""
    good = {Kind.BOOL: True, Kind.HANDLE_LIST: ["anna"]}.get(spec.kind, {"min": 1} if spec.kind in RANGE_KINDS else 30)

    assert keys(CATALOGUE.check(asking(spec, good))) == [spec.key]
    assert CATALOGUE.check(asking(spec, good), unverified=True) == ()
    assert keys(CATALOGUE.check(asking(spec, "what"), unverified=True)) == [spec.key]


def test_hidden_twins_stay_refused_when_unconfirmed_filters_are_let_through() -> None:
    """A second name is never sent, so that one idea goes out once (contract, Q9)."""
    assert keys(CATALOGUE.check(search(Platform.TWITTER, tweets=["a"]), unverified=True)) == ["tweets"]


def test_every_problem_of_a_search_is_told_at_once() -> None:
    """A person mends everything in one go."""
    wanted = search(ai_search="", nonsense=1, audience={"age": []}, sort=Sort(by="x"), target=0)

    assert keys(CATALOGUE.check(wanted)) == ["ai_search", "nonsense", "audience.age", "sort.by", "target"]


@pytest.mark.parametrize(("platform", "count"), [("instagram", 46), ("youtube", 50), ("tiktok", 37), ("twitter", 30),
                                                 ("twitch", 26), ("onlyfans", 17)])  # fmt: skip
def test_the_whole_list_of_a_platform_is_there(platform: str, count: int) -> None:
    """Counted in the file by hand: normal and advanced filters of each platform, no twins, nothing unconfirmed."""
    specs = CATALOGUE.for_platform(Platform(platform))

    assert len(specs) == count
    assert not {spec.expose for spec in specs} & {Expose.HIDDEN, Expose.UNVERIFIED}


def test_groups_come_in_the_order_of_the_catalogue() -> None:
    """The form shows topic first and what is left out last."""
    assert [CATALOGUE.groups[at].key for at in (0, 1, -1)] == ["topic", "profile", "exclusions"]
    order = [group.key for group in CATALOGUE.groups]
    assert [order.index(spec.group) for spec in CATALOGUE.specs] == sorted(
        order.index(spec.group) for spec in CATALOGUE.specs
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
wild_keys = st.sampled_from([spec.key for spec in CATALOGUE.specs] + ["audience"]) | st.text(max_size=8)


@given(st.sampled_from(Platform), st.dictionaries(wild_keys, json_values, max_size=4), st.integers(-5, 20_000))
@example(Platform.INSTAGRAM, {"location": []}, 50)
def test_no_recipe_breaks_the_check_or_the_words(platform: Platform, filters: dict[str, Any], target: int) -> None:
    """Whatever JSON somebody writes is answered with problems and words, never with a crash."""
    wanted = Search(platform=platform, filters=filters, target=target)

    for problem in CATALOGUE.check(wanted):
        assert problem.reason.strip()
    for said in CATALOGUE.describe(wanted):
        assert said.short.strip()
    assert 0 < len(CATALOGUE.name(wanted)) <= 48


@given(st.sampled_from(Platform), st.dictionaries(wild_keys, json_values, max_size=4), st.integers(1, 10_000))
def test_a_search_survives_a_recipe_and_keeps_its_key(platform: Platform, filters: dict[str, Any], target: int) -> None:
    """Writing and reading a recipe changes nothing, not even through JSON text with sorted keys."""
    wanted = Search(platform=platform, filters=filters, target=target)
    again = Search.from_mapping(json.loads(json.dumps(wanted.to_mapping(), sort_keys=True)))

    assert again == wanted
    assert again.key == wanted.key
    assert again.filters == wanted.filters


def test_the_key_tells_searches_apart() -> None:
    """Platform, filters, order and number each make another search; spelling of numbers and keys does not."""
    base = search(engagement_percent={"min": 3, "max": 8})
    others = [
        search(Platform.TIKTOK, engagement_percent={"min": 3, "max": 8}),
        search(engagement_percent={"min": 3, "max": 9}),
        search(engagement_percent={"min": 3, "max": 8}, sort=Sort(by="growth_rate")),
        search(engagement_percent={"min": 3, "max": 8}, target=51),
    ]

    assert base.key == search(engagement_percent={"max": 8.0, "min": 3.0}).key
    assert len({base.key, *(other.key for other in others)}) == 5
    assert hash(base) == hash(search(engagement_percent={"max": 8.0, "min": 3.0}))


def test_true_and_one_are_two_values() -> None:
    """Python calls them equal, the service does not."""
    assert search(is_verified=True) != search(is_verified=1)


def test_a_recipe_only_needs_platform_and_target() -> None:
    """The rest has defaults: no filters, best match first."""
    assert Search.from_mapping({"platform": "tiktok", "target": 7}) == search(Platform.TIKTOK, target=7)


@pytest.mark.parametrize(
    ("recipe", "field"),
    [
        pytest.param([], "search", id="a list"),
        pytest.param({"target": 5}, "search.platform", id="no platform"),
        pytest.param({"platform": "myspace", "target": 5}, "search.platform", id="unknown platform"),
        pytest.param({"platform": ["x"], "target": 5}, "search.platform", id="platform of the wrong form"),
        pytest.param({"platform": "tiktok"}, "search.target", id="no target"),
        pytest.param({"platform": "tiktok", "target": "50"}, "search.target", id="target as text"),
        pytest.param({"platform": "tiktok", "target": True}, "search.target", id="target as true"),
        pytest.param({"platform": "tiktok", "target": 5, "filters": []}, "search.filters", id="filters as list"),
        pytest.param({"platform": "tiktok", "target": 5, "sort": "asc"}, "search.sort", id="sort as text"),
        pytest.param({"platform": "tiktok", "target": 5, "sort": {"by": 1}}, "search.sort.by", id="sort by number"),
        pytest.param({"platform": "tiktok", "target": 5, "sort": {"sort_by": "x"}}, "search.sort.sort_by",
                     id="the wire's name in a recipe"),
        pytest.param({"platform": "tiktok", "target": 5, "limit": 5}, "search.limit", id="unknown part"),
    ],
)  # fmt: skip
def test_a_wrong_recipe_names_the_field(recipe: object, field: str) -> None:
    """The form is refused where it is read, with the place."""
    with pytest.raises(InputError) as caught:
        Search.from_mapping(recipe)

    assert caught.value.field == field
    assert caught.value.happened.endswith(".")


def test_filters_are_set_and_taken_away_by_dotted_key() -> None:
    """Setting nests, taking away leaves no empty object behind, and the first search stays as it was."""
    first = search(location=["Germany"])
    both = first.with_filter("audience.gender", {"type": "female"}).with_filter("audience.credibility", "good")

    assert both.filters["audience"] == {"gender": {"type": "female"}, "credibility": "good"}
    assert both.value("audience.gender.type") == "female"
    assert both.without("audience.gender").filters["audience"] == {"credibility": "good"}
    assert both.without("audience.gender").without("audience.credibility") == first
    assert first.filters == {"location": ["Germany"]}


@pytest.mark.parametrize("empty", [None, False, "", [], {}], ids=repr)
def test_an_empty_value_takes_the_filter_away(empty: object) -> None:
    """Nothing empty ever goes out (contract, Q51)."""
    assert search(location=["Germany"]).with_filter("location", empty) == search()


def test_taking_away_what_is_not_there_changes_nothing() -> None:
    """Removing is the same once or twice."""
    wanted = search(location=["Germany"])

    assert wanted.without("audience.gender") == wanted
    assert wanted.without("location.name") == wanted


def test_a_search_does_not_follow_changes_of_what_it_was_made_from() -> None:
    """The filters are copied in."""
    filters = {"location": ["Germany"]}
    wanted = Search(platform=Platform.INSTAGRAM, filters=filters)
    filters["location"].append("Austria")

    assert wanted.filters == {"location": ["Germany"]}


@pytest.mark.parametrize(
    ("wanted", "short", "long"),
    [
        (search(location=["Germany"]), "Germany", "Creator location: Germany"),
        (search(location=["Germany", "Austria", "Italy"]), "Germany, Austria +1",
         "Creator location: Germany, Austria, Italy"),
        (search(number_of_followers={"min": 20_000, "max": 100_000}), "20k–100k followers",
         "Followers: 20,000 to 100,000"),
        (search(number_of_followers={"min": 12_345}), "≥ 12,345 followers", "Followers: 12,345 or more"),
        (search(number_of_followers={"max": 1_500_000}), "≤ 1.5m followers", "Followers: up to 1,500,000"),
        (search(Platform.YOUTUBE, number_of_subscribers={"min": 1000}), "≥ 1k subscribers",
         "Subscribers: 1,000 or more"),
        (search(engagement_percent={"min": 3.5}), "Engagement rate ≥ 3.5 %", "Engagement rate: 3.5 % or more"),
        (search(Platform.YOUTUBE, average_stream_duration={"min": 600}), "Average live-stream length ≥ 10 minutes",
         "Average live-stream length: 10 minutes or more"),
        (search(ai_search="trail running"), "“trail running”", "Topic or niche (AI search): trail running"),
        (search(gender="female"), "Creator gender: Female", "Creator gender: Female"),
        (search(is_verified=True), "Verified account", "Verified account: yes"),
        (search(profile_language=["de"]), "Language the creator uses: German", "Language the creator uses: German"),
        (search(creator_has={"has_whatsApp": True, "has_youtube": True}), "Has WhatsApp, YouTube",
         "Also present on: WhatsApp, YouTube"),
        (search(follower_growth={"growth_percentage": 5, "time_range_months": 3}), "Follower growth ≥ 5 % in 3 months",
         "Follower growth: 5 % or more in 3 months"),
        (search(audience={"gender": {"type": "female", "min_pct": 60}}), "Women ≥ 60 %",
         "Audience gender: Women, 60 % or more"),
        (search(audience={"age": [{"range": "25-34", "min_pct": 30}, {"range": "65-"}]}),
         "Audience age: 25–34 ≥ 30 %, 65+", "Audience age: 25–34, 30 % or more; 65+"),
        (search(exclude_handles=["anna", "ben"]), "Leave out these handles (2)", "Leave out these handles: anna, ben"),
        (search(keywords_in_bio=["a\u202eb\n", "c"]), "Words in bio: a b, c", "Words in bio: a b, c"),
        (search(keywords_in_bio="vegan"), "Words in bio: vegan", "Words in bio: vegan"),
    ],
)  # fmt: skip
def test_filters_are_said_in_words(wanted: Search, short: str, long: str) -> None:
    """Short for a chip, complete for the About sheet; invisible characters and wrong forms do no harm."""
    said = CATALOGUE.describe(wanted)

    assert [(entry.short, entry.long) for entry in said] == [(short, long)]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (search(), "Instagram creators"),
        (search(Platform.TWITTER), "X / Twitter creators"),
        (search(number_of_followers={"min": 20_000, "max": 100_000}, location=["Germany"]),
         "Germany, 20k–100k followers"),
        (search(ai_search="vegan baking", location=["Germany"]), "Vegan baking, Germany"),
        (search(ai_search="x" * 100), "X" + "x" * 38 + "…"),
        (search(location=["Germany"], is_verified=True, number_of_followers={"min": 10}, hashtags=["vegan"]),
         "Germany, Verified account, ≥ 10 followers"),
    ],
)  # fmt: skip
def test_a_search_names_its_sheet(wanted: Search, name: str) -> None:
    """The name is made of the filters that fit, in the order of the catalogue."""
    assert CATALOGUE.name(wanted) == name


@pytest.mark.parametrize(
    ("text", "platform", "key"),
    [
        ("country", "instagram", "location"),
        ("age", "instagram", "audience.age"),
        ("sponsor", "instagram", "has_done_brand_deals"),
        ("followers", "youtube", "number_of_subscribers"),
        ("subscribers", "instagram", "number_of_followers"),
        ("niche", "tiktok", "ai_search"),
        ("linkedin", "twitch", "creator_has"),
        ("audience location", "instagram", "audience.location"),
        ("keywords_in_bio", "instagram", "keywords_in_bio"),
        ("folowers", "instagram", "number_of_followers"),
        ("Engagement", "youtube", "engagement_percent"),
        ("women", "instagram", "audience.gender"),
        ("fake", "instagram", "audience.credibility"),
    ],
)
def test_everyday_words_find_the_filter(text: str, platform: str, key: str) -> None:
    """What people type is among the first three, on the platform they are on."""
    assert key in [spec.key for spec in CATALOGUE.find(text, Platform(platform))[:3]]


def test_finding_keeps_to_the_platform_and_to_what_is_shown() -> None:
    """Nothing of another platform, no twin, nothing unconfirmed; nothing for nothing."""
    assert CATALOGUE.find("", Platform.TWITTER) == ()
    assert CATALOGUE.find("qqqqqq", Platform.TWITTER) == ()
    assert [spec.key for spec in CATALOGUE.find("tweets", Platform.TWITTER)] == [
        "tweets_count",
        "keywords_in_tweets",
        "keywords_not_in_tweets",
    ]


@pytest.mark.parametrize("spec", NORMAL, ids=lambda spec: spec.key)
def test_every_filter_is_found_by_its_own_label(spec: FilterSpec) -> None:
    """Typing what stands on the screen finds it."""
    platform = next(platform for platform in Platform if platform in spec.platforms)

    assert spec in CATALOGUE.find(spec.name, platform)


def test_another_platform_keeps_what_it_has_and_names_the_rest() -> None:
    """Filters come along under their own key; an order the platform lacks becomes the best match."""
    wanted = search(
        location=["Germany"], average_comments={"min": 5}, audience={"credibility": "good"}, sort=Sort(by="growth_rate")
    )
    moved = CATALOGUE.moved(wanted, Platform.TWITCH)

    assert moved.search == search(Platform.TWITCH, location=["Germany"])
    assert [spec.key for spec in moved.dropped] == ["average_comments", "audience.credibility"]
    assert (moved.translated, moved.order_lost) == ((), True)
    assert CATALOGUE.check(moved.search) == ()


@pytest.mark.parametrize(
    ("here", "platform", "there"),
    [
        (search(number_of_followers={"min": 5}), Platform.YOUTUBE, {"number_of_subscribers": {"min": 5}}),
        (search(number_of_followers={"min": 5}), Platform.TWITCH, {"followers": {"min": 5}}),
        (search(number_of_followers={"min": 5}), Platform.TIKTOK, {"number_of_followers": {"min": 5}}),
        (search(Platform.YOUTUBE, number_of_videos={"max": 9}), Platform.TWITTER, {"tweets_count": {"max": 9}}),
        (search(Platform.YOUTUBE, keywords_in_description=["a"]), Platform.TWITCH, {"keywords_in_description": ["a"]}),
        (search(Platform.TIKTOK, keywords_in_bio=["a"]), Platform.TWITCH, {"keywords_in_description": ["a"]}),
        (search(number_of_followers={"min": 5}), Platform.ONLYFANS, {}),
        (search(exclude_handles=["anna"], exclude_list=[3]), Platform.TIKTOK, {}),
    ],
)
def test_one_idea_has_one_filter_on_each_platform(here: Search, platform: Platform, there: dict[str, Any]) -> None:
    """Followers become subscribers (contract, Q8), never a hidden twin (Q9); handles and lists belong to one (Q10)."""
    moved = CATALOGUE.moved(here, platform)

    assert moved.search.filters == there
    assert [new.key for _, new in moved.translated] == [key for key in there if key not in here.filters]
    assert bool(moved.dropped) == (not there)


@given(st.data())
def test_a_moved_search_is_as_good_as_it_was(data: st.DataObject) -> None:
    """A search without problems has none on the platform it is moved to, and every filter is accounted for."""
    specs = data.draw(st.lists(st.sampled_from(CATALOGUE.for_platform(Platform.INSTAGRAM)), max_size=3, unique=True))
    wanted = search()
    for spec in specs:
        wanted = wanted.with_filter(spec.key, data.draw(good_values(spec)))
    assume(not CATALOGUE.check(wanted))
    moved = CATALOGUE.moved(wanted, data.draw(st.sampled_from(Platform)))
    lost = {spec.key for spec in moved.dropped} | {old.key for old, _ in moved.translated}

    assert CATALOGUE.check(moved.search) == ()
    for spec in specs:
        assert (spec.key in lost) or moved.search.value(spec.key) == wanted.value(spec.key)


@pytest.mark.parametrize(
    ("said", "platform", "first"),
    [
        ("age", Platform.INSTAGRAM, "audience.age"), ("country", Platform.YOUTUBE, "location"),
        ("sponsor", Platform.TIKTOK, "has_done_brand_deals"), ("email", Platform.TWITCH, "exclude_role_based_emails"),
        ("gender", Platform.TWITTER, "gender"), ("german", Platform.INSTAGRAM, "profile_language"),
        ("discount", Platform.TWITCH, "promotes_affiliate_links"), ("gaming", Platform.TWITCH, "games_played"),
        ("hobby", Platform.INSTAGRAM, "audience.interests"), ("phone", Platform.YOUTUBE, "creator_has"),
        ("skip", Platform.INSTAGRAM, "exclude_handles"), ("exclusion list", Platform.TIKTOK, "exclude_list"),
        ("apply every exclusion list", Platform.TWITCH, "exclude_all_lists"),
        ("hide", Platform.YOUTUBE, "exclude_default_list"), ("team lists", Platform.INSTAGRAM, "exclude_list"),
        ("already", Platform.INSTAGRAM, "exclude_list"), ("fake", Platform.INSTAGRAM, "audience.credibility"),
        ("caption", Platform.TIKTOK, "video_description"), ("fans", Platform.TWITCH, "followers"),
    ],
)  # fmt: skip
def test_everyday_words_find_their_filter(said: str, platform: Platform, first: str) -> None:
    """The one people mean comes first: Enter opens it."""
    assert CATALOGUE.find(said, platform)[0].key == first


def test_a_word_that_a_platform_has_nothing_for_finds_nothing() -> None:
    """The beginning of another everyday word ("agency") is not what "age" means."""
    assert CATALOGUE.find("age", Platform.TWITCH) == ()


@pytest.mark.parametrize(
    ("text", "whole", "amount"),
    [
        ("", True, None), ("   ", True, None), ("0", True, "0"), ("10k", True, "10000"), ("10 K", True, "10000"),
        ("1.5m", True, "1500000"), ("1,5m", True, "1500000"), ("20,000", True, "20000"), ("20.000", True, "20000"),
        ("1,234,567", True, "1234567"), ("20 000", True, "20000"), ("20'000", True, "20000"),
        ("2bn", True, "2000000000"),
        ("3.5", False, "3.5"), ("3,5", False, "3.5"), ("3 %", False, "3"), ("0.125", False, "0.125"),
        ("1,234.5", False, "1234.5"), ("1.234,5", False, "1234.5"), ("2.500k", True, "2500"), ("-1", False, "-1"),
        (".5", False, "0.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text: str, whole: bool, amount: str | None) -> None:
    """Thousands, letters, both decimal signs; nothing for nothing."""
    assert amount_from(text, whole=whole) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["ten", "10x", "k", "1-2", "1e5", "..", "1.2.3", "--1", "10k followers"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Nothing is guessed where money hangs on it."""
    with pytest.raises(ValueError, match=r"."):
        amount_from(text, whole=True)


@given(st.integers(0, 10**12))
def test_every_number_is_read_back_as_it_is_written(number: int) -> None:
    """With separators of thousands, with a comma or a point."""
    assert amount_from(f"{number:,}", whole=True) == number
    assert amount_from(f"{number:,}".replace(",", "."), whole=True) == number


@pytest.mark.parametrize(
    ("typed", "whole", "scale", "sent"),
    [
        ("1.5", True, 60, 90),
        ("0.01", True, 60, 1),
        ("20k", True, 1, 20_000),
        ("3", False, 1, 3),
        ("3.5", False, 1, 3.5),
    ],
)
def test_what_was_typed_is_sent_in_the_services_unit(typed: str, whole: bool, scale: int, sent: float) -> None:
    """Minutes go out as seconds (contract, Q28); a whole number stays one."""
    amount = amount_from(typed, whole=whole)

    assert amount is not None
    assert sent_amount(amount, whole=whole, scale=scale) == sent
    assert isinstance(sent_amount(amount, whole=whole, scale=scale), type(sent))


def test_a_fraction_is_refused_where_only_whole_numbers_go_out() -> None:
    """Two and a half followers are a slip of the finger."""
    with pytest.raises(ValueError, match=r"2\.5"):
        sent_amount(Decimal("2.5"), whole=True)


@pytest.mark.parametrize(
    ("key", "text", "good"),
    [
        ("keywords_in_bio", "vegan, tofu;oat milk\n\n raw\t", ["vegan", "tofu", "oat milk", "raw"]),
        ("keywords_in_bio", "#1 coach, C#, @nike, a@b", ["#1 coach", "C#", "nike", "a@b"]),
        ("hashtags", "#vegan, # tofu, ##oats, plain, ＃wide, @mix", ["vegan", "tofu", "oats", "plain", "wide", "mix"]),
        ("link_in_bio", "https://stan.store/, http://www.ko-fi.com, linktr.ee/a", ["stan.store", "ko-fi.com",
                                                                                  "linktr.ee/a"]),
        ("exclude_handles", "@Anna ben.b\nhttps://www.instagram.com/carla_c/?hl=de, anna",
         ["anna", "ben.b", "carla_c"]),
        ("keywords_in_bio", " ,;\n", []),
    ],
)  # fmt: skip
def test_a_typed_list_is_taken_apart_and_cleaned(key: str, text: str, good: list[str]) -> None:
    """What the service wants without its sign loses it, nothing else does."""
    assert entries_from(CATALOGUE.by_key[key], text, Platform.INSTAGRAM) == Entries(good=tuple(good))


def test_what_is_no_handle_is_told_apart() -> None:
    """Another platform's address and an e-mail address are not guessed at."""
    told = entries_from(
        CATALOGUE.by_key["exclude_handles"], "anna https://tiktok.com/@ben c@d.example", Platform.TWITTER
    )

    assert told == Entries(good=("anna",), bad=("https://tiktok.com/@ben", "c@d.example"))


@given(st.lists(st.text("abc #@.,/\n", max_size=8), max_size=6), st.sampled_from(
    [spec for spec in NORMAL if spec.kind is Kind.KEYWORD_LIST]))  # fmt: skip
def test_every_list_that_can_be_typed_can_be_sent(parts: list[str], spec: FilterSpec) -> None:
    """Nothing empty, no hashtag with its sign: what typing gives passes the catalogue's check."""
    platform = next(platform for platform in Platform if platform in spec.platforms)
    good = list(entries_from(spec, ",".join(parts), platform).good)

    assert CATALOGUE.check(Search(platform=platform).with_filter(spec.key, good)) == ()


def test_words_left_out_know_what_they_are_the_opposite_of() -> None:
    """Every pair of the catalogue, by name."""
    pairs = {spec.key: other.key for spec in CATALOGUE.specs if (other := CATALOGUE.opposite(spec)) is not None}

    assert pairs == {
        "exclude_keywords_in_bio": "keywords_in_bio",
        "keywords_not_in_captions": "keywords_in_captions",
        "keywords_not_in_description": "keywords_in_description",
        "keywords_not_in_video_description": "keywords_in_video_description",
        "keywords_not_in_video_titles": "keywords_in_video_titles",
        "keywords_not_in_tweets": "keywords_in_tweets",
        "not_video_description": "video_description",
        "not_hashtags": "hashtags",
        "not_link_in_bio": "link_in_bio",
    }


RANGES = [spec for spec in CATALOGUE.specs if spec.kind in RANGE_KINDS]


@pytest.mark.parametrize("spec", RANGES, ids=lambda spec: spec.key)
def test_a_sliders_stops_rise_and_can_be_sent(spec: FilterSpec) -> None:
    """Round numbers inside the catalogue's limits; the arrow keys go through each of them and back."""
    every = stops(spec)
    up = [next_stop(spec, None, 1)]
    while (higher := next_stop(spec, up[-1], 1)) != up[-1]:
        up.append(higher)
    down = [every[-1]]
    while (lower := next_stop(spec, down[-1], -1)) is not None:
        down.append(lower)

    assert 6 < len(every) < 40
    assert list(every) == sorted(set(every)) == up == down[::-1]
    for stop in every:
        amount = sent_amount(Decimal(str(stop)), whole=spec.kind.is_whole, scale=spec.people_scale)
        assert CATALOGUE.check(asking(spec, {"min": amount}), unverified=True) in ((), CATALOGUE.check(asking(
            spec, {"min": 1}), unverified=True))  # fmt: skip


@given(st.sampled_from(RANGES), st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_greater_number_never_lies_further_left(spec: FilterSpec, one: float, other: float) -> None:
    """The handle is where the number is, between the stops too and not beyond the ends."""
    every = stops(spec)
    low, high = sorted((place(every, one), place(every, other)))

    assert (low, high) == tuple(place(every, amount) for amount in sorted((one, other)))
    assert 0 <= low <= high <= len(every) - 1


@pytest.mark.parametrize("spec", [spec for spec in NORMAL if spec.kind in (
    Kind.WEIGHTED_SINGLE, Kind.WEIGHTED_LIST, Kind.WEIGHTED_DICTIONARY_LIST)], ids=lambda spec: spec.key)  # fmt: skip
def test_shares_are_shaped_as_the_catalogue_says_and_read_back(spec: FilterSpec) -> None:
    """One object or a list of them, the percentage and the level only where they are given (contract, Q26, Q49)."""
    single = spec.kind is Kind.WEIGHTED_SINGLE
    level = level_field(spec)

    @given(good_values(spec))
    def prove(value: Any) -> None:
        made = [
            share_of(spec, name, parts.get("min_pct"), None if level is None else parts.get(level.key))
            for name, parts in shares_in(spec, value)
        ]

        assert (made[0] if single else made) == value

    prove()


@pytest.mark.parametrize(("name", "level"), [("Germany", "country"), ("Berlin, Germany", "city")])
def test_a_place_is_taken_for_what_it_probably_is(name: str, level: str) -> None:
    """A city that is sent as a country matches nobody."""
    assert likely_level(CATALOGUE.by_key["audience.location"], name) == level
    assert likely_level(CATALOGUE.by_key["audience.language"], name) is None


def test_a_place_is_what_its_dictionary_says() -> None:
    """Only where that is a level the filter has; else it is guessed."""
    places = CATALOGUE.by_key["audience.location"]

    assert likely_level(places, "Bavaria, Germany", "state") == "state"
    assert likely_level(places, "Bavaria, Germany", "planet") == "city"
    assert likely_level(CATALOGUE.by_key["audience.language"], "Germany", "country") is None


def test_nothing_empty_is_ever_shaped() -> None:
    """What is not set has no value at all (contract, Q51)."""
    assert (range_of(None, None), flags_of([]), growth_of(None, 3)) == (None, None, None)
    assert range_ends("nonsense") == (None, None)
    assert range_of(0, None) == {"min": 0}


WORDS = [DictionaryItem(label=word, value=word) for word in ("Germany", "Berlin, Germany")]


BRANDS = [DictionaryItem(label="Hale & Neave", value="haleandneave")]


@pytest.mark.parametrize(
    ("name", "value", "items", "gone"),
    [
        pytest.param("locations", "Germany", WORDS, False, id="there"),
        pytest.param("locations", "German", WORDS, True, id="only longer ones are there"),
        pytest.param("locations", "Prussia", [], True, id="nothing found"),
        pytest.param("locations", "Prussia", WORDS, False, id="the search was not honoured"),
        pytest.param("locations", "German", WORDS * 25, False, id="a long page may go on"),
        pytest.param("locations", "germany", WORDS * 25, True, id="spelled otherwise, however long the page"),
        pytest.param("brands", "hm", [], False, id="one word of a brand: sent by another than is searched"),
        pytest.param("brands", "Nonexistent GmbH", [], True, id="a brand of several words is a name"),
        pytest.param("brands", "Hale & Neave", BRANDS, False, id="a brand by its full name"),
        pytest.param("brands", "hale neave", BRANDS, False, id="a brand by its bare name"),
        pytest.param("brands", "haleandneave", BRANDS, False, id="a brand by its user name"),
        pytest.param("brands", "Hale & Sons", BRANDS, True, id="another brand"),
        pytest.param("languages", "xx", WORDS, True, id="not in a whole list"),
        pytest.param("languages", "xx", [], False, id="a whole list that is empty tells nothing"),
    ],
)
def test_a_value_is_only_gone_where_that_is_proven(
    name: str, value: str, items: list[DictionaryItem], gone: bool
) -> None:
    """A search must not be refused on a guess."""
    assert is_gone(name, value, items) == gone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("germany", "Germany"),
        ("Germnay", "Germany"),
        ("berlin", "Berlin, Germany"),
        ("German", "de"),
        ("Xyzzy", None),
    ],
)
def test_the_nearest_word_is_named_where_one_is_near(typed: str, meant: str | None) -> None:
    """Whatever the case, with letters changed, without its country, by its label."""
    words = [
        DictionaryItem(label="Germany", value="Germany"),
        DictionaryItem(label="Berlin, Germany", value="Berlin, Germany"),
        DictionaryItem(label="German", value="de"),
    ]
    found = nearest(typed, words)

    assert (found.value if found else None) == meant


def test_typing_narrows_a_whole_list_by_label_or_exact_value() -> None:
    """A code is found by itself, a name by any part, whatever the case."""
    items = [DictionaryItem(label="German", value="de"), DictionaryItem(label="Norwegian", value="no")]

    assert [item.value for item in fitting(items, " GERM ")] == ["de"]
    assert [item.value for item in fitting(items, "no")] == ["no"]
    assert [item.value for item in fitting(items, "d")] == []
    assert fitting(items, "") == items


@given(st.from_regex(r"@?[A-Za-z0-9._-]{1,150}", fullmatch=True), st.sampled_from(Platform))
def test_what_the_check_lets_through_at_a_glance_is_a_handle(text: str, platform: Platform) -> None:
    """The short way and the long way agree."""
    assert Handle.parse(text, platform).name == text.lstrip("@").lower()
