"""Schemathesis: whatever the OpenAPI file allows is answered as the file says."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app import resources
from app.sandbox import endpoints
from app.sandbox.columns import SMALLER
from tests.sandbox_server import SandboxProcess

TABLES = (endpoints.PAID, endpoints.BATCH, endpoints.FREE, endpoints.BALANCE)
SERVED = sorted({path for table in TABLES for _, path, _ in table})
# The coverage phase tries hundreds of shapes of each of 107 filters: minutes, where the random phase takes seconds.
QUICK = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})
DESCRIBED = schemathesis.openapi.from_path(resources.path("api", "openapi.yaml"), config=QUICK)
served = DESCRIBED.include(path=SERVED)


@pytest.fixture(scope="module")
def service() -> Iterator[SandboxProcess]:
    with SandboxProcess("--credits", "1000000", "--latency-ms", "0", "--rate", "1000000") as process:
        yield process


@served.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_the_contract_describes(case, service):
    """Never a server error; status, content type and shape are among those described."""
    case.call_and_validate(
        base_url=service.url,
        headers=service.headers,
        checks=[
            schemathesis.checks.not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )


@pytest.mark.parametrize("platform", endpoints.PLATFORMS)
@pytest.mark.parametrize("tier", endpoints.TIER_PLATFORMS)
def test_a_real_answer_has_the_described_shape(service, tier, platform):
    """Generated handles are never found, so each tier is also checked with creators who are."""
    operation = DESCRIBED[f"/public/v1/creators/enrich/handle/{tier}/"]["POST"]
    listing = DESCRIBED["/public/v1/discovery/"]["POST"].Case(
        body={"platform": platform, "paging": {"limit": 15, "page": 0}}, media_type="application/json"
    )
    page = listing.call_and_validate(
        base_url=service.url, headers=service.headers, checks=[response_schema_conformance]
    )
    handles = [account["profile"]["username"] for account in page.json()["accounts"]]
    answers = []
    for handle in handles:
        case = operation.Case(body={"handle": handle, "platform": platform}, media_type="application/json")
        answers.append(
            case.call_and_validate(base_url=service.url, headers=service.headers, checks=[response_schema_conformance])
        )

    assert [answer.status_code for answer in answers].count(200) >= 12


def checked(service, path, method="POST", *, path_parameters=None, **parts):
    """The answer to one call of the contract; its shape is among those described."""
    case = DESCRIBED[f"/public/v1/{path}"][method].Case(path_parameters=path_parameters or {}, **parts)
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    return case.call_and_validate(base_url=service.url, headers=service.headers, checks=checks)


REAL = {
    "creators/enrich/email/": {"email": "somebody@creator.example"},
    "creators/socials/": {"platform": "instagram", "handle": "khalidclimbing"},
    "creators/content/posts/": {"platform": "instagram", "handle": "khalidclimbing"},
    "creators/content/details/": {"platform": "tiktok", "post_id": "7123", "content_type": "data"},
    "creators/audience/overlap/": {"platform": "instagram", "creators": ["agus.hidayat", "nora.hayes"]},
}


@pytest.mark.parametrize(("path", "body"), REAL.items(), ids=REAL)
def test_a_real_answer_of_the_other_calls_has_the_described_shape(service, path, body):
    """With something that is found."""
    assert checked(service, path, body=body, media_type="application/json").status_code == 200


@pytest.mark.parametrize("platform", SMALLER)
def test_a_real_answer_about_a_smaller_platform_has_the_described_shape(service, platform):
    """Those of Instagram's creators who are there; some are known by no name."""
    there = {"creator_has": {f"has_{platform}": True}}
    has = {"platform": "instagram", "paging": {"limit": 15, "page": 0}, "filters": there}
    listed = checked(service, "discovery/", body=has, media_type="application/json").json()["accounts"]
    tiers = [tier for tier, platforms in endpoints.TIER_PLATFORMS.items() if platform in platforms]
    for path in (*(f"creators/enrich/handle/{tier}/" for tier in tiers), "creators/socials/"):
        statuses = [
            checked(
                service,
                path,
                body={"handle": one["profile"]["username"], "platform": platform},
                media_type="application/json",
            ).status_code
            for one in listed
        ]
        assert statuses.count(200) >= 5


@pytest.mark.parametrize("mode", ["full", "raw", "basic"])
def test_a_batch_has_the_described_shapes_from_upload_to_results(service, mode):
    """Create, status, results, link; resume is refused as described."""
    service.settings(batch_queued_s=0, batch_rows_per_s=1000)
    rows = "email\na@creator.example\nx@nowhere.example" if mode == "basic" else "handle\nkhalidclimbing\nnobody.at.all"
    platform = {} if mode == "basic" else {"platform": "instagram"}
    body = {"file": rows.encode(), "enrichment_mode": mode, "metadata": "{}", **platform}
    created = checked(service, "enrichment/batch/", body=body, media_type="multipart/form-data").json()
    one = {"path_parameters": {"batch_id": created["batch_id"]}}
    path = "enrichment/batch/{batch_id}/"
    while (progress := checked(service, f"{path}status/", "GET", **one).json())["status"] != "finished":
        assert progress["status"] in ("queued", "processing")
    results = checked(service, path, "GET", **one, query={"format": "json"}).json()
    link = checked(service, f"{path}download/", "GET", **one)
    resumed = checked(service, f"{path}resume/", **one, body={}, media_type="application/json")

    assert [row["status"] for row in results] == ["success", "not_found"]
    assert (link.status_code, resumed.status_code) == (200, 409)


def test_every_operation_of_the_contract_has_its_place():
    """Each is served, and nothing else; each is among those that schemathesis calls."""
    described = {(one.ok().method.upper(), one.ok().path) for one in DESCRIBED.get_all_operations()}
    called = {(one.ok().method.upper(), one.ok().path) for one in served.get_all_operations()}

    assert described == called == {(method, path) for table in TABLES for method, path, _ in table}
