"""A batch from upload to results: its states, its price per row, its results in three ways, and restarts."""

import contextlib
import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

import httpx
import pytest

from tests.sandbox.calls import BATCH, Api

SOMEONE = "khalidclimbing"
FAST = {"batch_rows_per_s": 10_000, "batch_queued_s": 0}


@pytest.fixture
def quick(api: Api) -> Iterator[Api]:
    """The shared service without a queue, at full speed; as it was before when the test ends."""
    before = api.process.settings()
    api.process.settings(**FAST)
    yield api
    api.process.settings(**before)


@pytest.fixture
def begin(start: Callable[..., Api]) -> Callable[..., Api]:
    """A service of its own whose batches run at full speed."""

    def started(*flags: str, **settings: object) -> Api:
        api = start("--rate", "1000000", *flags)
        api.process.settings(**FAST | settings)
        return api

    return started


def charges(api: Api, call: str) -> list[tuple[str, str, bool]]:
    """(handle, amount, delivered) of the charges of one kind."""
    entries = api.process.books()["entries"]
    return [(one["handle"], one["amount"], one["delivered"]) for one in entries if one["call"] == call]


def rows(answer: httpx.Response) -> dict[str, str]:
    """What became of each input."""
    return {row["input_value"]: row["status"] for row in answer.json()}


def test_an_upload_is_answered_with_the_batch_to_come(quick):
    """Id, counts and metadata as documented."""
    answer = quick.send_batch("handle\na\n\nb\n b \n", metadata='{"job": "7"}').json()

    assert answer.pop("batch_id").startswith("bch_")
    assert answer.pop("created_at").endswith("Z")
    assert answer == {
        "status": "validating", "platform": "instagram", "metadata": {"job": "7"}, "og_input_number": 3,
        "type_report": "ENRICH_BY_HANDLE", "enrichment_mode": "raw", "message": "Batch accepted",
    }  # fmt: skip


@pytest.mark.parametrize(("mode", "price"), [("full", "1.00"), ("raw", "0.03")])
def test_every_row_found_is_paid_and_no_other(quick, mode, price):
    """Repeats are paid again; unknown handles are free; the books name handle and platform."""
    someone, other = quick.people(2)
    gone = quick.someone(lambda truth: not truth["found"])
    before, used = len(charges(quick, f"batch_{mode}")), Decimal(quick.process.books()["used"])
    number = quick.upload([someone, f"@{someone.upper()}", other, "nobody.at.all", gone], mode)
    progress = quick.wait_for(number, "finished")
    paid = charges(quick, f"batch_{mode}")[before:]

    assert [(handle, amount) for handle, amount, _ in paid] == [
        (someone, price), (f"@{someone.upper()}", price), (other, price),
    ]  # fmt: skip
    assert Decimal(quick.process.books()["used"]) - used == 3 * Decimal(price)
    assert Decimal(progress["credits_used"]) == 3 * Decimal(price)
    assert (progress["total_rows"], progress["processed_rows"]) == (5, 5)
    assert (progress["success_count"], progress["failed_count"]) == (3, 2)


@pytest.mark.parametrize("mode", ["full", "raw"])
def test_a_row_brings_what_the_single_call_brings(quick, mode):
    """The same result, beside the input as it was written."""
    [someone] = quick.people(1)
    number = quick.upload([f"@{someone}", "nobody.at.all"], mode)
    quick.wait_for(number, "finished")
    found, missing = quick.batch(number, "?format=json").json()
    single = quick.enrich(someone, mode, **({"include_audience_data": False} if mode == "full" else {})).json()

    assert found == {"input_value": f"@{someone}", "status": "success", "enrichment_data": single["result"]}
    assert missing == {"input_value": "nobody.at.all", "status": "not_found", "enrichment_data": None}


def test_options_are_those_of_the_single_call(quick):
    """Audience and lookalikes come when asked for; must_have leaves out and does not charge who has no address."""
    [reachable] = quick.people(1, email_kind="personal")
    [silent] = quick.people(1, email_kind=None)
    options = {"email_required": "must_have", "include_audience_data": "true", "include_lookalikes": "true"}
    number = quick.upload([reachable, silent], "full", **options)
    progress = quick.wait_for(number, "finished")
    found = quick.batch(number, "?format=json").json()[0]["enrichment_data"]

    assert progress["credits_used"] == "1.00"
    assert (len(found["lookalikes"]), "audience" in found["instagram"]) == (20, True)
    assert rows(quick.batch(number, "?format=json")) == {reachable: "success", silent: "not_found"}


