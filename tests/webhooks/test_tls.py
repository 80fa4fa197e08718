"""Messages over TLS: only to a server that proves the name that was registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.certificates import server_context
from tests.webhooks.receiver import receiving
from vidcommerce.webhooks.policy import Answer
from vidcommerce.webhooks.sending import post


@pytest.mark.parametrize(
    ("name", "trusted", "answer"),
    [
        ("localhost", "trusted", Answer(204)),
        ("localhost", "", Answer(0, "its certificate is not good")),
        ("other.example", "trusted", Answer(0, "its certificate is not good")),
    ],
)
def test_the_server_must_prove_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusted: str,
    answer: Answer,
) -> None:
    """By the name in the address, though we connect to the IP that was checked."""
    context = server_context(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with receiving(context) as receiver:
        assert post(receiver.url, b"{}", {"content-type": "text/plain"}, private=True) == answer
        assert len(receiver.got) == (answer.status == 204)
