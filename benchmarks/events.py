"""How many event batches a second are taken in, over a bare Starlette route of the same answer.

    python -m benchmarks.events [--json] [--runs N] [--seconds S] [--connections N]

Run from the top of the checkout. Both run under uvicorn as ``vidcommerce up`` starts it, one
process each; the bare route reads the body and answers 204. A batch has five events of a new visit;
ours is the whole application on SQLite, which has them on the disk before it answers. Runs
alternate; medians are printed. Aim: ``ratio_batch`` 0.5 or more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.insights.counted import public
from tests.services.processes import free_ports, launched, listens, wait_for
from tests.stations import settle
from vidcommerce.migrations import migrate
from vidcommerce.service import open_service
from vidcommerce.settings import settings


async def _bare(request: Request) -> Response:
    """Answer as the application does, having done nothing."""
    await request.body()
    return Response(status_code=204)


def bare_app() -> Starlette:
    """Return an application of one route."""
    return Starlette(routes=[Route("/e", _bare, methods=["POST"])])


def _open(data: Path) -> None:
    """Make a service with one public page, "oranges"."""
    service = open_service(settings({"VIDCOMMERCE_DATA": str(data)}), lambda _queue: None)
    migrate(service.database)
    village = settle(service)
    with service.database.writing() as work:
        public(work, village.clip_id)
    service.database.engine.dispose()


@contextmanager
def serving(factory: str, data: Path) -> Iterator[int]:
    """Run an application's factory under uvicorn; gives its port."""
    (port,) = free_ports(1)
    command = [
        "env", f"VIDCOMMERCE_DATA={data}", sys.executable, "-m", "uvicorn", factory, "--factory",
        "--port", str(port), "--log-level", "warning", "--no-access-log",
    ]  # fmt: skip
    log = data / f"{port}.log"
    with launched(command, log) as child:
        wait_for(child, log, lambda: listens(port))
        yield port


def asked(port: int, seconds: float, connections: int, kind: str, path: str) -> float:
    """Return requests a second, as benchmarks.load counts them in a process of its own."""
    numbers = [str(port), str(seconds), str(connections)]
    command = [sys.executable, "-m", "benchmarks.load", *numbers, kind, path]
    return float(subprocess.run(command, check=True, capture_output=True, timeout=120).stdout)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=64)
    given = parser.parse_args()
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _open(data)
        bare = stack.enter_context(serving("benchmarks.events:bare_app", data))
        ours = stack.enter_context(serving("api.asgi:app", data))
        found: dict[int, list[float]] = {bare: [], ours: []}
        for _ in range(given.runs):
            for port, rates in found.items():
                rates.append(asked(port, given.seconds, given.connections, "batch", "/e"))
        rates_of = {"bare": median(found[bare]), "ours": median(found[ours])}
    result = {
        "batches_a_second": round(rates_of["ours"]),
        "bare_a_second": round(rates_of["bare"]),
        "ratio_batch": round(rates_of["ours"] / rates_of["bare"], 2),
    }
    print(json.dumps(result) if given.json else "\n".join(f"{k} = {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