def test_addresses_are_looked_up_by_the_basic_mode(quick):
    """0.05 for each that is found; what is no address fails and is free."""
    before = len(charges(quick, "batch_basic"))
    number = quick.upload(["Anna@creator.example", "x@nowhere.example", "nonsense"], "basic", None)
    created = quick.wait_for(number, "finished")
    answer = quick.batch(number, "?format=json")
    [data] = [row["enrichment_data"] for row in answer.json() if row["status"] == "success"]

    assert created["credits_used"] == "0.05"
    assert rows(answer) == {
        "Anna@creator.example": "success", "x@nowhere.example": "not_found", "nonsense": "failed",
    }  # fmt: skip
    assert data == quick.post("creators/enrich/email", email="anna@creator.example").json()["result"]
    assert [paid[:2] for paid in charges(quick, "batch_basic")[before:]] == [("Anna@creator.example", "0.05")]


def test_the_states_follow_each_other(begin):
    """Queued, processing with an expected end, finished; results only then."""
    api = begin(batch_queued_s=3600)
    number = api.upload(["a", "b"])
    queued, early = api.batch(number).json(), api.batch(number, "?format=json")
    api.process.settings(batch_queued_s=0, batch_rows_per_s=0.001)
    working = api.wait_for(number, "processing")
    api.process.settings(batch_rows_per_s=1000)

    assert (queued["status"], queued["started_at"], queued["processed_rows"]) == ("queued", None, 0)
    assert (early.status_code, early.json()) == (
        400, {"error": "Batch is not completed", "current_status": "queued"},
    )  # fmt: skip
    assert working["estimated_completion"] > working["started_at"]
    assert api.wait_for(number, "finished")["processed_rows"] == 2


def test_credits_that_run_out_pause_it_until_it_is_resumed(api, begin):
    """What was paid can be fetched meanwhile; after a top-up it goes on and pays nothing twice."""
    people = api.people(5)
    poor = begin("--credits", "2.15")
    number = poor.upload(["nobody.at.all", *people, "nobody.either"], "full")
    paused = poor.wait_for(number, "paused_insufficient_credits")
    partial = rows(poor.batch(number, "?format=json"))
    poor.process.top_up("10")
    resumed = poor.resume(number)
    poor.wait_for(number, "finished")

    assert (paused["processed_rows"], paused["credits_used"]) == (3, "2.00")
    assert "credit" in paused["status_message"].lower()
    assert partial == {"nobody.at.all": "not_found", **dict.fromkeys(people[:2], "success")}
    assert (resumed.status_code, resumed.json()["status"]) == (200, "processing")
    assert [paid[0] for paid in charges(poor, "batch_full")] == people
    assert len(rows(poor.batch(number, "?format=json"))) == 7


def test_resuming_without_credits_pauses_again(begin):
    """Nothing is found for nothing."""
    api = begin("--credits", "0.10")
    number = api.upload([SOMEONE], "full")
    api.wait_for(number, "paused_insufficient_credits")
    api.resume(number)

    assert api.wait_for(number, "paused_insufficient_credits")["processed_rows"] == 0


def test_only_a_paused_batch_is_resumed(quick):
    """409 for one that ended, 404 for one that never was."""
    number = quick.upload(["nobody.at.all"])
    quick.wait_for(number, "finished")
    answers = [quick.resume(which) for which in (number, "bch_none")]

    assert [answer.status_code for answer in answers] == [409, 404]
    assert answers[0].json()["current_status"] == "finished"


def test_a_batch_can_fail_in_the_middle(begin):
    """It gives up after so many rows; those it had can be fetched."""
    api = begin(batch_fails_after=3)
    number = api.upload([f"nobody.{at}" for at in range(8)])
    failed = api.wait_for(number, "failed")

    assert (failed["processed_rows"], failed["total_rows"]) == (3, 8)
    assert failed["status_message"]
    assert len(rows(api.batch(number, "?format=json"))) == 3


def test_partial_results_can_be_withheld(begin):
    """The documentation hands out results of finished batches only."""
    api = begin(batch_fails_after=1, batch_partial=False)
    number = api.upload(["a", "b"])
    api.wait_for(number, "failed")

    assert [api.batch(number, what).status_code for what in ("?format=json", "download/")] == [400, 400]


@pytest.mark.parametrize("ways", [["json"], ["csv"], ["download"], ["json", "csv", "download"], []])
def test_results_come_in_the_ways_that_are_set(begin, ways):
    """Every other way answers 404."""
    api = begin(batch_ways=ways)
    number = api.upload(["nobody.at.all"])
    api.wait_for(number, "finished")
    paths = {"json": "?format=json", "csv": "?format=csv", "download": "download/"}

    assert [way for way, path in paths.items() if api.batch(number, path).status_code == 200] == ways


