"""All routes of version 1, by noun."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.routes.v1 import (
    clips,
    comments,
    jobs,
    me,
    people,
    pictures,
    plans,
    products,
    publications,
    reviews,
    stations,
    webhooks,
)

_NOUNS: Final = (
    me, products, pictures, clips, plans, reviews, publications, comments, people, stations,
    webhooks, jobs,
)  # fmt: skip


def _operation_id(route: APIRoute) -> str:
    """Name operations as the functions are named: generated clients call them so."""
    return route.name


router = APIRouter(prefix="/api/v1", generate_unique_id_function=_operation_id)
for _noun in _NOUNS:
    router.include_router(_noun.router)
