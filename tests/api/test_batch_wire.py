"""Messages about batches: what goes out is fixed, what comes in is read whatever it is wrapped in."""

import io
import json
from decimal import Decimal

import pytest

from app.api import batch_wire as wire
from app.api.tolerant import Unreadable
from app.domain.batches import BatchMode, BatchState
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Handle, Platform

FULL = EnrichOptions(tier=Tier.FULL, email_required=True, audience=False)
HANDLE = Handle(platform=Platform.INSTAGRAM, name="anna")


def rows(text: str | bytes) -> list[tuple[str, str, bool]]:
    """(input, word, whether there is data) of a JSON file."""
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return [(row.input, row.word, row.data is not None) for row in wire.rows_of_json(file)]


def test_both_switches_always_go_out_and_the_broken_filters_never():
    """Defaults contradict (Q25); `exclude_platforms` and `min_followers` never filtered (Q12)."""
    form = wire.batch_form(BatchMode.FULL, Platform.INSTAGRAM, FULL, {"job": 7})

    assert form == {
        "enrichment_mode": "full",
        "metadata": '{"job": 7}',
        "platform": "instagram",
        "email_required": "must_have",
        "include_lookalikes": "false",
        "include_audience_data": "false",
    }


def test_addresses_go_out_without_a_platform():
    """It is left out for basic, and so are the options of the other modes."""
    assert set(wire.batch_form(BatchMode.BASIC, None, None, {})) == {"enrichment_mode", "metadata"}


@pytest.mark.parametrize(
    ("said", "state", "runs", "ended"),
    [
        ("validating", BatchState.VALIDATING, True, False),
        ("queued", BatchState.QUEUED, True, False),
        ("Processing", BatchState.PROCESSING, True, False),
        ("paused_insufficient_credits", BatchState.PAUSED, False, False),
        ("finished", BatchState.FINISHED, False, True),
        ("failed", BatchState.FAILED, False, True),
        ("re-indexing", BatchState.PROCESSING, True, False),
        ("written", BatchState.PROCESSING, True, False),
    ],
)
def test_a_state_nobody_knows_runs_and_keeps_its_word(said, state, runs, ended):
    """Our own words for states are not the service's (Q34)."""
    status = wire.read_status(json.dumps({"status": said}).encode())

    assert (status.state, status.said) == (state, said)
    assert (status.state.runs, status.state.ended) == (runs, ended)


def test_a_status_is_read_from_numbers_and_texts():
    """Credits come as text; what is missing is 0, and a missing amount is not 0."""
    told = {"status": "processing", "total_rows": "9", "processed_rows": "4", "success_count": 3, "credits_used": "2.4"}
    status = wire.read_status(json.dumps(told).encode())

    assert (status.processed, status.found, status.failed, status.credits_used) == (4, 3, 0, Decimal("2.4"))
    assert wire.read_status(b'{"status": "queued"}').credits_used is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"status": null}', b"<html>"])
def test_an_answer_that_says_nothing_is_not_one(body):
    """Neither a status nor a new batch without its id."""
    with pytest.raises(Unreadable):
        wire.read_status(body)
    with pytest.raises(Unreadable):
        wire.read_created(body)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda lines: lines,
        lambda lines: {"results": lines},
        lambda lines: {"count": [1], "page": {"data": [2]}, "data": lines, "more": {}},
    ],
)
@pytest.mark.parametrize("name", ["enrichment_data", "result"])
def test_rows_are_found_in_any_wrapper(wrap, name):
    """And their data under either name (Q35); success is the presence of data, whatever the word."""
    lines = [
        {"input_value": "a", "status": "who knows", name: {"instagram": {"userid": "1"}}},
        {"input_value": "b", "status": "not_found", name: None},
        {"input_value": "c", "status": "success", name: {}},
    ]

    assert rows(json.dumps(wrap(lines))) == [
        ("a", "who knows", True),
        ("b", "not_found", False),
        ("c", "success", False),
    ]


