"""Calls to a practice service the way a customer makes them, and what it says about itself."""

from collections.abc import Callable
from typing import Any

import httpx

from tests.sandbox_server import SandboxProcess


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

    def truth(self, handle: str, platform: str = "instagram") -> dict[str, Any]:
        return self.process.truth(platform, handle)

    def someone(self, fits: Callable[[dict[str, Any]], bool]) -> str:
        """The first listed creator for whom `fits` holds."""
        for page in range(20):
            for handle in self.names(paging={"limit": 50, "page": page}):
                if fits(self.truth(handle)):
                    return handle
        raise AssertionError("nobody fits")
