"""Metrics over HTTP: for who has the token, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from vidcommerce.service import Service


def _get(service: Service, token: str, header: str | None) -> tuple[int, str]:
    made = replace(service, settings=replace(service.settings, metrics_token=token))
    headers = {} if header is None else {"Authorization": header}
    with TestClient(create_app(made)) as client:
        answer = client.get("/metrics", headers=headers)
    return answer.status_code, answer.text


def test_the_token_opens_them(service: Service) -> None:
    """As a bearer, the way Prometheus sends it."""
    status, text = _get(service, "a-long-token", "Bearer a-long-token")
    assert status == 200
    assert "# TYPE vidcommerce_jobs gauge" in text


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Bearer another", "a-long-token"])
def test_nothing_else_does(service: Service, header: str | None) -> None:
    """Not the token in another form either."""
    status, text = _get(service, "a-long-token", header)
    assert (status, "vidcommerce_jobs" in text) == (401, False)


def test_without_a_token_in_the_settings_they_are_off(service: Service) -> None:
    """An empty token is no token."""
    assert _get(service, "", "Bearer ")[0] == 404
