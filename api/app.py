"""Builds the web application: routes, pages and the error table around one service."""

from __future__ import annotations

from functools import cache
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.routing import BaseRoute

from api import errors, etags, html, openapi, sessions
from api.events import Events
from api.origin import SameOrigin
from api.pages import (
    appealing,
    appeals,
    attesting,
    buying,
    certificates,
    comment_reports,
    comments,
    deciding,
    farm,
    farm_app,
    farm_form,
    farm_product,
    farm_questions,
    forgetting,
    glossary,
    insights,
    joining,
    learning,
    live,
    me,
    moderate,
    moderate_about,
    moderate_lists,
    oembed,
    people,
    public,
    questions,
    reporting,
    reports,
    review,
    second_factor,
    shops,
    sign_in,
    station,
    studio,
    studio_media,
    wanting,
    writer,
)
from api.request_log import RequestLog
from api.routes import health, metrics, orders, progress, uploads
from api.routes.v1 import nouns
from api.site import Site
from api.sizes import Sizes
from vidcommerce.service import Service

_ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    metrics.router,
    uploads.router,
    sign_in.router,
    second_factor.router,
    joining.router,
    me.router,
    people.router,
    shops.router,
    farm_app.router,
    farm.router,
    farm_form.router,
    farm_product.router,
    farm_questions.router,
    progress.router,
    reports.router,
    review.router,
    deciding.router,
    attesting.router,
    certificates.router,
    studio.router,
    studio_media.router,
    glossary.router,
    appeals.router,
    questions.router,
    moderate_lists.router,
    moderate.router,
    moderate_about.router,
    insights.router,
    learning.router,
    station.router,
    oembed.router,
    reporting.router,
    appealing.router,
    wanting.router,
    buying.router,
    forgetting.router,
    comments.router,
    comment_reports.router,
    writer.router,
    public.router,
    live.router,
    orders.router,
    nouns.router,
)
"""Every router, by name; the order is that of the documentation."""


_UNTRACED: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}
"""Nothing is traced here, but FastAPI would look at every request whether it should be."""


def create_app(service: Service) -> FastAPI:
    """Return the application that serves ``service``."""
    app = FastAPI(title="vidcommerce", version="1", docs_url=None, redoc_url=None,
                  openapi_url="/api/v1/openapi.json", telemetry=_UNTRACED,
                  generate_unique_id_function=openapi.operation_id)  # fmt: skip
    app.state.service = service
    app.add_middleware(Sizes)
    app.add_middleware(SameOrigin, public_url=service.settings.public_url)
    app.add_middleware(RequestLog)
    app.add_middleware(Site, service=service)
    app.add_middleware(Events, service=service)
    errors.install(app)
    etags.install(app)
    openapi.install(app)
    sessions.install(app)
    html.install(app)
    app.router.routes.extend(_routes())
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Return all routes, for every application of this process.

    What each of them asks for FastAPI works out when it is first matched, which takes half a
    second for all together; each application would do that again.
    """
    together = APIRouter(generate_unique_id_function=openapi.operation_id)
    for router in _ROUTERS:
        together.include_router(router)
    return tuple(together.routes)
