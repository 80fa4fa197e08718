"""The shape of the house: which way imports run, and how large a thing may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

_ROOT = Path(__file__).parents[1]
_HOUSE = ("vidcommerce", "api", "workers")
_WIRES = (
    "fastapi",
    "starlette",
    "celery",
    "kombu",
    "sqlalchemy",
    "boto3",
    "vidcommerce.settings",
    "vidcommerce.db",
    "vidcommerce.service",
)
_FORBIDDEN = {
    "vidcommerce": ("api", "workers"),
    "api": ("workers",),
    "workers": ("api",),
    "vidcommerce/media": (
        *_WIRES,
        "vidcommerce.drafting",
        "vidcommerce.analysis",
        "vidcommerce.cli",
    ),
    "vidcommerce/drafting": (*_WIRES, "vidcommerce.cli", "subprocess", "av", "cv2"),
}
"""By folder: what nothing in it may import."""


def _files(folder: str) -> list[Path]:
    return sorted((_ROOT / folder).rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("folder", _FORBIDDEN)
def test_imports_run_one_way(folder: str) -> None:
    """No arrow runs backwards: api -> vidcommerce <- workers, and the core knows no wires."""
    wrong = [
        f"{path.relative_to(_ROOT)} imports {name}"
        for path in _files(folder)
        for name in _imports(path)
        if any(name == bad or name.startswith(f"{bad}.") for bad in _FORBIDDEN[folder])
    ]
    assert wrong == []


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_outgrows_its_room() -> None:
    """No file of the house has more than 400 lines."""
    sizes = {
        str(path.relative_to(_ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in (*_HOUSE, "tests", "benchmarks", "assets")
        for path in _files(folder)
    }
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_functions_stay_small() -> None:
    """Functions have about ten lines in the median, and none has over 40 statements."""
    functions = [f for folder in _HOUSE for path in _files(folder) for f in _functions(path)]
    statements = {
        f"{f.name}:{f.lineno}": sum(isinstance(n, ast.stmt) for n in ast.walk(f)) - 1
        for f in functions
    }
    lines = [(f.end_lineno or f.lineno) - f.lineno + 1 for f in functions]
    assert {name: size for name, size in statements.items() if size > 40} == {}
    assert median(lines) <= 12


def test_no_module_is_a_drawer_for_everything() -> None:
    """Nothing is called utils, helpers, manager or common."""
    drawers = ("utils", "util", "helpers", "manager", "common", "misc")
    assert [p for folder in _HOUSE for p in _files(folder) if p.stem in drawers] == []
