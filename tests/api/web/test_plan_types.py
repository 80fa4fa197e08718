"""One definition of what goes over the wire: Python's types, and what is made from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.web.conftest import WEB, Node
from vidcommerce.media.plan_schema import schema_text
from vidcommerce.studio.schema import studio_schema_text


@pytest.mark.parametrize(
    ("name", "text", "module"),
    [
        ("plan", schema_text, "vidcommerce.media.plan_schema"),
        ("studio", studio_schema_text, "vidcommerce.studio.schema"),
    ],
)
def test_the_schema_is_that_of_the_types(name: str, text: Callable[[], str], module: str) -> None:
    """Whoever changes a type of a plan, or of the studio's document, writes the schema anew."""
    kept = WEB / "src" / name / f"{name}.schema.json"
    assert kept.read_text(encoding="utf-8") == text(), f"python -m {module} > {kept}"


@pytest.mark.parametrize("name", ["plan", "studio"])
def test_the_typescript_is_that_of_the_schema(name: str, node: Node, tmp_path: Path) -> None:
    """And its types for the studio, by the command that the package file gives for it."""
    scripts: dict[str, str] = json.loads((WEB / "package.json").read_text("utf-8"))["scripts"]
    command, _, banner = scripts[name].partition(" --bannerComment ")
    program, *arguments = command.split()
    assert program == "json2ts"
    arguments[arguments.index("--output") + 1] = str(tmp_path / "document.ts")
    node("node_modules/.bin/json2ts", *arguments, "--bannerComment", banner.strip("'"))
    made = (tmp_path / "document.ts").read_text("utf-8")
    kept = (WEB / "src" / name / "document.ts").read_text("utf-8")
    assert made == kept, f"npm run {name}"
