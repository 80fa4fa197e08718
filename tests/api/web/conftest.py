"""The Node.js and the packages of api/web, where make could bring them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

WEB = Path(__file__).parents[3] / "api" / "web"

Node: TypeAlias = Callable[..., str]


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs Node.js in api/web with arguments and returns what it prints; CI can't do without."""
    ready = subprocess.run([WEB / "node", "--which"], check=False, capture_output=True, text=True)
    if ready.returncode != 0 or not (WEB / "node_modules" / ".package-lock.json").is_file():
        missing = ready.stderr.strip() or "npm has brought no packages; 'make .venv/.web' does"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have what builds the studio: {missing}")
        pytest.skip(missing)
    return _run


def _run(*arguments: str | Path) -> str:
    done = subprocess.run(
        [WEB / "node", *arguments],
        cwd=WEB, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout
