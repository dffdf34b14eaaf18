"""Values for any filter of the catalogue: a good one as it goes out, and wrong ones; keys that are none."""

from typing import Any

from app.domain.filters import FilterSpec, Kind, Shape


def whole(shape: Shape, number: float) -> float:
    return int(number) if shape.kind.is_whole else number


def number(shape: Shape) -> float:
    if shape.suggested:
        return shape.suggested[0]
    low = 0 if shape.min is None else shape.min
    high = low + 20 if shape.max is None else shape.max
    return whole(shape, (low + high) / 2)


def parts(spec: FilterSpec) -> dict[str, Any]:
    return {field.key: sample(field) for field in spec.fields}


def sample(shape: Shape) -> Any:
    """A good value, as it goes out."""
    match shape.kind:
        case Kind.RANGE_INT | Kind.RANGE_FLOAT:
            return {"min": number(shape), "max": number(shape)}
        case Kind.NUMBER_INT | Kind.NUMBER_FLOAT:
            return number(shape)
        case Kind.BOOL:
            return True
        case Kind.ENUM:
            return shape.values[0].value
        case Kind.TEXT:
            return "trail running in Norway"
        case Kind.KEYWORD_LIST | Kind.DICTIONARY_LIST:
            return ["Köln", "rock & roll"]
        case Kind.HANDLE_LIST:
            return ["anna.b", "@Ben"]
        case Kind.ID_LIST:
            return [1, 4711]
        case Kind.BOOL_MAP:
            return {choice.value: True for choice in shape.values}
        case Kind.GROWTH | Kind.WEIGHTED_SINGLE:
            assert isinstance(shape, FilterSpec)
            return parts(shape)
        case Kind.WEIGHTED_LIST | Kind.WEIGHTED_DICTIONARY_LIST:
            assert isinstance(shape, FilterSpec)
            return [parts(shape)]


def ill_typed(shape: Shape) -> list[Any]:
    """Values of the wrong type, and empty ones."""
    match shape.kind:
        case Kind.RANGE_INT | Kind.RANGE_FLOAT:
            return [5, "5", [1, 2], {}, {"min": "1"}, {"min": 2, "max": 1}, {"least": 1}, {"min": None}]
        case Kind.NUMBER_INT:
            return ["5", 1.5, True, None, {"min": 1}]
        case Kind.NUMBER_FLOAT:
            return ["5", True, None, [1]]
        case Kind.BOOL:
            return ["true", 1, False, None]
        case Kind.ENUM | Kind.TEXT:
            return [5, "", ["a"], None]
        case Kind.BOOL_MAP:
            return [{}, True, {"has_nothing_of_the_kind": True}, {shape.values[0].value: False}]
        case Kind.GROWTH | Kind.WEIGHTED_SINGLE:
            return [{}, 5, {"colour": "red"}]
        case Kind.WEIGHTED_LIST | Kind.WEIGHTED_DICTIONARY_LIST:
            return [[], {}, ["Berlin"], [{"colour": "red"}], [{}]]
        case _:
            return [[], "one", [None], [""], [{"name": "x"}], {"a": 1}]


def nested(key: str, value: Any) -> dict[str, Any]:
    outer, _, inner = key.partition(".")
    return {outer: {inner: value}} if inner else {key: value}


def misspelled(key: str) -> list[str]:
    """A letter too many or too few, capitals, a dash, a blank."""
    outer, dot, inner = key.rpartition(".")
    wrong = (f"{inner}s", inner[:-1], inner.upper(), inner.replace("_", "-") + "-", f" {inner}")
    return [f"{outer}{dot}{one}" for one in wrong]
