"""The practice service as a process: its options, its routes, its start and its end.

It behaves like the contract says the real service does, on this machine only, with invented creators.
"""

import argparse
import asyncio
import base64
import hashlib
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.sandbox import endpoints, faults, links, pictures
from app.sandbox.batch import results as batch_results
from app.sandbox.batch import work as batch_work
from app.sandbox.books import Books, units
from app.sandbox.checks import BadRequest
from app.sandbox.columns import PLATFORMS
from app.sandbox.data import Dataset, cache_folder
from app.sandbox.service import Answer, Call, Options, Service, Work, refused_key

CHILD_MARK = "SCOUTSHEET_PRACTICE_CHILD"
"""Set by the window: this process is its child, and ends with it."""

KEEP_ALIVE_S = 75
"""Longer than a customer's pool keeps an idle connection: closing first would look like a lost answer."""


def _amount(text: str) -> int:
    try:
        return units(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not an amount of credits, such as 10 or 2.50') from None


def _latency(text: str) -> tuple[float, float]:
    low, _, high = text.partition("-")
    try:
        span = float(low) / 1000, float(high or low) / 1000
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a time, such as 80 or 100-800') from None
    if not 0 <= span[0] <= span[1]:
        raise argparse.ArgumentTypeError(f'"{text}" runs backwards; write the shorter time first')
    return span


def _faults(text: str) -> dict[str, float]:
    try:
        return faults.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the practice service to a command's parser."""
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--credits", type=_amount, default="10", help="opening balance of a new account")
    parser.add_argument("--seed", type=int, default=1, help="which invented world, and which key")
    parser.add_argument("--state", type=Path, default=None, help="folder of the account; without it, it is forgotten")
    parser.add_argument("--latency-ms", type=_latency, default="80", help="time an answer takes: 80, or 100-800")
    parser.add_argument("--faults", type=_faults, default="", help=f"kind:probability,... of {', '.join(faults.KINDS)}")
    parser.add_argument("--page-base", type=int, choices=(0, 1), default=0, help="number of the first page")
    parser.add_argument(
        "--page-zero",
        choices=("refuse", "clamp", "empty"),
        default="refuse",
        help="what page 0 does when pages start at 1",
    )
    parser.add_argument("--rate", type=int, default=300, help="accepted requests in any window")
    parser.add_argument("--window-s", type=float, default=60, help="length of that window")
    parser.add_argument("--cold-s", type=float, default=0, help="time the first enrichment of a creator takes")
    parser.add_argument("--gateway-s", type=float, default=60, help="when the gateway answers 504 instead")


def key_of(seed: int) -> str:
    """The account's key, the same after every restart."""
    token = base64.urlsafe_b64encode(hashlib.sha512(f"scoutsheet practice key {seed}".encode()).digest())
    return "eyJ" + token.decode().rstrip("=")


class _Slashes:
    """Answers API paths without their slash by a redirect that loses the body (contract, Q3)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(endpoints.ROOT) and not path.endswith("/"):
            await RedirectResponse(f"{path}/", status_code=301)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = {404: "Not found.", 405: f'Method "{request.method}" not allowed.'}.get(status, "Bad request.")
    headers = error.headers if isinstance(error, HTTPException) else None
    return JSONResponse({"detail": detail}, status_code=status, headers=headers)


def _practice(service: Service, method: str, path: str, work: Work) -> list[Route]:
    """A route of the control channel: the key, but no rate, latency, fault or arrival."""

    async def endpoint(request: Request) -> Response:
        refused = refused_key(service, request)
        if refused is not None:
            return JSONResponse(refused, status_code=401)
        try:
            body = await request.json() if method == "POST" else {}
            answer: Answer = await work(service, request, body)
        except (BadRequest, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(answer.body, status_code=answer.status)

    return [Route(path + slash, endpoint, methods=[method]) for slash in ("", "/")]


def _signed(service: Service, path: str, make: Callable[[Request], Response]) -> Route:
    """A route for whoever has a signed address that has not lapsed; no key."""

    async def endpoint(request: Request) -> Response:
        query = request.query_params
        if not links.allowed(service.key, request.url.path, query.get("expires", ""), query.get("signature", "")):
            return Response("URL signature expired", status_code=403, media_type="text/plain")
        return make(request)

    return Route(path, endpoint, methods=["GET"])


def _picture(request: Request) -> Response:
    platform, number = request.path_params["platform"], request.path_params["number"]
    return Response(pictures.png(platform, number), media_type="image/png")


def _file(service: Service, request: Request) -> Response:
    number = request.path_params["batch_id"]
    stream = batch_results.as_csv(service, service.batches.get(number))
    disposition = {"Content-Disposition": f'attachment; filename="{number}.csv"'}
    return StreamingResponse(stream.pieces, media_type=stream.kind.decode(), headers=disposition)


def application(service: Service) -> ASGIApp:
    """The whole practice service as an ASGI application."""
    routes: list[BaseRoute] = []
    for table in (endpoints.PAID, endpoints.BATCH, endpoints.BALANCE, endpoints.FREE):
        for method, path, work in table:
            call = Call(service=service, work=work, faulty=table is not endpoints.FREE)
            routes.append(Route(path, call, methods=[method]))
    routes += _practice(service, "GET", "/practice/books", endpoints.books)
    routes += _practice(service, "POST", "/practice/top-up", endpoints.top_up)
    routes += _practice(service, "GET", "/practice/creators/{platform}/{handle}", endpoints.truth)
    routes += _practice(service, "POST", "/practice/settings", endpoints.settings)
    routes.append(_signed(service, "/pictures/{platform}/{number:int}.png", _picture))
    routes.append(_signed(service, "/files/{batch_id}.csv", partial(_file, service)))
    app = Starlette(routes=routes, exception_handlers={404: _refused, 405: _refused, HTTPException: _refused})
    app.router.redirect_slashes = False
    return _Slashes(app)


async def _run(options: Options, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    service = Service(
        options=options,
        key=key_of(options.seed),
        base=base,
        books=Books(options.state, opening_units=options.opening_units),
        data=Dataset(seed=options.seed, folder=options.cache),
    )
    config = uvicorn.Config(
        application(service),
        http=faults.CuttableProtocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=1,
    )
    sys.stdout.write(f"listening on {base} key {service.key}\n")
    sys.stdout.flush()
    batch_work.go_on(service)
    first = asyncio.create_task(service.data.ready(PLATFORMS[0]))
    try:
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        first.cancel()
        await service.end()


def _end_with_parent() -> None:
    """A pipe from the program that started us ends when that program does, however it does."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def serve(args: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT; prints the address and the key first. Returns the exit code."""
    try:
        listener = socket.create_server(("127.0.0.1", args.port), backlog=1024)
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"The practice service could not take port {args.port}: {error}\n")
        return 7
    # uvicorn raises the signal again once it has ended in good order; by then it has done its work.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    if os.environ.get(CHILD_MARK):
        threading.Thread(target=_end_with_parent, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="scoutsheet-practice-") as passing:
        options = Options(
            seed=args.seed,
            state=args.state or Path(passing),
            cache=cache_folder(),
            opening_units=args.credits,
            latency_s=args.latency_ms,
            faults=args.faults,
            page_base=args.page_base,
            page_zero=args.page_zero,
            rate=args.rate,
            window_s=args.window_s,
            cold_s=args.cold_s,
            gateway_s=args.gateway_s,
        )
        asyncio.run(_run(options, listener))
    return 0
