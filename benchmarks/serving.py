"""Serves an application as ``vidcommerce up`` does, in a process of its own, and asks it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.processes import free_ports, launched, listens, wait_for


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
