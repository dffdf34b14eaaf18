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
from tests.sandbox_server import SandboxProcess

TABLES = (endpoints.PAID, endpoints.BATCH, endpoints.FREE, endpoints.BALANCE)
SERVED = sorted({path for table in TABLES for _, path, _ in table})
LATER = {path for _, path in endpoints.LATER}
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


def test_every_operation_of_the_contract_has_its_place():
    """Each path is served, or stands in the table of later ones."""
    assert {operation.ok().path for operation in DESCRIBED.get_all_operations()} == LATER | set(SERVED)
