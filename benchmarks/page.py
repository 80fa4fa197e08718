"""How many requests a second the public page and event batches take, over bare Starlette routes.

    python -m benchmarks.page [--json] [--runs N] [--seconds S] [--connections N]

Run from the top of the checkout. All run under uvicorn as ``vidcommerce up`` starts it, one process
each: the whole application on SQLite and files, against a route that returns the same bytes (the
page as gzip, as phones take it) and one that reads a batch and answers 204. Runs alternate; medians
are printed. Aims: ``ratio_page`` 0.8 or more, ``ratio_batch`` 0.5 or more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.serving import asked, serving
from tests.insights.counted import public
from tests.stations import settle
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.migrations import migrate
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import Address, blob_at
from vidcommerce.service import open_service
from vidcommerce.settings import settings

_PACKED: Final = "page.gz"
_KINDS: Final = ("page", "batch")


def bare_page() -> Starlette:
    """Return an application of one route, which answers with the bytes of the page."""
    packed = (Path(os.environ["VIDCOMMERCE_DATA"]) / _PACKED).read_bytes()

    async def answer(_request: Request) -> Response:
        return Response(packed, headers={"Content-Encoding": "gzip"}, media_type="text/html")

    return Starlette(routes=[Route("/v/{slug}/", answer)])


async def _nothing(request: Request) -> Response:
    """Answer as the application does, having done nothing."""
    await request.body()
    return Response(status_code=204)


def bare_batches() -> Starlette:
    """Return an application of one route, which reads a batch."""
    return Starlette(routes=[Route("/e", _nothing, methods=["POST"])])


def _open(data: Path) -> str:
    """Make a service with a published page and one that events are of; return the first's path."""
    service = open_service(settings({"VIDCOMMERCE_DATA": str(data)}), lambda _queue: None)
    migrate(service.database)
    village, told = settle(service), settle(service)
    village.set_state(State.PUBLISHING)
    row = publishing.publish(service, village.clip_id, now_ms())
    with service.database.writing() as work:
        public(work, told.clip_id)
    path = Address("", row.slug).path
    name = blob_at(path)
    html = b"".join(service.store.read(name, 0, service.store.size(name)))
    (data / _PACKED).write_bytes(gzip.compress(html, mtime=0))
    service.database.engine.dispose()
    return path


def _measured(given: argparse.Namespace) -> dict[str, float]:
    """Return requests a second of each kind, ours and bare, and how they compare."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        paths = {"page": _open(data), "batch": "/e"}
        ours = stack.enter_context(serving("api.asgi:app", data))
        bare = {
            "page": stack.enter_context(serving("benchmarks.page:bare_page", data)),
            "batch": stack.enter_context(serving("benchmarks.page:bare_batches", data)),
        }
        rates: dict[str, list[float]] = {}
        for _ in range(given.runs):
            for kind in _KINDS:
                for name, port in ((f"bare_{kind}", bare[kind]), (f"ours_{kind}", ours)):
                    rate = asked(port, given.seconds, given.connections, kind, paths[kind])
                    rates.setdefault(name, []).append(rate)
    found = {name: round(median(each), 1) for name, each in rates.items()}
    ratios = {
        f"ratio_{kind}": round(found[f"ours_{kind}"] / found[f"bare_{kind}"], 2) for kind in _KINDS
    }
    return {**found, **ratios}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=64)
    result = _measured(given := parser.parse_args())
    print(json.dumps(result) if given.json else "\n".join(f"{k} = {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
