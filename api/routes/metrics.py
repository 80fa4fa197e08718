"""Numbers for Prometheus, for who has the token that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from api.dependencies import ServiceHere, UnitOfWork
from vidcommerce.accounts.secrets import same
from vidcommerce.accounts.sessions import NotSignedIn
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.metrics import exposition

router = APIRouter(tags=["health"])


@dataclass(eq=False)
class MetricsOff(InputRejected):
    """Nobody set a token, so nobody may see the numbers."""

    sentence = N_("Metrics are off here: VIDCOMMERCE_METRICS_TOKEN is not set.")


@router.get("/metrics", response_class=Response, include_in_schema=False)
def metrics(
    service: ServiceHere, work: UnitOfWork, authorization: Annotated[str, Header()] = ""
) -> Response:
    """Return all metrics as text. Raises MetricsOff, or NotSignedIn for another token."""
    wanted = service.settings.metrics_token
    if not wanted:
        raise MetricsOff
    if not same(authorization, f"Bearer {wanted}"):
        raise NotSignedIn
    return Response(exposition(work, now_ms()), media_type=CONTENT_TYPE_PLAIN_0_0_4)