@pytest.mark.parametrize(
    "broken",
    [b'"text \xff\xfe"', b"NaN", b"-Infinity", b'"half \\ud83d"', b"123456789012345678901234567890", b"1e400"],
)
def test_what_is_not_quite_json_costs_one_value_not_the_file(broken):
    """Foreign bytes, numbers that are none, halves of an emoji: wherever a piece of the file ends."""
    row = b'{"input_value": "%d", "enrichment_data": {"instagram": {"bio": ' + broken + b', "userid": "7"}}}'
    text = b"[" + b", ".join(row % number for number in range(3000)) + b"]"
    read = list(wire.rows_of_json(io.BytesIO(text)))
    reading = wire.row_reading(read[1].data, HANDLE, FULL)

    assert [row.input for row in read] == [str(number) for number in range(3000)]
    assert reading.platform_id == "7"


@pytest.mark.parametrize("text", ["", "[", '[{"input_value": "a"}', "{}", '{"results": {}}', "<html>"])
def test_a_file_that_ends_early_is_not_whole(text):
    """What came before was read; then it is said."""
    with pytest.raises(Unreadable):
        rows(text)


def test_a_csv_file_is_put_back_into_the_shape_of_the_answer():
    """Plain columns are the person's, dotted ones the platform's; an empty cell is nothing."""
    text = (
        "input_value,status,email,instagram.userid,instagram.follower_count,instagram.is_verified\r\n"
        'anna,success,"anna@x.example",7,1200,true\r\n'
        "b,not_found,,,,\r\n"
        '"line\nbreak",failed,,,,\r\n'
    )
    found, missing, odd = wire.rows_of_csv(io.BytesIO(b"\xef\xbb\xbf" + text.encode()))
    reading = wire.row_reading(found.data, HANDLE, FULL)

    assert (missing.data, odd.input) == (None, "line\nbreak")
    assert (reading.values["followers"], reading.values["email"], reading.values["verified"]) == (
        1200,
        "anna@x.example",
        True,
    )


def test_a_row_is_kept_as_the_single_call_would_be():
    """Also where the platform's own part is missing: it was paid for."""
    whole = wire.row_reading({"email": "a@b.cd", "instagram": {"userid": "7"}}, HANDLE, FULL)
    bare = wire.row_reading({"userid": "7", "follower_count": 5}, HANDLE, FULL)
    gone = wire.row_reading({"instagram": {"exists": False}}, HANDLE, FULL)

    assert json.loads(whole.raw) == {"result": {"email": "a@b.cd", "instagram": {"userid": "7"}}}
    assert (bare.platform_id, bare.values["followers"], gone) == ("7", 5, None)


@pytest.mark.parametrize(
    "told",
    [
        {"platform": "tiktok", "username": "Anna", "fullname": "Anna B", "followers": 12, "picture": "p"},
        {"platform": "tiktok", "username": "@Anna", "full_name": "Anna B", "follower_count": "12", "picture": "p"},
        {"platform": "tiktok", "url": "https://www.tiktok.com/@anna", "fullname": "Anna B", "followers": 12.0}
        | {"profile_picture": "p"},
    ],
)
def test_an_account_is_read_in_both_spellings(told):
    """Documented and live names differ (contract, section 7)."""
    found, raw = wire.row_account(told)

    assert json.loads(raw) == {"result": told}
    assert (found.handle, found.name, found.followers, found.picture) == (
        Handle(platform=Platform.TIKTOK, name="anna"), "Anna B", 12, "p",
    )  # fmt: skip


@pytest.mark.parametrize("told", [{}, {"platform": "tiktok"}])
def test_an_account_without_a_name_is_none(told):
    """Nobody can be shown, and nothing was bought."""
    assert wire.row_account(told) == (None, b"")


def test_an_account_on_a_platform_not_known_here_was_paid_for():
    """Its answer is kept, so that nobody asks again."""
    found, raw = wire.row_account({"platform": "myspace", "username": "a"})

    assert (found, json.loads(raw)["result"]["platform"]) == (None, "myspace")
