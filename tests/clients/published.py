"""By hand: the vendor's own published client against the practice service, every call it has.

The client is no dependency of ours. It lives in a folder of its own, and this script runs with its Python:

    python3 -m venv /tmp/client && /tmp/client/bin/pip install influencers-club-mcp==0.3.0
    /tmp/client/bin/python tests/clients/published.py .venv/bin/python

The argument is a Python that has Scoutsheet's dependencies; the practice service is started with it, and the client is
told its address. Each call is written with the first of what came; exit code 1 where one failed, a call of the client
was left out, or an endpoint of the contract was never reached. Takes two minutes, because it looks
after its batches only every 35 s.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters, types
from mcp.client.stdio import stdio_client

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SOMEBODY, GONE = "hannadvorak", "nobody.at.all"
COMPARED = ["eliska.fragrance", "hannadvorak", "aaravnair55"]
POST = "9100000000000000001"
FILES_ONLY = {"get_upload_url", "wait_for_upload", "list_import_files", "list_export_files", "setup_export_path"}
"""Calls of the client that deal with files beside it and never ask the service."""

REACHED = (
    *("accounts/credits/", "discovery/", "discovery/creators/similar/", "creators/audience/overlap/"),
    *("creators/socials/", "creators/enrich/email/", "creators/content/posts/", "creators/content/details/"),
    *(f"creators/enrich/handle/{tier}/" for tier in ("raw", "profile", "analytics", "full")),
    *(f"enrichment/batch/{what}" for what in ("", "ID/status/", "ID/", "ID/resume/")),
    *(
        f"discovery/classifier/{name}/"
        for name in (
            *("languages", "locations/PLATFORM", "audience-interests", "brands", "yt-topics", "games"),
            *("audience-brand-categories", "audience-brand-names", "audience-locations"),
        )
    ),
    *(
        f"discovery/exclusion-lists/{what}"
        for what in ("", "ID/", "ID/entries/", "default/PLATFORM/", "default/PLATFORM/entries/")
    ),
)
"""What the contract has and this client uses; `/download/` and CSV results it leaves out (contract, Q11)."""

Call = Callable[..., Awaitable[Any]]


class Client:
    """Makes calls and keeps what failed."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self.used: set[str] = set()
        self.wrong: list[str] = []

    async def __call__(self, name: str, /, *, fails: str = "", **parts: Any) -> Any:
        """What a call brought. `fails`: a word of the answer where it is to be refused."""
        self.used.add(name)
        answer = await self._session.call_tool(name, parts)
        text = " ".join(part.text for part in answer.content if isinstance(part, types.TextContent))
        refused = bool(answer.isError) or '"error"' in text[:40]
        fine = (refused and fails in text) if fails else not refused
        told = " ".join(text.split())[:150]
        sys.stdout.write(f"{'fine ' if fine else 'WRONG'} {name} {json.dumps(parts)[:80]} -> {told}\n")
        if not fine:
            self.wrong.append(name)
        try:
            return json.loads(text)
        except ValueError:
            return text


async def _find(call: Call) -> None:
    await call("check_credits")
    for platform in ("instagram", "youtube", "tiktok", "twitter", "twitch", "onlyfans"):
        await call("discover_creators", platform=platform, limit=5)
    await call("discover_creators", platform="instagram", ai_search="fitness", limit=5)
    await call("discover_creators_to_file", platform="instagram", pages=1, filename="found.csv")
    await call("find_similar_creators", platform="instagram", filter_value=SOMEBODY, limit=5)
    for name in (
        *("languages", "youtube_topics", "games", "brands", "audience_brand_categories", "audience_brand_names"),
        *("audience_interests", "audience_locations"),
    ):
        await call(f"get_{name}")
    await call("get_locations", platform="instagram")


async def _enrich(call: Call) -> None:
    for name in ("enrich_by_handle", *(f"enrich_by_handle_{tier}" for tier in ("profile", "analytics", "raw"))):
        await call(name, handle=SOMEBODY, platform="instagram")
    await call("enrich_by_handle_raw", fails="not", handle=GONE, platform="instagram")
    await call("enrich_by_email", email="somebody@creator.example")
    await call("connected_socials", platform="instagram", handle=SOMEBODY)
    posts = await call("get_creator_posts", platform="instagram", handle=SOMEBODY)
    await call("get_creator_posts", platform="tiktok", fails="not", handle=GONE)
    token = posts.get("result", posts).get("next_token")
    await call("get_creator_posts", platform="instagram", handle=SOMEBODY, pagination_token=token)
    for platform, content in (
        *(("instagram", one) for one in ("data", "comments", "transcript", "audio")),
        *(("tiktok", one) for one in ("data", "comments", "transcript", "audio")),
        *(("youtube", one) for one in ("data", "comments", "transcript")),
    ):
        await call("get_post_details", platform=platform, post_id=POST, content_type=content)
    await call("audience_overlap", platform="instagram", creators=COMPARED)


