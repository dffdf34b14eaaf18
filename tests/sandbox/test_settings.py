"""The switches of the control channel."""

import httpx
import pytest

from tests.sandbox_server import SandboxProcess


def test_fair_use_stops_searches_and_nothing_else(start):
    """429 with a text of its own and no time to come back; free, and over when it is switched off."""
    api = start()
    api.process.settings(fair_use=True)
    refused = [
        api.discover(),
        api.post("discovery/creators/similar", platform="instagram", filter_value="khalidclimbing", paging={"page": 0}),
    ]
    paid = api.enrich("khalidclimbing").status_code
    api.process.settings(fair_use=False)

    assert [(answer.status_code, "retry-after" in answer.headers) for answer in refused] == [(429, False)] * 2
    assert {"fair use" in answer.json()["detail"].lower() for answer in refused} == {True}
    assert (paid, api.discover().status_code) == (200, 200)
    assert [entry["call"] for entry in api.process.books()["entries"]] == ["raw", "discovery"]


def test_settings_are_kept_with_the_account(start, tmp_path):
    """A restart changes nothing."""
    api = start("--state", str(tmp_path))
    changed = api.process.settings(batch_ways=["csv"], batch_rows_per_s=7.5)
    api.process.restart()

    assert api.process.settings() == changed
    assert (changed["batch_ways"], changed["batch_rows_per_s"]) == (["csv"], 7.5)


def test_a_fault_happens_where_it_is_asked_for(start):
    """To every request whose path fits, until it is taken back; to no other."""
    api = start()
    api.process.settings(fault_at=["/enrich/handle/raw/$", "503"])
    failed = [api.enrich("khalidclimbing").status_code for _ in range(2)]
    other = api.discover().status_code
    api.process.settings(fault_at=None)

    assert (failed, other, api.enrich("khalidclimbing").status_code) == ([503, 503], 200, 200)


def test_everything_may_cost_more_than_its_price(start):
    """From one request to the next: the answer names what it cost, and the books hold the same."""
    api = start()
    listed = api.enrich("khalidclimbing").json()["credits_cost"]
    api.process.settings(price_times=2.5)
    dearer = [answer.json()["credits_cost"] for answer in (api.enrich("khalidclimbing"), api.discover())]
    amounts = [entry["amount"] for entry in api.process.books()["entries"]]

    assert (listed, dearer[0]) == (0.03, 0.075)
    assert [float(amount) for amount in amounts] == [listed, *dearer]


BAD = {
    "unknown": {"speed": 1},
    "not a yes": {"fair_use": "yes"},
    "backwards": {"batch_rows_per_s": -1},
    "unknown way": {"batch_ways": ["xlsx"]},
    "unknown shape": {"batch_shape": "tree"},
    "half a row": {"batch_fails_after": 0.5},
    "unknown fault": {"fault_at": ["/status/$", "418"]},
    "a price below nothing": {"price_times": -1},
    "no pattern": {"fault_at": ["(", "500"]},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_setting_that_cannot_be_is_refused(start, change):
    """400, and nothing changes."""
    process: SandboxProcess = start().process
    before = process.settings()
    answer = httpx.post(f"{process.url}/practice/settings/", json=change, headers=process.headers, trust_env=False)

    assert answer.status_code == 400
    assert process.settings() == before
