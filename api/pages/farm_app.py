"""What makes the farmer's pages an app: manifest, service worker, shares from the gallery."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api.html import HEADERS, language_of, static_address
from vidcommerce.language import LANGUAGES, N_, words

router = APIRouter(include_in_schema=False)

_WORKER: Final = Path(__file__).parents[1] / "static" / "farm" / "worker.js"

_SCRIPTS: Final = (
    "vendor/tus.min.js",
    "farm/store.js",
    "farm/service.js",
    "farm/fetch-stack.js",
    "farm/sender.js",
)
"""What the worker runs; the pages run the same, and the rest of the shell."""

_SHELL: Final = (
    *_SCRIPTS,
    "app.css",
    "farm/farm.css",
    "farm/app.js",
    "farm/checks.js",
    "farm/home.js",
    "farm/new.js",
    "farm/product.js",
    "farm/icon-192.png",
    "farm/mark-good.svg",
    "farm/mark-hint.svg",
    "farm/mark-over.svg",
    "farm/mark-trouble.svg",
    "farm/mark-wait.svg",
)
"""All that the pages need to open without a network."""

_NAME: Final = N_("My farm videos")
_SHORT_NAME: Final = N_("Farm video")


@router.get("/farm/app.webmanifest")
def manifest(request: Request, lang: str = "") -> Response:
    """Describe the app to a phone that installs it. Browsers ask for it without a cookie."""
    speech = words(lang) if lang in LANGUAGES else language_of(request)
    icons = [
        {"src": static_address(request.app, f"farm/icon-{size}.png"), "type": "image/png",
         "sizes": f"{size}x{size}", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]  # fmt: skip
    described = {
        "id": "/farm",
        "name": speech.say(_NAME),
        "short_name": speech.say(_SHORT_NAME),
        "lang": speech.language,
        "start_url": "/farm",
        "scope": "/farm",
        "display": "standalone",
        "background_color": "#f7f5f0",
        "theme_color": "#c62f17",
        "icons": icons,
        "share_target": {
            "action": "/farm/share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "clips", "accept": ["video/*"]}]},
        },
    }
    return JSONResponse(
        described, headers={"Cache-Control": "no-cache"}, media_type="application/manifest+json"
    )


@router.get("/farm/sw.js")
def worker(request: Request) -> Response:
    """Send the service worker, with the addresses of this version's files before it.

    Any change of a file changes its address, so the worker's bytes, so browsers take the new one.
    """
    facts = {
        "shell": [static_address(request.app, name) for name in _SHELL],
        "scripts": [static_address(request.app, name) for name in _SCRIPTS],
    }
    source = _WORKER.read_text(encoding="utf-8")
    version = hashlib.sha256((json.dumps(facts) + source).encode()).hexdigest()[:12]
    text = f"self.FARM = {json.dumps(facts | {'version': version})};\n{source}"
    headers = {**HEADERS, "Cache-Control": "no-cache", "Service-Worker-Allowed": "/farm"}
    return Response(text, media_type="text/javascript", headers=headers)


@router.post("/farm/share")
def share() -> Response:
    """Lead a share that no service worker took to where clips are chosen by hand."""
    return RedirectResponse("/farm/new", 303)
