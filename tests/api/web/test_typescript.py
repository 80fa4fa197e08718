"""The studio's own tests, and the shape of its sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.api.web.conftest import WEB, Node

pytestmark = pytest.mark.slow


def _sources() -> list[Path]:
    return [p for p in sorted((WEB / "src").rglob("*.ts")) if p.name != "document.ts"]


def test_the_studios_own_tests_pass(node: Node) -> None:
    """Unit and property tests in TypeScript, run by Node.js as they stand."""
    said = node("--test", "--test-reporter=tap")
    passed = re.search(r"^# pass (\d+)$", said, re.MULTILINE)
    assert passed is not None
    assert int(passed[1]) > 0


def test_no_file_outgrows_its_room() -> None:
    """No source of the studio has more than 300 lines."""
    sizes = {p.name: len(p.read_text("utf-8").splitlines()) for p in _sources()}
    assert {name: size for name, size in sizes.items() if size > 300} == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    """As in Python: nothing is called utils, helpers, manager or common."""
    drawers = {"utils", "util", "helpers", "manager", "common", "misc"}
    assert [p for p in _sources() if p.stem in drawers] == []


def test_the_lock_names_no_host() -> None:
    """Versions and hashes, never where they came from."""
    assert '"resolved"' not in (WEB / "package-lock.json").read_text("utf-8")