def test_the_csv_holds_a_line_for_every_row(begin):
    """The plain values of an answer as columns, the same over a link that needs no key."""
    api = begin("--credits", "100", batch_ways=["csv", "download"])
    people = api.people(4)
    number = api.upload(["=1+1", 'a"b', *people], "full")
    api.wait_for(number, "finished")
    answer = api.batch(number, "?format=csv")
    link = api.batch(number, "download/").json()
    fetched = httpx.get(link["download_url"], trust_env=False)
    table = {line["input_value"]: line for line in csv.DictReader(io.StringIO(answer.text))}
    single = api.enrich(people[0], "full").json()["result"]

    assert answer.headers["content-type"].startswith("text/csv")
    assert list(table["=1+1"].values())[1:4] == ["not_found", "", ""]
    assert table[people[0]]["email"] == (single["email"] or "")
    assert table[people[0]]["instagram.follower_count"] == str(single["instagram"].get("follower_count") or "")
    assert (len(table), fetched.text) == (6, answer.text)
    assert (link["filename"], link["expires_in"], link["total_results"], link["invalid_records"]) == (
        f"{number}.csv", 3600, 4, 2,
    )  # fmt: skip


def test_a_link_that_was_changed_opens_nothing(quick):
    """403 without the right signature."""
    number = quick.upload(["nobody.at.all"])
    quick.wait_for(number, "finished")
    link = quick.batch(number, "download/").json()["download_url"]

    assert httpx.get(link[:-1] + ("0" if link[-1] != "0" else "1"), trust_env=False).status_code == 403


@pytest.mark.parametrize(("shape", "key"), [("results", "enrichment_data"), ("data", "result")])
def test_rows_can_come_in_a_wrapper(begin, shape, key):
    """Clients have met both."""
    api = begin(batch_shape=shape)
    number = api.upload(["nobody.at.all"])
    api.wait_for(number, "finished")

    assert api.batch(number, "?format=json").json() == {
        shape: [{"input_value": "nobody.at.all", "status": "not_found", key: None}]
    }


def test_rows_do_not_come_in_the_order_of_the_upload(quick):
    """Nobody promised that; a customer matches by input."""
    sent = [f"nobody.{at}" for at in range(20)]
    number = quick.upload(sent)
    quick.wait_for(number, "finished")
    received = list(rows(quick.batch(number, "?format=json")))

    assert received != sent
    assert sorted(received) == sorted(sent)


def test_long_results_are_made_while_they_are_read(begin):
    """Nothing counts as delivered before the last row; then all of it does."""
    api = begin("--credits", "1000")
    people = api.people(12, "youtube")
    number = api.upload(people * 25, "full", "youtube", include_audience_data="true")
    api.wait_for(number, "finished")
    with api.http.stream("GET", f"{BATCH}{number}/?format=json") as answer:
        pieces = answer.iter_raw()
        size = len(next(pieces))
        halfway = charges(api, "batch_full")
        size += sum(map(len, pieces))

    assert answer.headers["transfer-encoding"] == "chunked"
    assert size > 15_000_000
    assert {delivered for *_, delivered in halfway} == {False}
    assert {delivered for *_, delivered in charges(api, "batch_full")} == {True}


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_batch_goes_on_after_a_restart(begin, tmp_path, end):
    """Ended in the middle, in good order or not: every row is decided and paid once, with the settings as they were."""
    api = begin("--credits", "1000", "--state", str(tmp_path), batch_rows_per_s=100)
    people = api.people(40)
    number = api.upload(people, metadata='{"job": "7"}')
    while not (before := api.batch(number).json())["processed_rows"] > 5:
        assert before["status"] in ("queued", "processing")
    getattr(api.process, end)()
    api.process.restart()
    middle = api.batch(number).json()
    api.process.settings(batch_rows_per_s=10_000)
    after = api.wait_for(number, "finished")

    assert before["processed_rows"] <= middle["processed_rows"] < 40
    assert (after["metadata"], after["success_count"]) == ({"job": "7"}, 40)
    assert [paid[0] for paid in charges(api, "batch_raw")] == people
    assert set(rows(api.batch(number, "?format=json")).values()) == {"success"}


def test_several_batches_run_side_by_side(begin):
    """Out of one balance: they stop together when it does not cover another row."""
    api = begin("--credits", "0.35", batch_rows_per_s=0)  # both are there before one of them ends
    numbers = [api.upload([SOMEONE] * 20) for _ in range(2)]
    api.process.settings(batch_rows_per_s=10)  # so slow that neither takes all of it at one go
    progress = [api.wait_for(number, "paused_insufficient_credits") for number in numbers]

    assert sum(one["success_count"] for one in progress) == len(charges(api, "batch_raw")) == 11
    assert min(one["success_count"] for one in progress) > 0


BAD_UPLOADS = {
    "no rows": ({"content": "handle\n\n"}, "file"),
    "no header": ({"content": "somebody\nelse\n"}, "file"),
    "empty": ({"content": ""}, "file"),
    "two columns": ({"content": "handle,name\na,b\n"}, "file"),
    "emails for handles": ({"content": "email\na@b.example\n"}, "file"),
    "not UTF-8": ({"content": b"handle\ncaf\xe9\n"}, "file"),
    "10,001 rows": ({"content": "handle\n" + "a\n" * 10_001}, "file"),
    "over 10 MB": ({"content": "handle\n" + "a" * (10 * 1024 * 1024) + "\n"}, "file"),
    "far over 10 MB": ({"content": "handle\n" + "a" * (11 * 1024 * 1024) + "\n"}, "file"),
    "endless cell": ({"content": "handle\n" + "a" * 200_000 + "\n"}, "file"),
    "unknown mode": ({"mode": "advanced"}, "enrichment_mode"),
    "no platform": ({"platform": None}, "platform"),
    "platform of singles": ({"platform": "pinterest"}, "platform"),
    "third address rule": ({"email_required": "not_needed"}, "email_required"),
    "yes": ({"include_lookalikes": "yes"}, "include_lookalikes"),
    "metadata as text": ({"metadata": "winter"}, "metadata"),
    "metadata as list": ({"metadata": "[1]"}, "metadata"),
}


@pytest.mark.parametrize(("change", "field"), BAD_UPLOADS.values(), ids=BAD_UPLOADS)
def test_a_bad_upload_names_the_part(api, change, field):
    """400 with `{"error": {part: ...}}`."""
    answer = api.send_batch(**{"content": "handle\na\n"} | change)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])


@pytest.mark.parametrize("content", ["handle\na\n", "Handles\r\na\r\n", '\ufeff"handle"\n"a"', "handle\na,,\n"])
def test_headers_and_line_ends_vary(api, content):
    """Both spellings, a byte-order mark, quotes, Windows line ends."""
    assert api.send_batch(content).json()["og_input_number"] == 1


def test_ten_thousand_rows_are_taken(api):
    """The limit itself is allowed."""
    assert api.send_batch("handle\n" + "a\n" * 10_000).json()["og_input_number"] == 10_000


def test_an_upload_that_is_no_form_is_refused(api):
    """JSON, and a form without its boundary."""
    answers = [
        api.http.post(BATCH, json={"enrichment_mode": "raw"}),
        api.http.post(BATCH, content=b"x", headers={"Content-Type": "multipart/form-data"}),
        api.http.post(BATCH, data={"enrichment_mode": "raw"}, files={"other": b"x"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert answers[2].json()["error"] == {"file": ["No file was submitted."]}


@pytest.mark.parametrize("what", ["status/", "?format=json", "download/"])
def test_an_unknown_batch_is_404(api, what):
    """With a text that says so."""
    answer = api.batch("bch_none", what)

    assert (answer.status_code, answer.json()) == (404, {"error": "Batch not found."})


def test_an_unknown_format_is_refused(quick):
    """400 naming the parameter."""
    number = quick.upload(["a"])

    assert list(quick.batch(number, "?format=xlsx").json()["error"]) == ["format"]


def test_an_upload_whose_answer_is_lost_runs_all_the_same(start):
    """The customer has no id, but the balance shows that something works."""
    api = start("--credits", "100", "--faults", "lost:1")
    api.process.settings(**FAST)
    with contextlib.suppress(httpx.RemoteProtocolError):
        api.send_batch(f"handle\n{SOMEONE}\n")
    while not charges(api, "batch_raw"):
        continue

    assert charges(api, "batch_raw") == [(SOMEONE, "0.03", False)]


def test_results_can_be_cut(begin, tmp_path):
    """Half of a piece, no end; nothing counts as delivered."""
    api = begin("--state", str(tmp_path))
    number = api.upload([SOMEONE], "full")
    api.wait_for(number, "finished")
    api.process.restart("--faults", "trunc:1")
    with pytest.raises(httpx.RemoteProtocolError):
        api.batch(number, "?format=json")

    assert [delivered for *_, delivered in charges(api, "batch_full")] == [False]
