"""One definition of a plan: Python's types, and what is made from them for the studio."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.web.conftest import WEB, Node
from vidcommerce.media.plan_schema import schema_text

_PLAN = WEB / "src" / "plan"


def test_the_schema_is_that_of_the_types() -> None:
    """Whoever changes a type of a plan writes the schema anew, or this fails."""
    kept = (_PLAN / "plan.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(), "python -m vidcommerce.media.plan_schema > .../plan.schema.json"


def test_the_typescript_is_that_of_the_schema(node: Node, tmp_path: Path) -> None:
    """And its types for the studio, by the command that the package file gives for it."""
    scripts: dict[str, str] = json.loads((WEB / "package.json").read_text("utf-8"))["scripts"]
    command, _, banner = scripts["plan"].partition(" --bannerComment ")
    program, *arguments = command.split()
    assert program == "json2ts"
    arguments[arguments.index("--output") + 1] = str(tmp_path / "document.ts")
    node("node_modules/.bin/json2ts", *arguments, "--bannerComment", banner.strip("'"))
    made = (tmp_path / "document.ts").read_text("utf-8")
    assert made == (_PLAN / "document.ts").read_text("utf-8"), "npm run plan"
