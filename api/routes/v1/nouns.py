"""All routes of version 1, by noun."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from api.routes.v1 import (
    clips,
    comments,
    insights,
    jobs,
    log,
    me,
    people,
    pictures,
    plans,
    products,
    publications,
    reviews,
    shops,
    statements,
    stations,
    webhooks,
)

_NOUNS: Final = (
    me, products, pictures, clips, plans, reviews, publications, statements, comments, people,
    stations, shops, insights, webhooks, jobs, log,
)  # fmt: skip


router = APIRouter(prefix="/api/v1")
for _noun in _NOUNS:
    router.include_router(_noun.router)