async def _batch(call: Call) -> None:
    rows = {"full": f"handle\n{SOMEBODY}\n{GONE}", "raw": f"handle\n{SOMEBODY}"}
    rows["basic"] = "email\na@creator.example\nx@nowhere.example"
    for mode, text in rows.items():
        platform = {} if mode == "basic" else {"platform": "instagram"}
        made = await call("create_batch_enrichment", enrichment_mode=mode, csv_content=text, **platform)
        number = made["batch_id"]
        while (await call("get_batch_status", batch_id=number))["status"] != "finished":
            pass  # the client itself waits half a minute between two looks
        await call("download_batch_results", batch_id=number)
        await call("resume_batch", fails="paused", batch_id=number)


async def _exclusion_lists(call: Call) -> None:
    made = await call("create_exclusion_list", name="Agencies", platform="instagram")
    number = made["id"]
    await call("list_exclusion_lists")
    await call("list_exclusion_lists", platform="instagram")
    await call("add_to_exclusion_list", list_id=number, handles=["@Anna", "https://instagram.com/noah"])
    await call("get_exclusion_list_handles", list_id=number)
    await call("remove_from_exclusion_list", list_id=number, handles=["anna"])
    await call("get_exclusion_list", list_id=number)
    await call("rename_exclusion_list", list_id=number, name="Agencies, old")
    await call("delete_exclusion_list", list_id=number)
    await call("get_exclusion_list", fails="not found", list_id=number)
    await call("get_default_exclusion_list", platform="instagram")
    await call("add_to_default_exclusion_list", platform="instagram", handles=["anna"])
    await call("get_default_exclusion_list_handles", platform="instagram")
    await call("remove_from_default_exclusion_list", platform="instagram", handles=["anna"])


async def drive(url: str, key: str, folder: str) -> list[str]:
    """Make every call; returns what went wrong."""
    places = dict.fromkeys(("EXPORT_HOST_DIR", "OUTPUT_DIR", "IMPORTS_DIR", "IMPORT_HOST_DIR"), folder)
    names = {"INFLUENCERS_CLUB_API_KEY": key, "OAUTH_API_BASE": url, "OAUTH_ISSUER_URL": url, **places}
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "influencers_club_mcp"], env={**os.environ, **names}
    )
    who = types.Implementation(name="claude-code", version="1")  # the client does more for whom it knows
    async with (
        stdio_client(server, errlog=subprocess.DEVNULL) as (inward, outward),
        ClientSession(inward, outward, client_info=who) as session,
    ):
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        call = Client(session)
        for part in (_find, _enrich, _exclusion_lists, _batch):
            await part(call)
    return [*call.wrong, *(f"{name} was not called" for name in sorted(tools - call.used - FILES_ONLY))]


@contextmanager
def practice(python: str):
    """A practice service with credits enough: (address, key)."""
    arguments = [python, "-m", "app", "sandbox", "--credits", "1000", "--latency-ms", "0"]
    with subprocess.Popen(arguments, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            words = process.stdout.readline().split()
            yield words[words.index("on") + 1], words[words.index("key") + 1]
        finally:
            process.terminate()


def books(url: str, key: str) -> dict[str, Any]:
    """What the practice service noted."""
    asked = urllib.request.Request(f"{url}/practice/books", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def endpoint(address: str) -> str:
    """Which endpoint of the contract an arrival was for."""
    path = address.removeprefix("/public/v1/").partition("?")[0]
    path = re.sub(r"/(bch_\w+|\d+)/", "/ID/", path)
    return re.sub(r"(default|locations)/\w+/", r"\1/PLATFORM/", path)


def main() -> int:
    """Run it; the exit code."""
    with tempfile.TemporaryDirectory() as folder, practice(os.path.abspath(sys.argv[1])) as (url, key):
        wrong = asyncio.run(drive(url, key, folder))
        noted = books(url, key)
    reached = {endpoint(arrival["path"]) for arrival in noted["arrivals"]}
    wrong += [f"{one} was not reached" for one in REACHED if one not in reached]
    sys.stdout.write(f"{len(reached)} endpoints reached, {noted['used']} credits used\n")
    sys.stdout.writelines(f"WRONG {one}\n" for one in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
