"""Calls to a practice service the way a customer makes them, and what it says about itself."""

from collections.abc import Callable
from typing import Any

import httpx

from tests.sandbox_server import SandboxProcess

BATCH = "/public/v1/enrichment/batch/"


class Api:
    """Calls a practice service the way a customer does."""

    def __init__(self, process: SandboxProcess) -> None:
        self.process = process
        self.http = httpx.Client(base_url=process.url, headers=process.headers, timeout=60, trust_env=False)

    def discover(self, filters: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        body = {"platform": "instagram", "paging": {"limit": 10, "page": 0}, "filters": filters, **more}
        return self.http.post("/public/v1/discovery/", json=body)

    def names(self, filters: dict[str, Any] | None = None, **more: Any) -> list[str]:
        return [account["profile"]["username"] for account in self.discover(filters, **more).json()["accounts"]]

    def enrich(self, handle: str, tier: str = "raw", platform: str = "instagram", **more: Any) -> httpx.Response:
        body = {"handle": handle, "platform": platform, **more}
        return self.http.post(f"/public/v1/creators/enrich/handle/{tier}/", json=body)

    def credits(self) -> httpx.Response:
        return self.http.get("/public/v1/accounts/credits/")

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(f"/public/v1/{path}/", json=body)

    def upload(self, rows: list[str], mode: str = "raw", platform: str | None = "instagram", **more: str) -> str:
        """Start a batch and return its id."""
        answer = self.send_batch("\n".join(["email" if mode == "basic" else "handle", *rows]), mode, platform, **more)
        assert answer.status_code == 200, answer.text
        number: str = answer.json()["batch_id"]
        return number

    def send_batch(
        self, content: str | bytes, mode: str = "raw", platform: str | None = "instagram", **more: str
    ) -> httpx.Response:
        fields = {"enrichment_mode": mode, **({"platform": platform} if platform else {}), **more}
        return self.http.post(BATCH, files={"file": ("list.csv", content, "text/csv")}, data=fields)

    def batch(self, number: str, what: str = "status/") -> httpx.Response:
        return self.http.get(f"{BATCH}{number}/{what}")

    def resume(self, number: str) -> httpx.Response:
        return self.http.post(f"{BATCH}{number}/resume/", json={})

    def wait_for(self, number: str, state: str) -> dict[str, Any]:
        """Ask until a batch is in this state; fails when it has ended in another."""
        while (progress := self.batch(number).json())["status"] != state:
            assert progress["status"] in ("queued", "processing"), progress
        found: dict[str, Any] = progress
        return found

    def people(self, count: int, platform: str = "instagram", **wanted: object) -> list[str]:
        """Listed creators whom enrichment finds, with these truths."""
        found: list[str] = []
        for page in range(20):
            for handle in self.names(platform=platform, paging={"limit": 50, "page": page}):
                truth = self.truth(handle, platform)
                if truth["found"] and all(truth[name] == value for name, value in wanted.items()):
                    found.append(handle)
                if len(found) == count:
                    return found
        raise AssertionError("too few fit")

    def truth(self, handle: str, platform: str = "instagram") -> dict[str, Any]:
        return self.process.truth(platform, handle)

    def someone(self, fits: Callable[[dict[str, Any]], bool]) -> str:
        """The first listed creator for whom `fits` holds."""
        for page in range(20):
            for handle in self.names(paging={"limit": 50, "page": page}):
                if fits(self.truth(handle)):
                    return handle
        raise AssertionError("nobody fits")
