"""Draws the small pages and the files for machines from their templates. Pure."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

_TEMPLATES: Final = Path(__file__).parent / "templates"


def draw(name: str, **facts: object) -> str:
    """Return a template filled with facts; what is filled in is text, never markup."""
    return _environment().get_template(name).render(facts)


def own_style(name: str) -> tuple[Markup, str]:
    """Return a style sheet of ours, and the source by which a content security policy lets it."""
    style = (_TEMPLATES / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Markup(style), f"'sha256-{digest}'"  # noqa: S704 - our own file, nothing is filled in


def script_json(value: object) -> Markup:
    """Return JSON that can stand in a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - what could be markup was escaped in the line above


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
